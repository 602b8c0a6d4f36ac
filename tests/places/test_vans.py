"""Mobile libraries: timetables that repeat, one van in one place, changes of a day, and the driver's taps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import Role
from rianru.core.idempotency import KeyReused
from rianru.core.models import Fact
from rianru.kernel.geography import Point
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions, queries
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.timetables import look_at
from rianru.places.models import Holiday, Timetable, Visit, VisitTap
from tests.factories import AT, HOUSE, network, staff
from tests.factories.vans import MAE_KA, halt, route, stop, van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MONDAY = date(2026, 11, 23)
LAST = date(2027, 3, 31)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour - 7, minute, tzinfo=UTC)


def planned(**given):
    """A van whose first halt repeats every three weeks from Monday on; the van, the stop and the timetable."""
    vehicle = van()
    where = stop(vehicle)
    made = actions.set_timetable(actor=HOUSE, at=AT, halt=halt(
        route(vehicle), where, **({"first_on": MONDAY, "last_on": LAST} | given)))
    return vehicle, where, made


def days(timetable):
    rows = Visit.objects.filter(timetable=timetable, state="planned").order_by("arrives_at")
    return [one.arrives_at.astimezone(UTC).date() for one in rows]


def test_a_three_week_cycle_is_laid_out_to_its_end_at_bangkok_s_hours():
    _, _, made = planned()
    assert days(made) == [MONDAY + timedelta(weeks=3 * n) for n in range(7)]
    first = Visit.objects.order_by("arrives_at").first()
    assert (first.arrives_at, first.leaves_at) == (at(MONDAY, 9), at(MONDAY, 11))


@pytest.mark.parametrize(("on_holidays", "comes"), [("skip", False), ("run", True)])
def test_a_public_holiday_keeps_the_van_at_home_unless_it_is_to_run(on_holidays, comes):
    Holiday.objects.create(day_on=MONDAY + timedelta(weeks=3), name_th="วันทดสอบ", name_en="Test day")
    _, _, made = planned(on_holidays=on_holidays)
    assert (MONDAY + timedelta(weeks=3) in days(made)) == comes


def test_two_cycles_that_meet_months_later_are_refused_with_the_day_and_the_stop_and_leave_no_trace(traces):
    vehicle, where, _ = planned(rule="FREQ=WEEKLY;INTERVAL=3")
    before, other = traces(), route(vehicle, name_th="สายสอง")
    second = halt(other, where, first_on=MONDAY + timedelta(weeks=2), last_on=LAST, arrives=600, leaves=700,
                  rule="FREQ=WEEKLY;INTERVAL=2")
    looked = look_at(actor=HOUSE, at=AT, halt=second)
    with pytest.raises(refusals.TwoPlacesAtOnce) as refused:
        actions.set_timetable(actor=HOUSE, at=AT, halt=second)
    assert looked.meets is not None
    assert "4 Jan 2027" in refused.value.text("en")  # in six weeks, not before
    assert "Test pavilion" in refused.value.text("en")
    assert Timetable.objects.count() == 1
    assert traces()[0] == before[0] + 1  # the route alone


def test_one_after_the_other_is_no_clash_and_another_van_may_be_anywhere():
    vehicle, where, made = planned()
    beside = Timetable.objects.get(id=made).route_id
    actions.set_timetable(actor=HOUSE, at=AT, halt=halt(
        beside, where, arrives=660, leaves=720, first_on=MONDAY, last_on=LAST))
    network_of = queries.space_by_id(vehicle).network_id
    second = van(network_id=network_of)
    actions.set_timetable(actor=HOUSE, at=AT, halt=halt(route(second), where, first_on=MONDAY, last_on=LAST))
    assert Visit.objects.filter(state="planned").count() == 21


def test_the_database_itself_has_the_last_word_and_without_its_constraint_the_van_would_be_in_two_places():
    vehicle, where, _ = planned()
    twin = {"day_on": MONDAY, "vehicle_id": vehicle, "stop_id": where, "arrives_at": at(MONDAY, 10),
            "leaves_at": at(MONDAY, 12), "changed_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(**twin)
    with connection.cursor() as cursor:  # the control
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE places_visit DROP CONSTRAINT places_visit_apart")
    assert Visit.objects.create(**twin).id


@pytest.mark.parametrize(("given", "refusal"), [
    ({"first_on": LAST, "last_on": MONDAY}, refusals.TimetablePeriodWrong),
    ({"first_on": MONDAY, "last_on": MONDAY + timedelta(days=900)}, refusals.TimetablePeriodWrong),
    ({"rule": "FREQ=WEEKLY;BYDAY=TU", "last_on": MONDAY}, refusals.TimetableEmpty),
    ({"arrives": 700, "leaves": 600}, actions.HoursWrong),
])
def test_what_cannot_be_driven_is_refused_by_name(given, refusal):
    with pytest.raises(refusal):
        planned(**given)


def test_a_stop_of_another_network_or_one_that_closed_is_refused():
    vehicle, where, _ = planned()
    elsewhere = stop(van(network_id=network()))
    lane = route(vehicle, name_th="อีกสาย")
    with pytest.raises(refusals.StopOfOtherNetwork):
        actions.set_timetable(actor=HOUSE, at=AT, halt=halt(lane, elsewhere, first_on=MONDAY, last_on=LAST))
    with pytest.raises(refusals.StopInUse):
        actions.close_stop(actor=HOUSE, at=AT, stop_id=where)
    shut = stop(vehicle, name_th="จุดที่เลิกใช้")
    actions.close_stop(actor=HOUSE, at=AT, stop_id=shut)
    with pytest.raises(refusals.StopClosed):
        actions.set_timetable(actor=HOUSE, at=AT, halt=halt(lane, shut, first_on=MONDAY, last_on=LAST))


@pytest.mark.parametrize(("given", "refusal", "says"), [
    ({"area": "569999"}, actions.AreaUnknown, "569999"),
    ({"area": "56"}, actions.AreaUnknown, "56"),
    ({"lat": "99.85", "lon": "19.15"}, actions.PositionSwapped, "19.15"),
    ({"lat": "9.5", "lon": "101.2"}, actions.PositionOutside, "sea"),
    ({"lat": "13.75", "lon": "100.5"}, actions.PositionElsewhere, "Bangkok"),
    ({"lat": "19.15", "lon": None}, actions.PositionWrong, ""),
])
def test_a_stop_that_cannot_be_there_is_refused_by_name_and_leaves_no_trace(given, refusal, says, traces):
    vehicle = van()
    before = traces()
    with pytest.raises(refusal) as refused:
        stop(vehicle, **given)
    assert says in refused.value.text("en")
    assert traces() == before


def test_a_change_keeps_visits_by_their_day_and_what_was_changed_by_hand_and_cancels_the_rest():
    _, where, made = planned()
    first, second, third, *_ = Visit.objects.order_by("arrives_at")
    actions.move_visit(actor=HOUSE, at=AT, visit_id=second.id, arrives_at=second.arrives_at + timedelta(days=1),
                       leaves_at=second.leaves_at + timedelta(days=1))
    kept = Timetable.objects.get(id=made)
    actions.set_timetable(actor=HOUSE, at=AT, timetable_id=made, halt=halt(
        kept.route_id, where, first_on=MONDAY, last_on=MONDAY + timedelta(weeks=3), arrives=570, leaves=660))
    first.refresh_from_db()
    second.refresh_from_db()
    third.refresh_from_db()
    assert (first.arrives_at, first.sequence) == (at(MONDAY, 9, 30), 1)
    assert second.arrives_at == at(MONDAY + timedelta(weeks=3, days=1), 9)
    assert (third.state, third.sequence) == ("cancelled", 1)


def test_visits_may_take_each_other_s_places_in_one_change():
    vehicle, where, made = planned(rule="FREQ=DAILY", last_on=MONDAY + timedelta(days=3), arrives=0, leaves=1440)
    lane = Timetable.objects.get(id=made).route_id
    actions.set_timetable(actor=HOUSE, at=AT, timetable_id=made, halt=halt(
        lane, where, first_on=MONDAY, last_on=MONDAY + timedelta(days=3), rule="FREQ=DAILY", arrives=0, leaves=1200))
    assert Visit.objects.filter(vehicle=vehicle, state="planned").count() == 4


def test_ending_a_timetable_cancels_what_lies_behind_it():
    _, _, made = planned()
    assert actions.end_timetable(actor=HOUSE, at=AT, timetable_id=made, last_on=MONDAY + timedelta(weeks=4)) == 5
    assert len(days(made)) == 2


def test_a_visit_is_cancelled_with_its_reason_and_then_neither_moved_nor_cancelled_again():
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    with pytest.raises(refusals.VisitReasonNeeded):
        actions.cancel_visit(actor=HOUSE, at=AT, visit_id=one.id, reason_th=" ")
    actions.cancel_visit(actor=HOUSE, at=AT, visit_id=one.id, reason_th="รถเข้าซ่อม")
    with pytest.raises(refusals.VisitOver):
        actions.cancel_visit(actor=HOUSE, at=AT, visit_id=one.id, reason_th="อีกครั้ง")
    one.refresh_from_db()
    assert (one.state, one.reason_th, one.sequence) == ("cancelled", "รถเข้าซ่อม", 1)


def test_an_extra_visit_goes_where_the_van_is_free_and_nowhere_else():
    vehicle, where, _ = planned()
    given = {"actor": HOUSE, "at": AT, "vehicle_id": vehicle, "stop_id": where}
    actions.add_visit(**given, arrives_at=at(MONDAY, 13), leaves_at=at(MONDAY, 15))
    with pytest.raises(refusals.TwoPlacesAtOnce):
        actions.add_visit(**given, arrives_at=at(MONDAY, 10), leaves_at=at(MONDAY, 12))
    with pytest.raises(refusals.VisitTimeWrong):
        actions.add_visit(**given, arrives_at=AT - timedelta(hours=3), leaves_at=AT - timedelta(hours=1))


def test_only_those_who_plan_for_the_van_plan_and_only_its_keepers_drive():
    vehicle, where, made = planned()
    one = Visit.objects.order_by("arrives_at").first()
    caretaker = staff(role=Role.CARETAKER, scope_kind="space", scope_id=vehicle)
    stranger = staff(role=Role.CARETAKER, scope_kind="space", scope_id=van())
    officer = staff(role=Role.OFFICER, scope_kind="network", scope_id=queries.space_by_id(vehicle).network_id)
    with pytest.raises(NotAllowed):
        actions.end_timetable(actor=caretaker, at=AT, timetable_id=made, last_on=MONDAY)
    for who in (stranger, officer):
        with pytest.raises(NotAllowed):
            actions.tap(actor=who, at=at(MONDAY, 9), visit_id=one.id, key=new_id(), kind="arrive",
                        tapped_at=at(MONDAY, 9))
    assert [one.space_id for one in queries.vans(actor=caretaker, at=AT, rule="places.drive_van")] == [vehicle]
    assert queries.vans(actor=officer, at=AT, rule="places.plan_vans")
    assert queries.vans(actor=stranger, at=AT, rule="places.plan_vans") == []
    assert where


# The next visit near me


def test_the_next_visit_is_of_the_nearest_stop_first_and_private_stops_stay_out_of_it():
    vehicle, where, made = planned()
    lane = Timetable.objects.get(id=made).route_id
    school = stop(vehicle, name_th="โรงเรียนทดสอบ", kind="private", lat="19.151", lon="99.851")
    south = stop(vehicle, name_th="ตลาดแม่กา", area=MAE_KA, lat="19.02", lon="99.92")
    for n, there in enumerate((school, south)):
        actions.set_timetable(actor=HOUSE, at=AT, halt=halt(
            lane, there, arrives=720 + 60 * n, leaves=780 + 60 * n, first_on=MONDAY, last_on=LAST))
    near = queries.stops_near(Point(19.15, 99.85), at=AT)
    assert [one.stop.id for one in near] == [where, south]
    assert near[0].visit.arrives_at == at(MONDAY, 9)
    assert [one.stop.id for one in queries.stops_inside("560110", at=AT)] == [south]


def test_a_list_of_stops_asks_as_often_for_three_as_for_one():
    vehicle, _, made = planned()
    lane = Timetable.objects.get(id=made).route_id

    def asked():
        with CaptureQueriesContext(connection, ) as found:
            queries.stops_near(Point(19.15, 99.85), at=AT)
            queries.stops_inside("56", at=AT)
        return len(found)

    one = asked()
    for n in range(2):
        actions.set_timetable(actor=HOUSE, at=AT, halt=halt(
            lane, stop(vehicle, name_th=f"จุดที่ {n}"), arrives=720 + 60 * n, leaves=780 + 60 * n, first_on=MONDAY,
            last_on=LAST))
    assert asked() <= one


# The driver


def taps(one, *given, now=None):
    """Taps (kind, moment, people) of a visit; their keys."""
    keys = []
    for kind, moment, people in given:
        keys.append(new_id())
        actions.tap(actor=HOUSE, at=now or moment, visit_id=one.id, key=keys[-1], kind=kind, tapped_at=moment,
                    people=people)
    one.refresh_from_db()
    return keys


DAY = (("arrive", at(MONDAY, 9, 5), 0), ("count", at(MONDAY, 9, 20), 3), ("count", at(MONDAY, 10), 5),
       ("leave", at(MONDAY, 11, 10), 0))


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_visit_says_the_same_in_whatever_order_its_taps_come_in(order):
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    taps(one, *(DAY[n] for n in order), now=at(MONDAY, 18))
    assert (one.arrived_at, one.left_at, one.people) == (at(MONDAY, 9, 5), at(MONDAY, 11, 10), 8)
    tapped = VisitTap.objects.get(kind="arrive")
    assert (tapped.tapped_at, tapped.recorded_at) == (at(MONDAY, 9, 5), at(MONDAY, 18))


def test_the_same_key_counts_once_and_with_another_content_is_refused():
    planned()
    one, key = Visit.objects.order_by("arrives_at").first(), new_id()
    given = {"actor": HOUSE, "at": at(MONDAY, 10), "visit_id": one.id, "key": key, "kind": "count"}
    assert actions.tap(**given, tapped_at=at(MONDAY, 10), people=4)
    assert not actions.tap(**given, tapped_at=at(MONDAY, 10), people=4)
    with pytest.raises(KeyReused):
        actions.tap(**given, tapped_at=at(MONDAY, 10), people=5)
    one.refresh_from_db()
    assert one.people == 4


def test_undo_takes_back_what_was_counted_in_the_facts_too():
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    *_, last, left = taps(one, *DAY)
    for key in (left, last, last):
        actions.undo_tap(actor=HOUSE, at=at(MONDAY, 11, 11), key=key)
    one.refresh_from_db()
    assert (one.left_at, one.people) == (None, 3)
    facts = Fact.objects.filter(verb="places.van_people")
    assert sum(fact.count for fact in facts) == 3
    assert {fact.area for fact in facts} == {"560105"}


@pytest.mark.parametrize(("tapped", "now"), [
    (at(MONDAY, 9), at(MONDAY, 8)),  # from the future
    (at(MONDAY, 9), at(MONDAY + timedelta(days=15), 9)),  # too long ago
    (at(MONDAY + timedelta(days=2), 9), at(MONDAY + timedelta(days=2), 9)),  # not of that visit
])
def test_a_tap_whose_moment_cannot_be_is_refused(tapped, now):
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    with pytest.raises(refusals.TapTimeWrong):
        actions.tap(actor=HOUSE, at=now, visit_id=one.id, key=new_id(), kind="arrive", tapped_at=tapped)
    assert not VisitTap.objects.exists()


def test_at_a_visit_that_is_off_nobody_is_counted():
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    actions.cancel_visit(actor=HOUSE, at=AT, visit_id=one.id, reason_th="น้ำท่วมทาง")
    with pytest.raises(refusals.VisitOver):
        taps(one, DAY[0])


def test_a_late_van_says_so_and_is_on_time_again():
    planned()
    one = Visit.objects.order_by("arrives_at").first()
    actions.report_late(actor=HOUSE, at=at(MONDAY, 8), visit_id=one.id, minutes=20)
    one.refresh_from_db()
    assert (one.late_minutes, one.arrives_at) == (20, at(MONDAY, 9))
    with pytest.raises(refusals.LateWrong):
        actions.report_late(actor=HOUSE, at=at(MONDAY, 8), visit_id=one.id, minutes=999)
