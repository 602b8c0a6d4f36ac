"""Packs simplified borders of provinces, districts and sub-districts, three GeoJSON files, for the project to ship.

    python scripts/borders.py provinces.geojson districts.geojson subdistricts.geojson

Degrees are kept to four places (11 m), each point as its step from the one before it, which makes the file a quarter.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

SCALE = 10_000
TARGET = Path(__file__).parent.parent / "rianru/places/data/borders.json.gz"


def ring(points: list[list[float]]) -> list[int]:
    """The first point, then steps, each east then north."""
    found: list[int] = []
    east = north = 0
    for lon, lat in points:
        x, y = round(lon * SCALE), round(lat * SCALE)
        found += [x - east, y - north]
        east, north = x, y
    return found


def packed(paths: list[str]) -> dict[str, list[list[list[int]]]]:
    """Code → polygons → rings, the outer one first."""
    found = {}
    for path in paths:
        for feature in json.loads(Path(path).read_text(encoding="utf-8"))["features"]:
            shape: dict[str, Any] = feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found[feature["properties"]["code"]] = [[ring(one) for one in polygon] for polygon in polygons]
    return dict(sorted(found.items()))


if __name__ == "__main__":
    text = json.dumps({"scale": SCALE, "areas": packed(sys.argv[1:])}, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
