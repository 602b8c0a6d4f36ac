"""The search page: any text in the box, escaped on every way out, with a way on when nothing is found."""

import gzip
import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rianru.catalogue.models import Item, Record
from rianru.kernel.thai import graphemes
from rianru.kernel.thai.keyboard import other_layout
from rianru.web.templatetags.highlighting import found_spans, marked
from tests.catalogue.making import library, source, take
from tests.factories.marc import book, copy, field, marc

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('ผ้า')</script>"


def _search(query, client=None, **more):
    return (client or Client()).get("/search/", {"q": query} | more)


def _text(response):
    return response.content.decode()


def _seen(html):
    """What a reader reads: without tags and entities."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def _fill(many=1, *, title="ผ้าทอเล่มที่ {n}"):
    library("phayao")
    home = source()
    take(
        [marc(f"s{n}", title.format(n=n), field("100", "a", "มานี"), copy("phayao", f"B{n}")) for n in range(many)], home
    )
    return dict(Record.objects.values_list("control_number", "edition__work_id"))


def test_what_is_found_is_linked_with_its_author_and_its_branch(reindex):
    works = _fill()
    reindex()
    page = _text(_search("ผ้าทอ"))
    assert f'href="/works/{works["s0"]}/"' in page
    assert "พบ 1 เรื่อง" in page
    for text in ("ผ้าทอเล่มที่ 0", "มานี", "2569", "ว่าง 1 เล่ม", "ห้องสมุด phayao"):
        assert text in _seen(page)


def test_the_same_in_english_with_the_common_era(reindex):
    works = _fill()
    reindex()
    page = _text(Client().get("/en/search/", {"q": "ผ้าทอ"}))
    assert f'href="/en/works/{works["s0"]}/"' in page
    for text in ("1 found", "2026", "1 copy in", "Library phayao"):
        assert text in _seen(page)


def test_a_copy_that_went_absent_is_not_offered(reindex):
    _fill()
    Item.objects.update(state="absent")
    reindex()
    assert "ว่าง" not in re.search(r'<article class="row">.*?</article>', _text(_search("ผ้าทอ")), re.DOTALL)[0]


def test_without_all_words_the_page_says_that_it_shows_some(reindex):
    _fill()
    reindex()
    said = "ไม่มีเรื่องที่มีครบทุกคำ จึงแสดงเรื่องที่มีบางคำ"
    assert said in _seen(_text(_search("ผ้าทอ จักรวาล")))
    assert said not in _seen(_text(_search("ผ้าทอ")))


def test_a_page_without_results_helps(reindex):
    _fill()
    reindex()
    page = _text(_search("จักรวาลวิทยา"))
    assert "ยังไม่พบ “จักรวาลวิทยา”" in _seen(page)
    assert page.count('class="chip" href="/search/?q=') >= 3
    assert 'href="/spaces/"' in page
    assert "<article" not in page


def test_the_empty_page_says_how_to_begin_and_shows_the_newest():
    _fill(3)
    for query in ("", "   "):
        page = _text(_search(query))
        assert "อยากรู้เรื่องอะไร" in _seen(page)
        assert page.count('href="/works/') >= 3


def test_before_there_is_an_index_the_page_says_to_try_again():
    response = _search("ผ้า")
    assert (response.status_code, "กำลังเตรียมดัชนีค้นหา" in _text(response)) == (503, True)


def test_pages_go_on_and_back_and_end(reindex):
    _fill(45)
    reindex()
    seen, address = [], "/search/?" + urlencode({"q": "ผ้าทอ"})
    pages = 0
    while address:
        page = _text(Client().get(address))
        seen += re.findall(r'<h2 class="title"><a href="/works/([0-9a-f-]+)/"', page)
        more = re.search(r'class="btn line" href="([^"]+)" rel="next"', page)
        address, pages = unescape(more[1]) if more else "", pages + 1
    assert (pages, len(seen), len(set(seen))) == (3, 45, 45)


@pytest.mark.parametrize("offset", ["-1", "x", "1e3", "๑๐", "999999999999999", "", "1001", "0x10"])
def test_an_offset_that_makes_no_sense_is_no_error(reindex, offset):
    _fill()
    reindex()
    assert _search("ผ้าทอ", offset=offset).status_code == 200


def test_a_list_of_one_and_of_three_takes_the_same_queries(reindex):
    library("phayao")
    titles = ["กลองยาว", "ผ้าทอ", "ผ้าทอ", "ผ้าทอ"]
    take([marc(f"s{n}", title, copy("phayao", f"B{n}")) for n, title in enumerate(titles)], source())
    reindex()
    found = []
    for query in ("กลองยาว", "ผ้าทอ"):
        _search(query)
        with CaptureQueriesContext(connection) as seen:
            page = _text(_search(query))
        found.append((page.count("<article"), len(seen)))
    assert found == [(1, found[0][1]), (3, found[0][1])]


@pytest.mark.parametrize(
    "raw",
    [
        "%00",
        "%ff%fe",
        "%ed%a0%80",
        "%F4%90%80%80",
        "%01%1f%7f",
        "%22%2B%2D%28%29%3A",
        "title:%22a",
        "%E0%B9%8C" * 50,
        "a" * 7000,
        quote("ก" * 900),
        quote(SCRIPT),
        "%f0%9f%a7%b5",
        "%E2%80%8B",
        "+++",
        "---",
        "%5B%5D%7B%7D",
        "%25",
        "%",
        "&q=&q=%",
    ],
)
def test_no_address_breaks_the_page(reindex, raw):
    _fill()
    reindex()
    for prefix in ("", "/en"):
        response = Client(raise_request_exception=False).get(f"{prefix}/search/?q={raw}")
        assert response.status_code == 200, raw


@given(
    st.one_of(
        st.text(st.characters(codec=None), max_size=40), st.text('+-"():*?\\/[]{}^~&|! กข้าำ์ab\x00\x1b', max_size=80)
    )
)
@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_page_and_no_tag_of_its_own(filled_page, query):
    raw = query.encode("utf-8", "surrogatepass")
    response = filled_page.get("/search/?q=" + quote(raw + b"<i id=x>"))
    assert response.status_code == 200
    assert b"<i id=x>" not in response.content


@pytest.fixture
def filled_page(reindex):
    _fill()
    reindex()
    return Client(raise_request_exception=False)


def test_ten_thousand_characters_are_a_question_too(filled_page):
    assert filled_page.get("/search/", {"q": "ผ้า" * 3334}).status_code == 200


def test_a_script_in_title_author_and_question_is_text_on_the_page(reindex):
    library("phayao")
    take([marc("x", f"ผ้า{SCRIPT}", field("100", "a", f"มานี{SCRIPT}"), copy("phayao", SCRIPT))], source())
    reindex()
    for query in ("ผ้า", SCRIPT, f'"><img src=x onerror=alert(1)>ผ้า{SCRIPT}'):
        page = _text(_search(query))
        assert "<article" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert SCRIPT in _seen(page)


def test_control_the_same_check_sees_a_script_that_is_not_escaped(reindex, settings):
    from django.template import Context, Template

    page = Template("{{ title|safe }}").render(Context({"title": SCRIPT}))
    assert "<script>alert" in page


def test_what_was_found_is_marked(reindex):
    _fill()
    reindex()
    page = _text(_search("ทอ"))
    assert "<mark>ทอ</mark>" in page


thai = st.text("กขคงนมรยผทอ้่็์ิีืุูัาำเแโไะ ๆaé\u0301<&>\"'", max_size=30)


@given(thai, st.lists(thai, max_size=4))
@examples(max_examples=300, deadline=None)
def test_marks_never_cut_a_letter_from_its_signs_and_nothing_is_lost_or_added(text, terms):
    spans = found_spans(text, terms)
    edges, at = {0}, 0
    for letter in graphemes(text):
        at += len(letter)
        edges.add(at)
    assert {edge for span in spans for edge in span} <= edges
    html = marked(text, spans)
    assert unescape(re.sub(r"</?mark>|<wbr>", "", html)) == text
    assert re.sub(r"</?mark>|<wbr>", "", html).count("<") == 0
    assert html.count("<mark>") == html.count("</mark>") == len(spans)


def test_a_search_leaves_nothing_of_the_question_in_the_log(filled_page, caplog):
    caplog.set_level("INFO")
    filled_page.get("/search/", {"q": "โรคที่ไม่อยากให้ใครรู้"})
    assert "โรค" not in caplog.text
    assert quote("โรค") not in caplog.text


def test_only_reading_is_allowed():
    assert [Client().post(address).status_code for address in ("/search/", "/en/search/")] == [405, 405]


# Narrowed and ordered


def _two_kinds():
    """One work for children in Thai, one for adults in English, three more of one author."""
    home = source()
    take([
        book("n1", "ผ้าของเด็ก", author="มานี ใจดี", year=2550), book("n2", "ผ้าและ cloth", author="Smith, John", year=1994, language="eng"),
        *(book(f"n{n}", f"ผ้าเล่มที่ {n}", author="ชูใจ", year=2560 + n) for n in range(3, 6)),
    ], home)
    return dict(Record.objects.values_list("control_number", "edition__work_id"))


def _works_on(page):
    return re.findall(r'href="/works/([0-9a-f-]+)/"', page)


def test_facets_are_links_with_counts_that_narrow_and_widen_again(reindex):
    works = _two_kinds()
    reindex()
    page = _text(_search("ผ้า"))
    link = unescape(re.search(r'<a class="tick" href="([^"]*language=eng[^"]*)"', page)[1])
    narrow = Client().get(link).content.decode()
    assert set(_works_on(narrow)) == {str(works["n2"])}
    assert "พบ 1 เรื่อง" in narrow
    away = unescape(re.search(r'<a class="chip on" href="([^"]*)"', narrow)[1])
    assert "พบ 5 เรื่อง" in Client().get(away).content.decode()


def test_values_of_one_facet_add_up_and_those_of_two_narrow(reindex):
    works = _two_kinds()
    reindex()
    either = _text(_search("ผ้า", author=["ชูใจ", "มานี ใจดี"]))
    assert len(set(_works_on(either))) == 4
    both = _text(_search("ผ้า", author=["ชูใจ", "มานี ใจดี"], decade="2000"))
    assert set(_works_on(both)) == {str(works["n1"])}


def test_order_is_by_year_where_it_is_asked_for_and_survives_narrowing(reindex):
    works = _two_kinds()
    reindex()
    newest = _works_on(_text(_search("ผ้า", sort="newest")))
    oldest = _works_on(_text(_search("ผ้า", sort="oldest")))
    assert (newest[0], oldest[0]) == (str(works["n5"]), str(works["n2"]))
    assert "sort=newest" in unescape(re.search(r'<a class="tick" href="([^"]*)"', _text(_search("ผ้า", sort="newest")))[1])


@pytest.mark.parametrize("more", [
    {"format": "made-up"}, {"format": ""}, {"format": "x" * 300}, {"made_up": "book"}, {"sort": "price"}, {"decade": "\x00"},
    {"language": ["tha"] * 500}, {"author": SCRIPT}, {"offset": "999999999999"}, {"offset": "-1"}, {"decade": "٢٠٠٠"},
])
def test_whatever_stands_in_the_address_there_is_a_page(reindex, more):
    _two_kinds()
    reindex()
    response = _search("ผ้า", **more)
    assert (response.status_code, SCRIPT in _text(response)) == (200, False)


def test_what_was_done_to_the_query_is_said(reindex):
    _two_kinds()
    reindex()
    layout = _seen(_text(_search(other_layout("ผ้าเล่มที่"))))
    assert "แป้นพิมพ์เป็นอีกภาษาอยู่ เราจึงค้น “ผ้าเล่มที่” ให้แทน" in layout
    near = _seen(_text(_search("มานิ จัยดี")))
    assert "จึงแสดงเรื่องที่สะกดหรือออกเสียงใกล้เคียง" in near
    plain = _seen(_text(_search("ผ้าเล่มที่")))
    assert ("แป้นพิมพ์" in plain, "ใกล้เคียง" in plain) == (False, False)


def test_facets_of_many_values_show_a_few_and_the_page_stays_light(reindex):
    home = source()
    take([book(f"m{n}", f"ผ้าหลายคน {n}", author=f"ผู้แต่งที่ {n}", year=2400 + n) for n in range(40)], home)
    reindex()
    page = _text(_search("ผ้าหลายคน"))
    assert page.count('<a class="tick"') <= 7 * 8
    assert len(gzip.compress(page.encode())) <= 40_000


def test_what_keeps_a_work_is_named_after_its_title_without_saying_it_again(reindex):
    _fill(3)
    reindex()
    page = _text(_search("ผ้าทอ"))
    ids = re.findall(r' id="([kw]\d+)"', page)
    assert sorted(ids) == ["k1", "k2", "k3", "w1", "w2", "w3"]
    assert re.findall(r'id="(k\d)" aria-labelledby="([^"]*)"', page) == [(f"k{n}", f"k{n} w{n}") for n in (1, 2, 3)]
    assert all(re.search(rf'<a href="/works/[0-9a-f-]+/" id="w{n}"', page) for n in (1, 2, 3))


@pytest.mark.parametrize(("query", "offered"), [
    ("ห้องสมุดใกล้ฉัน", True), ("ห้องสมุดแถวบ้าน", True), ("library near me", True), ("ที่เรียนใกล้ๆ บ้าน", True),
    ("ผ้าเล่มที่", False), ("nearly home", False), ("ลาวใกล้ตัว", False), ("สมุนไพรใกล้บ้าน", False),
])
def test_whoever_looks_for_a_place_near_is_shown_the_way(reindex, query, offered):
    _two_kinds()
    reindex()
    assert ("หาที่ไปใช่ไหม" in _seen(_text(_search(query)))) == offered


def test_a_number_that_nobody_holds_is_said_to_be_one(reindex):
    _two_kinds()
    reindex()
    number, words = (_seen(_text(_search(query))) for query in ("978-616-581-236-8", "กขฃคฅฆ"))
    assert ("เลขนี้เป็น ISBN ที่ถูกต้อง" in number, "ใช้คำสั้นลง" in number) == (True, False)
    assert ("เลขนี้เป็น ISBN ที่ถูกต้อง" in words, "ใช้คำสั้นลง" in words) == (False, True)
