"""Spreadsheets saved as text, as Thai libraries keep them: looked at, confirmed, and each row a record."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats.marc import Field, describe, iso2709, rows
from rianru.kernel.formats.marc.columns import COLUMNS, ColumnsWrong, by_heading
from rianru.kernel.formats.marc.table import Layout, guess, read_row, split

HEADING = "ลำดับ,ชื่อหนังสือ,ผู้แต่ง,เลขหมู่,ISBN,สำนักพิมพ์,ปีที่พิมพ์,จำนวนหน้า,ครั้งที่พิมพ์,ราคา (บาท),เลขทะเบียน,จำนวน"
COLUMN_WORDS = (
    "ignore", "title", "author", "call_number", "isbn", "publisher", "year", "extent", "edition", "price", "barcode", "copies",
)  # fmt: skip
ROWS = [
    '1,"สี่แผ่นดิน, เล่ม 1",ม.ร.ว.คึกฤทธิ์ ปราโมช,น ค123ส,9789749906477,ดอกหญ้า,2548,523,2,"1,250",B001;B002,3',
    '2,แม่เบี้ย,วาณิช จรุงกิจอนันต์,น ว42ม,9789740212911,มติชน,๒๕๔๓,250,,150,B003,',
    '3,"บรรทัด\nใหม่ ""อ้าง""",,,,,,,,,,',
]
TABLE = "\r\n".join([HEADING, *ROWS, ",,,,,,,,,,,", ""])


def cut(content, layout, *, chunk=1 << 20, longest=8 << 20, offset=None, number=0):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso2709, "CHUNK", chunk)
        patch.setattr(iso2709, "LONGEST", longest)
        stream = BytesIO(content)
        offset = layout.start if offset is None else offset
        stream.seek(offset)
        return list(split(stream, layout, offset=offset, number=number))


def treated(content, columns=None):
    layout = guess(BytesIO(content)).layout(columns)
    return [read_row(chunk.raw, layout) for chunk in cut(content, layout)]


def small(*lines, heading="title,author,isbn,barcode,copies,branch"):
    return "\n".join([heading, *lines, ""]).encode()


def fields(found, *tags):
    return [(f.tag, f.indicators, *f.subfields) for f in found.record.get(*tags)]


