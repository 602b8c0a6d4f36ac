"""Who came: for the host by name, for learners their own, for everybody numbers that tell of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from rianru.core import prepared
from rianru.kernel.disclosure import Published, published
from rianru.learning.models import Attendance, HeadCount, Party, Seat, Session, SessionCode
from rianru.learning.queries.called import Called
from rianru.learning.queries.learners import with_household
from rianru.learning.words import BANDS, SEXES

_MEETING = """
    SELECT session.id, session.activity_id, activity.kind, activity.title_th, activity.title_en, activity.space_id,
           space.area_id, activity.joining, session.starts_at, session.ends_at,
           CASE WHEN activity.state = 'cancelled' THEN 'cancelled' ELSE session.state END
    FROM learning_session AS session JOIN learning_activity AS activity ON activity.id = session.activity_id
    JOIN places_space AS space ON space.id = activity.space_id
    WHERE session.id = %(session)s AND activity.state <> 'draft'
"""
_CODES = """
    SELECT code.session_id, code.secret, code.paper FROM learning_sessioncode AS code
    JOIN learning_session AS session ON session.id = code.session_id
    WHERE session.starts_at <= %(latest)s AND session.ends_at >= %(earliest)s AND session.state = 'planned'
    ORDER BY session.starts_at, session.id
"""
_SEATS = """
    SELECT seat.person_id, seat.id FROM learning_session AS session
    JOIN learning_seating AS seating ON seating.activity_id = session.activity_id
        AND (seating.session_id IS NULL OR seating.session_id = session.id)
    JOIN learning_seat AS seat ON seat.seating_id = seating.id AND seat.ended_at IS NULL
    JOIN learning_party AS party ON party.id = seat.party_id AND party.state = 'joined'
    WHERE session.id = %(session)s AND seat.person_id = ANY(%(persons)s)
    ORDER BY seat.id
"""
_ROSTER = """
    SELECT seat.id, party.id, seat.person_id,
           coalesce(nullif(seat.name, ''), concat_ws(' ', person.given_name, nullif(person.family_name, ''))),
           coalesce(seat.birth_year, person.birth_year), party.source, came.id, came.came_at, came.minutes,
           coalesce(nullif(party.phone, ''), nullif(booker.phone, ''), person.phone, ''),
           coalesce(nullif(party.email, ''), account.email, nullif(booker.email, ''), ''),
           coalesce(account.language, party.lang), person.account_id = account.id OR party.by_id IS NULL
    FROM learning_session AS session
    JOIN learning_seating AS seating ON seating.activity_id = session.activity_id
        AND (seating.session_id IS NULL OR seating.session_id = session.id)
    JOIN learning_seat AS seat ON seat.seating_id = seating.id AND seat.ended_at IS NULL
    JOIN learning_party AS party ON party.id = seat.party_id AND party.state = 'joined'
    LEFT JOIN people_person AS person ON person.id = seat.person_id
    LEFT JOIN people_person AS booker ON booker.id = party.by_id
    LEFT JOIN people_account AS account ON account.id = booker.account_id AND account.is_active
    LEFT JOIN learning_attendance AS came ON came.seat_id = seat.id AND came.session_id = session.id
    WHERE session.id = %(session)s
    ORDER BY person.sort_key NULLS LAST, seat.name, seat.id
"""
_OTHERS = """
    SELECT came.id, came.person_id,
           coalesce(nullif(came.name, ''), concat_ws(' ', person.given_name, nullif(person.family_name, '')), ''),
           came.came_at, came.minutes
    FROM learning_attendance AS came LEFT JOIN people_person AS person ON person.id = came.person_id
    WHERE came.session_id = %(session)s AND came.seat_id IS NULL ORDER BY came.id
"""
_OWN = """
    SELECT came.id, came.session_id, session.activity_id, activity.title_th, activity.title_en, activity.kind,
           came.person_id, person.given_name, came.came_at, came.minutes,
           (SELECT max(other.told_at) FROM learning_attendance AS other
            JOIN learning_session AS meeting ON meeting.id = other.session_id
            WHERE other.person_id = came.person_id AND meeting.activity_id = session.activity_id), session.ends_at
    FROM learning_attendance AS came JOIN learning_session AS session ON session.id = came.session_id
    JOIN learning_activity AS activity ON activity.id = session.activity_id
    JOIN people_person AS person ON person.id = came.person_id
    WHERE came.person_id = ANY(%(persons)s) AND (%(after)s::uuid IS NULL OR came.id < %(after)s)
    ORDER BY came.id DESC LIMIT %(limit)s
