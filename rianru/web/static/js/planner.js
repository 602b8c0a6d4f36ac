// Pins that can be dragged or moved with the arrow keys; the server counts again what they do. Without this, the list
// under the figures moves them.

const OFTEN = 180; // milliseconds between two questions while a pin is held
const STEP = 1; // per cent of the map that an arrow key moves a pin; less where it is looked at more closely

/** @typedef {{ west: number, north: number, across: number, down: number }} Frame */

const figure = document.querySelector(".planner figure[data-map]");
const result = document.getElementById("result");
const pins = document.getElementById("pins");
const keep = document.getElementById("keep");

/** @param {HTMLElement} from @returns {Frame} */
function frameOf(from) {
  const [west, north, across, down] = ["west", "north", "across", "down"].map((name) => Number(from.dataset[name]));
  return { west, north, across, down };
}

/** @param {number} value */
const within = (value) => Math.min(100, Math.max(0, value));

/** Where a pin stands, in per cent from the left and from the top. @param {Element} pin */
const placeOf = (pin) => [parseFloat(pin.getAttribute("x") ?? "0"), parseFloat(pin.getAttribute("y") ?? "0")];

/** Puts a pin down and writes its degrees. @param {SVGElement} pin @param {number} x @param {number} y @param {Frame} frame */
function put(pin, x, y, frame) {
  const [across, down] = [within(x), within(y)];
  pin.setAttribute("x", `${across.toFixed(2)}%`);
  pin.setAttribute("y", `${down.toFixed(2)}%`);
  const [lat, lon] = [frame.north - (frame.down * down) / 100, frame.west + (frame.across * across) / 100];
  pin.dataset.pin = `${lat.toFixed(5)},${lon.toFixed(5)},m`;
}

/** The question as it stands now, as the end of an address. @param {SVGElement[]} all */
function question(all) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["pin", "move", "place", "part"]) asked.delete(name);
  for (const field of document.querySelectorAll("#result input[type=hidden], #keep > input[type=hidden]")) {
    if (field instanceof HTMLInputElement && !["pin", "csrfmiddlewaretoken", "key"].includes(field.name)) asked.set(field.name, field.value);
  }
  for (const pin of all) asked.append("pin", pin.dataset.pin ?? "");
  return asked;
}

/** Shows which sub-districts the pins bring within reach. @param {Element} map @param {string} codes */
function shade(map, codes) {
  const reached = new Set(codes.split(" "));
  for (const area of map.querySelectorAll("path[data-code]:not(.was)")) {
    if (!/won|lost/.test(area.getAttribute("class") ?? "")) continue;
    area.setAttribute("class", reached.has(area.getAttribute("data-code") ?? "") ? "won" : "lost");
  }
}

/** @param {Element} map @param {HTMLElement} told @param {SVGElement[]} all */
function counting(map, told, all) {
  /** @type {AbortController | null} */
  let waiting = null;
  return async () => {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    pins?.replaceChildren(...all.map(hidden)); // kept is what is drawn, answered or not
    told.classList.add("busy");
    told.setAttribute("aria-busy", "true");
    const asked = question(all);
    try {
      const answer = await fetch(`${location.pathname}?${asked}&part=1`, { signal: mine.signal });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (!(found instanceof HTMLElement)) return;
      told.replaceChildren(found);
      shade(map, found.dataset.reached ?? "");
      history.replaceState(null, "", `${location.pathname}?${asked}`);
    } catch {
      // another question came first, or the line is gone: the next move asks again
    } finally {
      if (waiting === mine) {
        told.classList.remove("busy");
        told.removeAttribute("aria-busy");
      }
    }
  };
}

/** @param {SVGElement} pin */
function hidden(pin) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "pin", value: pin.dataset.pin ?? "" });
  return field;
}

/** @param {SVGElement} pin @param {Frame} frame @param {() => void} ask @param {HTMLElement} map */
function draggable(pin, frame, ask, map) {
  let asked = 0;
  const move = (/** @type {PointerEvent} */ event) => {
    const sheet = map.querySelector(".sheet")?.getBoundingClientRect();
    if (!sheet || !pin.classList.contains("held")) return;
    put(pin, ((event.clientX - sheet.left) / sheet.width) * 100, ((event.clientY - sheet.top) / sheet.height) * 100, frame);
    if (Date.now() - asked > OFTEN) {
      asked = Date.now();
      ask();
    }
  };
  const drop = () => {
    if (!pin.classList.contains("held")) return;
    pin.classList.remove("held");
    ask();
  };
  pin.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pin.focus();
    pin.classList.add("held");
    pin.setPointerCapture(event.pointerId);
  });
  pin.addEventListener("pointermove", move);
  pin.addEventListener("pointerup", drop);
  pin.addEventListener("pointercancel", drop);
  pin.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = placeOf(pin);
    const closer = Number(map.querySelector(".pane")?.getAttribute("data-zoom") ?? 1);
    const far = (event.shiftKey ? 5 * STEP : STEP) / closer;
    put(pin, x + way[0] * far, y + way[1] * far, frame);
    ask();
  });
}

if (figure instanceof HTMLElement && result) {
  const all = [...figure.querySelectorAll(".site")].filter((pin) => pin instanceof SVGElement);
  const ask = counting(figure, result, all);
  for (const pin of all) {
    pin.setAttribute("tabindex", "0");
    pin.setAttribute("role", "button");
    pin.setAttribute("aria-label", pin.dataset.label ?? "");
    draggable(pin, frameOf(figure), () => void ask(), figure);
  }
  const hint = document.getElementById("drag");
  if (hint && all.length) hint.hidden = false;
}