ENCODINGS = {
    "utf-8": ("utf-8", "utf-8"), "utf-8 with a mark": ("utf-8-sig", "utf-8"), "cp874": ("cp874", "cp874"),
    "utf-16": ("utf-16", "utf-16"), "utf-16 without a mark": ("utf-16-le", "utf-16"),
    "utf-16, the other way round": ("utf-16-be", "utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_same_table_is_read_the_same_in_every_encoding_and_with_every_delimiter(name, delimiter):
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(csv.reader(StringIO(TABLE)))
    encoding, told = ENCODINGS[name]
    content = out.getvalue().encode(encoding)
    table = guess(BytesIO(content))
    assert (table.delimiter, table.columns, table.width) == (delimiter, COLUMN_WORDS, 12)
    assert (table.headings[1], table.rows[0][1], len(table.rows)) == ("ชื่อหนังสือ", "สี่แผ่นดิน, เล่ม 1", 3)
    found = treated(content)
    expected = treated(TABLE.encode())
    assert [one.record for one in found[:3]] == [one.record for one in expected[:3]]
    assert {one.encoding for one in found} <= {told, "ascii"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("chunk", [1, 7, 300, 1 << 20])
def test_rows_are_cut_alike_in_blocks_of_any_size_and_splitting_goes_on_from_any_border(encoding, chunk):
    content = TABLE.encode(encoding)
    layout = guess(BytesIO(content)).layout()
    whole = cut(content, layout, chunk=chunk)
    assert [content[one.offset : one.end] for one in whole] == [one.raw for one in whole]
    assert [(one.number, one.cut) for one in whole] == [(1, False), (2, False), (3, False)]
    for one in whole:
        assert cut(content, layout, chunk=chunk, offset=one.end, number=one.number) == whole[one.number :]


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n",;'), max_size=12)


@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from([1, 5, 1 << 20]),
       st.sampled_from(["utf-8", "utf-16-le"]), st.sampled_from(["\r\n", "\n", "\r"]))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_control_rows_and_cells_are_those_of_the_csv_module(table, chunk, encoding, ending):
    out = StringIO()
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(table)
    layout = Layout(encoding, ",", 0)
    found = [
        rows.cells(one.raw.decode(encoding), ",") for one in cut(out.getvalue().encode(encoding), layout, chunk=chunk)
    ]
    kept = [row for row in table if "".join(row).strip(" ,;\n\"|\t\x0b\x0c\r")]
    assert found == [(row, False) for row in kept]


def test_a_row_becomes_a_record():
    first = treated(TABLE.encode())[0]
    assert fields(first, "020", "090", "100", "245", "250", "264", "300") == [
        ("020", "  ", ("a", "9789749906477")), ("090", "  ", ("a", "น ค123ส")),
        ("100", "0 ", ("a", "ม.ร.ว.คึกฤทธิ์ ปราโมช")), ("245", "10", ("a", "สี่แผ่นดิน, เล่ม 1")),
        ("250", "  ", ("a", "พิมพ์ครั้งที่ 2")), ("264", " 1", ("b", "ดอกหญ้า"), ("c", "2548")),
        ("300", "  ", ("a", "523 หน้า")),
    ]  # fmt: skip
    assert [(f.first("p"), f.first("t"), f.first("h"), f.first("9")) for f in first.record.get("852")] == [
        ("B001", "1", "น ค123ส", "1,250"), ("B002", "2", "น ค123ส", "1,250"), ("", "3", "น ค123ส", "1,250"),
    ]  # fmt: skip
    assert len(first.record.leader) == 24
    assert (first.record.control("008")[7:11], first.record.control("008")[35:38]) == ("2005", "tha")
    assert len(first.record.control("008")) == 40
    said = describe(first.record)
    assert (said.title, said.year, said.language, said.isbns) == ("สี่แผ่นดิน, เล่ม 1", 2005, "tha", ("9789749906477",))


def test_the_same_row_is_the_same_record_wherever_it_stands_and_another_volume_is_another():
    lines = ["a,b,,B1,,", "c,d,,,,", "A ,b,,B2,,"]
    numbers = [one.record.control("001") for one in treated(small(*lines)) + treated(small(*reversed(lines)))]
    assert numbers[0] == numbers[2] == numbers[3] == numbers[5]
    assert numbers[0] != numbers[1]
    volumes = treated(small("a,1", "a,2", heading="title,เล่มที่"))
    assert volumes[0].record.control("001") != volumes[1].record.control("001")
    assert [one.repairs for one in volumes] == [("control_number_made",)] * 2
    told = treated(small("ก12,a", heading="เลขควบคุม,title"))[0]
    assert (told.record.control("001"), told.repairs) == ("ก12", ())


def test_formulas_are_text_and_are_never_evaluated():
    for formula in ("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "=HYPERLINK(\"\"x\"\")"):
        [found] = treated(small(f'"{formula}",,,,,'))
        assert found.record.fields[-1].first("a") == formula.replace('""', '"')


def test_marks_that_keep_a_spreadsheet_from_counting_are_taken_off():
    [found] = treated(small('x,,"=""9786161234560""",\'0012,,'))
    assert (fields(found, "020"), found.record.fields[-1].first("p")) == ([("020", "  ", ("a", "9786161234560"))], "0012")
    assert found.repairs == ("excel_text", "control_number_made")


@pytest.mark.parametrize(
    ("typed", "kept", "repairs", "losses"),
    [
        ("978-974-02-1291-1 (ปกแข็ง)", [("a", "978-974-02-1291-1"), ("q", "ปกแข็ง")], (), ()),
        ("9789740212911.0", [("a", "9789740212911")], (), ()), ("๙๗๘๙๗๔๐๒๑๒๙๑๑", [("a", "9789740212911")], (), ()),
        ("306406152", [("a", "0306406152")], ("isbn_zeros",), ()), ("9.78974E+12", [], (), ("isbn_rounded",)),
        ("-", [], (), ()), ("ไม่มี", [], (), ()),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_does_to_an_isbn_is_mended_or_told(typed, kept, repairs, losses):
    [found] = treated(small(f"x,,{typed},,,"))
    assert [pair for f in found.record.get("020") for pair in f.subfields] == kept
    assert (found.repairs, found.losses) == ((*repairs, "control_number_made"), losses)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("คึกฤทธิ์ ปราโมช; วาณิช", [("100", "0 ", ("a", "คึกฤทธิ์ ปราโมช")), ("700", "0 ", ("a", "วาณิช"))]),
        ("Smith, John|สมชาย (ผู้แปล)", [("100", "1 ", ("a", "Smith, John")), ("700", "0 ", ("a", "สมชาย"), ("e", "ผู้แปล"))]),
        ("สมชาย (ผู้แปล); Rowling, J. K.",
         [("100", "1 ", ("a", "Rowling, J. K.")), ("700", "0 ", ("a", "สมชาย"), ("e", "ผู้แปล"))]),
        ("กรมศิลปากร", [("110", "2 ", ("a", "กรมศิลปากร"))]),
    ],
)  # fmt: skip
def test_names_are_divided_never_inverted_and_keep_their_roles(typed, kept):
    [found] = treated(small(f'x,"{typed}",,,,'))
    assert fields(found, "100", "110", "700", "710") == kept


@pytest.mark.parametrize(
    ("copies", "barcodes", "branch", "kept", "losses"),
    [
        ("2", "", "A", [("A", ""), ("A", "")], ()), ("", "B1|B2, B3", "", [("", "B1"), ("", "B2"), ("", "B3")], ()),
        ("2 เล่ม", "B1", "", [("", "B1"), ("", "")], ()), ("0", "", "", [], ()), ("", "", "A", [("A", "")], ()),
        ("", "", "", [], ()), ("หลาย", "B1", "", [("", "B1")], ("copies_unclear",)),
        ("1000000", "", "A", [("A", "")], ("copies_unclear",)),
    ],
)  # fmt: skip
def test_copies_are_one_field_each(copies, barcodes, branch, kept, losses):
    [found] = treated(small(f'x,,,"{barcodes}",{copies},{branch}'))
    assert [(f.first("b"), f.first("p")) for f in found.record.get("852")] == kept
    assert found.losses == losses


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (",b,,,,", "no_title"), ("a,b,c,d,e,f,g", "cells"), ("a", "cells"), ("a,b", "cells"), ("title,author,isbn,barcode,copies,branch",
         "heading_again"), ("x" * 100_001 + ",,,,,", "cell_long"), ("ก" * 40_000 + ",,,,,", "cell_long"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_refused_by_a_reason_and_the_others_are_taken(line, error):
    found = treated(small("one,,,,,", line, "two,,,,,"))
    assert [one.error for one in found] == ["", error, ""]


def test_blank_cells_that_are_left_out_at_the_end_are_added_and_said():
    [found] = treated(small("a,b,c"))
    assert (found.record.fields[-1].first("a"), found.repairs) == ("a", ("cells_added", "control_number_made"))
    [more] = treated(small("a,b,,,,,,, ,"))
    assert more.repairs == ("control_number_made",)


def test_a_quotation_mark_that_nobody_closes_swallows_no_row():
    found = treated(small('"one,,,,,', "two,,,,,", '"three",,,,,', '"four,,,,,'))
    assert [one.record.fields[-1].first("a") for one in found] == ["one", "two", "three", "four"]
    assert [one.repairs[0] for one in found] == ["quotes_open", "control_number_made", "control_number_made", "quotes_open"]


@pytest.mark.parametrize("chunk", range(1, 24))
def test_a_quotation_mark_inside_a_cell_opens_nothing_where_a_block_of_the_file_begins_with_it(chunk):
    content = small('a 5" disk,,,,,', 'a 3",,,,,')
    layout = guess(BytesIO(content)).layout()
    assert [one.raw for one in cut(content, layout, chunk=chunk)] == [b'a 5" disk,,,,,\n', b'a 3",,,,,\n']


@pytest.mark.parametrize("chunk", [100, 1 << 20])
def test_a_row_that_never_ends_is_one_rejection_in_bounded_memory(chunk):
    content = small("one,,,,,") + b"y" * 90_000 + b"\n" + b"two,,,,,\n" + b"z" * 90_000
    layout = guess(BytesIO(small("one,,,,,"))).layout()
    found = cut(content, layout, chunk=chunk, longest=3000)
    assert [(one.number, one.cut) for one in found] == [(1, False), (2, True), (3, False), (4, True)]
    assert (found[2].raw, found[3].end) == (b"two,,,,,\n", len(content))
    assert max(len(one.raw) for one in found) <= 24


@pytest.mark.parametrize(
    ("above", "start"),
    [("sep=;\r\n", ";"), ("ห้องสมุดประชาชนจังหวัดพะเยา;;\n\n", ";"), ("", ";"), ("", "\t")],
)
def test_lines_above_the_heading_are_passed_over(above, start):
    content = (above + f"ชื่อเรื่อง{start}ผู้แต่ง{start}ปี\nA{start}B{start}2545\n").encode()
    table = guess(BytesIO(content))
    assert (table.headings, table.columns, table.rows) == (
        ("ชื่อเรื่อง", "ผู้แต่ง", "ปี"), ("title", "author", "year"), (("A", "B", "2545"),)
    )
    assert content[table.start :] == f"A{start}B{start}2545\n".encode()


def test_without_a_heading_the_values_speak():
    content = (
        "9786161234560,สี่แผ่นดินอันยาวนาน,คึกฤทธิ์,2548,120 บาท,300 หน้า,31000001\n"
        "9789749906477,แม่เบี้ยและเรื่องอื่นๆ,วาณิช,2550,90 บาท,120 หน้า,31000002\n"
    )
    table = guess(BytesIO(content.encode()))
    assert table.columns == ("isbn", "title", "author", "year", "price", "extent", "barcode")
    assert (table.start, table.headings) == (0, ("",) * 7)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("ชื่อเรื่อง", "title"), ("ชื่อหนังสือ*", "title"), ("Title", "title"), ("ชื่อผู้แต่ง", "author"), ("ผู้เขียน", "author"),
        ("ผู้แต่ง/ผู้แปล", "author"), ("ผู้แปล", "translator"), ("เลขเรียกหนังสือ", "call_number"), ("Call No.", "call_number"),
        ("เลขทะเบียน", "barcode"), ("บาร์โค๊ด", "barcode"), ("Bar code", "barcode"), ("ปีพิมพ์ (พ.ศ.)", "year"),
        ("ปี พ.ศ.", "year"), ("สํานักพิมพ์", "publisher"), ("ราคา (บาท)", "price"), ("จำนวนหน้า", "extent"), ("จำนวน", "copies"),
        ("จำนวน (เล่ม)", "copies"), ("ครั้งที่พิมพ์", "edition"), ("พิมพ์ครั้งที่", "edition"), ("หมวดหมู่", "subject"),
        ("รหัสหมวดหมู่", "call_number"), ("ISBN-13", "isbn"), ("เลข ISBN", "isbn"), ("ลำดับที่", "ignore"), ("หมายเหตุ", "ignore"),
        ("ชื่อผู้บริจาค", ""), ("Foo", ""),
    ],
)  # fmt: skip
def test_headings_as_thai_libraries_write_them(heading, name):
    assert by_heading(heading) == name


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (["author", "isbn"], "no column has the title"), (["title"], "the table has 2 columns, 1 was named"),
        (["title", "titel"], "there is no kind of column “titel”"), (["title", "title"], "more than one column has the title"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_right_are_refused_by_their_reason_in_both_languages(columns, reason):
    with pytest.raises(ColumnsWrong) as refused:
        guess(BytesIO(b"title,author\na,b\n")).layout(columns)
    assert f": {reason}. Say" in refused.value.text("en")
    assert refused.value.text("th").startswith("จับคู่คอลัมน์ของตารางยังไม่ได้: ")


def test_columns_that_a_person_confirmed_are_those_that_count():
    content = b"title,author\na,b\n"
    [found] = treated(content, ["author", "title"])
    assert fields(found, "100", "245") == [("100", "0 ", ("a", "a")), ("245", "10", ("a", "b"))]


def test_every_kind_of_column_has_a_heading_that_names_it_and_a_word_in_both_languages():
    named = {by_heading(label.th) for label in COLUMNS.values()} | {by_heading(label.en) for label in COLUMNS.values()}
    assert set(COLUMNS) - named <= {"ignore"}


def test_control_plain_marc_fields_are_made_only_of_what_the_row_has():
    [found] = treated(b"title,x\nabc,1\n", ["title", "ignore"])
    assert found.record.fields == (
        found.record.fields[0], Field("008", data=f"      nuuuuuuuuxx {'|' * 17}    d"),
        Field("245", indicators="00", subfields=(("a", "abc"),)),
    )  # fmt: skip
