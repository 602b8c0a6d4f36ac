"""Who acts: the actor of an account, in one query."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from rianru.core.actors import ANONYMOUS, Actor, Grant, Role

# Written out, because every request of somebody signed in asks it: Django takes longer to say it than PostgreSQL to
# answer.
_ACTOR = """
    SELECT own.key, held.role, held.scope_kind, held.scope_id, held.since, held.until
    FROM people_account AS account JOIN people_person AS person ON person.account_id = account.id
    JOIN people_pseudonym AS own ON own.person_id = person.id AND own.destroyed_at IS NULL
    LEFT JOIN people_rolegrant AS held ON held.person_id = person.id
        AND (held.until IS NULL OR held.until > greatest(held.since, %(at)s))
    WHERE account.id = %(account)s AND account.is_active
    ORDER BY held.id
"""


def actor_for(account_id: UUID, *, at: datetime, secure: bool) -> Actor:
    """The actor of an active account with the grants in force or yet to begin; ANONYMOUS where there is none.

    `secure` is for the face to know: whether this session showed the second factor. Without it no grant counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"account": account_id, "at": at})
        rows = cursor.fetchall()
    if not rows:
        return ANONYMOUS
    grants = tuple(Grant(Role(role), kind, id, since, until) for _, role, kind, id, since, until in rows if role)
    return Actor(kind="person", key=rows[0][0], grants=grants, secure=secure)
