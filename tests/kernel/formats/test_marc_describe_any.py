"""Whatever a record holds: nothing raises, nothing takes long, the headline is the description's, texts are as stored."""

import gzip
import io
import os
import time
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rianru.catalogue.words import FORMATS
from rianru.kernel.formats.marc import Field, FieldMapping, Record, describe, headline, read, split
from rianru.kernel.formats.marc.describe.gathering import _ABOUT
from rianru.kernel.thai import normalise
from tests.factories.marc import LEADER, field

TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("กขาิ่้ำเ๒๕ 0123456789.,:;/()[]-–©cpvol.เล่มIVX\u200b", max_size=40),
    st.sampled_from(["880-01", "245-01/Thai", "100-00", "2569", "ม.ป.ป.", "xvi, 320 หน้า", "เล่ม ๒", "978-616-123-456-0", "ไทย"]),
)
CODES = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789")
DATA = st.builds(
    lambda tag, ind, subfields: Field(tag, indicators=ind, subfields=tuple(subfields)),
    st.sampled_from([tag for tag in _ABOUT if tag >= "010"] * 2 + ["880", "880", "546", "876", "952", "00A", "ก12", ""]),
    st.text("01247 #", min_size=2, max_size=2),
    st.lists(st.tuples(CODES, TEXTS), max_size=5),
)
CONTROL = st.builds(lambda tag, data: Field(tag, data=data), st.sampled_from(["001", "007", "008", "009"]), st.text(max_size=45))
RECORDS = st.builds(
    lambda leader, found: Record(leader, tuple(found)),
    st.one_of(st.just(LEADER), st.text(max_size=24)),
    st.lists(st.one_of(DATA, CONTROL), max_size=12),
)
OWN = FieldMapping.parse({"title": ["952ab"], "year": ["952c"], "language": ["952d"], "people": ["876ae"], "notes": ["009"]})


def texts_of(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts_of(one)]
    return texts_of((value.name, value.role)) if hasattr(value, "role") else []


@given(RECORDS, st.sampled_from([FieldMapping(), OWN]))
@example(Record(LEADER, (field("100", "a", "0", "4", "\x08"),)), FieldMapping())
def test_any_record_can_be_described(record, mapping):
    said = describe(record, mapping)
    assert headline(record, mapping) == (said.title, said.year, said.language)
    assert said.format in FORMATS
    assert said.year is None or 1000 <= said.year <= 2200
    assert said.pages is None or 1 <= said.pages <= 20_000
    assert len(said.isbns) == len(said.isbn_notes)
    assert len(said.series) == len(said.series_numbers)
    assert said.languages[:1] == ((said.language,) if said.language else ())
    assert bool(said.title) >= bool(said.title_main)
    as_written = {"control_number", "identifiers", "isbns_wrong", "links", "isbn_notes", "contents", "place", "publisher"}
    for one in fields(said):
        if one.name not in as_written:
            assert [text for text in texts_of(getattr(said, one.name)) if text != normalise(text)] == []


MANY, LONG = 30_000, 500_000


def huge(kind):
    return {
        "subfields": lambda: [field(tag, *(["a", "ก"] * MANY)) for tag in ("245", "100", "650", "020", "260", "041")],
        "fields": lambda: [field("700", "a", "สมชาย", "e", f"บท {n}") for n in range(MANY)],
        "pairs": lambda: [field("700", "6", f"880-{n % 99:02}", "a", "X") for n in range(MANY // 4)]
        + [field("880", "6", f"700-{n % 99:02}", "a", "ก") for n in range(MANY // 4)],
        "digits": lambda: [field(tag, "a", "1 " * LONG, "c", "2 " * LONG) for tag in ("300", "020", "260", "245")],
        "blanks": lambda: [field(tag, "a", " ," * LONG + "-", "c", " " * LONG + "x") for tag in ("100", "260", "300", "245")],
        "brackets": lambda: [field(tag, "a", "(" * LONG, "v", "[" * LONG) for tag in ("490", "830", "020", "300", "546")],
        "items": lambda: [field("852", "b", "P"), field("876", "p", "1")] * (MANY // 2),
    }[kind]()


@pytest.mark.parametrize("kind", ["subfields", "fields", "pairs", "digits", "blanks", "brackets", "items"])
def test_a_record_of_megabytes_is_described_in_a_second_or_two(kind):
    from rianru.kernel.formats.marc import HoldingsMapping, holdings

    record = Record(LEADER, tuple(huge(kind)))
    began = time.process_time()
    describe(record)
    headline(record)
    list(holdings(record, HoldingsMapping()))
    assert time.process_time() - began < 5


def test_control_the_clock_sees_what_grows_with_the_square():
    record = Record(LEADER, tuple(huge("fields")[:4000]))
    began = time.process_time()
    met = []
    for one in record.fields:
        if one.subfields not in met:
            met.append(one.subfields)
    slow = time.process_time() - began
    began = time.process_time()
    describe(record)
    assert slow > 3 * (time.process_time() - began)


@pytest.mark.skipif("RIANRU_DATA" not in os.environ, reason="needs the real records")
def test_real_records_say_what_pymarc_reads_in_them():
    import pymarc

    raw = gzip.decompress((Path(os.environ["RIANRU_DATA"]) / "marc" / "gpo-utf8.mrc.gz").read_bytes())
    chunks = list(split(io.BytesIO(raw)))[::13]
    assert len(chunks) > 1900
    for chunk in chunks:
        record = read(chunk.raw)
        said, theirs = describe(record), pymarc.Record(data=chunk.raw, to_unicode=True)
        assert headline(record) == (said.title, said.year, said.language)
        assert said.control_number == theirs["001"].data.strip()
        assert letters(said.title) == letters(" ".join(theirs["245"].get_subfields("a", "b", "n", "p")))
        assert said.language in (theirs["008"].data[35:38], "")
        assert {letters(one.name) for one in said.people} >= {
            letters(" ".join(one.get_subfields("a", "b", "c", "q"))) for one in theirs.get_fields("100", "700")
        }
        assert len(said.subjects) <= sum(len(theirs.get_fields(tag)) for tag in _ABOUT if _ABOUT[tag] == "subjects")
        numbers = [number for one in theirs.get_fields("300") for number in numbers_in(one.get("a", ""))]
        spans = [last - first + 1 for first, last in pairwise(numbers)]
        assert said.pages is None or said.pages in numbers or said.pages in spans


def letters(text):
    return "".join(sign for sign in normalise(text) if sign.isalnum())


def numbers_in(text):
    return [int(one) for one in "".join(sign if sign.isdigit() else " " for sign in text.replace(",", "")).split()]
