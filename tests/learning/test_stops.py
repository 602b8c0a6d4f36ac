"""A session where a van halts: shown with that visit, refused where no van is."""

from datetime import date, timedelta

import pytest

from rianru.learning import actions, queries
from rianru.learning.actions import Plan
from rianru.learning.actions.refusals import VanNotThere
from rianru.learning.models import Session
from rianru.places import actions as places
from rianru.places.models import Visit
from tests.factories import AT, HOUSE
from tests.factories.vans import halt, route, stop, van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MONDAY, LAST = date(2026, 11, 23), date(2027, 3, 31)


@pytest.fixture
def held():
    """A van's stop, its first visit, and a session of an open activity during it."""
    vehicle = van()
    where = stop(vehicle)
    places.set_timetable(actor=HOUSE, at=AT, halt=halt(route(vehicle), where, first_on=MONDAY, last_on=LAST))
    visit = Visit.objects.order_by("arrives_at").first()
    half = timedelta(minutes=30)
    activity = actions.plan_activity(
        actor=HOUSE, at=AT, space_id=vehicle, agreed=True, plan=Plan(kind="storytelling", title_th="นิทานท้ายรถ"),
        times=[(visit.arrives_at + half, visit.arrives_at + 2 * half)])
    actions.open_activity(actor=HOUSE, at=AT, activity_id=activity)
    return where, visit, Session.objects.get(activity=activity)


def test_a_session_is_held_at_a_stop_while_the_van_is_there_and_says_so(held):
    where, _, session = held
    actions.hold_at_stop(actor=HOUSE, at=AT, session_id=session.id, stop_id=where)
    [found] = queries.meetings(since=AT, stop_id=where)
    assert (found.session.id, found.place.in_("th"), found.session.sequence) == (session.id, "ศาลาบ้านทดสอบ", 1)
    actions.hold_at_stop(actor=HOUSE, at=AT, session_id=session.id, stop_id=None)
    assert queries.meetings(since=AT, stop_id=where) == []


def test_where_no_van_is_then_it_is_refused_by_name(held):
    where, visit, session = held
    places.cancel_visit(actor=HOUSE, at=AT, visit_id=visit.id, reason_th="รถเสีย")
    with pytest.raises(VanNotThere):
        actions.hold_at_stop(actor=HOUSE, at=AT, session_id=session.id, stop_id=where)
    assert Session.objects.get(id=session.id).stop_id is None
