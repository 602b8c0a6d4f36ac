"""Scopes of roles: what covers a place, what places are called, and which of them an administrator may grant in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, TextField

from rianru.core.actors import NATIONAL, Actor, Role, Scope
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import fold
from rianru.kernel.words import T
from rianru.people import words
from rianru.people.rules import held_by
from rianru.places import queries as places
from rianru.places.models import City, CityArea, Network, Space

Pair = tuple[str, UUID | None]
MODELS: dict[str, type[City] | type[Network] | type[Space]] = {"network": Network, "city": City, "space": Space}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Somewhere a role can be granted: "national", or a network, city or space with its id."""

    kind: str
    id: UUID | None
    name: T


def scope_of(kind: str, id: UUID | None, *, checked: bool = True) -> Scope:
    """Every scope that covers the place. NotFound where there is none; unchecked, a place that is gone will do."""
    if kind == "national" and id is None:
        return NATIONAL
    if kind not in MODELS or id is None or (checked and not MODELS[kind].objects.filter(id=id).exists()):
        raise NotFound()
    return places.scope_of_space(id) if kind == "space" else NATIONAL | {(kind, id)}


def place_names(pairs: Iterable[Pair]) -> dict[Pair, T]:
    """The names of places, at most one query a kind; what is gone is called so."""
    wanted = set(pairs)
    names = {pair: words.KINDS["national"] if pair == ("national", None) else words.GONE for pair in wanted}
    for kind, model in MODELS.items():
        ids = [id for one, id in wanted if one == kind and id]
        rows = model.objects.filter(id__in=ids).values_list("id", "name_th", "name_en") if ids else ()
        names |= {(kind, id): T.verbatim(th, en) for id, th, en in rows}
    return names


def places_to_grant(*, actor: Actor, at: datetime, text: str = "", limit: int = 50) -> list[PlaceRow]:
    """Where the actor may grant roles, national first, then networks, cities and spaces by name; `text` narrows."""
    return places_of_roles(Role.ADMINISTRATOR, actor=actor, at=at, text=text, limit=limit)


def places_of_roles(*roles: Role, actor: Actor, at: datetime, text: str = "", limit: int = 50) -> list[PlaceRow]:
    """Where the actor holds one of the roles, in the same order."""
    held = held_by(actor, at, *roles)
    everywhere = ("national", None) in held
    rows = [PlaceRow("national", None, words.KINDS["national"])] if everywhere else []
    for kind, model in (("network", Network), ("city", City)):
        ids = [id for one, id in held if one == kind and id]
        visible = model.objects.all() if everywhere else model.objects.filter(id__in=ids)
        rows += _rows(kind, visible.order_by("code")[:limit])
    spaces = places.visible_to(actor, at).filter(Q() if everywhere else _spaces_within(held))
    return rows + _rows("space", spaces.filter(places.named(text)).order_by("sort_th", "id")[:limit])


def desks(
    *, actor: Actor, at: datetime, text: str = "", code: str = "", network_id: UUID | None = None, limit: int = 50
) -> list[Space]:
    """The spaces at whose desk the actor may serve, in Thai order; `text` narrows, `code` is one of them."""
    held = held_by(actor, at, Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
    if not held:
        return []
    spaces = places.visible_to(actor, at).filter(Q() if ("national", None) in held else _spaces_within(held))
    for word in fold(text).split():
        spaces = spaces.filter(places.named(word) | Q(code__startswith=word))
    spaces = spaces.filter(code=code) if code else spaces
    spaces = spaces.filter(network=network_id) if network_id else spaces
    return list(spaces.order_by("sort_th", "id")[:limit])


def _rows(kind: str, found: Iterable[Network | City | Space]) -> list[PlaceRow]:
    return [PlaceRow(kind, place.id, T.verbatim(place.name_th, place.name_en)) for place in found]


def grants_within(held: frozenset[Pair]) -> Q:
    """The grants whose place lies in one of the scopes `held`; a condition that nothing meets where there are none."""
    return placed_within(held, kind="scope_kind", id="scope_id")


def placed_within(held: frozenset[Pair], *, kind: str, id: str) -> Q:
    """The rows whose place, a kind of scope and its id in two columns, lies in one of the scopes `held`."""
    if ("national", None) in held:
        return Q()
    condition = Q(pk__in=[])
    for one in ("network", "city", "space"):
        ids = [place for name, place in held if name == one and place]
        if ids:
            condition |= Q(**{kind: one, f"{id}__in": ids})
    spaces = Space.objects.filter(_spaces_within(held)).values("id")
    return condition | Q(**{kind: "space", f"{id}__in": spaces})


def _spaces_within(held: frozenset[Pair]) -> Q:
    """Spaces that are held themselves, or through their network, or through a city that their area lies in."""
    ids = {kind: [id for one, id in held if one == kind and id] for kind in MODELS}
    code = ExpressionWrapper(OuterRef("area_id"), output_field=TextField())
    lying_in = CityArea.objects.filter(city_id__in=ids["city"]).annotate(code=code)
    condition = Q(id__in=ids["space"]) | Q(network_id__in=ids["network"])
    return condition | Q(Exists(lying_in.filter(code__startswith=F("area_id")))) if ids["city"] else condition
