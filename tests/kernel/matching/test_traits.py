"""What of a description counts: titles without signs and parts, numbers as numbers, names without ranks."""

import json

import pytest

from rianru.kernel.matching import Traits
from rianru.kernel.matching.traits import key
from tests.kernel.matching.saying import of, said


@pytest.mark.parametrize(("one", "other"), [
    ("สี่แผ่นดิน /", "สี่แผ่นดิน"), ("  สี่  แผ่นดิน ", "สี่แผ่นดิน"), ("The Old Man & the Sea", "the old man and the sea."),
    ("เล่าเรื่อง ๑๐๐ ปี", "เล่าเรื่อง 100 ปี"), ("Café", "CAFE"), ("นํ้าใจ", "น้ำใจ"), ("“แม่เบี้ย”", "แม่เบี้ย"),
])
def test_signs_blanks_digits_and_case_do_not_count_in_a_title(one, other):
    assert of(one).main == of(other).main


@pytest.mark.parametrize(("one", "other"), [("ข้าว", "ขาว"), ("ปา", "ป่า"), ("กิน", "กิ่น"), ("น้ำ", "นำ")])
def test_control_vowels_and_tones_count(one, other):
    assert of(one).main != of(other).main


def test_a_title_of_signs_alone_has_no_key_and_an_empty_text_neither():
    assert (key(""), key("!!! ..."), of("???").main) == ("", "", "")


@pytest.mark.parametrize(("title", "part"), [
    ("เพชรพระอุมา เล่ม 2", "2"), ("เพชรพระอุมา เล่ม2", "2"), ("เพชรพระอุมา เล่มที่ ๒", "2"), ("เพชรพระอุมา ล.2", "2"),
    ("เพชรพระอุมา ภาค 2", "2"), ("History of Siam, vol. 2", "2"), ("History of Siam v.2", "2"), ("History of Siam part 2", "2"),
    ("เพชรพระอุมา เล่ม 02", "2"), ("เพชรพระอุมา เล่ม 2-3", "2-3"), ("เพชรพระอุมา", ""), ("Windows 95", ""), ("1984", ""),
    ("โลก 5.0", ""),
])
def test_a_volume_is_a_number_however_it_is_written(title, part):
    assert of(title).part == part


@pytest.mark.parametrize("part", ["เล่ม 2", "เล่ม2", "เล่มที่ ๒", "v. 2", "Vol. 2", "2", "Part 2"])
def test_a_part_in_its_own_place_is_the_same_number_and_leaves_the_title(part):
    found = of("เพชรพระอุมา: จอมผีดิบมันตรัย " + part, title_main="เพชรพระอุมา", part=part)
    assert (found.main, found.part, part in found.full) == ("เพชรพระอุมา", "2", False)


@pytest.mark.parametrize(("part", "number", "name"), [
    ("38075-F1-TM-024, Rehoboth quadrangle", "38075-f1-tm-024", "rehobothquadrangle"), ("ป.2", "2", ""), ("no.5", "5", ""),
    ("No. 5", "5", ""), ("ฉบับที่5", "5", ""), ("A2", "a2", ""), ("1-2.", "1-2", ""), ("บทนำ", "", "บทนำ"),
])
def test_the_number_of_a_part_is_taken_whole_and_what_follows_is_its_name(part, number, name):
    found = of("แผนที่ " + part, title_main="แผนที่", part=part)
    assert (found.part, found.part_name) == (number, name)


def test_a_named_part_keeps_its_name():
    found = of("พระอภัยมณี ตอนที่ 2 หนีนางผีเสื้อ", title_main="พระอภัยมณี", part="ตอนที่ 2 หนีนางผีเสื้อ")
    assert (found.main, found.part, found.part_name) == ("พระอภัยมณี", "2", "หนีนางผีเสื้อ")


