"""APA in Thai practice and in English, by examples worked out by hand."""

import pytest

from rianru.kernel.formats.citations import Cited, Maker, apa, part_of_role, plain

THAI = Cited(
    "k", "ผ้าทอเมืองน่าน", (Maker("สมหญิง ใจดี"),), year=2026, edition="พิมพ์ครั้งที่ 2", publisher="หอศิลป์"
)
ENGLISH = Cited(
    "k", "The hobbit", (Maker("Tolkien, J.R.R. (John Ronald Reuel), 1892-1973"),), year=1937, edition="2nd ed.",
    publisher="Allen & Unwin",
)


def _cited(base: Cited, language="th", **more) -> str:
    from dataclasses import replace

    return plain(apa(replace(base, **more), language))


def test_a_thai_book_is_cited_with_its_name_as_it_stands_and_the_buddhist_year():
    assert _cited(THAI) == "สมหญิง ใจดี. (2569). ผ้าทอเมืองน่าน (พิมพ์ครั้งที่ 2). หอศิลป์."


def test_the_same_in_english_keeps_the_name_and_takes_the_common_era():
    assert _cited(THAI, "en") == "สมหญิง ใจดี. (2026). ผ้าทอเมืองน่าน (พิมพ์ครั้งที่ 2). หอศิลป์."


def test_an_english_book_is_cited_in_english_practice_in_both_languages():
    assert _cited(ENGLISH) == _cited(ENGLISH, "en") == "Tolkien, J. R. R. (1937). The hobbit (2nd ed.). Allen & Unwin."


@pytest.mark.parametrize(
    ("names", "th"),
    [
        (["ก ข", "ค ง"], "ก ข และ ค ง. "),
        (["ก ข", "ค ง", "จ ฉ"], "ก ข, ค ง, และจ ฉ. "),
    ],
)
def test_thai_names_are_joined_as_thai_writes_them(names, th):
    assert _cited(THAI, makers=tuple(map(Maker, names))).startswith(th + "(2569)")


@pytest.mark.parametrize(
    ("names", "en"),
    [
        (["Lane, Jean-Paul"], "Lane, J.-P. "),
        (["Lane, Ann", "Berg, O."], "Lane, A., & Berg, O. "),
        (["King, Martin Luther, Jr."], "King, M. L., Jr. "),
        (["World Bank"], "World Bank. "),
        (["Lane, Ann", "กรมศิลปากร"], "Lane, A., & กรมศิลปากร. "),
    ],
)
def test_names_are_turned_to_initials_where_a_comma_says_which_is_the_family(names, en):
    assert _cited(ENGLISH, makers=tuple(map(Maker, names))).startswith(en + "(1937)")


def test_of_twenty_one_the_first_nineteen_and_the_last_are_named():
    makers = tuple(Maker(f"คน ที่{number}") for number in range(1, 22))
    said = _cited(THAI, makers=makers)
    assert "คน ที่19, … คน ที่21. (2569)" in said
    assert "คน ที่20" not in said


def test_without_a_year_it_says_so():
    assert "(ม.ป.ป.)" in _cited(THAI, year=None)
    assert "(n.d.)" in _cited(ENGLISH, year=None)


def test_without_anybody_the_title_comes_first():
    assert _cited(THAI, makers=()) == "ผ้าทอเมืองน่าน (พิมพ์ครั้งที่ 2). (2569). หอศิลป์."
    assert _cited(THAI, makers=(), edition="") == "ผ้าทอเมืองน่าน. (2569). หอศิลป์."


def test_editors_lead_where_there_is_no_author():
    assert _cited(THAI, makers=(Maker("ก ข", "editor"),)).startswith("ก ข (บ.ก.). (2569).")
    two = (Maker("Lane, Ann", "editor"), Maker("Berg, Ole", "editor"))
    assert _cited(ENGLISH, makers=two).startswith("Lane, A., & Berg, O. (Eds.). (1937).")


def test_editors_and_translators_stand_behind_the_title_of_an_author():
    makers = (*ENGLISH.makers, Maker("Lane, Ann", "editor"), Maker("Berg, Ole", "translator"))
    assert "The hobbit (A. Lane, Ed.; O. Berg, Trans.; 2nd ed.)." in _cited(ENGLISH, makers=makers)
    assert "ผ้าทอเมืองน่าน (ก ข, ผู้แปล; พิมพ์ครั้งที่ 2)." in _cited(THAI, makers=(*THAI.makers, Maker("ก ข", "translator")))


def test_what_is_no_book_says_what_it_is():
    assert "ผ้าทอเมืองน่าน [วีดิทัศน์]. " in _cited(THAI, edition="", format="video")
    assert "The hobbit (2nd ed.) [Audiobook]. " in _cited(ENGLISH, format="audio")


def test_what_is_read_on_a_screen_gives_its_address_and_a_printed_book_does_not():
    assert _cited(THAI, format="ebook", url="https://example.org/b").endswith("หอศิลป์. https://example.org/b")
    assert "https" not in _cited(THAI, url="https://example.org/b")


def test_a_publisher_that_is_the_author_is_not_said_twice():
    assert _cited(THAI, makers=(Maker("กรมศิลปากร"),), publisher="กรมศิลปากร").count("กรมศิลปากร") == 1


def test_a_title_that_ends_with_a_sign_gets_no_second_one():
    assert "ใครอยู่ในป่า? หอศิลป์." in _cited(THAI, title="ใครอยู่ในป่า?", edition="")


def test_only_the_title_is_in_italics():
    assert [piece.text for piece in apa(THAI, "th") if piece.italic] == ["ผ้าทอเมืองน่าน"]


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("", "author"), ("ผู้แต่ง", "author"), ("author", "author"), ("ผู้แปล", "translator"), ("translator", "translator"),
        ("บรรณาธิการ", "editor"), ("ed.", "editor"), ("ผู้วาดภาพประกอบ", "other"), ("illustrator", "other"),
        ("ผู้แต่ง, ผู้แปล", "translator"), ("edition of", "other"),
    ],
)  # fmt: skip
def test_a_role_is_a_part_in_the_book(role, part):
    assert part_of_role(role) == part
