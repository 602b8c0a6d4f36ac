"""Titles: parts and volumes, uniform and other titles, what stands in for a missing 245, script pairs."""

import pytest

from rianru.kernel.formats.marc import Field, Record, describe, headline
from rianru.kernel.formats.marc.describe import part_number
from tests.factories.marc import LEADER, field, record


def titled(*pairs, more=()):
    return describe(Record(LEADER, (Field("001", data="1"), field("245", *pairs, ind="10"), *more)))


@pytest.mark.parametrize(
    ("pairs", "title", "main", "part"),
    [
        (("a", "ผ้าทอ :", "b", "ลายน้ำไหล /", "c", "ก"), "ผ้าทอ: ลายน้ำไหล", "ผ้าทอ", ""),
        (("a", "ผ้าทอ", "b", "ลายน้ำไหล"), "ผ้าทอ: ลายน้ำไหล", "ผ้าทอ", ""),
        (("a", "ผ้าทอ", "b", ": ลายน้ำไหล"), "ผ้าทอ: ลายน้ำไหล", "ผ้าทอ", ""),
        (("a", "ผ้าทอ =", "b", "Woven cloth"), "ผ้าทอ = Woven cloth", "ผ้าทอ", ""),
        (("a", "เพชรพระอุมา.", "n", "เล่ม 2,", "p", "ไพรมหากาฬ /"), "เพชรพระอุมา. เล่ม 2, ไพรมหากาฬ", "เพชรพระอุมา",
         "เล่ม 2, ไพรมหากาฬ"),
        (("a", "เพชรพระอุมา เล่ม ๒ /"), "เพชรพระอุมา เล่ม ๒", "เพชรพระอุมา เล่ม ๒", "เล่ม ๒"),
        (("a", "สามก๊ก ภาค 1 เล่ม 2"), "สามก๊ก ภาค 1 เล่ม 2", "สามก๊ก ภาค 1 เล่ม 2", "ภาค 1 เล่ม 2"),
        (("a", "คู่มือ :", "b", "ครูวิทยาศาสตร์ (เล่ม 3)"), "คู่มือ: ครูวิทยาศาสตร์ (เล่ม 3)", "คู่มือ", "เล่ม 3"),
        (("a", "Hearings. Volume II"), "Hearings. Volume II", "Hearings. Volume II", "Volume II"),
        (("a", "A history, vol. 3 /"), "A history, vol. 3", "A history, vol. 3", "vol. 3"),
        # what looks like a volume and is none
        (("a", "เล่ม 2"), "เล่ม 2", "เล่ม 2", ""),
        (("a", "หนังสือเล่มแรก"), "หนังสือเล่มแรก", "หนังสือเล่มแรก", ""),
        (("a", "มัธยมศึกษาตอนต้น"), "มัธยมศึกษาตอนต้น", "มัธยมศึกษาตอนต้น", ""),
        (("a", "คณิตศาสตร์ ม.2"), "คณิตศาสตร์ ม.2", "คณิตศาสตร์ ม.2", ""),
        (("a", "World War II"), "World War II", "World War II", ""),
        (("a", "Catch 22"), "Catch 22", "Catch 22", ""),
        # a slash between words is theirs; at the end it is the cataloguer's
        (("a", "Input / output /", "c", "somebody"), "Input / output", "Input / output", ""),
    ],
)
def test_title_main_title_and_part(pairs, title, main, part):
    said = titled(*pairs)
    assert (said.title, said.title_main, said.part) == (title, main, part)


@pytest.mark.parametrize(
    ("part", "number"),
    [
        ("เล่ม ๒", "2"), ("เล่มที่ 2", "2"), ("ล.2", "2"), ("v. 2", "2"), ("Volume two", "2"), ("Vol. II", "2"),
        ("เล่ม 02", "2"), ("ภาคสอง", "2"), ("เล่ม 2, สี", "2"), ("Pt. 2", "2"), ("no. 2", "2"), ("2", "2"),
        ("ภาค 1 เล่ม 2", "1.2"), ("เล่ม 1-2", "1-2"), ("เล่ม ๑–๒", "1-2"), ("vol. XIV", "14"), ("ไพรมหากาฬ", ""), ("", ""),
    ],
)  # fmt: skip
def test_parts_compare_by_their_number(part, number):
    assert part_number(part) == number


