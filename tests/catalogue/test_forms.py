"""The other forms in which libraries hand over their records, and mappings that change."""

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Edition, Import, Item, Record, Source
from rianru.kernel.formats.marc import MappingWrong, NotMarc
from rianru.kernel.formats.marc.marcjson import write_json
from rianru.kernel.formats.marc.marcxml import write_xml
from rianru.kernel.formats.marc.write import write
from tests.catalogue.making import change, content_of, counts, library, run, shelves, source, start, take, titles, undo
from tests.catalogue.tables import everything
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, field, marc

pytestmark = pytest.mark.django_db
RECORDS = [book(f"a{n}", title, copy("phayao", f"B{n}"), author="มานี ใจดี", year=2540 + n)
           for n, title in enumerate(["พระอภัยมณี", "Café & thé", "ลิลิตพระลอ"])]
XML = f"<collection>{''.join(write_xml(one, wrapped=False) for one in RECORDS)}</collection>".encode()
JSON = f"[{','.join(map(write_json, RECORDS))}]".encode()
LINES = "\n".join(map(write_json, RECORDS)).encode()
ISO = b"".join(map(write, RECORDS))
TABLE = "ชื่อเรื่อง,ผู้แต่ง,ปีพิมพ์,เลขทะเบียน\nพระอภัยมณี,สุนทรภู่,2540,B1\nสี่แผ่นดิน,คึกฤทธิ์ ปราโมช,๒๕๔๓,B2\nแม่เบี้ย,วาณิช,2530,B3\n".encode()
COLUMNS = ["title", "author", "year", "barcode"]


@pytest.fixture
def home():
    library("phayao")
    return source()


@pytest.mark.parametrize(("name", "content", "form"), [
    ("a.mrc", ISO, "iso2709"), ("a.xml", XML, "marcxml"), ("a.json", JSON, "marcjson"), ("a.ndjson", LINES, "marcjson"),
])
def test_every_form_gives_the_same_books_and_copies_and_the_same_file_again_changes_nothing(home, name, content, form):
    done = take(content, home, name=name)
    assert (done.form, counts(done), done.number) == (form, (3, 0, 0), 3)
    assert titles(home) == {"a0": "พระอภัยมณี", "a1": "Café & thé", "a2": "ลิลิตพระลอ"}
    assert shelves(home) == [(f"a{n}", "phayao", f"B{n}", "available") for n in range(3)]
    assert counts(take(content, home, name=name)) == (0, 3, 0)
    assert set(Record.objects.values_list("form", flat=True)) == {form}


@pytest.mark.parametrize("first", [ISO, XML, JSON])
def test_a_source_may_change_the_form_of_its_files_and_come_back_by_rolling_back(home, first):
    take(first, home, name="first")
    before = everything(gone=False)
    done = take(XML if first != XML else JSON, home, name="other")
    assert counts(done) == (3, 0, 0)
    assert titles(home)["a1"] == "Café & thé"
    undo(done)
    assert everything(gone=False) == before


def test_records_in_xml_and_json_keep_the_bytes_that_came(home):
    for content in (XML, JSON):
        take(content, home)
        assert all(bytes(raw) in content for raw in Record.objects.values_list("raw", flat=True))


@pytest.mark.parametrize("content", [
    b'<!DOCTYPE l [<!ENTITY a "lol">]>' + XML, b"<html><body></body></html>", b"<collection></collection>", b"", b"{",
])
def test_a_file_that_is_unsafe_or_empty_is_refused_and_nothing_is_kept(home, content):
    with pytest.raises(NotMarc) as refused:
        start(content, home)
    assert refused.value.text("th") != refused.value.text("en")
    assert Import.objects.count() == 0


def test_a_spreadsheet_waits_for_a_person_to_say_what_its_columns_are(home):
    id = start(TABLE, home, name="books.csv")
    waiting = Import.objects.get(id=id)
    assert (waiting.form, waiting.state, waiting.columns) == ("csv", "columns", [])
    guessed = queries.table_of(run=waiting)
    assert list(guessed.columns) == COLUMNS
    with pytest.raises(actions.ColumnsMissing):
        run(id)
    assert Record.objects.count() == 0
    actions.confirm_columns(actor=HOUSE, at=AT, import_id=id, columns=COLUMNS, queue=False)
    done = run(id)
    assert (done.state, counts(done)) == ("done", (3, 0, 0))
    assert sorted(titles(home).values()) == sorted(["พระอภัยมณี", "สี่แผ่นดิน", "แม่เบี้ย"])
    assert sorted(Edition.objects.values_list("title", "year", "people")) == sorted([
        ("พระอภัยมณี", 1997, ["สุนทรภู่"]), ("สี่แผ่นดิน", 2000, ["คึกฤทธิ์ ปราโมช"]), ("แม่เบี้ย", 1987, ["วาณิช"]),
    ])
    assert Source.objects.get(id=home.id).columns == COLUMNS


