"""MARCXML: every record of a file by itself, whatever is around it and whatever is wrong with its neighbour."""

from functools import partial
from io import BytesIO
from xml.etree import ElementTree

import pymarc
import pytest
from hypothesis import given, settings

from rianru.kernel.formats.marc import Field, Record, iso2709
from rianru.kernel.formats.marc.marcxml import NoRecords, UnsafeXml, declared_encoding, read_xml, split, write_xml
from rianru.kernel.formats.marc.write import NotWritable, write
from tests.factories.marc import field, record
from tests.kernel.formats import pieces

SLIM = "http://www.loc.gov/MARC21/slim"
TITLES = ["สี่แผ่นดิน", "ลิลิตพระลอ & <อื่นๆ>", "Le café"]
RECORDS = [record(f"a{n}", title, leader="00000nam a2200000   4500") for n, title in enumerate(TITLES, 1)]
XML = [write_xml(one, wrapped=False) for one in RECORDS]

cut = partial(pieces.cut, split)


def treated(content, declared=""):
    return [read_xml(chunk.raw, declared=declared) for chunk in cut(content)]


def read(content):
    return [one.record for one in treated(content)]


def collection(*parts):
    return f'<?xml version="1.0"?>\n<collection xmlns="{SLIM}">{"".join(parts)}</collection>'.encode()


def one(inside, leader="<leader>00000nam a2200000   4500</leader>"):
    return read_xml(f"<record>{leader}{inside}</record>".encode())


TITLE = '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">แม่เบี้ย</subfield></datafield>'
PREFIXED = XML[1].replace("</", "</marc:").replace("<", "<marc:").replace("<marc:/marc:", "</marc:")
OAI = "<OAI-PMH><ListRecords>{}</ListRecords></OAI-PMH>"
OAI_RECORD = "<record><header><identifier>oai:x:1</identifier></header><metadata>{}</metadata><about/></record>"
SRU = "<records><record><recordSchema>marcxml</recordSchema><recordData>{}</recordData></record></records>"
AROUND = {
    "a collection": collection(*XML),
    "one beside the other": "\n".join(XML).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + collection(*XML),
    "prefixes": collection(XML[0], PREFIXED, XML[2]),
    "OAI-PMH": OAI.format("".join(OAI_RECORD.format(xml) for xml in XML)).encode(),
    "SRU": "".join(SRU.format(xml) for xml in XML).encode(),
    "SRU, packed as text": "".join(
        SRU.format(xml.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) for xml in XML
    ).encode(),
    "comments and CDATA": collection(
        "<!-- <record> -->", XML[0], "<![CDATA[<record></record>]]>", XML[1].replace("<leader>", "<!--</record>--><leader>"),
        XML[2],
    ),
}


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("chunk", [1 << 20, 7, 300])
def test_the_records_are_the_same_whatever_is_around_them_and_in_blocks_of_any_size(name, chunk):
    content = AROUND[name]
    found = cut(content, chunk=chunk)
    assert [read_xml(piece.raw).record for piece in found] == RECORDS
    assert [content[piece.offset : piece.end] for piece in found] == [piece.raw for piece in found]
    assert [piece.number for piece in found] == [1, 2, 3]


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("done", [0, 1, 2])
def test_splitting_goes_on_from_any_border_as_if_it_had_never_stopped(name, done):
    whole = cut(AROUND[name])
    assert cut(AROUND[name], offset=whole[done].end, number=done + 1) == whole[done + 1 :]


@given(pieces.records(subfields=1))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_equal(made):
    xml = write_xml(made)
    assert read(xml.encode()) == [made]
    assert iso2709.read(write(made)).fields == made.fields


@given(pieces.records(subfields=1))
@settings(max_examples=60, deadline=None)
def test_control_pymarc_and_etree_read_the_same_from_what_we_write(made):
    xml = write_xml(made)
    [other] = pymarc.parse_xml_to_array(BytesIO(xml.encode()))
    ours = [(f.tag, f.data) if f.tag < "010" else (f.tag, f.indicators, f.subfields) for f in made.fields]
    theirs = [
        (f.tag, f.data or "") if f.is_control_field()
        else (f.tag, "".join(f.indicators), tuple((s.code, s.value or "") for s in f.subfields))
        for f in other.fields
    ]
    assert theirs == ours
    assert len(ElementTree.fromstring(xml).findall(f"{{{SLIM}}}*")) == len(made.fields) + 1


