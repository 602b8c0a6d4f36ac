"""Who acts: the actor of an account, in one query."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Greatest

from rianru.core.actors import ANONYMOUS, Actor, Grant, Role
from rianru.people.models import Person


def actor_for(account_id: UUID, *, at: datetime, secure: bool) -> Actor:
    """The actor of an active account with the grants in force or yet to begin; ANONYMOUS where there is none.

    `secure` is for the face to know: whether this session showed the second factor. Without it no grant counts.
    """
    rows = list(
        Person.objects.filter(account_id=account_id, account__is_active=True, pseudonyms__destroyed_at__isnull=True)
        .annotate(held=FilteredRelation("grants", condition=_holds_or_will(at)))
        .values_list(
            "pseudonyms__key", "held__role", "held__scope_kind", "held__scope_id", "held__since", "held__until"
        )
        .order_by("held__id")
    )
    if not rows or rows[0][0] is None:
        return ANONYMOUS
    grants = tuple(Grant(Role(role), kind, id, since, until) for _, role, kind, id, since, until in rows if role)
    return Actor(kind="person", key=rows[0][0], grants=grants, secure=secure)


def _holds_or_will(at: datetime) -> Q:
    return Q(grants__until__isnull=True) | Q(grants__until__gt=Greatest(F("grants__since"), Value(at)))
