"""The factories make what they say, one and three of it."""

from functools import partial

import pytest
from django.db import transaction

from rianru.core.actors import NATIONAL, Role
from rianru.core.models import Change, Fact
from rianru.people.models import RoleGrant
from rianru.places import actions
from rianru.places.models import AbolishedArea, Area, City, Space
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 3])
def test_spaces_stand_in_one_network_with_their_hours(many):
    made = {factories.space() for _ in range(many)}
    assert set(Space.objects.values_list("id", flat=True)) == made
    assert Space.objects.values("network_id").distinct().count() == 1
    assert factories.city() in set(City.objects.values_list("id", flat=True))


def test_areas_that_are_copied_are_those_that_the_action_loads():
    """Three times, so that at least two of them are copies, and what the action itself wrote."""
    written = []
    for load in (partial(actions.load_areas, actor=factories.HOUSE, at=factories.AT), *[factories.areas] * 3):
        with transaction.atomic():
            load()
            written.append(
                [list(rows) for rows in (
                    Area.objects.order_by("code").values_list(), AbolishedArea.objects.order_by("code").values_list(),
                    Change.objects.order_by("object_id").values_list("kind", "object_id"),
                    Fact.objects.values_list("verb", "actor_key", "occurred_at", "count"),
                )]
            )
            transaction.set_rollback(True)
    assert [len(rows) for rows in written[0]] == [8441, 1583, 8441, 1]
    assert written[1:] == written[:1] * 3


def test_a_member_with_a_role_has_it_and_both_are_facts():
    joined = factories.member(role=Role.LIBRARIAN)
    assert list(RoleGrant.objects.values_list("person_id", "role")) == [(joined.person_id, "librarian")]
    assert set(Fact.objects.values_list("subject_key", flat=True)) == {joined.key}


def test_staff_hold_their_role_and_persons_hold_none():
    assert factories.staff().holds(Role.LIBRARIAN, scope=NATIONAL, at=factories.AT)
    assert not factories.person(grants=(factories.grant(),)).holds(Role.LIBRARIAN, scope=NATIONAL, at=factories.AT)


@pytest.mark.parametrize("titles", [["พระอภัยมณี"], ["สี่แผ่นดิน", "ลิลิตพระลอ", "สังข์ทอง"]])
def test_an_import_takes_every_title(titles):
    run = factories.imported(titles)
    assert (run.accepted, run.unchanged, run.rejected) == (len(titles), 0, 0)
