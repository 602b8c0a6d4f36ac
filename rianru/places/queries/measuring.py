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
from rianru.kernel.words import T
from rianru.places.models import Space, Stop
from rianru.places.words import NOWHERE_NEAR, SORTS

STOP = "van_stop"
EVENING = 18 * 60  # minutes from midnight: closing later than this on a weekday is open in the evening
_AREAS = """
    SELECT code, lat::float8, lon::float8 FROM places_area
    WHERE length(code) = 6 AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY code
"""
# A space that nobody marked on a map stands in the middle of its area, as it does in lists of what is near.
_SPACES = """
    SELECT space.id, space.kind, space.members_only,
        'ramp' = ANY(space.facilities) OR space.access && ARRAY['step_free', 'ramp'],
        coalesce(hours.weekend, false), coalesce(hours.evening, false),
        coalesce(space.lat, small.lat, large.lat)::float8, coalesce(space.lon, small.lon, large.lon)::float8
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
# Where a van halts for everyone, as long as a timetable still leads it there.
_STOPS = """
    SELECT stop.id, 'van_stop', false, false, false, false, coalesce(stop.lat, small.lat, large.lat)::float8,
        coalesce(stop.lon, small.lon, large.lon)::float8
    FROM places_stop AS stop
    LEFT JOIN places_area AS small ON small.code = left(stop.area_id, 6)
    LEFT JOIN places_area AS large ON large.code = left(stop.area_id, 4)
    WHERE (stop.closed_on IS NULL OR stop.closed_on > %(day)s) AND stop.kind = 'public'
        AND stop.area_id LIKE %(within)s AND coalesce(stop.lat, small.lat, large.lat) IS NOT NULL
        AND EXISTS (
            SELECT FROM places_timetable AS plan JOIN places_route AS route ON route.id = plan.route_id
            WHERE plan.stop_id = stop.id AND plan.last_on >= %(day)s
                AND (route.ended_on IS NULL OR route.ended_on > %(day)s))
    ORDER BY stop.id
"""


@dataclass(frozen=True, slots=True)
class Measurable:
    """Sub-districts by code with their middles; spaces in service and then vans' stops by id, where they are, and which
    are of a sort.
    """

    areas: list[str]
    middles: Points
    ids: list[UUID]
    spaces: int
    places: Points
    sorts: dict[str, NDArray[np.bool_]]
    fingerprint: str


def measurable(at: datetime) -> Measurable:
    """Everything that distances depend on, as it is on the day of `at`; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_AREAS)
        areas = cursor.fetchall()
    rows = _rows(at)
    digest = hashlib.sha256(repr((areas, rows)).encode()).hexdigest()
    return Measurable(
        [row[0] for row in areas], points([row[1:] for row in areas]), [row[0] for row in rows],
        sum(row[1] != STOP for row in rows), points([row[6:] for row in rows]), _sorts(rows), digest,
    )


def places_of_sort(within: str, sort: str, *, at: datetime) -> list[tuple[T, float, float]]:
    """What of an area distances of a sort are measured to: its name and where it stands; at most four queries."""
    rows = _rows(at, within)
    chosen = [rows[place] for place in np.flatnonzero(_sorts(rows)[sort])]
    ids = [row[0] for row in chosen]
    found: dict[UUID, Space | Stop] = {**Space.objects.in_bulk(ids), **Stop.objects.in_bulk(ids)}
    named = ((found[row[0]], row[6], row[7]) for row in chosen if row[0] in found)
    return [(T.verbatim(one.name_th, one.name_en), lat, lon) for one, lat, lon in named]


def sites_of_other_sorts(within: str, sort: str, *, at: datetime) -> list[tuple[UUID, float, float]]:
    """Spaces of an area in service that are not of a sort, and where they stand; one query. No stops of vans."""
    with connection.cursor() as cursor:
        cursor.execute(_SPACES, _asked(at, within))
        rows = cursor.fetchall()
    if not rows:
        return []
    return [(rows[place][0], *rows[place][6:]) for place in np.flatnonzero(~_sorts(rows)[sort])]


def _asked(at: datetime, within: str) -> dict[str, Any]:
    return {"evening": EVENING, "day": day_of(at), "nowhere": list(NOWHERE_NEAR), "within": f"{within}%"}


def _rows(at: datetime, within: str = "") -> list[tuple[Any, ...]]:
    """Spaces, then stops; two queries."""
    asked = _asked(at, within)
    with connection.cursor() as cursor:
        cursor.execute(_SPACES, asked)
        spaces = cursor.fetchall()
        cursor.execute(_STOPS, asked)
        return [*spaces, *cursor.fetchall()]


def _sorts(spaces: list[tuple[Any, ...]]) -> dict[str, NDArray[np.bool_]]:
    """Which spaces are of each sort. What everyone may enter leaves out those of members; a kind keeps its own."""
    kinds = np.array([row[1] for row in spaces], dtype=object)
    members, step_free, weekend, evening = (
        np.array([row[column] for row in spaces], dtype=bool) for column in (2, 3, 4, 5)
    )
    places = ~members & (kinds != STOP)
    needs = {"any": places, "weekend": places & weekend, "evening": places & evening,
             "step_free": places & step_free, "any_van": ~members}
    return {sort: needs.get(sort, kinds == sort) for sort in SORTS}


def measured(found: Measurable) -> Iterator[tuple[str, str, UUID | None, UUID | None, float]]:
    """(code, sort, space, stop, kilometres) for every sub-district and every sort of which there is one."""
    for sort, which in found.sorts.items():
        chosen = np.flatnonzero(which)
        if not len(chosen) or not found.areas:
            continue
        places, kilometres = nearest(found.middles, found.places.at(chosen))
        for code, place, km in zip(found.areas, chosen[places].tolist(), kilometres.tolist(), strict=True):
            is_space = place < found.spaces
            yield code, sort, found.ids[place] if is_space else None, None if is_space else found.ids[place], km
