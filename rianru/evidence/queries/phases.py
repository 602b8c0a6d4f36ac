"""Phases with their targets held against facts; and what lies behind one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import permitted
from rianru.credentials.queries import DefinitionRow, definitions_by_id
from rianru.evidence.models import CaretakerCourse, Phase, PhaseTarget
from rianru.evidence.queries.counting import ALL, NOTHING, PROVINCE, SPACE, Cells, Fact, as_of, facts
from rianru.evidence.words import INDICATORS, Indicator
from rianru.kernel.dates import day_of, fiscal_year
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.places.models import Space, SpaceNetwork
from rianru.places.words import REGIONS

PAGE = 50
EVERYWHERE = T("ทุกพื้นที่", "Everywhere")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target beside its fact."""

    target: PhaseTarget
    fact: Fact
    area: T

    @property
    def indicator(self) -> Indicator:
        """What is counted."""
        return INDICATORS[self.target.indicator]

    @property
    def percent(self) -> int | None:
        """Of the target, rounded down; none where the fact is not told or lies ahead."""
        return None if self.fact.number is None else self.fact.number * 100 // self.target.number

    @property
    def reached(self) -> bool:
        """Whether what may be told reaches it."""
        return self.percent is not None and self.percent >= 100


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with the years of its targets and all of them beside their facts."""

    phase: Phase
    years: tuple[int, ...]
    aims: tuple[Aim, ...]
    may_keep: bool

    @property
    def name(self) -> T:
        """In both languages."""
        return T.verbatim(self.phase.name_th, self.phase.name_en)

    def of_year(self, year: int, area: str | None = None) -> list[Aim]:
        """The aims of a fiscal year: all, or (where one is named) of one area, ALL for the whole."""
        return [
            one for one in self.aims
            if one.target.year == year and (area is None or one.target.place == area)
        ]

    @property
    def areas(self) -> list[tuple[str, T]]:
        """The areas that have targets: the whole first, then regions."""
        found = {one.target.place: one.area for one in self.aims}
        return sorted(found.items(), key=lambda pair: _rank(pair[0]))


def scope_of(phase: Phase) -> Scope:
    """Whose roles count."""
    return places.scope_of_network(phase.network_id) if phase.network_id else NATIONAL


def phases(*, actor: Actor, at: datetime, network_id: UUID | None = None) -> list[Phase]:
    """Those that are published, and the drafts that this actor keeps; the newest first."""
    rows = Phase.objects.select_related("network")
    if network_id is not None:
        rows = rows.filter(Q(network=network_id) | Q(network=None))
    return [one for one in rows.order_by("-starts_on", "id")[:200] if _visible(one, actor, at)]


def phase(code: str, *, actor: Actor, at: datetime) -> PhaseView | None:
    """One by its code; none where there is none for this reader."""
    found = Phase.objects.select_related("network").filter(code=code).first()
    if found is None or not _visible(found, actor, at):
        return None
    targets = list(PhaseTarget.objects.filter(phase=found).order_by(
        "year", F("area").asc(nulls_first=True), "id"))
    told = facts([(one.indicator, one.year) for one in targets], network_id=found.network_id, today=day_of(at),
                 places={one.place for one in targets})
    names = where_words({one.place for one in targets})
    order = list(INDICATORS)
    aims = [Aim(one, _fact(told[one.indicator, one.year], one.place), names[one.place]) for one in targets]
    aims.sort(key=lambda aim: (aim.target.year, order.index(aim.target.indicator), _rank(aim.target.place)))
    years = tuple(sorted({one.year for one in targets}))
    return PhaseView(found, years, tuple(aims), _keeps(found, actor, at))


def published_since(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[Phase]]:
    """The phases that each of these networks published since a moment of its own; one query."""
    rows = Phase.objects.filter(network__in=since, published_at__lte=until,
                                published_at__gt=min(since.values(), default=until))
    found: dict[UUID, list[Phase]] = {}
    for one in rows.order_by("published_at", "id"):
        if one.network_id and one.published_at and one.published_at > since[one.network_id]:
            found.setdefault(one.network_id, []).append(one)
    return found


def where_words(wanted: Iterable[str]) -> dict[str, T]:
    """What each place of a target is called: everywhere, a region, an area with what it lies in; one query."""
    codes = set(wanted)
    names = places.area_names(code for code in codes if code.isdigit())
    regions = {code: REGIONS[code][0] for code in codes & REGIONS.keys()}
    return dict.fromkeys(codes, EVERYWHERE) | names | regions


def _rank(place: str) -> tuple[bool, str]:
    """Everywhere, then regions, then areas by code."""
    return place.isdigit(), place


def _fact(cells: Cells, place: str) -> Fact:
    return cells[ALL] if cells[ALL].ahead else cells.get(place, NOTHING)


def _visible(one: Phase, actor: Actor, at: datetime) -> bool:
    return one.published_at is not None or _keeps(one, actor, at)


def _keeps(one: Phase, actor: Actor, at: datetime) -> bool:
    return permitted("evidence.keep_phases", actor=actor, at=at, scope=scope_of(one))


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind one number: places that were counted, or (by province) how many; and the courses that count."""

    aim: Aim
    on: date | None  # the day as of which, for a stock
    spaces: tuple[Space, ...]
    provinces: tuple[tuple[T, Fact], ...]
    courses: tuple[DefinitionRow, ...]


