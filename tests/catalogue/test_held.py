"""What is held in the spaces of an area."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Item
from rianru.core.actors import ANONYMOUS
from rianru.places.models import Space
from tests.catalogue.making import library, source, take
from tests.factories import AT, HOUSE, areas
from tests.factories.marc import copy, marc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
AREAS = {"phayao": "5601", "pong": "560601", "nan": "5501"}


@pytest.fixture
def home():
    areas()
    for code, area in AREAS.items():
        Space.objects.filter(id=library(code).id).update(area=area)
    one = source()
    take([marc("a1", "กามนิต", *(copy("phayao", f"B{n}") for n in range(8)))], one)
    take([marc("a2", "ปีศาจ", copy("nan", "N1"))], one)
    take([marc("a3", "แลไปข้างหน้า", copy("pong", "P1"), copy("nan", "N2"))], one)
    return one


def titles(*areas, limit=10):
    return [row.title for row in queries.newest_held(actor=ANONYMOUS, areas=areas, limit=limit)]


def test_the_newest_works_of_an_area_are_those_of_every_space_inside_it_the_latest_first(home):
    assert titles("56") == ["แลไปข้างหน้า", "กามนิต"]
    assert (titles("560601"), titles("5501"), titles("83")) == (["แลไปข้างหน้า"], ["แลไปข้างหน้า", "ปีศาจ"], [])
    assert titles("56", "55") == ["แลไปข้างหน้า", "ปีศาจ", "กามนิต"]


def test_many_copies_of_one_work_do_not_push_others_out(home):
    take([marc("a4", "ลูกอีสาน", *(copy("phayao", f"L{n}") for n in range(3)))], home)
    assert titles("5601", limit=2) == ["ลูกอีสาน", "กามนิต"]


def test_copies_are_counted_without_those_that_are_gone(home):
    held = [queries.copies_held(areas=areas) for areas in (["56"], ["5601"], ["56", "55"], ["83"])]
    assert held == [9, 8, 11, 0]
    actions.withdraw_item(actor=HOUSE, at=AT, item_id=Item.objects.get(barcode="P1").id)
    assert (queries.copies_held(areas=["56"]), titles("56")) == (8, ["กามนิต"])


def test_more_works_take_no_more_queries(home):
    counts = []
    for area in ("560601", "56"):
        with CaptureQueriesContext(connection) as asked:
            titles(area)
        counts.append(len(asked))
    assert counts == [3, 3]
