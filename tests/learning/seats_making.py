"""Activities with seats, and the people who want them, made through the actions that everyone uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Role
from rianru.learning import actions
from rianru.learning.models import Activity, Party, Seat, Seating, Session
from rianru.people import actions as people
from rianru.people.actions import Particulars
from tests.factories import AT, HOUSE
from tests.people import making

SOON = AT + timedelta(days=7)
_number = count(1)


@dataclass
class House:
    """A library with a librarian, and whoever comes."""

    space: UUID
    network: UUID
    librarian: Actor
    stranger: Actor  # a librarian of another network

    def session(self, capacity: int | None = 20, **more: Any) -> Session:
        """One session of an activity of its own, a week from AT."""
        made = activity(self.space, capacity=capacity, **more)
        return Session.objects.get(activity=made)


def house() -> House:
    network, other = making.network("north"), making.network("south")
    space = making.space("lib", within=network)
    making.space("far", within=other)
    librarian = making.acting(making.staff(AT, Role.LIBRARIAN, "network", network.id), AT)
    stranger = making.acting(making.staff(AT, Role.LIBRARIAN, "network", other.id), AT)
    return House(space.id, network.id, librarian, stranger)


def activity(space_id: UUID, *, starts: datetime = SOON, sessions: int = 1, **more: Any) -> Activity:
    said = {"kind": "workshop", "title_th": f"ย้อมครามครั้งแรก {next(_number)}", "title_en": "First indigo", "state": "open",
            "made_at": AT, "changed_at": AT} | more
    made = Activity.objects.create(space_id=space_id, **said)
    for week in range(sessions):
        begins = starts + timedelta(weeks=week)
        Session.objects.create(activity=made, starts_at=begins, ends_at=begins + timedelta(hours=2), changed_at=AT)
    return made


def someone(name: str = "มานี", *, born: int | None = 1990, at: datetime = AT - timedelta(hours=1)) -> tuple[UUID, Actor]:
    """A person with an account, and as who they act."""
    more: dict[str, Any] = {"birth_year": born} if born else {}
    joined = making.person(at, name, **more)
    return joined.person_id, making.acting(joined, at)


def family(where: House, *, children: int = 2, born: int = 2016, parent: int = 1988) -> tuple[Actor, list[UUID]]:
    """A guardian with an account, and their children with cards: the actor, and everyone's person, guardian first."""
    person, actor = someone(f"แม่ {next(_number)}", born=parent)
    own = people.become_member(actor=actor, at=AT, person_id=person, space_id=where.space)
    ids = [person]
    for _ in range(children):
        child = people.register_child(
            actor=actor, at=AT, space_id=where.space, guardian_id=own.membership_id,
            who=Particulars(f"หนู {next(_number)}", "ใจดี", birth_year=born),
        )
        ids.append(child.person_id)
    return actor, ids


def join(session: Session, who: Actor | None = None, persons: list[UUID] | None = None, *, at: datetime = AT):
    if who is None or persons is None:
        person, who = someone(f"คนที่ {next(_number)}")
        persons = [person]
    whole = session.activity.joining == "whole"
    return actions.join(actor=who, at=at, activity_id=session.activity_id, session_id=None if whole else session.id,
                        persons=persons)


def guest(session: Session, name: str = "ป้าแดง", *, phone: str = "", guests: list[actions.Guest] | None = None, **more):
    number = f"08{next(_number):08}"
    return actions.join_as_guest(
        actor=Actor("anonymous"), at=AT, activity_id=session.activity_id, session_id=session.id,
        contact=actions.Contact(name, phone or number), guests=guests or [actions.Guest(name)], **more,
    )


def state(taken) -> str:
    return Party.objects.get(id=taken.party_id).state


def states(session: Session) -> list[tuple[int, str]]:
    return list(Party.objects.filter(seating__session=session).order_by("place").values_list("size", "state"))


def held(session: Session) -> int:
    """What the row says, which must be what the seats say."""
    row = Seating.objects.get(session=session)
    seats = Seat.objects.filter(seating=row, ended_at=None, party__state__in=["offered", "joined"]).count()
    assert row.held == seats
    return seats


def tend(at: datetime) -> int:
    return actions.tend_seats(actor=HOUSE, at=at)
