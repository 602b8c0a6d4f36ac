// Maps of Thailand without tiles: our own shapes of provinces and districts under whatever a page draws on them.
//
// A page includes parts/map.html (sheets: parts/map_sheets.html) and an island of its own:
//
//   import { openMap } from "./map.js";
//   const map = await openMap(element);                  // element: the [data-map] of parts/map.html; null where it cannot
//   map.points([{ lat, lon, label, url, icon, note, n }]) // marks with a card; n > 1 is a group that zooms in; → { clear() }
//     (here: yes is the one that the page is about; together: [points] are named on one card, where no zoom parts them)
//   map.polygons(geojson, { tone: (one) => 0..5, label: (one) => "…", pick: (one) => {} })   // → { tone(how), clear() }
//   map.line([[lat, lon], …], { label })                 // a route; → { clear() }
//   map.pin({ lat, lon, label, moved: (lat, lon) => {} }) // dragged, or moved with arrow keys; → { move(lat, lon), clear() }
//   map.circle({ lat, lon, km })                         // a reach; → { move(lat, lon), clear() }
//   map.fit([[south, west], [north, east]])              // or map.fit() for all that points() and pin() drew
//   map.look(lat, lon, zoom)
//   map.area("56")                                       // a province
//   map.view()                                           // { west, south, east, north, zoom }
//   map.moved((view) => {})                              // after every move, and once at the start
//
// What is drawn is text, never markup. The list beside the map says the same without it.

/** @typedef {{lat: number, lon: number, label?: string, url?: string, icon?: string, note?: string, n?: number, here?: boolean, together?: Point[]}} Point */
/** @typedef {{west: number, south: number, east: number, north: number, zoom: number}} View */
/** @typedef {{type: "Feature", properties: Record<string, any>, geometry: any}} Shape */

const COUNTRY = /** @type {L.LatLngBoundsLiteral} */ ([[5.5, 97.3], [20.6, 105.7]]);
const AROUND = /** @type {L.LatLngBoundsLiteral} */ ([[3, 93], [23, 110]]);
const NEAREST = 15, WIDEST = 5, DISTRICTS = 8.5, NAMES = 6.5; // zooms
const OVER = 44; // pixels: nearer than that, two marks lie over each other
const LETTER = 7.5, LINE = 20; // pixels that a name takes
const STEP = 12; // pixels that an arrow key moves a pin; one with Shift
const ARROWS = /** @type {Record<string, [number, number]>} */ (
  { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] });

