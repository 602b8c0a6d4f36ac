// A map that the server drew, looked at more closely: its sheet grows inside a pane that scrolls. Pins and places stand
// in per cent of the sheet and keep their size. Without this the map shows all of it, and districts have pages of their own.

const STEPS = [1, 2, 4, 8];

/** The middle of the pins, or of what is shown, as parts of the sheet. @param {HTMLElement} pane @param {HTMLElement} sheet */
function middle(pane, sheet) {
  const pins = [...sheet.querySelectorAll(".site")];
  if (pane.dataset.zoom === "1" && pins.length) {
    const own = pins.filter((pin) => pin.matches(":focus, .held"));
    const asked = own.length ? own : pins;
    return ["x", "y"].map((axis) => {
      const along = asked.map((pin) => parseFloat(pin.getAttribute(axis) ?? "50")).sort((a, b) => a - b);
      return along[Math.floor(along.length / 2)] / 100; // the median: one pin far away does not lead into nowhere
    });
  }
  return [
    (pane.scrollLeft + pane.clientWidth / 2) / sheet.offsetWidth,
    (pane.scrollTop + pane.clientHeight / 2) / sheet.offsetHeight,
  ];
}

/** @param {Element} figure */
function zoomable(figure) {
  const [pane, sheet, tools] = [".pane", ".sheet", ".zoomer"].map((name) => figure.querySelector(name));
  if (!(pane instanceof HTMLElement && sheet instanceof HTMLElement && tools instanceof HTMLElement)) return;
  const buttons = [...tools.querySelectorAll("button")];
  const show = (/** @type {number} */ to) => {
    const [x, y] = middle(pane, sheet);
    pane.dataset.zoom = String(STEPS[to]);
    pane.scrollTo(x * sheet.offsetWidth - pane.clientWidth / 2, y * sheet.offsetHeight - pane.clientHeight / 2);
    pane.toggleAttribute("tabindex", to > 0);
    if (to > 0) pane.tabIndex = 0; // what scrolls can be reached by keys
    for (const button of buttons) button.disabled = STEPS[to + Number(button.dataset.by)] === undefined;
  };
  for (const button of buttons) {
    button.addEventListener("click", () => show(STEPS.indexOf(Number(pane.dataset.zoom)) + Number(button.dataset.by)));
  }
  show(0);
  tools.hidden = false;
}

for (const figure of document.querySelectorAll("figure[data-map]")) zoomable(figure);
