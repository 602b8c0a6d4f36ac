"""Members, and members with a role."""

from datetime import timedelta
from itertools import count
from uuid import UUID

from rianru.core.actors import Role
from rianru.people import actions
from rianru.people.actions.joining import Joined
from tests.factories.actors import AT, HOUSE

_number = count(1)


def member(
    *, email: str = "", given_name: str = "มานี", family_name: str = "ใจดี", password: str | None = None,
    role: Role | None = None, scope_kind: str = "national", scope_id: UUID | None = None,
) -> Joined:
    """Someone with an account, joined a day before AT; with `role` also granted it at AT."""
    joined = actions.join(
        actor=HOUSE, at=AT - timedelta(days=1), email=email or f"member-{next(_number)}@example.org",
        given_name=given_name, family_name=family_name, password=password,
    )
    if role is not None:
        actions.grant_role(
            actor=HOUSE, at=AT, person_id=joined.person_id, role=role, scope_kind=scope_kind, scope_id=scope_id
        )
    return joined
