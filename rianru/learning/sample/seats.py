"""The demo's seats: nearly full, full with a queue, to be shared out; and weeks of who came. Plainly made-up people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.db import transaction

from rianru.core.actors import ANONYMOUS, Actor, system
from rianru.kernel.refusals import Refused
from rianru.learning import actions
from rianru.learning.actions import Contact, Guest, Kept
from rianru.learning.models import Activity, Party, Seat, Session
from rianru.people import actions as people
from rianru.people.models import Person
from rianru.people.queries import actor_for
from rianru.people.sample import demo_sign_ins

DEMO = system("demo")
NAMES = (
    "สมพร ตัวอย่าง", "บุญมี สมมติ", "กัลยา ตัวอย่าง", "ประเสริฐ สมมติ", "วันเพ็ญ ตัวอย่าง", "ธนา สมมติ", "จันทร์ ตัวอย่าง", "ละออ สมมติ",
    "อุดม ตัวอย่าง", "พิกุล สมมติ", "ชัยวัฒน์ ตัวอย่าง", "สายใจ สมมติ", "ทองดี ตัวอย่าง", "มะลิ สมมติ", "ณรงค์ ตัวอย่าง", "เพ็ญศรี สมมติ",
)
HEADS = {("0-5", "female"): 6, ("0-5", "male"): 5, ("6-14", "female"): 9, ("6-14", "male"): 7, ("25-59", "female"): 8}


def build(*, at: datetime) -> None:
    """What is not there yet."""
    if Party.objects.exists():
        return
    with transaction.atomic():  # all of it, or it is tried again
        _build(at)


def _build(at: datetime) -> None:
    activities = {one.title_en: one for one in Activity.objects.all()}
    phones = (f"08000{number:05}" for number in count(1))
    learner = _learner(at)
    _class(activities, at, phones)
    _stories(activities, at, learner)
    _nearly_full(activities, at, phones, learner)
    _full(activities, at, phones, learner)
    _fair(activities, at, phones)
    _drawn(activities, at, phones)
    if learner is not None:
        park = activities["The old town with those who remember it"].space_id
        for kind, id in (("space", park), ("activity", activities["English for market sellers"].id)):
            people.follow(actor=learner[1], at=at, kind=kind, object_id=id)


def _learner(at: datetime) -> tuple[UUID, Actor] | None:
    """The demo's learner, who can be tried with one click."""
    email = next(one.email for one in demo_sign_ins() if one.key == "learner")
    found = Person.objects.filter(account__email=email).values_list("id", "account_id").first()
    if found is None:
        return None
    return found[0], actor_for(found[1], at=at, secure=False)


def _session(activity: Activity, at: datetime) -> Session | None:
    """The first that is to come."""
    return Session.objects.filter(activity=activity, state="planned", starts_at__gt=at).order_by("starts_at").first()


def _guests(
    activity: Activity, session: Session | None, at: datetime, phones: Iterator[str], *sizes: int, born: int = 1972
) -> None:
    """Parties of these sizes, one after the other, half an hour apart."""
    for n, size in enumerate(sizes):
        names = [NAMES[(n * 3 + each) % len(NAMES)] for each in range(size)]
        actions.join_as_guest(
            actor=ANONYMOUS, at=at + timedelta(minutes=30 * n), activity_id=activity.id,
            session_id=session.id if session else None, contact=Contact(names[0], next(phones)),
            guests=[Guest(name, born + 4 * (n % 6)) for name in names],
        )


def _class(activities: dict[str, Activity], at: datetime, phones: Iterator[str]) -> None:
    """Sixteen seats of a series, fourteen taken; those who came so far are ticked, most of them each time."""
    one = activities.get("English for market sellers")
    if one is None:
        return
    past = list(Session.objects.filter(activity=one, state="planned").order_by("starts_at"))
    if not past or past[0].starts_at > at:
        return
    _guests(one, None, past[0].starts_at - timedelta(days=1), phones, *[1] * 12, 2)
    seats = list(Seat.objects.filter(party__seating__activity=one).order_by("id").values_list("id", flat=True))
    for n, session in enumerate(each for each in past if each.ends_at < at):
        for k, seat in enumerate(seats):
            if (n + k) % 6:
                actions.mark_seat(actor=DEMO, at=session.starts_at + timedelta(minutes=5), session_id=session.id,
                                  seat_id=seat, came=True)


