"""Copies as staff see them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.catalogue.models import Edition, Item
from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.thai import normalise
from rianru.places import queries as places


def items(
    *, actor: Actor, at: datetime, space_code: str = "", text: str = "", state: str = "", after: UUID | None = None,
    limit: int = 50,
) -> list[Item]:
    """Copies by id behind `after`: of one space, with a barcode or call number that begins with `text`, in one state.

    Whoever keeps items anywhere may look at all of them; what may be changed is asked copy by copy.
    """
    beside = ("edition", "space", "listed_at", "record__source")
    found: QuerySet[Item] = Item.objects.select_related(*beside).order_by("id")
    if space_code:
        found = found.filter(space__code=space_code)
    wanted = normalise(text)
    if wanted:
        found = found.filter(Q(barcode=wanted) | Q(call_number__startswith=wanted))
    if state:
        found = found.filter(state=state)
    if after:
        found = found.filter(id__gt=after)
    return list(found.defer("record__raw")[:limit])


def item(*, id: UUID) -> Item | None:
    """One copy with its edition, space and record."""
    found = Item.objects.select_related("edition__work", "space", "listed_at", "record__source").filter(id=id)
    return found.defer("record__raw").first()


def items_of_work(*, work_id: UUID) -> list[Item]:
    """All copies of a work, also those that readers do not see."""
    found = Item.objects.filter(edition__work=work_id).select_related("edition", "space", "record__source")
    return list(found.defer("record__raw").order_by("space__name_th", "space_id", "id"))


def may_keep(*, actor: Actor, at: datetime, space_ids: Sequence[UUID]) -> set[UUID]:
    """Of these spaces those whose copies this actor may change."""
    scopes = places.scopes_of_spaces(set(space_ids))
    return {
        id for id, scope in scopes.items() if permitted("catalogue.keep_items", actor=actor, at=at, scope=scope)
    }


def edition(*, id: UUID) -> Edition | None:
    """One edition, to which a copy may be added."""
    return Edition.objects.select_related("work").filter(id=id).first()
