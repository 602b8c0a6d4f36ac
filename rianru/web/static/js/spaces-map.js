// Spaces on a map: fetched for what is looked at, or given by the page. A map that is folded away loads nothing.

import { openMap } from "./map.js";

/** @typedef {import("./map.js").Point} Point */
/** @typedef {{lat: number, lon: number, n?: number, label?: string, code?: string, kind?: string, here?: boolean, together?: Found[]}} Found */

const WIDE = matchMedia("(min-width: 62em)");
const CLOSE = 10; // the zoom at which one sees around a district
const WAIT = 150; // milliseconds after a move

/** @param {string | undefined} text @param {any} otherwise */
function json(text, otherwise) {
  return text ? JSON.parse(text) : otherwise;
}

/** As map.js draws it. @param {Found} found @param {DOMStringMap} words @returns {Point} */
function drawn(found, words) {
  const [icon, kind] = json(words.kinds, {})[found.kind ?? ""] ?? [];
  return {
    ...found, icon, note: kind, url: found.code ? (words.space ?? "").replace("/0/", `/${found.code}/`) : "",
    together: found.together?.map((one) => drawn({ ...one, lat: found.lat, lon: found.lon }, words)),
  };
}

/** Draws what the view holds, and again after each move; answers that come late are let go. @param {any} map @param {HTMLElement} element */
function follow(map, element) {
  /** @type {{clear: () => void} | null} */
  let shown = null;
  let fitted = !element.dataset.fit;
  let timer = 0;
  let asked = new AbortController();
  map.moved((/** @type {import("./map.js").View} */ view) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked.abort();
      asked = new AbortController();
      const box = [view.west, view.south, view.east, view.north].map((side) => side.toFixed(4)).join(",");
      const query = new URLSearchParams(element.dataset.query ?? "");
      query.set("box", box);
      query.set("zoom", String(view.zoom));
      try {
        const answer = await fetch(`${element.dataset.spaces}?${query}`, { signal: asked.signal });
        if (!answer.ok) return;
        const points = (await answer.json()).points.filter((/** @type {Found} */ one) => !map.covered(one))
          .map((/** @type {Found} */ one) => drawn(one, element.dataset));
        shown?.clear();
        shown = map.points(points);
        if (!fitted && points.length) { fitted = true; map.fit(); }
      } catch {
        // moved on, or the line is bad: what was drawn stays
      }
    }, WAIT);
  });
}

/** @param {HTMLElement} element */
async function show(element) {
  if (element.dataset.opened) return;
  element.dataset.opened = "1";
  const map = await openMap(element);
  if (!map) return;
  const { lat, lon, area, points } = element.dataset;
  if (points) map.points(json(points, []).map((/** @type {Found} */ one) => drawn(one, element.dataset)));
  if (lat && lon) map.look(Number(lat), Number(lon), Number(element.dataset.zoom ?? CLOSE));
  else if (area) map.area(area);
  else if (points) map.fit();
  if (element.dataset.spaces && !element.dataset.still) follow(map, element);
}

for (const element of document.querySelectorAll("[data-map]")) {
  if (!(element instanceof HTMLElement)) continue;
  const fold = element.closest("details");
  if (fold && WIDE.matches) fold.open = true;
  if (!fold || fold.open) {
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      void show(element);
    }, { rootMargin: "200px" }).observe(element);
  }
  fold?.addEventListener("toggle", () => { if (fold.open) void show(element); });
}
