"""MARC-in-JSON: every object by itself, in whatever it stands, in any of the shapes that are about."""

import json
from functools import partial
from io import BytesIO

import pymarc
import pytest
from hypothesis import given, settings

from rianru.kernel.formats.marc import Field, Record
from rianru.kernel.formats.marc.marcjson import read_json, split, write_json
from rianru.kernel.formats.marc.marcxml import NoRecords
from rianru.kernel.formats.marc.write import NotWritable
from tests.factories.marc import field, record
from tests.kernel.formats import pieces
from tests.kernel.formats.pieces import LEADER

RECORDS = [
    record("a1", "สี่แผ่นดิน", field("500", "a", 'x\\"y}{][')), record("a2", '{"leader": 1}'), record("a3", "ลิลิตพระลอ"),
]  # fmt: skip
JSON = [write_json(one) for one in RECORDS]

cut = partial(pieces.cut, split)


def treated(content):
    return [read_json(chunk.raw) for chunk in cut(content)]


AROUND = {
    "an array": "[" + ",".join(JSON) + "]",
    "an object a line": "\n".join(JSON),
    "one behind the other": "".join(JSON),
    "records": '{"meta": {"count": 3}, "records": [' + ", ".join(JSON) + '], "next": {"page": {"n": 2}}}',
    "a collection": '{"collection": {"record": [' + ",".join(JSON) + "]}}",
    "printed over many lines": json.dumps([json.loads(one) for one in JSON], indent=2),
    "printed in ASCII": json.dumps([json.loads(one) for one in JSON]),
    "other keys first": "[" + ",".join('{"_id": {"$oid": "1"}, ' + one[1:] for one in JSON) + "]",
    "wrapped one by one": "\n".join('{"id": "x", "content": ' + one + ', "state": "ACTUAL"}' for one in JSON),
    "a byte order mark": "\ufeff[" + ",".join(JSON) + "]",
}


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("chunk", [1 << 20, 7, 300])
def test_the_records_are_the_same_whatever_is_around_them_and_in_blocks_of_any_size(name, chunk):
    content = AROUND[name].encode()
    found = cut(content, chunk=chunk)
    assert [read_json(piece.raw).record for piece in found] == RECORDS
    assert [content[piece.offset : piece.end] for piece in found] == [piece.raw for piece in found]
    assert [piece.number for piece in found] == [1, 2, 3]


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("done", [0, 1, 2])
def test_splitting_goes_on_from_any_border_as_if_it_had_never_stopped(name, done):
    whole = cut(AROUND[name].encode())
    assert cut(AROUND[name].encode(), offset=whole[done].end, number=done + 1) == whole[done + 1 :]


@given(pieces.records())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_equal(made):
    [found] = treated(write_json(made).encode())
    assert (found.record, found.repairs, found.losses, found.error) == (made, (), (), "")


@given(pieces.records())
@settings(max_examples=60, deadline=None)
def test_control_pymarc_reads_the_same_from_what_we_write_and_we_from_what_it_writes(made):
    [other] = pymarc.parse_json_to_array(BytesIO(write_json(made).encode()))
    ours = [(f.tag, f.data) if f.tag < "010" else (f.tag, f.indicators, f.subfields) for f in made.fields]
    theirs = [
        (f.tag, f.data) if f.is_control_field()
        else (f.tag, "".join(f.indicators), tuple((s.code, s.value) for s in f.subfields))
        for f in other.fields
    ]
    assert theirs == ours
    [again] = treated(other.as_json().encode())
    assert again.record.fields == made.fields


