"""Places on the earth, as far apart as a person cares."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

_EARTH: Final = 6_371.0  # kilometres, its mean radius
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


def kilometres(one: Point, other: Point) -> float:
    """As the crow flies (haversine)."""
    north, east = radians(other.lat - one.lat), radians(other.lon - one.lon)
    half = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
