"""What time does to seats: offers end, those in line get theirs, draws are due, guests are forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.learning.actions.forgetting import forget_party
from rianru.learning.actions.seating import end, locked, settle
from rianru.learning.actions.sharing import draw_seats
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Party, WrongCode

GUESTS_KEPT = timedelta(days=30)  # after the end of what they came to
CODES_KEPT = timedelta(days=1)
# What a series is over with is its last session.
_ENDS = """
    SELECT seating.id, coalesce(session.starts_at, series.starts_at) AS starts_at,
           coalesce(session.ends_at, series.ends_at) AS ends_at,
           activity.state IN ('cancelled', 'over') OR coalesce(session.state, 'planned') = 'cancelled' AS off,
           coalesce(session.capacity, activity.capacity) AS capacity, seating.held
    FROM learning_seating AS seating JOIN learning_activity AS activity ON activity.id = seating.activity_id
    LEFT JOIN learning_session AS session ON session.id = seating.session_id
    LEFT JOIN LATERAL (
        SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at FROM learning_session
        WHERE activity_id = activity.id AND state = 'planned') AS series ON true
"""
_LATE = "SELECT DISTINCT seating_id FROM learning_party WHERE state = 'offered' AND offered_until_at <= %(at)s"
_FREE = """
    SELECT seat.id FROM ({ends}) AS seat WHERE NOT off AND (starts_at IS NULL OR starts_at > %(at)s)
      AND (capacity IS NULL OR held < capacity)
      AND EXISTS (SELECT FROM learning_party WHERE seating_id = seat.id AND state = 'waiting')
      AND NOT EXISTS (SELECT FROM learning_draw WHERE seating_id = seat.id AND drawn_at IS NULL)
""".replace("{ends}", _ENDS)
_DRAWS = """
    SELECT draw.id FROM ({ends}) AS seat JOIN learning_draw AS draw ON draw.seating_id = seat.id
    WHERE draw.drawn_at IS NULL AND draw.closes_at <= %(at)s AND NOT off AND starts_at > %(at)s
""".replace("{ends}", _ENDS)
_MISSED = """
    SELECT seat.id FROM ({ends}) AS seat WHERE (off OR starts_at <= %(at)s)
      AND EXISTS (SELECT FROM learning_party WHERE seating_id = seat.id AND state IN ('waiting', 'entered', 'offered'))
""".replace("{ends}", _ENDS)
_GUESTS = """
    SELECT party.id FROM ({ends}) AS seat JOIN learning_party AS party ON party.seating_id = seat.id
    WHERE seat.ends_at <= %(kept)s AND party.by_id IS NULL LIMIT 500
""".replace("{ends}", _ENDS)


def tend_seats(*, actor: Actor, at: datetime) -> int:
    """Ends offers that are over, offers what is free to the next in line, shares out seats whose list has closed, ends
    waiting for what has begun, and forgets guests thirty days after the end. How much was done.

    Each row of seats is a transaction of its own, in the order of their ids.
    """
    require("learning.tend_seats", actor=actor, at=at)
    given = {"at": at, "kept": at - GUESTS_KEPT}
    done = sum(_tended(actor, at, id, late=True) for id in _ids(_LATE, given))
    done += sum(_tended(actor, at, id) for id in _ids(_FREE, given))
    done += sum(draw_seats(actor=actor, at=at, draw_id=id) + 1 for id in _ids(_DRAWS, given))
    done += sum(_missed(actor, at, id) for id in _ids(_MISSED, given))
    for id in _ids(_GUESTS, given):
        with transaction.atomic():
            forget_party(id)
        done += 1
    WrongCode.objects.filter(tried_at__lt=at - CODES_KEPT).delete()
    if done:
        with transaction.atomic():
            facts.record(verbs.SEATS_TENDED, actor=actor, at=at, count=done)
    return done


def _ids(sql: str, given: dict[str, Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return sorted(id for (id,) in cursor.fetchall())


def _tended(actor: Actor, at: datetime, seating_id: UUID, *, late: bool = False) -> int:
    """Ends what is late, and settles; whether anything changed."""
    with transaction.atomic():
        g = locked(seating_id)
        ended = 0
        for party in _late(seating_id, at) if late else ():
            g = end(actor, at, g, party, "lapsed", verbs.LAPSED)
            ended += 1
        before = Party.objects.filter(seating=seating_id, state="offered").count()
        if not g.begun(at):
            settle(actor, at, g)
        return ended + abs(Party.objects.filter(seating=seating_id, state="offered").count() - before)


def _late(seating_id: UUID, at: datetime) -> Iterable[Party]:
    return Party.objects.filter(seating=seating_id, state="offered", offered_until_at__lte=at).order_by("place")


def _missed(actor: Actor, at: datetime, seating_id: UUID) -> int:
    """It has begun or was called off: whoever still waits has waited in vain."""
    with transaction.atomic():
        g = locked(seating_id)
        waiting = list(Party.objects.filter(
            seating=seating_id, state__in=["waiting", "entered", "offered"]).order_by("place"))
        for party in waiting:
            g = end(actor, at, g, party, "missed", verbs.LAPSED)
        return len(waiting)


__all__ = ["GUESTS_KEPT", "tend_seats"]
