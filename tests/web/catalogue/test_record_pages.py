"""The staff page of one record: as received beside as repaired, and why it is where it is."""

import pytest
from django.test import Client

from rianru.catalogue.models import Record
from rianru.core.actors import Role
from rianru.web.catalogue.compare import OFTEN, SHOWN_OF_OFTEN, aligned, folded, visible
from tests.catalogue.making import source, take
from tests.factories.marc import field, marc
from tests.web.catalogue.staff import librarian, links, seen

pytestmark = pytest.mark.django_db
ISBN = "9786165812306"


@pytest.fixture
def home():
    return source("north-library", network="north")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def one(number: str) -> Record:
    return Record.objects.get(control_number=number)


def legacy(number: str, title: str) -> bytes:
    """TIS-620 bytes under lengths and a flag that speak of UTF-8."""
    return marc(number, title, field("100", "a", "สมหญิง ใจดี", ind="0 ")).decode().encode("cp874")


def test_a_record_is_shown_as_received_beside_as_repaired(home, desk):
    take(legacy("a1", "ผ้าทอ"), home)
    page = desk.get(f"/records/{one('a1').id}/")
    rows = page.content.decode().split('class="table versus fields"')[1].split("</table>")[0]
    title = next(row for row in rows.split("<tr") if ">245<" in row.replace("\n", "") or "245</th>" in row)
    assert ("differs" in title, "�" in title, "ผ้าทอ" in title) == (True, True, True)
    number = next(row for row in rows.split("<tr") if "001</th>" in row)
    assert ("differs" in number, number.count("a1")) == (False, 2)
    for text in ("ต่างกัน", "TIS-620", "ซ่อมให้แล้ว", "แหล่งทดสอบ", "books.mrc"):
        assert text in seen(page), text


def test_a_sound_record_says_that_nothing_needed_mending(home, desk):
    take(marc("a1", "ผ้าทอ"), home)
    page = desk.get(f"/records/{one('a1').id}/")
    assert ("ไม่ต้องซ่อมอะไร" in seen(page), 'class="differs"' in page.content.decode()) == (True, False)
    assert ("ระเบียนอย่างที่ได้รับ" in seen(page), "อย่างที่ซ่อม" in seen(page)) == (True, False)


def test_the_original_bytes_are_taken_away_as_they_came(home, desk):
    raw = legacy("a1", "ผ้าทอ")
    take(raw, home)
    answer = desk.get(f"/records/{one('a1').id}/original/")
    assert (answer.content, answer.headers["Content-Type"]) == (raw, "application/octet-stream")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{one("a1").id}.mrc"'


def test_earlier_versions_say_which_file_brought_and_which_replaced_them(home, desk):
    take(marc("a1", "ชื่อเก่า"), home)
    take(marc("a1", "ชื่อใหม่"), home)
    page = desk.get(f"/records/{one('a1').id}/")
    assert "ฉบับก่อนหน้า" in seen(page)
    (address,) = links(page, "/versions/")
    assert (desk.get(address).content, desk.get(f"/records/{one('a1').id}/original/").content) == (
        marc("a1", "ชื่อเก่า"), marc("a1", "ชื่อใหม่")
    )


def test_a_version_is_found_only_at_its_own_record_and_by_those_who_see_it(home, desk, signed_in):
    for title in ("ชื่อเก่า", "ชื่อใหม่"):
        take(marc("a1", title) + marc("a2", f"อีกเล่ม {title}"), home)
    first, second = (links(desk.get(f"/records/{one(number).id}/"), "/versions/")[0] for number in ("a1", "a2"))
    crossed = f"/records/{one('a1').id}/versions/{second.split('/')[-2]}/"
    source("south-library", network="south")
    stranger = librarian(signed_in, "south")
    assert [browser.get(address).status_code for browser, address in (
        (desk, first), (desk, crossed), (desk, first.replace("versions/", "versions/9")), (stranger, first)
    )] == [200, 404, 404, 404]


def test_a_record_that_was_joined_says_with_which_and_why(home, desk):
    take(marc("a1", "สมุนไพรใกล้ตัว", field("020", "a", ISBN)), home)
    take(marc("b1", "สมุนไพรใกล้ตัว", field("020", "a", ISBN)), source("other", network="north"))
    page = desk.get(f"/records/{one('b1').id}/")
    assert one("a1").edition_id == one("b1").edition_id
    assert ("ISBN เดียวกัน" in seen(page), "ฉบับเดียวกัน" in seen(page)) == (True, True)
    assert f"/records/{one('a1').id}/" in links(page, "^/records/")


