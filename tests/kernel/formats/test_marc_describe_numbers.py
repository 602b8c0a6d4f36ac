"""Numbers, links, call numbers, and what a source's own fields mean."""

import pytest

from rianru.kernel.formats.marc import Field, FieldMapping, Link, MappingWrong, Person, Record, describe, headline
from tests.factories.marc import LEADER, field, record


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ([Field("001", data=" b1234 ")], "b1234"),
        ([Field("001", data="\0"), field("035", "a", "(TH-BkTK)77")], "(TH-BkTK)77"),
        ([field("999", "c", "512", "d", "512")], "512"),
        ([field("090", "c", "512", "a", "ก")], "512"),
        ([field("090", "c", "เล่ม")], ""),
        ([], ""),
    ],
)
def test_the_control_number_or_what_stands_in_for_it(fields, number):
    assert describe(Record(LEADER, tuple(fields))).control_number == number


def test_isbns_have_their_notes_and_wrong_ones_stand_apart():
    said = describe(
        record(
            "1", "ก",
            field("020", "a", "978-616-123-456-0 (ปกแข็ง) :", "c", "250 บาท"),
            field("020", "a", "9789741234561", "q", "(เล่ม 1)", "q", "(ปกอ่อน)"),
            field("020", "a", "9741234560"),
            field("020", "z", "978-974-12-3457-8"),
            field("020", "a", "9786161234560"),
            field("020", "z", "9786161234560"),
            field("022", "a", "0125-0973", "y", "0125-0974"),
            field("022", "a", "0125-0974"),
        )
    )  # fmt: skip
    assert (said.isbns, said.isbn_notes) == (("9786161234560", "9789741234561"), ("ปกแข็ง", "เล่ม 1, ปกอ่อน"))
    assert (said.isbns_wrong, said.issns) == (("9741234560", "9789741234578"), ("01250973",))


def test_identifiers_name_their_system():
    said = describe(
        record(
            "1", "ก",
            field("010", "a", "   85-2 /AC/r842"),
            field("016", "a", "TH123", ind="7 "),
            field("024", "a", "https://doi.org/10.1234/ABC.5", "2", "doi", ind="7 "),
            field("024", "a", "uri:1", "2", "URI", ind="7 "), field("024", "a", "8-850999-220017", ind="3 "),
            field("035", "a", "(OCoLC)ocm00123456"), field("035", "a", "(OCoLC)123456"), field("035", "a", "(TH-BkTK)77"),
            field("856", "u", "https://doi.org/10.1234/xyz", ind="40"),
        )
    )  # fmt: skip
    assert said.identifiers == (
        "lccn:85000002", "nbn:TH123", "doi:10.1234/abc.5", "uri:uri:1", "ean:8850999220017", "oclc:123456",
        "035:(TH-BkTK)77", "doi:10.1234/xyz",
    )  # fmt: skip


def test_links_have_labels_once_each():
    said = describe(
        record(
            "1", "ก",
            field("856", "u", "https://a.example/1", "z", "หมายเหตุ", "y", "อ่านออนไลน์"),
            field("856", "3", "ปก", "u", "https://a.example/2", "u", "https://a.example/1"),
            field("856", "z", "ไม่มีที่อยู่"),
        )
    )  # fmt: skip
    assert said.links == (Link("https://a.example/1", "อ่านออนไลน์"), Link("https://a.example/2", "ปก"))


@pytest.mark.parametrize(
    ("fields", "closed"),
    [
        ([field("506", "a", "เฉพาะสมาชิก", ind="1 ")], True),
        ([field("506", "a", "ทุกคน", ind="0 ")], False),
        ([field("856", "u", "https://a.example", "z", "เฉพาะสมาชิกห้องสมุด")], True),
        ([field("856", "u", "https://a.example", "z", "Restricted to subscribers")], True),
        ([field("856", "u", "https://a.example", "7", "1")], True),
        ([field("856", "u", "https://a.example", "7", "0", "z", "Subscribers get more")], False),
        ([field("856", "u", "https://a.example", "z", "subscribers"), field("856", "u", "https://b.example")], False),
        ([field("856", "z", "subscribers")], False),
        ([], False),
    ],
)
def test_restricted_is_what_says_so_of_everything(fields, closed):
    assert describe(record("1", "ก", *fields)).restricted is closed


