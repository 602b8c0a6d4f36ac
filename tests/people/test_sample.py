import pytest

from rianru.core.actors import NATIONAL, Role
from rianru.people import queries, sample
from rianru.people.models import Account, Person, RoleGrant
from tests.people.making import city, network, space

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_person_for_each_role_and_building_it_twice_changes_nothing(at):
    north, phayao = network(), city()
    desk = space("a", within=north)
    for _ in range(2):
        sample.build(at=at)
    found = sorted(RoleGrant.objects.values_list("role", "scope_kind", "scope_id"))
    assert found == [
        ("administrator", "national", None), ("caretaker", "space", desk.id), ("librarian", "network", north.id),
        ("officer", "city", phayao.id),
    ]
    assert (Account.objects.count(), Person.objects.count()) == (5, 5)
    assert set(Person.objects.values_list("family_name", flat=True)) == {"ตัวอย่าง"}


def test_a_house_without_places_still_has_an_administrator_and_a_learner(at):
    sample.build(at=at)
    admin = queries.actor_for(queries.account_named("admin@example.org"), at=at, secure=True)
    assert admin.holds(Role.ADMINISTRATOR, scope=NATIONAL, at=at)
    assert queries.actor_for(queries.account_named("learner@example.org"), at=at, secure=True).grants == ()


def test_everyone_who_can_be_tried_is_there_says_who_they_are_and_has_no_password(at):
    sample.build(at=at)
    assert [one.key for one in sample.demo_sign_ins()] == ["admin", "librarian", "caretaker", "officer", "learner"]
    for one in sample.demo_sign_ins():
        assert queries.account_named(one.email) is not None
        assert one.name in str(one)
    assert [account.has_usable_password() for account in Account.objects.all()] == [False] * 5


def test_where_the_provincial_library_is_the_demo_has_members_a_household_and_money_once(at):
    from rianru.people.models import Membership
    from rianru.treasury import queries as money
    from rianru.treasury import sample as treasury

    north = network()
    space("lib-56", within=north)
    for _ in range(2):
        sample.build(at=at)
        treasury.build(at=at, network_id=north.id)
    assert Membership.objects.count() == 7
    learner = queries.me(queries.account_named("learner@example.org"))
    assert [mate.part for mate in queries.household(learner.person_id, network_id=north.id)] == ["guardian", "child", "elder"]
    assert [member.given_name for member in queries.waiting_at_desk(network_id=north.id)] == ["ขวัญใจ"]
    found = [money.standing(member.id) for member in queries.look_up("ตัวอย่าง", network_id=north.id)]
    assert (sum(one.deposit for one in found), sum(one.owed for one in found)) == (4 * 30_000, 2_000)
    assert money.unbalanced() == []
