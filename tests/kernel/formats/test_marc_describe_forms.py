"""Publication, languages, kinds of things, pages, notes."""

import pytest

from rianru.catalogue.words import FORMATS
from rianru.kernel.formats.marc import Field, describe
from tests.factories.marc import LEADER, field, record

BLANK = " " * 40


def at(place, text, fixed=BLANK):
    return fixed[:place] + text + fixed[place + len(text) :]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2548, c2547", 2005), ("c2547", 2004), ("ลิขสิทธิ์ 2547", 2004), ("c2010, 2012 printing", 2010),
        ("2548 [พิมพ์ 2550]", 2005), ("พิมพ์ครั้งที่ 3 2548", 2005), ("2545 [คือ 2554]", 2011), ("2012 [i.e. 2013]", 2013),
        ("2540-2545", 1997), ("๒๕๔๐-๒๕๔๕", 1997), ("ฮ.ศ. 1389 (2512)", 1969), ("1389 [1969 or 1970]", 1969),
        ("[198-?]", None), ("ร.ศ. 112", None), ("ม.ค. 2548", 2005), ("between 1990 and 1995", 1990),
    ],
)  # fmt: skip
def test_the_year_of_publication_goes_before_copyright_printing_and_other_calendars(text, year):
    assert describe(record("1", "ก", field("260", "c", text), fixed=BLANK)).year == year


@pytest.mark.parametrize(
    ("text", "dates", "year"),
    [
        ("[ม.ป.ป.]", "s2550", None), ("ม.ป.ป", "s2550", None), ("[n.d.]", "s1990", None), ("", "s2550", 2007),
        ("-2547", "d25402547", 1997), ("-2547", "", 2004), ("[25--?]", "s2550", 2007), ("ฮ.ศ. 1389", "s2512", 1969),
    ],
)  # fmt: skip
def test_where_the_record_says_there_is_no_date_the_fixed_field_is_not_asked(text, dates, year):
    said = describe(record("1", "ก", field("260", "a", "น่าน", "c", text), fixed=at(6, dates)))
    assert said.year == year


def test_the_copyright_year_stands_in_for_a_publication_without_one():
    fields = [field("264", "a", "น่าน", "c", "[ม.ป.ป.]", ind=" 1"), field("264", "c", "©2547", ind=" 4")]
    said = describe(record("1", "ก", *fields, fixed=BLANK))
    assert (said.year, said.year_text) == (2004, "[ม.ป.ป.]")


@pytest.mark.parametrize(
    ("pairs", "place", "publisher"),
    [
        (("a", "[กรุงเทพฯ] :", "b", "[สำนักพิมพ์]"), "กรุงเทพฯ", "สำนักพิมพ์"),
        (("a", "[ม.ป.ท.] :", "b", "ม.ป.พ.,"), "", ""),
        (("a", "[S.l. :", "b", "s.n.],"), "", ""),
        (("a", "[Place of publication not identified] :", "b", "[publisher not identified],"), "", ""),
        (("a", "London ;", "a", "New York :", "b", "Faber :", "b", "Knopf [distributor],"), "London", "Faber; Knopf"),
    ],
)
def test_place_and_publisher_are_bare_and_unknown_ones_are_none(pairs, place, publisher):
    said = describe(record("1", "ก", field("260", *pairs)))
    assert (said.place, said.publisher) == (place, publisher)


