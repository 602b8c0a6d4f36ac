"""A host's day: what is on at a space today with its lists at hand, what was never counted, whom to call, and how a
month goes beside others. One statement each, however much there is and at however many spaces.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.dates import Period
from rianru.kernel.words import T
from rianru.learning.queries.called import Called
from rianru.learning.words import time_text

UNCOUNTED = timedelta(days=14)  # so long one is reminded of a session of which nobody was counted
MOST = 12

_TODAY = """
    SELECT session.id, activity.id, activity.kind, activity.title_th, activity.title_en, activity.joining,
           session.starts_at, session.ends_at, session.state = 'cancelled' OR activity.state = 'cancelled',
           coalesce(nullif(session.place_th, ''), room.name_th, activity.place_th, ''),
           coalesce(nullif(session.place_en, ''), nullif(room.name_en, ''), activity.place_en, ''),
           coalesce(session.capacity, activity.capacity),
           (SELECT coalesce(sum(party.size), 0)::int FROM learning_seating AS seating
            JOIN learning_party AS party ON party.seating_id = seating.id AND party.state = 'joined'
            WHERE seating.activity_id = activity.id
                AND (seating.session_id IS NULL OR seating.session_id = session.id)),
           (SELECT count(*)::int FROM learning_attendance WHERE session_id = session.id),
           (SELECT coalesce(sum(people), 0)::int FROM learning_headcount WHERE session_id = session.id)
    FROM learning_session AS session
    JOIN learning_activity AS activity ON activity.id = session.activity_id
        AND activity.space_id = %(space)s AND activity.state IN ('open', 'cancelled', 'over')
    LEFT JOIN learning_roombooking AS booking ON booking.session_id = session.id
    LEFT JOIN learning_room AS room ON room.id = booking.room_id
    WHERE session.starts_at < %(until)s AND session.ends_at > %(since)s
    ORDER BY session.starts_at, session.id LIMIT %(limit)s
"""
_UNCOUNTED = """
    SELECT session.id, activity.title_th, activity.title_en, session.starts_at
    FROM learning_activity AS activity
    JOIN learning_session AS session ON session.activity_id = activity.id AND session.state = 'planned'
        AND session.ends_at < %(at)s AND session.ends_at > %(since)s
    WHERE activity.space_id = %(space)s AND activity.state IN ('open', 'over') AND activity.kind <> 'exhibition'
        AND NOT EXISTS (SELECT FROM learning_attendance WHERE session_id = session.id)
        AND NOT EXISTS (SELECT FROM learning_headcount WHERE session_id = session.id)
    ORDER BY session.starts_at DESC, session.id LIMIT %(limit)s
"""
# An offer that no letter can carry, and seats that are to be shared out.
_TO_DO = """
    SELECT 'call', activity.id, session.id, activity.title_th, activity.title_en, count(*)::int
    FROM learning_activity AS activity
    JOIN learning_seating AS seating ON seating.activity_id = activity.id
    LEFT JOIN learning_session AS session ON session.id = seating.session_id
    JOIN learning_party AS party ON party.seating_id = seating.id AND party.state = 'offered'
        AND party.email = '' AND party.by_id IS NULL
    WHERE activity.space_id = %(space)s AND activity.state = 'open' GROUP BY 2, 3
    UNION ALL
    SELECT 'draw', activity.id, session.id, activity.title_th, activity.title_en, 1
    FROM learning_activity AS activity
    JOIN learning_seating AS seating ON seating.activity_id = activity.id
    LEFT JOIN learning_session AS session ON session.id = seating.session_id
    JOIN learning_draw AS draw ON draw.seating_id = seating.id AND draw.drawn_at IS NULL AND draw.closes_at <= %(at)s
    WHERE activity.space_id = %(space)s AND activity.state = 'open'
    ORDER BY 1, 4, 3 LIMIT %(limit)s
"""
_HELD = """
    SELECT span.place, count(DISTINCT session.id)::int, coalesce(sum(came.people), 0)::int
    FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS span (since, until, place)
    LEFT JOIN (learning_session AS session JOIN learning_activity AS activity ON activity.id = session.activity_id)
        ON activity.space_id = %(space)s AND activity.state IN ('open', 'over') AND session.state = 'planned'
        AND session.starts_at >= span.since AND session.starts_at < span.until AND session.ends_at <= %(at)s
    LEFT JOIN LATERAL (
        SELECT (SELECT count(*) FROM learning_attendance WHERE session_id = session.id)
               + (SELECT coalesce(sum(people), 0) FROM learning_headcount WHERE session_id = session.id) AS people
    ) AS came ON session.id IS NOT NULL
    GROUP BY span.place ORDER BY span.place
"""


@dataclass(frozen=True, slots=True)
class TodayRow(Called):
    """A session of a host's day: `seated` have a seat, `came` were ticked off, `heads` counted without names."""

    id: UUID
    activity_id: UUID
    kind: str
    title_th: str
    title_en: str
    joining: str
    starts_at: datetime
    ends_at: datetime
    off: bool
    place_th: str
    place_en: str
    capacity: int | None
    seated: int
    came: int
    heads: int

    @property
    def place(self) -> T | None:
        """Where at the space."""
        return T.verbatim(self.place_th, self.place_en) if self.place_th else None

    @property
    def time(self) -> T:
        """From when to when."""
        return time_text(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class ToDoRow:
    """What an activity waits for: `what` is call (people without e-mail who were offered a seat) or draw."""

    what: str
    activity_id: UUID
    session_id: UUID | None
    title: T
    count: int


def today(
    space_ids: Collection[UUID], *, since: datetime, until: datetime, limit: int = MOST
) -> dict[UUID, list[TodayRow]]:
    """What each space holds between two moments, by when it begins: only for its host."""
    found = _of_each(_TODAY, space_ids, {"since": since, "until": until, "limit": limit})
    return {id: [TodayRow(*row) for row in rows] for id, rows in found.items()}


def uncounted(
    space_ids: Collection[UUID], *, at: datetime, limit: int = MOST
) -> dict[UUID, list[tuple[UUID, T, datetime]]]:
    """Of each space the sessions that ended lately of which nobody was ticked off nor counted: id, title, and when; the
    latest first, `limit` of a space.
    """
    found = _of_each(_UNCOUNTED, space_ids, {"at": at, "since": at - UNCOUNTED, "limit": limit})
    return {place: [(id, T.verbatim(th, en), starts_at) for id, th, en, starts_at in rows]
            for place, rows in found.items()}


def to_do(space_ids: Collection[UUID], *, at: datetime, limit: int = MOST) -> dict[UUID, list[ToDoRow]]:
    """What the activities of each space wait for."""
    found = _of_each(_TO_DO, space_ids, {"at": at, "limit": limit})
    return {id: [ToDoRow(what, activity, session, T.verbatim(th, en), n)
                 for what, activity, session, th, en, n in rows] for id, rows in found.items()}


def held_in(
    space_ids: Collection[UUID], periods: Sequence[Period], *, at: datetime
) -> dict[UUID, list[tuple[int, int]]]:
    """How many sessions each space held in each of these periods until `at`, and how many people came to them."""
    spans = [period.moments() for period in periods]
    given = {"starts": [one for one, _ in spans], "ends": [one for _, one in spans], "at": at}
    return {id: [(sessions, people) for _, sessions, people in rows]
            for id, rows in _of_each(_HELD, space_ids, given).items()}


def _of_each(sql: str, space_ids: Collection[UUID], given: Mapping[str, Any]) -> dict[UUID, list[prepared.Row]]:
    return prepared.rows_of_each(sql, "space", space_ids, given)
