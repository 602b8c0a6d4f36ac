"""What a library hands over is known by its bytes, and every form is treated alike."""

import pickle
from io import BytesIO

import pytest

from rianru.kernel.formats.marc import NotMarc
from rianru.kernel.formats.marc.columns import ColumnsWrong
from rianru.kernel.formats.marc.forms import Form, FormUnknown, open_form
from rianru.kernel.formats.marc.marcjson import write_json
from rianru.kernel.formats.marc.marcxml import NoRecords, UnsafeXml, write_xml
from rianru.kernel.formats.marc.write import write
from tests.factories.marc import NO_MARC, PNG, field, record

RECORDS = [record(f"a{n}", f"เล่มที่ {n} ของชุด", field("500", "a", "หมายเหตุ" * n)) for n in range(1, 6)]
TITLES = [one.fields[2].first("a") for one in RECORDS]
TABLE = "เลขควบคุม,ชื่อเรื่อง\r\n" + "".join(f"a{n},{title}\r\n" for n, title in enumerate(TITLES, 1))
FILES = {
    "iso2709": b"\r\n".join(map(write, RECORDS)),
    "marcxml": ("<collection>" + "".join(write_xml(one) for one in RECORDS) + "</collection>").encode(),
    "marcjson": ("[" + ",\n".join(map(write_json, RECORDS)) + "]").encode(),
    "csv": TABLE.encode(),
}


def opened(content, **how):
    stream = BytesIO(content)
    form = open_form(stream, **how)
    assert stream.tell() == 0
    return form, stream


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\r\n"])
def test_every_form_is_known_by_its_bytes_and_gives_the_same_records(name, mark):
    form, stream = opened(mark + FILES[name])
    found = [form.treat(chunk.raw) for chunk in form.split(stream)]
    assert (form.name, [one.error for one in found]) == (name, [""] * 5)
    assert [one.record.control("001") for one in found] == ["a1", "a2", "a3", "a4", "a5"]
    assert [next(one.record.get("245")).first("a") for one in found] == TITLES


@pytest.mark.parametrize("name", ["iso2709", "marcxml", "marcjson"])
def test_xml_json_and_iso_2709_carry_equal_fields(name):
    form, stream = opened(FILES[name])
    assert [form.treat(chunk.raw).record.fields for chunk in form.split(stream)] == [one.fields for one in RECORDS]


@pytest.mark.parametrize("name", FILES)
def test_splitting_goes_on_from_any_border_wherever_the_stream_stands(name):
    form, stream = opened(FILES[name])
    whole = list(form.split(stream))
    assert [FILES[name][one.offset : one.end] for one in whole] == [one.raw for one in whole]
    for one in whole:
        stream.seek(3)
        assert list(form.split(stream, offset=one.end, number=one.number)) == whole[one.number :]


@pytest.mark.parametrize("name", FILES)
def test_a_form_can_be_sent_to_another_process(name):
    form, stream = opened(FILES[name])
    again = pickle.loads(pickle.dumps(form))
    chunk = next(iter(form.split(stream)))
    assert (again, again.treat(chunk.raw)) == (form, form.treat(chunk.raw))


