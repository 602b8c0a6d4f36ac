"""What the learning shadow is measured from, and the measuring: the nearest space of every sort to a sub-district."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from rianru.kernel.dates import day_of
from rianru.kernel.nearest import Points, nearest, points
from rianru.places.models import Space
from rianru.places.words import NOWHERE_NEAR, SORTS

EVENING = 18 * 60  # minutes from midnight: closing later than this on a weekday is open in the evening
_AREAS = """
    SELECT code, lat::float8, lon::float8 FROM places_area
    WHERE length(code) = 6 AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY code
"""
# A space that nobody marked on a map stands in the middle of its area, as it does in lists of what is near.
_SPACES = """
    SELECT space.id, space.kind, space.members_only, 'ramp' = ANY(space.facilities), coalesce(hours.weekend, false),
        coalesce(hours.evening, false), coalesce(space.lat, small.lat, large.lat)::float8,
        coalesce(space.lon, small.lon, large.lon)::float8
    FROM places_space AS space
    LEFT JOIN places_area AS small ON small.code = left(space.area_id, 6)
    LEFT JOIN places_area AS large ON large.code = left(space.area_id, 4)
    LEFT JOIN (
        SELECT space_id, bool_or(weekday > 5) AS weekend, bool_or(weekday <= 5 AND closes > %(evening)s) AS evening
        FROM places_openinghours GROUP BY space_id
    ) AS hours ON hours.space_id = space.id
    WHERE (space.closed_on IS NULL OR space.closed_on > %(day)s)
        AND (space.opened_on IS NULL OR space.opened_on <= %(day)s) AND space.area_id LIKE %(within)s
        AND space.kind <> ALL(%(nowhere)s) AND coalesce(space.lat, small.lat, large.lat) IS NOT NULL
    ORDER BY space.id
"""


@dataclass(frozen=True, slots=True)
class Measurable:
    """Sub-districts by code with their middles; spaces in service by id, where they are, and which are of a sort."""

    areas: list[str]
    middles: Points
    spaces: list[UUID]
    places: Points
    sorts: dict[str, NDArray[np.bool_]]
    fingerprint: str


def measurable(at: datetime) -> Measurable:
    """Everything that distances depend on, as it is on the day of `at`; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_AREAS)
        areas = cursor.fetchall()
    spaces = _spaces(at)
    digest = hashlib.sha256(repr((areas, spaces)).encode()).hexdigest()
    return Measurable(
        [row[0] for row in areas], points([row[1:] for row in areas]), [row[0] for row in spaces],
        points([row[6:] for row in spaces]), _sorts(spaces), digest,
    )


def spaces_of_sort(within: str, sort: str, *, at: datetime) -> list[tuple[Space, float, float]]:
    """The spaces of an area from which distances of a sort are measured, with where they stand; two queries."""
    rows = _spaces(at, within)
    chosen = [rows[place] for place in np.flatnonzero(_sorts(rows)[sort])]
    found = Space.objects.in_bulk([row[0] for row in chosen])
    return [(found[row[0]], row[6], row[7]) for row in chosen if row[0] in found]


def _spaces(at: datetime, within: str = "") -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {
        "evening": EVENING, "day": day_of(at), "nowhere": list(NOWHERE_NEAR), "within": f"{within}%"}
    with connection.cursor() as cursor:
        cursor.execute(_SPACES, asked)
        return list(cursor.fetchall())


def _sorts(spaces: list[tuple[Any, ...]]) -> dict[str, NDArray[np.bool_]]:
    """Which spaces are of each sort. What everyone may enter leaves out those of members; a kind keeps its own."""
    kinds = np.array([row[1] for row in spaces], dtype=object)
    members, step_free, weekend, evening = (
        np.array([row[column] for row in spaces], dtype=bool) for column in (2, 3, 4, 5)
    )
    needs = {"any": ~members, "weekend": ~members & weekend, "evening": ~members & evening,
             "step_free": ~members & step_free}
    return {sort: needs.get(sort, kinds == sort) for sort in SORTS}


def measured(found: Measurable) -> Iterator[tuple[str, str, UUID, float]]:
    """(code, sort, space, kilometres) for every sub-district and every sort of which there is a space."""
    for sort, which in found.sorts.items():
        chosen = np.flatnonzero(which)
        if not len(chosen) or not found.areas:
            continue
        places, kilometres = nearest(found.middles, found.places.at(chosen))
        for code, place, km in zip(found.areas, chosen[places].tolist(), kilometres.tolist(), strict=True):
            yield code, sort, found.spaces[place], km
