"""Changes and cancellations reach everyone, once, with what they must know; and nobody else."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rianru.core.models import Fact, Notice
from rianru.core.notices import deliver
from rianru.learning import actions
from rianru.learning.actions import Contact, Guest, Plan
from rianru.learning.jobs import activities as jobs
from tests.factories import AT
from tests.learning import making
from tests.learning.making import HOUR, SATURDAY, clock, span, weekly
from tests.people import making as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings):
    """The letters that the jobs that wait would write, by address: the worker's part, done when asked."""
    settings.PUBLIC_URL = "https://learn.example"
    done = set()

    def run():
        Notice.objects.all().delete()
        for job in ProcrastinateJob.objects.filter(task_name="learning.tell").exclude(id__in=done).order_by("id"):
            jobs.tell(**job.args)
            done.add(job.id)
        return {one.address: one for one in Notice.objects.filter(kind__startswith="learning.")}

    return run


@pytest.fixture
def joined(host):
    """A workshop of two times: Mani and a guest join the first, Piti the second; Malai teaches."""
    activity = host.opened(weekly(2), title_th="ย้อมคราม", title_en="Indigo", room_id=host.hall, capacity=20)
    first, second = making.sessions(activity)
    for name, session in (("mani", first), ("piti", second)):
        one = people.person(AT, name, email=f"{name}@example.org")
        actions.join(actor=people.acting(one, AT), at=AT, activity_id=activity.id, session_id=session.id,
                     persons=[one.person_id])
    actions.join_as_guest(actor=people.MACHINE, at=AT, activity_id=activity.id, session_id=first.id,
                          guests=[Guest("ป้าแก้ว", 1960)], contact=Contact(name="ป้าแก้ว", email="kaew@example.org", lang="th"))
    people.person(AT, "malai", email="malai@example.org")
    actions.give_part(actor=host.planner, at=AT, activity_id=activity.id, known_by="malai@example.org", part="teacher")
    return activity


FIRST = {"mani@example.org", "kaew@example.org", "malai@example.org"}
EVERYONE = FIRST | {"piti@example.org"}


def test_those_of_a_session_that_moves_are_told_when_and_where_and_nobody_else(host, joined, queued):
    [first, _] = making.sessions(joined)
    actions.change_session(actor=host.planner, at=AT + HOUR, session_id=first.id, starts_at=clock(27, 13),
                           ends_at=clock(27, 15), room_id=host.corner)
    letters = queued()
    assert letters.keys() == FIRST
    body = letters["kaew@example.org"].body
    assert "ศุกร์ 27 พ.ย. 2569 13:00–15:00" in body
    assert "มุมนิทาน" in body
    assert f"https://learn.example/activities/{joined.id}/" in body
    assert Fact.objects.get(verb="learning.told").count == 3
    assert deliver(letters["kaew@example.org"].id, at=AT)


def test_a_change_of_title_reaches_all_and_one_of_seats_reaches_nobody(host, joined, queued):
    asked = {"actor": host.planner, "at": AT + HOUR, "activity_id": joined.id}
    actions.change_activity(**asked, plan=Plan(kind="workshop", title_th="ย้อมคราม", title_en="Indigo", capacity=30))
    assert queued() == {}
    actions.change_activity(**asked, plan=Plan(kind="workshop", title_th="ย้อมครั่ง", title_en="Lac", capacity=30))
    assert queued().keys() == EVERYONE


def test_a_session_that_is_off_tells_its_own_with_the_reason(host, joined, queued):
    [_, second] = making.sessions(joined)
    actions.cancel_sessions(actor=host.planner, at=AT, session_id=second.id, reason="น้ำท่วมทาง")
    letters = queued()
    assert letters.keys() == {"piti@example.org", "malai@example.org"}
    assert "น้ำท่วมทาง" in letters["piti@example.org"].body


def test_cancelling_reaches_everyone_with_the_reason(host, joined, queued):
    actions.cancel_activity(actor=host.planner, at=AT, activity_id=joined.id, reason="ครูไม่สบาย")
    letters = queued()
    assert letters.keys() == EVERYONE
    assert all("ครูไม่สบาย" in one.body for one in letters.values())


def test_who_gave_the_seat_back_is_told_nothing_more_and_drafts_tell_nobody(host, joined, queued):
    from rianru.learning.models import Party

    party = Party.objects.get(by__account__email="piti@example.org")
    piti = people.queries.actor_for(party.by.account_id, at=AT, secure=False)
    actions.release(actor=piti, at=AT, party_id=party.id)
    actions.cancel_activity(actor=host.planner, at=AT, activity_id=joined.id, reason="ครูไม่สบาย")
    assert queued().keys() == FIRST
    draft = host.plan([span(SATURDAY + 3 * HOUR)])
    actions.cancel_activity(actor=host.planner, at=AT, activity_id=draft.id, reason="")
    assert queued() == {}