def test_a_line_written_whole_into_a_in_thai_gives_its_statement():
    said = titled("a", "ผ้าทอเมืองน่าน / สมชาย ใจดี")
    assert (said.title, said.statement) == ("ผ้าทอเมืองน่าน", "สมชาย ใจดี")
    assert titled("a", "Either / or").title == "Either / or"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ([field("880", "6", "245-00/Thai", "a", "ผ้าทอ /")], "ผ้าทอ"),
        ([field("246", "a", "รู้จักในชื่อนี้"), field("240", "a", "ชื่อแบบฉบับ")], "รู้จักในชื่อนี้"),
        ([field("240", "a", "ชื่อแบบฉบับ"), field("130", "a", "ไตรภูมิ.")], "ไตรภูมิ"),
        ([field("740", "a", "ชื่อเพิ่ม")], "ชื่อเพิ่ม"),
        ([field("242", "a", "Translated title")], "Translated title"),
        ([field("245", "c", "สมชาย"), field("246", "a", "ชื่ออื่น")], "ชื่ออื่น"),
        ([field("245", "k", "Letters,", "f", "1888")], "Letters, 1888"),
        ([field("245", "a", " / "), field("500", "a", "ไม่มีชื่อ")], ""),
        ([], ""),
    ],
)
def test_without_a_title_another_stands_in_for_it(fields, title):
    said = describe(record("1", None, *fields))
    assert (said.title, said.other_titles) == (title, said.other_titles)
    assert headline(record("1", None, *fields))[0] == title


def test_other_titles_are_those_the_book_is_known_by_and_not_what_it_contains():
    said = titled(
        "a", "ไตรภูมิ",
        more=(
            field("240", "a", "ไตรภูมิกถา.", "l", "อังกฤษ"), field("246", "a", "ไตรภูมิพระร่วง"),
            field("246", "a", "ไตรภูมิ"), field("740", "a", "ชื่อเพิ่ม", ind="0 "), field("740", "a", "บทหนึ่งในเล่ม", ind="02"),
        ),
    )  # fmt: skip
    assert (said.uniform_title, said.other_titles) == ("ไตรภูมิกถา", ("ไตรภูมิพระร่วง", "ไตรภูมิกถา", "ชื่อเพิ่ม"))


def test_a_thai_pair_is_shown_in_every_field_and_the_romanised_one_known():
    said = describe(
        record(
            "1", None,
            field("100", "6", "880-01", "a", "Sunthon Phu"), field("880", "6", "100-01/Thai", "a", "สุนทรภู่"),
            field("245", "6", "880-02", "a", "Phra Aphai Mani /", "c", "Sunthon Phu"),
            field("880", "6", "245-02/Thai", "a", "พระอภัยมณี /", "c", "สุนทรภู่"),
            field("260", "6", "880-03", "a", "Krung Thep :", "b", "Khlang Witthaya,", "c", "2549"),
            field("880", "6", "260-03/Thai", "a", "กรุงเทพฯ :", "b", "คลังวิทยา,", "c", "๒๕๔๙"),
            field("650", "6", "880-04", "a", "Kawi niphon"), field("880", "6", "650-04/Thai", "a", "กวีนิพนธ์"),
            field("880", "6", "500-00/Thai", "a", "พิมพ์แจก"),
        )
    )  # fmt: skip
    assert (said.title, said.statement, said.other_titles) == ("พระอภัยมณี", "สุนทรภู่", ("Phra Aphai Mani",))
    assert (said.place, said.publisher, said.year, said.year_text) == ("กรุงเทพฯ", "คลังวิทยา", 2006, "๒๕๔๙")
    assert [person.name for person in said.people] == ["สุนทรภู่", "Sunthon Phu"]
    assert (said.subjects, said.notes) == (("กวีนิพนธ์", "Kawi niphon"), ("พิมพ์แจก",))


def test_each_pair_stands_beside_its_own_partner():
    said = describe(
        record(
            "1", "ก",
            field("700", "6", "880-01", "a", "Kukrit Pramot"), field("700", "6", "880-02", "a", "Sunthon Phu"),
            field("880", "6", "700-02/Thai", "a", "สุนทรภู่"), field("880", "6", "700-01/Thai", "a", "คึกฤทธิ์ ปราโมช"),
        )
    )  # fmt: skip
    assert [person.name for person in said.people] == ["คึกฤทธิ์ ปราโมช", "Kukrit Pramot", "สุนทรภู่", "Sunthon Phu"]
