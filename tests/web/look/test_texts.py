"""The tags that speak: two languages, names, dates, money."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import TemplateSyntaxError

from rianru.kernel.words import T
from tests.web.look.conftest import Draw

SCRIPT = '<script>alert("x")</script>'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"


def test_t_speaks_the_language_of_the_page(draw: Draw) -> None:
    snippet = '{% t "ค้นหา" "Search" %}'
    assert [draw(snippet, "th"), draw(snippet, "en")] == ["ค้นหา", "Search"]


def test_t_fills_its_places_with_grouped_numbers(draw: Draw) -> None:
    assert draw('{% t "พบ {n:,} เรื่อง" "{n:,} found" n=n %}', n=26412) == "พบ 26,412 เรื่อง"


def test_t_says_what_is_counted_for_one_and_for_many(draw: Draw) -> None:
    snippet = '{% t "{n:,} แห่ง" "{n:,} {n:place|places}" n=n %}'
    assert [draw(snippet, "en", n=n) for n in (1, 2)] == ["1 place", "2 places"]
    assert draw(snippet, "th", n=1) == "1 แห่ง"


def test_t_escapes_its_values(draw: Draw) -> None:
    assert draw('{% t "ค้น <b>{q}</b>" "For <b>{q}</b>" q=q %}', q=SCRIPT) == f"ค้น <b>{ESCAPED}</b>"


def test_t_escapes_a_text_that_comes_from_data(draw: Draw) -> None:
    assert draw("{% t text text %}", text=SCRIPT) == ESCAPED


def test_t_does_not_reach_into_its_values(draw: Draw) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw('{% t "{q.__class__}" "{q.__class__}" q=q %}', q="x")


def test_t_can_be_kept_for_an_include(draw: Draw) -> None:
    assert draw('{% t "ก {q}" "a {q}" q=q as kept %}[{{ kept }}]', q="<") == "[ก &lt;]"


def test_t_says_a_two_language_value_in_the_language_of_the_page(draw: Draw) -> None:
    assert draw('{% t "ที่ {p}" "at {p}" p=p %}', "en", p=T("ห้องสมุด", "the library")) == "at the library"


@pytest.mark.parametrize(
    ("thing", "th", "en"),
    [
        ({"name_th": "พะเยา", "name_en": "Phayao"}, "พะเยา", "Phayao"),
        ({"name_th": "พะเยา", "name_en": ""}, "พะเยา", "พะเยา"),
        ({"name_th": "", "name_en": "Phayao"}, "Phayao", "Phayao"),
        ({"name_th": "<b>", "name_en": "&"}, "&lt;b&gt;", "&amp;"),
        (T("งานบริการ", "Staff"), "งานบริการ", "Staff"),
    ],
)
def test_a_name_falls_back_to_the_other_language(draw: Draw, thing: object, th: str, en: str) -> None:
    assert [draw("{{ x|name }}", "th", x=thing), draw("{{ x|name }}", "en", x=thing)] == [th, en]


def test_a_day_is_shown_in_the_era_of_the_reader(draw: Draw) -> None:
    snippet, day = '{{ day|thaidate:"day" }}', date(2026, 11, 21)
    assert [draw(snippet, "th", day=day), draw(snippet, "en", day=day)] == ["เสาร์ 21 พ.ย. 2569", "Sat 21 Nov 2026"]


def test_a_moment_is_shown_on_the_clock_of_bangkok(draw: Draw) -> None:
    late = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert draw("{{ at|thaidate }} {{ at|clock }}", at=late) == "22 พ.ย. 2569 00:30\u00a0น."


def test_midnight_is_a_time_and_a_missing_moment_is_blank(draw: Draw) -> None:
    assert draw("{{ at|clock }}|{{ none|clock }}|{{ none|thaidate }}", "en", at=time(0)) == "00:00||"


def test_money_and_counts_are_grouped(draw: Draw) -> None:
    assert draw("{{ a|baht }} {{ b|number }} {{ none|number }}", a=1_234_550, b=26412) == "12,345.50\u00a0บาท 26,412 0"


def test_a_list_of_facts_leaves_out_what_is_blank(draw: Draw) -> None:
    assert draw("{% meta_list a b c %}", a="<i>", b="", c=2566) == "&lt;i&gt; · 2566"


@pytest.mark.parametrize(
    ("text", "th", "en"),
    [("ตำรา", "", ' lang="th"'), ("Natural dyes", ' lang="en"', ""), ("2566", "", ""), ("", "", "")],
)
def test_data_in_another_language_says_so(draw: Draw, text: str, th: str, en: str) -> None:
    assert [draw("{{ x|spoken }}", "th", x=text), draw("{{ x|spoken }}", "en", x=text)] == [th, en]


def test_structured_data_cannot_close_its_own_block(draw: Draw) -> None:
    block = draw("{% jsonld data %}", data={"name": "</script><b>&"})
    expected = '{"name": "\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'
    assert block == f'<script type="application/ld+json">{expected}</script>'
