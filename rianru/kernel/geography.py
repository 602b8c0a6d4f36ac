"""Places on the earth, as far apart as a person cares."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

_EARTH: Final = 6_371.0  # kilometres, its mean radius
_DEGREES: Final = re.compile(r"-?[0-9๐-๙]{1,3}(\.[0-9๐-๙]*)?")
LONGEST: Final = 60  # letters of a point
SOUTH, NORTH, WEST, EAST = 5.0, 21.0, 97.0, 106.0  # degrees around Thailand


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east."""

    lat: float
    lon: float

    @property
    def in_thailand(self) -> bool:
        """Whether it lies in the box around Thailand; never for what is no number."""
        return SOUTH <= self.lat <= NORTH and WEST <= self.lon <= EAST


def read_point(text: str) -> Point | None:
    """`19.17, 99.90`: degrees north and east, with Thai digits too; None for anything else, and for what is nowhere."""
    parts = text.split(",")
    if len(text) > LONGEST or len(parts) != 2 or not all(_DEGREES.fullmatch(one.strip()) for one in parts):
        return None
    point = Point(*(float(one) for one in parts))
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None


def kilometres(one: Point, other: Point) -> float:
    """As the crow flies (haversine)."""
    north, east = radians(other.lat - one.lat), radians(other.lon - one.lon)
    half = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