BROKEN = {
    "a tag that ends another": XML[1].replace("</subfield>", "</WRONG>"),
    "no end of the record": XML[1].replace("</record>", ""),
    "no beginning of the record": XML[1].replace("<record>", ""),
    "no MARC in it": "<record><title>x</title></record>",
    "an empty element": "<record/>",
    "nested too deeply": f"<record>{'<x>' * 60}{'</x>' * 60}{XML[1].removeprefix('<record>')}",
    "a document type within": XML[1].replace("<leader>", '<!DOCTYPE x [<!ENTITY a "b">]><leader>'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_record_is_one_rejection_and_the_others_are_taken(name):
    found = treated(collection(XML[0], BROKEN[name], XML[2]))
    assert [one.record for one in found] == [RECORDS[0], None, RECORDS[2]]
    assert found[1].error in ("xml", "cut", "no_fields", "too_deep")


@pytest.mark.parametrize(
    ("inside", "fields", "repairs", "losses"),
    [
        ('<controlfield tag="1">x</controlfield>', [Field("001", data="x")], ("tag_zeros",), ()),
        ('<controlfield>x</controlfield>' + TITLE, [field("245", "a", "แม่เบี้ย", ind="00")], (), ("tag_wrong",)),
        ('<controlfield tag="FMT">BK</controlfield>', [field("FMT", "a", "BK")], ("field_kind",), ()),
        (TITLE.replace("245", "001"), [Field("001", data="แม่เบี้ย")], ("field_kind",), ()),
        (TITLE.replace(' ind1="0"', ""), [field("245", "a", "แม่เบี้ย", ind=" 0")], ("indicators",), ()),
        (TITLE.replace('ind1="0"', 'ind1="10"'), [field("245", "a", "แม่เบี้ย", ind="10")], ("indicators",), ()),
        (TITLE.replace(' code="a"', ""), [field("245", "a", "แม่เบี้ย", ind="00")], ("subfield_code",), ()),
        (TITLE.replace("</datafield>", "<subfield>ภาค 2</subfield></datafield>"),
         [field("245", "a", "แม่เบี้ย ภาค 2", ind="00")], ("subfield_code",), ()),
        (TITLE.replace("</datafield>", "ภาค 2</datafield>"), [field("245", "a", "แม่เบี้ย ภาค 2", ind="00")],
         ("text_outside", "subfield_code"), ()),
        (TITLE.replace("แม่", "<b>แม่</b>"), [field("245", "a", "แม่เบี้ย", ind="00")], ("elements_unknown",), ()),
        (TITLE.replace("แม่", "\n  แม่\n"), [field("245", "a", "แม่เบี้ย", ind="00")], ("lines_joined",), ()),
        (TITLE.replace("แม่เบี้ย", "a & b < c &nbsp;&eacute; &#0;&#xFFFFFFF;"),
         [field("245", "a", "a & b < c \xa0é &#0;&#xFFFFFFF;", ind="00")], ("xml_escapes",), ()),
        (TITLE.replace('"', '\\"'), [field("245", "a", "แม่เบี้ย", ind="00")], ("xml_escapes",), ()),
        (TITLE.replace("แม่", "แ\x00ม\x1b่"), [field("245", "a", "แม่เบี้ย", ind="00")], ("controls",), ()),
    ],
)  # fmt: skip
def test_what_breaks_the_schema_is_mended_and_said(inside, fields, repairs, losses):
    found = one(inside)
    assert (list(found.record.fields), found.repairs, found.losses) == (fields, repairs, losses)


@pytest.mark.parametrize(
    ("leader", "read_as", "repairs"),
    [
        ("", "00000nam a2200000   4500", ("leader",)),
        ("<leader/>", "00000nam a2200000   4500", ("leader",)),
        ("<leader>00000nam a22</leader>", "00000nam a22        4500", ("leader",)),
        ("<leader>\n00000cam a2200000   4500\n</leader>", "00000cam a2200000   4500", ()),
        ("<leader>     njm a22     uu 4500</leader>", "     njm a22     uu 4500", ()),
        ("<leader>01301nam a22003618&lt; 4500</leader>", "01301nam a22003618< 4500", ()),
        ("<leader>กขค00nam a2200000   4500</leader>", "   00nam a2200000   4500", ()),
    ],
)
def test_a_leader_becomes_24_plain_signs(leader, read_as, repairs):
    found = one(TITLE, leader)
    assert (found.record.leader, found.repairs) == (read_as, repairs)


@pytest.mark.parametrize("declared", ["", "utf-8", "cp874", "latin-1"])
@pytest.mark.parametrize("title", ["สี่แผ่นดิน", "รถ", "เธอกับฉัน", "ก"])
def test_thai_in_utf8_and_in_tis620_is_read_right_whatever_is_declared(declared, title):
    xml = XML[0].replace(TITLES[0], title).replace("</record>", TITLE + "</record>")
    assert read_xml(xml.strip().encode(), declared=declared).record.fields[2].first("a") == title
    if declared != "latin-1":
        found = read_xml(xml.strip().encode("cp874"), declared=declared)
        assert (found.record.fields[2].first("a"), found.encoding) == (title, "cp874")
        assert found.repairs == (() if declared == "cp874" else ("thai_bytes",))


def test_a_field_in_another_encoding_than_its_record_is_read_by_itself():
    raw = XML[0].strip().encode().replace(b"</record>", TITLE.encode("cp874") + b"</record>")
    found = read_xml(raw, declared="utf-8")
    assert [f.first("a") for f in found.record.get("245")] == ["สี่แผ่นดิน", "แม่เบี้ย"]
    assert (found.encoding, found.repairs) == ("mixed", ("mixed_encodings",))


def test_latin_1_is_read_as_declared_and_where_nothing_is_declared():
    raw = XML[2].strip().encode("latin-1")
    assert [read_xml(raw, declared=name).record for name in ("latin-1", "utf-8", "")] == [RECORDS[2]] * 3


def test_a_lost_byte_of_utf8_is_a_loss_and_the_rest_of_the_text_stays():
    found = read_xml(XML[0].strip().encode().replace("สี่".encode(), "สี่".encode()[:-1]), declared="utf-8")
    assert (found.record.fields[2].first("a"), found.losses) == ("สี\ufffdแผ่นดิน", ("characters_lost",))


@pytest.mark.parametrize(
    ("prolog", "name"),
    [
        (b'<?xml version="1.0" encoding="TIS-620"?>', "TIS-620"), (b"<?xml version='1.0' encoding='utf-8' ?>", "utf-8"),
        (b'<?xml version="1.0"?>', ""), (b"<record>", ""),
    ],
)  # fmt: skip
def test_the_declared_encoding_is_taken_from_the_first_line(prolog, name):
    assert declared_encoding(prolog) == name


@pytest.mark.parametrize("chunk", [1 << 20, 100])
@pytest.mark.parametrize("length", [500, 90_000])
def test_a_record_that_never_ends_is_one_rejection_in_bounded_memory(chunk, length):
    content = XML[0].encode() + b"<record><leader>" + b"y" * length
    *_, last = cut(content, chunk=chunk, longest=3000)
    assert (last.number, last.offset, last.end, last.cut) == (2, len(XML[0].encode()), len(content), True)
    assert len(last.raw) <= 3200 or chunk == 1 << 20
    followed = cut(content + XML[1].encode(), chunk=chunk, longest=3000)
    assert [read_xml(piece.raw).error for piece in followed] == ["", "cut", ""]
    assert read_xml(followed[2].raw).record == RECORDS[1]


def test_a_record_of_three_megabytes_is_read():
    content = XML[0].replace(TITLES[0], "ก" * 1_000_000).encode()
    [found] = treated(content)
    assert (len(content) > 3_000_000, len(found.record.fields[2].first("a"))) == (True, 1_000_000)


def test_a_comment_that_nobody_closes_hides_no_record():
    assert read(collection("<!-- ", *XML)) == RECORDS


@pytest.mark.parametrize("word", ["DOCTYPE collection SYSTEM 'x'", "doctype x", 'ENTITY a "b"', 'ENTITY % a SYSTEM "b"'])
@pytest.mark.parametrize("chunk", [1 << 20, 3])
def test_a_document_type_before_the_records_is_refused_by_name(word, chunk):
    with pytest.raises(UnsafeXml) as refused:
        cut(b"<!-- a comment -->" + f"<!{word}>".encode() + collection(*XML), chunk=chunk)
    assert refused.value.code == "marc.unsafe_xml"
    assert f"This XML has a {word.split()[0].upper()}, " in refused.value.text("en")


def test_control_the_word_in_a_comment_or_in_a_title_is_not_refused():
    titled = XML[0].replace(TITLES[0], "&lt;!DOCTYPE html&gt;")
    assert len(cut(b"<!-- <!DOCTYPE x> -->" + collection(titled))) == 1


def test_a_file_without_records_is_refused():
    with pytest.raises(NoRecords):
        cut(b"<collection></collection>")


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (Record("0" * 24, ()), "directory"), (Record("0" * 24, (field("24", "a", "x"),)), "24"),
        (Record("0" * 24, (field("245", "a", "x", ind="A "),)), "245 indicators"),
        (Record("0" * 24, (field("245", "ก", "x"),)), "245 $ก"), (Record("0" * 24, (field("245", "a", "\x1b"),)), "245"),
    ],
)  # fmt: skip
def test_what_the_schema_has_no_place_for_is_refused_by_its_part(bad, part):
    with pytest.raises(NotWritable) as refused:
        write_xml(bad)
    assert refused.value.values["part"] == part


@pytest.mark.parametrize("leader", ["x" * 24, "", "     njm a22     uu 4500", "01301nam a22003618< 4500", "ก" * 24])
def test_a_leader_is_written_as_the_schema_wants_it(leader):
    written = ElementTree.fromstring(write_xml(Record(leader, RECORDS[0].fields))).find(f"{{{SLIM}}}leader").text
    pattern = r"[\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}(2| )(2| )[\d ]{5}[\dA-Za-z ]{3}(4500|    )"  # MARC21slim.xsd
    import re

    assert re.fullmatch(pattern, written, re.ASCII)