BROKEN = {
    "no end": JSON[1][:-3],
    "a quotation mark missing": JSON[1].replace('"leader": "', '"leader": ', 1),
    "another too many": JSON[1].replace('"a2"', '"a"2"'),
    "a bracket too many": JSON[1].replace("]}", "]]}", 1),
    "no name": JSON[1].replace('"fields"', "fields"),
    "no MARC in it": '{"title": "x"}',
    "fields of nothing": '{"leader": "x", "fields": []}',
    "fields that are text": '{"leader": "x", "fields": "245"}',
    "nested too deeply": JSON[1][:-1] + ', "x": ' + "[" * 5000 + "]" * 5000 + "}",
    "deep objects": JSON[1][:-1] + ', "x": ' + '{"y":' * 5000 + "1" + "}" * 5000 + "}",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("between", [",", "\n"])
def test_one_broken_record_is_one_rejection_and_the_others_are_taken(name, between):
    found = treated(between.join([JSON[0], BROKEN[name], JSON[2]]).encode())
    assert [one.record for one in found] == [RECORDS[0], None, RECORDS[2]]
    assert found[1].error in ("json", "cut", "no_fields", "too_deep")


def test_digits_without_end_are_text_and_take_no_time():
    [found] = treated(JSON[0].replace('"a1"', "9" * 100_000).encode())
    assert (found.record.control("001"), found.repairs) == ("9" * 100_000, ("json_numbers",))


@pytest.mark.parametrize(
    "fields",
    [
        '{"001": "a1", "245": {"ind1": "0", "ind2": "0", "subfields": [{"a": "x"}, {"a": "y"}]}}',
        '[{"001": "a1", "245": {"ind1": "0", "ind2": "0", "subfields": {"a": "x", "a": "y"}}}]',
        '[{"001": ["a1"]}, {"245": [{"ind1": "0", "ind2": "0", "subfields": [["a", "x"], ["a", "y"]]}]}]',
        """[{"tag": "001", "data": "a1"}, {"tag": "245", "ind1": "0", "ind2": "0",
             "subfields": [{"code": "a", "value": "x"}, {"code": "a", "value": "y"}]}]""",
        '[["001", "a1"], ["245", "0", "0", [["a", "x"], ["a", "y"]]]]',
    ],
)
def test_other_shapes_are_understood_and_said(fields):
    [found] = treated(f'{{"leader": "{LEADER}", "fields": {fields}}}'.encode())
    assert found.record.fields == (Field("001", data="a1"), field("245", "a", "x", "a", "y", ind="00"))
    assert (found.repairs, found.losses) == (("json_shape",), ())


@pytest.mark.parametrize(
    ("fields", "read_as", "repairs", "losses"),
    [
        ('[{"1": 5}]', Field("001", data="5"), ("tag_zeros", "json_numbers"), ()),
        ('[{"245": {"subfields": [{"a": "x"}]}}]', field("245", "a", "x"), ("indicators",), ()),
        ('[{"245": "x"}]', field("245", "a", "x"), ("field_kind",), ()),
        ('[{"245": {"ind1": "0", "ind2": "0", "subfields": [{"": "x"}]}}]', field("245", "a", "x", ind="00"),
         ("subfield_code",), ()),
        ('[{"245": {"ind1": "0", "ind2": "0", "subfields": [{"a": "x"}, 7, {"b": [1]}]}}]',
         field("245", "a", "x", "b", "", ind="00"), (), ("value_unclear",)),
        ('[{"": "x"}, {"001": null}]', Field("001"), (), ("tag_wrong",)),
        (r'[{"001": "a\ud800\u0000\u001e"}]', Field("001", data="a\ufffd"), ("controls",), ("characters_lost",)),
    ],
)  # fmt: skip
def test_what_is_out_of_shape_is_mended_or_lost_and_said(fields, read_as, repairs, losses):
    [found] = treated(f'{{"leader": "{LEADER}", "fields": {fields}}}'.encode())
    assert (found.record.fields, found.repairs, found.losses) == ((read_as,), repairs, losses)


def test_thai_of_one_byte_a_letter_is_read_right():
    [found] = treated(JSON[0].encode("cp874"))
    assert (found.record, found.encoding, found.repairs) == (RECORDS[0], "cp874", ("thai_bytes",))


@pytest.mark.parametrize("chunk", [1 << 20, 100])
@pytest.mark.parametrize("filling", ["y", "{", "[", '{"x":[', "\\", '"', '{"leader":'])
def test_an_object_that_never_ends_is_told_in_bounded_memory(chunk, filling):
    content = JSON[0].encode() + b'{"leader": "' + filling.encode() * 9000
    found = cut(content, chunk=chunk, longest=3000)
    assert read_json(found[0].raw).record == RECORDS[0]
    assert [read_json(piece.raw).record for piece in found[1:]] == [None] * (len(found) - 1)
    assert found[-1].end == len(content)


def test_records_behind_one_that_is_too_long_are_read():
    content = (JSON[0] + "," + JSON[1][:-1] + " " * 90_000 + "}" + JSON[2]).encode()
    found = cut(content, chunk=100, longest=3000)
    assert [(piece.number, piece.cut, piece.too_long) for piece in found] == [
        (1, False, False), (2, True, False), (3, False, False),
    ]  # fmt: skip
    assert (len(found[1].raw), read_json(found[2].raw).record) == (24, RECORDS[2])


@pytest.mark.parametrize("content", [b"[]", b"[1, 2]", b'"x"', b"", b"{}"[:1] * 0])
def test_a_file_without_an_object_is_refused(content):
    with pytest.raises(NoRecords):
        cut(content)


def test_what_has_no_fields_or_no_unicode_is_not_written():
    for bad in (Record(LEADER, ()), Record(LEADER, (Field("001", data="\ud800"),))):
        with pytest.raises(NotWritable):
            write_json(bad)
