from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.dates import (
    Period,
    YearUnclear,
    date_text,
    day_of,
    days_text,
    fiscal_year,
    fiscal_year_be,
    fiscal_year_span,
    format_date,
    format_moment,
    format_time,
    from_typed_year,
    in_bangkok,
    moment_text,
    month,
    start_of_day,
    to_be,
    when_text,
    year_number,
)
from rianru.kernel.words import speaking

DAY = date(2026, 11, 21)
EVENING = datetime(2026, 11, 21, 11, 30, tzinfo=UTC)
DAYS = st.dates(date(1900, 1, 1), date(2190, 12, 31))


@pytest.mark.parametrize(
    ("typed", "common"),
    [
        (2569, 2026),
        ("2569", 2026),
        ("๒๕๖๙", 2026),
        (2400, 1857),
        (2650, 2107),
        (2026, 2026),
        (1000, 1000),
        (" 2200 ", 2200),
    ],
)
def test_a_typed_year_is_read_by_its_range(typed: int | str, common: int) -> None:
    assert from_typed_year(typed) == common


@pytest.mark.parametrize("typed", [0, 69, 999, 2201, 2399, 2651, 12569, -2569, "", "25x9", "²⁵⁶⁹", "พ.ศ. 2569"])
def test_a_year_that_could_mean_several_is_refused(typed: int | str) -> None:
    with pytest.raises(YearUnclear) as refused:
        from_typed_year(typed)
    assert isinstance(refused.value, ValueError)


@given(st.integers(1857, 2107))
def test_a_buddhist_year_comes_back(year: int) -> None:
    assert from_typed_year(to_be(year)) == year


@pytest.mark.parametrize(
    ("language", "style", "shown"),
    [
        ("th", "short", "21 พ.ย. 2569"),
        ("en", "short", "21 Nov 2026"),
        ("th", "long", "21 พฤศจิกายน 2569"),
        ("en", "long", "21 November 2026"),
        ("th", "day", "เสาร์ 21 พ.ย. 2569"),
        ("en", "day", "Sat 21 Nov 2026"),
    ],
)
def test_a_day_is_shown_in_the_era_of_its_language(language: str, style: str, shown: str) -> None:
    assert format_date(DAY, language, style) == shown  # type: ignore[arg-type]


def test_a_moment_is_shown_on_the_clock_of_bangkok() -> None:
    assert (format_time(EVENING, "th"), format_time(EVENING, "en")) == ("18:30\u00a0น.", "18:30")
    assert format_time(time(9, 5), "th") == "09:05\u00a0น."
    assert format_moment(EVENING, "th", "day") == "เสาร์ 21 พ.ย. 2569 18:30\u00a0น."
    late = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert (format_date(late, "th"), day_of(late)) == ("1 ม.ค. 2570", date(2027, 1, 1))


def test_dates_speak_the_active_language_and_go_into_other_texts() -> None:
    with speaking("en"):
        assert (format_date(DAY), format_time(EVENING)) == ("21 Nov 2026", "18:30")
    assert (date_text(DAY).in_("th"), date_text(DAY).in_("en")) == ("21 พ.ย. 2569", "21 Nov 2026")
    assert moment_text(EVENING).in_("en") == "21 Nov 2026 18:30"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        in_bangkok(datetime(2026, 11, 21))


def test_a_day_begins_at_midnight_in_bangkok() -> None:
    assert start_of_day(DAY) == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 9, 30), 2025), (date(2025, 10, 1), 2026), (date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027)],
)
def test_a_fiscal_year_begins_in_october_of_the_year_before(day: date, year: int) -> None:
    assert (fiscal_year(day), fiscal_year_be(day)) == (year, year + 543)


def test_a_fiscal_year_spans_the_same_days_in_both_eras() -> None:
    assert fiscal_year_span(2569) == fiscal_year_span(2026) == Period(date(2025, 10, 1), date(2026, 10, 1))
    assert len(fiscal_year_span(2569).months()) == 12


@given(DAYS)
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day: date) -> None:
    year = fiscal_year(day)
    assert [day in fiscal_year_span(other) for other in (year - 1, year, year + 1)] == [False, True, False]


@given(DAYS, st.integers(0, 800))
def test_months_cut_a_period_without_gap_or_overlap(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days))
    pieces = period.months()
    assert [day for piece in pieces for day in piece.each_day()] == list(period.each_day())
    assert all(piece.start.month == piece.last.month for piece in pieces)


def test_a_month_ends_before_the_next_begins() -> None:
    assert month(2026, 12) == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert (month(2028, 2).days, month(2028, 2).last) == (29, date(2028, 2, 29))


def test_a_period_holds_its_start_and_not_its_end() -> None:
    period = Period(DAY, DAY + timedelta(days=2))
    assert [DAY + timedelta(days=n) in period for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert period.moments() == (start_of_day(DAY), start_of_day(DAY + timedelta(days=2)))
    assert period.overlaps(Period(DAY + timedelta(days=1), DAY + timedelta(days=9)))
    assert not period.overlaps(Period(DAY + timedelta(days=2), DAY + timedelta(days=9)))
    assert not period.overlaps(Period(DAY, DAY))


def test_a_period_is_made_of_days_in_order() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(DAY, DAY - timedelta(days=1))
    with pytest.raises(ValueError, match="made of days"):
        Period(EVENING, EVENING)
    with pytest.raises(ValueError, match="no last day"):
        _ = Period(DAY, DAY).last


@pytest.mark.parametrize(("last", "thai", "english"), [
    (DAY, "21 พ.ย. 2569", "21 Nov 2026"),
    (date(2026, 11, 30), "21–30 พ.ย. 2569", "21–30 Nov 2026"),
    (date(2026, 12, 14), "21 พ.ย. – 14 ธ.ค. 2569", "21 Nov – 14 Dec 2026"),
    (date(2027, 11, 21), "21 พ.ย. 2569 – 21 พ.ย. 2570", "21 Nov 2026 – 21 Nov 2027"),
])
def test_a_range_of_days_says_once_what_both_ends_share(last: date, thai: str, english: str) -> None:
    assert (days_text(DAY, last).in_("th"), days_text(DAY, last).in_("en")) == (thai, english)


def test_what_lasts_over_days_is_told_by_days_and_a_year_by_the_era_of_the_reader() -> None:
    assert when_text(EVENING, EVENING + timedelta(days=9)).in_("en") == "21–30 Nov 2026"
    assert (year_number(2027).in_("th"), year_number(2027).in_("en")) == ("2570", "2027")
