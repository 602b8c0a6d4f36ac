// A pin beside two fields of degrees: either moves the other. Without it the fields do.

import { openMap } from "./map.js";

const PLACES = 5; // of a degree: a metre
const CLOSE = 14;
const MIDDLE = [13.5, 101]; // where nobody knows yet

/** @param {HTMLElement} element */
async function mark(element) {
  const form = element.closest("form");
  const lat = form?.elements.namedItem("lat"), lon = form?.elements.namedItem("lon");
  if (!(lat instanceof HTMLInputElement) || !(lon instanceof HTMLInputElement)) return;
  const map = await openMap(element);
  if (!map) return;
  const known = element.dataset.lat !== "";
  const at = known ? [Number(element.dataset.lat), Number(element.dataset.lon)] : MIDDLE;
  const pin = map.pin({
    lat: at[0], lon: at[1], label: element.dataset.label ?? "",
    moved: (north, east) => { lat.value = north.toFixed(PLACES); lon.value = east.toFixed(PLACES); },
  });
  map.look(at[0], at[1], known ? CLOSE : 6);
  for (const field of [lat, lon]) {
    field.addEventListener("change", () => {
      const [north, east] = [Number(lat.value), Number(lon.value)];
      if (!lat.value || !lon.value || Number.isNaN(north + east)) return;
      pin.move(north, east);
      map.look(north, east, CLOSE);
    });
  }
}

for (const element of document.querySelectorAll("[data-map]")) {
  if (!(element instanceof HTMLElement)) continue;
  if (element.offsetParent) void mark(element);
  else new IntersectionObserver((seen, watcher) => { // a map without a size cannot be drawn
    if (!seen.some((one) => one.isIntersecting)) return;
    watcher.disconnect();
    void mark(element);
  }).observe(element);
}
