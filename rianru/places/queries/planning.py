"""Where the next sites would bring the most people within reach, and what pins that somebody moved would do.

People count where their sub-district's middle is: all of them within reach, or none. They are within reach already
where a space of the sort asked for is; a site may stand where a space of another sort is, in the middle of any
sub-district of the area, or where a pin is put.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np
from django.db import connection

from rianru.kernel.coverage import choose
from rianru.kernel.nearest import Floats, Points, Whole, nearest, points, within
from rianru.kernel.words import T
from rianru.places.models import Area, SitePlan, Space
from rianru.places.queries.measuring import sites_of_other_sorts

MOST: Final = 50
REACHES: Final = (1, 2, 3, 5, 8, 10, 15, 20, 30)
"""Kilometres by road from which a planner chooses."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a planner asks: `wanted` more sites in an area (blank: the country), within `reach_m` by road of people.

    `sort`: from which spaces they count as reached already. `detour`: the road in per cent of a straight line.
    """

    area: str
    sort: str
    wanted: int
    reach_m: int
    detour: int

    @property
    def straight(self) -> float:
        """The reach as kilometres in a straight line."""
        return self.reach_m / 1000 * 100 / self.detour


@dataclass(frozen=True, slots=True)
class Pin:
    """A site: where it stands, and the sub-district of the area whose middle is nearest. `moved`: by hand."""

    area: str
    lat: float
    lon: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Homes:
    """The sub-districts of an area by code: middles, people, and kilometres in a straight line to what there is."""

    codes: list[str]
    middles: Points
    people: Whole
    km: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """What pins do: people of the area, those within reach before, and how many each pin adds to all before it.

    `reached`: codes of sub-districts that the pins bring within reach; `before`: of those that are so already.
    `share`: at least this part of the best that so many sites could do, where the pins are those suggested.
    """

    pins: tuple[Pin, ...]
    gains: tuple[int, ...]
    people: int
    within: int
    reached: frozenset[str]
    before: frozenset[str]
    share: float | None = None


_HOMES = """
    SELECT code, lat::float8, lon::float8, coalesce(population, 0), near.km
    FROM places_area LEFT JOIN places_nearest AS near ON near.area_id = code AND near.sort = %s
    WHERE length(code) = 6 AND code LIKE %s AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY code
"""


def homes(area: str, sort: str) -> Homes:
    """The sub-districts of an area by code; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOMES, [sort, f"{area}%"])
        rows = cursor.fetchall()
    return Homes(
        [row[0] for row in rows], points([row[1:3] for row in rows]),
        np.array([row[3] for row in rows], dtype=np.int64),
        np.array([np.inf if row[4] is None else row[4] for row in rows], dtype=np.float64),
    )


def suggested(asked: Sought, *, at: datetime) -> Outcome:
    """The sites that the greedy rule takes (kernel/coverage.py) among spaces of another sort and the middles of
    sub-districts; of equals a space, then the one with the lowest code.
    """
    found = homes(asked.area, asked.sort)
    there = sites_of_other_sorts(asked.area, asked.sort, at=at)
    middles = zip(found.middles.lat.tolist(), found.middles.lon.tolist(), strict=True)
    places = [*((round(lat, 5), round(lon, 5)) for _, lat, lon in there), *middles]
    sites, near = within(points(places), found.middles, asked.straight)
    waiting = np.where(found.km <= asked.straight, 0, found.people)
    choice = choose(sites, near, people=waiting, candidates=len(places), most=min(asked.wanted, MOST))
    pins = pinned_in(found, [(*places[one.site], False) for one in choice.sites])
    return _outcome(found, asked, pins, choice.share)


def outcome(asked: Sought, pins: tuple[Pin, ...]) -> Outcome:
    """What these pins do, in their order."""
    return _outcome(homes(asked.area, asked.sort), asked, pins, None)


def _outcome(found: Homes, asked: Sought, pins: tuple[Pin, ...], share: float | None) -> Outcome:
    before = found.km <= asked.straight
    first = np.full(len(found.codes), len(pins))  # the first pin that reaches each; their number where none does
    sites, near = within(points([(pin.lat, pin.lon) for pin in pins]), found.middles, asked.straight)
    np.minimum.at(first, near, sites)
    new = ~before & (first < len(pins))
    gains = np.bincount(first[new], weights=found.people[new].astype(np.float64), minlength=len(pins))
    codes = np.array(found.codes, dtype=object)
    return Outcome(
        pins, tuple(int(gain) for gain in gains[:len(pins)]), int(found.people.sum()),
        int(found.people[before].sum()), frozenset(codes[new]), frozenset(codes[before]), share,
    )


def pinned(area: str, places: list[tuple[float, float, bool]]) -> tuple[Pin, ...]:
    """Pins put down by hand, each with the sub-district of the area whose middle is nearest; none where it has none."""
    return pinned_in(homes(area, "any"), places)


def pinned_in(found: Homes, places: list[tuple[float, float, bool]]) -> tuple[Pin, ...]:
    """The same, among sub-districts that were looked up."""
    if not places or not found.codes:
        return ()
    at, _ = nearest(points([(lat, lon) for lat, lon, _ in places]), found.middles)
    return tuple(
        Pin(found.codes[place], lat, lon, moved) for place, (lat, lon, moved) in zip(at.tolist(), places, strict=True)
    )


def there_already(asked: Sought, pins: Iterable[Pin], *, at: datetime) -> dict[tuple[float, float], T]:
    """The names of the spaces of another sort that stand where pins do; two queries."""
    wanted = {(pin.lat, pin.lon) for pin in pins}
    places: dict[UUID, tuple[float, float]] = {}
    for id, lat, lon in sites_of_other_sorts(asked.area, asked.sort, at=at):
        if (round(lat, 5), round(lon, 5)) in wanted:
            places[id] = (round(lat, 5), round(lon, 5))
    found = Space.objects.filter(id__in=places).order_by("-id").values_list("id", "name_th", "name_en")
    return {places[id]: T.verbatim(th, en) for id, th, en in found}


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it was saved; its figures are counted anew from the spaces of today."""

    id: UUID
    name: str
    area: Area | None
    site: str
    asked: Sought
    pins: tuple[Pin, ...]
    revision: int
    changed_at: datetime


def site_plan(id: UUID) -> KeptPlan | None:
    """One plan; whoever has its address may read it. Two queries."""
    found = SitePlan.objects.select_related("area").prefetch_related("sites").filter(id=id).first()
    return _kept(found) if found else None


def site_plans(*, after: tuple[datetime, UUID] | None = None, limit: int = 20) -> list[KeptPlan]:
    """Plans behind a key (changed, id), the latest first; two queries."""
    found = SitePlan.objects.select_related("area").prefetch_related("sites").order_by("-changed_at", "-id")
    if after:
        found = found.filter(changed_at__lte=after[0]).exclude(changed_at=after[0], id__gte=after[1])
    return [_kept(plan) for plan in found[:limit]]


def _kept(plan: SitePlan) -> KeptPlan:
    pins = tuple(
        Pin(one.area_id, float(one.lat), float(one.lon), one.moved)
        for one in sorted(plan.sites.all(), key=lambda one: one.number)
    )
    asked = Sought(plan.area_id or "", plan.sort, plan.wanted, plan.reach_m, plan.detour)
    return KeptPlan(plan.id, plan.name, plan.area, plan.site, asked, pins, plan.revision, plan.changed_at)
