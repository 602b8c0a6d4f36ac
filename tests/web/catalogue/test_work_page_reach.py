"""How to get a work: the nearest branch first, what to do in each state, and that nobody's position is kept."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from rianru.catalogue import queries as catalogue
from rianru.catalogue.models import Item, Record
from rianru.places import queries
from rianru.places.models import Space
from rianru.web.catalogue import reaching
from tests.catalogue.making import library, source, take
from tests.factories import places
from tests.factories.marc import copy, field, marc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def _areas():
    places.areas()


def _work(*fields, number="w1"):
    take([marc(number, "ผ้าทอเมืองน่าน", *fields)], source())
    return f"/works/{Record.objects.get(control_number=number).edition.work_id}/"


def _at(code, kilometres, phone=""):
    """A library so far north of the middle of the district of Phayao."""
    library(code)
    middle = queries.whereabouts("5601").middle
    lat = Decimal(str(round(middle.lat + kilometres / 111.2, 5)))
    Space.objects.filter(code=code).update(lat=lat, lon=Decimal(str(middle.lon)), phone=phone)


def _seen(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text.replace("<wbr>", ""))).split())


def _branches(response):
    where = response.content.decode().split('id="where"')[1].split("</section>")[0]
    return re.findall(r"/spaces/([a-z]+)/", where)


def _client(place=""):
    client = Client()
    if place:
        client.cookies["near"] = place
    return client


@pytest.mark.usefixtures("_areas")
def test_the_nearest_branch_comes_first_with_its_distance_where_the_visitor_said_where_they_are():
    for code, far in (("trang", 150), ("nan", 40), ("phayao", 3)):
        _at(code, far)
    path = _work(copy("trang", "B1"), copy("nan", "B2"), copy("phayao", "B3"))
    page = _client("5601").get(path)
    assert _branches(page) == ["phayao", "nan", "trang"]
    for text in ("ราว 3\u00a0กม.", "ราว 40\u00a0กม.", "ราว 150\u00a0กม.", "ใกล้ เมืองพะเยา พะเยา ก่อน", "เปลี่ยนที่อยู่"):
        assert " ".join(text.split()) in _seen(page), text


@pytest.mark.usefixtures("_areas")
def test_the_nearest_comes_first_even_when_its_copy_is_out_and_the_way_leads_to_the_nearest_free_one():
    for code, far in (("nan", 40), ("phayao", 3)):
        _at(code, far)
    path = _work(copy("nan", "B2", call_number="746 ส"), copy("phayao", "B3"))
    Item.objects.filter(barcode="B3").update(state="withdrawn")
    Item.objects.create(edition_id=Item.objects.get(barcode="B2").edition_id, space=Space.objects.get(code="phayao"), barcode="B9", state="absent")
    page = _client("5601").get(path)
    assert "ไปที่ห้องสมุด nan" in _seen(page)
    assert "หยิบที่ชั้น 746 ส" in _seen(page)


@pytest.mark.usefixtures("_areas")
def test_without_a_place_there_is_no_distance_and_a_way_to_say_one():
    _at("phayao", 3)
    page = _client().get(_work(copy("phayao", "B1")))
    assert ("กม." in _seen(page), "เรียงจากใกล้ฉัน" in _seen(page)) == (False, True)
    assert re.search(r'href="/near/\?next=%2Fworks%2F', page.content.decode())


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize("cookie", ["9999", "<script>", "5601; DROP", "x" * 3000, "13.75,100.5"])
def test_a_cookie_that_names_no_area_is_no_place(cookie):
    page = _client(cookie).get(_work(copy("phayao", "B1")) if library("phayao") else "")
    assert (page.status_code, "กม." in _seen(page)) == (200, False)


@pytest.mark.usefixtures("_areas")
def test_a_free_copy_says_where_to_go_what_to_take_and_whom_to_call():
    _at("phayao", 3, phone="054 000 000")
    page = _seen(_client().get(_work(copy("phayao", "B1", call_number="746 ส"))))
    for text in ("ว่าง 1 เล่ม", "ไปที่ห้องสมุด phayao", "หยิบที่ชั้น 746 ส", "ตามกติกาของที่นั่น", "โทรถามก่อนไป 054 000 000"):
        assert text in page, text


def test_a_copy_without_a_shelf_mark_is_asked_for_by_its_title():
    library("phayao")
    assert "ถามหาด้วยชื่อเรื่อง" in _seen(_client().get(_work(copy("phayao", "B1"))))


def test_where_nobody_holds_it_the_library_near_home_is_asked():
    page = _client().get(_work())
    assert "ถามห้องสมุดใกล้บ้าน" in _seen(page)
    assert "/spaces/" in page.content.decode().split('id="h-way"')[1].split("</section>")[0]


def test_all_out_says_so_and_whom_to_ask():
    """Lending will make copies go out; until then a branch without a free copy is made here."""
    held = {"count": None, "space_name": "ห้องสมุดน่าน", "space_url": "/spaces/nan/", "opening": {}, "phone": "", "distance": ""}
    library("phayao")
    take([marc("w1", "ผ้า")], source())
    view = catalogue.work(actor=None, id=Record.objects.get(control_number="w1").edition.work_id)
    steps = [str(step["text"]) for step in reaching.way(view, [held], [])["steps"]]
    assert steps == ["ถามห้องสมุดน่านว่าเล่มไหนจะกลับมาก่อน", "ขอให้เก็บไว้ให้เมื่อกลับมา"]


def test_an_open_book_on_the_web_is_read_at_once_and_a_closed_one_is_not():
    online = field("338", "a", "online resource")
    open_one = _client().get(_work(online, field("856", "u", "https://example.org/book", ind="40")))
    closed = _client().get(_work(online, field("856", "u", "https://example.org/book", "7", "1", ind="40"), number="w2"))
    assert ("เปิดอ่านบนเน็ต" in _seen(open_one), "เปิดอ่านบนเน็ต" in _seen(closed)) == (True, False)


@pytest.mark.usefixtures("_areas")
def test_one_district_is_kept_in_a_cookie_of_the_device_and_leads_back():
    answer = Client().post("/near/", {"area": "5601", "next": "/works/1/"})
    cookie = answer.cookies["near"]
    assert (answer.status_code, answer["Location"], cookie.value) == (302, "/works/1/", "5601")
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


@pytest.mark.usefixtures("_areas")
def test_a_position_becomes_a_sub_district_and_is_neither_kept_nor_logged(caplog, capsys):
    middle = queries.whereabouts("560101").middle
    answer = Client().post("/near/", {"lat": f"{middle.lat:.2f}", "lon": f"{middle.lon:.2f}", "next": "/"})
    code = answer.cookies["near"].value
    assert (len(code), code[:4]) == (6, "5601")
    said = caplog.text + "".join(capsys.readouterr()) + str(answer.serialize_headers())
    assert f"{middle.lat:.2f}" not in said
    assert f"{middle.lon:.2f}" not in said


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize(
    "sent",
    [{}, {"area": "1"}, {"area": "56"}, {"lat": "x", "lon": "y"}, {"lat": "nan", "lon": "100"}, {"lat": "1e999", "lon": "100"},
     {"lat": "48.85", "lon": "2.35"}, {"lat": "13.7"}, {"area": "<script>"}],
)  # fmt: skip
def test_what_names_no_area_is_said_and_kept_nowhere(sent):
    answer = Client().post("/near/", {**sent, "next": "/about/"}, follow=True)
    assert (answer.status_code, "near" in answer.cookies, "หาอำเภอจากตำแหน่งนี้ไม่ได้" in _seen(answer)) == (200, False, True)


@pytest.mark.usefixtures("_areas")
def test_a_place_is_forgotten_when_asked():
    answer = _client("5601").post("/near/", {"forget": "1", "next": "/"})
    assert (answer.cookies["near"].value, answer.cookies["near"]["max-age"]) == ("", 0)


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "", "x" * 900])
def test_the_way_back_never_leads_to_another_host(elsewhere):
    assert Client().post("/near/", {"area": "5601", "next": elsewhere})["Location"] == "/spaces/"


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize("query", ["", "?province=56", "?province=99", "?province=%00", "?province=56&next=%22%3E%3Cscript%3E"])
def test_the_page_of_places_takes_whatever_stands_in_its_address(query):
    page = Client().get(f"/near/{query}")
    assert (page.status_code, "<script>" in page.content.decode()) == (200, False)
