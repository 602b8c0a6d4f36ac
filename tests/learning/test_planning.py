"""Planning: what is kept, what is refused by name with nothing left behind, and who may."""

from datetime import timedelta

import pytest

from rianru.core.models import Change, Fact
from rianru.kernel.refusals import NotAllowed
from rianru.learning import actions, queries
from rianru.learning.actions import Plan, refusals
from rianru.learning.models import Activity, Facilitator, Material, RoomBooking, Session
from rianru.places import actions as places
from tests.factories import AT, HOUSE
from tests.learning import making
from tests.learning.making import HOUR, SATURDAY, clock, span, weekly
from tests.people import making as people

pytestmark = pytest.mark.django_db


def leavings():
    return [model.objects.count() for model in (Activity, Session, RoomBooking)]


def test_an_activity_is_planned_with_its_times_and_its_room_and_one_fact(host):
    made = host.plan(weekly(3), room_id=host.hall, title_th="  ย้อมคราม  ", ages=("60+", "15-24"), capacity=20)
    assert (made.state, made.title_th, made.ages, made.sequence) == ("draft", "ย้อมคราม", ["15-24", "60+"], 0)
    assert [one.starts_at for one in making.sessions(made)] == [SATURDAY + timedelta(weeks=week) for week in range(3)]
    assert RoomBooking.objects.filter(room=host.hall, session__activity=made).count() == 3
    fact = Fact.objects.get(verb="learning.planned")
    assert (fact.object_id, fact.space_id, fact.format, fact.count) == (made.id, host.space, "workshop", 3)
    assert Change.objects.filter(kind="activity", object_id=made.id).exists()


@pytest.mark.parametrize(("times", "refusal"), [
    ([], refusals.SessionNeeded),
    ([(SATURDAY, SATURDAY)], refusals.EndsBeforeItStarts),
    ([(SATURDAY, SATURDAY - HOUR)], refusals.EndsBeforeItStarts),
    ([(SATURDAY, SATURDAY + 25 * HOUR)], refusals.SessionTooLong),
    ([span(AT - HOUR)], refusals.SessionInThePast),
    ([span(AT)], refusals.SessionInThePast),
    ([span(SATURDAY), span(SATURDAY, 1)], refusals.SessionTwice),
    (weekly(401), refusals.SessionsTooMany),
    ([span(clock(28, 16), 2)], refusals.OutsideHours),
    ([span(clock(28, 8), 2)], refusals.OutsideHours),
    ([span(clock(29, 10))], refusals.OutsideHours),  # a Sunday
])
def test_times_that_cannot_be_are_refused_by_name_and_leave_nothing(host, times, refusal):
    with pytest.raises(refusal):
        making.actions.plan_activity(actor=host.planner, at=AT, space_id=host.space, times=times,
                                     plan=Plan(kind="workshop", title_th="ย้อมคราม"))
    assert leavings() == [0, 0, 0]


@pytest.mark.parametrize(("said", "refusal"), [
    ({"title_th": "  "}, refusals.TitleNeeded), ({"kind": "party"}, refusals.KindUnknown),
    ({"ages": ("7-9",)}, refusals.KindUnknown), ({"joining": "maybe"}, refusals.KindUnknown),
    ({"title_th": "ก" * 201}, refusals.TooLong), ({"online_link": "http://x.example"}, refusals.LinkWrong),
    ({"online_link": "javascript:alert(1)"}, refusals.LinkWrong), ({"online_link": "https://a:b@x"}, refusals.LinkWrong),
    ({"online_link": "https://[x"}, refusals.LinkWrong), ({"capacity": 0}, refusals.NumbersWrong),
    ({"satang": -1}, refusals.NumbersWrong), ({"offer_hours": 0}, refusals.NumbersWrong),
    ({"joining_opens_at": SATURDAY, "joining_closes_at": AT}, refusals.JoiningClosesFirst),
])
def test_words_and_numbers_that_cannot_be_are_refused_by_name(host, said, refusal):
    with pytest.raises(refusal):
        host.plan(**said)
    assert leavings() == [0, 0, 0]


def test_outside_hours_is_held_when_it_is_meant_and_never_asked_elsewhere_or_online(host):
    sunday = [span(clock(29, 10))]
    assert host.plan(sunday, agreed=True).state == "draft"
    assert host.plan(sunday, place_th="ลานวัด", title_th="เดินเมืองเก่า").state == "draft"
    assert host.plan(sunday, kind="online", title_th="ออนไลน์").state == "draft"
    with pytest.raises(refusals.OutsideHours):  # elsewhere, but in a room here
        host.plan(sunday, place_th="ลานวัด", room_id=host.hall)


