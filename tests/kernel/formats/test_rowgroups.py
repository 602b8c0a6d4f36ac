"""Spreadsheets with a row for each copy: rows of one book that follow each other become one record with its copies."""

import codecs
import csv
from io import BytesIO, StringIO
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats.marc import iso2709, rowgroups, rows, table
from rianru.kernel.formats.marc.form_words import LOSSES, REPAIRS
from rianru.kernel.formats.marc.forms import Form, open_form
from rianru.kernel.formats.marc.marcxml import NoRecords

COLUMNS = ("title", "author", "isbn", "volume", "edition", "call_number", "branch", "shelf", "barcode", "price")
HEADING = list(COLUMNS)
COPIES = ["B1,A,1", "B2,A,1", "B3,B,2"]


def opened(content, columns=None):
    stream = BytesIO(content)
    return open_form(stream, name="x.csv", columns=columns), stream


def chunks(content, columns=None, **where):
    form, stream = opened(content, columns)
    return list(form.split(stream, **where))


def treated(content, columns=None):
    form, stream = opened(content, columns)
    return [form.treat(chunk.raw) for chunk in form.split(stream)]


def small(*lines, heading="title,author,isbn,barcode,branch,shelf"):
    return "\n".join([heading, *lines, ""]).encode()


def copies(found, *codes):
    return [tuple(f.first(code) for code in codes) for f in found.record.get("852")]


def held(found):
    """The copies of a record, whatever number each has in it."""
    return [tuple(pair for pair in f.subfields if pair[0] != "t") for f in found.record.get("852")]


def work(found):
    return [f for f in found.record.fields if f.tag != "852"]


def test_a_row_for_each_copy_is_one_record_with_its_copies():
    content = small(*(f"สี่แผ่นดิน,คึกฤทธิ์,9789749906477,{one}" for one in COPIES), "แม่เบี้ย,วาณิช,,B4,A,1")
    form, stream = opened(content)
    first, second = form.split(stream)
    assert (first.number, second.number, first.raw + second.raw) == (1, 2, content[first.offset :])
    found = form.treat(first.raw)
    assert copies(found, "p", "b", "c", "t") == [("B1", "A", "1", "1"), ("B2", "A", "1", "2"), ("B3", "B", "2", "3")]
    assert (found.repairs, found.losses) == (("control_number_made", "rows_joined"), ())
    alone = treated(small("สี่แผ่นดิน,คึกฤทธิ์,9789749906477,B1,A,1"))[0]
    assert (work(found), alone.repairs) == (work(alone), ("control_number_made",))
    assert copies(form.treat(second.raw), "p", "t") == [("B4", "1")]


def test_small_differences_of_spelling_make_no_other_book_and_a_volume_or_an_edition_does():
    lines = ["เเม่เบี้ย ,วาณิช,978-974-02-1291-1,B1", "แม่เบี้ย,วาณิช,9789740212911,B2"]
    [found] = treated(small(*lines, heading="title,author,isbn,barcode"))
    assert (copies(found, "p"), found.error) == ([("B1",), ("B2",)], "")
    lines = ["ก,1,2,B1", "ก,2,2,B2", "ก,2,3,B3", "ก,2,๓,B4"]
    assert [copies(one, "p") for one in treated(small(*lines, heading="title,เล่มที่,ครั้งที่พิมพ์,barcode"))] == [
        [("B1",)], [("B2",)], [("B3",), ("B4",)],
    ]  # fmt: skip


def test_rows_of_a_book_that_do_not_follow_each_other_stay_records_of_one_number():
    found = treated(small("a,b,,B1,,", "c,d,,B2,,", "a,b,,B3,,"))
    assert [copies(one, "p") for one in found] == [[("B1",)], [("B2",)], [("B3",)]]
    assert found[0].record.control("001") == found[2].record.control("001") != found[1].record.control("001")


def test_a_number_that_is_told_decides_and_where_its_cell_is_blank_the_book_does():
    lines = ["7,a,B1", "7.0,a: b,B2", "8,a: b,B3", ",c,B4", ",c,B5", ",d,B6"]
    found = treated(small(*lines, heading="เลขควบคุม,title,barcode"))
    assert [copies(one, "p") for one in found] == [[("B1",), ("B2",)], [("B3",)], [("B4",), ("B5",)], [("B6",)]]
    assert [one.record.control("001") for one in found[:2]] == ["7", "8"]
    assert next(found[0].record.get("245")).first("a") == "a: b"
    assert [one.losses for one in found] == [()] * 4


