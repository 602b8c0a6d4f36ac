"""When an activity meets: this session or all that follow, and what calendars and rooms learn of it."""

from datetime import timedelta

import pytest

from rianru.kernel.refusals import NotAllowed
from rianru.learning import actions
from rianru.learning.actions import refusals
from rianru.learning.models import RoomBooking, Session
from tests.factories import AT
from tests.learning import making
from tests.learning.making import HOUR, SATURDAY, clock, span, weekly

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def change(host, session, times, **more):
    return actions.change_session(**({
        "actor": host.planner, "at": AT + HOUR, "session_id": session.id, "starts_at": times[0], "ends_at": times[1]} | more))


def told(made):
    return [(one.starts_at, one.ends_at, one.sequence) for one in making.sessions(made)]


def test_one_session_moves_alone_and_takes_its_room_along(host):
    made = host.plan(weekly(3), room_id=host.hall)
    second = making.sessions(made)[1]
    assert change(host, second, span(clock(5, 13, month=12)), room_id=host.corner) == 1
    assert told(made) == [(*weekly(3)[0], 0), (*span(clock(5, 13, month=12)), 1), (*weekly(3)[2], 0)]
    booked = RoomBooking.objects.get(session=second)
    assert (booked.room_id, booked.starts_at, booked.ends_at) == (host.corner, *span(clock(5, 13, month=12)))


def test_all_that_follow_move_as_far_even_where_one_takes_the_place_of_the_next(host):
    made = host.plan(weekly(4), room_id=host.hall)
    second = making.sessions(made)[1]
    assert change(host, second, (SATURDAY + 2 * WEEK, SATURDAY + 2 * WEEK + HOUR), room_id=host.hall, following=True) == 3
    first, *rest = told(made)
    assert first == (*weekly(4)[0], 0)
    assert rest == [(SATURDAY + week * WEEK, SATURDAY + week * WEEK + HOUR, 1) for week in (2, 3, 4)]
    assert list(RoomBooking.objects.order_by("starts_at").values_list("starts_at", flat=True)) == [
        SATURDAY + week * WEEK for week in (0, 2, 3, 4)]


@pytest.mark.parametrize(("times", "more", "refusal"), [
    ((SATURDAY, SATURDAY), {}, refusals.EndsBeforeItStarts),
    (span(AT - HOUR), {}, refusals.SessionInThePast),
    (span(SATURDAY + WEEK), {}, refusals.SessionTwice),
    (span(clock(29, 10)), {}, refusals.OutsideHours),
    (span(SATURDAY, 1), {"capacity": 0}, refusals.NumbersWrong),
    (span(SATURDAY, 1), {"room_id": 10**9}, refusals.RoomUnknown),
])
def test_what_cannot_be_is_refused_and_nothing_has_moved(host, times, more, refusal):
    made = host.plan(weekly(2), room_id=host.hall)
    before = told(made), list(RoomBooking.objects.order_by("id").values())
    with pytest.raises(refusal):
        change(host, making.sessions(made)[0], times, **more)
    assert (told(made), list(RoomBooking.objects.order_by("id").values())) == before


def test_moving_into_a_room_that_is_taken_says_what_has_it_and_leaves_everything(host):
    host.plan([span(clock(12, 13, month=12))], room_id=host.hall, title_th="ประชุมครู")
    made = host.plan(weekly(3), room_id=host.corner)
    before = told(made), list(RoomBooking.objects.order_by("id").values())
    with pytest.raises(refusals.RoomTaken, match="ประชุมครู"):
        change(host, making.sessions(made)[0], span(SATURDAY + 2 * HOUR), room_id=host.hall, following=True)
    assert (told(made), list(RoomBooking.objects.order_by("id").values())) == before


def test_a_session_that_is_off_stays_and_frees_its_room(host):
    made = host.opened(weekly(3), room_id=host.hall)
    first, second, _ = making.sessions(made)
    with pytest.raises(refusals.ReasonNeeded):
        actions.cancel_sessions(actor=host.planner, at=AT, session_id=second.id, reason="")
    assert actions.cancel_sessions(actor=host.planner, at=AT, session_id=second.id, reason="ฝนหนัก") == 1
    assert [one.state for one in making.sessions(made)] == ["planned", "cancelled", "planned"]
    assert not RoomBooking.objects.filter(session=second).exists()
    with pytest.raises(refusals.SessionEnded):
        change(host, second, span(clock(5, 13, month=12)))
    assert actions.cancel_sessions(actor=host.planner, at=AT, session_id=first.id, reason="ฝน", following=True) == 2
    assert {one.state for one in making.sessions(made)} == {"cancelled"}


def test_a_session_may_come_back_at_the_moment_of_one_that_was_called_off(host):
    made = host.opened(weekly(1))
    actions.cancel_sessions(actor=host.planner, at=AT, session_id=making.sessions(made)[0].id, reason="ฝน")
    [added] = actions.add_sessions(actor=host.planner, at=AT, activity_id=made.id, times=weekly(1))
    assert Session.objects.get(id=added).state == "planned"
    with pytest.raises(refusals.SessionTwice):
        actions.add_sessions(actor=host.planner, at=AT, activity_id=made.id, times=weekly(1))


def test_what_has_ended_is_not_changed(host):
    made = host.opened(weekly(2))
    with pytest.raises(refusals.SessionEnded):
        change(host, making.sessions(made)[0], span(clock(5, 13, month=12)), at=SATURDAY + 2 * HOUR)


def test_only_who_plans_there_moves_and_calls_off(host):
    made = host.opened()
    [one] = making.sessions(made)
    with pytest.raises(NotAllowed):
        change(host, one, span(clock(27, 10)), actor=host.stranger)
    with pytest.raises(NotAllowed):
        actions.cancel_sessions(actor=host.stranger, at=AT, session_id=one.id, reason="x")
    with pytest.raises(NotAllowed):
        actions.add_sessions(actor=host.stranger, at=AT, activity_id=made.id, times=[span(clock(27, 10))])
