"""Codes on paper: whose they are, of which day, week or month; a slip of the hand is told from a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel import paper_codes as codes
from rianru.kernel.boards import SIDES, full, lines
from rianru.kernel.changing_codes import PAPER

SECRET, OTHER = b"a" * 32, b"b" * 32
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
NUMBERS = st.integers(1, 900_000)


@given(NUMBERS, DAYS, st.sampled_from(["day", "week", "month"]))
def test_what_is_printed_is_read_back_however_it_is_typed_in_thai_digits_too(number, day, turns):
    digits = codes.written(number, SECRET, codes.window_on(turns, day))
    thai = codes.shown(digits).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (digits, codes.shown(digits), thai, f" {digits[:4]}-{digits[4:]} "):
        found = codes.read(typed)
        assert found is not None
        assert (found.number, found.slip) == (number, False)
        assert codes.ago(SECRET, found.six, turns, day) == 0


@given(NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_every_single_wrong_digit_and_swapped_neighbours_are_a_slip(number, place, more):
    digits = codes.written(number, SECRET, PAPER)
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1:]
    assert codes.read(wrong).slip
    swapped = digits[:place] + digits[place:place + 2][::-1] + digits[place + 2:]
    assert swapped == digits or codes.read(swapped).slip


@given(DAYS, st.sampled_from(["day", "week", "month"]))
def test_a_code_counts_from_the_first_to_the_last_day_that_its_sheet_says(day, turns):
    six = codes.read(codes.written(7, SECRET, codes.window_on(turns, day))).six
    first, last = codes.span_of(turns, day)
    assert [codes.ago(SECRET, six, turns, one) for one in (first, last)] == [0, 0]
    assert codes.ago(SECRET, six, turns, last + timedelta(days=1)) == 1  # known as old
    assert first <= day <= last


def test_another_secret_or_another_way_of_turning_makes_another_code():
    day = date(2026, 11, 22)
    of = {codes.written(7, secret, codes.window_on(turns, day)) for secret in (SECRET, OTHER)
          for turns in ("day", "week", "month")}
    assert len(of) == 6


@pytest.mark.parametrize("typed", ["", "482913", "hello world", "1" * 40, "๑๒", "12345678901x"])
def test_what_is_no_such_number_is_none(typed):
    assert codes.read(typed) is None


@given(st.sampled_from([3, 4, 5]), st.sets(st.integers(0, 24)))
def test_full_lines_are_those_of_which_every_square_is_reached(side, reached):
    there = {one for one in reached if one < side * side}
    grid = [[side * row + column in there for column in range(side)] for row in range(side)]
    expected = sum(map(all, grid)) + sum(all(row[n] for row in grid) for n in range(side))
    expected += all(grid[n][n] for n in range(side)) + all(grid[n][side - 1 - n] for n in range(side))
    assert len(full(side, there)) == expected
    assert len(lines(side)) == 2 * side + 2
    assert SIDES[side * side] == side
