from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rianru.core.actors import ANONYMOUS, NATIONAL, Actor, Grant, Role
from rianru.kernel.ids import new_id
from rianru.people import actions, queries
from rianru.people.models import Account, Pseudonym
from tests.people.making import MACHINE, network, person, space, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_member_without_a_role_is_an_actor_with_a_key_and_nothing_else(at):
    joined = person(at)
    assert queries.actor_for(joined.account_id, at=at, secure=True) == Actor(kind="person", key=joined.key, secure=True)


def test_grants_in_force_and_to_come_are_carried_with_their_dates_and_past_ones_are_not(at):
    joined = staff(at, Role.ANALYST, until=at + DAY)
    given = {"actor": MACHINE, "at": at, "person_id": joined.person_id, "scope_kind": "national"}
    actions.grant_role(**given, role=Role.OFFICER, since=at + DAY, until=at + 3 * DAY)
    expected = [Grant(Role.ANALYST, "national", None, at, at + DAY), Grant(Role.OFFICER, "national", None, at + DAY, at + 3 * DAY)]
    assert queries.actor_for(joined.account_id, at=at, secure=True).grants == tuple(expected)
    assert queries.actor_for(joined.account_id, at=at + DAY, secure=True).grants == (expected[1],)
    assert queries.actor_for(joined.account_id, at=at + 3 * DAY, secure=True).grants == ()


def test_a_role_holds_from_its_first_moment_until_before_its_last(at):
    joined = staff(at, Role.ANALYST, until=at + DAY)
    actor = queries.actor_for(joined.account_id, at=at, secure=True)
    held = [actor.holds(Role.ANALYST, scope=NATIONAL, at=at + n * DAY) for n in (0, 0.999, 1)]
    assert held == [True, True, False]


def test_roles_count_only_with_the_second_factor(at):
    joined = staff(at, Role.ADMINISTRATOR)
    without = queries.actor_for(joined.account_id, at=at, secure=False)
    assert (without.is_staff, without.holds(Role.ADMINISTRATOR, scope=NATIONAL, at=at)) == (True, False)


def test_who_is_not_there_or_may_not_sign_in_is_nobody(at):
    joined = staff(at, Role.ADMINISTRATOR)
    Account.objects.filter(id=joined.account_id).update(is_active=False)
    assert [queries.actor_for(id, at=at, secure=True) for id in (joined.account_id, new_id())] == [ANONYMOUS, ANONYMOUS]


def test_an_actor_takes_one_query_whatever_its_number_of_roles(at, django_assert_num_queries):
    none, one, three = person(at), staff(at, Role.ANALYST), staff(at, Role.ANALYST)
    spaces = [space(code, within=network()) for code in ("x", "y")]
    for place in spaces:
        actions.grant_role(
            actor=MACHINE, at=at, person_id=three.person_id, role=Role.CARETAKER, scope_kind="space", scope_id=place.id
        )
    for joined, roles in ((none, 0), (one, 1), (three, 3)):
        with django_assert_num_queries(1):
            assert len(queries.actor_for(joined.account_id, at=at, secure=True).grants) == roles


def test_a_person_has_one_live_key_by_constraint(at):
    joined = person(at)
    with pytest.raises(IntegrityError, match="people_pseudonym_one_live"), transaction.atomic():
        Pseudonym.objects.create(person_id=joined.person_id, made_at=at)
    with pytest.raises(IntegrityError, match="people_pseudonym_live_or_destroyed"), transaction.atomic():
        Pseudonym.objects.filter(key=joined.key).update(destroyed_at=at)
