"""Stamps where a van halts: only while it is there, from the stop's own place, and told by visit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.kernel.dates import day_of
from rianru.kernel.disclosure import LEAST
from rianru.learning import actions, queries
from rianru.learning.actions import stamp_refusals as refusals
from rianru.learning.models import CodeFlag, Seat
from rianru.places import actions as places
from rianru.places.models import Space, Visit
from tests.factories import AT, HOUSE
from tests.factories.vans import MAE_KA, halt, route, stop, van
from tests.learning import passports_making as making
from tests.learning import seats_making as seats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MONDAY, LAST = date(2026, 11, 23), date(2027, 3, 31)
TEN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # in Bangkok, while the van is at its first stop


@pytest.fixture
def driven():
    """A van at one stop from nine to eleven and at another from one to three; the van and both stops."""
    vehicle = van()
    first = stop(vehicle)
    second = stop(vehicle, name_th="ตลาดทดสอบ", area=MAE_KA, lat="19.05", lon="99.92")
    round_ = route(vehicle)
    for where, arrives in ((first, 540), (second, 780)):
        places.set_timetable(actor=HOUSE, at=AT, halt=halt(
            round_, where, arrives=arrives, leaves=arrives + 120, first_on=MONDAY, last_on=LAST))
    return vehicle, first, second


def taken(who, vehicle, at):
    return actions.stamp_by_code(actor=who, at=at, code=making.code(None, vehicle, on=day_of(at)))


def at_stop(who, where):
    return [(one.kind, one.occurred_on) for one in queries.own_stamps_at_stop(actor=who, stop_id=where)]


def visit_of(where):
    return Visit.objects.filter(stop=where).order_by("arrives_at").first()


def test_a_stamp_by_the_code_of_a_van_belongs_to_the_stop_where_it_halts_then(driven):
    vehicle, first, second = driven
    _, who = seats.someone()
    assert taken(who, vehicle, TEN).people == 1
    assert at_stop(who, first) == [("visit", MONDAY)]
    assert at_stop(who, second) == []
    _, other = seats.someone("ปิติ")
    assert at_stop(other, first) == []  # nobody sees those of others
    assert taken(other, vehicle, TEN + timedelta(hours=4)).people == 1
    assert at_stop(other, second) == [("visit", MONDAY)]
    assert queries.stamps_of_visits([visit_of(first).id, visit_of(second).id]) == {
        visit_of(first).id: 1, visit_of(second).id: 1}


def test_a_stamp_after_midnight_belongs_to_the_stop_where_the_van_halts_since_before(driven):
    vehicle, first, _ = driven
    last, midnight = stop(vehicle, name_th="งานวัด", lat="19.10", lon="99.91"), TEN + timedelta(hours=14)
    places.add_visit(actor=HOUSE, at=AT, vehicle_id=vehicle, stop_id=last, arrives_at=midnight - timedelta(hours=1),
                     leaves_at=midnight + timedelta(hours=1))
    _, who = seats.someone()
    assert taken(who, vehicle, midnight + timedelta(minutes=3)).people == 1
    assert at_stop(who, last) == [("visit", MONDAY + timedelta(days=1))]
    assert at_stop(who, first) == []


@pytest.mark.parametrize(("hour", "minute", "good"), [(7, 59, False), (8, 1, True), (15, 59, True), (16, 1, False)])
def test_a_photograph_of_the_code_gives_nothing_while_the_van_halts_nowhere(driven, hour, minute, good):
    vehicle, _, _ = driven
    _, who = seats.someone()
    at = TEN + timedelta(hours=hour - 10, minutes=minute)
    if good:
        assert taken(who, vehicle, at).people == 1
    else:
        with pytest.raises(refusals.StampVanElsewhere):
            taken(who, vehicle, at)
    assert [one.reason for one in CodeFlag.objects.all()] == ([] if good else ["closed"])


def test_who_came_to_a_van_is_where_it_halts_and_not_where_it_stands_at_night(driven):
    vehicle, _, _ = driven
    Space.objects.filter(id=vehicle).update(lat="13.75", lon="100.50")  # it stands in Bangkok, let us say
    house = seats.house()
    Space.objects.filter(id=house.space).update(lat="19.16", lon="99.86")  # beside the first stop
    _, who = seats.someone()
    taken(who, vehicle, TEN)
    assert making.stamp(house, who, at=TEN + timedelta(minutes=30)).people == 1
    _, other = seats.someone("ปิติ")
    Space.objects.filter(id=house.space).update(lat="13.75", lon="100.50")
    making.stamp(house, other, at=TEN - timedelta(minutes=30))
    with pytest.raises(refusals.StampTooFar):
        taken(other, vehicle, TEN)


def test_what_the_day_alone_is_known_of_is_shown_at_every_stop_of_that_day_and_counts_for_no_visit(driven):
    vehicle, first, second = driven
    person, who = seats.someone()
    evening = TEN + timedelta(hours=10)
    actions.set_passport(actor=who, at=AT, person_id=person, borrowing=True)
    actions.stamp_loan(actor=HOUSE, at=evening, space_id=vehicle, person_id=person, key=who.key, title="ปลาบู่ทอง")
    assert at_stop(who, first) == at_stop(who, second) == [("borrowing", MONDAY)]
    assert set(queries.stamps_of_visits([visit_of(first).id]).values()) == {0}


def test_a_session_at_the_stop_gives_its_stamp_to_that_visit_whoever_holds_it(driven):
    _, first, second = driven
    house = seats.house()
    visit, half = visit_of(first), timedelta(minutes=30)
    session = house.session(starts=visit.arrives_at - half)
    actions.hold_at_stop(actor=HOUSE, at=AT, session_id=session.id, stop_id=first)
    person, who = seats.someone()
    party = seats.join(session, who, [person]).party_id
    actions.mark_seat(actor=HOUSE, at=visit.arrives_at + half, session_id=session.id, came=True,
                      seat_id=Seat.objects.get(party=party).id)
    assert at_stop(who, first) == [("activity", MONDAY)]
    assert at_stop(who, second) == []
    assert queries.stamps_of_visits([visit.id]) == {visit.id: 1}


def test_everybody_is_told_how_many_stamps_a_visit_gave_from_five_on_and_one_query_does_for_many(driven):
    vehicle, first, second = driven
    both = [visit_of(first).id, visit_of(second).id]
    for number in range(LEAST):
        assert queries.stamps_of_visits_told(both) == {}
        taken(seats.someone(f"คนที่ {number}")[1], vehicle, TEN)
    assert queries.stamps_of_visits_told(both) == {both[0]: LEAST}
    with CaptureQueriesContext(connection) as asked:
        queries.stamps_of_visits([one.id for one in Visit.objects.all()[:30]])
    assert len(asked) == 2  # the list of ids, and their stamps
