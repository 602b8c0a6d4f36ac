"""Seats as they stand: of an activity for everybody, of a party for its own people, of a list for its host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rianru.core import prepared
from rianru.kernel.words import T
from rianru.learning.models import Party, Seat
from rianru.learning.queries.learners import with_household
from rianru.learning.words import PARTY_STATES

_SEATS = """
    SELECT activity.id, session.id, seating.id, session.starts_at, session.ends_at,
           coalesce(session.state, 'planned'), coalesce(session.capacity, activity.capacity),
           coalesce(seating.held, 0), coalesce(line.waiting, 0), coalesce(line.entered, 0)
    FROM learning_activity AS activity
    LEFT JOIN learning_session AS session ON session.activity_id = activity.id AND activity.joining <> 'whole'
    LEFT JOIN learning_seating AS seating ON seating.activity_id = activity.id
        AND seating.session_id IS NOT DISTINCT FROM session.id
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
               count(*) FILTER (WHERE state = 'entered')::int AS entered
        FROM learning_party WHERE seating_id = seating.id) AS line ON true
    WHERE activity.id = ANY(%(activities)s)
    ORDER BY session.starts_at, session.id
"""
_PARTIES = """
    SELECT party.id, party.seating_id, seating.activity_id, seating.session_id, party.state, party.source, party.size,
           party.place, party.asked_at, party.offered_until_at, party.joined_at, party.code, party.by_id, party.name,
           party.phone, party.email,
           (SELECT count(*)::int FROM learning_party AS before
            WHERE before.seating_id = party.seating_id AND before.state = 'waiting' AND before.place < party.place)
    FROM learning_party AS party JOIN learning_seating AS seating ON seating.id = party.seating_id
    WHERE {which} ORDER BY {order}
"""
_OF_ACTIVITY = _PARTIES.format(
    which="seating.activity_id = %(activity)s AND seating.session_id IS NOT DISTINCT FROM %(session)s::uuid "
    "AND party.ended_at IS NULL", order="party.place")
_ONE = _PARTIES.format(which="party.id = %(party)s", order="party.place")
_OF_PERSONS = _PARTIES.format(
    which="""(party.by_id = ANY(%(persons)s) OR EXISTS (SELECT FROM learning_seat
             WHERE party_id = party.id AND person_id = ANY(%(persons)s)
               AND (ended_at IS NULL OR party.ended_at IS NOT NULL)))
             AND (party.ended_at IS NULL OR party.ended_at > %(since)s)""", order="party.id DESC")
_NAMES = """
    SELECT seat.id, seat.party_id, seat.person_id,
           coalesce(nullif(seat.name, ''), concat_ws(' ', person.given_name, nullif(person.family_name, ''))),
           coalesce(seat.birth_year, person.birth_year)
    FROM learning_seat AS seat LEFT JOIN people_person AS person ON person.id = seat.person_id
    WHERE seat.party_id = ANY(%(parties)s)
      AND (seat.ended_at IS NULL OR EXISTS (
           SELECT FROM learning_party WHERE id = seat.party_id AND ended_at IS NOT DISTINCT FROM seat.ended_at))
    ORDER BY seat.id
"""


@dataclass(frozen=True, slots=True)
class SeatsRow:
    """The seats of a session, or of a whole series (no session). `capacity` none: no limit; `waiting`, `entered`:
    parties.
    """

    activity_id: UUID
    session_id: UUID | None
    seating_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    capacity: int | None
    held: int
    waiting: int
    entered: int

    @property
    def free(self) -> int | None:
        """Seats that are nobody's; None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.held, 0)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One person of a party; their name is for its own people and its host."""

    id: UUID
    party_id: UUID
    person_id: UUID | None
    name: str
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party with its people. `before`: how many parties wait before it."""

    id: UUID
    seating_id: UUID
    activity_id: UUID
    session_id: UUID | None
    state: str
    source: str
    size: int
    place: int
    asked_at: datetime
    offered_until_at: datetime | None
    joined_at: datetime | None
    code: str
    by_id: UUID | None
    name: str
    phone: str
    email: str
    before: int
    seats: tuple[SeatRow, ...] = ()

    @property
    def label(self) -> T:
        """Has a seat, waits …"""
        return PARTY_STATES[self.state]

    @property
    def names(self) -> str:
        """Of everyone in it."""
        return ", ".join(one.name for one in self.seats)


def seats_of(activity_ids: Iterable[UUID]) -> dict[UUID, list[SeatsRow]]:
    """The seats of each of these activities: one row for a series that is joined as a whole, else one a session."""
    found: dict[UUID, list[SeatsRow]] = {}
    for row in prepared.rows(_SEATS, {"activities": list(activity_ids)}):
        found.setdefault(row[0], []).append(SeatsRow(*row))
    return found


def parties_of(activity_id: UUID, session_id: UUID | None) -> list[PartyRow]:
    """The list of a session or a series, in the order of arrival: only for its host."""
    return _rows(_OF_ACTIVITY, {"activity": activity_id, "session": session_id})


def party(party_id: UUID) -> PartyRow | None:
    """One party, ended or not."""
    return next(iter(_rows(_ONE, {"party": party_id})), None)


def parties_with(persons: Sequence[UUID], *, since: datetime) -> list[PartyRow]:
    """Parties that these persons joined or sit in, the newest first; those that ended before `since` aside."""
    return _rows(_OF_PERSONS, {"persons": list(persons), "since": since})


def offers_for(key: UUID) -> int:
    """How many offers wait for the answer of the person behind a key, or of whoever they act for."""
    persons = [one.id for one in with_household(key)]
    return Party.objects.filter(
        Q(by__in=persons) | Exists(Seat.objects.filter(party=OuterRef("pk"), person__in=persons, ended_at=None)),
        state="offered",
    ).count() if persons else 0


def _rows(sql: str, given: Mapping[str, Any]) -> list[PartyRow]:
    rows = prepared.rows(sql, given)
    seats: dict[UUID, list[SeatRow]] = {}
    if rows:
        for row in prepared.rows(_NAMES, {"parties": [row[0] for row in rows]}):
            seats.setdefault(row[1], []).append(SeatRow(*row))
    return [PartyRow(*(*row, tuple(seats.get(row[0], ())))) for row in rows]
