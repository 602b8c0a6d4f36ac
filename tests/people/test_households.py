"""Households: guardians act for children and for elders who agreed; nobody else does, and everything is on record."""

from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.actions import Particulars
from rianru.people.models import HouseholdMember, Membership, Person
from tests.factories import AT
from tests.people import making
from tests.people.test_members import YEAR, Desk

pytestmark = [pytest.mark.django_db, pytest.mark.trust]


@pytest.fixture
def desk(db):
    return Desk()


@pytest.fixture
def mother(desk):
    """A guardian with an account and a card."""
    joined = making.person(AT, "สายใจ", birth_year=1985)
    actor = making.acting(joined, AT)
    return actor, actions.become_member(actor=actor, at=AT, person_id=joined.person_id, space_id=desk.here)


def add(desk, guardian, joins, part, *, actor=None, space=None):
    return actions.add_to_household(
        actor=actor or desk.caretaker, at=AT, space_id=space or desk.here, guardian_id=guardian.membership_id,
        membership_id=joins.membership_id, part=part)


def acts(actor):
    return [Person.objects.get(id=id).given_name for id in queries.acts_for(key=actor.key)]


def test_a_young_child_waits_for_a_guardian_who_then_acts_for_them(desk, mother):
    actor, guardian = mother
    child = desk.register("แก้ว", category="child", birth_year=YEAR - 7)
    assert (child.waits, desk.blocks(child)) == ("guardian", ["guardian"])
    (block,) = queries.blocks([child.membership_id], day=day_of(AT))[child.membership_id]
    with pytest.raises(actions.GuardianFirst):
        actions.unblock_member(actor=desk.caretaker, at=AT, block_id=block.id, space_id=desk.here)
    add(desk, guardian, child, "child")
    assert (desk.blocks(child), acts(actor)) == ([], ["แก้ว"])
    place = HouseholdMember.objects.get(person=child.person_id)
    assert (place.agreed_by, place.witnessed_by, place.agreed_at) == (actor.key, desk.caretaker.key, AT)
    assert [(mate.name, mate.part) for mate in queries.household(child.person_id, network_id=desk.network.id)] == [
        ("สายใจ", "guardian"), ("แก้ว ย้อมคราม", "child")]


def test_a_guardian_registers_a_child_online_who_is_confirmed_at_a_desk(desk, mother):
    actor, guardian = mother
    who = Particulars("แก้ว", birth_year=YEAR - 7)
    child = actions.register_child(actor=actor, at=AT, space_id=desk.here, guardian_id=guardian.membership_id, who=who)
    assert (child.waits, desk.blocks(child), acts(actor)) == ("confirm", ["confirm"], ["แก้ว"])
    other = making.acting(making.person(AT), AT)
    with pytest.raises(NotAllowed):
        actions.register_child(actor=other, at=AT, space_id=desk.here, guardian_id=guardian.membership_id, who=who)
    for wrong in (Particulars("โต", birth_year=YEAR - 21), Particulars("ไม่รู้ปีเกิด")):
        with pytest.raises(actions.NotAChild):
            actions.register_child(
                actor=actor, at=AT, space_id=desk.here, guardian_id=guardian.membership_id, who=wrong)
    actions.set_terms(actor=desk.librarian, at=AT, network_id=desk.network.id, online="closed", years=1)
    with pytest.raises(actions.JoiningClosed):
        actions.register_child(actor=actor, at=AT, space_id=desk.here, guardian_id=guardian.membership_id, who=who)
    assert Person.objects.filter(given_name__in=["โต", "ไม่รู้ปีเกิด", "แก้ว"]).count() == 1


def test_who_acts_for_a_child_sets_their_pin_and_nobody_elses(desk, mother):
    actor, guardian = mother
    child, other = (desk.register(name, category="child", birth_year=YEAR - 7) for name in ("แก้ว", "เกศ"))
    add(desk, guardian, child, "child")
    desk.do("set_pin", child, actor=actor, pin="4711")
    assert queries.pin_fits(child.membership_id, "4711")
    for ward in (other, desk.register("ลุง")):
        with pytest.raises(NotAllowed):
            desk.do("set_pin", ward, actor=actor, pin="4711")


