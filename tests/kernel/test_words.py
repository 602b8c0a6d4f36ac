import copy
import pickle
from contextvars import copy_context

import pytest

from rianru.kernel.words import T, get_language, set_language, speaking

BOOKS = T("{n} เล่ม", "{n} books")


def test_a_text_speaks_thai_unless_told_otherwise() -> None:
    assert str(T("ยืม", "Borrow")) == "ยืม"
    assert T("ยืม", "Borrow").in_("en") == "Borrow"


def test_speaking_holds_inside_its_block_only() -> None:
    with speaking("en"):
        assert (str(BOOKS.having(n=3)), get_language()) == ("3 books", "en")
        with speaking("th"):
            assert str(BOOKS.having(n=3)) == "3 เล่ม"
        assert get_language() == "en"
    assert get_language() == "th"


def test_set_language_stays_inside_its_context() -> None:
    def inside() -> str:
        set_language("en")
        return str(T("ยืม", "Borrow"))

    assert copy_context().run(inside) == "Borrow"
    assert get_language() == "th"


def test_values_may_be_texts_and_speak_the_same_language() -> None:
    text = T("{place} ปิด", "{place} is closed", place=T("พะเยา", "Phayao"))
    assert (text.in_("th"), text.in_("en")) == ("พะเยา ปิด", "Phayao is closed")


def test_format_and_having_add_values_and_leave_the_first_text_alone() -> None:
    assert BOOKS.format(n=3) == BOOKS.having(n=3) == T("{n} เล่ม", "{n} books", n=3)
    assert BOOKS.having(n=1).having(n=2).in_("en") == "2 books"
    assert dict(BOOKS.values) == {}


def test_places_may_carry_a_format() -> None:
    assert T("{n:,} คน", "{n:,} people", n=12345).in_("th") == "12,345 คน"


@pytest.mark.parametrize(
    ("th", "en"),
    [("{n} เล่ม", "{m} books"), ("{n} เล่ม", "books"), ("{} เล่ม", "{} books"), ("{0}", "{0}"), ("{n.real}", "{n.real}")],
)
def test_a_text_with_different_or_nameless_places_cannot_be_made(th: str, en: str) -> None:
    with pytest.raises(ValueError, match="places"):
        T(th, en)


def test_a_value_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for"):
        BOOKS.having(m=3)


def test_a_text_with_a_hole_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        str(BOOKS)


def test_a_blank_side_falls_back_to_the_other() -> None:
    assert (T("", "Phayao").in_("th"), T("พะเยา", "").in_("en")) == ("Phayao", "พะเยา")


def test_what_is_counted_is_said_for_one_and_for_many() -> None:
    text = T("{n:,} แห่งเปิด", "{n:,} {n:place|places} {n:is|are} open")
    said = {n: text.having(n=n).in_("en") for n in (0, 1, 2, 1_000)}
    assert said == {0: "0 places are open", 1: "1 place is open", 2: "2 places are open", 1_000: "1,000 places are open"}
    assert text.having(n=1).in_("th") == "1 แห่งเปิด"
    assert T("{n} ชม.", "{n} {n:hour|hours}", n="1").in_("en") == "1 hour"  # a number that is written already
    assert T("{who}: {n}", "{who}: {n}", who="{n:a|b}", n=1).in_("en") == "{n:a|b}: 1"  # values are no texts of ours
    assert T.verbatim("ก|ข", "{n:a|b}").in_("en") == "{n:a|b}"
    with pytest.raises(KeyError):
        text.in_("en")


def test_verbatim_keeps_the_braces_of_data() -> None:
    assert T.verbatim("{ก}", "{").in_("th") == "{ก}"
    assert T.verbatim("{ก}", "{").in_("en") == "{"


def test_texts_are_equal_by_content_and_hash_alike() -> None:
    assert T("ก", "a") == T("ก", "a")
    assert hash(BOOKS.having(n=3)) == hash(BOOKS.having(n=3))
    assert BOOKS.having(n=3) != BOOKS.having(n=4)
    assert T("ก", "a") != "ก"
    assert {T("ก", "a"), T("ก", "a")} == {T("ก", "a")}


def test_a_text_is_frozen_and_survives_copying_and_pickling() -> None:
    with pytest.raises(AttributeError):
        BOOKS.th = "x"
    with pytest.raises(AttributeError):
        del BOOKS.th
    text = BOOKS.having(n=3)
    assert pickle.loads(pickle.dumps(text)) == copy.deepcopy(text) == text


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not a language"):
        T("ก", "a").in_("fr")
    with pytest.raises(ValueError, match="not a language"):
        set_language("fr")
