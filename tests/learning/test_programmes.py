"""Programmes: what completes them, how progress explains itself, and that completing is once."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed
from rianru.learning import actions, queries
from rianru.learning.actions import NewPart, refusals
from rianru.learning.models import Attendance, ProgrammeCompletion
from rianru.learning.queries.programmes import PartView, ProgrammeView, Step, needed_sessions, reckon
from tests.factories import AT, HOUSE
from tests.learning import making
from tests.learning.making import HOUR, weekly
from tests.people import making as people


def view(*parts, ordered=False, least_minutes=0):
    """Parts as (needs, ids): `needs` None for all; an id with a number after it wants as many sessions."""
    made = [
        PartView(SimpleNamespace(needs=needs, title_th=f"ตอน {n}", title_en=f"Part {n}"), tuple(
            Step(SimpleNamespace(id=id, title_th=str(id), title_en=""), sessions) for id, sessions in steps))
        for n, (needs, steps) in enumerate(parts, 1)
    ]
    return ProgrammeView(SimpleNamespace(ordered=ordered, least_minutes=least_minutes), tuple(made))


def came(**days):
    return {name: [(AT + timedelta(days=day), 120) for day in sorted(own)] for name, own in days.items()}


def said(how):
    return [(one.line.in_("th"), bool(one.done_at), one.waits) for one in how.parts]


def test_all_of_a_part_or_so_many_of_it():
    both = view((None, [("a", 1), ("b", 1)]), (1, [("c", 1), ("d", 1)]))
    how = reckon(both, came(a=[1], d=[2]))
    assert said(how) == [("ทำแล้ว 1 จาก 2", False, False), ("ทำแล้ว 1 จาก 1", True, False)]
    assert (how.completed, how.line.in_("th"), how.minutes) == (False, "ทำแล้ว 1 จาก 2 ตอน", 240)
    assert [one.in_("th") for one in how.missing] == ["อีก 1 กิจกรรมใน “ตอน 1”"]
    assert reckon(both, came(a=[1], b=[3], d=[2])).completed


def test_in_order_a_part_counts_only_what_came_after_the_part_before_it():
    ordered = view((None, [("a", 1)]), (None, [("b", 1)]), ordered=True)
    assert said(reckon(ordered, came(b=[1]))) == [("ทำแล้ว 0 จาก 1", False, False), ("ทำแล้ว 0 จาก 1", False, True)]
    assert not reckon(ordered, came(a=[2], b=[1])).completed
    assert reckon(ordered, came(a=[2], b=[1, 3])).completed


def test_a_series_wants_four_sessions_in_five_and_hours_are_asked_beside():
    assert [needed_sessions("whole", planned) for planned in (0, 1, 5, 8, 16)] == [1, 1, 4, 7, 13]
    assert needed_sessions("each", 16) == needed_sessions("free", 16) == 1
    series = view((None, [("a", 4)]), least_minutes=600)
    how = reckon(series, came(a=[1, 2, 3]))
    assert how.parts[0].steps[0].line.in_("th") == "มาแล้ว 3 จาก 4 ครั้ง"
    how = reckon(series, came(a=[1, 2, 3, 4]))
    assert (bool(how.parts[0].done_at), how.completed) == (True, False)
    assert [one.in_("th") for one in how.missing] == ["อีก 2 ชั่วโมง"]
    assert reckon(series, came(a=[1, 2, 3, 4, 5])).completed


def test_a_part_that_lost_activities_asks_for_no_more_than_there_are():
    assert reckon(view((3, [("a", 1), ("b", 1)])), came(a=[1], b=[2])).completed


def keep(host, parts, **more):
    return actions.keep_programme(**({
        "actor": host.planner, "at": AT, "space_id": host.space, "title_th": "จากงานอดิเรก", "parts": parts} | more))


@pytest.mark.django_db
def test_a_programme_is_kept_as_it_is_to_be_and_read_in_a_fixed_number_of_queries(host, django_assert_num_queries):
    one, two, three = (host.opened(weekly(2), agreed=True, title_th=name) for name in "กขค")
    id = keep(host, [NewPart("ตอนแรก", [one.id])], state="open")
    with django_assert_num_queries(5):
        queries.programme(actor=HOUSE, at=AT, id=id)
    keep(host, [NewPart("ลอง", [one.id, two.id], needs=1), NewPart("ต่อ", [three.id])], state="open", programme_id=id)
    with django_assert_num_queries(5):
        found = queries.programme(actor=HOUSE, at=AT, id=id)
    assert [(part.title.in_("th"), part.rule.in_("th"), len(part.steps)) for part in found.parts] == [
        ("ลอง", "เลือก 1 จาก 2 กิจกรรม", 2), ("ต่อ", "ครบทุกกิจกรรม", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "more", "refusal"), [
    (lambda a, b: [NewPart("ก", [a, b], needs=3)], {}, refusals.NeedsTooMany),
    (lambda a, b: [NewPart("ก", [a, a])], {}, refusals.StepUnknown),
    (lambda a, b: [NewPart("ก", [a]), NewPart("ข", [a])], {}, refusals.StepUnknown),
    (lambda a, b: [NewPart("ก", [new_id()])], {}, refusals.StepUnknown),
    (lambda a, b: [NewPart("ก", [])], {}, refusals.StepUnknown),
    (lambda a, b: [], {}, refusals.StepUnknown),
    (lambda a, b: [NewPart("", [a])], {}, refusals.TitleNeeded),
    (lambda a, b: [NewPart("ก", [b])], {"state": "open"}, refusals.StepUnknown),  # b is a draft
    (lambda a, b: [NewPart("ก", [a])], {"state": "closed"}, refusals.KindUnknown),
    (lambda a, b: [NewPart("ก", [a])], {"title_th": ""}, refusals.TitleNeeded),
    (lambda a, b: [NewPart("ก", [a])], {"least_minutes": -1}, refusals.NumbersWrong),
])
def test_what_is_no_programme_is_refused_by_name(host, make, more, refusal):
    opened, draft = host.opened(), host.plan([making.span(making.clock(27, 10))])
    with pytest.raises(refusal):
        keep(host, make(opened.id, draft.id), **more)
    assert queries.programmes(drafts=True) == []


@pytest.mark.django_db
def test_it_is_completed_once_by_attendance_and_stays_completed(host):
    activity = host.opened(weekly(2), agreed=True)
    id = keep(host, [NewPart("ลอง", [activity.id])], state="open", least_minutes=60)
    joined = people.person(AT)
    asked = {"actor": HOUSE, "at": AT + HOUR, "activity_id": activity.id, "person_id": joined.person_id}
    assert actions.complete(**asked) == []
    Attendance.objects.create(session=making.sessions(activity)[0], person_id=joined.person_id, came_at=AT, minutes=120, by="desk")
    assert actions.complete(**asked) == [id]
    assert actions.complete(**asked) == []
    done = ProgrammeCompletion.objects.get()
    assert (done.person_id, done.minutes, done.completed_at) == (joined.person_id, 120, AT + HOUR)
    assert Fact.objects.filter(verb="learning.programme_completed").count() == 1
    assert queries.completed_at(id, joined.person_id) == AT + HOUR


@pytest.mark.django_db
def test_only_who_plans_there_keeps_a_programme_and_drafts_are_theirs(host):
    activity = host.opened()
    with pytest.raises(NotAllowed):
        keep(host, [NewPart("ก", [activity.id])], actor=host.stranger)
    id = keep(host, [NewPart("ก", [activity.id])])
    assert queries.programme(actor=host.stranger, at=AT, id=id) is None
    assert queries.programme(actor=host.planner, at=AT, id=id).may_plan
