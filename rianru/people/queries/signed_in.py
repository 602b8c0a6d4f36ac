"""Who a session belongs to, in one statement: every request of somebody signed in asks it.

A session's own words are sealed in its text, so that the database cannot look up the account in it. The account is
found by the list of sessions that each account has; a face compares it with what the session says, and asks again
where they differ.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import DEFAULT_DB_ALIAS

from rianru.core import prepared
from rianru.core.actors import ANONYMOUS, Actor
from rianru.people.models import Account
from rianru.people.queries.actors import actor_of_rows

_COLUMNS: Final = [field.attname for field in Account._meta.concrete_fields]
_SESSION = """
    SELECT session.session_data, array(SELECT id FROM mfa_authenticator WHERE user_id = account.id),
           {account},
           own.key, held.role, held.scope_kind, held.scope_id, held.since, held.until
    FROM django_session AS session
    LEFT JOIN usersessions_usersession AS listed ON listed.session_key = session.session_key
    LEFT JOIN people_account AS account ON account.id = listed.user_id AND account.is_active
    LEFT JOIN people_person AS person ON person.account_id = account.id
    LEFT JOIN people_pseudonym AS own ON own.person_id = person.id AND own.destroyed_at IS NULL
    LEFT JOIN people_rolegrant AS held ON held.person_id = person.id AND own.key IS NOT NULL
        AND (held.until IS NULL OR held.until > greatest(held.since, %(at)s))
    WHERE session.session_key = %(key)s AND session.expire_date > %(at)s
    ORDER BY held.id
"""
_ASKED: Final = _SESSION.format(account=", ".join(f"account.{column}" for column in _COLUMNS))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has not ended: its sealed text, and what is known of the account in whose list it stands.

    `account`: none where it is in no list, or may not sign in. `factors`: the ids of all second factors that it has.
    """

    session_data: str
    account: Account | None
    actor: Actor
    factors: frozenset[int]


def signed_in(session_key: str, *, at: datetime) -> SignedIn | None:
    """The session with a key, at a moment; none where it has ended. The actor is not `secure`."""
    rows = prepared.rows(_ASKED, {"key": session_key, "at": at})
    if not rows:
        return None
    data, factors, *cells = rows[0]
    values, last = cells[: len(_COLUMNS)], 2 + len(_COLUMNS)
    if values[_COLUMNS.index("id")] is None:
        return SignedIn(data, None, ANONYMOUS, frozenset())
    account = Account.from_db(DEFAULT_DB_ALIAS, _COLUMNS, values)
    return SignedIn(data, account, actor_of_rows([row[last:] for row in rows], secure=False), frozenset(factors))
