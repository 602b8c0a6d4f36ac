"""The page of what a complete file left out: which records, page by page or taken away, before and after the word."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Import, Record
from rianru.core import jobs
from tests.catalogue.making import library, source, take, undo
from tests.factories.marc import copy, marc
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db
ROW = re.compile(r"<tr><td data-th=.*?</tr>")


@pytest.fixture
def home():
    library("phayao")
    return source("north-library", network="north")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def book(n):
    return marc(f"n{n:03}", f"เรื่องที่ {n}", *([copy("phayao", f"B{n}")] if n == 1 else []))


def left_out(home, many=30) -> Import:
    """A whole catalogue of `many`, then a file that is said to be whole and has the first alone."""
    take([book(n) for n in range(many)], home)
    return take([book(0)], home, complete=True, name="whole.mrc")


def rows(page) -> list[str]:
    """The lines of the list: title, control number, copies."""
    found = ROW.findall(page.content.decode().replace("<wbr>", ""))
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in found]


def cells(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def withdrawn(desk, run):
    assert desk.post(f"/imports/{run.id}/missing/", keyed()).url == f"/imports/{run.id}/"
    jobs.app.tasks["catalogue.withdraw_missing"].func(import_id=str(run.id))
    return Import.objects.get(id=run.id)


def test_records_that_a_complete_file_leaves_out_wait_for_a_word(home, desk):
    run = left_out(home)
    assert "29 ระเบียนที่เคยมี" in seen(desk.get(f"/imports/{run.id}/"))
    assert "ขาดไป 29 ระเบียน" in seen(desk.get(f"/imports/{run.id}/missing/"))
    withdrawn(desk, run)
    assert Record.objects.filter(source=home, state="live").count() == 1
    page = desk.get(f"/imports/{run.id}/")
    assert ("ถอน 29 ระเบียน" in seen(page), links(page, "/missing/$")) == (True, [f"/imports/{run.id}/missing/"])


@pytest.mark.parametrize(("prefix", "said"), [
    ("", ("รายการที่จะถอน", "ไฟล์ครบจริง ถอน 24 ระเบียน")), ("/en", ("What would be withdrawn", "The file is whole: withdraw 24"))
])
def test_the_page_shows_which_records_with_their_copies_before_it_asks(home, desk, prefix, said):
    run = left_out(home, 25)
    page = desk.get(f"{prefix}/imports/{run.id}/missing/")
    assert rows(page) == [f"เรื่องที่ {n} n{n:03} {int(n == 1)}" for n in range(1, 25)]
    assert [text in seen(page) for text in said] == [True, True]
    assert f"{prefix}/imports/{run.id}/missing/list.csv" in links(page, "list.csv$")


def test_only_what_the_file_left_out_is_shown(home, desk):
    """Not what it listed, and not what a later file brought."""
    run = left_out(home)
    later = take([marc("n005", "แก้ไขแล้ว"), marc("new", "มาทีหลัง")], home)
    Import.objects.filter(id=later.id).update(state="columns")  # so that the page still asks
    shown = " ".join(rows(desk.get(f"/imports/{run.id}/missing/")))
    assert [number in shown for number in ("n000", "n004", "n005", "n006", "new")] == [False, True, False, True, False]


def test_control_a_record_that_was_left_out_is_shown(home, desk):
    run = left_out(home)
    assert "เรื่องที่ 5 n005 0" in rows(desk.get(f"/imports/{run.id}/missing/"))


def test_every_line_leads_to_its_record(home, desk):
    run = left_out(home, 25)
    ids = Record.objects.filter(source=home).exclude(control_number="n000").order_by("id").values_list("id", flat=True)
    assert links(desk.get(f"/imports/{run.id}/missing/"), "^/records/") == [f"/records/{id}/" for id in ids]


def test_a_long_list_is_paged_by_key_to_its_end_and_asks_on_every_page(home, desk):
    run = left_out(home, 66)
    address, found, pages = f"/imports/{run.id}/missing/", [], 0
    while address:
        page = desk.get(address)
        assert "ถอน 65 ระเบียน" in seen(page)
        found += rows(page)
        address = next(iter(re.findall(r'href="([^"]+)" rel="next"', page.content.decode())), "")
        address, pages = address and f"/imports/{run.id}/missing/{address}", pages + 1
    assert (pages, [row.split()[2] for row in found]) == (3, [f"n{n:03}" for n in range(1, 66)])
    assert links(page, "^/imports/.*missing/$") == [f"/imports/{run.id}/missing/"]


@pytest.mark.parametrize("after", ["x", "-1", "\x00", "ก" * 500, "00000000-0000-0000-0000-000000000000"])
def test_a_page_that_makes_no_sense_begins_anew(home, desk, after):
    run = left_out(home)
    assert len(rows(desk.get(f"/imports/{run.id}/missing/", {"after": after}))) == 29


def test_a_page_of_three_and_one_of_thirty_take_the_same_queries(home, desk):
    counted = []
    for many in (25, 31):
        Record.objects.filter(source=home).update(state="gone")
        run = left_out(home, many)
        desk.get(f"/imports/{run.id}/missing/")
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"/imports/{run.id}/missing/")
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_the_list_is_downloaded_whole_before_and_after_the_word(home, desk):
    run = left_out(home, 40)
    answer = desk.get(f"/imports/{run.id}/missing/list.csv")
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"], answer.streaming) == (
        "text/csv; charset=utf-8", f'attachment; filename="missing-{run.id}.csv"', True,
    )
    expected = [[f"n{n:03}", f"เรื่องที่ {n}", "1" if n == 1 else "0"] for n in range(1, 40)]
    assert cells(answer) == [["control_number", "title", "copies", "state"], *([*row, "waiting"] for row in expected)]
    withdrawn(desk, run)
    assert cells(desk.get(f"/imports/{run.id}/missing/list.csv"))[1:] == [[*row, "withdrawn"] for row in expected]


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x")', "-cmd|' /C calc'!A0"]


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(home, desk):
    take([marc(formula, formula) for formula in FORMULAS], home)
    run = left_out(home)
    found = [cell for line in cells(desk.get(f"/imports/{run.id}/missing/list.csv")) for cell in line]
    assert [cell for cell in found if cell[:1] in tuple("=+-@\t\r")] == []
    assert sorted(cell for cell in found if cell.startswith("'")) == sorted(f"'{formula}" for formula in FORMULAS * 2)


def test_after_the_word_the_page_tells_what_was_withdrawn_and_asks_no_more(home, desk):
    run = left_out(home, 25)
    withdrawn(desk, run)
    page = desk.get(f"/imports/{run.id}/missing/")
    assert ("รายการที่ถอนแล้ว" in seen(page), "ไฟล์ครบจริง" in seen(page), len(rows(page))) == (True, False, 24)
    assert "เรื่องที่ 1 n001 1" in rows(page)


def test_where_nothing_waits_the_page_says_so(home, desk):
    run = take([book(0)], home, complete=True)
    assert "ไม่มีระเบียนที่รอ" in seen(desk.get(f"/imports/{run.id}/missing/"))
    assert "Nothing waits for your word" in seen(desk.get(f"/en/imports/{run.id}/missing/"))
    assert cells(desk.get(f"/imports/{run.id}/missing/list.csv")) == [["control_number", "title", "copies", "state"]]


def test_an_import_that_was_rolled_back_asks_about_nothing(home, desk):
    run = left_out(home)
    undo(withdrawn(desk, run))
    assert "ไม่มีระเบียนที่รอ" in seen(desk.get(f"/imports/{run.id}/missing/"))


@pytest.mark.parametrize(("prefix", "said"), [("", "มีไฟล์ใหม่กว่าเข้ามาแล้ว"), ("/en", "A newer file has come")])
def test_once_a_later_file_came_nobody_is_asked_and_the_page_says_why(home, desk, prefix, said):
    run = left_out(home)
    take([book(3)], home, name="newer.mrc")
    page = desk.get(f"{prefix}/imports/{run.id}/missing/")
    assert (said in seen(page), "newer.mrc" in seen(page), rows(page), "<button class=\"btn stop\"" in page.content.decode()) == (
        True, True, [], False,
    )
    assert "newer.mrc" in seen(desk.get(f"{prefix}/imports/{run.id}/"))
    assert ("รอคำยืนยัน" in seen(desk.get("/imports/")), "to confirm" in seen(desk.get("/en/imports/"))) == (False, False)


@pytest.mark.parametrize(("prefix", "said"), [("", "เข้ามาทีหลัง รายการนี้จึงอาจเก่าไปแล้ว"), ("/en", "may be out of date")])
def test_a_word_that_comes_too_late_is_refused_in_place(home, desk, prefix, said):
    run = left_out(home)
    desk.get(f"/imports/{run.id}/missing/")
    take([book(3)], home, name="newer.mrc")
    answer = desk.post(f"{prefix}/imports/{run.id}/missing/", keyed())
    assert (answer.status_code, said in seen(answer), "newer.mrc" in seen(answer)) == (409, True, True)
    jobs.app.tasks["catalogue.withdraw_missing"].func(import_id=str(run.id))
    assert Record.objects.filter(source=home, state="live").count() == 30


def test_control_without_a_later_file_the_list_of_imports_asks(home, desk):
    left_out(home)
    assert "รอคำยืนยัน 29" in seen(desk.get("/imports/"))