def test_the_same_spreadsheet_again_changes_nothing_and_one_changed_row_changes_one(home):
    take(TABLE, home, name="books.csv", columns=COLUMNS)
    assert counts(take(TABLE, home, name="books.csv", columns=COLUMNS)) == (0, 3, 0)
    done = take(TABLE.replace("วาณิช".encode(), "วาณิช จรุงกิจอนันต์".encode()), home, name="books.csv", columns=COLUMNS)
    assert done.unchanged == 2


@pytest.mark.parametrize("columns", [["author", "year", "isbn", "ignore"], ["title"], ["title", "title", "year", "barcode"], ["x"] * 4])
def test_columns_that_cannot_be_right_are_refused_and_the_spreadsheet_still_waits(home, columns):
    id = start(TABLE, home, name="books.csv")
    with pytest.raises(NotMarc) as refused:
        actions.confirm_columns(actor=HOUSE, at=AT, import_id=id, columns=columns)
    assert refused.value.text("th") != refused.value.text("en")
    found = Import.objects.get(id=id)
    assert (found.state, found.columns, Source.objects.get(id=home.id).columns) == ("columns", [], [])


def test_confirming_twice_is_confirming_once(home):
    id = start(TABLE, home, name="books.csv")
    for columns in (COLUMNS, ["title", "ignore", "ignore", "ignore"]):
        actions.confirm_columns(actor=HOUSE, at=AT, import_id=id, columns=columns, queue=False)
    assert Import.objects.get(id=id).columns == COLUMNS


@pytest.mark.parametrize("content", [
    b"\xef\xbb\xbf" + TABLE, TABLE.decode().encode("cp874"), TABLE.decode().encode("utf-16"), TABLE.replace(b"\n", b"\r\n"),
    TABLE.replace(b",", b";"), TABLE.replace(b",", b"\t"),
])
def test_a_spreadsheet_is_read_however_it_was_saved(home, content):
    done = take(content, home, name="books.csv", columns=COLUMNS)
    assert (counts(done), set(titles(home).values())) == ((3, 0, 0), {"พระอภัยมณี", "สี่แผ่นดิน", "แม่เบี้ย"})


def test_a_formula_in_a_cell_is_text(home):
    take('ชื่อเรื่อง,ผู้แต่ง\n"=HYPERLINK(""http://x.example"",""x"")",+1\n'.encode(), home, name="b.csv", columns=["title", "author"])
    assert list(titles(home).values()) == ['=HYPERLINK("http://x.example","x")']


def test_a_corrected_holdings_mapping_reaches_unchanged_records_when_the_file_comes_again(home):
    records = [book("a1", "กามนิต", field("952", "b", "PYO", "p", "K1")), book("a2", "ปีศาจ")]
    take(records, home)
    assert shelves(home) == []
    change(home, holdings={"preset": "koha", "branches": {"PYO": "phayao"}})
    done = take(records, home)
    assert (done.accepted + done.unchanged, shelves(home)) == (2, [("a1", "phayao", "K1", "available")])
    assert counts(take(records, home)) == (0, 2, 0)


def test_control_without_a_correction_unchanged_records_are_left_as_they_are(home):
    records = [book("a1", "กามนิต", field("952", "b", "PYO", "p", "K1"))]
    take(records, home)
    change(home, name_th="ชื่อใหม่", trust=70)
    assert (counts(take(records, home)), shelves(home)) == ((0, 1, 0), [])


def test_a_mapping_of_another_shape_is_refused_and_the_source_is_as_it_was(home):
    with pytest.raises(MappingWrong):
        change(home, holdings={"tag": "x"})
    with pytest.raises(MappingWrong):
        change(home, fields={"nonsense": 1})
    with pytest.raises(actions.SpaceUnknown):
        change(home, default_space="nowhere")
    assert Source.objects.get(id=home.id).holdings == {}


def test_two_sources_of_two_forms_are_matched_with_each_other(home):
    other = source()
    take(XML, home)
    take(JSON.replace(b'{"001": "a', b'{"001": "z'), other)
    assert (Record.objects.count(), Edition.objects.count(), Item.objects.count()) == (6, 3, 6)


def test_a_file_of_two_records_that_are_alike_in_all_but_their_number_is_two_records(home):
    done = take(content_of([marc("a1", "ก"), marc("a2", "ก")]), home)
    assert (counts(done), len(titles(home))) == ((2, 0, 0), 2)
