"""How many members keep a work: counted once an hour, and only where they are five or more."""

from datetime import datetime

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require

ENOUGH = 5  # TRUST, statistics: fewer people than this are nobody's business
_COUNT = """
    WITH counted AS (
        SELECT entry.work_id, count(DISTINCT list.owner_id) AS members
        FROM catalogue_listentry AS entry JOIN catalogue_readinglist AS list ON list.id = entry.within_id
        WHERE entry.removed_at IS NULL AND list.removed_at IS NULL
        GROUP BY entry.work_id HAVING count(DISTINCT list.owner_id) >= %(enough)s),
    gone AS (DELETE FROM catalogue_lovedwork WHERE work_id NOT IN (SELECT work_id FROM counted)),
    kept AS (
        INSERT INTO catalogue_lovedwork AS loved (work_id, members) SELECT work_id, members FROM counted
        ON CONFLICT (work_id) DO UPDATE SET members = excluded.members WHERE loved.members <> excluded.members)
    SELECT count(*) FROM counted
"""


@transaction.atomic
def count_loved(*, actor: Actor, at: datetime) -> int:
    """Counts anew which works at least ENOUGH members keep; how many works they are."""
    require("catalogue.count_loved", actor=actor, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"enough": ENOUGH})
        works = int(cursor.fetchone()[0])
    facts.record("catalogue.loved_counted", actor=actor, at=at, count=works)
    return works
