"""Joining: with an account, as a household, without an account, at the desk. Together or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, moment_text
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T, get_language
from rianru.learning.actions.leading import staff_or_leader
from rianru.learning.actions.seat_refusals import (
    AccountNeeded,
    ActivityCalledOff,
    ActivityFull,
    ActivityOver,
    ContactNeeded,
    ContactTaken,
    GuardianJoins,
    JoiningClosed,
    JoiningNotYet,
    JoinTheSeries,
    NameUnusable,
    NobodyChosen,
    NotEnoughSeats,
    NotForTheirAge,
    NothingToBook,
    PartyTooLarge,
    SeatTaken,
)
from rianru.learning.actions.seating import hold, locked, next_place, seating_of, settle, tell, tell_fact
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Party, Seat
from rianru.learning.queries.gatherings import Gathering, gathering
from rianru.learning.queries.learners import Learner, is_child, learners, may_be_in, with_household
from rianru.people.actions.joining import usable_email
from rianru.people.actions.members import usable_birth_year, usable_phone

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account: a name, and what the host asks of everyone; year of birth CE, code of an area."""

    name: str
    birth_year: int | None = None
    lives_in: str = ""
    disability: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Where those without an account are told: phone or e-mail as typed; the language they read."""

    name: str
    phone: str = ""
    email: str = ""
    lang: str = "th"


@dataclass(frozen=True, slots=True)
class Taken:
    """A party that has joined, waits, or has entered a draw."""

    party_id: UUID
    state: str
    size: int
    place: int


@dataclass(frozen=True, slots=True)
class _Party:
    """Who comes, and as whose party."""

    source: str
    seats: Sequence[Guest | Learner]
    by: UUID | None = None
    contact: Contact | None = None
    disability: frozenset[UUID] = field(default_factory=frozenset)


def join(
    *, actor: Actor, at: datetime, activity_id: UUID, session_id: UUID | None = None, persons: Sequence[UUID],
    disability: Sequence[UUID] = (),
) -> Taken:
    """Oneself and those of one's household, in one step: all of them get seats, or all of them wait.

    `disability`: of whom it is said that they may have a seat kept for people with a disability. NotAllowed for
    persons one may not join. Refuses with what stands in the way of the activity (ActivityCalledOff, ActivityOver,
    JoiningNotYet, JoiningClosed, ActivityFull, NothingToBook) or of the party (SeatTaken, NotForTheirAge,
    GuardianJoins, PartyTooLarge, NobodyChosen).
    """
    require("learning.join", actor=actor, at=at)
    if actor.kind != "person" or actor.key is None:
        raise AccountNeeded()
    mine = with_household(actor.key)
    own = {one.id: one for one in mine}
    if not set(persons) <= own.keys():
        raise NotAllowed()
    today, me = day_of(at), next(one for one in mine if one.key == actor.key)
    if me.child(today):
        raise GuardianJoins(who=me.name)
    party = _Party("self", [own[id] for id in dict.fromkeys(persons)], me.id, disability=frozenset(disability))
    return _take(actor, at, activity_id, session_id, party)


def join_as_guest(
    *, actor: Actor, at: datetime, activity_id: UUID, session_id: UUID | None = None, contact: Contact,
    guests: Sequence[Guest], guardian: bool = False,
) -> Taken:
    """Without an account: names, and a phone or an e-mail. `guardian`: who joins says they may speak for the children.

    Refuses as `join` does, and with AccountNeeded, ContactNeeded, ContactTaken and NameUnusable. A link that carries
    `queries.token_of` looks at the party, answers, and gives it back.
    """
    require("learning.join", actor=actor, at=at)
    today = day_of(at)
    child = next((one for one in guests if is_child(one.birth_year, today)), None)
    if child is not None and (not guardian or (len(guests) == 1 and child.name == contact.name)):
        raise GuardianJoins(who=child.name)
    told = _usable_contact(contact)
    party = _Party("guest", [_usable_guest(one, at) for one in guests], contact=told)
    return _take(actor, at, activity_id, session_id, party)


def add_at_desk(
    *, actor: Actor, at: datetime, activity_id: UUID, session_id: UUID | None = None, persons: Sequence[UUID] = (),
    contact: Contact | None = None, guests: Sequence[Guest] = (), beyond: bool = False, wait: bool = False,
    source: str = "desk",
) -> Taken:
    """Staff and those who lead put people on the list, at any time before the end.

    Where too few seats are free they `wait` in line, or go `beyond` the number of seats; else NotEnoughSeats. Ages are
    the desk's to judge. Refuses with SeatTaken, ActivityCalledOff, ActivityOver, NobodyChosen, NameUnusable.
    """
    staff_or_leader("learning.keep_seats", actor=actor, at=at, activity_id=activity_id)
    known = learners(persons)
    if len(known) != len(set(persons)):
        raise NotFound()
    told = _usable_contact(contact, desk=True) if contact else None
    seats: list[Guest | Learner] = [*known.values(), *(_usable_guest(one, at) for one in guests)]
    by = next(iter(known), None)
    party = _Party(source, seats, by, told)
    return _take(actor, at, activity_id, session_id, party, desk=True, beyond=beyond, wait=wait)


def _take(
    actor: Actor, at: datetime, activity_id: UUID, session_id: UUID | None, party: _Party, *, desk: bool = False,
    beyond: bool = False, wait: bool = True,
) -> Taken:
    if not party.seats:
        raise NobodyChosen()
    with transaction.atomic():
        _there(activity_id, session_id)
        g = locked(seating_of(activity_id, session_id))
        open_for(g, at, desk=desk, came=party.source == "walk_in")
        if not desk:
            _fits(g, party, day_of(at))
            if not g.waiting_list and not g.drawing() and g.free is not None and len(party.seats) > g.free:
                raise ActivityFull()  # before anything is written: most who come late hear only this
        if desk and not wait and not beyond and g.free is not None and len(party.seats) > g.free:
            raise NotEnoughSeats(free=g.free, wanted=len(party.seats))
        return _seated(actor, at, g, party, beyond=beyond)


def _there(activity_id: UUID, session_id: UUID | None) -> None:
    """NotFound before anything is locked for what is not there."""
    if gathering(activity_id, session_id) is None:
        raise NotFound()


def open_for(g: Gathering, at: datetime, *, desk: bool = False, came: bool = False) -> None:
    """Refuses what cannot be joined (now); the desk may, until it is over, and afterwards for whoever `came`."""
    if g.state == "draft":
        raise NotFound()
    if g.state == "cancelled" or g.session_state == "cancelled":
        raise ActivityCalledOff()
    if (g.over(at) and not came) or (g.begun(at) and not desk):
        raise ActivityOver()
    if (g.joining == "whole") != (g.session_id is None):
        raise JoinTheSeries()
    if desk:
        return
    if g.joining == "free":
        raise NothingToBook()
    if g.opens_at is not None and at < g.opens_at:
        raise JoiningNotYet(opens=moment_text(g.opens_at))
    closes = g.draw_closes_at if g.drawing() else g.closes_at
    if closes is not None and closes <= at:
        raise JoiningClosed(closes=moment_text(closes))


def _fits(g: Gathering, party: _Party, today: date) -> None:
    if party.source == "guest" and g.accounts_only:
        raise AccountNeeded()
    most = min(g.party_most, g.capacity or g.party_most)
    if len(party.seats) > most:
        raise PartyTooLarge(most=most)
    for one in party.seats:
        if not may_be_in(one.birth_year, g.ages, today):
            raise NotForTheirAge(ages=g.for_ages, who=one.name)


def _seated(actor: Actor, at: datetime, g: Gathering, party: _Party, *, beyond: bool) -> Taken:
    """Writes the party last in line, and settles: it gets its seats if it is its turn."""
    assert g.seating_id is not None
    size, told = len(party.seats), party.contact or Contact("")
    place, party_id = next_place(g.seating_id), new_id()
    state = "entered" if g.drawing() else "joined" if beyond else "waiting"
    with _once_each(party):
        Party.objects.create(
            id=party_id, seating_id=g.seating_id, by_id=party.by, source=party.source, state=state, size=size,
            place=place, asked_at=at, joined_at=at if state == "joined" else None, name=told.name, phone=told.phone,
            email=told.email, lang=told.lang if party.contact else get_language(),
        )
        Seat.objects.bulk_create([_seat(party_id, g.seating_id, one, party) for one in party.seats])
    if state == "joined":
        hold(g, size, beyond=True)
    elif state == "waiting" and settle(actor, at, g, newcomer=party_id):
        state = "joined"
    if state == "waiting" and not g.waiting_list:
        raise ActivityFull()
    verb = {"entered": verbs.ENTERED, "joined": verbs.JOINED, "waiting": verbs.WAITED}[state]
    tell_fact(verb, actor, at, replace(g, held=g.held), party_id, count=size, first=True)
    tell(party_id, state)
    return Taken(party_id, state, size, place)


def _seat(party_id: UUID, seating_id: UUID, one: Guest | Learner, party: _Party) -> Seat:
    if isinstance(one, Learner):
        return Seat(party_id=party_id, seating_id=seating_id, person_id=one.id, disability=one.id in party.disability)
    return Seat(party_id=party_id, seating_id=seating_id, name=one.name, birth_year=one.birth_year,
                lives_in=one.lives_in, disability=one.disability)


def _usable_contact(contact: Contact, *, desk: bool = False) -> Contact:
    """As it is kept. Refuses with ContactNeeded; a desk may write down a name alone."""
    email = usable_email(contact.email) if contact.email.strip() else ""
    name, phone = contact.name.strip()[:LONGEST_NAME], usable_phone(contact.phone)
    if not name or not (phone or email or desk):
        raise ContactNeeded()
    return Contact(name, phone, email, contact.lang)


def _usable_guest(one: Guest, at: datetime) -> Guest:
    name = " ".join(one.name.replace("\0", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameUnusable()
    return replace(one, name=name, birth_year=usable_birth_year(one.birth_year, at=at))


@contextmanager
def _once_each(party: _Party) -> Iterator[None]:
    """Turns the database's word that nobody has two seats into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "learning_guest_" in str(error):
            raise ContactTaken() from error
        if "learning_one_seat_each" in str(error):
            raise SeatTaken(who=_named(party)) from error
        raise


def _named(party: _Party) -> T:
    """Those of the party, shortly: which of them it is, the page that lists them says."""
    first = party.seats[0].name
    rest = len(party.seats) - 1
    if not rest:
        return T.verbatim(first, first)
    return T("{first} หรือคนที่มาด้วยกัน", "{first}, or somebody who comes along,", first=first)




__all__ = ["Contact", "Guest", "Taken", "add_at_desk", "join", "join_as_guest", "open_for"]
