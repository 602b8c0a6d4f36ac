"""The judged queries: complete, made the same every time, and judged by a truth that can be wrong."""

import random
from collections import Counter

import pytest

from bench.found import Answer, is_right, share
from bench.libraries.isbn import check13
from bench.queries import CLASSES, DERIVED, HAND, Judged, keyboard, read, romanised, variants
from bench.queries.classes import MAKERS
from bench.queries.demo import demo
from bench.queries.derive import EACH, derived
from bench.queries.laws import laws
from bench.queries.wanted import Shelf, folded
from bench.queries.works import generated, neighbours, words


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """The demo, the laws, and a thousand generated works."""
    return Shelf([*demo(), *laws(), *generated(1000)])


def test_three_hundred_are_written_by_hand_twenty_a_class():
    judged = read(HAND)
    assert Counter(one.kind for one in judged) == dict.fromkeys(CLASSES, 20)
    assert len({one.query for one in judged}) == 300


def test_three_thousand_are_derived_and_come_out_the_same_again():
    judged = read(DERIVED)
    assert Counter(one.kind for one in judged) == dict.fromkeys(CLASSES, EACH)
    assert judged == derived()


def test_every_class_has_a_maker():
    assert list(MAKERS) == list(CLASSES)


def test_every_query_by_hand_has_an_answer_in_the_demo(shelf):
    assert [one for one in read(HAND) if not shelf.right(one.wanted)[0]] == []


def test_every_part_of_what_is_wanted_by_hand_names_a_work(shelf):
    terms = {term for one in read(HAND) for term in one.wanted.split(" | ")}
    assert [term for term in sorted(terms) if shelf.right(term) == (frozenset(), frozenset())] == []


def test_no_wanted_work_says_a_word_that_its_query_excludes():
    by = {work.key: folded(work.text()) for work in demo()}
    for one in read(HAND):
        wanted = [term for term in one.wanted.split(" | ") if term in by and one.kind == "exclusion"]
        excluded = [folded(word[1:]) for word in one.query.split() if word.startswith("-")]
        assert not [(one.query, key) for key in wanted for word in excluded if word in by[key]]


def test_wanted_is_a_key_a_title_a_maker_or_both_at_once(shelf):
    assert shelf.right("0002 | 0003") == ({"0002", "0003"}, set())
    assert shelf.right("title=alice's ADVENTURES in wonderland")[0] == {"0434"}
    assert shelf.right("author=ศรีบูรพา + holds=สงคราม")[0] == {"0117"}
    assert shelf.right("isbn=978-616-00-0001-2")[0] == {"0129"}
    assert shelf.right("0084 | !0480") == ({"0084"}, {"0480"})
    assert shelf.right("title=no such title") == (set(), set())


def test_a_part_of_a_title_finds_all_that_hold_it_and_nothing_across_two_works(shelf):
    assert shelf.right("holds=ภูเขาทอง")[0] == {"0002"}
    first, second = (folded(work.title) for work in demo()[10:12])
    assert shelf.holding(first[-3:] + second[:3]) == set()
    assert shelf.holding("") == set()


def test_every_work_has_four_neighbours_of_which_none_has_its_title():
    for work in demo():
        near = neighbours(work)
        assert [one.key for one in near] == [f"{work.key}.{number}" for number in (1, 2, 3, 4)]
        assert folded(work.title) not in {folded(one.title) for one in near}
        assert near[0].names == near[1].names == work.names
        assert near == neighbours(work)


def test_more_generated_works_leave_the_first_ones_as_they_were():
    few, many = list(generated(300)), list(generated(600))
    assert few == many[: len(few)]


def test_a_sentence_typed_on_the_other_keyboard_goes_there_and_back():
    assert keyboard.as_latin("สวัสดี") == "l;ylfu"
    assert keyboard.as_thai("l;ylfu") == "สวัสดี"
    for work in demo():
        if all("ก" <= sign <= "๎" for sign in work.title):
            assert keyboard.as_thai(keyboard.as_latin(work.title)) == work.title
    assert keyboard.beside("ก") == "หด"
    assert keyboard.beside("s") == "ad"


def test_a_slip_changes_one_letter_or_swaps_two():
    for number in range(200):
        text = "พระอภัยมณี"
        made = variants.slip(text, random.Random(number))
        assert made != text
        assert abs(len(made) - len(text)) <= 1
        assert made[0] == text[0]


def test_other_spellings_follow_the_rules():
    assert "หินซายสกุลช่าง" in variants.respelt("หินทรายสกุลช่าง")
    assert "รามเกียรติ" in variants.respelt("รามเกียรติ์")
    assert "กริษณาสอนน้อง" in variants.respelt("กฤษณาสอนน้อง")
    assert "ตัดต่อวีดีโอ" in variants.respelt("ตัดต่อวิดีโอ")
    assert list(variants.respelt("มานี")) == []


def test_names_and_titles_are_romanised_word_by_word_or_not_at_all():
    assert romanised.title("พระอภัยมณี") == "phra aphai mani"
    assert romanised.title("แนวข้อสอบนิติกร") == "naeo kho sop nitikon"
    assert romanised.name("ขวัญใจ", "ดอกไม้กระจ่าง") == "khwanchai dokmaikrachang"
    assert romanised.title("ไม่มีในตาราง") == ""
    assert all(value.isascii() for value in (*romanised.NAMES.values(), *romanised.TITLES.values()))


def test_isbns_by_hand_have_right_check_digits():
    arabic = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    found = 0
    for one in read(HAND):
        digits = "".join(sign for sign in one.query.translate(arabic) if sign.isdigit()).removeprefix("13")
        if one.kind in ("number", "digits") and len(digits) == 13:
            assert check13(digits[:12]) == digits[12], one
            found += 1
    assert found == 14


def test_words_are_the_title_without_blanks_and_signs():
    assert words("โคก หนอง นา แปลงเล็ก")[:3] == ["โคก", "หนอง", "นา"]
    assert words("Siam, a short description") == ["Siam", "a", "short", "description"]


def test_a_share_counts_what_is_right():
    judged = Judged("a", "exact", "0001")
    answers = [Answer(judged, (), right, 0.0) for right in (True, True, False, True)]
    assert share(answers) == 0.75


def test_an_answer_is_wrong_without_a_right_work_and_with_one_that_must_not_come():
    right, wrong = frozenset({"0082"}), frozenset({"0019"})
    assert is_right(("0001", "0082"), right, wrong)
    assert not is_right(("0001",), right, wrong)
    assert not is_right(("0082", "0019"), right, wrong)
    assert not is_right((), right, frozenset())
