"""An area and what is around it: what it lies in, what lies in it, its neighbours, and the spaces of them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr

from rianru.core.actors import Actor
from rianru.places.models import AbolishedArea, Area, Space
from rianru.places.queries.distance import nearest
from rianru.places.queries.hours import open_at
from rianru.places.queries.spaces import SpaceRow, visible_to, with_areas


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area with how many spaces it has; `km` from another one's point, in a straight line, where that was asked."""

    area: Area
    spaces: int
    km: float | None = None


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many spaces of one kind there are, and how many of them are open."""

    total: int
    open_now: int


@dataclass(frozen=True, slots=True)
class SpaceAway:
    """A space and how far it is in a straight line."""

    row: SpaceRow
    km: float


@dataclass(frozen=True, slots=True)
class Gone:
    """A code that is no longer in force: what it named, since when, and the areas that took over."""

    name_th: str
    name_en: str
    abolished_on: date | None
    successors: tuple[Area, ...]


def area_path(code: str) -> list[Area]:
    """The province, district and sub-district down to the area of a code; none where there is no such area."""
    inside_out = {code[:length] for length in (2, 4, 6, 8)}
    found = sorted(Area.objects.filter(code__in=inside_out), key=lambda area: len(area.code))
    return found if found and found[-1].code == code else []


def abolished(code: str) -> Gone | None:
    """What a code named before it was abolished; None for one that is in force or never was."""
    gone = AbolishedArea.objects.filter(code=code).first()
    if gone is None:
        return None
    successors = tuple(Area.objects.filter(code__in=gone.successors).order_by("code"))
    return Gone(gone.name_th, gone.name_en, gone.abolished_on, successors)


def areas_right_inside(*, actor: Actor, at: datetime, code: str = "") -> list[AreaRow]:
    """The areas right inside one (provinces where none is named), in Thai order, each with its number of spaces."""
    inside = list(Area.objects.filter(parent=code or None).order_by("sort_th", "code"))
    counts = _counted(visible_to(actor, at).filter(area__code__startswith=code), len(code) + 2)
    return [AreaRow(area, counts.get(area.code, 0)) for area in inside]


def neighbours(*, actor: Actor, at: datetime, area: Area, limit: int = 8) -> list[AreaRow]:
    """The areas of the same level whose points are nearest, over any border; none where it has no point."""
    if area.lat is None or area.lon is None:
        return []
    alike = Area.objects.annotate(digits=Length("code")).filter(digits=len(area.code)).exclude(code=area.code)
    found = nearest(alike, area.lat, area.lon, limit)
    codes = [one.code for one, _ in found]
    counts = _counted(visible_to(actor, at).filter(_inside(codes)), len(area.code)) if codes else {}
    return [AreaRow(one, counts.get(one.code, 0), km) for one, km in found]


def _counted(spaces: QuerySet[Space], digits: int) -> dict[str, int]:
    counted = spaces.annotate(within=Substr("area_id", 1, digits)).values("within").annotate(n=Count("id"))
    return {row["within"]: row["n"] for row in counted.order_by("within")}


def _inside(codes: Sequence[str]) -> Q:
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(area__code__startswith=code)
    return found


def kinds_inside(*, actor: Actor, at: datetime, codes: Sequence[str]) -> dict[str, KindCount]:
    """How many spaces of each kind lie inside areas, and how many of them are open at `at`; the most first."""
    counted = visible_to(actor, at).filter(_inside(codes)).values("kind")
    rows = counted.annotate(n=Count("id"), now=Count("id", filter=open_at(at))).order_by("-n", "kind")
    return {row["kind"]: KindCount(row["n"], row["now"]) for row in rows}


def spaces_inside(
    *, actor: Actor, at: datetime, codes: Sequence[str], kind: str = "", after: tuple[bool, str, UUID] | None = None,
    limit: int = 30,
) -> list[SpaceRow]:
    """Spaces inside areas, those open at `at` first, then in Thai order, behind a key (open, sort key, id)."""
    found = visible_to(actor, at).filter(_inside(codes))
    if kind:
        found = found.filter(kind=kind)
    shut = Case(When(open_at(at), then=Value(False)), default=Value(True), output_field=BooleanField())
    found = found.annotate(shut=shut)
    if after:
        was_open, sort_th, id = after
        behind = Q(sort_th__gt=sort_th) | Q(sort_th=sort_th, id__gt=id)
        found = found.filter(Q(shut=False) & behind | Q(shut=True) if was_open else Q(shut=True) & behind)
    return with_areas(list(found.order_by("shut", "sort_th", "id")[:limit]))


def nearest_spaces(
    *, actor: Actor, at: datetime, lat: object, lon: object, outside: Sequence[str] = (), but: UUID | None = None,
    limit: int = 5,
) -> list[SpaceAway]:
    """The spaces nearest to a point in a straight line, outside of areas, `but` one; neither on line nor on wheels."""
    there = visible_to(actor, at).exclude(kind__in=("online", "mobile_library"))
    if but:
        there = there.exclude(id=but)
    if outside:
        there = there.exclude(_inside(outside))
    found = nearest(there, lat, lon, limit)
    rows = with_areas([space for space, _ in found])
    return [SpaceAway(row, km) for row, (_, km) in zip(rows, found, strict=True)]
