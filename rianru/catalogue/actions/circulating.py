"""What becomes of copies while they circulate: the one place that turns their state, for the actions of lending.

Lending asks who may do it and records what happened; here nothing is asked twice and nothing is counted twice.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.catalogue.models import Item
from rianru.core import prepared

State = Item.State
_TURN = """
    WITH turned AS (
        UPDATE catalogue_item AS item SET state = %(becomes)s, changed_at = %(at)s,
               space_id = coalesce(%(home)s, space_id)
        FROM catalogue_edition AS edition
        WHERE item.id = ANY(%(ids)s) AND item.state = ANY(%(was)s) AND edition.id = item.edition_id
        RETURNING item.id, edition.work_id),
    touched AS (
        INSERT INTO core_change (kind, object_id, touched_at)
        SELECT DISTINCT 'work', work_id, clock_timestamp() FROM turned),
    woken AS (SELECT pg_notify('core_change', ''))
    SELECT id FROM turned CROSS JOIN woken
"""


def turn(
    ids: Collection[UUID], *, was: Collection[str], becomes: str, at: datetime, home: UUID | None = None
) -> set[UUID]:
    """Copies that were in one of the states `was` are now in `becomes`, and at `home` from now on where it is given.

    In the caller's transaction; which of them were turned. A copy that somebody else turned meanwhile is not among
    them: the caller refuses.
    """
    said: dict[str, Any] = {
        "ids": list(ids), "was": [str(one) for one in was], "becomes": str(becomes), "at": at, "home": home,
    }
    return {id for (id,) in prepared.rows(_TURN, said)}


