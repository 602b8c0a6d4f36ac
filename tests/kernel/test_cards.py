"""Card numbers: a slip of the hand is noticed, blanks and Thai digits are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.cards import card_number, check_digit, cleaned, is_ours, shown

NUMBERS = st.builds(card_number, st.integers(100, 999), st.integers(1, 9_999_999))


def test_a_published_example():
    assert check_digit("572") == "4"  # Damm's own


@given(NUMBERS, st.integers(0, 10), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(number, place, more):
    wrong = str((int(number[place]) + more) % 10)
    assert is_ours(number)
    assert not is_ours(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS, st.integers(0, 9))
def test_neighbours_that_changed_places_are_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_ours(swapped) == (swapped == number)


@given(NUMBERS)
def test_it_is_read_as_it_is_shown(number):
    assert cleaned(shown(number)) == number


def test_typed_by_hand():
    assert cleaned(" ๑๐๑ 0000-0123 ") == "10100000123"
    assert cleaned("tk-00 12") == "TK0012"
    assert shown("TK0012") == "TK0012"


@pytest.mark.parametrize(("prefix", "count"), [(99, 1), (1000, 1), (100, 0), (100, 10_000_000)])
def test_there_are_no_other_cards(prefix, count):
    with pytest.raises(ValueError, match="no card"):
        card_number(prefix, count)