/** @param {string} name @param {string} [text] @param {string} [classes] */
function tag(name, text = "", classes = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

/** @param {string} url @returns {Promise<any>} */
async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

export class ThaiMap {
  /** @param {HTMLElement} element @param {typeof import("leaflet")} leaflet @param {any} provinces */
  constructor(element, leaflet, provinces) {
    this.element = element;
    this.words = element.dataset;
    this.L = leaflet;
    this.provinces = provinces;
    /** @type {Map<string, L.Layer | null>} */
    this.districts = new Map();
    /** @type {Point[]} */
    this.here = [];
    /** @type {{x: number, y: number, wide: number}[]} names that stand, none over another: middle and half the width */
    this.written = [];
    /** @type {L.FeatureGroup} */
    this.own = leaflet.featureGroup();
    this.map = leaflet.map(element, {
      minZoom: WIDEST, maxZoom: NEAREST, zoomSnap: 0.5, maxBounds: AROUND, maxBoundsViscosity: 0.8,
      zoomControl: false, attributionControl: false, scrollWheelZoom: false, fadeAnimation: false,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    const zoom = leaflet.control.zoom({ zoomInTitle: this.words.closer ?? "+", zoomOutTitle: this.words.wider ?? "−" });
    const buttons = zoom.addTo(this.map).getContainer();
    if (buttons) element.closest("figure")?.querySelector("figcaption")?.append(buttons); // over the map they would cover marks
    this.map.createPane("ground").classList.add("map-ground");
    this.map.createPane("names").classList.add("map-names");
    this.names = leaflet.layerGroup().addTo(this.map);
    leaflet.geoJSON(provinces, { interactive: false, pane: "ground", style: { className: "map-land" } }).addTo(this.map);
    this.own.addTo(this.map);
    this.map.on("focus", () => this.map.scrollWheelZoom.enable()).on("blur", () => this.map.scrollWheelZoom.disable());
    this.map.on("moveend", () => this.#ground());
    this.map.on("popupopen", ({ popup }) => {
      const link = popup.getElement()?.querySelector("a");
      if (this.element.contains(document.activeElement)) link?.focus({ preventScroll: true });
    });
    this.map.fitBounds(COUNTRY);
  }

  /** Whether a mark here would lie over the mark that the page is about. @param {{lat: number, lon: number}} point */
  covered({ lat, lon }) {
    const at = this.map.latLngToContainerPoint([lat, lon]);
    return this.here.some((one) => this.map.latLngToContainerPoint([one.lat, one.lon]).distanceTo(at) < OVER);
  }

  /** @param {Point[]} points */
  points(points) {
    this.here.push(...points.filter((point) => point.here));
    const group = this.L.featureGroup().addTo(this.own);
    for (const point of points) this.#mark(point).addTo(group);
    return { clear: () => { group.remove(); this.own.removeLayer(group); } };
  }

  /** @param {any} shapes @param {{tone?: (one: Shape) => number | string, label?: (one: Shape) => string, pick?: (one: Shape) => void}} [how] */
  polygons(shapes, how = {}) {
    /** @type {[Shape, L.Path][]} */
    const drawn = [];
    const layer = this.L.geoJSON(shapes, {
      style: (one) => ({ className: `map-area tone-${how.tone ? how.tone(/** @type {Shape} */ (one)) : 0}` }),
      onEachFeature: (one, path) => {
        drawn.push([/** @type {Shape} */ (one), /** @type {L.Path} */ (path)]);
        if (how.label) path.bindTooltip(tag("span", how.label(/** @type {Shape} */ (one))), { sticky: true, className: "map-tip" });
        if (how.pick) path.on("click", () => how.pick?.(/** @type {Shape} */ (one)));
      },
    }).addTo(this.map);
    layer.bringToBack();
    return {
      /** @param {(one: Shape) => number | string} tone */
      tone: (tone) => {
        for (const [one, path] of drawn) {
          const drawing = path.getElement();
          if (!drawing) continue;
          drawing.classList.remove(...[...drawing.classList].filter((name) => name.startsWith("tone-")));
          drawing.classList.add(`tone-${tone(one)}`);
        }
      },
      clear: () => { layer.remove(); },
    };
  }

  /** @param {[number, number][]} points @param {{label?: string}} [how] */
  line(points, how = {}) {
    const line = this.L.polyline(points, { className: "map-line" }).addTo(this.own);
    if (how.label) line.bindTooltip(tag("span", how.label), { sticky: true, className: "map-tip" });
    return { clear: () => { this.own.removeLayer(line); } };
  }

  /** @param {{lat: number, lon: number, km: number}} reach */
  circle({ lat, lon, km }) {
    const circle = this.L.circle([lat, lon], { radius: km * 1000, className: "map-reach", interactive: false }).addTo(this.map);
    return {
      /** @param {number} lat @param {number} lon */
      move: (lat, lon) => { circle.setLatLng([lat, lon]); },
      clear: () => { circle.remove(); },
    };
  }

  /** @param {{lat: number, lon: number, label: string, moved?: (lat: number, lon: number) => void}} pin */
  pin({ lat, lon, label, moved }) {
    const marker = this.L.marker([lat, lon], {
      draggable: Boolean(moved), autoPan: true, zIndexOffset: 1000,
      icon: this.L.divIcon({ className: "map-pin", html: this.#icon("pin"), iconSize: [44, 44], iconAnchor: [22, 40] }),
    }).addTo(this.own);
    const told = () => { const at = marker.getLatLng(); moved?.(at.lat, at.lng); };
    const own = this.#spoken(marker, label);
    marker.on("dragend", told);
    own?.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way || !moved) return;
      event.preventDefault();
      event.stopPropagation();
      const at = this.map.latLngToContainerPoint(marker.getLatLng()), far = event.shiftKey ? 1 : STEP;
      marker.setLatLng(this.map.containerPointToLatLng([at.x + way[0] * far, at.y + way[1] * far]));
      told();
    });
    return {
      /** @param {number} lat @param {number} lon */
      move: (lat, lon) => { marker.setLatLng([lat, lon]); },
      clear: () => { this.own.removeLayer(marker); },
    };
  }

  /** @param {L.LatLngBoundsExpression} [bounds] */
  fit(bounds) {
    const wanted = bounds ? this.L.latLngBounds(/** @type {any} */ (bounds)) : this.own.getBounds();
    if (wanted.isValid()) this.map.fitBounds(wanted, { padding: [28, 28], maxZoom: 11, animate: false });
  }

  /** @param {number} lat @param {number} lon @param {number} zoom */
  look(lat, lon, zoom) {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  /** @param {string} code of a province, or of what lies in one */
  area(code) {
    const found = this.provinces.features.find((/** @type {Shape} */ one) => one.properties.code === code.slice(0, 2));
    if (found) this.map.fitBounds(this.#bounds(found), { animate: false });
  }

  /** @returns {View} */
  view() {
    const seen = this.map.getBounds();
    return { west: seen.getWest(), south: seen.getSouth(), east: seen.getEast(), north: seen.getNorth(), zoom: this.map.getZoom() };
  }

  /** @param {(view: View) => void} then */
  moved(then) {
    this.map.on("moveend", () => then(this.view()));
    then(this.view());
  }

  /** @param {Point} point */
  #mark(point) {
    const many = (point.n ?? 1) > 1;
    const said = many ? (this.words.many ?? "{n}").replace("{n}", String(point.n)) : point.label ?? "";
    const size = many ? 44 : 32;
    const marker = this.L.marker([point.lat, point.lon], {
      zIndexOffset: point.here ? 500 : 0,
      icon: this.L.divIcon({
        className: many ? "map-many" : point.here ? "map-mark here" : "map-mark", iconSize: [size, size],
        html: many ? tag("span", (point.n ?? 0) > 999 ? `${Math.round((point.n ?? 0) / 1000)}k` : String(point.n)) : this.#icon(point.icon ?? "pin"),
      }),
    });
    marker.on("add", () => this.#spoken(marker, said));
    const named = point.together?.length || (!many && point.label);
    if (many && !named) marker.on("click", () => this.map.setView([point.lat, point.lon], Math.min(this.map.getZoom() + 2, NEAREST)));
    else if (named) marker.bindPopup(() => this.#card(point.together ?? [point], point.n ?? 1), { closeButton: false, className: "map-card", maxWidth: 260 });
    return marker;
  }

  /** @param {Point[]} points @param {number} n */
  #card(points, n) {
    const card = tag("div");
    for (const point of points) {
      const one = tag("p"), name = point.url ? tag("a", point.label) : tag("b", point.label);
      if (name instanceof HTMLAnchorElement && point.url) name.href = point.url;
      one.append(name);
      if (point.note) one.append(tag("span", point.note, "soft"));
      card.append(one);
    }
    if (n > points.length) card.append(tag("p", `+${n - points.length}`, "soft"));
    return card;
  }

  /** @param {string} name */
  #icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    use.setAttribute("href", `${this.words.icons ?? ""}#i-${name}`);
    drawing.setAttribute("class", "i");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(use);
    return /** @type {HTMLElement} */ (/** @type {unknown} */ (drawing));
  }

  /** @param {L.Marker} marker @param {string} said */
  #spoken(marker, said) {
    const own = marker.getElement();
    if (own && said) own.setAttribute("aria-label", said);
    return own;
  }

  /** Districts and names of what is looked at. */
  #ground() {
    const seen = this.map.getBounds(), zoom = this.map.getZoom();
    this.names.clearLayers();
    this.written = [];
    this.element.classList.toggle("near", zoom >= DISTRICTS);
    for (const one of this.provinces.features) {
      if (!seen.intersects(this.#bounds(one))) continue;
      if (zoom >= DISTRICTS) void this.#divided(one.properties.code);
      else if (zoom >= NAMES) this.#name(one.properties);
    }
  }

  /** @param {any} one */
  #bounds(one) {
    one.box ??= this.L.geoJSON(one).getBounds();
    return one.box;
  }

  /** The districts of a province, fetched once. @param {string} code */
  async #divided(code) {
    if (!this.districts.has(code) && this.words.districts) {
      this.districts.set(code, null);
      try {
        const shapes = await read(`${this.words.districts}${code}.json`);
        const layer = this.L.geoJSON(shapes, { interactive: false, pane: "ground", style: { className: "map-district" } });
        /** @type {any} */ (layer).places = shapes.features.map((/** @type {Shape} */ one) => one.properties);
        this.districts.set(code, layer.addTo(this.map));
      } catch {
        this.districts.delete(code); // the line was bad: another move tries again
      }
    }
    const drawn = /** @type {any} */ (this.districts.get(code));
    if (this.map.getZoom() < DISTRICTS || !drawn) return;
    for (const place of drawn.places) {
      if (this.map.getZoom() >= DISTRICTS + 0.5 && this.map.getBounds().contains(place.at)) this.#name(place);
    }
  }

  /** @param {Record<string, any>} place */
  #name(place) {
    const said = document.documentElement.lang === "en" ? place.en : place.th;
    const at = this.map.latLngToContainerPoint(place.at), wide = said.length * LETTER / 2;
    if (this.written.some((one) => Math.abs(one.y - at.y) < LINE && Math.abs(one.x - at.x) < one.wide + wide)) return;
    this.written.push({ x: at.x, y: at.y, wide });
    const text = tag("span", said);
    this.L.marker(place.at, {
      interactive: false, keyboard: false, pane: "names",
      icon: this.L.divIcon({ className: "map-name", html: text, iconSize: [0, 0] }),
    }).addTo(this.names);
  }
}

/**
 * Opens the map of an element of parts/map.html; null where the line or the browser will not have it, and then the
 * element says so.
 * @param {HTMLElement} element
 * @returns {Promise<ThaiMap | null>}
 */
export async function openMap(element) {
  try {
    const [provinces] = await Promise.all([read(element.dataset.base ?? ""), import(element.dataset.leaflet ?? "")]);
    const leaflet = /** @type {any} */ (globalThis).L;
    element.replaceChildren();
    element.hidden = false;
    const map = new ThaiMap(element, leaflet, provinces);
    map.map.invalidateSize();
    return map;
  } catch {
    element.dispatchEvent(new CustomEvent("map:failed", { bubbles: true }));
    const note = element.querySelector("[data-failed]");
    if (note instanceof HTMLElement) note.textContent = note.dataset.failed ?? "";
    return null;
  }
}
