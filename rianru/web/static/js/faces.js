// The faces lie inside their sheet, but a browser opens them only once it has set the first words in another face, and
// then sets every line again. So they are opened before; it takes a moment. Not a module: it must run before the first
// line is set. Without JavaScript the page shows at once, and its lines may move.
(function openFaces() {
  const root = document.documentElement;
  const show = () => root.classList.remove("opening");
  root.classList.add("opening");
  Promise.allSettled([...document.fonts].map((face) => face.load())).then(show);
  setTimeout(show, 1000);
})();
