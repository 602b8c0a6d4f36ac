"""Staff pages of copies: scanned, described, moved, withdrawn, brought back, added."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Edition, Item
from rianru.core.actors import Role
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, marc
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    library("lib-1")
    library("lib-2")
    to = source("north-library", network="north")
    take(marc("a1", "ผ้าทอเมืองน่าน", copy("lib-1", "X1", call_number="746 ผ"), copy("lib-2", "X2", call_number="746 ผ"))
         + marc("a2", "สี่แผ่นดิน", copy("lib-1", "X3", call_number="895 ส")), to)
    return to


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def item(barcode: str) -> Item:
    return Item.objects.get(barcode=barcode)


def shown(page) -> list[str]:
    """The barcodes of a list."""
    return sorted(item(code).barcode for code in ("X1", "X2", "X3") if f"/items/{item(code).id}/" in links(page, "^/items/"))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["X1", "X2", "X3"]), ("space=lib-1", ["X1", "X3"]), ("space=ห้องสมุด lib-2", ["X2"]), ("q=746", ["X1", "X2"]),
        ("q=746&space=lib-1", ["X1"]), ("state=withdrawn", []), ("state=available", ["X1", "X2", "X3"]), ("state=x", ["X1", "X2", "X3"]),
        ("q=ไม่มี", []), ("after=x", ["X1", "X2", "X3"]), ("space=lib-9", []),
    ],
)
def test_the_list_is_narrowed_by_place_number_and_state(desk, query, codes):
    page = desk.get(f"/items/?{query}")
    assert (page.status_code, shown(page)) == (200, codes)


def test_a_scanned_barcode_leads_straight_to_its_copy_and_the_box_has_the_focus(desk):
    assert desk.get("/items/?q=X2").url == f"/items/{item('X2').id}/"
    for address in ("/items/", f"/items/{item('X2').id}/"):
        html = desk.get(address).content.decode()
        assert ('data-keys="Slash"' in html, html.count(" autofocus")) == (True, 1)


def test_a_space_that_nobody_knows_is_said_in_place(desk):
    page = seen(desk.get("/items/?space=ไม่มีที่นี่แน่"))
    assert ("ไม่พบที่ชื่อหรือรหัส" in page, "ผ้าทอ" in page) == (True, False)


def test_the_list_is_paged_by_key(desk, home):
    take(b"".join(marc(f"m{n}", f"เล่มที่ {n}", copy("lib-1", f"M{n}")) for n in range(60)), home)
    first = desk.get("/items/?space=lib-1")
    [more] = list(links(first, "after="))
    second = desk.get(f"/items/{more}")
    ids = [links(page, r"^/items/[0-9a-f-]{36}/$") for page in (first, second)]
    assert (len(ids[0]), len(ids[1]), len(set(ids[0] + ids[1]))) == (50, 12, 62)


def test_a_librarian_of_one_space_sees_that_space_first(home, signed_in):
    own = item("X1").space_id
    keeper = signed_in(Role.LIBRARIAN, "space", own)
    assert shown(keeper.get("/items/")) == ["X1", "X3"]
    assert shown(keeper.get("/items/?space=")) == ["X1", "X2", "X3"]
    menu = keeper.get("/items/").content.decode()
    assert ('href="/items/"' in menu, 'href="/imports/"' in menu) == (True, False)


# One copy


def test_a_copy_shows_what_its_label_and_its_source_say(desk):
    Item.objects.filter(barcode="X1").update(status="ซ่อมอยู่", price=35_000, note="ปกขาด")
    page = desk.get(f"/items/{item('X1').id}/")
    for text in ("ผ้าทอเมืองน่าน", "ซ่อมอยู่", "ปกขาด", "ห้องสมุด lib-1", "แหล่งทดสอบ"):
        assert text in seen(page), text
    assert 'value="350.00"' in page.content.decode()


def test_a_copy_is_described_anew(desk):
    values = {"barcode": "X1", "call_number": "746.1 ผ", "copy": "2", "shelf": "มุมผ้า", "price": "๑๒๐.๕๐", "note": "บริจาค"}
    assert desk.post(f"/items/{item('X1').id}/", keyed(**values)).status_code == 302
    found = item("X1")
    assert (found.call_number, found.copy, found.shelf, found.price, found.note) == ("746.1 ผ", "2", "มุมผ้า", 12_050, "บริจาค")


@pytest.mark.parametrize(
    ("values", "said"),
    [({"barcode": "X2"}, "เป็นของ ผ้าทอเมืองน่าน อยู่แล้ว"), ({"price": "แพง"}, "อ่านจำนวนเงิน"), ({"price": "2000000"}, "1,000,000 บาท")],
)
def test_what_cannot_be_is_said_in_place_and_what_was_typed_stays(desk, values, said):
    answer = desk.post(f"/items/{item('X1').id}/", keyed(**{"barcode": "X1", "call_number": "ใหม่"} | values))
    assert (answer.status_code, said in seen(answer), 'value="ใหม่"' in answer.content.decode()) == (422, True, True)
    assert item("X1").call_number == "746 ผ"


def test_a_copy_is_moved_and_says_where_its_source_has_it(desk):
    assert desk.post(f"/items/{item('X1').id}/move/", keyed(space="ห้องสมุด lib-2")).status_code == 302
    assert item("X1").space.code == "lib-2"
    assert "แหล่งว่าอยู่ที่ ห้องสมุด lib-1" in seen(desk.get(f"/items/{item('X1').id}/"))


def test_a_copy_is_not_moved_to_where_nobody_knows(desk):
    answer = desk.post(f"/items/{item('X1').id}/move/", keyed(space="ไม่มีที่นี่แน่"))
    assert (answer.status_code, "ไม่พบที่ชื่อหรือรหัส" in seen(answer), item("X1").space.code) == (422, True, "lib-1")


def test_a_copy_is_withdrawn_after_a_question_and_brought_back(desk):
    id = item("X1").id
    asked = seen(desk.get(f"/items/{id}/withdraw/"))
    assert ("ผู้อ่านจะไม่เห็นเล่มนี้อีก" in asked, item("X1").state) == (True, "available")
    desk.post(f"/items/{id}/withdraw/", keyed())
    assert item("X1").state == "withdrawn"
    assert shown(desk.get("/items/?state=withdrawn")) == ["X1"]
    desk.post(f"/items/{id}/restore/", keyed())
    assert item("X1").state == "available"


def test_the_same_form_sent_twice_adds_one_copy(desk):
    edition = item("X1").edition_id
    values = keyed(space="lib-1", barcode="N1", call_number="746 ผ")
    assert len({desk.post(f"/editions/{edition}/items/new/", values).url for _ in range(2)}) == 1
    assert Item.objects.filter(barcode="N1").count() == 1


def test_a_copy_is_added_and_the_next_one_begins_in_the_same_place(desk):
    edition = item("X1").edition_id
    answer = desk.post(f"/editions/{edition}/items/new/", keyed(space="ห้องสมุด lib-2", barcode="N1", price="90", do="again"))
    made = item("N1")
    assert (made.space.code, made.price, made.edition_id, made.record_id) == ("lib-2", 9_000, edition, None)
    assert answer.url == f"/editions/{edition}/items/new/?space=lib-2"
    assert 'value="lib-2"' in desk.get(answer.url).content.decode()
    assert "เพิ่มด้วยมือ" in seen(desk.get(f"/items/{made.id}/"))


@pytest.mark.parametrize("values", [{"space": ""}, {"space": "lib-1", "barcode": "X2"}, {"space": "lib-1", "price": "x"}])
def test_a_copy_that_cannot_be_is_not_added(desk, values):
    before = Item.objects.count()
    answer = desk.post(f"/editions/{item('X1').edition_id}/items/new/", keyed(**values))
    assert (answer.status_code, Item.objects.count()) == (422, before)


# Who


def test_others_may_look_at_a_copy_and_not_change_it(home, signed_in):
    id = item("X1").id
    stranger = signed_in(Role.LIBRARIAN, "space", library("south-1", network="south").id)
    page = stranger.get(f"/items/{id}/")
    assert (page.status_code, "แก้ไม่ได้" in seen(page), "csrfmiddlewaretoken" in page.content.decode()) == (200, True, False)
    for what, values in (("", {"barcode": "Y"}), ("move/", {"space": "south-1"}), ("withdraw/", {}), ("restore/", {})):
        assert stranger.post(f"/items/{id}/{what}", keyed(**values)).status_code == 403, what
    assert (item("X1").state, item("X1").space.code) == ("available", "lib-1")


def test_a_copy_is_neither_added_to_nor_moved_to_a_space_of_others(home, signed_in):
    south = library("south-1", network="south")
    stranger = signed_in(Role.LIBRARIAN, "space", south.id)
    edition = Edition.objects.first().id
    assert stranger.post(f"/editions/{edition}/items/new/", keyed(space="lib-1")).status_code == 403
    assert stranger.post(f"/editions/{edition}/items/new/", keyed(space="south-1", barcode="S1")).status_code == 302
    assert stranger.post(f"/items/{item('S1').id}/move/", keyed(space="lib-1")).status_code == 403
    assert item("S1").space_id == south.id


def test_nobody_without_a_role_sees_a_copy(home, signed_in):
    for browser in (Client(), signed_in(None), signed_in(Role.CARETAKER), signed_in(Role.ANALYST)):
        for address in ("/items/", f"/items/{item('X1').id}/", f"/editions/{item('X1').edition_id}/items/new/"):
            assert browser.get(address).status_code == 403


def test_a_list_of_one_and_of_three_takes_the_same_queries(desk):
    found = []
    for address in ("/items/?q=895", "/items/"):
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        found.append(len(queries))
    assert found[0] == found[1]
