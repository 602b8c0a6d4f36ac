"""Who leads what: the host of an activity, and the people who teach or help in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rianru.core import prepared
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.refusals import NotFound
from rianru.learning.models import Activity, Facilitator
from rianru.places import queries as places

RECENT = timedelta(days=14)  # how long hosts may still tick who came


def space_of(activity_id: UUID) -> UUID:
    """The host of an activity. NotFound."""
    found = Activity.objects.filter(id=activity_id).values_list("space", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def leads(key: UUID, activity_id: UUID) -> bool:
    """Whether the person behind a live key teaches or helps in this activity."""
    return Facilitator.objects.filter(
        activity=activity_id, person__pseudonyms__key=key, person__pseudonyms__destroyed_at=None
    ).exists()


@dataclass(frozen=True, slots=True)
class LedRow:
    """A session that somebody teaches or helps in, with how many have seats."""

    session_id: UUID
    activity_id: UUID
    title_th: str
    title_en: str
    kind: str
    part: str
    starts_at: datetime
    ends_at: datetime
    state: str
    space_id: UUID
    joined: int
    came: int


_LED = """
    SELECT session.id, activity.id, activity.title_th, activity.title_en, activity.kind, lead.part, session.starts_at,
           session.ends_at, CASE WHEN activity.state = 'cancelled' THEN 'cancelled' ELSE session.state END,
           activity.space_id,
           (SELECT count(*)::int FROM learning_seat AS seat JOIN learning_party AS party ON party.id = seat.party_id
            JOIN learning_seating AS seating ON seating.id = seat.seating_id
            WHERE seating.activity_id = activity.id AND (seating.session_id IS NULL OR seating.session_id = session.id)
              AND seat.ended_at IS NULL AND party.state = 'joined'),
           (SELECT count(*)::int FROM learning_attendance WHERE session_id = session.id)
    FROM people_pseudonym AS own JOIN learning_facilitator AS lead ON lead.person_id = own.person_id
    JOIN learning_activity AS activity ON activity.id = lead.activity_id AND activity.state <> 'draft'
    JOIN learning_session AS session ON session.activity_id = activity.id
    WHERE own.key = %(key)s AND own.destroyed_at IS NULL AND session.ends_at > %(since)s
    ORDER BY session.starts_at, session.id LIMIT %(limit)s
"""


def led_by(key: UUID, *, at: datetime, limit: int = 100) -> list[LedRow]:
    """Sessions that the person behind a key teaches or helps in: those of the last fortnight and to come, in order."""
    rows = prepared.rows(_LED, {"key": key, "since": at - RECENT, "limit": limit})
    return [LedRow(*row) for row in rows]


def require_host(*, actor: Actor, at: datetime, activity_id: UUID) -> None:
    """Refuses with NotAllowed everybody but staff of the host, and those who teach or help in it; NotFound for none."""
    space_id = space_of(activity_id)
    if actor.key and permitted("learning.lead", actor=actor, at=at) and leads(actor.key, activity_id):
        return
    require("learning.keep_seats", actor=actor, at=at, scope=places.scope_of_space(space_id))
