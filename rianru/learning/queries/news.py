"""What is new for those who follow: activities opened at a space or in a network, dates of an activity that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from rianru.kernel.words import T
from rianru.learning.words import when_text

MOST = 50  # of one thing since the last letter

_OPENED = """
    SELECT wanted.id, activity.id, activity.title_th, activity.title_en, first.starts_at, first.ends_at
    FROM unnest(%(ids)s::uuid[], %(since)s::timestamptz[]) AS wanted (id, since)
    JOIN places_space AS space ON {of} = wanted.id
    JOIN learning_activity AS activity ON activity.space_id = space.id AND activity.state = 'open'
        AND activity.opened_at > wanted.since AND activity.opened_at <= %(until)s
    CROSS JOIN LATERAL (
        SELECT starts_at, ends_at FROM learning_session
        WHERE activity_id = activity.id AND state = 'planned' AND ends_at > %(until)s
        ORDER BY starts_at LIMIT 1) AS first
    ORDER BY wanted.id, first.starts_at, activity.id
"""
_CHANGED = """
    SELECT wanted.id, activity.id, session.state, session.starts_at, session.ends_at
    FROM unnest(%(ids)s::uuid[], %(since)s::timestamptz[]) AS wanted (id, since)
    JOIN learning_activity AS activity ON activity.id = wanted.id AND activity.state IN ('open', 'cancelled')
    JOIN learning_session AS session ON session.activity_id = activity.id AND session.ends_at > %(until)s
        AND session.changed_at > wanted.since AND session.changed_at <= %(until)s
    ORDER BY wanted.id, session.starts_at, session.id
"""


@dataclass(frozen=True, slots=True)
class NewsRow:
    """An activity of which there is something to tell, and what."""

    activity_id: UUID
    text: T


def opened_since(since: Mapping[UUID, datetime], until: datetime, *, of: str) -> dict[UUID, list[NewsRow]]:
    """Activities that were opened at each space (`of="space"`) or network since a moment of its own and are still to
    come, by when they begin; one query.
    """
    statement = _OPENED.format(of={"space": "space.id", "network": "space.network_id"}[of])
    found: dict[UUID, list[NewsRow]] = {}
    for id, activity, th, en, starts_at, ends_at in _rows(statement, since, until):
        text = T("{title} · {when}", "{title} · {when}", title=T.verbatim(th, en), when=when_text(starts_at, ends_at))
        found.setdefault(id, []).append(NewsRow(activity, text))
    return {id: rows[:MOST] for id, rows in found.items()}


def dates_since(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[NewsRow]]:
    """Sessions to come of each activity that were added, moved or cancelled since a moment of its own; one query."""
    found: dict[UUID, list[NewsRow]] = {}
    for id, activity, state, starts_at, ends_at in _rows(_CHANGED, since, until):
        when = when_text(starts_at, ends_at)
        text = T("งด: {when}", "Off: {when}", when=when) if state == "cancelled" else T(
            "วันใหม่หรือเลื่อน: {when}", "New or moved: {when}", when=when)
        found.setdefault(id, []).append(NewsRow(activity, text))
    return {id: rows[:MOST] for id, rows in found.items()}


def _rows(statement: str, since: Mapping[UUID, datetime], until: datetime) -> Iterable[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(since), "since": list(since.values()), "until": until})
        return list(cursor.fetchall())
