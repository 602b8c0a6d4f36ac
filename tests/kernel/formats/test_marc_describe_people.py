"""Names and roles; subjects and series, which are written by the same hands."""

import pytest

from rianru.kernel.formats.marc import Person, describe
from tests.factories.marc import field, record


def people(*fields):
    return describe(record("1", "ก", *fields)).people


@pytest.mark.parametrize(
    ("indicator", "pairs", "name"),
    [
        ("0", ("a", "คึกฤทธิ์ ปราโมช,", "c", "ม.ร.ว.,", "d", "2454-2538."), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        ("0", ("a", "คึกฤทธิ์ ปราโมช", "c", "ม.ร.ว."), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        ("0", ("a", "คึกฤทธิ์ ปราโมช, ม.ร.ว., 2454-2538"), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        ("1", ("a", "ปราโมช, คึกฤทธิ์, ม.ร.ว."), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        ("1", ("a", "ปราโมช, คึกฤทธิ์,", "c", "ม.ร.ว."), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        ("1", ("a", "ปราโมช, ม.ร.ว. คึกฤทธิ์"), "ม.ร.ว. คึกฤทธิ์ ปราโมช"),
        (" ", ("a", "ณ อยุธยา, สมชาย"), "สมชาย ณ อยุธยา"),
        # a comma before a title or a part in the book is no inversion
        ("1", ("a", "คึกฤทธิ์ ปราโมช, ม.ร.ว."), "คึกฤทธิ์ ปราโมช, ม.ร.ว."),
        (" ", ("a", "ดำรงราชานุภาพ, สมเด็จพระเจ้าบรมวงศ์เธอ กรมพระยา"), "ดำรงราชานุภาพ, สมเด็จพระเจ้าบรมวงศ์เธอ กรมพระยา"),
        (" ", ("a", "สมชาย, บรรณาธิการ"), "สมชาย, บรรณาธิการ"),
        ("1", ("a", "สุนทรภู่, พระ"), "สุนทรภู่, พระ"),
        ("0", ("a", "แก้วเก้า, นามแฝง"), "แก้วเก้า, นามแฝง"),
        ("0", ("a", "พุทธทาสภิกขุ, 2449-2536"), "พุทธทาสภิกขุ"),
        # other names stay as they are written
        ("1", ("a", "Tolkien, J. R. R.", "q", "(John Ronald Reuel),", "d", "1892-1973."),
         "Tolkien, J. R. R. (John Ronald Reuel)"),
        ("1", ("a", "Smith, John,", "c", "Sir"), "Smith, John, Sir"),
        ("0", ("a", "John Paul", "b", "II,", "c", "Pope"), "John Paul II, Pope"),
    ],
)
def test_a_thai_name_is_given_name_first_and_others_as_written(indicator, pairs, name):
    assert people(field("100", *pairs, ind=f"{indicator} ")) == (Person(name, main=True),)


def test_bodies_and_meetings_are_told_from_people():
    assert people(
        field("110", "a", "United States.", "b", "Congress.", "b", "House.", ind="1 "),
        field("711", "a", "การประชุมวิชาการ", "n", "(ครั้งที่ 5 :", "d", "2548 :", "c", "กรุงเทพฯ)", "j", "ผู้จัด"),
        field("710", "a", "United States.", "d", "1845 Jan. 4."),
        field("720", "a", "คณะนักเขียน", ind="2 "),
    ) == (
        Person("United States. Congress. House", kind="body", main=True),
        Person("การประชุมวิชาการ (ครั้งที่ 5 : 2548 : กรุงเทพฯ)", "ผู้จัด", kind="meeting"),
        Person("United States", kind="body"),
        Person("คณะนักเขียน", kind="body"),
    )


@pytest.mark.parametrize(
    ("pairs", "role"),
    [
        (("e", "ผู้แต่ง."), "ผู้แต่ง"),
        (("e", "author,", "e", "illustrator."), "author, illustrator"),
        (("4", "trl"), "translator"),
        (("4", "http://id.loc.gov/vocabulary/relators/aut"), "author"),
        (("e", "ผู้แปล", "4", "trl"), "ผู้แปล"),
        (("4", "aut", "4", "ill"), "author, illustrator"),
        (("4", "zzz"), "zzz"),
        (("i", "ดัดแปลงจาก:", "t", "สี่แผ่นดิน"), "ดัดแปลงจาก"),
        ((), ""),
    ],
)
def test_roles_are_the_records_words_or_the_terms_of_its_codes(pairs, role):
    assert people(field("700", "a", "สมชาย ใจดี,", *pairs, ind="0 ")) == (Person("สมชาย ใจดี", role),)


def test_a_name_given_twice_has_both_roles():
    twice = [field("700", "a", "สมชาย ใจดี", "e", role) for role in ("ผู้แต่ง", "ผู้วาด", "ผู้แต่ง")]
    assert people(*twice) == (Person("สมชาย ใจดี", "ผู้แต่ง, ผู้วาด"),)


def test_a_name_that_only_the_statement_gives_is_nobody():
    said = describe(record("1", None, field("245", "a", "ผ้าทอ /", "c", "สมชาย ใจดี")))
    assert (said.people, said.statement) == ((), "สมชาย ใจดี")


def test_subjects_keep_their_divisions_and_genres_stand_apart():
    said = describe(
        record(
            "1", "ก",
            field("600", "a", "สุนทรภู่,", "c", "พระ,", "d", "2329-2398", "x", "ประวัติ."),
            field("610", "a", "United States.", "b", "Congress", "v", "Periodicals."),
            field("650", "a", "ผ้าทอ", "z", "ไทย", "z", "น่าน.", "2", "lcsh", "0", "(x)1"),
            field("651", "a", "น่าน", "x", "ประวัติศาสตร์", "y", "รัตนโกสินทร์"),
            field("653", "a", "ลายน้ำไหล", "a", "ซิ่น"),
            field("690", "a", "ของท้องถิ่น"),
            field("650", "x", "คู่มือ"),
            field("655", "a", "นวนิยายไทย.", "2", "local"),
        )
    )  # fmt: skip
    assert said.subjects == (
        "สุนทรภู่, พระ -- ประวัติ", "United States. Congress -- Periodicals", "ผ้าทอ -- ไทย -- น่าน",
        "น่าน -- ประวัติศาสตร์ -- รัตนโกสินทร์", "ลายน้ำไหล", "ซิ่น", "ของท้องถิ่น", "คู่มือ",
    )  # fmt: skip
    assert said.genres == ("นวนิยายไทย",)


@pytest.mark.parametrize(
    ("fields", "series", "numbers"),
    [
        ([("490", "a", "ชุดผ้าไทย ;", "v", "ล. 2")], ("ชุดผ้าไทย",), ("ล. 2",)),
        ([("490", "a", "ชุดผ้าไทย ;", "v", "2"), ("830", "a", "ชุดผ้าไทย ;", "v", "2")], ("ชุดผ้าไทย",), ("2",)),
        ([("490", "a", "Report"), ("830", "a", "Report (Navy) ;", "v", "no. 7.")], ("Report",), ("no. 7",)),
        ([("490", "a", "Report"), ("810", "a", "Navy.", "t", "Report ;", "v", "7")], ("Report",), ("7",)),
        ([("440", "a", "ชุดเก่า ;", "v", "1"), ("490", "a", "ชุดใหม่")], ("ชุดเก่า", "ชุดใหม่"), ("1", "")),
        ([("800", "a", "สมชาย.", "t", "ชุดนิทาน ;", "v", "3")], ("สมชาย. ชุดนิทาน",), ("3",)),
        ([], (), ()),
    ],
)
def test_a_series_that_is_said_twice_stands_once_with_its_number(fields, series, numbers):
    said = describe(record("1", "ก", *(field(*one) for one in fields)))
    assert (said.series, said.series_numbers) == (series, numbers)
