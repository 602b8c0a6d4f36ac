"""Spaces as they are looked for: by words, place, kind, what is there and who is welcome; near, open, and on a map."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import cos, floor, hypot, radians
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, FloatField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast, Floor

from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.geography import Point
from rianru.places.models import Space, SpaceNetwork
from rianru.places.queries.distance import nearest
from rianru.places.queries.hours import open_at
from rianru.places.queries.spaces import SpaceRow, visible_to, with_areas
from rianru.places.queries.wording import named, readings

ELSEWHERE = ("online", "mobile_library")  # neither on line nor on wheels is one near
MOST_COUNTED = 1_000  # behind that "more than" says enough, and nothing more is looked at
MOST_MARKS = 220  # on one view of a map
MOST_CELLS = 4_000
CLOSE = 0.85  # of a mark's size: nearer than that, two are one
MOST_TOGETHER = 6  # named where several stand at one point


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; of lists all are there. `text` is read by `queries.wording`, `name` is
    a part of its name alone: of what is to be chosen, not found.
    """

    area: str = ""
    kind: str = ""
    text: str = ""
    name: str = ""
    open_now: bool = False
    facilities: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    network: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the place where one is was said."""
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of spaces and how many there are (MOST_COUNTED and one for all that are more); `km` beside each where it
    was asked near a place.

    `read_as`: how the words had to be read to find anything, where that is not as they were typed.
    """

    rows: tuple[SpaceRow, ...]
    total: int
    km: tuple[float, ...] = ()
    more: bool = False
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at one point of a map: some spaces together, or one that is named; `together` where no zoom parts
    them.
    """

    lat: float
    lon: float
    n: int
    code: str = ""
    kind: str = ""
    name_th: str = ""
    name_en: str = ""
    together: tuple["Mark", ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: degrees, and the size of a mark in degrees."""

    west: float
    south: float
    east: float
    north: float
    cell: float


def matching(*, actor: Actor, at: datetime, wanted: Wanted, few: bool = True) -> QuerySet[Space]:
    """The spaces that are so, but for `text`, in no order; `few`: a page of them is wanted, not all."""
    found = visible_to(actor, at)
    if wanted.area:
        found = found.filter(area__code__startswith=wanted.area)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.name:
        found = found.filter(named(wanted.name))
    for name in ("facilities", "access", "ages", "languages"):
        if chosen := getattr(wanted, name):
            found = found.filter(**{f"{name}__contains": list(chosen)})
    if wanted.network:
        found = found.filter(in_network(wanted.network, at))
    return found.filter(open_at(at, few=few)) if wanted.open_now else found


def in_network(network_id: UUID, at: datetime) -> Q:
    """That a network is a space's home, or one that it joined."""
    day = day_of(at)
    joined = SpaceNetwork.objects.filter(network_id=network_id, since_on__lte=day).filter(
        Q(until_on=None) | Q(until_on__gt=day)
    )
    return Q(network_id=network_id) | Q(pk__in=joined.values("space"))


def find_spaces(
    *, actor: Actor, at: datetime, wanted: Wanted, near: Point | None = None, after: tuple[Any, UUID] | None = None,
    limit: int = 30, count_all: bool = False,
) -> Found:
    """A page of what is wanted: the nearest first where `near` is given, else in Thai order. `count_all`: to the last.

    Behind a key: (kilometres, id) near a place, (sort key, id) else. Spaces without a position are in no page that is
    near a place.
    """
    found, total, read_as = read(actor=actor, at=at, wanted=wanted, placed=near is not None)
    if count_all and total > MOST_COUNTED:
        total = count_spaces(actor=actor, at=at, wanted=wanted, placed=near is not None)
    if near is None:
        if after:
            found = found.filter(Q(sort_th__gt=after[0]) | Q(sort_th=after[0], id__gt=after[1]))
        spaces = list(found.order_by("sort_th", "id")[: limit + 1])
        return Found(tuple(with_areas(spaces[:limit])), total, (), len(spaces) > limit, read_as)
    away = nearest(found, near.lat, near.lon, limit + 1, after=after, few=total <= MOST_COUNTED)
    rows = with_areas([space for space, _ in away[:limit]])
    return Found(tuple(rows), total, tuple(km for _, km in away[:limit]), len(away) > limit, read_as)


def count_spaces(*, actor: Actor, at: datetime, wanted: Wanted, placed: bool = False) -> int:
    """How many there are, to the last of them; with its words read as `find_spaces` reads them."""
    every = _placed(matching(actor=actor, at=at, wanted=wanted, few=False), wanted, placed)
    return next((n for _, found in _ways(every, wanted.text) if (n := found.count())), 0)


def read(
    *, actor: Actor, at: datetime, wanted: Wanted, placed: bool = False
) -> tuple[QuerySet[Space], int, str]:
    """What is wanted with its words read so that they find something; how many; and how, if not as typed."""
    every = _placed(matching(actor=actor, at=at, wanted=wanted), wanted, placed)
    for tried, (said, way) in enumerate(_ways(every, wanted.text)):
        found, total = _counted(way)
        if total:
            return found, total, said if tried else ""
    return every.none(), 0, ""


def _ways(every: QuerySet[Space], text: str) -> Iterator[tuple[str, QuerySet[Space]]]:
    """Those that fit each reading of a text, as it reads; all of them where it says nothing."""
    none = True
    for said, fits in readings(text):
        none = False
        yield said, every.filter(fits)
    if none:
        yield "", every