@pytest.mark.parametrize(
    ("fixed", "fields", "languages", "original"),
    [
        ("tha", [], ("tha",), ""),
        ("th ", [], ("tha",), ""),
        ("tai", [], ("tha",), ""),
        ("thi", [], ("tha",), ""),
        ("en ", [], ("eng",), ""),
        ("fra", [], ("fre",), ""),
        ("   ", [("041", "a", "THA", "a", "eng")], ("tha", "eng"), ""),
        ("tha", [("041", "a", "tha", "a", "eng", "h", "jpn")], ("tha", "eng"), "jpn"),
        ("eng", [("041", "a", "thaeng", "h", "tha")], ("eng", "tha"), "tha"),
        ("tha", [("041", "a", "tha", "h", "tha")], ("tha",), ""),
        ("   ", [("041", "a", "ไทย")], ("tha",), ""),
        ("   ", [("041", "a", "th,en")], ("tha", "eng"), ""),
        ("   ", [("041", "d", "nod")], ("nod",), ""),
        ("   ", [("546", "a", "เนื้อหาเป็นภาษาไทยและอังกฤษ")], ("tha", "eng"), ""),
        ("   ", [("546", "a", "Text in Thai with English summaries.")], ("tha", "eng"), ""),
        ("eng", [("546", "a", "เนื้อหาเป็นภาษาไทย")], ("eng",), ""),
        ("   ", [("500", "a", "เนื้อหาเป็นภาษาไทย")], (), ""),
        ("mul", [], (), ""),
    ],
)
def test_languages_are_codes_however_they_are_written(fixed, fields, languages, original):
    said = describe(record("1", "ก", *(field(*one) for one in fields), fixed=at(35, fixed)))
    assert (said.language, said.languages, said.original_language) == (languages[0] if languages else "", languages, original)


def test_control_the_tai_languages_stay_what_they_are_outside_thai_script():
    assert describe(record("1", "Black Tai tales", fixed=at(35, "tai"))).language == "tai"


@pytest.mark.parametrize(
    ("kind", "fixed", "fields", "found"),
    [
        ("am", "", [("338", "a", "online resource")], "ebook"),
        ("am", at(23, "b"), [("338", "b", "he")], "microform"),
        ("am", "", [("338", "b", "he")], "microform"),
        ("am", "", [("338", "b", "nc"), ("338", "b", "he")], "book"),
        ("am", "", [("338", "b", "cr"), ("338", "b", "nc")], "book"),
        ("am", at(23, "o"), [("338", "b", "nc")], "book"),
        ("am", "", [("245", "a", "ก", "h", "[electronic resource]")], "ebook"),
        ("am", "", [("245", "a", "ก", "h", "[ทรัพยากรอิเล็กทรอนิกส์]")], "ebook"),
        ("am", "", [("300", "a", "1 online resource (240 pages)")], "ebook"),
        ("am", "", [("300", "a", "Online-Ressource")], "ebook"),
        ("am", "", [("300", "a", "240 หน้า"), ("856", "u", "https://a.example/ปก.jpg")], "book"),
        ("ai", at(23, "o"), [], "eserial"),
        ("mm", at(26, "d", at(23, "o")), [], "ebook"),
        ("mm", "", [], "software"),
        ("gm", at(33, "v"), [], "video"),
        ("gm", at(33, "s"), [], "picture"),
        ("gm", at(33, "g"), [], "object"),
        ("rm", at(33, "w"), [], "object"),
        ("om", "", [], "kit"),
        ("jm", "", [], "music"),
        ("im", "", [("338", "b", "cr")], "audio"),
        ("tm", "", [], "manuscript"),
        # systems that call everything a book
        ("am", "", [("336", "b", "tdi")], "video"),
        ("am", "", [("336", "b", "txt"), ("336", "b", "sti")], "book"),
        ("am", "", [("336", "a", "spoken word")], "audio"),
        ("am", "", [("245", "a", "ก", "h", "[วีดิทัศน์]")], "video"),
        ("as", "", [("245", "a", "ก", "h", "[microfilm serial]")], "serial"),
        ("am", "", [("245", "a", "ก", "h", "[film]")], "video"),
        ("am", "", [("245", "a", "ก", "h", "[sound recording]")], "audio"),
        ("am", "", [("245", "a", "ก", "h", "[เกม]")], "object"),
        ("  ", "", [("300", "a", "1 ดีวีดี (90 นาที)"), ("007", "vd cvaiz|")], "video"),
        ("am", "", [("300", "a", "240 หน้า"), ("007", "sd fsngnn")], "book"),
        ("  ", "", [], "other"),
    ],
)
def test_what_kind_of_thing_it_is(kind, fixed, fields, found):
    made = [Field("007", data=one[1]) if one[0] == "007" else field(*one) for one in fields]
    title = None if any(one.tag == "245" for one in made) else "ก"
    leader = LEADER[:6] + kind + LEADER[8:]
    assert describe(record("1", title, *made, leader=leader, fixed=fixed or BLANK)).format == found
    assert found in FORMATS