def test_titles_that_contradict_each_other_under_one_number_are_said():
    [found] = treated(small("7,สี่แผ่นดิน,B1", "7,แม่เบี้ย,B2", heading="เลขควบคุม,title,barcode"))
    assert (next(found.record.get("245")).first("a"), found.losses) == ("สี่แผ่นดิน", ("rows_differ",))
    assert copies(found, "p") == [("B1",), ("B2",)]


def test_the_fullest_value_of_each_column_is_taken_and_each_copy_keeps_its_own():
    lines = ["a,-,100,B1,895,10", "a,ดอกหญ้า,ไม่ระบุ,B2,895.911 ค,20", "a,ดอก,,B3,,30"]
    [found] = treated(small(*lines, heading="title,สำนักพิมพ์,จำนวนหน้า,barcode,เลขเรียก,ราคา"))
    assert [(f.tag, *f.subfields) for f in found.record.get("090", "264", "300")] == [
        ("090", ("a", "895.911 ค")), ("264", ("b", "ดอกหญ้า")), ("300", ("a", "100 pages")),
    ]  # fmt: skip
    assert copies(found, "p", "h", "9") == [("B1", "895", "10"), ("B2", "895.911 ค", "20"), ("B3", "", "30")]


def test_an_isbn_that_a_spreadsheet_rounded_gives_way_to_one_that_it_left_alone():
    lines = ["7,a,9.789740212911E+12,B1", "7,a,9789740212911,B2"]
    [found] = treated(small(*lines, heading="เลขควบคุม,title,isbn,barcode"))
    assert ([f.first("a") for f in found.record.get("020")], found.losses) == (["9789740212911"], ())


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["a,B1,3", "a,B2,3", "a,B3,3"], ["B1", "B2", "B3"]), (["a,B1,1", "a,B2,1"], ["B1", "B2"]),
        (["a,B1;B2,2", "a,B3,1"], ["B1", "B2", "B3"]), (["a,,2", "a,,1"], ["", "", ""]), (["a,B1,2", "a,,1"], ["B1", "", ""]),
        (["a,B1,1", "a,B1,1"], ["B1"]), (["a,,", "a,,"], []),
    ],
)  # fmt: skip
def test_the_number_of_copies_of_a_book_is_not_counted_again_in_each_of_its_rows(lines, kept):
    [found] = treated(small(*lines, heading="title,barcode,copies"))
    assert copies(found, "p", "t") == [(barcode, str(n)) for n, barcode in enumerate(kept, 1)]


@pytest.mark.parametrize(("line", "error"), [("a,b", "cells"), ("a,b,,B9,,,x", "cells"), (",b,,B9,,", "no_title"),
                                             ("title,author,isbn,barcode,branch,shelf", "heading_again")])  # fmt: skip
def test_a_broken_row_is_its_own_rejection_and_breaks_the_run(line, error):
    found = treated(small("a,b,,B1,,", "a,b,,B2,,", line, line, "a,b,,B3,,", "a,b,,B4,,"))
    assert [one.error for one in found] == ["", error, error, ""]
    assert [copies(found[n], "p") for n in (0, 3)] == [[("B1",), ("B2",)], [("B3",), ("B4",)]]


def test_blank_rows_between_copies_break_no_run_and_stand_in_the_bytes():
    content = small("a,b,,B1,,", ",,,,,", "", "a,b,,B2,,", ",,,,,")
    [found] = chunks(content)
    assert found.raw == content[found.offset : found.end] == b"a,b,,B1,,\n,,,,,\n\na,b,,B2,,\n"
    assert copies(treated(content)[0], "p") == [("B1",), ("B2",)]


def test_a_group_has_an_end_in_rows_and_in_bytes_and_so_have_blank_rows(monkeypatch):
    monkeypatch.setattr(rowgroups, "MOST_ROWS", 3)
    content = small(*(f"a,b,,B{n},," for n in range(7)))
    found = chunks(content)
    assert [(one.number, one.raw.count(b"\n")) for one in found] == [(1, 3), (2, 3), (3, 1)]
    for one in found:
        assert chunks(content, offset=one.end, number=one.number) == found[one.number :]
    monkeypatch.setattr(rowgroups, "MOST_BYTES", 25)
    assert [len(one.raw) for one in chunks(content)] == [20, 20, 20, 10]
    assert [len(one.raw) for one in chunks(small("a,b,,B1,,", ",,,,,", "a,b,,B2,,"))] == [10, 10]
    assert [len(one.raw) for one in chunks(small("a" * 50 + ",b,,B1,,", "a" * 50 + ",b,,B2,,"))] == [59, 59]


def test_control_a_group_of_fifty_thousand_rows_is_ten_of_five_thousand():
    found = chunks(small(*["a,b,,B,,"] * 50_000))
    assert [(one.number, one.raw.count(b"\n")) for one in found] == [(n, 5000) for n in range(1, 11)]


