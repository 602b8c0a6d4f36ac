"""A book picked up where a van halts, and who is told when the van is late, moved or does not come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rianru.core.models import Notice
from rianru.lending import actions, queries
from rianru.lending.actions.placing import PickupClosed
from rianru.lending.models import Hold
from rianru.people import actions as people
from rianru.people.models import Membership
from rianru.places import actions as places
from rianru.places.models import Space, Visit
from tests.factories import AT, HOUSE
from tests.factories.vans import halt, route, stop
from tests.lending import making
from tests.people import making as persons

pytestmark = pytest.mark.django_db
MONDAY, LAST = date(2026, 11, 23), date(2027, 3, 31)
SITE = "https://rianru.example"


@pytest.fixture
def desk():
    """The desk of three spaces, and `c` is a van that halts at one stop every three weeks, from Monday on."""
    made = making.build()
    Space.objects.filter(id=made.c).update(kind="mobile_library")
    places.keep_vehicle(actor=HOUSE, at=AT, space_id=made.c)
    return made


@pytest.fixture
def where(desk):
    there = stop(desk.c, area="5601")
    places.set_timetable(actor=HOUSE, at=AT, halt=halt(route(desk.c), there, first_on=MONDAY, last_on=LAST))
    return there


def follower(stop_id):
    joined = persons.person(AT, "ชูใจ", email="chujai@example.org")
    people.follow(actor=persons.acting(joined, AT), at=AT, kind="van_stop", object_id=stop_id)


def with_address(membership_id, email):
    """The member has an account, and so an address."""
    joined = persons.person(AT, "มานี", email=email)
    Membership.objects.filter(id=membership_id).update(person=joined.person_id)
    return joined


def told(what, at=AT):
    visit = Visit.objects.order_by("arrives_at").first()
    actions.tell_of_visits(actor=HOUSE, at=at, what=what, visit_ids=[visit.id], site=SITE)
    return {(one.kind, one.address): one for one in Notice.objects.all() if "van_" in one.kind}


def test_a_hold_for_a_stop_waits_on_the_van_until_it_comes_there_however_long_that_is(desk, where):
    [one] = making.copies(making.work(), desk.c)
    desk.hold(one, pickup=desk.c, stop_id=where)
    monday = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # after this visit has ended
    desk.back(one, space=desk.c, at=monday)
    hold = Hold.objects.get()
    assert (hold.state, hold.ready_until_on, hold.stop_id) == ("ready", MONDAY + timedelta(weeks=3), where)
    held = queries.held_on_van(actor=desk.librarian, at=AT, vehicle_id=desk.c, stop_ids=[where])
    assert [(each.given_name, each.ready) for each in held[where]] == [("มานี", True)]


def test_what_waits_at_a_stop_is_shown_to_its_reader_and_to_who_lends_there_alone(desk, where):
    [one] = making.copies(making.work(), desk.a)
    desk.hold(one, pickup=desk.c, stop_id=where)
    assert queries.held_on_van(actor=desk.caretaker, at=AT, vehicle_id=desk.c, stop_ids=[where]) == {}
    assert queries.own_at_stop(actor=desk.caretaker, stop_id=where) == []


def test_a_stop_to_which_the_van_of_the_pick_up_does_not_come_is_refused(desk, where):
    [one] = making.copies(making.work(), desk.a)
    with pytest.raises(PickupClosed):
        desk.hold(one, pickup=desk.b, stop_id=where)
    assert not Hold.objects.exists()


def test_a_cancelled_visit_reaches_followers_and_holders_each_once_with_the_reason_and_the_next_visit(desk, where):
    [one] = making.copies(making.work(), desk.a)
    with_address(desk.mani, "mani@example.org")
    desk.hold(one, pickup=desk.c, stop_id=where)
    follower(where)
    first = Visit.objects.order_by("arrives_at").first()
    places.cancel_visit(actor=HOUSE, at=AT, visit_id=first.id, reason_th="น้ำท่วมทาง", reason_en="The road is flooded")
    letters = told("cancelled")
    assert set(letters) == {("follow.van_cancelled", "chujai@example.org"), ("lending.van_cancelled", "mani@example.org")}
    body = letters["lending.van_cancelled", "mani@example.org"].body
    assert "น้ำท่วมทาง" in body
    assert "14 ธ.ค. 2569" in body  # it comes next
    assert "เลิกติดตาม" in letters["follow.van_cancelled", "chujai@example.org"].body


def test_who_follows_and_waits_gets_one_letter(desk, where):
    [one] = making.copies(making.work(), desk.a)
    joined = with_address(desk.mani, "mani@example.org")
    desk.hold(one, pickup=desk.c, stop_id=where)
    people.follow(actor=persons.acting(joined, AT), at=AT, kind="van_stop", object_id=where)
    assert set(told("late")) == {("follow.van_late", "mani@example.org")}


def test_moving_a_visit_queues_its_telling(desk, where):
    first = Visit.objects.order_by("arrives_at").first()
    day = timedelta(days=1)
    places.move_visit(actor=HOUSE, at=AT, visit_id=first.id, arrives_at=first.arrives_at + day,
                      leaves_at=first.leaves_at + day, reason_th="งานบุญ")
    follower(where)
    [letter] = told("moved").values()
    assert "24 พ.ย. 2569" in letter.body
    assert "23 พ.ย. 2569" in letter.body
    assert "งานบุญ" in letter.body
