"""Queues: how many wait for a copy, and when somebody's turn may come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

# Each hold counts for every copy that it reaches; copies of one work share their queue.
_WAITING = """
    SELECT copy.id, count(*) FROM catalogue_item AS copy
    JOIN catalogue_edition AS edition ON edition.id = copy.edition_id
    JOIN catalogue_edition AS near ON near.work_id = edition.work_id
    JOIN catalogue_item AS wanted ON wanted.edition_id = near.id
    JOIN lending_hold AS hold ON hold.item_id = wanted.id
    WHERE copy.id = ANY(%(ids)s) AND hold.ended_at IS NULL
      AND (hold.state = 'waiting' OR (hold.state = 'suspended' AND hold.suspended_until_on <= %(day)s))
      AND (hold.reach = 'work' OR (hold.reach = 'edition' AND near.id = edition.id) OR wanted.id = copy.id)
    GROUP BY copy.id
"""


def waiting_for(item_ids: Sequence[UUID], *, day: date) -> dict[UUID, int]:
    """How many wait, on a day, for something that each of these copies could answer; none are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"ids": list(item_ids), "day": day})
        return dict(cursor.fetchall())
