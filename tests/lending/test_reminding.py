"""Letters about due days and holds: to whom, when, in which language; and to nobody about somebody else."""

from datetime import timedelta

import pytest

from rianru.core.models import Notice
from rianru.lending import actions
from rianru.people import actions as people
from rianru.people.models import Block
from tests.factories import AT, HOUSE
from tests.lending.making import copies, work
from tests.people import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(desk):
    """A member with an account, confirmed at the desk."""
    joined = making.person(AT - timedelta(days=1), "ชูใจ", email="reader@example.org")
    made = people.become_member(actor=HOUSE, at=AT, person_id=joined.person_id, space_id=desk.a, birth_year=1990)
    Block.objects.filter(membership=made.membership_id).update(ended_at=AT)
    return made.membership_id


def letters():
    return list(Notice.objects.order_by("id").values_list("kind", "address", "subject"))


def test_two_days_before_a_day_after_and_a_week_after_and_on_no_other_day(desk, reader):
    for one in copies(work(), desk.a, desk.a):
        desk.out(one, reader)
    desk.out(copies(work(), desk.a)[0])  # a member without an account is told at the desk
    due = AT + timedelta(days=14)
    sent = {day: actions.remind(actor=HOUSE, at=due + timedelta(days=day), site="https://rianru.example")
            for day in range(-4, 10)}
    assert {day: many for day, many in sent.items() if many} == {-2: 1, 1: 1, 7: 1}
    assert letters() == [
        ("lending.due_soon", "reader@example.org", "อีก 2 วันครบกำหนดคืน 2 เล่ม"),
        ("lending.overdue", "reader@example.org", "เลยกำหนดคืน 2 เล่ม"),
        ("lending.overdue", "reader@example.org", "เลยกำหนดคืน 2 เล่ม"),
    ]


def test_who_waits_is_told_once_when_it_is_ready(desk, one, reader):
    desk.hold(one, reader)
    assert letters() == []
    for _ in range(2):
        desk.back(one)
    assert [(kind, address) for kind, address, _ in letters()] == [("lending.hold_ready", "reader@example.org")]