def _counted(found: QuerySet[Space]) -> tuple[QuerySet[Space], int]:
    """How many, of more than MOST_COUNTED one more; where they are fewer by their ids, so that none is sought twice."""
    ids = list(found.order_by().values_list("id", flat=True)[: MOST_COUNTED + 1])
    return (found if len(ids) > MOST_COUNTED else Space.objects.filter(id__in=ids)), len(ids)


def _placed(found: QuerySet[Space], wanted: Wanted, near: bool) -> QuerySet[Space]:
    if not near:
        return found
    found = found.filter(lat__isnull=False)
    return found if wanted.kind else found.exclude(kind__in=ELSEWHERE)


def marks(*, actor: Actor, at: datetime, wanted: Wanted, view: View) -> list[Mark]:
    """What a map shows of what is wanted: at most MOST_MARKS, each of the spaces of one cell of a grid."""
    if wanted.text:
        there = read(actor=actor, at=at, wanted=wanted)[0]
    else:
        there = matching(actor=actor, at=at, wanted=wanted, few=False)
    there = there.filter(
        lat__range=(view.south, view.north), lon__range=(view.west, view.east)
    ).exclude(kind="online")
    cell = view.cell
    while (view.east - view.west) * (view.north - view.south) / cell**2 > MOST_CELLS:
        cell *= 2
    lat, lon = Cast(F("lat"), FloatField()), Cast(F("lon"), FloatField())
    rows = there.annotate(x=Floor(lon / cell), y=Floor(lat / cell)).values("x", "y").annotate(
        n=Count("id"), mid_lat=Avg(lat), mid_lon=Avg(lon), one=Min("code"), tall=Max(lat) - Min(lat),
        wide=Max(lon) - Min(lon),
    ).order_by("x", "y")
    cells: list[dict[str, Any]] = [dict(row) for row in rows]
    while len(cells) > MOST_MARKS:
        cells, cell = _halved(cells), cell * 2
    return _named(_apart(cells, cell * CLOSE), there)


def _apart(cells: list[dict[str, Any]], least: float) -> list[dict[str, Any]]:
    """No two marks over each other: those nearer than `least`, in degrees of longitude, become one."""
    kept: list[dict[str, Any]] = []
    for one in sorted(cells, key=lambda cell: (-cell["n"], cell["x"], cell["y"])):
        near = next((other for other in kept if _over(one, other, least)), None)
        if near is None:
            kept.append(one)
        else:
            _joined(near, one)
    return kept if len(kept) == len(cells) else _apart(kept, least)


def _over(one: dict[str, Any], other: dict[str, Any], least: float) -> bool:
    """On a map of Mercator's, where a degree of latitude is as long as one of longitude is at the equator."""
    up = (one["mid_lat"] - other["mid_lat"]) / cos(radians(one["mid_lat"]))
    across: float = one["mid_lon"] - other["mid_lon"]
    return abs(across) < least and hypot(up, across) < least


def _joined(known: dict[str, Any], one: dict[str, Any]) -> None:
    """The middle of both, in the first of them."""
    n = known["n"] + one["n"]
    still = all(known[name] == one[name] for name in ("mid_lat", "mid_lon")) and not (known["tall"] or known["wide"])
    for name in ("mid_lat", "mid_lon"):
        known[name] = known[name] if still else (known[name] * known["n"] + one[name] * one["n"]) / n
    known |= {"n": n} if still and not (one["tall"] or one["wide"]) else {"n": n, "tall": 1.0}


def _halved(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Four cells as one, with the middle of what is in them."""
    made: dict[tuple[int, int], dict[str, Any]] = {}
    for one in cells:
        key = floor(one["x"] / 2), floor(one["y"] / 2)
        if key in made:
            _joined(made[key], one)
        else:
            made[key] = one | {"x": key[0], "y": key[1]}
    return list(made.values())


def _named(cells: list[dict[str, Any]], there: QuerySet[Space]) -> list[Mark]:
    """Single spaces by their names, and those that stand at one point; one query each at most."""
    single = [one["one"] for one in cells if one["n"] == 1]
    known = {code: (code, kind, th, en) for code, kind, th, en in Space.objects.filter(code__in=single).values_list(
        "code", "kind", "name_th", "name_en")}
    at_one = [one for one in cells if one["n"] > 1 and not one["tall"] and not one["wide"]]
    together = _together(at_one, there)
    found = []
    for one in cells:
        lat, lon = round(one["mid_lat"], 5), round(one["mid_lon"], 5)
        names = known.get(one["one"], ("", "", "", "")) if one["n"] == 1 else ("", "", "", "")
        found.append(Mark(lat, lon, one["n"], *names, together.get(one["one"], ())))
    return found


def _together(cells: list[dict[str, Any]], there: QuerySet[Space]) -> dict[str, tuple[Mark, ...]]:
    if not cells:
        return {}
    firsts = {row[1:]: row[0] for row in Space.objects.filter(code__in=[one["one"] for one in cells]).values_list(
        "code", "lat", "lon")}
    found: dict[str, list[Mark]] = {}
    own = there.filter(lat__in={lat for lat, _ in firsts}, lon__in={lon for _, lon in firsts}).order_by("sort_th", "id")
    for lat, lon, code, kind, th, en in own.values_list("lat", "lon", "code", "kind", "name_th", "name_en"):
        key = firsts.get((lat, lon))
        if key is not None and len(found.setdefault(key, [])) < MOST_TOGETHER:
            found[key].append(Mark(float(lat or 0), float(lon or 0), 1, code, kind, th, en))
    return {key: tuple(names) for key, names in found.items()}
