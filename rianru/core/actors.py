"""Who acts: a value that every rule reads, built by `people` and by nothing else."""

import enum
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Scope = frozenset[tuple[str, UUID | None]]
"""Every scope that covers a thing: `{("national", None), ("network", id), ("city", id), ("space", id)}`."""

NATIONAL: Scope = frozenset({("national", None)})


class Role(enum.StrEnum):
    """What a person may be trusted with; each role is granted in one scope and for a time."""

    ADMINISTRATOR = "administrator"  # settings, roles and everything below
    LIBRARIAN = "librarian"  # records, items, imports, desk
    CARETAKER = "caretaker"  # one space: its page, its hours, its desk
    OFFICER = "officer"  # a city's or network's plans and reports
    ANALYST = "analyst"  # reads what is counted


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one scope (`scope_id` is None for national), from `since` until before `until`."""

    role: Role
    scope_kind: str
    scope_id: UUID | None
    since: datetime
    until: datetime | None = None

    def holds(self, scope: Scope, at: datetime) -> bool:
        """Whether the grant is in force at `at` and covers `scope`; a national grant covers everything."""
        in_force = self.since <= at and (self.until is None or at < self.until)
        return in_force and (self.scope_kind == "national" or (self.scope_kind, self.scope_id) in scope)


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts. `key` is a pseudonym that only `people` can turn back into a person.

    `kind` is `person`, `system` (a job or command of the installation itself) or `anonymous`.
    `secure` tells whether the second factor was shown in this session: staff roles count only then.
    """

    kind: str
    key: UUID | None = None
    grants: tuple[Grant, ...] = ()
    secure: bool = False
    name: str = ""  # of a system actor only: never of a person

    def holds(self, *roles: Role, scope: Scope, at: datetime) -> bool:
        """Whether any of `roles` is in force for `scope`."""
        return self.secure and any(grant.role in roles and grant.holds(scope, at) for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether any role was ever granted, in force or not: such a person needs a second factor."""
        return bool(self.grants)


ANONYMOUS = Actor(kind="anonymous")


def system(name: str) -> Actor:
    """The installation itself, doing `name` (a command or a job)."""
    return Actor(kind="system", name=name, secure=True)
