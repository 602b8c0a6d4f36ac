"""Many points on the sphere at once: which is nearest to each, and which lie within so far of each.

Every answer is that of measuring each against each by the haversine formula; a tree of boxes only spares most of it. A
box is enough when it holds the circle inside of it, so nothing near can be missed. For points well away from the poles.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

EARTH_KM: Final = 6371.0  # mean radius, IUGG
SLACK: Final = 1e-9  # of a degree, a tenth of a millimetre: what rounding may take from a box

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """Degrees north and east, one of each a point."""

    lat: Floats
    lon: Floats

    def __len__(self) -> int:
        return len(self.lat)

    def at(self, which: Whole) -> "Points":
        """Some of them, by their places in the list."""
        return Points(self.lat[which], self.lon[which])


def points(pairs: list[tuple[float, float]]) -> Points:
    """Points from (latitude, longitude)."""
    both = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return Points(both[:, 0].copy(), both[:, 1].copy())


def kilometres(start: Points, there: Points) -> Floats:
    """As the crow flies (haversine), pair by pair; shapes that numpy can broadcast."""
    north, east = np.radians(there.lat - start.lat), np.radians(there.lon - start.lon)
    across = np.cos(np.radians(start.lat)) * np.cos(np.radians(there.lat)) * np.sin(east / 2) ** 2
    found: Floats = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(np.sin(north / 2) ** 2 + across)))
    return found


def nearest(start: Points, there: Points) -> tuple[Whole, Floats]:
    """For each start the place in `there` of the nearest, and how far it is; of equals the first. `there` has some."""
    tree = shapely.STRtree(shapely.points(there.lon, there.lat))
    guessed = tree.nearest(shapely.points(start.lon, start.lat))  # in degrees: near enough to draw a box
    starts, others = tree.query(_boxes(start, kilometres(start, there.at(guessed))))
    km = kilometres(start.at(starts), there.at(others))
    order = np.lexsort((others, km, starts))
    first = order[np.unique(starts[order], return_index=True)[1]]
    return others[first], km[first]


def within(start: Points, there: Points, km: float) -> tuple[Whole, Whole]:
    """Every pair (place in `start`, place in `there`) that is at most so far apart, in that order."""
    if not len(start) or not len(there):
        none = np.zeros(0, dtype=np.int64)
        return none, none
    tree = shapely.STRtree(shapely.points(there.lon, there.lat))
    starts, others = tree.query(_boxes(start, np.full(len(start), km)))
    near = kilometres(start.at(starts), there.at(others)) <= km
    starts, others = starts[near], others[near]
    order = np.lexsort((others, starts))
    return starts[order], others[order]


def _boxes(middle: Points, km: Floats) -> NDArray[np.object_]:
    """The box around each circle: a degree of longitude shrinks towards the poles, most at the far edge."""
    angle = km / EARTH_KM
    north = np.degrees(angle) + SLACK
    east = np.degrees(np.arcsin(np.minimum(1.0, np.sin(angle) / np.cos(np.radians(middle.lat))))) + SLACK
    found: NDArray[np.object_] = shapely.box(
        middle.lon - east, middle.lat - north, middle.lon + east, middle.lat + north
    )
    return found
