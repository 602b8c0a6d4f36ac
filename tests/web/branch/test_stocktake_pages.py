"""A stocktake in the browser: begun, scanned by a plain form, gone through, closed; a file for a spreadsheet."""

import pytest
from django.utils import timezone

from rianru.catalogue import actions as catalogue
from rianru.catalogue.models import Edition, Item
from rianru.core.actors import Role
from rianru.lending.models import Sighting, Stocktake
from tests.catalogue import making as books
from tests.factories import HOUSE
from tests.factories.marc import book
from tests.web.catalogue.staff import keyed, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(here, signed_in):
    return signed_in(Role.CARETAKER, "space", here.id)


@pytest.fixture
def shelf(here):
    """Three copies on the shelf, by barcode."""
    books.take([book("w1", "กามนิต")], books.source())
    edition = Edition.objects.get(records__control_number="w1")
    for barcode in ("N1", "N2", "=N3"):
        catalogue.add_item(actor=HOUSE, at=timezone.now(), edition_id=edition.id, space_id=here.id, barcode=barcode)
    return edition


def begin(desk, **limits):
    return desk.post("/desk/stocktakes/", limits)["Location"]


def test_a_walk_along_the_shelves_by_plain_forms(desk, shelf):
    assert "ยังไม่เคยตรวจนับที่นี่" in seen(desk.get("/desk/stocktakes/"))
    walk = begin(desk)
    assert "พบ 0 จาก 3 เล่ม" in seen(desk.get(walk))
    key = keyed(text="N1")
    for _ in range(2):  # an answer that was lost, and the same scan sent again
        assert "อยู่ถูกที่" in seen(desk.post(f"{walk}scan/", key))
    assert "(สแกนไปแล้ว)" in seen(desk.post(f"{walk}scan/", keyed(text="N1")))
    assert "แยกไว้ให้บรรณารักษ์ดู" in seen(desk.post(f"{walk}scan/", keyed(text="หลงมา")))
    assert "สแกนบาร์โค้ดก่อน" in seen(desk.post(f"{walk}scan/", keyed(text=" ")))
    assert Sighting.objects.count() == 2
    page = seen(desk.get(f"{walk}missing/"))
    assert ("N2" in page, "N1" in page) == (True, False)
    lines = b"".join(desk.get(f"{walk}missing.csv").streaming_content).decode()
    assert "'=N3" in lines
    assert "หลงมา" in seen(desk.get(f"{walk}unknown/"))
    assert desk.get(f"{walk}nonsense/").status_code == 404


def test_closing_asks_for_what_was_shown_and_marks_the_rest_missing(desk, shelf):
    walk = begin(desk)
    assert desk.post(f"{walk}close/", {"missing": "3"}).status_code == 409  # nothing was scanned
    desk.post(f"{walk}scan/", keyed(text="N1"))
    assert "แจ้งหาไม่พบ 2 เล่ม" in seen(desk.get(f"{walk}close/"))
    assert desk.post(f"{walk}close/", {"missing": "much"}).status_code == 409
    assert desk.post(f"{walk}close/", {"missing": "2"})["Location"] == walk
    assert Item.objects.filter(state="missing").count() == 2
    assert "หาไม่พบ 2 จาก 3 เล่ม" in seen(desk.get("/desk/stocktakes/"))
    assert desk.get(f"{walk}close/")["Location"] == walk
    assert "ปิดไปแล้ว" in seen(desk.post(f"{walk}scan/", keyed(text="N2")))


def test_giving_up_changes_nothing(desk, shelf):
    walk = begin(desk)
    desk.post(f"{walk}scan/", keyed(text="N1"))
    desk.post(f"{walk}close/", {"do": "give-up"})
    assert (Item.objects.filter(state="missing").count(), Stocktake.objects.get().given_up) == (0, True)


def test_a_range_that_ends_before_it_begins_says_so(desk, shelf):
    answer = desk.post("/desk/stocktakes/", {"call_from": "ข", "call_until": "ก"})
    assert (answer.status_code, "ต้องไม่มาก่อน" in seen(answer)) == (422, True)


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_as_often_however_long_it_is(desk, shelf, many, django_assert_num_queries):
    walk = begin(desk)
    for barcode in ("N1", "N2", "=N3")[:many]:
        desk.post(f"{walk}scan/", keyed(text=barcode))
    desk.get(f"{walk}seen/")
    with django_assert_num_queries(8):
        desk.get(f"{walk}seen/")
