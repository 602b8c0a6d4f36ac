"""Actors are values: no table is touched."""

from datetime import UTC, datetime
from uuid import UUID

from rianru.core.actors import Actor, Grant, Role, system
from rianru.kernel.ids import new_id

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # a Saturday morning in Bangkok, in the fiscal year 2570
HOUSE = system("tests")


def grant(
    *, role: Role = Role.LIBRARIAN, scope_kind: str = "national", scope_id: UUID | None = None, since: datetime = AT,
    until: datetime | None = None,
) -> Grant:
    return Grant(role, scope_kind, scope_id, since, until)


def person(*, key: UUID | None = None, grants: tuple[Grant, ...] = (), secure: bool = False) -> Actor:
    """Someone signed in; without `secure` the second factor was not shown, and grants do not count."""
    return Actor(kind="person", key=key or new_id(), grants=grants, secure=secure)


def staff(*, role: Role = Role.LIBRARIAN, scope_kind: str = "national", scope_id: UUID | None = None) -> Actor:
    """Someone with one role, in force at AT, and the second factor shown."""
    return person(grants=(grant(role=role, scope_kind=scope_kind, scope_id=scope_id),), secure=True)
