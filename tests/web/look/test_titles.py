"""Titles: where they break, what is marked in them, and how they become covers."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.thai import graphemes
from rianru.web.covers import DYES, SETTINGS, WEAVES, cover_of, unbroken
from rianru.web.shares.drawing import dyes
from rianru.web.templatetags.highlighting import found_spans, marked
from tests.web.look.conftest import Draw

TITLE = "ตำราย้อมผ้าด้วยสีธรรมชาติ"
THAI = st.text(st.sampled_from("กขคงจชตนมยรลวสหอะัาำิีึืุู็่้๊๋์เแโใไๆ <>&\"'aB1"), max_size=24)


def bare(html: str) -> str:
    """The html without our own tags."""
    return re.sub("</?(?:wbr|mark)>", "", html)


def test_a_title_breaks_between_its_words(draw: Draw) -> None:
    assert draw("{{ x|wbr }}", x="นิทานก่อนนอน") == "นิทาน<wbr>ก่อน<wbr>นอน"


def test_breaking_a_title_escapes_it(draw: Draw) -> None:
    assert bare(draw("{{ x|wbr }}", x="ตำรา<b>&")) == "ตำรา&lt;b&gt;&amp;"


def test_a_found_word_is_marked_and_the_rest_is_escaped(draw: Draw) -> None:
    html = draw("{% highlight x terms %}", x="ย้อม<b>ผ้า</b>", terms=["ผ้า"])
    assert html.replace("<wbr>", "") == "ย้อม&lt;b&gt;<mark>ผ้า</mark>&lt;/b&gt;"


def test_a_mark_in_the_search_terms_stays_a_text(draw: Draw) -> None:
    html = draw("{% highlight x terms %}", x="a <mark> b", terms=["<mark>"])
    assert html.replace("<wbr>", "") == "a <mark>&lt;mark&gt;</mark> b"


def test_case_does_not_matter_and_nothing_to_find_marks_nothing(draw: Draw) -> None:
    assert draw('{% highlight x "DYES" %}', x="dyes") == "<mark>dyes</mark>"
    assert draw("{% highlight x none %}", x="dyes") == "dyes"


def test_neighbouring_finds_become_one_mark(draw: Draw) -> None:
    html = draw("{% highlight x terms %}", x=TITLE, terms=["ย้อม", "ผ้า"])
    assert html.replace("<wbr>", "") == "ตำรา<mark>ย้อมผ้า</mark>ด้วยสีธรรมชาติ"


@pytest.mark.parametrize(("text", "term"), [("ที่นี่", "ที"), ("น้ำ", "น"), ("กุ้ง", "กุ"), ("é", "e")])
def test_a_letter_is_never_marked_without_its_vowel_and_tone(text: str, term: str) -> None:
    assert found_spans(text, [term]) == []


@settings(deadline=None)
@given(THAI, st.lists(THAI, max_size=3))
def test_marking_loses_nothing_and_cuts_no_grapheme(text: str, terms: list[str]) -> None:
    spans = found_spans(text, terms)
    pieces = [text[start:end] for start, end in spans]
    assert all("".join(graphemes(piece)) == piece for piece in pieces)
    edges = {len("".join(graphemes(text)[:count])) for count in range(len(graphemes(text)) + 1)}
    assert {edge for span in spans for edge in span} <= edges
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert bare(marked(text, spans)) == plain.replace('"', "&quot;").replace("'", "&#x27;")


def test_a_cover_is_the_same_on_every_machine() -> None:
    cover = cover_of("w1", TITLE, "มาลัย ใจงาม")
    assert (cover.dye, cover.weave, cover.setting, cover.length) == ("mangosteen", "water", "band", "m")
    assert "".join(cover.words) == TITLE


def test_covers_use_every_dye_motif_and_setting() -> None:
    covers = [cover_of(f"work-{number}", TITLE) for number in range(300)]
    seen = ({c.dye for c in covers}, {c.weave for c in covers}, {c.setting for c in covers})
    assert seen == (set(DYES), set(WEAVES), set(SETTINGS))


@pytest.mark.parametrize(
    ("title", "length"),
    [
        ("พระอภัยมณี", "s"),
        (TITLE, "m"),
        ("ลวดลายผ้าทอไทลื้อและการออกแบบร่วมสมัย", "l"),
        ("การพัฒนาคุณภาพชีวิตผู้สูงอายุในชุมชนชนบทภาคเหนือตอนบนด้วยกระบวนการมีส่วนร่วม", "xl"),
        ("Otorhinolaryngologist", "xl"),
    ],
)
def test_a_long_title_is_set_smaller(title: str, length: str) -> None:
    assert cover_of("x", title).length == length


def test_a_cover_leaves_the_subtitle_and_the_signs_of_the_record_out() -> None:
    cover = cover_of("x", "นิทานล้านนา : ฉบับสมบูรณ์ / มานี มีใจ", "มานี มีใจ,")
    assert ("".join(cover.words), cover.creator) == ("นิทานล้านนา", "มานี มีใจ")


def test_a_cover_keeps_every_thai_word_whole_and_breaks_names_at_their_blanks(draw: Draw) -> None:
    html = draw("{% cover work %}", work={"id": "1", "title": "กลุ่มออมทรัพย์ Harry Potter", "creator": "มานี มีใจ"})
    assert re.findall("<span>([^<]*)</span>", html) == ["กลุ่ม", "ออมทรัพย์ ", "มานี ", "มีใจ"]
    assert re.sub("</?span>|<wbr>", "", html[html.index("<b>") :]) == "<b>กลุ่มออมทรัพย์ Harry Potter</b><i>มานี มีใจ</i>"


def test_a_word_wider_than_a_cover_may_break() -> None:
    assert [unbroken([letter]) for letter in ("ข" * 30, "a" * 30, "ข" * 17)] == ["ข" * 30, "a" * 30, f"<span>{'ข' * 17}</span>"]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_ink_is_read_on_every_dye() -> None:
    contrasts = {}
    for dye, (cloth, ink, _) in dyes().items():
        dark, light = sorted((luminance(cloth), luminance(ink)))
        contrasts[dye] = (light + 0.05) / (dark + 0.05)
    assert {dye for dye, contrast in contrasts.items() if contrast < 4.5} == set()
    assert set(contrasts) == set(DYES)


def test_a_cover_escapes_title_and_creator(draw: Draw) -> None:
    html = draw('{% cover work "l" %}', work={"id": "1", "title": '<i a="1">', "creator": "<u>"})
    assert re.sub("<wbr>", "", html[html.index("<b>") :]) == "<b>&lt;i a=&quot;1&quot;&gt;</b><i>&lt;u&gt;</i></span>"
    assert html.startswith('<span class="cover l" data-dye="')


@pytest.mark.parametrize(
    ("state", "count", "th", "en"),
    [
        ("available", 2, '<span class="avail">ว่าง 2 เล่ม</span>', '<span class="avail">2 copies in</span>'),
        ("available", 1, '<span class="avail">ว่าง 1 เล่ม</span>', '<span class="avail">1 copy in</span>'),
        ("out", 3, '<span class="avail out">ถูกยืม</span>', '<span class="avail out">Out</span>'),
        ("<b>", None, '<span class="avail out">ถามที่ห้องสมุด</span>', '<span class="avail out">Ask the library</span>'),
    ],
)
def test_availability_is_said_in_word_and_shape(draw: Draw, state: str, count: int | None, th: str, en: str) -> None:
    snippet = "{% avail state count %}"
    assert [draw(snippet, "th", state=state, count=count), draw(snippet, "en", state=state, count=count)] == [th, en]