def behind(view: PhaseView, target_id: UUID, *, at: datetime, after: UUID | None = None) -> Behind | None:
    """Of one aim of a phase; `after` a place, for the next page."""
    aim = next((one for one in view.aims if one.target.id == target_id), None)
    if aim is None:
        return None
    name, year, today = aim.target.indicator, aim.target.year, day_of(at)
    day = as_of(year, today) if aim.indicator.stock and not aim.fact.ahead else None
    spaces: Sequence[Space] = ()
    if day and name.startswith(SPACE):
        spaces = list(_spaces(view.phase, name.removeprefix(SPACE), aim.target.place, day, after)[:PAGE + 1])
    cells = facts([(name, year)], network_id=view.phase.network_id, today=today)[name, year]
    split = REGIONS[aim.target.region][1].split() if aim.target.region else cells if not aim.target.area_id else ()
    shown = {code: cells[code] for code in split if len(code) == PROVINCE and code in cells}
    names = places.area_names(list(shown))
    people = name in ("caretakers", "buildings")
    return Behind(
        aim, day, tuple(spaces), tuple((names[code], shown[code]) for code in sorted(shown) if code in names),
        tuple(courses(view.phase.network_id)) if people else (),
    )


def _spaces(one: Phase, kind: str, place: str, day: date, after: UUID | None) -> QuerySet[Space]:
    rows = Space.objects.filter(lying_in(place), kind=kind).filter(
        Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day),
    )
    if one.network_id:
        lasting = Q(since_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))
        also = SpaceNetwork.objects.filter(lasting, network=one.network_id, space=OuterRef("id"))
        rows = rows.filter(Q(network=one.network_id) | Q(Exists(also)))
    return (rows.filter(id__gt=after) if after else rows).order_by("id")


def lying_in(place: str) -> Q:
    """The spaces in the place of a target: an area, a region, or (blank) anywhere."""
    within = REGIONS[place][1].split() if place in REGIONS else [place]
    return reduce(or_, [Q(area__code__startswith=code) for code in within])


def courses(network_id: UUID | None = None) -> list[DefinitionRow]:
    """The achievements whose holders count as trained caretakers: of a network with those of the country, or all."""
    rows = CaretakerCourse.objects.order_by("set_at", "id")
    if network_id is not None:
        rows = rows.filter(Q(network=network_id) | Q(network=None))
    return definitions_by_id(rows.values_list("definition", flat=True))


def trained(*, network_id: UUID | None, at: datetime) -> tuple[Fact, Fact]:
    """How many trained caretakers, and how many buildings have one, today."""
    year, today = fiscal_year(day_of(at)), day_of(at)
    told = facts([("caretakers", year), ("buildings", year)], network_id=network_id, today=today)
    return told["caretakers", year][ALL], told["buildings", year][ALL]


def phase_by_id(id: UUID) -> Phase | None:
    """One by its id, published or not: the face asks who may keep it."""
    return Phase.objects.filter(id=id).first()