"""
_HOURS = """
    SELECT came.person_id, coalesce(sum(came.minutes), 0)::int, count(*)::int
    FROM learning_attendance AS came WHERE came.person_id = ANY(%(persons)s) GROUP BY came.person_id
"""
_MINUTES = """
    SELECT coalesce(sum(came.minutes), 0)::int FROM learning_attendance AS came
    JOIN learning_session AS session ON session.id = came.session_id
    WHERE came.person_id = %(person)s AND session.activity_id = %(activity)s
"""


@dataclass(frozen=True, slots=True)
class Occasion(Called):
    """One session, with what counts for who came to it. `area`: where it was; `joining` as words.JOINING."""

    id: UUID
    activity_id: UUID
    kind: str
    title_th: str
    title_en: str
    space_id: UUID
    area: str
    joining: str
    starts_at: datetime
    ends_at: datetime
    state: str

    @property
    def minutes(self) -> int:
        """How long it is."""
        return min(int((self.ends_at - self.starts_at).total_seconds() // 60), 1_440)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One seat on the list of a session, for its host. `came_id` none: not ticked. Letters go to `email`, of whoever
    joined; `own`: that is they themselves.
    """

    seat_id: UUID
    party_id: UUID
    person_id: UUID | None
    name: str
    birth_year: int | None
    source: str
    came_id: UUID | None
    came_at: datetime | None
    minutes: int | None
    phone: str
    email: str
    lang: str
    own: bool


@dataclass(frozen=True, slots=True)
class OtherRow:
    """Somebody who came without a seat."""

    id: UUID
    person_id: UUID | None
    name: str
    came_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class CameRow:
    """That somebody came, for themselves and those who act for them. `told_at` none: of nothing of this activity
    have they said how it was.
    """

    id: UUID
    session_id: UUID
    activity_id: UUID
    title_th: str
    title_en: str
    kind: str
    person_id: UUID
    given_name: str
    came_at: datetime
    minutes: int
    told_at: datetime | None
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """Whoever is to hear of a change: an address each, once."""

    email: str
    lang: str
    party_id: UUID


