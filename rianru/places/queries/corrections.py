"""What visitors said is wrong, for the keepers who decide."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.formats import opening_hours
from rianru.places.models import CityArea, Correction, Space
from rianru.places.queries.scopes import scope_of_space
from rianru.places.queries.spaces import week_of

READ = ("phone", "line_id", "website", "address_th", "name_th")
"""What may be put right that is one field of a space."""


def kept_by(actor: Actor, at: datetime, through: str = "") -> Q:
    """The spaces that this actor keeps, as a condition; `through` the way to them (`space__`). One query for cities."""
    may = [
        grant for grant in actor.grants
        if permitted("places.change_space", actor=actor, at=at, scope=frozenset({(grant.scope_kind, grant.scope_id)}))
    ]
    if actor.kind == "system" or any(grant.scope_kind == "national" for grant in may):
        return Q()
    found = Q(pk__in=[])
    ids = {
        kind: [grant.scope_id for grant in may if grant.scope_kind == kind and grant.scope_id]
        for kind in ("network", "city", "space")
    }
    found |= Q(**{f"{through}network__in": ids["network"]}) | Q(**{f"{through}id__in": ids["space"]})
    for code in CityArea.objects.filter(city__in=ids["city"]).values_list("area", flat=True) if ids["city"] else ():
        found |= Q(**{f"{through}area__code__startswith": code})
    return found


def corrections_for(
    *, actor: Actor, at: datetime, waiting: bool = True, after: UUID | None = None, limit: int = 30
) -> list[Correction]:
    """What awaits this keeper's decision, the oldest first; or what was decided, the newest first. By key."""
    found = _kept(actor, at).select_related("space")
    if waiting:
        found = found.filter(state=Correction.State.WAITING)
        return list((found.filter(id__gt=after) if after else found).order_by("id")[:limit])
    found = found.exclude(state=Correction.State.WAITING)
    return list((found.filter(id__lt=after) if after else found).order_by("-id")[:limit])


def count_corrections(*, actor: Actor, at: datetime) -> int:
    """How many await this keeper's decision."""
    return _kept(actor, at).filter(state=Correction.State.WAITING).count()


def correction(*, actor: Actor, at: datetime, id: UUID) -> Correction | None:
    """One of them, for a keeper of its space; None for everybody else."""
    found = Correction.objects.select_related("space").filter(id=id).first()
    if found is None or not permitted(
        "places.change_space", actor=actor, at=at, scope=scope_of_space(found.space_id)
    ):
        return None
    return found


def _kept(actor: Actor, at: datetime) -> "QuerySet[Correction]":
    return Correction.objects.filter(kept_by(actor, at, "space__"))


def page_says(space: Space, field: str) -> str:
    """What the page of a space says now where somebody says that it is wrong; hours as OpenStreetMap writes them."""
    if field == "hours":
        return opening_hours.write(week_of(space.id), holidays_off=False)
    if field == "position":
        return written_point(space.lat, space.lon)
    return str(getattr(space, field)) if field in READ else ""


def can_be_taken_over(correction: Correction) -> bool:
    """Whether accepting may set what was said: a field of the space, a week that was typed as one, or a point."""
    return correction.field in READ or bool(correction.week) or correction.lat is not None


def written_point(lat: Decimal | None, lon: Decimal | None) -> str:
    """A position as maps of others take it; blank where there is none."""
    return f"{lat}, {lon}" if lat is not None and lon is not None else ""
