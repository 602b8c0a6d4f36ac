"""Roles as people read them: one's own, and for administrators those within their scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from rianru.core.actors import Actor, Role
from rianru.kernel.words import T
from rianru.people import words
from rianru.people.models import Person, Pseudonym, RoleGrant
from rianru.people.queries.scopes import grants_within, place_names
from rianru.people.rules import administered

KEEPING = (Role.LIBRARIAN, Role.CARETAKER)
"""Roles that look after one space; who administers it keeps it only in name."""

@dataclass(frozen=True, slots=True)
class Duty:
    """One role of one's own: what, where, until when."""

    label: T
    scope: T
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One role of someone, as an administrator sees it; `granted_by` is a name, or blank where nobody can tell."""

    id: UUID
    person_id: UUID
    person_name: str
    email: str
    label: T
    scope: T
    since: datetime
    until: datetime | None
    granted_by: str
    reason: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class GrantPage:
    """A page of roles; `after` is the id to go on from, or None at the end."""

    rows: list[GrantRow]
    after: UUID | None


def roles_of(person_id: UUID, *, at: datetime) -> list[Duty]:
    """The roles that a person holds or will hold, in the order in which they were granted."""
    grants = list(_open(RoleGrant.objects.filter(person_id=person_id), at).order_by("id"))
    names = place_names({(grant.scope_kind, grant.scope_id) for grant in grants})
    return [
        Duty(words.ROLES[grant.role], names[grant.scope_kind, grant.scope_id], grant.since, grant.until)
        for grant in grants
    ]


def keepers_of(space_id: UUID, *, at: datetime) -> list[tuple[T, int]]:
    """How many hold each role that keeps this one space, by its name; nobody's name is told."""
    kept = RoleGrant.objects.filter(scope_kind="space", scope_id=space_id, since__lte=at)
    held = _open(kept, at).values("role").annotate(n=Count("person", distinct=True))
    n = {row["role"]: row["n"] for row in held.order_by("role")}
    return [(label, n[role]) for role, label in words.ROLES.items() if role in KEEPING and role in n]


def roles_within(*, actor: Actor, at: datetime, after: UUID | None = None, limit: int = 50) -> GrantPage:
    """The open roles in all scopes that the actor administers, newest first; none for anyone else."""
    visible = _open(RoleGrant.objects.filter(grants_within(administered(actor, at))), at)
    if after is not None:
        visible = visible.filter(id__lt=after)
    grants = list(visible.select_related("person__account").order_by("-id")[: limit + 1])
    more, grants = len(grants) > limit, grants[:limit]
    return GrantPage(_rows(grants, actor), grants[-1].id if more else None)


def role_within(grant_id: UUID, *, actor: Actor, at: datetime) -> GrantRow | None:
    """One of `roles_within`, or None: to anyone else it does not exist."""
    visible = _open(RoleGrant.objects.filter(grants_within(administered(actor, at)), id=grant_id), at)
    rows = _rows(list(visible.select_related("person__account")), actor)
    return rows[0] if rows else None


def _open(grants: QuerySet[RoleGrant], at: datetime) -> QuerySet[RoleGrant]:
    return grants.filter(Q(until__isnull=True) | Q(until__gt=Greatest(F("since"), Value(at))))


def _rows(grants: list[RoleGrant], actor: Actor) -> list[GrantRow]:
    names = place_names({(grant.scope_kind, grant.scope_id) for grant in grants})
    granters = names_of_keys({grant.granted_by for grant in grants if grant.granted_by})
    keys = dict(
        Pseudonym.objects.filter(person__in=[grant.person_id for grant in grants]).values_list("person_id", "key")
    )
    return [
        GrantRow(
            grant.id, grant.person_id, grant.person.full_name,
            grant.person.account.email if grant.person.account else "", words.ROLES[grant.role],
            names[grant.scope_kind, grant.scope_id], grant.since, grant.until,
            granters.get(grant.granted_by, "") if grant.granted_by else "", grant.reason,
            actor.key is not None and keys.get(grant.person_id) == actor.key,
        )
        for grant in grants
    ]


def names_of_keys(keys: set[UUID]) -> dict[UUID, str]:
    """The full names of the people to whom these keys still lead; others are not there."""
    people = Person.objects.filter(pseudonyms__key__in=keys).annotate(key=F("pseudonyms__key"))
    return {person.key: person.full_name for person in people}
