"""Who is far from a place to learn: people by how far the nearest one is from the middle of their sub-district.

Distances are kept by a job (`actions.measure_distances`) as straight lines; roads are longer by a factor that the
reader chooses. Nothing here measures: what is asked is added up from one row a sub-district.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.kernel.words import T
from rianru.places.models import Area, Measurement, Nearest, OpeningHours, Space, Stop
from rianru.places.queries.measuring import EVENING

LIMITS: Final = (1, 2, 5, 10)
"""Kilometres by road beyond which people may be counted as far."""


@dataclass(frozen=True, slots=True)
class Left:
    """An area with its people by how far they are: `bands` up to each of LIMITS and beyond the last.

    `none`: people for whom there is no such space at all. `mean`: kilometres by road of the average person who has one.
    """

    code: str
    name: T
    people: int
    bands: tuple[int, ...]
    none: int
    mean: float | None
    farthest: float | None

    def far(self, limit: int) -> int:
        """People farther than a limit, those without any among them."""
        return sum(self.bands[LIMITS.index(limit) + 1:]) + self.none

    def share(self, limit: int) -> float:
        """The same as a part of all people there."""
        return self.far(limit) / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Closest:
    """A space, or a van's stop."""

    code: str
    name: T
    is_stop: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A sub-district with its people and its nearest space, or van's stop; `km` by road. None where there is none."""

    code: str
    name: T
    people: int
    km: float | None
    nearest: Closest | None = None


@dataclass(frozen=True, slots=True)
class NearestOf:
    """The nearest of one sort to one sub-district; minutes a week, None where nobody told its hours."""

    sort: str
    found: Closest
    km: float
    minutes: int | None
    weekend: bool
    evening: bool
    step_free: bool


_BANDS: Final = ", ".join(
    f"coalesce(sum(people) FILTER (WHERE km * %(detour)s > {low} AND km * %(detour)s <= {high}), 0)"
    for low, high in pairwise((-1, *LIMITS))
)
_PARTS: Final = f"""
    SELECT part.code, part.name_th, part.name_en, coalesce(sum(home.people), 0), {_BANDS},
        coalesce(sum(people) FILTER (WHERE km * %(detour)s > {LIMITS[-1]}), 0),
        coalesce(sum(people) FILTER (WHERE km IS NULL), 0),
        sum(km * %(detour)s * people) / nullif(sum(people) FILTER (WHERE km IS NOT NULL), 0), max(km) * %(detour)s
    FROM (
        SELECT left(code, %(digits)s) AS part, population AS people, km
        FROM places_area LEFT JOIN places_nearest AS near ON near.area_id = code AND near.sort = %(sort)s
        WHERE length(code) = 6 AND code LIKE %(within)s
    ) AS home JOIN places_area AS part ON part.code = home.part
    GROUP BY part.code ORDER BY part.sort_th, part.code
"""  # noqa: S608 - only LIMITS, numbers of our own, are written into it


def left_out(within: str, *, sort: str, detour: float, digits: int = 0) -> list[Left]:
    """The areas right inside one (provinces where none is named), or of so many digits, in Thai order; one query."""
    asked: dict[str, Any] = {
        "within": f"{within}%", "sort": sort, "detour": detour, "digits": digits or len(within) + 2}
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, asked)
        return [
            Left(code, T.verbatim(th, en), int(people), tuple(map(int, more[:-3])), int(more[-3]), more[-2], more[-1])
            for code, th, en, people, *more in cursor.fetchall()
        ]


def together(rows: list[Left], code: str, name: T) -> Left:
    """Several areas as one."""
    people, none = sum(row.people for row in rows), sum(row.none for row in rows)
    bands = tuple(map(sum, zip(*(row.bands for row in rows), strict=True))) or (0,) * (len(LIMITS) + 1)
    near = [(row.mean, row.people - row.none) for row in rows if row.mean is not None]
    weight = sum(part for _, part in near)
    mean = sum(mean * part for mean, part in near) / weight if weight else None
    return Left(code, name, people, bands, none, mean, max((row.farthest or 0.0 for row in rows), default=None))


