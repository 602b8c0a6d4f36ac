"""The pages of authors, subjects and series, and their lists."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rianru.catalogue import queries
from rianru.catalogue.actions import headings
from rianru.catalogue.models import Heading
from rianru.web.catalogue import heading_lists
from rianru.web.catalogue import headings as pages
from rianru.web.catalogue.heading_addresses import heading_address
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, field, marc

pytestmark = pytest.mark.django_db
AUTHOR = "/authors/คึกฤทธิ์-ปราโมช/"
SCRIPT = "</script><script>alert('ก')</script>"


def _book(number, title, *more, author="คึกฤทธิ์ ปราโมช", subjects=("นวนิยายไทย",), series=("ชุดคลาสสิก", "")):
    return marc(
        number, title, field("100", "a", author, "e", "ผู้แต่ง", ind="0 "), field("264", "c", "2555", ind=" 1"),
        *(field("650", "a", *each.split("|")) for each in subjects),
        field("490", "a", series[0], *(("v", series[1]) if series[1] else ())), *more,
    )


@pytest.fixture
def shelf():
    """Takes books in and lets headings follow: in one transaction by a walk, since the log shows nothing of it yet."""
    library("phayao")
    home = source()

    def put(*books):
        take(list(books), home)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_follower WHERE name = 'headings'")
        headings.catch_up()

    return put


def _get(address, **more):
    return Client().get(quote(address, safe="/?=&%+"), **more)


def _seen(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode().replace("<wbr>", ""))).split())


def _titles(page):
    return [unescape(re.sub(r"<[^>]*>", "", one)) for one in re.findall(
        r'class="title"><a [^>]*>(.*?)</a>', page.content.decode(), re.DOTALL)]


def _listed(page):
    names = re.search(r'<ul class="names">(.*?)</ul>', page.content.decode())
    return re.findall(r"<li><a [^>]*>(.*?)</a>", names[1]) if names else []


def test_an_author_is_shown_with_works_other_names_and_roles(shelf):
    shelf(
        _book("1", "สี่แผ่นดิน", copy("phayao", "B1")), _book("2", "ไผ่แดง", author="ม.ร.ว. คึกฤทธิ์ ปราโมช"),
        _book("3", "แปลเล่มหนึ่ง", field("700", "a", "คึกฤทธิ์ ปราโมช", "e", "ผู้แปล", ind="0 "), author="มานี ใจดี"),
        _book("4", "เรื่องของท่าน", author="มานี ใจดี", subjects=("คึกฤทธิ์ ปราโมช",)),
    )
    page = _get(AUTHOR)
    text = _seen(page)
    for said in ("คึกฤทธิ์ ปราโมช", "3 เรื่อง", "พิมพ์ 2555", "เขียนอีกแบบว่า ม.ร.ว. คึกฤทธิ์ ปราโมช", "ผู้แต่ง 2", "ผู้แปล 1",
                 "หนังสือที่เล่าถึง คึกฤทธิ์ ปราโมช (1)", "ว่าง 1 เล่ม", "มานี ใจดี"):
        assert said in text
    assert sorted(_titles(page)) == sorted(["สี่แผ่นดิน", "ไผ่แดง", "แปลเล่มหนึ่ง"])
    assert _titles(_get(f"{AUTHOR}?role=ผู้แปล")) == ["แปลเล่มหนึ่ง"]
    assert _titles(_get(f"{AUTHOR}?sort=title")) == ["แปลเล่มหนึ่ง", "ไผ่แดง", "สี่แผ่นดิน"]
    assert "3 works" in _seen(_get(f"/en{AUTHOR}"))


def test_a_subject_leads_to_what_is_narrower_and_wider(shelf):
    shelf(_book("1", "ผ้าทอน่าน", subjects=("ผ้าทอ|z|น่าน",)), _book("2", "ผ้าทอ", subjects=("ผ้าทอ",)))
    wide, narrow = _get("/subjects/ผ้าทอ/"), _get("/subjects/ผ้าทอ--น่าน/")
    assert f'href="{quote("/subjects/ผ้าทอ--น่าน/")}"' in wide.content.decode()
    assert f'href="{quote("/subjects/ผ้าทอ/")}"' in narrow.content.decode()
    assert (len(_titles(wide)), len(_titles(narrow))) == (2, 1)
    assert "ผ้าทอ › น่าน" in _seen(narrow)


def test_a_series_stands_in_the_order_of_its_volumes_and_says_which_are_not_here(shelf):
    numbers = {"ห้า": "เล่ม ๕", "สอง": "2", "หนึ่ง": "1", "สาม": "3", "เก้า": "v. 8-9", "พิเศษ": "ฉบับพิเศษ"}
    shelf(*(_book(str(n), title, series=("ชุดคลาสสิก", number)) for n, (title, number) in enumerate(numbers.items())))
    page = _get("/series/ชุดคลาสสิก/")
    assert _titles(page) == ["หนึ่ง", "สอง", "สาม", "ห้า", "เก้า", "พิเศษ"]
    text = _seen(page)
    said = re.findall("ยังไม่มีเล่ม [0-9–]+ ในระบบ|เล่ม 5|v. 8-9|ฉบับพิเศษ", text)
    assert said == ["ยังไม่มีเล่ม 4 ในระบบ", "เล่ม 5", "ยังไม่มีเล่ม 6–7 ในระบบ", "v. 8-9", "ฉบับพิเศษ"]
    assert text.count("ยังไม่มีเล่ม") == 2
    assert "ยังไม่มีเล่ม" not in _seen(_get("/series/ชุดคลาสสิก/?sort=title"))


def test_gaps_are_told_over_the_edge_of_a_page_and_never_between_years(shelf, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    shelf(*(_book(str(n), f"ที่ {n}", series=("ชุดคลาสสิก", str(n))) for n in (1, 2, 5, 6)),
          *(_book(str(n), f"ปี {n}", series=("รายงาน", str(n))) for n in (2540, 2545)))
    first = _get("/series/ชุดคลาสสิก/")
    following = re.search(r'href="([^"]+)" rel="next"', first.content.decode())
    second = Client().get(unescape(following[1]))
    assert (_titles(first), _titles(second)) == (["ที่ 1", "ที่ 2"], ["ที่ 5", "ที่ 6"])
    assert "ยังไม่มีเล่ม 3–4 ในระบบ" in _seen(second)
    assert 'rel="next"' not in second.content.decode()
    assert "ยังไม่มีเล่ม" not in _seen(_get("/series/รายงาน/"))


@pytest.mark.parametrize("typed", ["ม.ร.ว. คึกฤทธิ์ ปราโมช", "ปราโมช, คึกฤทธิ์", "ID"])
def test_every_name_and_the_id_lead_on_to_the_one_address(shelf, typed):
    shelf(_book("1", "สี่แผ่นดิน"))
    typed = str(Heading.objects.get(kind="author").id) if typed == "ID" else typed
    answer = _get(f"/en/authors/{typed}/?sort=title")
    assert (answer.status_code, answer["Location"]) == (301, quote(f"/en{AUTHOR}") + "?sort=title")


@pytest.mark.parametrize("address", [
    "/authors/ไม่มีใคร/", "/subjects/???/", "/series/-/", "/authors/" + "ก" * 3_000 + "/", "/subjects/%00/", "/authors/<script>/",
    "/series/01900000-0000-7000-8000-000000000001/", "/subjects/คึกฤทธิ์-ปราโมช/", "/authors/%ed%a0%80/",
])
def test_a_bad_address_is_a_page_that_helps(shelf, address):
    shelf(_book("1", "สี่แผ่นดิน"))
    page = _get(address.replace("???", "%3F%3F%3F"))
    assert page.status_code == 404
    assert 'role="search"' in page.content.decode()


@pytest.mark.parametrize("given", [
    "sort=worst", "role=ไม่มี&role=", "decade=2x10", "decade=๒๕๔๐", "decade=9999", "format=%00", "after=zzz", "after=" + "z" * 26,
    "after=01hf0000000000000000000000", "language=" + "ก" * 500,
])
def test_whatever_stands_behind_the_address_is_answered(shelf, given):
    shelf(_book("1", "สี่แผ่นดิน"))
    page = _get(f"{AUTHOR}?{given}")
    assert page.status_code == 200
    assert _titles(page) == ["สี่แผ่นดิน"] or "ไม่มีเรื่องที่ตรงกับที่เลือก" in _seen(page)


def test_a_heading_of_very_many_works_has_one_order_and_leads_on_to_the_search(shelf, monkeypatch):
    shelf(_book("1", "สี่แผ่นดิน"), _book("2", "ไผ่แดง"))
    assert "กรองต่อในหน้าค้นหา" not in _seen(_get(AUTHOR))
    monkeypatch.setattr(queries.headings, "MOST_SORTED", 1)
    monkeypatch.setattr(queries, "MOST_SORTED", 1)
    page = _get(f"{AUTHOR}?sort=title&format=ebook")
    assert sorted(_titles(page)) == sorted(["สี่แผ่นดิน", "ไผ่แดง"])
    assert ("กรองต่อในหน้าค้นหา" in _seen(page), "ตามชื่อ" in _seen(page)) == (True, False)


def test_names_are_text_and_never_run(shelf):
    shelf(_book("1", "เล่ม", author=f"มานี {SCRIPT}", subjects=(SCRIPT,), series=(SCRIPT, SCRIPT)))
    for row in Heading.objects.all():
        page = _get(heading_address(row.kind, row.name))
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode()
        assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(("address", "type"), [
    (AUTHOR, "Person"), ("/subjects/นวนิยายไทย/", "DefinedTerm"), ("/series/ชุดคลาสสิก/", "CreativeWorkSeries"),
])
def test_machines_read_what_it_is(shelf, address, type):
    shelf(_book("1", "สี่แผ่นดิน"))
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', _get(address).content.decode(), re.DOTALL)
    said = json.loads(found)
    assert (said["@type"], said["url"]) == (type, f"http://testserver{quote(address)}")


def test_lists_begin_at_the_readers_letters_and_go_on_by_key(shelf, monkeypatch):
    monkeypatch.setattr(heading_lists, "PAGE", 2)
    names = ["Zola, Emile", "เก่ง กล้า", "กาญจนา มานะ", "ขวัญ ใจดี"]
    shelf(*(_book(str(n), f"ที่ {n}", author=name) for n, name in enumerate(names)))

    first = _get("/authors/")
    assert _listed(first) == ["กาญจนา มานะ", "เก่ง กล้า"]
    assert _listed(_get("/en/authors/")) == ["Zola, Emile", "กาญจนา มานะ"]
    following = re.search(r'href="([^"]+)" rel="next"', first.content.decode())
    assert _listed(Client().get(unescape(following[1]))) == ["ขวัญ ใจดี"]
    assert _listed(_get("/authors/?from=ข")) == ["ขวัญ ใจดี"]
    assert _listed(_get("/authors/?from=z")) == ["Zola, Emile", "กาญจนา มานะ"]
    assert re.findall(r'\?from=[^"]+"[^>]*>(.*?)</a>', first.content.decode()) == ["ก", "ข", "Z"]


@pytest.mark.parametrize("given", ["after=zzz", "after=01hf0000000000000000000000", "from=%00", "from=" + "ฮ" * 900, "from=🙂"])
def test_a_list_answers_whatever_is_asked_of_it(shelf, given):
    shelf(_book("1", "สี่แผ่นดิน"))
    assert _get(f"/authors/?{given}").status_code == 200


def test_names_are_found_by_the_index(shelf, reindex):
    shelf(_book("1", "สี่แผ่นดิน", author="ม.ร.ว. คึกฤทธิ์ ปราโมช"), _book("2", "อื่น", author="มานี ใจดี"))
    reindex()
    page = _get("/authors/?q=คึกฤทธิ์")
    assert _listed(page) == ["ม.ร.ว. คึกฤทธิ์ ปราโมช"]
    none = _get("/series/?q=กขฃคฅฆ")
    assert (none.status_code, "ไม่พบชื่อนี้" in _seen(none)) == (200, True)


def test_empty_lists_say_so():
    assert "ยังไม่มีรายชื่อ" in _seen(_get("/series/"))


def test_addresses_are_computed_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert heading_address("author", "ม.ร.ว. คึกฤทธิ์ ปราโมช") == quote(AUTHOR)
        made = Template('{{ name|heading:"subject" }}').render(Context({"name": "ผ้าทอ -- น่าน"}))
        assert made == quote("/subjects/ผ้าทอ--น่าน/")
        with translation.override("en"):
            assert heading_address("series", "ชุดคลาสสิก") == quote("/en/series/ชุดคลาสสิก/")
        assert heading_address("author", "???") == ""
    with pytest.raises(ValueError, match="no kind"):
        heading_address("place", "น่าน")


@pytest.mark.parametrize("address", [AUTHOR, "/series/ชุดคลาสสิก/", "/authors/"])
def test_a_page_takes_the_same_queries_for_one_work_and_for_three(shelf, address):
    def count():
        cache.set("networks", {}, 60)
        with CaptureQueriesContext(connection) as seen:
            assert _get(address).status_code == 200
        return len(seen)

    shelf(_book("1", "สี่แผ่นดิน", copy("phayao", "B1"), series=("ชุดคลาสสิก", "1")))
    one = count()
    shelf(_book("2", "ไผ่แดง", copy("phayao", "B2"), series=("ชุดคลาสสิก", "2"), author="ม.ร.ว. คึกฤทธิ์ ปราโมช"),
          _book("3", "หลายชีวิต", copy("phayao", "B3"), series=("ชุดคลาสสิก", "3")))
    assert count() == one
