"""Draws the base layer of maps from borders in GeoJSON: simplified together, so that neighbours still meet.

python scripts/maps.py FOLDER

The folder holds provinces.geojson and districts.geojson; rianru/places/data/SOURCES.md says whose they are.

Writes rianru/web/static/maps: provinces.json, and districts/56.json for each province. Each feature has a code, both
names and `at`, a point inside for its name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import shapely

MAPS = Path(__file__).resolve().parent.parent / "rianru" / "web" / "static" / "maps"
DIGITS = 3  # of a degree: about 110 m
PROVINCES, DISTRICTS = 0.015, 0.002  # degrees that a line may stray
SPECK = 2e-4  # square degrees: islands smaller than this (about 2.4 km²) are left out of the map of the country


def read(path: Path) -> tuple[list[dict[str, Any]], list[shapely.Geometry]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = shapely.make_valid(shapely.from_geojson([json.dumps(one["geometry"]) for one in features]))
    return [one["properties"] for one in features], list(shapes)


def drawn(names: list[dict[str, Any]], shapes: list[shapely.Geometry], stray: float, speck: float) -> dict[str, Any]:
    simple = shapely.coverage_simplify(shapes, stray)
    features = []
    for name, shape in zip(names, simple, strict=True):
        parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
        polygons = sorted(parts, key=lambda one: -one.area)
        kept = [one for place, one in enumerate(polygons) if place == 0 or one.area > speck]
        rings = [[_ring(ring) for ring in (one.exterior, *one.interiors)] for one in kept]
        inside = shapely.maximum_inscribed_circle(kept[0], tolerance=0.01).coords[0]
        features.append({
            "type": "Feature",
            "properties": {
                "code": name["code"], "th": name["name_th"].removeprefix("เขต"), "en": name["name_en"],
                "at": [round(inside[1], DIGITS), round(inside[0], DIGITS)],
            },
            "geometry": {
                "type": "MultiPolygon", "coordinates": [[ring for ring in one if len(ring) > 3] for one in rings],
            },
        })
    return {"type": "FeatureCollection", "features": features}


def _ring(ring: Any) -> list[list[float]]:
    points: list[list[float]] = []
    for lon, lat in ring.coords:
        point = [round(lon, DIGITS), round(lat, DIGITS)]
        if not points or points[-1] != point:
            points.append(point)
    return points


def write(path: Path, what: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(what, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    write(MAPS / "provinces.json", drawn(*read(folder / "provinces.geojson"), PROVINCES, SPECK))
    names, shapes = read(folder / "districts.geojson")
    whole = drawn(names, shapes, DISTRICTS, 0)["features"]
    for province in sorted({one["code"][:2] for one in names}):
        own = [one for one in whole if one["properties"]["code"].startswith(province)]
        write(MAPS / "districts" / f"{province}.json", {"type": "FeatureCollection", "features": own})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