def test_an_elder_agrees_themselves_is_served_by_proxy_and_withdraws_at_any_time(desk, mother):
    actor, guardian = mother
    joined = making.person(AT, "ยายบุญ", birth_year=YEAR - 80)
    own = making.acting(joined, AT)
    elder = actions.become_member(actor=own, at=AT, person_id=joined.person_id, space_id=desk.here)
    served = {"actor": desk.caretaker, "at": AT, "space_id": desk.here, "membership_id": elder.membership_id,
              "proxy_id": guardian.membership_id}
    with pytest.raises(actions.NotTheirProxy):
        actions.serve_by_proxy(**served)
    add(desk, guardian, elder, "elder")
    assert HouseholdMember.objects.get(person=elder.person_id).agreed_by == own.key
    actions.serve_by_proxy(**served)
    (fact,) = Fact.objects.filter(verb="people.served_by_proxy")
    assert (fact.actor_key, fact.subject_key, fact.object_id, fact.space_id) == (
        desk.caretaker.key, own.key, guardian.membership_id, desk.here)
    desk.do("leave_household", elder, actor=own, withdrawn=True)
    assert acts(actor) == []
    assert HouseholdMember.objects.get(person=elder.person_id).left_as == "withdrawn"
    assert Fact.objects.filter(verb="people.agreement_withdrawn", subject_key=own.key).count() == 1
    with pytest.raises(actions.NotTheirProxy):
        actions.serve_by_proxy(**served)


def test_a_young_child_whose_guardian_no_longer_agrees_waits_again_and_does_not_leave_alone(desk, mother):
    actor, guardian = mother
    child = desk.register("แก้ว", category="child", birth_year=YEAR - 7)
    older = making.person(AT, "เกศ", birth_year=YEAR - 12)
    own = making.acting(older, AT)
    teen = actions.become_member(actor=own, at=AT, person_id=older.person_id, space_id=desk.here)
    for ward in (child, teen):
        add(desk, guardian, ward, "child")
    with pytest.raises(NotAllowed):
        desk.do("leave_household", teen, actor=own)
    for ward in (child, teen):
        desk.do("leave_household", ward, actor=actor, withdrawn=True)
    assert (desk.blocks(child), desk.blocks(teen), acts(actor)) == (["guardian"], ["confirm"], [])


def test_the_last_guardian_stays_while_somebody_is_acted_for(desk, mother):
    actor, guardian = mother
    child, father = desk.register("แก้ว", category="child", birth_year=YEAR - 7), desk.register("พ่อ")
    add(desk, guardian, child, "child")
    with pytest.raises(actions.LastGuardian):
        desk.do("leave_household", guardian, actor=actor)
    add(desk, guardian, father, "guardian")
    desk.do("leave_household", guardian, actor=actor)
    assert acts(actor) == []
    assert queries.acts_for(key=queries.member(father.membership_id).key) == [child.person_id]


def test_who_may_not_be_guardian_child_or_in_two_households(desk, mother):
    _, guardian = mother
    child, adult = desk.register("แก้ว", category="child", birth_year=YEAR - 7), desk.register("ลุง")
    young = desk.register("พี่", birth_year=YEAR - 17)
    for who in (young, child):
        with pytest.raises(actions.GuardianTooYoung):
            add(desk, who, adult, "other")
    for grown in (adult, desk.register("ไม่รู้ปี", birth_year=None)):
        with pytest.raises(actions.NotAChild):
            add(desk, guardian, grown, "child")
    add(desk, guardian, child, "child")
    with pytest.raises(actions.InAnotherHousehold):
        add(desk, adult, child, "child")
    for wrong, part in ((guardian, "child"), (adult, "king")):
        with pytest.raises(NotFound):
            add(desk, guardian, wrong, part)
    with pytest.raises(NotAllowed):
        add(desk, guardian, adult, "elder", actor=mother[0])
    with pytest.raises(NotFound):
        add(desk, guardian, adult, "other", actor=desk.stranger, space=desk.away)


def test_nobody_acts_for_a_child_who_has_come_of_age(desk, mother):
    actor, guardian = mother
    child = desk.register("แก้ว", category="adult", birth_year=YEAR - 18)
    add(desk, guardian, child, "child")
    later = AT + timedelta(days=3 * 366)
    actions.move_by_age(actor=making.MACHINE, at=later)
    assert acts(actor) == []
    assert [mate.part for mate in queries.household(child.person_id, network_id=desk.network.id)] == ["guardian", "other"]


def test_a_household_asks_as_often_for_four_as_for_two(desk, mother, django_assert_num_queries):
    _, guardian = mother
    person = Membership.objects.get(id=guardian.membership_id).person_id
    for size in (2, 4):
        while len(queries.household(person, network_id=desk.network.id)) < size:
            add(desk, guardian, desk.register("แก้ว", category="child", birth_year=YEAR - 7), "child")
        with django_assert_num_queries(2):
            assert len(queries.household(person, network_id=desk.network.id)) == size
