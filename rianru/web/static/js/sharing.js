// Copying and sharing, where the browser can. Buttons stay hidden until then; everything is on the page without them.

/** The text that a button copies: of a field, or of an element. @param {string} id */
function textOf(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found.value : (found?.innerText ?? "").trim();
}

/** Says in the button that it is done, and goes back. @param {HTMLElement} button */
function said(button) {
  const word = button.querySelector("span") ?? button;
  const before = word.textContent;
  word.textContent = button.dataset.done ?? before;
  word.setAttribute("role", "status");
  setTimeout(() => { word.textContent = before; }, 2500);
}

/** @param {HTMLElement} button */
async function copy(button) {
  try {
    await navigator.clipboard.writeText(textOf(button.dataset.copy ?? ""));
    said(button);
  } catch {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (field) getSelection()?.selectAllChildren(field); // the browser said no: chosen, to be copied by hand
  }
}

/** @param {HTMLElement} button */
async function share(button) {
  try {
    await navigator.share({ title: button.dataset.title, url: button.dataset.share });
  } catch {
    // closed without sharing
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copy(button));
}
for (const button of document.querySelectorAll("[data-share]")) {
  if (!(button instanceof HTMLElement) || !("share" in navigator)) continue;
  button.hidden = false;
  button.addEventListener("click", () => void share(button));
}
for (const field of document.querySelectorAll("input[data-whole]")) {
  if (field instanceof HTMLInputElement) field.addEventListener("focus", () => field.select());
}
