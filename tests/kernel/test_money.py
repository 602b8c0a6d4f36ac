import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.money import AmountUnclear, allocate, baht_text, format_baht, parse_baht
from rianru.kernel.thai import to_thai
from rianru.kernel.words import speaking


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("1,234.50", 123450),
        ("๑,๒๓๔.๕๐", 123450),
        ("590", 59000),
        (" 590.5 ", 59050),
        ("฿590", 59000),
        ("590 บาท", 59000),
        ("590.00\u00a0บาท", 59000),
        ("THB 1000000", 100000000),
        ("590 baht", 59000),
        ("0.01", 1),
        ("0", 0),
    ],
)
def test_a_typed_amount_is_read_exactly(typed: str, satang: int) -> None:
    assert parse_baht(typed) == satang


@pytest.mark.parametrize(
    "typed",
    [
        "", "บาท",
        "1.234", "1,23", "12,34.00", "1 234", "-5", "+5", "1e3", "1..2",
        ".5", "5.", "ห้าสิบ", "²", "1" * 14, "฿5 บาท",
    ],
)
def test_an_amount_without_an_exact_value_is_refused(typed: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_baht(typed)
    assert isinstance(refused.value, ValueError)
    assert refused.value.code == "money.amount_unclear"


def test_an_amount_is_shown_with_its_unit_on_the_same_line() -> None:
    assert format_baht(590_00, "th") == "590.00\u00a0บาท"
    assert format_baht(590_00, "en") == "590.00\u00a0baht"
    assert format_baht(1_234_567_05, "en", unit="code") == "1,234,567.05\u00a0THB"
    assert format_baht(-5, "th") == "-0.05\u00a0บาท"
    with speaking("en"):
        assert format_baht(0) == "0.00\u00a0baht"
    assert (baht_text(100).in_("th"), baht_text(100).in_("en")) == ("1.00\u00a0บาท", "1.00\u00a0baht")


@given(st.integers(0, 10**15 - 1), st.sampled_from(["th", "en"]))
def test_what_is_shown_is_read_back(satang: int, language: str) -> None:
    assert parse_baht(format_baht(satang, language)) == satang
    assert parse_baht(to_thai(format_baht(satang, language))) == satang


WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_shares_add_up_and_each_is_within_a_satang_of_fair(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    pairs = zip(shares, weights, strict=True)
    assert all(abs(share * sum(weights) - total * weight) < sum(weights) for share, weight in pairs)


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_heavier_weight_never_gets_less_and_a_debt_is_the_mirror_image(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert allocate(-total, weights) == [-share for share in shares]
    by_weight = sorted(zip(weights, shares, strict=True), key=lambda pair: (pair[0], pair[1]))
    assert [share for _, share in by_weight] == sorted(shares)


def test_of_equal_remainders_the_earlier_gets_the_satang() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(5, [0, 1, 1]) == [0, 3, 2]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_shares_need_a_weight(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(100, weights)