def homes_inside(within: str, *, sort: str, detour: float) -> list[Home]:
    """The sub-districts of an area in Thai order, each with its nearest space; two queries."""
    areas = list(Area.objects.filter(code__startswith=within, code__regex=r"^.{6}$").order_by("sort_th", "code"))
    near = {
        row.area_id: row for row in Nearest.objects.filter(sort=sort, area__code__startswith=within)
        .select_related("space", "stop")
    }
    return [_home(area, near.get(area.code), detour) for area in areas]


def _home(area: Area, near: Nearest | None, detour: float) -> Home:
    name, people = T.verbatim(area.name_th, area.name_en), area.population or 0
    if near is None:
        return Home(area.code, name, people, None)
    return Home(area.code, name, people, near.km * detour, _found(near))


def _found(near: Nearest) -> Closest | None:
    one: Space | Stop | None = near.space or near.stop
    return Closest(one.code, T.verbatim(one.name_th, one.name_en), near.stop is not None) if one else None


def nearest_of_every_sort(code: str, *, detour: float) -> list[NearestOf]:
    """What is nearest to one sub-district, of every sort that there is; two queries."""
    rows = list(Nearest.objects.filter(area=code).select_related("space", "stop").order_by("sort"))
    weeks: dict[UUID, list[OpeningHours]] = {}
    for one in OpeningHours.objects.filter(space__in={row.space_id for row in rows if row.space_id}).order_by("id"):
        weeks.setdefault(one.space_id, []).append(one)
    return [
        _nearest_of(row, found, weeks.get(row.space_id, []) if row.space_id else [], detour)
        for row in rows if (found := _found(row))
    ]


def _nearest_of(row: Nearest, found: Closest, week: list[OpeningHours], detour: float) -> NearestOf:
    return NearestOf(
        row.sort, found, row.km * detour, sum(one.closes - one.opens for one in week) if week else None,
        any(one.weekday > 5 for one in week), any(one.weekday <= 5 and one.closes > EVENING for one in week),
        row.space is not None and ("ramp" in row.space.facilities or bool({"ramp", "step_free"} & {*row.space.access})),
    )


@dataclass(frozen=True, slots=True)
class InFull:
    """What a file tells of a sub-district beside its `Home`: of the nearest one its kind (`van_stop` of a van's stop),
    minutes a week (None where nobody told its hours), weekends, evenings, steps; and the road to the nearest of every
    sort that there is.
    """

    kind: str
    minutes: int | None
    weekend: bool
    evening: bool
    step_free: bool
    km: dict[str, float]


_IN_FULL = """
    SELECT own.area_id, coalesce(space.kind, 'van_stop'), week.minutes::int, coalesce(week.weekend, false),
        coalesce(week.evening, false),
        coalesce('ramp' = ANY(space.facilities) OR space.access && ARRAY['step_free', 'ramp'], false), every.km
    FROM places_nearest AS own
    JOIN (
        SELECT area_id, jsonb_object_agg(sort, km * %(detour)s) AS km FROM places_nearest
        WHERE area_id LIKE %(within)s GROUP BY area_id
    ) AS every ON every.area_id = own.area_id
    LEFT JOIN places_space AS space ON space.id = own.space_id
    LEFT JOIN (
        SELECT space_id, sum(closes - opens) AS minutes, bool_or(weekday > 5) AS weekend,
            bool_or(weekday <= 5 AND closes > %(evening)s) AS evening
        FROM places_openinghours GROUP BY space_id
    ) AS week ON week.space_id = own.space_id
    WHERE own.sort = %(sort)s AND own.area_id LIKE %(within)s
"""


def homes_in_full(within: str, *, sort: str, detour: float) -> dict[str, InFull]:
    """The same areas as `homes_inside`, by code; those for which there is none of the sort are not there. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FULL, {"within": f"{within}%", "sort": sort, "detour": detour, "evening": EVENING})
        return {
            code: InFull(kind, minutes, weekend, evening, step_free, json.loads(km))
            for code, kind, minutes, weekend, evening, step_free, km in cursor.fetchall()
        }


@dataclass(frozen=True, slots=True)
class Freshness:
    """When distances were measured and last seen to hold, and from how many spaces."""

    measured_at: datetime
    looked_at: datetime
    spaces: int


def freshness() -> Freshness | None:
    """None before the first time."""
    found = Measurement.objects.filter(id=1).first()
    return Freshness(found.measured_at, found.looked_at, found.spaces) if found else None
