// Suggestions under a search box: <form data-suggest="/search/suggest/"> asks while one types, from three letters on.
// The box is a combobox (WAI-ARIA): arrows choose, Enter goes there, Escape closes. Without this file the form just searches.

const FEWEST = 3;
const PAUSE = 150; // milliseconds without a key

/** @param {HTMLFormElement} form */
function suggesting(form) {
  const found = form.querySelector("input[type=search]");
  const address = form.dataset.suggest;
  if (!(found instanceof HTMLInputElement) || !address) return;
  const input = found;
  const list = document.createElement("ul");
  list.id = `${input.id}-suggest`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.some ?? "");
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "sr";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let timer = 0;
  let asked = "";
  /** @type {AbortController | null} */
  let going = null;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {string} html */
  function show(html) {
    list.innerHTML = html;
    const some = list.children.length > 0;
    list.hidden = !some;
    input.setAttribute("aria-expanded", String(some));
    input.removeAttribute("aria-activedescendant");
    said.textContent = some ? form.dataset.some ?? "" : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    going?.abort();
    if ([...text].length < FEWEST) return close();
    going = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal: going.signal, headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && text === input.value.trim() && document.activeElement === input) show(await answer.text());
    } catch {
      close(); // a bad line: the form still searches
    }
  }

  /** @param {number} step */
  function choose(step) {
    const options = [...list.children];
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = now < 0 ? (step > 0 ? 0 : options.length - 1) : now + step;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    const chosen = options[next];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      const link = list.querySelector("[aria-selected=true] a");
      if (link instanceof HTMLAnchorElement) {
        event.preventDefault();
        link.click();
      }
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) close();
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) {
  if (form instanceof HTMLFormElement) suggesting(form);
}
