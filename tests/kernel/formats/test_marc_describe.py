"""What a record says: years, titles in two scripts, punctuation that belongs to cataloguers and not to readers."""

import pytest

from rianru.kernel.formats.marc import Field, Person, Record, describe
from tests.factories.marc import LEADER, field, record


def _published(text, fixed=" " * 40):
    return describe(record("1", "ก", field("264", "c", text, ind=" 1"), fixed=fixed))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2569", 2026),
        ("พ.ศ. 2569", 2026),
        ("๒๕๖๙", 2026),
        ("พ.ศ. ๒๕๔๒", 1999),
        ("2026", 2026),
        ("๑๙๙๙", 1999),
        ("[2569?]", 2026),
        ("c2012", 2012),
        ("©2012.", 2012),
        ("2555 [2012]", 2012),
        ("2537 [1978]-", 1978),  # of the Persian empire
        ("2548, c1990", 2005),
        ("[between 1978 and 1981]", 1978),
        ("2569-", 2026),
        ("ม.ป.ป.", None),
        ("[256-?]", None),
        ("จ.ศ. 1236", 1874),  # of the Lesser Era
        ("[จุลศักราช ๑๒๓๖]", 1874),
        ("12569", None),
        ("2300", None),
        ("", None),
    ],
)
def test_years_are_of_the_common_era_whatever_the_record_writes(text, year):
    assert _published(text).year == year


def test_the_year_as_written_is_kept():
    assert (_published("พ.ศ. ๒๕๖๙").year_text, _published("ม.ป.ป.").year_text) == ("พ.ศ. ๒๕๖๙", "ม.ป.ป.")


@pytest.mark.parametrize(
    ("fixed", "year"), [("261121s2569", 2026), ("261121s1999", 1999), ("261121suuuu", None), ("", None)]
)
def test_without_a_stated_year_the_fixed_field_tells(fixed, year):
    assert describe(record("1", "ก", fixed=fixed.ljust(40))).year == year


def test_a_decade_or_a_century_is_no_year_whatever_the_fixed_field_says():
    for text in ("[between 1900 and 1999]-", "[between 2000 and 2009]", "[between 1900? and 1999?]"):
        assert _published(text, "261121m19009999".ljust(40)).year is None


def test_publication_is_264_of_its_kind_before_260_before_any_other_264():
    manufacture = field("264", "b", "โรงพิมพ์", ind=" 3")
    publisher = field("264", "a", "พะเยา :", "b", "สำนักพิมพ์,", "c", "2569", ind=" 1")
    old = field("260", "a", "น่าน :", "b", "ของเดิม,", "c", "2550")
    assert describe(record("1", "ก", manufacture, old, publisher)).publisher == "สำนักพิมพ์"
    assert describe(record("1", "ก", manufacture, old)).publisher == "ของเดิม"
    assert describe(record("1", "ก", manufacture)).publisher == "โรงพิมพ์"


def test_a_title_in_thai_beside_a_romanised_one_is_shown_and_both_are_known():
    said = describe(
        record(
            "1",
            "Phra Aphai Mani /",
            field("880", "6", "245-01/Thai", "a", "พระอภัยมณี /", "c", "สุนทรภู่"),
            field("100", "6", "880-02", "a", "Sunthon Phu"),
            field("880", "6", "100-02/Thai", "a", "สุนทรภู่"),
        )
    )
    assert (said.title, said.other_titles) == ("พระอภัยมณี", ("Phra Aphai Mani",))
    assert said.people == (Person("สุนทรภู่", main=True), Person("Sunthon Phu", main=True))


def test_control_a_pair_in_another_script_is_known_and_not_shown():
    said = describe(record("1", "Hong lou meng", field("880", "6", "245-01/$1", "a", "红楼梦")))
    assert (said.title, said.other_titles) == ("Hong lou meng", ("红楼梦",))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ผ้าทอเมืองน่าน /", "ผ้าทอเมืองน่าน"),
        ("ผ้าทอเมืองน่าน :", "ผ้าทอเมืองน่าน"),
        ("ผ้าทอ ;", "ผ้าทอ"),
        ("ผ้าทอ,", "ผ้าทอ"),
        ("ผ้าทอ =", "ผ้าทอ"),
        ("สุนทรภู่.", "สุนทรภู่"),
        ("Thai cooking.", "Thai cooking"),
        # abbreviations and initials keep their dots
        ("พ.ศ.", "พ.ศ."),
        ("ม.ป.ป.", "ม.ป.ป."),
        ("ความรู้ทั่วไปใน ร.5 และ ค.ศ.", "ความรู้ทั่วไปใน ร.5 และ ค.ศ."),
        ("U.S.A.", "U.S.A."),
        ("Tolkien, J. R. R.", "Tolkien, J. R. R."),
        ("200 p.", "200 p."),
        ("2nd ed.", "2nd ed."),
        ("Sammy Davis Jr.", "Sammy Davis Jr."),
        ("พืชผัก ฯ.", "พืชผัก ฯ."),
        ("และอื่น ๆ...", "และอื่น ๆ..."),
        # a number is no initial
        ("พิมพ์ครั้งที่ 2.", "พิมพ์ครั้งที่ 2"),
        ("พิมพ์ครั้งที่ ๒.", "พิมพ์ครั้งที่ ๒"),
    ],
)
def test_punctuation_of_cataloguers_goes_and_the_dots_of_abbreviations_stay(written, shown):
    assert describe(record("1", "ก", field("250", "a", written))).edition == shown


