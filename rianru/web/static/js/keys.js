// Keys for what a page offers: <button data-keys="Digit1 KeyS"> is pressed, <input data-keys="Slash"> gets the focus.
// Keys are named by their place on the keyboard, so that they work while it writes Thai.

/** Whether someone is typing, so that letters are letters. @param {EventTarget | null} target */
function writes(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"));
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  for (const wanted of document.querySelectorAll("[data-keys]")) {
    if (!(wanted instanceof HTMLElement) || !(wanted.dataset.keys ?? "").split(" ").includes(event.code)) continue;
    event.preventDefault();
    if (wanted instanceof HTMLInputElement) wanted.select();
    else wanted.click();
    return;
  }
}

document.addEventListener("keydown", pressed);