def test_a_record_that_was_kept_apart_says_why(home, desk):
    take(marc("a1", "สมุนไพรใกล้ตัว เล่ม 1", field("100", "a", "สมหญิง ใจดี", ind="0 ")), home)
    take(marc("b1", "สมุนไพรใกล้ตัว เล่ม 2", field("100", "a", "สมหญิง ใจดี", ind="0 ")), source("other", network="north"))
    page = seen(desk.get(f"/records/{one('b1').id}/"))
    assert "คนละเล่มหรือคนละตอน" in page


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "\x01\x02", "$a $b", "{{ 7 }}"])
def test_nothing_in_a_record_does_harm_on_its_page(home, desk, bad):
    take(marc("a1", f"ผ้า{bad}", field("500", "a", bad)), home)
    page = desk.get(f"/records/{one('a1').id}/")
    assert (page.status_code, "<script>alert" in page.content.decode(), "\x01" in page.content.decode()) == (200, False, False)


def test_a_record_of_another_network_is_not_mine(home, signed_in):
    take(marc("a1"), home)
    source("south-library", network="south")
    for page in ("", "original/"):
        address = f"/records/{one('a1').id}/{page}"
        assert librarian(signed_in, "south").get(address).status_code == 404
        assert signed_in(Role.ANALYST).get(address).status_code == 403
        assert Client().get(address).status_code == 403


def test_a_record_that_its_source_withdrew_still_has_its_page(home, desk):
    take(marc("a1", "ผ้าทอ"), home)
    Record.objects.update(state="gone", edition=None)
    assert "แหล่งถอนออกแล้ว" in seen(desk.get(f"/records/{one('a1').id}/"))


class _Line:
    def __init__(self, tag: str, text: str, differs: bool = False) -> None:
        self.tag, self.text, self.differs, self.indicators = tag, text, differs, ""


def _told(rows):
    return [(row["tag"], row["left"] is not None, row["right"] is not None, row["differs"]) for row in rows]


def test_what_differs_stands_beside_what_took_its_place():
    left = [_Line("001", "a"), _Line("100", "x", True), _Line("245", "y", True), _Line("300", "b")]
    right = [_Line("001", "a"), _Line("245", "Y", True), _Line("300", "b"), _Line("500", "new", True)]
    assert _told(aligned(left, right)) == [
        ("001", True, True, False), ("100", True, False, True), ("245", True, True, True), ("300", True, True, False),
        ("500", False, True, True),
    ]


def test_no_line_is_hidden_where_the_sides_do_not_keep_step():
    rows = aligned([_Line("001", "a"), _Line("245", "x")], [_Line("245", "x", True)])
    assert (sum(row["left"] is not None for row in rows), sum(row["right"] is not None for row in rows)) == (2, 1)


def test_signs_that_a_screen_would_swallow_are_drawn():
    assert visible("a\x1fb\x7f") == "a␟b␡"


def test_fields_of_the_record_are_the_ones_that_were_sent(home, desk):
    take(marc("a1", "ผ้าทอ", field("650", "a", "ย้อมผ้า", "x", "ไทย")), home)
    page = desk.get(f"/records/{one('a1').id}/").content.decode()
    assert page.count('<b class="sub">$x</b><span>ไทย</span>') == 1  # nothing differs: it is shown once


def test_a_field_of_which_there_are_very_many_is_folded_but_never_a_line_that_differs():
    many = [_Line("852", str(n)) for n in range(OFTEN + 1)]
    few = [_Line("650", str(n)) for n in range(OFTEN)]
    first, further = folded(aligned([*few, *many], [*few, *many]))
    assert [row["tag"] for row in first] == ["650"] * OFTEN + ["852"] * SHOWN_OF_OFTEN
    assert len(further) == len(many) - SHOWN_OF_OFTEN
    last = many[-1]
    first, further = folded(aligned([*many[:-1], _Line("852", last.text, True)], [*many[:-1], _Line("852", "mended", True)]))
    assert [row["differs"] for row in first] == [False] * SHOWN_OF_OFTEN + [True]
    assert not any(row["differs"] for row in further)
