"""Areas drawn as SVG by the server, from our own borders: a map without tiles, scripts or anything from elsewhere.

A frame is as many degrees wide and high as what it shows; a step east is as long as a step north in its middle. Places
on it are told in per cent, so that pins and words laid over it keep their size on every screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any, Final

import numpy as np
import shapely

from rianru.places.queries.borders import shapes_inside

WIDE, HIGH = 3600, 4200  # units at most; whole numbers keep the paths short
MARGIN: Final = 0.02  # of the longer side
COARSE: Final = 0.05  # degrees: how much of a border may go when the whole country is drawn
ISLE: Final = 0.004  # square degrees: smaller parts of a province are left out of the country


@dataclass(frozen=True, slots=True)
class Frame:
    """What a drawing shows: its north-western corner, degrees across and down, and units of its view box."""

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int

    def percent(self, lat: float, lon: float) -> tuple[str, str]:
        """Where a point stands from the left and from the top: `41.25%`."""
        return f"{(lon - self.west) / self.across:.2%}", f"{(self.north - lat) / self.down:.2%}"

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point is on it."""
        return 0 <= lon - self.west <= self.across and 0 <= self.north - lat <= self.down


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths by code in a frame: the areas, and the borders of those around them that are stitched over."""

    frame: Frame
    areas: tuple[tuple[str, str], ...]
    seams: str


@lru_cache(maxsize=256)
def drawing(within: str, digits: int) -> Drawing | None:
    """The areas of so many digits inside one (the country where none is named); None where no border is known."""
    shapes = shapes_inside(within, digits)
    if not shapes:
        return None
    if not within:
        shapes = _coarse(shapes)
    frame = _frame(shapely.total_bounds(list(shapes.values())))
    return Drawing(
        frame, tuple((code, _path(shape, frame)) for code, shape in shapes.items()),
        _seams(shapes, frame) if (len(within), digits) == (2, 6) else "",
    )


def _seams(shapes: dict[str, Any], frame: Frame) -> str:
    """The borders of the districts that sub-districts make up, each line once, so that it lies on one drawn already."""
    groups: dict[str, list[Any]] = {}
    for code, shape in shapes.items():
        groups.setdefault(code[:4], []).append(shape)
    lines = shapely.union_all([shapely.boundary(shapely.union_all(parts)) for parts in groups.values()])
    return "".join(_line(shapely.get_coordinates(line), frame) for line in shapely.get_parts(shapely.line_merge(lines)))


def _coarse(shapes: dict[str, Any]) -> dict[str, Any]:
    """Fewer points, the same ones on both sides of a border, and no small islands."""
    rough = shapely.coverage_simplify(list(shapes.values()), COARSE)
    found = {}
    for code, shape in zip(shapes, rough, strict=True):
        parts = shapely.get_parts(shape)
        area = shapely.area(parts)
        found[code] = shapely.multipolygons(parts[(area >= ISLE) | (area == area.max())])
    return found


def _frame(bounds: Any) -> Frame:
    west, south, east, north = map(float, bounds)
    shrunk = cos(radians((south + north) / 2))
    room = max(north - south, (east - west) * shrunk) * MARGIN
    west, east, south, north = west - room / shrunk, east + room / shrunk, south - room, north + room
    scale = min(WIDE / ((east - west) * shrunk), HIGH / (north - south))
    return Frame(west, north, east - west, north - south,
                 round((east - west) * shrunk * scale), round((north - south) * scale))


def _path(shape: Any, frame: Frame) -> str:
    """`M12 34l5 6…z` for every ring."""
    rings = (ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part))
    return "".join(f"{line}z" for ring in rings if (line := _line(shapely.get_coordinates(ring)[:-1], frame)))


def _line(degrees: Any, frame: Frame) -> str:
    """`M12 34l5 6 7 8`: whole units, each step told from the one before; blank where it is but a dot."""
    x = np.rint((degrees[:, 0] - frame.west) / frame.across * frame.width).astype(int)
    y = np.rint((frame.north - degrees[:, 1]) / frame.down * frame.height).astype(int)
    steps = np.diff(np.column_stack([x, y]), axis=0)
    kept = steps[(steps != 0).any(axis=1)]
    return f"M{x[0]} {y[0]}l{' '.join(f'{across} {down}' for across, down in kept.tolist())}" if len(kept) else ""


def marks(frame: Frame, places: Sequence[tuple[float, float, Any]]) -> list[dict[str, Any]]:
    """Points that are on the drawing, each with what belongs to it."""
    return [
        {"x": frame.percent(lat, lon)[0], "y": frame.percent(lat, lon)[1], "said": said}
        for lat, lon, said in places if frame.holds(lat, lon)
    ]
