"""Workbooks of strangers: what is broken, locked, swollen or cunning is refused by name, quickly, in little memory."""

import random
import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from rianru.kernel.formats import xlsform, xlsx
from rianru.kernel.formats.xlsx import NotAWorkbook, OldWorkbook, WorkbookTooLarge
from rianru.kernel.refusals import Refused
from tests.kernel.questions.pieces import EVERYTHING

ROWS = [["type", "name"], ["a<b&\"'", "ก\nข", "", " x "], [], ["=1+1", "", "", "z"], ["\t_x0041_"]]
GOOD = xlsx.workbook({"survey": ROWS, "Other": [["1"]]})
FORM = xlsform.written(EVERYTHING)


def parts(file):
    with ZipFile(BytesIO(file)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def with_sheet(xml):
    return packed(parts(GOOD) | {"xl/worksheets/sheet1.xml": xml})


def test_rows_come_back_where_they_stood():
    assert xlsx.sheets(GOOD, {"survey", "other", "none"}) == {
        "survey": [["type", "name"], ["a<b&\"'", "ก\nข", "", " x "], [], ["=1+1", "", "", "z"], ["\tA"]], "other": [["1"]]}


def test_another_program_reads_what_is_written_and_runs_no_formula():
    opened = load_workbook(BytesIO(GOOD))["survey"]
    assert [opened["A2"].value, opened["B2"].value, opened["A4"].value, opened["A4"].data_type] == ["a<b&\"'", "ก\nข", "=1+1", "s"]


def test_numbers_truths_and_shared_texts_of_another_program_are_read():
    made = Workbook()
    sheet = made.active
    sheet.title = "Survey "
    for row in ([12, 12.5, True, "ก", "ก"], [None, "x"]):
        sheet.append(row)
    written = BytesIO()
    made.save(written)
    assert xlsx.sheets(written.getvalue(), {"survey"}) == {"survey": [["12", "12.5", "true", "ก", "ก"], ["", "x"]]}


@pytest.mark.parametrize("file", [
    b"", b"type,name\ntext,q\n", b"PK\x03\x04", GOOD[:400], packed({"a": "b"}), b"%PDF-1.7",
    packed({name: data for name, data in parts(GOOD).items() if name != "xl/_rels/workbook.xml.rels"}),
    with_sheet("<worksheet><sheetData>"), with_sheet("\0"), with_sheet('<w><row r="x"><c><v>1</v></c></row></w>'),
    with_sheet('<w><row r="1"><c r="1A"><v>1</v></c></row></w>'), with_sheet('<w><row r="1"><c t="s"><v>7</v></c></row></w>'),
    with_sheet('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
    with_sheet('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'),
])
def test_what_is_no_workbook_is_refused(file):
    with pytest.raises(NotAWorkbook):
        xlsx.sheets(file, {"survey"})


def test_an_old_or_locked_workbook_says_how_to_save_it():
    with pytest.raises(OldWorkbook):
        xlsx.sheets(b"\xd0\xcf\x11\xe0" + b"\0" * 600, {"survey"})


@pytest.mark.parametrize("file", [
    b"PK" + b"\0" * xlsx.MOST_BYTES,
    with_sheet(b"<w>" + b" " * (60 << 20) + b"</w>"),  # 60 MB in 60 kB
    with_sheet('<w><row r="1048576"><c><v>1</v></c></row></w>'), with_sheet('<w><row r="1"><c r="XFD1"><v>1</v></c></row></w>'),
    packed({f"p{n}": "" for n in range(2_001)}),
])
def test_what_is_swollen_is_refused_before_it_is_unpacked(file):
    began = time.process_time()
    with pytest.raises(WorkbookTooLarge):
        xlsx.sheets(file, {"survey"})
    assert time.process_time() - began < 5


def test_a_sheet_of_countless_elements_is_refused_within_seconds():
    began = time.process_time()
    with pytest.raises(WorkbookTooLarge):
        xlsx.sheets(with_sheet(b"<w>" + b"<c/>" * 1_600_000 + b"</w>"), {"survey"})
    assert time.process_time() - began < 5


def spoilt(chance, file):
    """The file with some bytes changed, cut out, or doubled."""
    data = bytearray(file)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        what = chance.randrange(3)
        if what == 0:
            data[at] = chance.randrange(256)
        elif what == 1:
            del data[at : at + chance.randrange(1, 40)]
        else:
            data[at:at] = data[at : at + chance.randrange(1, 40)]
    return bytes(data)


CELLS = ["", "begin_group", "end_group", "select_one x", "select_one agree or_other", "${age} = ", "${gone}", "((((", "calculate", "rubric",
         "other topics", "yes", "1e999", "-1", "nan", "a b", "ชื่อ", "\0\ufffe", "x" * 5_000, "rank topics", "range", "start=9 end=x",
         "table-list", "${q}", "regex(., '(a*)*')", "1" + "-1" * 400, "(" * 500, "${{}}", "{0}", "{", "multiline", "today"]


def spoilt_cells(chance, sheets):
    """The form with some cells, rows or headings changed."""
    sheets = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for _ in range(chance.randint(1, 6)):
        rows = sheets[chance.choice(list(sheets))]
        at, what = chance.randrange(len(rows)), chance.randrange(5)
        if what < 3 and rows[at]:
            rows[at][chance.randrange(len(rows[at]))] = chance.choice(CELLS)
        elif what == 3 and len(rows) > 2:
            del rows[at]
        else:
            rows.insert(at, list(chance.choice(rows)))
    return xlsx.workbook(sheets)


@pytest.mark.parametrize("survey", [
    [["type", "name", "label"], *([f"select_one l{n}", f"q{n}", "?"] for n in range(5_000))],
    [["type", "name", "label"], *(["begin_group", f"g{n}", "?"] for n in range(5_000))],
    [["type", "name", "label"], *(["text", "q", "?"] for n in range(900)), *(["text", "", ""] for n in range(900))],
])
def test_a_form_of_countless_rows_is_refused_within_seconds(survey):
    choices = [["list_name", "name"], *([f"l{n}", "a"] for n in range(5_000))]
    file = xlsx.workbook({"survey": survey, "choices": choices})
    began = time.process_time()
    with pytest.raises(xlsform.FormFaulty):
        xlsform.read(file)
    assert time.process_time() - began < 5


def spoken(why):
    """Whether a refusal and everything in it can be read in both languages, with its sheet."""
    faults = getattr(why, "faults", ())
    return all(said for tongue in ("th", "en") for said in (why.text(tongue), *(fault.says.in_(tongue) for fault in faults))) and all(
        fault.place.sheet for fault in faults)


@pytest.mark.trust
def test_a_thousand_spoilt_forms_are_taken_or_refused_and_none_takes_long():
    chance = random.Random(2569)
    sheets = xlsx.sheets(FORM, {"survey", "choices", "settings"})
    told = {"taken": 0, "refused": 0}
    slowest = 0.0
    for turn in range(1_000):
        file = spoilt(chance, FORM) if turn % 2 else spoilt_cells(chance, sheets)
        began = time.process_time()
        try:
            xlsform.read(file)
            told["taken"] += 1
        except Refused as why:
            told["refused"] += spoken(why)
        slowest = max(slowest, time.process_time() - began)
    assert sum(told.values()) == 1_000
    assert min(told.values()) > 50
    assert slowest < 5  # TRUST, bad input: none over five seconds
