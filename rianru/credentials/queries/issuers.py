"""Who issues: networks, organisations and spaces, what they are called, and for whom an actor may act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import permitted
from rianru.credentials.models import Issuer
from rianru.kernel.words import T
from rianru.places import queries as places

NAMED = ("network", "organisation", "space")


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """An issuer by its address, and the place that it is: "network", "organisation" or "space" with its id."""

    id: UUID
    address: str
    site: str
    name: T
    kind: str
    place_id: UUID
    code: str  # of a space; blank for others
    dye: str
    weave: str


def issuer_name(issuer: Issuer) -> T:
    """What the place is called."""
    place = issuer.network or issuer.organisation or issuer.space
    assert place is not None
    return T.verbatim(place.name_th, place.name_en)


def issuer_row(issuer: Issuer) -> IssuerRow:
    """Of a model that was read with its place."""
    kind = next(name for name in NAMED if getattr(issuer, f"{name}_id"))
    return IssuerRow(
        issuer.id, issuer.address, issuer.site, issuer_name(issuer), kind, getattr(issuer, f"{kind}_id"),
        issuer.space.code if issuer.space else "", issuer.network.dye if issuer.network else "indigo",
        issuer.network.weave if issuer.network else "diamond",
    )


def scope_of_issuer(issuer: Issuer | IssuerRow) -> Scope:
    """Where one must be trusted to act for it; an organisation is a matter of the nation."""
    kind, place = (issuer.kind, issuer.place_id) if isinstance(issuer, IssuerRow) else (
        next((name, getattr(issuer, f"{name}_id")) for name in NAMED if getattr(issuer, f"{name}_id"))
    )
    if kind == "space":
        return places.scope_of_space(place)
    return places.scope_of_network(place) if kind == "network" else NATIONAL


def issuer(id: UUID) -> IssuerRow | None:
    """One issuer."""
    return issuer_by_id([id]).get(id)


def issuer_by_id(ids: Iterable[UUID]) -> dict[UUID, IssuerRow]:
    """Those that exist."""
    rows = Issuer.objects.select_related(*NAMED).filter(id__in=list(ids))
    return {row.id: issuer_row(row) for row in rows}


def issuer_at(*, space_id: UUID, network_id: UUID) -> UUID | None:
    """Who gives something at a space: the space itself, else its network; None where neither does now."""
    gives = Issuer.objects.filter(definitions__ended_at=None, definitions__isnull=False)
    rows = gives.filter(Q(space=space_id) | Q(network=network_id)).order_by(F("space").asc(nulls_last=True))
    return rows.values_list("id", flat=True).first()


def issuers() -> list[IssuerRow]:
    """Every issuer of this installation, the first first."""
    return [issuer_row(row) for row in Issuer.objects.select_related(*NAMED).order_by("id")]


def may(rule: str, *, actor: Actor, at: datetime, issuer: IssuerRow) -> bool:
    """Whether a rule of this room holds for an actor at an issuer."""
    return permitted(rule, actor=actor, at=at, scope=scope_of_issuer(issuer))
