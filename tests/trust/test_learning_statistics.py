"""TRUST row *statistics*, of who came: no page for everyone tells of fewer than five, not by subtraction either."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rianru.learning import actions, queries
from rianru.learning.models import Session
from rianru.learning.words import BANDS
from tests.factories import HOUSE
from tests.learning import seats_making as making

pytestmark = [pytest.mark.trust, pytest.mark.django_db]


def held(people, names=0):
    """A session of yesterday to which so many came by head and by name, with its public page."""
    house, at = making.house(), timezone.now() - timedelta(days=1)
    activity = making.activity(house.space, starts=at, joining="free", sessions=2)
    session = Session.objects.filter(activity=activity).order_by("starts_at")[0]
    told = {"actor": HOUSE, "at": at + timedelta(hours=2), "session_id": session.id}
    if people:
        actions.count_heads(**told, people=people)
    for n in range(names):
        actions.walk_in(**told, name=f"คนที่ {n}")
    page = Client().get(f"/activities/{activity.id}/").content.decode()
    return session, [int(count) for count in re.findall(r"มา (\d+) คน", page)]


@pytest.mark.parametrize(("people", "names", "told"), [
    ({}, 0, []), ({}, 4, []), ({("6-14", "female"): 4}, 0, []), ({("6-14", "female"): 2}, 2, []),
    ({("6-14", "female"): 2}, 3, [5]), ({("6-14", "female"): 30}, 4, [34]),
])
def test_the_page_of_an_activity_tells_how_many_came_from_five_on_and_nothing_else(people, names, told):
    assert held(people, names)[1] == told


def test_bands_are_told_so_that_no_small_one_can_be_worked_out():
    for small in range(1, 5):
        session, _ = held({("0-5", "male"): small, ("6-14", "female"): 12, ("25-59", "male"): 9})
        told = queries.heads_published(session.id)
        known = sum(count for count in told.cells.values() if count is not None)
        assert told.cells["0-5"] is None
        assert told.total is None or told.total - known >= 5  # what is left holds more than the small one


def test_control_large_bands_are_told_each():
    session, _ = held({(band, "male"): 10 for band in BANDS})
    assert queries.heads_published(session.id).cells == dict.fromkeys(BANDS, 10)
