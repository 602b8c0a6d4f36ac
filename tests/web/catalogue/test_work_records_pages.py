"""The records of a work: why each is there, parting, joining, taking back, and addresses that lead on."""

import re

import pytest
from django.test import Client

from rianru.catalogue.models import Decision, Record
from rianru.core.actors import Role
from rianru.kernel.ids import new_id
from tests.catalogue.making import source, take
from tests.factories.marc import copy, field, marc
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db
ISBN = "9786165812306"
TITLE = "สมุนไพรใกล้ตัวเล่มโต"


@pytest.fixture
def home():
    return source("north-library", network="north", space="lib-1")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def one(number: str):
    return Record.objects.select_related("edition").get(control_number=number)


def book(number: str, title: str = TITLE, *, isbn: str = "", year: str = "2560") -> bytes:
    numbers = [field("020", "a", isbn)] if isbn else []
    return marc(number, title, field("100", "a", "สมหญิง ใจดี", ind="0 "), field("260", "c", year), *numbers)


def twins(home) -> str:
    """Two libraries with one edition; the address of its work."""
    take(book("a1", isbn=ISBN), home)
    take(book("b1", isbn=ISBN), source("other-library", network="north"))
    assert one("a1").edition_id == one("b1").edition_id
    return f"/works/{one('a1').edition.work_id}/"


def two(home) -> tuple[str, str]:
    """Two works."""
    take(book("a1"), home)
    take(book("c1", "นิทานริมกว๊านเล่มยาว"), home)
    return f"/works/{one('a1').edition.work_id}/", f"/works/{one('c1').edition.work_id}/"


# The page of readers


def test_the_work_page_leads_librarians_to_its_records_and_nobody_else(home, desk, signed_in):
    work = twins(home)
    source("south-library", network="south")
    assert f"{work}records/" in links(desk.get(work), "records")
    for browser in (Client(), signed_in(None), signed_in(Role.ANALYST), librarian(signed_in, "south")):
        page = browser.get(work)
        assert (page.status_code, "records/" in page.content.decode(), "มาจากไหน" in seen(page)) == (200, False, False)


def test_each_value_says_whose_word_it_is(home, desk):
    work = twins(home)
    page = desk.get(work)
    assert ("แต่ละค่ามาจากไหน" in seen(page), bool(links(page, "^/records/"))) == (True, True)


def test_readers_see_what_helps_them(home):
    take(marc(
        "a1", "นิทานริมกว๊าน", field("041", "a", "tha", "h", "eng", ind="1 "), field("490", "a", "ชุดกว๊าน", "v", "2"),
        field("505", "a", "ตอนหนึ่ง -- ตอนสอง", ind="0 "), field("521", "a", "เด็กประถม"),
        field("856", "u", "https://example.org/tale", "y", "อ่านฉบับเต็ม", ind="40"),
        field("856", "u", "javascript:alert(1)", ind="40"), field("020", "a", ISBN, "q", "ปกแข็ง"), field("500", "a", "มีดัชนี"),
    ), home)
    html = Client().get(f"/works/{one('a1').edition.work_id}/").content.decode()
    for text in (">ชุดกว๊าน</a> <span class=\"num\">2</span>", "ภาษาอังกฤษ", "ตอนสอง", "เด็กประถม", "อ่านฉบับเต็ม", "ปกแข็ง", "มีดัชนี"):
        assert text in html, text
    assert ('href="https://example.org/tale"' in html, "javascript:" in html) == (True, False)


def test_the_address_of_a_work_that_became_part_of_another_leads_on(home, desk):
    here, there = two(home)
    desk.post(f"{here}join/?with={there.split('/')[2]}", keyed(**{"with": there.split("/")[2], "level": "work"}))
    stayed = f"/works/{one('a1').edition.work_id}/"
    [went] = {here, there} - {stayed}
    answer = Client().get(went)
    assert (answer.status_code, answer.url) == (301, stayed)
    assert desk.get(f"{went}records/").url == f"{stayed}records/"
    assert Client().get(f"/works/{new_id()}/").status_code == 404


# Its records


def test_every_record_says_whose_it_is_and_why_it_is_there(home, desk):
    page = desk.get(f"{twins(home)}records/")
    for text in ("a1", "b1", "ISBN เดียวกัน", "แหล่งทดสอบ", TITLE):
        assert text in seen(page), text
    assert page.content.decode().count('name="record"') == 2
    assert 'name="edition"' not in page.content.decode()


def test_a_work_of_one_record_has_nothing_to_part(home, desk):
    take(book("a1"), home)
    page = desk.get(f"/works/{one('a1').edition.work_id}/records/")
    assert ('type="checkbox"' in page.content.decode(), "แยกออก" in seen(page)) == (False, False)


def test_a_record_is_parted_from_its_edition_and_stays_so_after_it_comes_again(home, desk):
    work = twins(home)
    answer = desk.post(f"{work}records/", keyed(record=one("b1").id, note="คนละปก"), follow=True)
    assert one("a1").edition_id != one("b1").edition_id
    assert ("แยกเป็นคนละฉบับ" in seen(answer), "คนละปก" in seen(answer)) == (True, True)
    take(book("b1", isbn=ISBN) + book("b2", isbn="9786165812313"), one("b1").source)
    assert one("a1").edition_id != one("b1").edition_id


