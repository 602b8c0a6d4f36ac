"""How far everybody is: counted from stamps, set by set, after each stamp and whenever somebody doubts it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Challenge, Entry
from rianru.learning.queries.progress import COUNTED, Shape, entries_with, reached_by, shapes_of

AT_ONCE = 500  # entries that are counted in one transaction
_TALLY = """
    WITH counted AS ({counted})
    INSERT INTO learning_tally (entry_id, goal_id, done, reached_at)
    SELECT entry_id, goal_id, done, CASE WHEN done >= needs THEN %(at)s::timestamptz END FROM counted
    ON CONFLICT (entry_id, goal_id) DO UPDATE SET done = excluded.done,
        reached_at = CASE WHEN excluded.reached_at IS NOT NULL
                          THEN coalesce(learning_tally.reached_at, excluded.reached_at) END
    WHERE (learning_tally.done, learning_tally.reached_at IS NULL)
          IS DISTINCT FROM (excluded.done, excluded.reached_at IS NULL)
"""
_COUNT = _TALLY.format(counted=COUNTED)
_LOCK = "SELECT id FROM learning_entry WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_STANDS = """
    UPDATE learning_entry AS entry SET reached = now.reached
    FROM unnest(%(ids)s::uuid[], %(reached)s::int[]) AS now (id, reached)
    WHERE entry.id = now.id AND entry.reached <> now.reached
"""
_COMPLETED = """
    UPDATE learning_entry AS entry SET completed_at = %(at)s
    FROM unnest(%(ids)s::uuid[]) AS done (id) WHERE entry.id = done.id AND entry.completed_at IS NULL
    RETURNING entry.id, entry.challenge_id
"""


def advance(*, actor: Actor, at: datetime, people: Sequence[UUID]) -> list[UUID]:
    """Counts anew what these people take part in (their keys), of challenges that are open; the entries that were
    completed now.
    """
    require("learning.advance", actor=actor, at=at)
    return _count(actor, at, entries_with(people))


def recount(*, actor: Actor, at: datetime, challenge_id: UUID) -> int:
    """Counts a whole challenge anew from stamps; how many entries it has. NotFound."""
    require("learning.advance", actor=actor, at=at)
    if not Challenge.objects.filter(id=challenge_id).exists():
        raise NotFound()
    ids = list(Entry.objects.filter(challenge=challenge_id).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _count(actor, at, ids[start:start + AT_ONCE])
    with transaction.atomic():
        facts.record(verbs.CHALLENGE_RECOUNTED, actor=actor, at=at, object_kind="challenge", object_id=challenge_id,
                     count=len(ids))
    return len(ids)


def _count(actor: Actor, at: datetime, entries: Sequence[UUID]) -> list[UUID]:
    """One transaction: entries are locked in the order of their ids, then counted by what is committed by now."""
    if not entries:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(entries)])
        locked = [id for (id,) in cursor.fetchall()]
        cursor.execute(_COUNT, {"entries": locked, "at": at})
        standing = reached_by(locked)
        cursor.execute(_STANDS, {"ids": list(standing), "reached": list(standing.values())})
        complete = _enough(standing, shapes_of(locked))
        cursor.execute(_COMPLETED, {"ids": complete, "at": at})
        done = cursor.fetchall()
        for entry_id, challenge_id in done:
            facts.record(verbs.CHALLENGE_COMPLETED, actor=actor, at=at, object_kind="challenge", object_id=challenge_id)
            jobs.defer("learning.award", entry_id=str(entry_id))
    return [entry_id for entry_id, _ in done]


def _enough(standing: dict[UUID, int], shapes: dict[UUID, Shape]) -> list[UUID]:
    return [id for id, reached in standing.items() if reached >= shapes[id].needs]


__all__ = ["advance", "recount"]