def test_copies_beyond_all_measure_are_bounded_and_said():
    [found] = treated(small(*["a,200"] * 200, heading="title,copies"))
    assert (len(list(found.record.get("852"))), found.losses) == (20_000, ("copies_many",))


def test_a_row_that_is_too_long_belongs_to_no_group(monkeypatch):
    monkeypatch.setattr(iso2709, "LONGEST", 100)
    found = chunks(small("a,b,,B1,,", "a,b,,B2,," + "x" * 200, "a,b,,B3,,"))
    assert [(one.number, one.cut) for one in found] == [(1, False), (2, True), (3, False)]


def test_lines_that_a_quotation_mark_held_together_beyond_all_length_are_lines(monkeypatch):
    monkeypatch.setattr(iso2709, "LONGEST", 100)
    content = small('"a,b,,B1,,', 'a" ' + "x" * 200 + ",,,,,", "c,d,,B2,,")
    found = chunks(content)
    assert [(one.raw[:10], one.cut) for one in found] == [(b'"a,b,,B1,,', False), (b'a" xxxxxxx', True), (b"c,d,,B2,,\n", False)]
    assert [content[one.offset : one.end].startswith(one.raw) for one in found] == [True] * 3


def test_bytes_that_are_no_rows_of_one_book_are_read_as_one_row():
    form, _ = opened(small("a,b,,B1,,"))
    raw = b"a,b,,B1,,\nc,d,,B2,,\n"
    assert form.treat(raw).error == table.read_row(raw, form.layout).error == "cells"


def test_encodings_that_rows_were_written_in_are_all_said():
    thai = "ก,คึกฤทธิ์ ปราโมช,,B1,เชียงใหม่,"
    [found] = treated(b"title,author,isbn,barcode,branch,shelf\n" + b"\n".join(
        [thai.encode("cp874"), thai.replace("B1", "B2").encode()]))
    assert (found.encoding, copies(found, "p", "b")) == ("mixed", [("B1", "เชียงใหม่"), ("B2", "เชียงใหม่")])


def test_what_is_said_of_joined_rows_has_words_in_both_languages():
    for words in (REPAIRS["rows_joined"], LOSSES["rows_differ"], LOSSES["copies_many"]):
        assert words.th != words.en


TITLES = ["สี่แผ่นดิน", "แม่เบี้ย", "แม่เบี้ย เล่ม 2", 'บรรทัด\nใหม่ "อ้าง"', "", "a", "A "]
ROWS = st.tuples(
    st.sampled_from(TITLES), st.sampled_from(["คึกฤทธิ์; วาณิช", "Smith,\nJohn", ""]), st.sampled_from(["9789740212911", ""]),
    st.sampled_from(["", "", "1"]), st.sampled_from(["", "", "๒"]), st.sampled_from(["895", "น ค1"]), st.sampled_from(["A", ""]),
    st.sampled_from(["ชั้น\n1", ""]), st.sampled_from(["B1", "B2;B3", ""]), st.sampled_from(["100", ""]),
)  # fmt: skip
BROKEN = st.sampled_from([("a",), ("a",) * 11, HEADING, ("",) * 10])
TABLES = st.lists(st.one_of(st.tuples(ROWS, st.integers(1, 4)), st.tuples(BROKEN, st.integers(1, 2))), min_size=1, max_size=8)
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
WRITTEN = st.tuples(
    st.sampled_from(["utf-8", "cp874", "utf-16-le", "utf-16-be"]), st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([",", ";", "\t"]),
)  # fmt: skip


def written(blocks, how, *, barcodes=False):
    """A table of rows that come several times, as a file and as the form that reads it."""
    encoding, ending, delimiter = how
    lines = [row if not barcodes or len(row) != 10 else (*row[:8], f"C{n}-{m}", row[9])
             for n, (row, count) in enumerate(blocks) for m in range(count)]  # fmt: skip
    head, rest = (_csv(part, ending, delimiter).encode(encoding) for part in ([HEADING], lines))
    head = MARKS.get(encoding, b"") + head
    return head + rest, Form("csv", layout=rows.Layout(encoding, delimiter, len(head), COLUMNS, COLUMNS))


def _csv(lines, ending, delimiter):
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(lines)
    return out.getvalue()


def split(form, content):
    try:
        return list(form.split(BytesIO(content)))
    except NoRecords:
        return []


