"""Rooms: named once, booked once at any moment, by two real connections too; the control goes without the constraint."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.learning import actions, queries
from rianru.learning.actions import Plan, refusals
from rianru.learning.models import Activity, RoomBooking, Session
from tests.factories import AT
from tests.learning import making
from tests.learning.making import HOUR, SATURDAY, span, weekly

ROUNDS, PLANNERS = 5, 6
EXCLUDE = """ALTER TABLE learning_roombooking ADD CONSTRAINT learning_room_once EXCLUDE USING gist (
    int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"""


@pytest.mark.django_db
def test_a_room_has_one_gathering_at_a_time_and_the_next_may_begin_as_one_ends(host):
    host.plan([span(SATURDAY)], room_id=host.hall, title_th="ประชุมครู")
    with pytest.raises(refusals.RoomTaken, match="ประชุมครู"):
        host.plan([span(SATURDAY + HOUR)], room_id=host.hall)
    assert Activity.objects.count() == Session.objects.count() == RoomBooking.objects.count() == 1
    host.plan([span(SATURDAY + 2 * HOUR)], room_id=host.hall)
    host.plan([span(SATURDAY)], room_id=host.corner)
    assert RoomBooking.objects.count() == 3


@pytest.mark.django_db
def test_something_else_may_have_the_room_and_give_it_back(host):
    given = {"actor": host.planner, "at": AT, "room_id": host.hall, "starts_at": SATURDAY, "ends_at": SATURDAY + HOUR}
    with pytest.raises(refusals.TitleNeeded):
        actions.book_room(**given, words=" ")
    with pytest.raises(refusals.EndsBeforeItStarts):
        actions.book_room(**(given | {"ends_at": SATURDAY}), words="ทาสี")
    booking = actions.book_room(**given, words="ทาสีห้อง")
    with pytest.raises(refusals.RoomTaken, match="ทาสีห้อง"):
        host.plan(room_id=host.hall)
    [shown] = queries.bookings([host.hall], since=SATURDAY, until=SATURDAY + HOUR)
    assert (str(shown.title), shown.activity_id) == ("ทาสีห้อง", None)
    with pytest.raises(NotAllowed):
        actions.free_room(actor=host.stranger, at=AT, booking_id=booking)
    actions.free_room(actor=host.planner, at=AT, booking_id=booking)
    assert host.plan(room_id=host.hall).state == "draft"


@pytest.mark.django_db
def test_a_session_s_own_booking_is_given_up_with_the_session_alone(host):
    host.plan(room_id=host.hall)
    with pytest.raises(NotFound):
        actions.free_room(actor=host.planner, at=AT, booking_id=RoomBooking.objects.get().id)


@pytest.mark.django_db
def test_rooms_have_names_of_their_own_and_closed_ones_are_not_booked(host):
    keep = {"actor": host.planner, "at": AT, "space_id": host.space}
    with pytest.raises(refusals.RoomNamed):
        actions.keep_room(**keep, name_th="มุมนิทาน")
    with pytest.raises(refusals.TitleNeeded):
        actions.keep_room(**keep, name_th=" ")
    with pytest.raises(refusals.NumbersWrong):
        actions.keep_room(**keep, name_th="ลาน", seats=0)
    with pytest.raises(NotFound):
        actions.keep_room(**(keep | {"space_id": host.other, "actor": host.stranger}), name_th="ลาน", room_id=host.hall)
    actions.keep_room(**keep, name_th="ห้องประชุม", closed=True, room_id=host.hall)
    assert [one.name_th for one in queries.rooms(host.space)] == ["มุมนิทาน"]
    with pytest.raises(refusals.RoomUnknown):
        host.plan(room_id=host.hall)
    with pytest.raises(NotAllowed):
        actions.keep_room(**(keep | {"actor": host.stranger}), name_th="ลาน")


def race(host):
    """Everyone plans for the same room at once, each on a connection of its own; what came of each."""
    gate = Barrier(PLANNERS)

    def plan(number):
        gate.wait(30)
        try:
            actions.plan_activity(
                actor=host.planner, at=AT, space_id=host.space, room_id=host.hall, times=weekly(3),
                plan=Plan(kind="club", title_th=f"ชมรม {number}"))
            return "ok"
        except Refused as refusal:
            return refusal.code
        except Exception as error:  # noqa: BLE001 - a fault is a result here, and must not be there
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PLANNERS) as pool:
        return sorted(pool.map(plan, range(PLANNERS)))


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_a_room_wanted_by_many_at_the_same_moment_goes_to_one():
    host = making.host()
    for _ in range(ROUNDS):
        assert race(host) == ["learning.room_taken"] * (PLANNERS - 1) + ["ok"]
        assert (Activity.objects.count(), Session.objects.count(), RoomBooking.objects.count()) == (1, 3, 3)
        Activity.objects.all().delete()


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_control_without_the_constraint_it_is_given_away_more_than_once():
    host = making.host()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE learning_roombooking DROP CONSTRAINT learning_room_once")
    try:
        assert race(host) == ["ok"] * PLANNERS
    finally:
        Activity.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(EXCLUDE)
