"""Where a point lies: in which province, district and sub-district, or in the sea; and how far from its own border.

Borders are simplified and points are rough: near a border 300-500 m fall on the wrong side. So a point belongs to an
area within LEEWAY of its border, and counts as land within SHORE of the land that is drawn. Sub-districts without a
border (41), and small islands, are judged by their district and province.

Nothing is loaded before the first question; what is loaded stays.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson

from rianru.kernel.geography import EAST, NORTH, SOUTH, WEST

FILE = Path(__file__).resolve().parent.parent / "data" / "borders.json.gz"
DEGREE_KM = 111.2
LEEWAY_KM, SHORE_KM = 1.0, 2.5
Place = tuple[str, float, float]
"""The code of an area, degrees north, degrees east."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a point can belong to an area. `lies_in`: the smallest area around it, blank at sea and abroad.

    `swapped`: latitude stands where longitude should. `outside`: in the sea or in another country. `elsewhere`: in
    another province. `beside`: in the right province, but in another district or sub-district.
    """

    found: Literal["fits", "swapped", "outside", "elsewhere", "beside"]
    lies_in: str = ""


class _Shapes:
    """Every border: `shapes` by number, their `codes`, a tree of them, and the number of each code."""

    def __init__(self) -> None:
        import numpy as np
        import shapely

        packed = orjson.loads(gzip.decompress(FILE.read_bytes()))
        steps: list[Any] = []
        polygon_of_ring: list[int] = []
        shape_of_polygon: list[int] = []
        for number, polygons in enumerate(packed["areas"].values()):
            for rings in polygons:
                for ring in rings:
                    steps.append(np.array(ring, dtype=np.int64).reshape(-1, 2).cumsum(axis=0))
                    polygon_of_ring.append(len(shape_of_polygon))
                shape_of_polygon.append(number)
        points = np.concatenate(steps) / packed["scale"]
        ring_of_point = np.repeat(np.arange(len(steps)), [len(one) for one in steps])
        rings = shapely.linearrings(points, indices=ring_of_point)
        polygons = shapely.polygons(rings, indices=np.array(polygon_of_ring))
        self.shapes = shapely.multipolygons(polygons, indices=np.array(shape_of_polygon))
        self.codes = list(packed["areas"])
        self.number = {code: number for number, code in enumerate(self.codes)}
        self.tree = shapely.STRtree(self.shapes)


@cache
def _shapes() -> _Shapes:
    return _Shapes()


def has_border(code: str) -> bool:
    """Whether the border of an area is known."""
    return code in _shapes().number


def lies_in(points: Sequence[tuple[float, float]]) -> list[str]:
    """The code of the smallest area that each point (north, east) lies in; blank in the sea and abroad."""
    if not points:
        return []
    import shapely

    borders = _shapes()
    found = [""] * len(points)
    at, within = borders.tree.query(shapely.points([(lon, lat) for lat, lon in points]), predicate="intersects")
    for number, shape in zip(at.tolist(), within.tolist(), strict=True):
        found[number] = max(found[number], borders.codes[shape], key=len)
    return found


def kilometres_outside(code: str, lat: float, lon: float) -> float | None:
    """How far a point lies outside of the border of an area, nought inside; None where no border is known."""
    import shapely

    borders = _shapes()
    number = borders.number.get(code)
    if number is None:
        return None
    return float(shapely.distance(borders.shapes[number], shapely.points(lon, lat))) * DEGREE_KM


def verdicts(places: Sequence[Place]) -> list[Verdict]:
    """Whether each point can belong to the area it is said to be in."""
    if not places:
        return []
    inside = lies_in([(lat, lon) for _, lat, lon in places])
    near = _near(places, inside)
    return [_verdict(place, lies, fits) for place, lies, fits in zip(places, inside, near, strict=True)]


def _near(places: Sequence[Place], inside: Sequence[str]) -> list[tuple[bool, bool]]:
    """Whether each point is near its own area, and its own province; measured only where it lies in another one."""
    import numpy as np
    import shapely

    borders = _shapes()
    found = [[lies.startswith(code), lies[:2] == code[:2]] for (code, _, _), lies in zip(places, inside, strict=True)]
    for part, around in enumerate((_bordered, _province)):
        asked = [
            (number, borders.number[around(code)]) for number, (code, _, _) in enumerate(places)
            if not found[number][part] and around(code) in borders.number
        ]
        if not asked:
            continue
        leeway = np.array([SHORE_KM if not inside[number] else LEEWAY_KM for number, _ in asked]) / DEGREE_KM
        points = shapely.points([(places[number][2], places[number][1]) for number, _ in asked])
        near = shapely.dwithin(borders.shapes[[shape for _, shape in asked]], points, leeway)
        for (number, _), is_near in zip(asked, near.tolist(), strict=True):
            found[number][part] = is_near
    return [(own, province) for own, province in found]


def _province(code: str) -> str:
    return code[:2]


def _bordered(code: str) -> str:
    """The area itself, or the smallest around it whose border is known."""
    known = _shapes().number
    return next((code[:length] for length in (8, 6, 4, 2) if length <= len(code) and code[:length] in known), "")


def _verdict(place: Place, lies: str, near: tuple[bool, bool]) -> Verdict:
    _, lat, lon = place
    if SOUTH <= lon <= NORTH and WEST <= lat <= EAST:
        return Verdict("swapped")
    if near[0]:
        return Verdict("fits", lies)
    if near[1]:
        return Verdict("beside", lies) if lies else Verdict("fits")
    nearest = lies or _nearest(lat, lon)
    return Verdict("elsewhere", nearest) if nearest else Verdict("outside")


def _nearest(lat: float, lon: float) -> str:
    """The province whose shore is near; blank far out."""
    import shapely

    borders = _shapes()
    near = borders.tree.query(shapely.points(lon, lat), predicate="dwithin", distance=SHORE_KM / DEGREE_KM)
    return borders.codes[near[0]][:2] if len(near) else ""


def shapes_inside(within: str, digits: int) -> dict[str, Any]:
    """The areas of so many digits inside one (blank: the country) that have a border, by code in order, each as a shape
    of shapely's in degrees; neighbours share their points.
    """
    borders = _shapes()
    wanted = sorted(code for code in borders.codes if len(code) == digits and code.startswith(within))
    return {code: borders.shapes[borders.number[code]] for code in wanted}