def one_by_one(content, form):
    """Each row by itself, and for rows that follow each other with the same number the copies collected."""
    stream = BytesIO(content)
    stream.seek(form.layout.start)
    single = [form.treat(chunk.raw) for chunk in rows.split(stream, form.layout, offset=form.layout.start)]
    keyed = [(one.record.control("001") if one.record else f"broken {n}", one) for n, one in enumerate(single)]
    return [[one for _, one in group] for _, group in groupby(keyed, key=lambda pair: pair[0])]


def without_repeats(told):
    """The same copy told twice, with its barcode, is one."""
    return [one for n, one in enumerate(told) if one not in told[:n] or "p" not in dict(one)]


@given(TABLES, WRITTEN)
@settings(max_examples=250, deadline=None)
def test_rows_joined_are_the_rows_one_by_one_with_their_copies_collected(blocks, how):
    content, form = written(blocks, how)
    found = [form.treat(chunk.raw) for chunk in split(form, content)]
    expected = one_by_one(content, form)
    assert [one.error for one in found] == [group[0].error for group in expected]
    for one, group in zip(found, expected, strict=True):
        if len(group) == 1:
            assert one == group[0]
            continue
        best = max(group, key=lambda row: len(next(row.record.get("245")).first("a")))
        barcoded = all(any("p" in dict(copy) for copy in held(row)) for row in group)
        told = [copy for row in group for copy in held(row) if "p" in dict(copy) or not barcoded]
        assert held(one) == without_repeats(told)
        assert [f.first("t") for f in one.record.get("852")] == [str(n + 1) for n in range(len(held(one)))]
        assert one.record.control("001") == best.record.control("001")
        assert set(one.repairs) == {"rows_joined"}.union(*(row.repairs for row in group))
        assert one.losses == ()


@given(TABLES, WRITTEN)
@settings(max_examples=150, deadline=None)
def test_copies_that_differ_in_nothing_else_change_nothing_else(blocks, how):
    content, form = written(blocks, how, barcodes=True)
    found = [form.treat(chunk.raw) for chunk in split(form, content)]
    for one, group in zip(found, one_by_one(content, form), strict=True):
        if not one.error and len({tuple(work(row)) for row in group}) == 1:
            assert work(one) == work(group[0])
            assert held(one) == [copy for row in group for copy in held(row)]


@given(TABLES, WRITTEN, st.sampled_from([1, 7, 1 << 20]), st.sampled_from([2, 3, 5000]), st.sampled_from([60, 200, 1 << 20]))
@settings(max_examples=250, deadline=None)
def test_going_on_from_any_chunk_is_the_same_as_never_having_stopped(blocks, how, block, most_rows, most_bytes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso2709, "CHUNK", block)
        patch.setattr(rowgroups, "MOST_ROWS", most_rows)
        patch.setattr(rowgroups, "MOST_BYTES", most_bytes)
        content, form = written(blocks, how)
        whole = split(form, content)
        assert [one.number for one in whole] == list(range(1, len(whole) + 1))
        assert [content[one.offset : one.end] for one in whole] == [one.raw for one in whole]
        for one in whole:
            assert list(form.split(BytesIO(content), offset=one.end, number=one.number)) == whole[one.number :]
        for one in whole:
            stream = BytesIO(one.raw)
            inside = [row.raw for row in rows.split(stream, form.layout, offset=form.layout.start)]
            assert len(inside) == 1 or (len(inside) <= most_rows and len(one.raw) <= most_bytes)


BYTES = st.lists(st.sampled_from([b"a", b"b", b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"a,1\n", b"a,2\n", b'"a\n",1\n', b"\xa1\xd2",
                                  "ก".encode()]), max_size=40).map(b"".join)  # fmt: skip


@given(BYTES, st.sampled_from(["utf-8", "cp874"]), st.sampled_from([1, 3, 1 << 20]), st.sampled_from([2, 5000]))
@settings(max_examples=400, deadline=None)
def test_of_any_bytes_no_row_is_lost_and_a_chunk_has_the_rows_that_the_file_has_there(content, encoding, block, most_rows):
    layout = rows.Layout(encoding, ",", 0, ("", ""), ("title", "barcode"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso2709, "CHUNK", block)
        patch.setattr(rowgroups, "MOST_ROWS", most_rows)
        single = [one.raw for one in rows.split(BytesIO(content), layout)]
        found = list(rowgroups.split(BytesIO(content), layout))
        assert [row.raw for one in found for row in rows.split(BytesIO(one.raw), layout)] == single
        assert [content[one.offset : one.end] for one in found] == [one.raw for one in found]
        for one in found:
            behind = rowgroups.split(BytesIO(content[one.end :]), layout, offset=one.end, number=one.number)
            assert list(behind) == found[one.number :]
            said = rowgroups.read(one.raw, layout)
            assert (said.record is None) == bool(said.error)