def _stories(activities: dict[str, Activity], at: datetime, learner: tuple[UUID, Actor] | None) -> None:
    """Nothing is booked there: heads were counted at the door, and the demo's learner came."""
    one = activities.get("Saturday stories")
    past = Session.objects.filter(activity=one, state="planned", ends_at__lt=at).order_by("starts_at") if one else []
    for n, session in enumerate(past):
        if at - session.ends_at < timedelta(days=13):
            actions.count_heads(actor=DEMO, at=session.ends_at, session_id=session.id,
                                people={cell: heads + n for cell, heads in HEADS.items()})
            if learner:
                actions.walk_in(actor=DEMO, at=session.starts_at, session_id=session.id, person_id=learner[0])


def _nearly_full(
    activities: dict[str, Activity], at: datetime, phones: Iterator[str], learner: tuple[UUID, Actor] | None
) -> None:
    """A workshop with three seats left; the demo's learner has one."""
    one = activities.get("Dyeing cloth from the kitchen")
    session = _session(one, at) if one else None
    if one is None or session is None:
        return
    _guests(one, session, at - timedelta(days=2), phones, 2, 1, 3, 1, 2, 4, 1, 2)
    if learner:
        actions.join(actor=learner[1], at=at - timedelta(hours=5), activity_id=one.id, session_id=session.id,
                     persons=[learner[0]])


def _full(
    activities: dict[str, Activity], at: datetime, phones: Iterator[str], learner: tuple[UUID, Actor] | None
) -> None:
    """A club that is full, with a queue of which the learner is the first: a seat was just given back."""
    one = activities.get("Read-and-talk club")
    session = _session(one, at) if one else None
    if one is None or session is None:
        return
    _guests(one, session, at - timedelta(days=3), phones, *[1] * 10, 2)
    if learner:
        actions.join(actor=learner[1], at=at - timedelta(days=1), activity_id=one.id, session_id=session.id,
                     persons=[learner[0]])
    _guests(one, session, at - timedelta(hours=20), phones, 3, 1)
    first = Party.objects.filter(seating__session=session, state="joined").order_by("place").first()
    if first is not None:
        actions.remove_party(actor=DEMO, at=at - timedelta(hours=1), party_id=first.id)


def _fair(activities: dict[str, Activity], at: datetime, phones: Iterator[str]) -> None:
    """Seats that are shared out when the list closes, some of them first for elders and the neighbourhood."""
    one = activities.get("At ease with a phone, and safe from fraud")
    session = _session(one, at) if one else None
    if one is None or session is None:
        return
    closes = session.starts_at - timedelta(days=2)
    try:
        actions.share_seats(
            actor=DEMO, at=at - timedelta(days=2), activity_id=one.id, session_id=session.id, by="lot",
            closes_at=closes, quotas=[Kept("first_time", 5), Kept("disability", 2)],
        )
    except Refused:  # it begins too soon for that
        return
    _guests(one, session, at - timedelta(days=1), phones, 1, 2, 1, 1, 2, 1, born=1940)


def _drawn(activities: dict[str, Activity], at: datetime, phones: Iterator[str]) -> None:
    """A tour whose list closed yesterday: who has a seat, who waits, and why."""
    one = activities.get("The old town with those who remember it")
    session = _session(one, at) if one else None
    if one is None or session is None:
        return
    draw_id = actions.share_seats(
        actor=DEMO, at=at - timedelta(days=3), activity_id=one.id, session_id=session.id, by="lot",
        closes_at=at - timedelta(days=1), quotas=[Kept("elder", 6)],
    )
    sizes = (2, 3, 1, 4, 2, 1, 3, 2, 4, 1, 2, 3, 1, 2, 4)
    _guests(one, session, at - timedelta(days=2, hours=12), phones, *sizes, born=1958)
    actions.draw_seats(actor=DEMO, at=at - timedelta(hours=23), draw_id=draw_id)