def occasion(session_id: UUID) -> Occasion | None:
    """One session of an activity that is no draft."""
    rows = prepared.rows(_MEETING, {"session": session_id})
    return Occasion(*rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class CodeRow:
    """The secret of a session's code; it never leaves the house."""

    session_id: UUID
    secret: bytes
    paper: bool


def codes_around(at: datetime, *, early: timedelta, late: timedelta) -> list[CodeRow]:
    """The codes of sessions that people may be at now, by when they begin."""
    rows = prepared.rows(_CODES, {"latest": at + early, "earliest": at - late})
    return [CodeRow(id, bytes(secret), paper) for id, secret, paper in rows]


def code_of_session(session_id: UUID) -> CodeRow | None:
    """The secret of one session, for its host's screen."""
    row = SessionCode.objects.filter(session=session_id).first()
    return CodeRow(session_id, bytes(row.secret), row.paper) if row else None


def seat_for(session_id: UUID, persons: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Which of these persons have a seat at a session, and which one."""
    return {row[0]: row[1] for row in prepared.rows(_SEATS, {"session": session_id, "persons": list(persons)})}


def guest_seats(session_id: UUID, *, phone: str = "", email: str = "") -> list[UUID]:
    """The seats at a session of those who joined it with this phone, or this e-mail, and no account."""
    if not phone and not email:
        return []
    by = Q(phone=phone) if phone else Q(email__iexact=email)
    there = Q(seating__session=session_id) | Q(
        seating__session=None, seating__activity__in=Session.objects.filter(id=session_id).values("activity"))
    parties = Party.objects.filter(by, there, state="joined", by=None)
    return list(Seat.objects.filter(party__in=parties, person=None, ended_at=None).order_by("id").values_list(
        "id", flat=True))


def roster(session_id: UUID) -> list[RosterRow]:
    """Everyone with a seat at a session, in the order of the dictionary: only for its host."""
    return [RosterRow(*row) for row in prepared.rows(_ROSTER, {"session": session_id})]


def others(session_id: UUID) -> list[OtherRow]:
    """Who came without a seat, where none is needed: only for the host."""
    return [OtherRow(*row) for row in prepared.rows(_OTHERS, {"session": session_id})]


def participants(session_id: UUID) -> list[Participant]:
    """Whom to write to about a session: one letter a party, to whoever joined it. Children get none of their own."""
    found: dict[UUID, Participant] = {}
    for row in roster(session_id):
        if row.email and row.party_id not in found:
            found[row.party_id] = Participant(row.email, row.lang, row.party_id)
    return list(found.values())


def attended(persons: Sequence[UUID], *, limit: int, after: UUID | None = None) -> list[CameRow]:
    """What these persons came to, the latest first."""
    given = {"persons": list(persons), "limit": limit, "after": after}
    return [CameRow(*row) for row in prepared.rows(_OWN, given)]


def came(attendance_id: UUID, *, key: UUID) -> CameRow | None:
    """One attendance, of the person behind a key or of one whom they act for."""
    persons = [one.id for one in with_household(key)]
    found = Attendance.objects.filter(id=attendance_id, person__in=persons).values_list("person", flat=True).first()
    rows = attended([found], limit=1_000) if found else []
    return next((one for one in rows if one.id == attendance_id), None)


def hours_of(persons: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Minutes and times that each of these persons came to something."""
    return {row[0]: (row[1], row[2]) for row in prepared.rows(_HOURS, {"persons": list(persons)})}


def minutes_in(person_id: UUID, activity_id: UUID) -> int:
    """Minutes that somebody came to an activity."""
    minutes: int = prepared.rows(_MINUTES, {"person": person_id, "activity": activity_id})[0][0]
    return minutes


def heads(session_id: UUID) -> dict[tuple[str, str], int]:
    """Heads that the host counted without names, by band of age and sex: only for the host."""
    rows = HeadCount.objects.filter(session=session_id).values_list("band", "sex", "people")
    return {(band, sex): people for band, sex, people in rows}


def heads_published(session_id: UUID) -> Published[str]:
    """The same by band for everybody: what would tell of few is not told, not by subtraction either."""
    counted = heads(session_id)
    return published({band: sum(counted.get((band, sex), 0) for sex in SEXES) for band in BANDS})


_TOTALS = """
    SELECT session.id,
           (SELECT count(*)::int FROM learning_attendance WHERE session_id = session.id)
           + (SELECT coalesce(sum(people), 0)::int FROM learning_headcount WHERE session_id = session.id)
    FROM learning_session AS session WHERE session.activity_id = %(activity)s AND session.ends_at <= %(at)s
"""


def came_published(activity_id: UUID, *, at: datetime) -> dict[UUID, int]:
    """How many came to each session that is over, by list and by head, for everybody: no number of fewer than five, and
    none that is split in any way.
    """
    rows = prepared.rows(_TOTALS, {"activity": activity_id, "at": at})
    told = {id: published({"all": count}).total for id, count in rows}
    return {id: total for id, total in told.items() if total}


def current_session(activity_id: UUID, *, at: datetime) -> UUID | None:
    """The session of an activity that is on, comes next or, where none does, was the last one."""
    rows = Session.objects.filter(activity=activity_id, state="planned").order_by("starts_at", "id")
    ids = list(rows.filter(ends_at__gt=at).values_list("id", flat=True)[:1])
    return ids[0] if ids else rows.values_list("id", flat=True).last()


def sessions_of(activity_id: UUID) -> list[tuple[UUID, datetime, datetime]]:
    """The sessions of an activity that take place, in order: id, beginning and end."""
    rows = Session.objects.filter(activity=activity_id, state="planned").order_by("starts_at", "id")
    return list(rows.values_list("id", "starts_at", "ends_at"))
