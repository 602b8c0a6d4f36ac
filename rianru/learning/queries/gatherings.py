"""What one joins: a session, or a whole series; with its seats, its times and what it asks of those who come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.dates import in_bangkok
from rianru.kernel.words import T
from rianru.learning.queries.called import Called
from rianru.learning.words import BANDS

QUIET = (21, 8)  # Bangkok's hours between which nobody is hurried
LAST_DAY = timedelta(days=1)  # before the beginning nothing is kept for larger parties any more
SHORTEST = timedelta(minutes=15)  # that an offer stands

# A session is joined by itself; a series as a whole begins with its first session and ends with its last.
_GATHERING = """
    SELECT activity.id, session.id, seating.id, activity.kind, activity.title_th, activity.title_en,
           activity.space_id, space.area_id, activity.state,
           CASE WHEN session.id IS NULL THEN 'planned' ELSE session.state END,
           coalesce(session.starts_at, series.starts_at), coalesce(session.ends_at, series.ends_at),
           coalesce(session.capacity, activity.capacity), coalesce(seating.held, 0), activity.joining,
           activity.accounts_only, activity.waiting_list, activity.offer_hours, activity.party_most,
           activity.joining_opens_at, activity.joining_closes_at, activity.ages, draw.closes_at, draw.drawn_at
    FROM unnest(%(activities)s::uuid[], %(sessions)s::uuid[]) AS wanted (activity_id, session_id)
    JOIN learning_activity AS activity ON activity.id = wanted.activity_id
    JOIN places_space AS space ON space.id = activity.space_id
    LEFT JOIN learning_session AS session ON session.activity_id = activity.id AND session.id = wanted.session_id
    LEFT JOIN LATERAL (
        SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at FROM learning_session
        WHERE activity_id = activity.id AND state = 'planned') AS series ON true
    LEFT JOIN learning_seating AS seating ON seating.activity_id = activity.id
        AND seating.session_id IS NOT DISTINCT FROM session.id
    LEFT JOIN learning_draw AS draw ON draw.seating_id = seating.id
    WHERE wanted.session_id IS NULL OR session.id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Gathering(Called):
    """What one joins. `capacity` none: no limit. `ages`: bands, none for everyone. `draw_closes_at`: its seats are
    shared out then, at `drawn_at` they were.
    """

    activity_id: UUID
    session_id: UUID | None
    seating_id: UUID | None
    kind: str
    title_th: str
    title_en: str
    space_id: UUID
    area: str
    state: str
    session_state: str
    starts_at: datetime | None
    ends_at: datetime | None
    capacity: int | None
    held: int
    joining: str
    accounts_only: bool
    waiting_list: bool
    offer_hours: int
    party_most: int
    opens_at: datetime | None
    closes_at: datetime | None
    ages: list[str]
    draw_closes_at: datetime | None
    drawn_at: datetime | None

    @property
    def free(self) -> int | None:
        """Seats that nobody has and that are offered to nobody; None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.held, 0)

    @property
    def for_ages(self) -> T:
        """The bands in words; blank for everyone."""
        bands = [BANDS[band] for band in BANDS if band in self.ages]
        return T.verbatim(", ".join(one.in_("th") for one in bands), ", ".join(one.in_("en") for one in bands))

    def drawing(self) -> bool:
        """Whether its seats are still to be shared out."""
        return self.draw_closes_at is not None and self.drawn_at is None

    def begun(self, at: datetime) -> bool:
        """Whether it has begun; nothing begins that has no time yet."""
        return self.starts_at is not None and self.starts_at <= at

    def over(self, at: datetime) -> bool:
        """Whether it is over or called off."""
        return self.state in ("over", "cancelled") or self.session_state == "cancelled" or (
            self.ends_at is not None and self.ends_at <= at)

    def keeps(self, at: datetime) -> bool:
        """Whether seats are still kept for parties that do not fit yet."""
        return self.starts_at is None or at < self.starts_at - LAST_DAY


def gathering(activity_id: UUID, session_id: UUID | None = None) -> Gathering | None:
    """What one joins; None where there is none, or the session is of another activity."""
    return gatherings([(activity_id, session_id)]).get((activity_id, session_id))


def gatherings(wanted: Iterable[tuple[UUID, UUID | None]]) -> dict[tuple[UUID, UUID | None], Gathering]:
    """The same for many pairs of an activity and a session, or none for its whole series."""
    pairs = list(dict.fromkeys(wanted))
    given = {"activities": [one for one, _ in pairs], "sessions": [one for _, one in pairs]}
    rows = prepared.rows(_GATHERING, given) if pairs else []
    return {(found.activity_id, found.session_id): found for found in (Gathering(*row) for row in rows)}


def offered_until(g: Gathering, at: datetime) -> datetime:
    """When an offer made now ends: after the host's hours, but not at night, and an hour before the beginning at the
    latest; but a quarter of an hour at least.
    """
    until = at + timedelta(hours=g.offer_hours)
    clock = in_bangkok(until)
    late, early = QUIET
    if clock.hour >= late or clock.hour < early:
        day = clock + timedelta(days=1) if clock.hour >= late else clock
        until = day.replace(hour=early + 1, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)
    if g.starts_at is None:
        return until
    return max(min(until, g.starts_at - timedelta(hours=1)), at + SHORTEST)
