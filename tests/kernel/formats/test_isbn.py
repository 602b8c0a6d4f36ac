"""Numbers of books and serials, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.formats import isbn


def found(text):
    return [(one.isbn or f"wrong {one.written}", one.note) for one in isbn.find(text)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9786161234560", [("9786161234560", "")]),
        ("978-616-123-456-0 (ปกแข็ง)", [("9786161234560", "ปกแข็ง")]),
        ("978 616 123 456 0", [("9786161234560", "")]),
        ("978–616–123–456–0", [("9786161234560", "")]),
        ("ISBN ๙๗๘-๖๑๖-๑๒๓-๔๕๖-๐ : 250 บาท", [("9786161234560", "")]),
        ("0-306-40615-2", [("9780306406157", "")]),
        ("080442957x (pbk.) :", [("9780804429573", "pbk.")]),
        ("974-12-3456-0 [ปกอ่อน] 974-12-3456-1", [("wrong 9741234560", "ปกอ่อน"), ("wrong 9741234561", "")]),
        ("9789741234561 9789741234578", [("9789741234561", ""), ("9789741234578", "")]),
        ("9786161234560 (ล. 1) 9789741234561 (ล. 2)", [("9786161234560", "ล. 1"), ("9789741234561", "ล. 2")]),
        ("9786161234567", [("wrong 9786161234567", "")]),
        ("8850999220017", [("wrong 8850999220017", "")]),  # the bar code of something else
        ("978616123456", [("wrong 978616123456", "")]),
        ("250 บาท", []),
        ("ไม่มี ISBN", []),
        ("2569", []),
        ("", []),
    ],
)
def test_numbers_are_found_among_words_prices_and_brackets(typed, read):
    assert found(typed) == read


@given(st.integers(0, 999_999_999))
def test_ten_and_thirteen_signs_are_two_ways_to_write_one_number(core):
    thirteen = next(whole for digit in range(10) if (whole := isbn.to_13(f"978{core:09}{digit}")))
    ten = isbn.to_10(thirteen)
    assert (len(ten), isbn.to_13(ten)) == (10, thirteen)
    assert sum(bool(isbn.to_13(f"{core:09}{digit}")) for digit in "0123456789X") == 1


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_any_one_digit_wrong_is_seen(core, place, by):
    ten = isbn.to_10(next(whole for digit in range(10) if (whole := isbn.to_13(f"978{core:09}{digit}"))))
    spoiled = ten[:place] + str((int(ten[place]) + by) % 10) + ten[place + 1 :]
    assert isbn.to_13(spoiled) == ""


def test_a_number_of_979_has_no_ten_signs():
    assert (isbn.to_13("9791034304813"), isbn.to_10("9791034304813")) == ("9791034304813", "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0125-0973", "01250973"), ("ISSN 0125-0973 (Print)", "01250973"), ("2434-561x", "2434561X"),
        ("๐๑๒๕-๐๙๗๓", "01250973"), ("0125-0974", ""), ("0125", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_issn_is_eight_signs_with_a_right_check_digit(typed, read):
    assert isbn.issn(typed) == read


@given(st.text())
def test_no_text_is_too_odd(text):
    assert all(one.isbn == "" or len(one.isbn) == 13 for one in isbn.find(text))
    assert len(isbn.issn(text)) in (0, 8)
