"""BibTeX and RIS, read back by programs of other hands: pybtex and rispy. No value can break out of its place."""

import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from rianru.kernel.formats.citations import Cited, Maker, apa, bibtex, plain, ris
from rianru.kernel.formats.citations.cited import address, one_line

WHOLE = Cited(
    "rianru-0abc", "ผ้าทอ: The cloth", (Maker("สมหญิง ใจดี"), Maker("Lane, Ann and Sons", "editor")), year=2026,
    edition="พิมพ์ครั้งที่ 2", publisher="Cloth & Co {ltd}", place="น่าน", series="ชุดผ้า", series_number="2",
    isbns=("9786161234560", "9786161234577"), issn="1234-5679", language="tha", extent="120 หน้า", call_number="746.14 ส",
    summary="เล่าเรื่องผ้า", subjects=("ผ้าทอ -- น่าน", "สี"), url="https://example.org/works/1/",
)
EVIL = [
    "}", "{", "\\", "}} @book{x, title={y}", '"', "a\nER  - \nTY  - BOOK", "a\r\nTI  - b", "\u2028ER  - ", "\x85ER  - ",
    "\x0bTY  - X", "%", "~^_#$&", "\\}", "a}\n}\n@comment{", "\x00", "\ud800", "ก" * 5000, "\u202eevil", "@string{a=1}", ",", "and",
    "x and y", "  ", "\x1cTI  - b", "\x1d", "\x1e", "<b>",
]  # fmt: skip
texts = st.one_of(st.sampled_from(EVIL), st.text(max_size=40), st.lists(st.sampled_from(EVIL), max_size=4).map("".join))
made = st.builds(
    Cited, key=texts, title=texts, makers=st.lists(st.builds(Maker, texts, st.sampled_from(["author", "editor", "translator"])), max_size=4).map(tuple),
    year=st.none() | st.integers(1000, 2200), edition=texts, publisher=texts, place=texts, series=texts, series_number=texts,
    isbns=st.lists(texts, max_size=2).map(tuple), issn=texts, format=st.sampled_from(["book", "ebook", "serial", "video", "other", "}"]),
    language=texts, extent=texts, call_number=texts, summary=texts, subjects=st.lists(texts, max_size=3).map(tuple), url=texts,
)  # fmt: skip


def _entry(text):
    [(key, entry)] = parse_string(text, "bibtex").entries.items()
    return key, entry


def test_bibtex_is_read_back_by_another_program():
    key, entry = _entry(bibtex(WHOLE))
    assert (key, entry.type) == ("rianru-0abc", "book")
    assert [str(one) for one in entry.persons["author"]] == ["{สมหญิง ใจดี}"]
    assert [str(one) for one in entry.persons["editor"]] == ["{Lane, Ann and Sons}"]
    assert {name: entry.fields[name] for name in ("title", "year", "isbn", "publisher", "series", "number")} == {
        "title": "{ผ้าทอ: The cloth}", "year": "2026", "isbn": "9786161234560, 9786161234577",
        "publisher": r"Cloth \& Co {\textbraceleft}ltd{\textbraceright}", "series": "ชุดผ้า", "number": "2",
    }
    assert "url" not in entry.fields


def test_what_is_read_on_a_screen_has_its_address_in_bibtex():
    assert _entry(bibtex(replace(WHOLE, format="ebook")))[1].fields["url"] == "https://example.org/works/1/"


def test_names_of_the_west_are_parted_and_others_are_whole():
    makers = (Maker("Tolkien, J. R. R., 1892-1973"), Maker("King, Martin Luther, Jr."), Maker("World Bank"))
    people = _entry(bibtex(replace(WHOLE, makers=makers)))[1].persons["author"]
    assert [one.last_names for one in people] == [["Tolkien"], ["King"], ["{World Bank}"]]
    assert people[1].lineage_names == ["Jr."]


def test_ris_is_read_back_by_another_program():
    [read] = rispy.loads(ris(WHOLE))
    assert {name: read[name] for name in ("type_of_reference", "title", "authors", "tertiary_authors", "year", "keywords", "urls", "publisher")} == {
        "type_of_reference": "BOOK", "title": "ผ้าทอ: The cloth", "authors": ["สมหญิง ใจดี"], "tertiary_authors": ["Lane, Ann and Sons"],
        "year": "2026", "keywords": ["ผ้าทอ -- น่าน", "สี"], "urls": ["https://example.org/works/1/"], "publisher": "Cloth & Co {ltd}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("format", "kind"), [("ebook", "EBOOK"), ("serial", "JFULL"), ("video", "VIDEO"), ("map", "MAP"), ("kit", "GEN")]
)
def test_ris_names_the_type_of_what_it_is(format, kind):
    assert ris(replace(WHOLE, format=format)).startswith(f"TY  - {kind}\r\n")


@settings(max_examples=80, deadline=None)
@given(made)
def test_no_value_breaks_out_of_bibtex(cited):
    key, entry = _entry(bibtex(cited))
    assert re.fullmatch(r"[A-Za-z0-9-]+", key)
    assert set(entry.fields) <= {
        "title", "year", "edition", "publisher", "address", "series", "number", "isbn", "issn", "howpublished",
        "langid", "keywords", "url", "translator",
    }
    assert {part: len(people) for part, people in entry.persons.items()} == {
        part: len(cited.of(part)) for part in ("author", "editor") if cited.of(part)
    }


@settings(max_examples=80, deadline=None)
@given(made)
def test_no_value_breaks_out_of_ris(cited):
    text = ris(cited)
    lines = text.split("\r\n")
    assert lines[0].startswith("TY  - ")
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - \S", line) for line in lines[:-2])
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert len(text.splitlines()) == len(lines) - 1
    assert len(rispy.loads(text)) == 1


@settings(max_examples=80, deadline=None)
@given(made, st.sampled_from(["th", "en"]))
def test_a_reference_is_one_line_without_hidden_signs(cited, language):
    said = plain(apa(cited, language))
    assert said.splitlines() == [said]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


def test_the_readers_would_notice_a_value_that_breaks_out():
    """The control: the same checks on text that was put in as it came."""
    broken = bibtex(WHOLE).replace("น่าน}", "น่าน},\n  note = {x}\n}\n@book{other, title = {y}", 1)
    assert len(parse_string(broken, "bibtex").entries) == 2
    assert len(rispy.loads(ris(WHOLE).replace("เล่าเรื่องผ้า", "x\r\nER  - \r\nTY  - BOOK\r\nTI  - y"))) == 2


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x/y", "//x/y", "http://[", "https://", ""])
def test_only_addresses_of_the_web_are_cited(url):
    assert address(url) == ""


def test_an_address_keeps_its_meaning_in_signs_that_no_format_reads():
    assert address("https://example.org/ก?a=1&b={x}\\y") == "https://example.org/%E0%B8%81?a=1&b=%7Bx%7D%5Cy"


def test_a_very_long_value_is_cut_and_says_so():
    assert (len(one_line("ก" * 9000)), one_line("ก" * 9000)[-1]) == (2000, "…")