def test_an_exhibition_may_stand_for_weeks_and_closed_days_do_not_matter_within(host):
    made = host.plan([(SATURDAY, SATURDAY + timedelta(days=30))], kind="exhibition")
    assert len(making.sessions(made)) == 1


def test_a_look_at_dates_points_out_closed_days_other_hours_and_taken_rooms(host):
    places.set_exception(actor=HOUSE, at=AT, space_id=host.space, day=clock(5, 10, month=12).date(), reason_th="ล้างห้อง")
    host.plan([span(clock(12, 10, month=12))], room_id=host.hall, title_th="ประชุม")
    found = queries.looked_at(space_id=host.space, times=weekly(4), at_space=True, room_id=host.hall)
    assert [(bool(one.closed), bool(one.outside), one.taken) for one in found] == [
        (False, False, ""), (True, False, ""), (False, False, "ประชุม"), (False, False, "")]
    assert "ล้างห้อง" in found[1].closed.in_("th")
    [late] = queries.looked_at(space_id=host.space, times=[span(clock(28, 16))], at_space=True)
    assert (late.closed, late.outside.in_("th")) == (None, "09:00–17:00 น.")


def test_only_who_plans_for_that_space_may(host):
    for actor in (host.stranger, people.acting(people.person(AT), AT)):
        with pytest.raises(NotAllowed):
            making.actions.plan_activity(actor=actor, at=AT, space_id=host.space, times=weekly(1),
                                         plan=Plan(kind="club", title_th="ชมรม"))
    made = host.plan()
    for act in (actions.open_activity, actions.cancel_activity):
        more = {"reason": "x"} if act is actions.cancel_activity else {}
        with pytest.raises(NotAllowed):
            act(actor=host.stranger, at=AT, activity_id=made.id, **more)
    assert Activity.objects.get().state == "draft"


def test_a_draft_is_seen_by_those_who_plan_it_alone(host):
    made = host.plan()
    learner = people.acting(people.person(AT), AT)
    assert queries.activity(actor=host.planner, at=AT, id=made.id).may_plan
    assert queries.activity(actor=learner, at=AT, id=made.id) is None
    assert queries.activity(actor=host.stranger, at=AT, id=made.id) is None
    assert queries.meetings(queries.Wanted(since=AT)) == []
    actions.open_activity(actor=host.planner, at=AT, activity_id=made.id)
    assert queries.activity(actor=learner, at=AT, id=made.id).may_plan is False
    assert [one.activity.id for one in queries.meetings(queries.Wanted(since=AT))] == [made.id]


def test_changing_counts_for_calendars_and_changing_nothing_does_not(host):
    made = host.opened()
    plan = Plan(kind="workshop", title_th="ย้อมคราม", capacity=12)
    actions.change_activity(actor=host.planner, at=AT + HOUR, activity_id=made.id, plan=plan)
    actions.change_activity(actor=host.planner, at=AT + 2 * HOUR, activity_id=made.id, plan=plan)
    made.refresh_from_db()
    assert (made.capacity, made.sequence, made.changed_at) == (12, 1, AT + HOUR)
    assert Fact.objects.get(verb="learning.changed").changed == ["capacity"]


def test_opening_needs_a_time_that_is_still_to_come(host):
    made = host.plan()
    with pytest.raises(refusals.SessionNeeded):
        actions.open_activity(actor=host.planner, at=SATURDAY + 3 * HOUR, activity_id=made.id)


def test_cancelling_needs_a_reason_frees_the_room_and_keeps_the_sessions_for_calendars(host):
    made = host.opened(weekly(2), room_id=host.hall)
    with pytest.raises(refusals.ReasonNeeded):
        actions.cancel_activity(actor=host.planner, at=AT, activity_id=made.id, reason=" ")
    actions.cancel_activity(actor=host.planner, at=AT, activity_id=made.id, reason="ครูไม่สบาย")
    assert [(one.state, one.sequence, one.reason) for one in making.sessions(made)] == [("cancelled", 1, "ครูไม่สบาย")] * 2
    assert RoomBooking.objects.count() == 0
    with pytest.raises(refusals.ActivityEnded):
        actions.cancel_activity(actor=host.planner, at=AT, activity_id=made.id, reason="อีกครั้ง")


