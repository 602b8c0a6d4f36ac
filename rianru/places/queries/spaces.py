"""Spaces in lists and whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.places.models import Area, Network, OpeningHours, Space
from rianru.places.queries.scopes import scope_of_space


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space in a list, with its district and province."""

    space: Space
    district: Area | None
    province: Area


def visible_to(actor: Actor, at: datetime) -> QuerySet[Space]:
    """The spaces this actor may see: all that are not closed for good, for everyone."""
    return Space.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day_of(at)))


def space_rows(*, actor: Actor, at: datetime, ids: Iterable[UUID]) -> list[SpaceRow]:
    """Those of these spaces that this actor may see, in Thai order; what is looked for otherwise: `find_spaces`."""
    return with_areas(list(visible_to(actor, at).filter(id__in=set(ids)).order_by("sort_th", "id")))


def with_areas(spaces: list[Space]) -> list[SpaceRow]:
    """Each space with its district and province; one query."""
    codes = {space.area_id[:length] for space in spaces for length in (2, 4)}
    areas = Area.objects.in_bulk(codes)
    return [SpaceRow(space, areas.get(space.area_id[:4]), areas[space.area_id[:2]]) for space in spaces]


def space(*, actor: Actor, at: datetime, code: str) -> Space:
    """One space by its code, with its network. Refuses with NotFound."""
    found = visible_to(actor, at).select_related("network", "organisation", "area").filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def space_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """Ids by code, for the codes that exist; one query."""
    return dict(Space.objects.filter(code__in=set(codes)).values_list("code", "id"))


def codes_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Codes by id, for the spaces that exist; one query."""
    return dict(Space.objects.filter(id__in=set(ids)).values_list("id", "code"))


def spaces_by_id(ids: Iterable[UUID]) -> list[Space]:
    """Spaces by their ids, those that closed too, in no order."""
    return list(Space.objects.filter(id__in=set(ids)))


def space_by_id(id: UUID) -> Space | None:
    """One space, whoever asks; None where there is none."""
    return Space.objects.filter(id=id).first()


def space_ids_in(*, actor: Actor, at: datetime, area: str, limit: int) -> list[UUID]:
    """Ids of the spaces of an area with everything inside it, in Thai order."""
    found = visible_to(actor, at).filter(area__code__startswith=area)
    return list(found.order_by("sort_th", "id").values_list("id", flat=True)[:limit])


def space_codes(kinds: Iterable[str] | None = None) -> list[str]:
    """The codes of open spaces, of some kinds or of all, in order."""
    found = Space.objects.filter(closed_on=None)
    if kinds:
        found = found.filter(kind__in=list(kinds))
    return list(found.order_by("code").values_list("code", flat=True))


def network_by_id(id: UUID) -> Network | None:
    """One network; None where there is none."""
    return Network.objects.filter(id=id).first()


def networks() -> list[Network]:
    """Every network, by code."""
    return list(Network.objects.order_by("code"))


def sort_place(id: UUID) -> tuple[str, UUID] | None:
    """The key of a space in the order of lists, to go on after it; None where it is gone."""
    return Space.objects.filter(id=id).values_list("sort_th", "id").first()


def week_of(space_id: UUID) -> list[tuple[int, int, int]]:
    """The weekly spans of a space: (weekday, opens, closes)."""
    rows = OpeningHours.objects.filter(space_id=space_id).order_by("weekday", "opens")
    return list(rows.values_list("weekday", "opens", "closes"))


def may_change(*, actor: Actor, at: datetime, space_id: UUID) -> bool:
    """Whether this actor keeps the space."""
    return permitted("places.change_space", actor=actor, at=at, scope=scope_of_space(space_id))


def network_of_host(host: str) -> Network | None:
    """The network that answers under a host name; None for a host of nobody's."""
    return Network.objects.filter(host=host.lower()).first()
