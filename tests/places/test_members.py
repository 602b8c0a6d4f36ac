"""How spaces stand in a network: asked, taken in, paused, ended; nothing of it is lost."""

from datetime import timedelta

import pytest

from rianru.core.actors import Role
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions, queries
from rianru.places.actions import AlreadyInNetwork, AskedAlready, HomeMember, ReasonNeeded, StandingWrong
from rianru.places.models import SpaceNetwork
from tests.factories import AT
from tests.people import making

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)


class Two:
    """A space of the north whose keeper would like it to be in the south too, and those who lead the south."""

    def __init__(self):
        self.north, self.south = making.network("north"), making.network("south")
        self.space = making.space("house", within=self.north)
        self.keeper = making.acting(making.staff(AT, Role.CARETAKER, "space", self.space.id), AT)
        self.leader = making.acting(making.staff(AT, Role.OFFICER, "network", self.south.id), AT)
        self.asked = {"at": AT, "space_id": self.space.id, "network_id": self.south.id}

    def stand(self, status, reason="", days=0):
        at = AT + timedelta(days=days)
        actions.set_status(**(self.asked | {"at": at}), actor=self.leader, status=status, reason=reason)

    def now(self, days=0):
        row = queries.member(self.south.id, self.space.id, on=TODAY + timedelta(days=days))
        return row.status if row else ""


@pytest.fixture
def two(db):
    return Two()


def test_a_space_asks_is_taken_in_as_a_pilot_and_grows_to_a_member(two):
    actions.ask_to_join(**two.asked, actor=two.keeper, reason="เรามีเด็กมาทุกเย็น")
    assert [(row.space.code, row.reason) for row in queries.asking(two.south.id)] == [("house", "เรามีเด็กมาทุกเย็น")]
    assert queries.members(two.south.id, on=TODAY) == []
    two.stand("pilot")
    two.stand("active", days=90)
    assert [row.status for row in queries.members(two.south.id, on=TODAY + timedelta(days=91))] == ["active"]
    assert [(one.status, one.since_on, one.until_on) for one in queries.history(two.south.id, two.space.id)] == [
        ("active", TODAY + timedelta(days=90), None), ("pilot", TODAY, TODAY + timedelta(days=90)),
        ("asked", TODAY, TODAY)]


def test_ending_needs_a_reason_and_leaves_the_network_with_it(two):
    two.stand("active")
    with pytest.raises(ReasonNeeded):
        two.stand("closed", days=5)
    two.stand("closed", "ย้ายไปดูแลเอง", days=5)
    assert queries.members(two.south.id, on=TODAY + timedelta(days=5)) == []
    assert [one.until_on for one in SpaceNetwork.objects.all()] == [TODAY + timedelta(days=5)]
    two.stand("pilot", days=30)
    assert two.now(days=30) == "pilot"


def test_one_that_is_not_taken_may_ask_again(two):
    actions.ask_to_join(**two.asked, actor=two.keeper)
    with pytest.raises(AskedAlready):
        actions.ask_to_join(**two.asked, actor=two.keeper)
    with pytest.raises(ReasonNeeded):
        two.stand("declined")
    two.stand("declined", "ปีนี้รับครบแล้ว")
    assert SpaceNetwork.objects.count() == 0
    actions.ask_to_join(**(two.asked | {"at": AT + timedelta(days=1)}), actor=two.keeper)


def test_a_member_does_not_ask_and_no_step_is_skipped(two):
    two.stand("active")
    with pytest.raises(AlreadyInNetwork):
        actions.ask_to_join(**two.asked, actor=two.keeper)
    for status in ("active", "asked", "declined", "nothing"):
        with pytest.raises(StandingWrong):
            two.stand(status, "เพราะ")


def test_a_day_before_the_last_change_is_refused_by_name(two):
    two.stand("active", days=10)
    with pytest.raises(StandingWrong):
        two.stand("paused", "น้ำท่วม", days=3)


def test_the_home_network_pauses_a_space_but_cannot_end_it(two):
    leader = making.acting(making.staff(AT, Role.OFFICER, "network", two.north.id), AT)
    asked = two.asked | {"network_id": two.north.id, "actor": leader}
    with pytest.raises(HomeMember):
        actions.set_status(**asked, status="closed", reason="เลิก")
    actions.set_status(**asked, status="paused", reason="ซ่อมหลังคา")
    assert [(row.status, row.reason) for row in queries.members(two.north.id, on=TODAY)] == [("paused", "ซ่อมหลังคา")]
    assert queries.standings(two.north.id, on=TODAY) == {"paused": 1}


def test_only_who_keeps_a_space_asks_and_only_who_leads_the_network_decides(two):
    stranger = making.acting(making.staff(AT, Role.CARETAKER, "space", making.space("far", within=two.north).id), AT)
    with pytest.raises(NotAllowed):
        actions.ask_to_join(**two.asked, actor=stranger)
    for actor in (two.keeper, stranger):
        with pytest.raises(NotAllowed):
            actions.set_status(**two.asked, actor=actor, status="active")
        with pytest.raises(NotAllowed):
            actions.set_network_status(actor=actor, at=AT, network_id=two.south.id, status="pilot")


def test_a_network_stands_too(two):
    assert [(row.network.code, row.status) for row in queries.network_rows(on=TODAY)] == [
        ("north", "active"), ("south", "active")]
    actions.set_network_status(actor=two.leader, at=AT, network_id=two.south.id, status="paused", reason="รองบปีหน้า")
    [north, south] = queries.network_rows(on=TODAY)
    assert (south.status, south.reason, north.spaces, south.spaces) == ("paused", "รองบปีหน้า", 1, 0)
    with pytest.raises(StandingWrong):
        actions.set_network_status(actor=two.leader, at=AT, network_id=two.south.id, status="paused", reason="อีก")


def test_members_come_in_pages_by_key_and_queries_do_not_grow(two, django_assert_num_queries):
    for number in range(4):
        making.space(f"s{number}", within=two.south)
    first = queries.members(two.south.id, on=TODAY, limit=2)
    last = first[-1].space
    rest = queries.members(two.south.id, on=TODAY, after=(last.sort_th, last.id), limit=2)
    assert [row.space.code for row in (*first, *rest)] == ["s0", "s1", "s2", "s3"]
    for limit in (1, 3):
        with django_assert_num_queries(2):
            queries.members(two.south.id, on=TODAY, limit=limit)
