"""Past loans of members who no longer want their history kept are nobody's, within the hour."""

from datetime import datetime

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.lending import kinds

_FORGET = """
    WITH gone AS (
        UPDATE lending_loan AS loan SET membership_id = NULL FROM people_membership AS member
        WHERE member.id = loan.membership_id AND loan.returned_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM people_consent WHERE person_id = member.person_id AND purpose = 'history'
                AND withdrawn_at IS NULL)
        RETURNING loan.id),
    keys AS (DELETE FROM core_oneoffkey USING gone WHERE object_kind = 'loan' AND object_id = gone.id)
    SELECT count(*) FROM gone
"""


def forget_loans(*, actor: Actor, at: datetime) -> int:
    """Cuts the tie between ended loans and members without the consent `history`, and the keys of these loans in facts.

    How many loans there were. What was agreed to anew in between is kept.
    """
    require("lending.forget_loans", actor=actor, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FORGET)
        (count,) = cursor.fetchone()
        if count:
            facts.record(kinds.LOANS_FORGOTTEN, actor=actor, at=at, count=count)
    return int(count)
