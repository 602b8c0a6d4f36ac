"""Splitting a file into records: the same whatever the blocks it is read in, and nothing after damage is lost."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats.marc import NotMarc, iso2709, split
from tests.factories.marc import NO_MARC, marc

RECORDS = [marc("a1"), marc("a2", "สี่แผ่นดิน"), marc("a3", "ลิลิตพระลอ")]
filler = st.sampled_from([b"", b"\n", b"\r\n", b"\x00", b" \t ", b"\x00\r\n \t"])
body = st.binary(min_size=1, max_size=60).map(lambda data: b"x" + data.replace(b"\x1d", b"") + b"x")


def _pieces(content, chunk, *, offset=0, number=0, longest=None):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso2709, "CHUNK", chunk)
        if longest:
            patch.setattr(iso2709, "LONGEST", longest)
        stream = BytesIO(content)
        stream.seek(offset)
        return list(split(stream, offset=offset, number=number))


@given(st.lists(st.tuples(filler, body), max_size=6), filler, st.integers(1, 70))
@settings(max_examples=200, deadline=None)
def test_the_pieces_are_the_same_in_blocks_of_any_size(parts, tail, chunk):
    content = RECORDS[0] + b"".join(between + raw + b"\x1d" for between, raw in parts) + tail
    found = _pieces(content, chunk)
    assert [piece.raw for piece in found] == [RECORDS[0], *(raw + b"\x1d" for _, raw in parts)]
    assert [piece.number for piece in found] == list(range(1, len(parts) + 2))
    assert [content[piece.offset : piece.offset + len(piece.raw)] for piece in found] == [piece.raw for piece in found]
    assert not any(piece.cut for piece in found)


@given(filler, st.integers(1, len(RECORDS[2]) - 1), st.integers(1, 70))
@settings(max_examples=100, deadline=None)
def test_a_last_piece_without_its_end_is_cut_and_its_offset_is_where_it_begins(between, kept, chunk):
    rest = RECORDS[2][:kept]
    last = _pieces(RECORDS[0] + RECORDS[1] + between + rest, chunk)[-1]
    assert (last.number, last.offset, last.cut) == (3, len(RECORDS[0] + RECORDS[1] + between), True)
    assert last.raw == rest.strip(b"\x00\r\n \t\x1a")


@given(st.integers(0, 2), st.integers(1, 70))
@settings(deadline=None)
def test_splitting_goes_on_from_any_border_as_if_it_had_never_stopped(done, chunk):
    content = b"\r\n".join(RECORDS)
    whole = _pieces(content, chunk)
    offset = whole[done].offset + len(whole[done].raw)
    assert _pieces(content, chunk, offset=offset, number=done + 1) == whole[done + 1 :]


@pytest.mark.parametrize("chunk", [7, 64, 1000])
@pytest.mark.parametrize("length", [400, 5000])
def test_a_piece_that_is_too_long_is_told_as_cut_and_the_records_after_it_are_read(chunk, length):
    content = RECORDS[0] + b"y" * length + b"\x1d" + RECORDS[1] + RECORDS[2]
    found = _pieces(content, chunk, longest=300)
    assert [piece.number for piece in found] == [1, 2, 3, 4]
    assert [found[n].raw for n in (0, 2, 3)] == RECORDS
    assert [content[found[n].offset :].startswith(raw) for n, raw in ((0, RECORDS[0]), (2, RECORDS[1]))] == [True, True]
    assert found[1].offset == len(RECORDS[0])
    assert _pieces(content, chunk, offset=found[1].end, number=2, longest=300) == found[2:]


def test_junk_without_any_end_is_one_cut_piece_in_bounded_memory():
    [first, junk] = _pieces(RECORDS[0] + b"y" * 90_000, 1000, longest=3000)
    assert (first.raw, junk.number, junk.offset, junk.cut) == (RECORDS[0], 2, len(RECORDS[0]), True)
    assert len(junk.raw) <= 4000
    assert junk.end == len(RECORDS[0]) + 90_000


@pytest.mark.parametrize("name", NO_MARC)
def test_what_is_no_marc_at_all_is_refused_by_name_in_both_languages(name):
    with pytest.raises(NotMarc) as refused:
        list(split(BytesIO(NO_MARC[name])))
    assert (refused.value.code, refused.value.status) == ("marc.not_marc", 422)
    thai, english = refused.value.text("th"), refused.value.text("en")
    assert thai.startswith("ไฟล์นี้ไม่ใช่ MARC (ISO 2709): ")
    assert english.startswith("This file is not MARC (ISO 2709): ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty", "the file is empty"),
        ("xml", "it is XML or JSON"),
        ("json", "it is XML or JSON"),
        ("zip", "it is a compressed file; unpack it first"),
        ("gzip", "it is a compressed file; unpack it first"),
        ("png", "no leader of 24 characters at its beginning"),
        ("text", "no leader of 24 characters at its beginning"),
    ],
)
def test_the_refusal_says_what_the_file_is_instead(name, reason):
    with pytest.raises(NotMarc) as refused:
        list(split(BytesIO(NO_MARC[name])))
    assert f": {reason}. Export" in refused.value.text("en")


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n", b"\x00\x00"])
def test_control_marc_behind_a_mark_or_blanks_is_not_refused(before):
    assert len(list(split(BytesIO(before + RECORDS[0] + RECORDS[1])))) == 2


@given(st.integers(60, len(RECORDS[0]) - 1), st.integers(1, 70))
@settings(max_examples=100, deadline=None)
def test_a_record_without_its_end_before_the_next_leader_is_cut_there_and_the_next_is_whole(kept, chunk):
    content = RECORDS[0][:kept] + RECORDS[1] + RECORDS[2]
    found = _pieces(content, chunk)
    assert [(piece.raw, piece.cut) for piece in found] == [
        (RECORDS[0][:kept], True), (RECORDS[1], False), (RECORDS[2], False)
    ]
    assert [piece.number for piece in found] == [1, 2, 3]
    assert _pieces(content, chunk, offset=found[0].end, number=1) == found[1:]


@pytest.mark.parametrize("leader", [b" " * 24, b"x" * 24, b"#" * 23, bytes(range(0x80, 0x98)), b"{" + b"~" * 23, b""])
def test_a_first_record_whose_leader_is_nonsense_is_no_reason_to_refuse_the_file(leader):
    content = leader + RECORDS[0][24:] + RECORDS[1]
    assert [piece.raw for piece in _pieces(content, 1000)][-1] == RECORDS[1]
