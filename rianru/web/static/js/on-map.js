// Places where something is on, on a map: the points stand in the page, in the list that says the same.

import { openMap } from "./map.js";

for (const element of document.querySelectorAll("[data-map]")) {
  if (!(element instanceof HTMLElement)) continue;
  const map = await openMap(element);
  if (!map) continue;
  map.points(JSON.parse(element.dataset.points ?? "[]"));
  const { lat, lon, zoom, area, line } = element.dataset;
  if (line) map.line(JSON.parse(line));
  if (lat && lon) map.look(Number(lat), Number(lon), Number(zoom ?? 10));
  else if (area) map.area(area);
  else map.fit();
}
