// A sheet of paper typed in by the keyboard: Enter goes to the next line, Ctrl+Enter keeps the sheet.

const form = document.querySelector("form[data-typing]");
if (form instanceof HTMLFormElement) {
  /** @returns {HTMLElement[]} */
  const fields = () => [...form.querySelectorAll("input:not([type=hidden]), textarea")].filter((one) => one instanceof HTMLElement);
  const first = form.querySelector(".bad input, .bad textarea") ?? fields()[0];
  if (first instanceof HTMLElement) first.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLElement)) return;
    const every = fields();
    const here = every.indexOf(event.target);
    if (here < 0) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || here === every.length - 1) { form.requestSubmit(); return; }
    const next = every[here + 1];
    next.focus();
    if (next instanceof HTMLInputElement) next.select();
  });
}