SEEMS = {
    "empty": (b"", "the file is empty"), "blanks": (b"\x00\r\n \t" * 20, "the file is empty"),
    "zip": (b"PK\x03\x04" + bytes(60), "it is a compressed file; unpack it first"),
    "xlsx": (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "it is an Excel file; save it as CSV UTF-8 first"),
    "docx": (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "it is an office document"),
    "epub": (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "it is an EPUB book"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(60), "it is a compressed file; unpack it first"),
    "pdf": (b"%PDF-1.7\n" + bytes(60), "it is a PDF"), "picture": (PNG, "it is a picture"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "it is an old Excel or Word file; save it as CSV UTF-8 first"),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", "it is a web page (HTML)"),
    "xml": (b'<?xml version="1.0"?><rss><item/></rss>', "it is XML without MARC records"),
    "json": ('{"books": [{"title": "ก", "author": "ข"}, {"title": "ค", "author": "ง"}]}'.encode(),
             "it is JSON without MARC records"),
    "json lines": ('{"title": "ก", "author": "ข"}\n{"title": "ค", "author": "ง"}\n'.encode(), "it is JSON without MARC records"),
    "empty json": (b"[]", "it is JSON without MARC records"),
    "bibtex": (b"@book{a,\n title={x},\n author={y}\n}\n", "it is a BibTeX bibliography"),
    "cut marc": (write(RECORDS[0])[:50], "it is MARC that is cut at the beginning of its first record"),
    "a leader": (write(RECORDS[0])[:24], "it is MARC that is cut at the beginning of its first record"),
    "utf-16 xml": ('<?xml version="1.0"?><record/>'.encode("utf-16"),
                   "it is XML or JSON in UTF-16; save it as UTF-8 first"),
    "mrk": (b"=LDR  00000nam a2200000   4500\n=245  00$ax\n", "it is MARC as text (.mrk); turn it into .mrc first"),
    "text": ("รายชื่อหนังสือของห้องสมุดประชาชน\n".encode() * 9, "it is plain text without columns"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(60), "it is a program"),
    "bytes": (bytes(range(1, 29)) + bytes(100), "it is neither text nor MARC"),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEMS)
def test_what_is_no_form_is_refused_by_what_it_seems_to_be_in_both_languages(name):
    content, reason = SEEMS[name]
    with pytest.raises(FormUnknown) as refused:
        opened(content)
    assert (refused.value.code, refused.value.status) == ("marc.form_unknown", 422)
    assert refused.value.text("en").startswith(f"This file is not in a form that we take: {reason}. Send MARC")
    assert refused.value.text("th").startswith("ไฟล์นี้ไม่ใช่รายการหนังสือแบบที่รับได้: ")


@pytest.mark.parametrize("name", NO_MARC)
def test_what_iso_2709_refuses_is_refused_here_too_or_is_another_form(name):
    try:
        form, stream = opened(NO_MARC[name])
        taken = [form.treat(chunk.raw).record for chunk in form.split(stream)]
    except NotMarc:
        return
    assert (form.name, any(taken)) in [("marcjson", False), ("csv", False)]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<!DOCTYPE x><collection><record/></collection>", UnsafeXml), (b"<collection><records/></collection>", FormUnknown),
        (b'{"x": 1}', NotMarc), (b"author,isbn\na,b\n", ColumnsWrong), ("ชื่อเรื่อง,ผู้แต่ง\n".encode(), NoRecords),
        (b"<collection>" + b" " * 200_000 + b"</collection>", NoRecords),
    ],
)  # fmt: skip
def test_a_form_without_a_record_or_with_a_danger_is_refused(content, refusal):
    with pytest.raises(refusal):
        chunks_of(content)


def chunks_of(content):
    form, stream = opened(content)
    return list(form.split(stream))


def test_one_column_is_a_table_only_when_its_name_or_a_person_says_so():
    content = "ชื่อเรื่อง\nสี่แผ่นดิน\nแม่เบี้ย\n".encode()
    with pytest.raises(FormUnknown):
        opened(content)
    for how in ({"name": "หนังสือ.CSV"}, {"columns": ["title"]}):
        form, stream = opened(content, **how)
        assert len(list(form.split(stream))) == 2


def test_a_table_whose_first_cell_stands_in_brackets_is_a_table():
    form, _ = opened("[ม.ป.ท.],เรื่องหนึ่ง,2560\n[กรุงเทพฯ],เรื่องสอง,2561\n".encode())
    assert form.name == "csv"


def test_an_encoding_that_the_source_is_known_for_is_believed_where_bytes_do_not_speak():
    content = FILES["csv"].replace(TITLES[0].encode(), "é".encode("latin-1"))
    form, stream = opened(content, encoding="latin-1")
    assert next(form.treat(form.split(stream).__next__().raw).record.get("245")).first("a") == "é"
    assert Form("marcxml", declared="cp874").treat(
        '<record><controlfield tag="001">รถ</controlfield></record>'.encode("cp874")
    ).record.control("001") == "รถ"