def test_an_edition_is_parted_from_its_work(home, desk):
    take(book("a1", year="2540"), home)
    take(book("b1", year="2565"), source("other-library", network="north"))
    assert one("a1").edition.work_id == one("b1").edition.work_id
    desk.post(f"/works/{one('a1').edition.work_id}/records/", keyed(edition=one("b1").edition_id))
    assert one("a1").edition.work_id != one("b1").edition.work_id


def test_parting_nothing_is_refused_in_place(home, desk):
    answer = desk.post(f"{twins(home)}records/", keyed())
    assert (answer.status_code, "เลือกระเบียนอย่างน้อยหนึ่งรายการ" in seen(answer), Decision.objects.count()) == (422, True, 0)


def test_what_was_ticked_stays_ticked_when_it_cannot_be(home, desk):
    both = {"record": [str(one_.id) for one_ in (twins(home) and Record.objects.all())], "key": str(new_id())}
    answer = desk.post(f"/works/{one('a1').edition.work_id}/records/", both)
    assert (answer.status_code, answer.content.decode().count(" checked")) == (422, 2)


def test_a_record_of_another_work_is_not_parted_from_here(home, desk):
    here, _ = two(home)
    assert desk.post(f"{here}records/", keyed(record=one("c1").id)).status_code == 422


def test_a_decision_is_taken_back_where_it_is_shown(home, desk):
    work = twins(home)
    page = desk.post(f"{work}records/", keyed(record=one("b1").id), follow=True).content.decode()
    [way] = re.findall(r'action="(/decisions/[0-9a-f-]{36}/take-back/)"', page)
    assert desk.post(way, keyed(next=f"{work}records/")).url == f"{work}records/"
    assert (Decision.objects.count(), one("a1").edition_id == one("b1").edition_id) == (0, True)


def test_its_copies_are_listed_with_the_way_to_each(home, desk):
    take(marc("a1", TITLE, copy("lib-1", "X1", call_number="615 ส")), home)
    page = desk.get(f"/works/{one('a1').edition.work_id}/records/")
    assert ("615 ส" in seen(page), len(links(page, "^/items/")), len(links(page, "^/editions/"))) == (True, 1 + 1, 1 + 1)


# Joining


def test_the_other_work_is_found_by_title_number_or_address(home, desk, reindex):
    here, there = two(home)
    reindex()
    wanted = f"{here}join/?with={there.split('/')[2]}"
    for query in ("นิทานริมกว๊าน", f"http://testserver{there}", there.split("/")[2]):
        assert links(desk.get(f"{here}join/", {"q": query}), "with=") == [wanted], query
    assert "ไม่พบเรื่องอื่น" in seen(desk.get(f"{here}join/", {"q": "กขฃคฅฆ"}))


def test_two_works_are_compared_before_they_are_joined(home, desk):
    here, there = two(home)
    page = desk.get(f"{here}join/?with={there.split('/')[2]}")
    assert ("ชื่อเรื่องต่างกัน" in seen(page), "≠" in seen(page), Decision.objects.count()) == (True, True, 0)


@pytest.mark.parametrize(("level", "editions"), [("work", 2), ("edition", 1)])
def test_joining_makes_one_work_and_one_edition_only_where_that_is_said(home, desk, level, editions):
    here, there = two(home)
    values = {"with": there.split("/")[2], "level": level, "left": one("a1").edition_id, "right": one("c1").edition_id}
    answer = desk.post(f"{here}join/", keyed(**values))
    assert answer.url == f"{here}records/"
    assert one("a1").edition.work_id == one("c1").edition.work_id
    assert len({one("a1").edition_id, one("c1").edition_id}) == editions


def test_an_edition_of_neither_is_refused_in_place(home, desk):
    here, there = two(home)
    values = {"with": there.split("/")[2], "level": "edition", "left": new_id(), "right": one("c1").edition_id}
    answer = desk.post(f"{here}join/", keyed(**values))
    assert (answer.status_code, Decision.objects.count()) == (422, 0)


def test_a_work_is_not_joined_with_itself_or_with_nothing(home, desk):
    here, _ = two(home)
    assert desk.get(f"{here}join/?with={here.split('/')[2]}").status_code == 200
    assert desk.get(f"{here}join/?with={new_id()}").status_code == 404
    assert desk.get(f"{here}join/?with=x").status_code == 200


def test_the_records_of_others_are_not_mine_to_part(home, signed_in):
    work = twins(home)
    source("south-library", network="south")
    stranger = librarian(signed_in, "south")
    for page in ("records/", "join/"):
        assert stranger.get(f"{work}{page}").status_code == 403
        assert stranger.post(f"{work}{page}", keyed(record=one("b1").id)).status_code == 403
    assert Decision.objects.count() == 0
