import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai import fold, fold_normal, normalise, sort_key, sort_key_normal, to_arabic, to_thai
from tests.kernel.thai.texts import texts

ANY = st.deferred(texts)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("น\u0e4dา", "นำ"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("นำ\u0e49", "น้ำ"),
        ("เเมว", "แมว"),
        ("ท\u0e48ี", "ที่"),
        ("ก\u0e38\u0e49ง", "กุ้ง"),
        ("ก\u0e49\u0e38ง", "กุ้ง"),
        ("สิทธ\u0e4cิ", "สิทธิ์"),
        ("ที่่่", "ที่"),
        ("มาาา", "มา"),
        ("ห้อง\u200bสมุด\ufeff", "ห้องสมุด"),
        ("ห้อง\u200dสมุด\u200c", "ห้องสมุด"),
        ("ก\x00\x07ข\x7f", "กข"),
        ("  ก \t\n ข\u3000ค ", "ก ข ค"),
        ("Cafe\u0301", "Café"),
        ("พุทฺธํ", "พุทฺธํ"),
        ("👩\u200d🎓", "👩\u200d🎓"),
        ("\ud800ก", "ก"),
        ("\u0300\u0e4c\u0e38", "\u0e38\u0300\u0e4c"),  # a Latin accent among Thai marks
        ("", ""),
    ],
)
def test_normalise_gives_one_spelling(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    "text",
    ["น้ำใจ", "เด็กๆ", "ก็", "สิทธิ์", "พันธุ์", "จ๊ะ", "เปี๊ยะ", "ฤๅษี", "กรรม", "เกี๊ยว", "ผัวะ", "บันทึก", "โต๊ะ"],
)
def test_normalise_leaves_right_spelling_alone(text: str) -> None:
    assert normalise(text) == text


@given(ANY)
def test_what_is_normalised_folds_and_sorts_the_same_by_the_short_way(text: str) -> None:
    once = normalise(text)
    assert (fold_normal(once), sort_key_normal(once)) == (fold(text), sort_key(text))


@given(ANY)
def test_normalise_twice_changes_nothing_and_stays_in_nfc(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("๑๐๐ ปี", "100 ปี"),
        ("Phayā ʻĀrān", "phaya aran"),
        ("STRASSE Straße", "strasse strasse"),
        ("ฤๅษี", "ฤาษี"),
        ("ＡＢＣ ﬁ", "abc fi"),
        ("น้ำที่นี่", "น้ำที่นี่"),
        ("ПРИВЕТ", "привет"),
        ("हिन्दी", "हिन्दी"),
        ("Việt Nam", "viet nam"),
    ],
)
def test_fold_makes_comparable_and_keeps_thai_marks(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY)
def test_fold_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_fold_sees_no_difference_that_normalise_removes(text: str) -> None:
    assert fold(normalise(text)) == fold(text)


@given(ANY)
def test_digits_go_to_thai_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai("2569") == "๒๕๖๙"


@given(ANY)
def test_the_short_way_for_usual_text_ends_where_the_long_way_does(text: str) -> None:
    assert normalise(text) == normalise(f"\u200b{text}\u200b")  # what vanishes, and sends any text the long way