@pytest.mark.parametrize(
    ("code", "words", "audience"),
    [("j", "", "juvenile"), ("a", "", "juvenile"), ("d", "", "adolescent"), ("e", "", "adult"), ("g", "", ""),
     (" ", "สำหรับเด็กอายุ 6-8 ปี.", "สำหรับเด็กอายุ 6-8 ปี"), (" ", "3.1", ""), ("j", "ทุกวัย", "juvenile")],
)  # fmt: skip
def test_for_whom_it_is(code, words, audience):
    fields = [field("521", "a", words)] if words else []
    assert describe(record("1", "ก", *fields, fixed=at(22, code))).audience == audience


def test_control_a_serial_has_no_audience_in_its_fixed_field():
    serial = LEADER[:6] + "as" + LEADER[8:]
    assert describe(record("1", "ก", leader=serial, fixed=at(22, "d"))).audience == ""


@pytest.mark.parametrize(
    ("extent", "pages"),
    [
        ("xvi, 320 หน้า :", 320), ("๓๒๐ น.", 320), ("ก-ฌ, 320 หน้า : ภาพประกอบ ; 21 ซม.", 320), ("(8), 255 หน้า", 255), ("42 l.", 42),
        ("2 เล่ม (640 หน้า)", 640), ("1 v. (various pagings)", None), ("2 เล่ม", None), ("320 p., [16] p. of plates", 320),
        ("1 online resource (xii, 240 pages)", 240), ("[320] หน้า", 320), ("320, [4] p.", 320), ("1,024 หน้า", 1024),
        ("320", 320), ("p. 34-56", 23), ("p. [397]-413", 17), ("[8], 120 แผ่น", 120), ("1 แผ่น", None), ("ซีดี 40 แผ่น", None), ("21 ซม.", None),
        ("1 ดีวีดี (90 นาที)", None), ("99999 หน้า", None), ("²", None), ("", None),
    ],
)  # fmt: skip
def test_pages_are_counted_and_nothing_else_is(extent, pages):
    assert describe(record("1", "ก", field("300", "a", extent))).pages == pages


def test_notes_contents_and_summaries():
    said = describe(
        record(
            "1", "ก",
            field("500", "a", "พิมพ์แจกในงานศพ."), field("500", "a", "พิมพ์แจกในงานศพ"),
            field("504", "a", "บรรณานุกรม: หน้า 200-210."),
            field("502", "a", "วิทยานิพนธ์ (ศศ.ม.)--มหาวิทยาลัยศิลปากร, 2548."),
            field("505", "a", "1. ไหม -- 2. ฝ้าย."), field("505", "t", "ครั่ง /", "r", "สมชาย --", "t", "คราม /", "r", "สมหญิง."),
            field("520", "a", "Weaving in Nan."), field("520", "a", "การทอผ้าเมืองน่าน", "b", "และเมืองแพร่"),
            field("520", "a", "มีภาพรุนแรง", ind="4 "),
            field("590", "a", "ของงานเทคนิค"), field("500", "x", "ไม่ให้ผู้อ่านเห็น"),
        )
    )  # fmt: skip
    assert said.notes == (
        "พิมพ์แจกในงานศพ", "บรรณานุกรม: หน้า 200-210", "วิทยานิพนธ์ (ศศ.ม.)--มหาวิทยาลัยศิลปากร, 2548"
    )  # fmt: skip
    assert said.contents == "1. ไหม -- 2. ฝ้าย -- ครั่ง / สมชาย -- คราม / สมหญิง"
    assert said.summary == "การทอผ้าเมืองน่าน และเมืองแพร่"
