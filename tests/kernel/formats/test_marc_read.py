"""Reading one record: by terminators, in bounded time, and never with another error than Unreadable."""

import random
import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats.marc import (
    Field,
    HoldingsMapping,
    MappingWrong,
    NotMarc,
    Record,
    Unreadable,
    describe,
    holdings,
    iso2709,
    read,
    split,
)
from tests.factories.marc import LEADER, copy, field, marc, raw_with, record

GOOD = marc(
    "a1",
    "ผ้าทอเมืองน่าน",
    field("020", "a", "978-616-123-456-7 (pbk.)"),
    field("041", "a", "tha"),
    field("100", "a", "สมหญิง ใจดี", "e", "ผู้แต่ง"),
    field("264", "a", "น่าน :", "b", "หอศิลป์,", "c", "2569.", ind=" 1"),
    field("650", "a", "ผ้าทอ", "z", "น่าน"),
    field("880", "6", "245-01/Thai", "a", "ผ้าทอ"),
    copy("phayao", "B1"),
)
REASONS = {"cut", "too_long", "leader", "directory", "fields", "encoding"}
SIGNS = [0x1D, 0x1E, 0x1F, 0x00, 0x1A, 0x20, 0x30, 0x24, 0xE0, 0xFF, 0xC0]


def _mutated(seed, raw=GOOD):
    """A few bytes replaced, removed, put in, or a stretch repeated: what disks, cables and exports do."""
    choice = random.Random(seed)
    data = bytearray(raw)
    for _ in range(choice.randint(1, 8)):
        place = choice.randrange(len(data))
        kind = choice.randrange(4)
        if kind == 0:
            data[place] = choice.choice([*SIGNS, choice.randrange(256)])
        elif kind == 1:
            del data[place : place + choice.randint(1, 12)]
        elif kind == 2:
            data[place:place] = bytes(choice.choices(SIGNS, k=choice.randint(1, 5)))
        else:
            data[place:place] = data[place : place + choice.randint(1, 40)]
        if not data:
            break
    return bytes(data)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def _unstorable(raw):
    """Texts of a record that PostgreSQL could not keep; nothing where the record is unreadable."""
    try:
        found = read(raw)
    except Unreadable as error:
        return [] if error.reason in REASONS else [error.reason]
    said = (describe(found), *holdings(found, HoldingsMapping()))
    return [
        text
        for value in said
        for text in _texts(value)
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    ]


def test_four_thousand_damaged_records_raise_nothing_but_unreadable_and_say_nothing_that_cannot_be_stored():
    began, readable = time.process_time(), 0
    for seed in range(4000):
        try:
            chunks = list(split(BytesIO(_mutated(seed))))
        except NotMarc:
            continue
        for chunk in chunks:
            assert _unstorable(chunk.raw) == []
            readable += not chunk.cut
    assert readable > 3000
    assert time.process_time() - began < 20


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_at_all_are_a_record_or_unreadable(data):
    assert _unstorable(data) == []
    assert _unstorable(GOOD[:24] + data + b"\x1d") == []


def test_a_nul_inside_any_field_reaches_no_text():
    for tag, code in (("020", "a"), ("041", "a"), ("245", "a"), ("852", "p"), ("852", "b"), ("852", "h")):
        assert _unstorable(marc("a1", "ก", field(tag, code, "x\x00yz 12345678", "b", "br"))) == []
    assert _unstorable(raw_with(b"a\x001", b"00\x1fa\xe0\xb8\x81")) == []


def test_a_big_record_of_nothing_but_separators_is_over_in_seconds():
    began = time.process_time()
    for sign in (b"\x1e", b"\x1f", b"\x1e\x1f"):
        raw = GOOD[:24] + b"245000000000" + b"\x1e" + sign * 500_000 + b"\x1d"
        assert _unstorable(raw) == []
    assert time.process_time() - began < 10


def test_lengths_and_offsets_are_not_believed():
    wrong = (
        b"99999"
        + GOOD[5:12]
        + b"00001"
        + GOOD[17:24]
        + b"".join(GOOD[at : at + 3] + b"xxxxxxxxx" for at in range(24, GOOD.index(b"\x1e"), 12))
        + GOOD[GOOD.index(b"\x1e") :]
    )
    assert read(wrong).fields == read(GOOD).fields


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (GOOD[:-1], "cut"),
        (b"", "cut"),
        (b"\x1d", "leader"),
        (b"0" * 23 + b"\x1e\x1d", "leader"),
        (GOOD[:24] + b"\x1d", "directory"),
        (GOOD[:24] + b"24500000000\x1ex\x1e\x1d", "directory"),
        (GOOD[:24] + b"245000000000" * 2 + b"\x1e00\x1fax\x1e\x1d", "fields"),
        (raw_with(b"a1", b"00\x1fa\xa1\xc5\xd2"), "encoding"),
        ("ก".encode() * 8 + b"245000000000\x1e00\x1fax\x1e\x1d", "encoding"),
        (GOOD[:24] + "ก".encode() + b"000000000\x1e00\x1fax\x1e\x1d", "encoding"),
    ],
)
def test_each_damage_has_its_reason(raw, reason):
    with pytest.raises(Unreadable) as error:
        read(raw)
    assert error.value.reason == reason


def test_a_record_over_the_limit_is_too_long(monkeypatch):
    monkeypatch.setattr(iso2709, "LONGEST", len(GOOD) - 1)
    with pytest.raises(Unreadable) as error:
        read(GOOD)
    assert error.value.reason == "too_long"


def test_a_record_may_lack_the_last_field_end():
    assert read(GOOD[:-2] + b"\x1d") == read(GOOD)


def test_fields_and_subfields_keep_their_order_and_blank_subfields_are_left_out():
    made = Record(LEADER, (Field("001", data="1"), field("245", "b", "ข", "a", "ก", "a", " ", "c", "ค")))
    assert made.fields[1].all("abc") == ["ข", "ก", "ค"]
    assert made.fields[1].first("a") == "ก"
    assert made.fields[1].first("z") == ""


def test_holdings_follow_the_mapping_of_their_source():
    mapping = HoldingsMapping.parse(
        {
            "tag": "952",
            "branch": "b",
            "barcode": "p",
            "call_number": "o",
            "copy": "t",
            "shelf": "c",
            "branches": {"PYO": "phayao"},
        }
    )
    made = record(
        "1",
        "ก",
        field("952", "b", "PYO", "p", "31", "o", "895.911 ก", "t", "1", "c", "ชั้น 2"),
        field("952", "p", "32"),
        field("952", "b", "NAN", "p", "33"),
        copy("phayao", "nowhere"),
    )
    assert [(one.space_code, one.barcode, one.call_number, one.copy, one.shelf) for one in holdings(made, mapping)] == [
        ("phayao", "31", "895.911 ก", "1", "ชั้น 2"),
        ("NAN", "33", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ({"tag": "9x2"}, "tag"),
        ({"tag": "95"}, "tag"),
        ({"tag": 952}, "tag"),
        ({"barcod": "p"}, "barcod"),
        ({"branches": ["PYO"]}, "branches"),
        ({"branches": {"PYO": 7}}, "branches"),
        ({"shelf": None}, "shelf"),
    ],
)
def test_a_mapping_of_another_shape_is_refused_with_the_part_that_is_wrong(value, part):
    with pytest.raises(MappingWrong) as refused:
        HoldingsMapping.parse(value)
    assert refused.value.values == {"part": part}


def test_control_an_empty_mapping_is_the_usual_852():
    assert HoldingsMapping.parse({}) == HoldingsMapping()
