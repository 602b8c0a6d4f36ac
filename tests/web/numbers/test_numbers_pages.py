"""Numbers in the browser: what everyone sees, what those who keep a place see, the file and the month on paper."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from rianru.core import facts
from rianru.core.actors import Role
from rianru.core.facts import NewFact, rollup
from rianru.kernel.dates import day_of, fiscal_year_be
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in
from tests.web.catalogue.staff import seen

__all__ = ["_own_folders", "signed_in"]
pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
TODAY = day_of(NOW)


@pytest.fixture
def here():
    """A space with 40 loans by grown-ups and 3 by children, all today."""
    space = making.space("here", within=making.network("north"))
    with transaction.atomic():
        facts.record_many(
            NewFact("lending.lent", NOW, space_id=space.id, count=count, age_band=age, format="book")
            for count, age in ((40, "25-59"), (3, "0-5"))
        )
    while rollup.advance(limit=1_000):
        pass
    return space


def page(browser, address):
    return seen(browser.get(address))


def test_everyone_sees_the_sum_and_no_small_cell(here):
    found = page(Client(), "/numbers/?by=age")
    assert ("43" in found, "ไม่แสดง" in found, "0–5 ปี" in found) == (True, True, True)
    assert " 40 " not in found  # 43 and 40 would give 3 away
    lines = b"".join(Client().get("/numbers/table.csv?by=age").streaming_content).decode()
    assert ("0-5,0–5 ปี,,น้อยกว่า 5 ไม่แสดง" in lines, ",40," in lines) == (True, False)


def test_those_who_keep_a_place_see_it_whole_and_others_do_not(here, signed_in):
    keeper = signed_in(Role.CARETAKER, "space", here.id)
    assert " 40 " in page(keeper, "/numbers/?space=here&by=age")
    assert " 40 " not in page(keeper, "/numbers/?space=here&by=age&public=1")
    stranger = signed_in(Role.CARETAKER, "space", making.space("there", within=making.network("south")).id)
    assert " 40 " not in page(stranger, "/numbers/?space=here&by=age")
    assert " 40 " not in page(signed_in(Role.CARETAKER, "space", here.id, shown=False), "/numbers/?space=here&by=age")


def test_a_month_on_paper_may_hang_on_a_wall(here, signed_in):
    address = f"/numbers/here/{TODAY.year}-{TODAY.month}/"
    found = page(Client(), address)
    assert ("43" in found, " 40 " in found) == (True, False)
    keeper = signed_in(Role.CARETAKER, "space", here.id)
    assert (" 40 " in page(keeper, address), " 40 " in page(keeper, f"{address}?whole=1")) == (False, True)
    assert " 40 " not in page(Client(), f"{address}?whole=1")


@pytest.mark.parametrize("address", [
    "/numbers/?measure=nonsense&by=nonsense&year=1&area=zz", "/numbers/?measure=visitors&by=age", "/numbers/?area=99",
    "/numbers/?space=%00&area=%00", "/numbers/?measure=turnover&by=space", "/en/numbers/?by=area", "/numbers/?by=space",
])
def test_whatever_is_asked_a_page_answers(here, address):
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", [
    "/numbers/?space=nowhere", "/numbers/nowhere/2026-11/", "/numbers/here/2026-13/", "/numbers/here/0-1/",
    "/numbers/here/9999-1/",
])
def test_a_place_or_month_that_is_not_there(here, address):
    assert Client().get(address).status_code == 404


def test_turn_over_and_the_year_are_named(here):
    assert f"ปีงบประมาณ {fiscal_year_be(TODAY)}" in page(Client(), "/numbers/?measure=turnover")


@pytest.mark.parametrize("spaces", [1, 3])
def test_a_page_asks_as_often_however_many_places_there_are(here, spaces, django_assert_num_queries):
    for number in range(spaces - 1):
        other = making.space(f"other-{number}", within=making.network("north"))
        with transaction.atomic():
            facts.record("lending.lent", actor=making.MACHINE, at=NOW, space_id=other.id, count=30, format="book")
    while rollup.advance(limit=1_000):
        pass
    browser = Client()
    browser.get("/numbers/?by=space")
    with django_assert_num_queries(4):
        browser.get("/numbers/?by=space")
