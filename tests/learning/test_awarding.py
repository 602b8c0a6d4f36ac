"""What a completed activity or programme promises is given by attendance: once, with its hours, and not before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rianru.core.actors import Role
from rianru.credentials import actions as credentials
from rianru.credentials import queries as proven
from rianru.credentials.actions.refusals import RuleAlreadySet
from rianru.credentials.models import AwardRule, Credential, Definition
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning import actions, queries
from rianru.learning.actions import NewPart, Plan
from rianru.learning.jobs import activities as jobs
from rianru.learning.models import Attendance
from rianru.people.queries import known
from tests.credentials.making import STORY
from tests.factories import AT
from tests.learning import making
from tests.learning.making import weekly
from tests.people import making as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(host, settings, tmp_path):
    """A definition of the host's network, and a way to promise it."""
    settings.VAR_DIR = tmp_path
    librarian = people.acting(people.staff(AT, Role.LIBRARIAN, "network", host.network), AT)
    definition = credentials.define(actor=librarian, at=AT, issuer_kind="network", issuer_id=host.network, said=STORY)

    def promise(kind, id, hours=Decimal(0)):
        credentials.set_award_rule(actor=librarian, at=AT, definition_id=definition, object_kind=kind, object_id=id, hours=hours)

    return promise


def attend(session, person_id, minutes=120):
    Attendance.objects.create(session=session, person_id=person_id, came_at=session.starts_at, minutes=minutes, by="desk")
    from rianru.learning.actions.completing import look_later

    look_later(session.activity_id, [known([person_id])[person_id].key])


def work():
    """The worker's part: every job that looks who has completed what."""
    for job in ProcrastinateJob.objects.filter(task_name="learning.complete").order_by("id"):
        jobs.complete(**job.args)


def held(person_id):
    return list(Credential.objects.filter(person=person_id).values_list("proof_kind", "proof_id", "hours"))


def test_an_activity_gives_what_it_promises_once_its_hours_are_there(host, promised):
    made = host.opened(weekly(2), agreed=True)
    promised("activity", made.id, Decimal(3))
    person = people.person(AT).person_id
    first, second = making.sessions(made)
    attend(first, person)
    work()
    assert held(person) == []
    attend(second, person)
    work()
    work()  # a job that runs again gives nothing again
    assert held(person) == [("activity", made.id, Decimal("4.00"))]


def test_a_series_gives_nothing_before_four_sessions_in_five(host, promised):
    made = host.opened(weekly(5), agreed=True, joining="whole")
    promised("activity", made.id)
    person = people.person(AT).person_id
    for number, session in enumerate(making.sessions(made)[:4], 1):
        attend(session, person)
        work()
        assert len(held(person)) == (number == 4)


def test_a_programme_gives_what_it_promises_when_nothing_is_missing(host, promised):
    one, two = host.opened(weekly(1)), host.opened([making.span(making.SATURDAY + timedelta(hours=3))], title_th="ทอผ้า")
    id = actions.keep_programme(
        actor=host.planner, at=AT, space_id=host.space, title_th="จากฝ้ายสู่ผืน", state="open",
        parts=[NewPart("ย้อม", [one.id]), NewPart("ทอ", [two.id])])
    promised("programme", id)
    person = people.person(AT).person_id
    attend(making.sessions(one)[0], person)
    work()
    assert held(person) == []
    attend(making.sessions(two)[0], person)
    work()
    assert held(person) == [("programme", id, Decimal("4.00"))]
    assert [proof.kind for proof in queries.proofs(person_id=person, activity_id=two.id)] == ["activity", "programme"]


def test_a_promise_made_afterwards_reaches_those_who_completed_it_before_once(host, promised, settings, tmp_path):
    made = host.opened(weekly(5), agreed=True, joining="whole")
    whole, half = people.person(AT).person_id, people.person(AT, "ปิติ", email="piti@example.org").person_id
    for number, session in enumerate(making.sessions(made)):
        attend(session, whole)
        if number < 2:
            attend(session, half)
    ProcrastinateJob.objects.all().delete()
    librarian = people.acting(people.staff(AT, Role.LIBRARIAN, "network", host.network, email="two@example.org"), AT)
    definition = Definition.objects.get().id
    asked = {"actor": librarian, "at": AT, "object_kind": "activity", "object_id": made.id, "definition_id": definition}
    assert queries.completers("activity", made.id) == [whole]
    assert actions.promise_credential(**asked, before=True) == 1
    work()
    work()
    assert (held(whole), held(half)) == ([("activity", made.id, Decimal("10.00"))], [])
    [promise] = proven.promises("activity", made.id)
    assert (promise.definition.id, promise.given) == (definition, 1)
    with pytest.raises(RuleAlreadySet):
        actions.promise_credential(**asked, before=True)


def test_a_promise_of_a_programme_looks_back_and_without_that_wish_does_not(host, promised):
    one = host.opened(weekly(1))
    id = actions.keep_programme(actor=host.planner, at=AT, space_id=host.space, title_th="จากฝ้ายสู่ผืน", state="open",
                                parts=[NewPart("ย้อม", [one.id])])
    person = people.person(AT).person_id
    attend(making.sessions(one)[0], person)
    work()
    assert queries.completers("programme", id) == [person]
    librarian = people.acting(people.staff(AT, Role.LIBRARIAN, "network", host.network, email="two@example.org"), AT)
    asked = {"actor": librarian, "at": AT, "object_id": id, "definition_id": Definition.objects.get().id}
    ProcrastinateJob.objects.all().delete()
    assert actions.promise_credential(**asked, object_kind="programme") == 0
    work()
    assert held(person) == []
    with pytest.raises(NotFound):
        actions.promise_credential(**asked, object_kind="challenge")
    with pytest.raises(NotAllowed):
        actions.promise_credential(**asked | {"actor": people.acting(people.person(AT, "x", email="x@example.org"), AT)},
                                   object_kind="programme")
    [rule] = AwardRule.objects.filter(ended_at=None)
    credentials.end_award_rule(actor=librarian, at=AT, rule_id=rule.id)
    assert actions.promise_credential(**asked, object_kind="programme", before=True) == 1
    work()
    assert held(person) == [("programme", id, Decimal("2.00"))]


def test_an_activity_held_again_promises_what_it_did_as_far_as_its_planner_may(host, promised):
    made = host.opened(weekly(1))
    promised("activity", made.id, Decimal(1))
    planner = people.acting(people.staff(AT, Role.LIBRARIAN, "network", host.network, email="two@example.org"), AT)
    keeper = people.acting(people.staff(AT, Role.CARETAKER, "space", host.space, email="three@example.org"), AT)
    told = {}
    for week, actor in enumerate((planner, keeper), 2):
        times = [(start + timedelta(weeks=week), end + timedelta(weeks=week)) for start, end in weekly(1)]
        told[actor] = actions.plan_activity(
            actor=actor, at=AT, space_id=host.space, plan=Plan(kind="workshop", title_th="อีกครั้ง"), times=times, agreed=True,
            like=made.id)
    assert [(one.definition.name_th, one.hours) for one in proven.promises("activity", told[planner])] == [(STORY.name_th, 1)]
    assert proven.promises("activity", told[keeper]) == []  # the network's is not a caretaker's to promise