@pytest.mark.parametrize(
    ("fields", "call_number"),
    [
        ([("082", "a", "338.9/1", "2", "21", "b", "ก123ค")], "338.91 ก123ค"),
        ([("050", "a", "PL4200", "b", ".ก2"), ("082", "a", "895.9")], "895.9"),
        ([("050", "a", "PL4200", "a", "PL4201", "b", ".ก2")], "PL4200 .ก2"),
        ([("090", "a", " "), ("099", "a", "DVD", "a", "782")], "DVD 782"),
        ([("852", "h", "895.913", "i", "ส123", "b", "PYO"), ("060", "a", "W1")], "895.913 ส123"),
        ([("060", "a", "W1")], "W1"),
        ([("090", "a", "ของเรา"), ("082", "a", "895.9")], "ของเรา"),
        ([], ""),
    ],
)
def test_the_call_number_is_the_first_there_is(fields, call_number):
    assert describe(record("1", "ก", *(field(*one) for one in fields))).call_number == call_number


OWN = FieldMapping.parse(
    {
        "control_number": ["035a"], "call_number": ["095ab"], "summary": ["590a"], "subjects": ["698ax"], "isbns": ["021a"],
        "people": ["791ae"], "title": ["945t"], "other_titles": ["946a", "947a"], "year": ["948y"], "language": ["041z"],
        "publisher": ["948p"], "series": ["949av"], "extent": ["948e"], "notes": ["009"],
    }
)  # fmt: skip


def test_a_sources_own_fields_say_what_its_mapping_says():
    made = record(
        "1", "ชื่อของเขา",
        field("035", "a", "TK77"), field("090", "a", "เดิม"), field("095", "a", "895.9", "b", "ส12"), field("520", "a", "เก่า"),
        field("590", "a", "เรื่องย่อ"), field("698", "a", "ผ้าทอ", "x", "น่าน"), field("650", "a", "หัตถกรรม"),
        field("021", "a", "9786161234560"), field("791", "a", "สมชาย ใจดี", "e", "ผู้วาด"), field("945", "t", "ชื่อของเรา"),
        field("946", "a", "ชื่อสอง"), field("947", "a", "ชื่อสาม"), field("948", "y", "๒๕๔๘", "p", "สำนักพิมพ์", "e", "90 หน้า"),
        field("260", "a", "น่าน", "b", "อื่น", "c", "2550"), field("041", "a", "eng", "z", "ไทย"),
        field("949", "a", "ชุด", "v", "3"), Field("009", data="บันทึก"),
    )  # fmt: skip
    said = describe(made, OWN)
    assert (said.control_number, said.call_number, said.summary) == ("TK77", "895.9 ส12", "เรื่องย่อ")
    assert (said.subjects, said.isbns, said.people) == (
        ("ผ้าทอ -- น่าน", "หัตถกรรม"), ("9786161234560",), (Person("สมชาย ใจดี", "ผู้วาด"),)
    )  # fmt: skip
    assert (said.title, said.other_titles) == ("ชื่อของเรา", ("ชื่อของเขา", "ชื่อสอง", "ชื่อสาม"))
    assert (said.year, said.publisher, said.place, said.pages) == (2005, "สำนักพิมพ์", "น่าน", 90)
    assert (said.languages, said.series, said.series_numbers, said.notes) == (("tha", "eng"), ("ชุด",), ("3",), ("บันทึก",))
    assert headline(made, OWN) == (said.title, said.year, said.language)


def test_control_without_the_mapping_the_standards_fields_speak():
    made = record("1", "ก", field("095", "a", "895.9"), field("090", "a", "เดิม"), field("035", "a", "TK77"))
    assert (describe(made).control_number, describe(made).call_number) == ("1", "เดิม")


@pytest.mark.parametrize(
    "value",
    [
        {"colour": ["095a"]}, {"summary": "590a"}, {"summary": [590]}, {"summary": ["590"]}, {"summary": ["59a"]},
        {"summary": ["590a-"]}, {"summary": ["001a"]}, {"by_tag": ["590a"]}, {"summary": ["๕๙๐a"]},
    ],
)  # fmt: skip
def test_a_mapping_of_another_shape_is_refused(value):
    with pytest.raises(MappingWrong):
        FieldMapping.parse(value)