def test_title_remainder_and_parts_are_joined_for_readers():
    title = field("245", "a", "ผ้าทอ :", "b", "ลายน้ำไหล =", "n", "เล่ม 2,", "p", "สี /", "c", "คณะ", ind="00")
    said = describe(Record(LEADER, (Field("001", data="1"), title)))
    assert (said.title, said.statement) == ("ผ้าทอ: ลายน้ำไหล = เล่ม 2, สี", "คณะ")


def test_text_is_stored_in_its_one_spelling():
    assert describe(record("1", "เเม่นํ้า\u200b\u0000  ลำพูน")).title == "แม่น้ำ ลำพูน"


def test_numbers_are_of_13_digits_once_each_and_what_is_too_short_is_none():
    numbers = [
        field("020", "a", text) for text in ("978-616-123-456-0 (pbk.)", "9786161234560", "6161234562", "123", " ")
    ]
    assert describe(record("1", "ก", *numbers)).isbns == ("9786161234560",)


def test_people_keep_thai_order_and_their_roles():
    said = describe(
        record(
            "1",
            "ก",
            field("100", "a", "คึกฤทธิ์ ปราโมช,", "c", "ม.ร.ว.,", "d", "2454-2538,", "e", "ผู้แต่ง."),
            field("700", "a", "สมชาย ใจดี", "4", "ill"),
            field("710", "a", "กรมศิลปากร.", "b", "กองวรรณคดี."),
            field("700", "a", "สมชาย ใจดี"),
        )
    )
    assert said.people == (
        Person("คึกฤทธิ์ ปราโมช, ม.ร.ว.", "ผู้แต่ง", main=True),
        Person("สมชาย ใจดี", "illustrator"),
        Person("กรมศิลปากร. กองวรรณคดี", kind="body"),
    )


def test_subjects_are_joined_once_each():
    twice = [field("650", "a", "ผ้าทอ.", "z", "น่าน.")] * 2
    said = describe(record("1", "ก", *twice, field("655", "a", "คู่มือ")))
    assert (said.subjects, said.genres) == (("ผ้าทอ -- น่าน",), ("คู่มือ",))


@pytest.mark.parametrize(
    ("kind", "carrier", "fixed", "found"),
    [
        ("am", "", "", "book"),
        ("as", "", "", "serial"),
        ("am", "cr", "", "ebook"),
        ("as", "cr", "", "eserial"),
        ("gm", "", "", "video"),
        ("im", "", "", "audio"),
        ("jm", "cr", "", "music"),
        ("am", "", " " * 23 + "o", "ebook"),
        ("em", "", "", "map"),
        ("bc", "", "", "manuscript"),
        ("?m", "", "", "other"),
    ],
)
def test_the_format_is_one_of_our_words(kind, carrier, fixed, found):
    from rianru.catalogue.words import FORMATS

    carriers = [field("338", "b", carrier)] if carrier else []
    said = describe(record("1", "ก", *carriers, leader=LEADER[:6] + kind + LEADER[8:], fixed=fixed.ljust(40)))
    assert said.format == found
    assert found in FORMATS


@pytest.mark.parametrize(
    ("fixed", "code", "language"),
    [
        ("tha", "eng", "tha"),
        ("   ", "eng", "eng"),
        ("mul", "thaeng", "tha"),
        ("und", "", ""),
        ("|||", "nod", "nod"),
        ("THA", "", "tha"),
    ],
)
def test_the_language_is_that_of_the_fixed_field_or_of_041(fixed, code, language):
    more = [field("041", "a", code)] if code else []
    assert describe(record("1", "ก", *more, fixed=" " * 35 + fixed + "  ")).language == language


def test_a_record_with_nothing_in_it_says_nothing():
    said = describe(Record(LEADER, ()))
    assert (said.control_number, said.title, said.people, said.year, said.language) == ("", "", (), None, "")