def test_a_subtitle_is_the_tail_of_the_full_title():
    found = of("แม่เบี้ย: นวนิยายรางวัล", title_main="แม่เบี้ย")
    assert (found.main, found.full, found.tail) == ("แม่เบี้ย", "แม่เบี้ยนวนิยายรางวัล", "นวนิยายรางวัล")


@pytest.mark.parametrize(("statement", "trait"), [
    ("", ""), ("พิมพ์ครั้งที่ 1", ""), ("1st ed.", ""), ("first edition", ""), ("พิมพ์ครั้งแรก", ""),
    ("พิมพ์ครั้งที่ 2", "2"), ("พิมพ์ครั้งที่ ๒", "2"), ("2nd ed.", "2"), ("Second edition", "2"), ("ฉบับพิมพ์ครั้งที่สอง", "2"),
    ("พิมพ์ครั้งที่ 12", "12"), ("11th ed.", "11"), ("ฉบับย่อ", "abridged"), ("Abridged ed.", "abridged"),
    ("Unabridged", ""), ("Large print ed.", "large"), ("พิมพ์ครั้งที่ 2 ฉบับย่อ", "2 abridged"),
])
def test_an_edition_statement_is_its_number_and_what_makes_it_another_text(statement, trait):
    assert of(edition=statement).edition == trait


def test_an_abridgement_may_say_so_in_its_title():
    assert of("สามก๊ก ฉบับย่อ").edition == "abridged"
    assert of("สามก๊ก ฉบับย่อ").main == of("สามก๊ก").main


@pytest.mark.parametrize(("one", "other"), [
    ("สำนักพิมพ์ดอกหญ้า", "ดอกหญ้า"), ("บริษัท ดอกหญ้า จำกัด", "ดอกหญ้า"), ("Penguin Books Ltd.", "Penguin"),
])
def test_a_publisher_is_what_is_its_own_in_its_name(one, other):
    assert of(publisher=one).publisher == of(publisher=other).publisher


def test_only_numbers_that_are_meant_for_everyone_are_identifiers():
    given = ("oclc:1", "lccn:2", "doi:10.1/3", "035:(TH-BkTK)4", "other:5")
    assert of(identifiers=given).identifiers == ["oclc:1", "lccn:2", "doi:10.1/3"]


def test_a_series_counts_with_its_number_and_without_one_not_at_all():
    found = of(series=("ผ้าไทย", "มรดกโลก"), series_numbers=("เล่มที่ ๗", ""))
    assert found.series == ["ผ้าไทย#7"]


def test_kinds_gather_formats_whose_text_is_one():
    kinds = {name: of(format=name).kind for name in ("book", "ebook", "audio", "serial", "eserial", "video", "map")}
    assert kinds == {
        "book": "text", "ebook": "text", "audio": "text", "serial": "serial", "eserial": "serial", "video": "video",
        "map": "map",
    }


def test_people_are_named_by_their_headings_and_without_them_by_the_statement():
    assert of("ก", "ม.ร.ว. คึกฤทธิ์ ปราโมช", statement="ใครก็ไม่รู้").people == ["คึกฤทธิ์ ปราโมช"]
    assert of("ก", statement="โดย คึกฤทธิ์ ปราโมช").people == ["คึกฤทธิ์ ปราโมช"]


def test_what_is_unknown_is_nought_or_empty():
    assert of("ก", format="", language="", title_main="") == Traits(main="ก", full="ก")


@pytest.mark.parametrize("many", [0, 1, 3])
def test_traits_come_back_from_json_as_they_were(many):
    found = of(
        "สี่แผ่นดิน เล่ม 2", *("คึกฤทธิ์ ปราโมช", "มานี ใจดี", "John Smith")[:many], year=2543 - 543, pages=300,
        isbns=("9789749906477",) * bool(many), identifiers=("oclc:1",), series=("ก",), series_numbers=("1",),
        publisher="ดอกหญ้า", edition="พิมพ์ครั้งที่ 2", restricted=bool(many),
    )
    assert Traits.restore(json.loads(json.dumps(found.stored()))) == found
    assert said() == said()
