"""A description written as a record reads the same again, in both forms, and always fits."""

from dataclasses import fields, replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats import marc
from rianru.kernel.formats.marc import Description, Link, Person
from rianru.kernel.formats.marc.compose import compose
from rianru.kernel.formats.marc.describe import describe
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.formats.marc.marcxml import write_xml
from rianru.kernel.formats.marc.write import write

WHOLE = Description(
    control_number="0abc", title="ผ้าทอ: เมืองน่าน เล่ม 2", title_main="ผ้าทอ", part="เล่ม 2", uniform_title="Weaving",
    other_titles=("The cloth of Nan", "Weaving"), statement="สมหญิง ใจดี",
    people=(Person("สมหญิง ใจดี", "ผู้แต่ง", main=True), Person("กรมศิลปากร", "", "body"), Person("Lane, Ann", "translator")),
    subjects=("ผ้าทอ -- น่าน", "สี"), genres=("สารคดี",), edition="พิมพ์ครั้งที่ 2", publisher="หอศิลป์", place="น่าน", year=2026,
    year_text="2569", language="tha", languages=("tha", "eng"), original_language="eng", format="book",
    audience="juvenile", isbns=("9786161234560",), isbn_notes=("ปกแข็ง",), isbns_wrong=("1234567890",), issns=("12345679",),
    identifiers=("lccn:2001627090", "doi:10.1234/abc", "upc:123456789012", "oclc:51234567", "035:(TH-BkTK)123"),
    extent="120 หน้า", pages=120, series=("ชุดผ้า",), series_numbers=("2",), notes=("มีดัชนี",), contents="บทที่ 1 -- บทที่ 2",
    summary="เล่าเรื่องผ้า", links=(Link("https://example.org/1", "อ่าน"),), restricted=True, call_number="746.14",
)  # fmt: skip
EVIL = ["\x1d", "\x1e", "\x1f", "\x00", "\ud800", "\ufffe", "</subfield>", "]]>", "&", "\r\n", "\u2028", "ก" * 90, "é" * 90, "a\u0301" * 90]
texts = st.one_of(st.sampled_from(EVIL), st.text(max_size=30), st.lists(st.sampled_from(EVIL), max_size=4).map("x".join))
many = st.lists(texts, max_size=12).map(tuple)
made = st.builds(
    Description, control_number=texts, title=texts, title_main=texts, part=texts, uniform_title=texts, other_titles=many,
    statement=texts, people=st.lists(st.builds(Person, texts, texts, st.sampled_from(["person", "body", "meeting"]), st.booleans()), max_size=5).map(tuple),
    subjects=many, genres=many, edition=texts, publisher=texts, place=texts, year=st.none() | st.integers(1000, 2200), year_text=texts,
    language=texts, languages=many, original_language=texts, format=texts, audience=texts, isbns=many, isbn_notes=many,
    isbns_wrong=many, issns=many, identifiers=many, extent=texts, series=many, series_numbers=many, notes=many, contents=texts,
    summary=texts, links=st.lists(st.builds(Link, texts, texts), max_size=4).map(tuple), restricted=st.booleans(), call_number=texts,
)  # fmt: skip


def _from_xml(xml: str) -> marc.Record:
    form = open_form(BytesIO(xml.encode()), name="a.xml")
    [chunk] = list(form.split(BytesIO(xml.encode())))
    record = form.treat(chunk.raw).record
    assert record is not None
    return record


def test_what_a_description_says_is_read_again_from_iso_2709():
    read = describe(marc.read(write(compose(WHOLE))))
    assert {one.name: getattr(read, one.name) for one in fields(read)} == {one.name: getattr(WHOLE, one.name) for one in fields(WHOLE)}


def test_and_from_marcxml():
    assert describe(_from_xml(write_xml(compose(WHOLE)))) == WHOLE


@pytest.mark.parametrize(
    "format",
    ["book", "ebook", "serial", "eserial", "map", "score", "video", "audio", "music", "picture", "software", "kit", "object", "manuscript", "microform"],
)  # fmt: skip
def test_every_format_comes_back(format):
    assert describe(compose(replace(WHOLE, format=format, audience=""))).format == format


@pytest.mark.parametrize(
    ("title", "main", "part"),
    [
        ("พระอภัยมณี", "พระอภัยมณี", ""), ("ผ้าทอ เล่ม 2", "ผ้าทอ เล่ม 2", "เล่ม 2"), ("A: b: c", "A", ""), ("A = B", "A", ""),
        ("ผ้าทอ: เมืองน่าน", "something else", ""), ("A: b. Part 1, The end", "A", "Part 1, The end"),
    ],
)  # fmt: skip
def test_a_title_comes_back_as_one_line_whatever_it_was_made_of(title, main, part):
    assert describe(compose(replace(WHOLE, title=title, title_main=main, part=part))).title == title


@settings(max_examples=40, deadline=None)
@given(made)
def test_every_description_makes_a_record_that_both_forms_take_and_give_back(said):
    record = compose(said)
    raw = write(record)
    assert (len(raw) <= 99_999, marc.read(raw).fields) == (True, record.fields)
    assert describe(marc.read(raw)).title != ""
    root = ElementTree.fromstring(write_xml(record))
    assert [one.text or "" for one in root.iter() if one.tag.endswith(("controlfield", "subfield"))] == [
        text for one in record.fields for text in ([one.data] if one.data else [text for _, text in one.subfields])
    ]


def test_contents_too_long_for_a_field_go_on_in_the_next():
    chapters = " -- ".join(f"บทที่ {number} ว่าด้วยผ้าและสีจากธรรมชาติ" for number in range(400))
    assert describe(compose(replace(WHOLE, contents=chapters))).contents == chapters


def test_a_text_too_long_for_a_field_is_cut_between_letters_and_says_so():
    summary = describe(compose(replace(WHOLE, summary="ผู้" * 4000))).summary
    assert (summary[-1], summary[:-1].replace("ผู้", "")) == ("…", "")


def test_what_does_not_fit_into_one_record_is_left_out_from_its_end_and_the_title_never():
    record = compose(replace(WHOLE, notes=tuple(f"{number} " + "ก" * 3000 for number in range(40))))
    assert len(write(record)) <= 99_999
    assert describe(record).title == WHOLE.title


def test_every_value_too_long_at_once_still_makes_one_record():
    said = replace(WHOLE, **{one.name: "ป้า" * 9000 for one in fields(WHOLE) if one.type == "str" and one.name not in ("format", "language")})
    record = compose(said)
    assert (len(write(record)) <= 99_999, bool(describe(record).title)) == (True, True)
