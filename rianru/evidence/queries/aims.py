"""What single spaces aim at."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rianru.evidence.models import SpaceTarget
from rianru.evidence.queries.phases import lying_in
from rianru.evidence.words import AIMED_AT
from rianru.places.models import Space
from rianru.places.queries import members_within


def space_targets(space_ids: Collection[UUID], year: int) -> dict[UUID, dict[str, int]]:
    """What each of these spaces aims at in a fiscal year of the common era, by AIMED_AT; one query."""
    found: dict[UUID, dict[str, int]] = {id: {} for id in space_ids}
    rows = SpaceTarget.objects.filter(space__in=list(space_ids), year=year)
    for id, name, number in rows.values_list("space_id", "indicator", "number"):
        found[id][name] = number
    return found


def network_targets(network_id: UUID, year: int, *, on: date) -> Iterator[tuple[str, str, str, str, int | None]]:
    """Every space of a network with everything that it may aim at: its code and names, of what, and how many (none:
    not yet). Two queries.
    """
    spaces = list(members_within(network_id, on=on).order_by("sort_th", "id"))
    known = space_targets([one.id for one in spaces], year)
    for one in spaces:
        for name in AIMED_AT:
            yield one.code, one.name_th, one.name_en, name, known[one.id].get(name)


def spaces_aiming(
    *, network_id: UUID | None, year: int, place: str = "", on: date, after: tuple[str, UUID] | None = None, limit: int
) -> list[Space]:
    """The spaces of a network, or of the country, that aim at something in a fiscal year, in the place of a target; in
    Thai order, behind a key (sort key, id).
    """
    rows = members_within(network_id, on=on) if network_id else Space.objects.filter(closed_on=None)
    rows = rows.filter(lying_in(place), Exists(SpaceTarget.objects.filter(space=OuterRef("pk"), year=year)))
    if after:
        rows = rows.filter(Q(sort_th__gt=after[0]) | Q(sort_th=after[0], id__gt=after[1]))
    return list(rows.order_by("sort_th", "id")[:limit])


def aiming(network_id: UUID, year: int, *, on: date) -> int:
    """How many spaces of a network aim at something in a fiscal year."""
    rows = SpaceTarget.objects.filter(space__in=members_within(network_id, on=on), year=year)
    return int(rows.values("space").distinct().count())
