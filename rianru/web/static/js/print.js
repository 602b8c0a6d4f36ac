// <button data-print hidden> prints the page; without JavaScript it stays away, and the browser's own menu prints.

document.querySelectorAll("[data-print]").forEach((button) => {
  if (!(button instanceof HTMLElement)) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