def test_held_again_it_takes_its_team_and_what_it_reads_along(host):
    first = host.opened()
    teacher = people.person(AT, "ครูมาลัย", email="malai@example.org")
    actions.give_part(actor=host.planner, at=AT, activity_id=first.id, known_by=" Malai@example.org", part="teacher")
    Material.objects.create(activity=first, work_id=teacher.person_id, title="ตำราย้อมผ้า", position=0)
    again = host.plan([span(SATURDAY + timedelta(weeks=4))], like=first.id)
    assert list(again.facilitators.values_list("person", "part")) == [(teacher.person_id, "teacher")]
    assert list(again.materials.values_list("title", flat=True)) == ["ตำราย้อมผ้า"]


def test_a_team_is_of_people_who_are_known_and_children_are_never_named(host):
    made = host.opened()
    with pytest.raises(refusals.PersonUnknown):
        actions.give_part(actor=host.planner, at=AT, activity_id=made.id, known_by="nobody@example.org", part="teacher")
    with pytest.raises(refusals.PersonUnknown):
        actions.give_part(actor=host.planner, at=AT, activity_id=made.id, known_by="10000000016", part="teacher")
    for name, born, shown in (("ครูมาลัย", 1970, True), ("น้องแก้ว", 2012, True), ("ลุงคำ", 1955, False)):
        email = f"{born}@example.org"
        people.person(AT, name, email=email, birth_year=born)
        actions.give_part(actor=host.planner, at=AT, activity_id=made.id, known_by=email, part="volunteer", shown=shown)
    learner = people.acting(people.person(AT), AT)
    seen = queries.activity(actor=learner, at=AT, id=made.id)
    assert [one.name for one in seen.team] == ["ครูมาลัย"]
    assert len(queries.activity(actor=host.planner, at=AT, id=made.id).team) == 3 == Facilitator.objects.count()


def test_what_nothing_is_still_to_come_of_is_over(host):
    over, ahead = host.opened(), host.opened(weekly(2))
    assert actions.end_activities(actor=HOUSE, at=SATURDAY + HOUR) == 0
    assert actions.end_activities(actor=HOUSE, at=SATURDAY + 2 * HOUR) == 1
    assert [Activity.objects.get(id=one.id).state for one in (over, ahead)] == ["over", "open"]


def test_a_list_asks_as_often_for_three_activities_as_for_one(host, django_assert_num_queries):
    host.opened(weekly(2), room_id=host.hall)
    with django_assert_num_queries(4):
        assert len(queries.meetings(queries.Wanted(since=AT, once=True))) == 1
    for number in range(2):
        host.opened([span(clock(26 + number, 10))], room_id=host.corner)
    with django_assert_num_queries(4):
        assert len(queries.meetings(queries.Wanted(since=AT, once=True))) == 3


def test_a_list_narrows_by_days_kind_age_cost_and_place(host):
    host.opened(weekly(2), kind="club", ages=("60+",), title_th="ชมรม")
    host.opened([span(clock(26, 10))], ages=("6-14",), satang=5_000, title_th="ย้อมผ้า")
    host.opened([span(clock(27, 10))], title_th="ทุกวัย", online_link="https://meet.example.org/a")

    def found(**more):
        return [one.activity.title_th for one in queries.meetings(queries.Wanted(since=AT, once=True, **more))]

    assert found() == ["ย้อมผ้า", "ทุกวัย", "ชมรม"]
    assert found(until=clock(27, 0)) == ["ย้อมผ้า"]
    assert found(kind="club") == ["ชมรม"]
    assert found(ages=("0-5", "6-14")) == ["ย้อมผ้า", "ทุกวัย"]
    assert found(free=True) == ["ทุกวัย", "ชมรม"]
    assert found(online=True) == ["ทุกวัย"]
    assert (found(area="56"), found(area="57")) == (["ย้อมผ้า", "ทุกวัย", "ชมรม"], [])
    [club] = [one for one in queries.meetings(queries.Wanted(since=AT, once=True)) if one.activity.kind == "club"]
    assert club.more == 1
    first = queries.meetings(queries.Wanted(since=AT), limit=1)[0].session
    assert [one.activity.title_th for one in queries.meetings(queries.Wanted(since=AT), after=(first.starts_at, first.id))] == [
        "ทุกวัย", "ชมรม", "ชมรม"]
