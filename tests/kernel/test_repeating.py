"""Rules of repeating: read in bounded time, with an end, or refused by name."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.refusals import Refused
from rianru.kernel.repeating import (
    MOST,
    WEEKDAY_CODES,
    RepeatsForEver,
    RepeatsTooOften,
    RuleUnclear,
    days_of,
    rule_of,
    times_of,
)

FIRST = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # Saturday 10:00 in Bangkok


def days(rule, first=FIRST):
    return [f"{moment:%m-%d}" for moment in times_of(rule, first)]


@pytest.mark.parametrize(("rule", "expected"), [
    ("", ["11-21"]),
    ("FREQ=WEEKLY;COUNT=3", ["11-21", "11-28", "12-05"]),
    ("rrule:freq=weekly;count=2;", ["11-21", "11-28"]),
    ("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=3", ["11-24", "11-27", "12-01"]),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["11-21", "12-05", "12-19"]),
    ("FREQ=MONTHLY;BYDAY=3SA;COUNT=3", ["11-21", "12-19", "01-16"]),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["12-31", "01-31", "03-31"]),
    ("FREQ=DAILY;UNTIL=20261123", ["11-21", "11-22", "11-23"]),  # a bare day lasts until its end
    ("FREQ=DAILY;UNTIL=20261123T030000Z", ["11-21", "11-22", "11-23"]),
    ("FREQ=DAILY;UNTIL=20261123T025959Z", ["11-21", "11-22"]),
    ("FREQ=DAILY;UNTIL=20261122T100000", ["11-21", "11-22"]),  # without Z on Bangkok's clock
])
def test_a_rule_gives_its_days(rule, expected):
    assert days(rule) == expected


def test_times_are_kept_on_bangkok_s_clock_and_given_in_utc():
    late = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # 01:30 on Saturday in Bangkok
    assert times_of("FREQ=WEEKLY;BYDAY=SA;COUNT=2", late) == [late, late + timedelta(days=7)]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=DAILY;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=2"])
def test_one_that_never_ends_is_refused_by_name(rule):
    with pytest.raises(RepeatsForEver):
        times_of(rule, FIRST)


@pytest.mark.parametrize("rule", [
    f"FREQ=DAILY;COUNT={MOST + 1}", "FREQ=DAILY;COUNT=999999999999", "FREQ=YEARLY;COUNT=5", "FREQ=DAILY;UNTIL=20991231",
    "FREQ=DAILY;UNTIL=99991231", "FREQ=DAILY;INTERVAL=99999999999999999999;COUNT=3",
])
def test_one_that_makes_too_many_or_reaches_too_far_is_refused_by_name(rule):
    with pytest.raises(RepeatsTooOften):
        times_of(rule, FIRST)


def test_the_end_of_the_machine_s_calendar_is_too_far():
    with pytest.raises(RepeatsTooOften):
        times_of("FREQ=DAILY;COUNT=3", datetime(9999, 12, 30, tzinfo=UTC))


@pytest.mark.parametrize("rule", [
    "x", "FREQ=", "FREQ=SECONDLY;COUNT=3", "FREQ=HOURLY;COUNT=3", "COUNT=3", "FREQ=WEEKLY;BYDAY=XX;COUNT=2",
    "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=²", "FREQ=DAILY;INTERVAL=0;COUNT=3",
    "FREQ=DAILY;FREQ=WEEKLY;COUNT=2", "FREQ=DAILY;COUNT=2;X-SECRET=1", "FREQ=DAILY;UNTIL=20261340",
    "FREQ=DAILY;UNTIL=20200101", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "FREQ=WEEKLY;BYDAY=0SA;COUNT=2",
    "FREQ=DAILY;COUNT=2\nDTSTART:20200101", "FREQ=DAILY;COUNT=2;" + "BYMONTH=1," * 200 + "1", "FREQ=WEEKLY;WKST=;COUNT=1",
])
def test_what_is_no_rule_is_refused_by_name_within_seconds(rule):
    begun = time.process_time()
    with pytest.raises(RuleUnclear):
        times_of(rule, FIRST)
    assert time.process_time() - begun < 5


PIECES = st.lists(st.sampled_from([
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "COUNT=5", "UNTIL=20270101", "INTERVAL=3", "BYDAY=MO,-1FR",
    "BYMONTHDAY=-1", "BYSETPOS=-1", "BYMONTH=13", "BYWEEKNO=53", "BYYEARDAY=366", "WKST=SU", "BYDAY=5XX", "=", ";", "COUNT=",
]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_whatever_is_typed_gives_days_in_order_or_a_refusal(pieces):
    try:
        found = times_of(";".join(pieces), FIRST)
    except Refused:
        return
    assert found == sorted(set(found))
    assert 1 <= len(found) <= MOST


def test_the_text_of_a_rule_is_made_of_what_was_chosen():
    assert rule_of("WEEKLY", every=2, days=("TU", "FR"), times=6) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;COUNT=6"
    made = rule_of("DAILY", until=date(2026, 11, 23))
    assert days(made) == ["11-21", "11-22", "11-23"]
    with pytest.raises(RepeatsForEver):
        rule_of("DAILY")


# Days alone, with the end beside the rule

EVERY = st.sampled_from(["DAILY", "WEEKLY"])
SOME_DAYS = st.lists(st.sampled_from(WEEKDAY_CODES), max_size=4, unique=True)


@settings(max_examples=150)
@given(EVERY, st.integers(1, 5), SOME_DAYS, st.integers(0, 400), st.integers(0, 700))
def test_days_by_plain_counting_are_those_of_the_library(frequency, every, named, start, reach):
    first = date(2026, 1, 1) + timedelta(days=start)
    last = first + timedelta(days=reach)
    rule = f"FREQ={frequency};INTERVAL={every}" + (f";BYDAY={','.join(named)}" if named else "")
    begins, ends = datetime(first.year, first.month, first.day), datetime(last.year, last.month, last.day)
    assert days_of(rule, first, last) == [moment.date() for moment in rrulestr(rule, dtstart=begins).replace(until=ends)]


@pytest.mark.parametrize(("rule", "expected"), [
    ("", ["2026-11-21"]), ("FREQ=WEEKLY;INTERVAL=3", ["2026-11-21", "2026-12-12", "2027-01-02"]),
    ("FREQ=WEEKLY;COUNT=2", ["2026-11-21", "2026-11-28"]), ("FREQ=WEEKLY;UNTIL=20261129", ["2026-11-21", "2026-11-28"]),
    ("FREQ=MONTHLY;BYDAY=2TU", ["2026-12-08", "2027-01-12"]), ("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO", []),
])
def test_the_days_of_a_rule_between_two_days_both_included(rule, expected):
    found = days_of(rule, date(2026, 11, 21), date(2027, 1, 12))
    assert [f"{day}" for day in found] == expected


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "ทุกวันจันทร์"])
def test_what_is_no_rule_of_days_is_refused_by_name(rule):
    with pytest.raises(RuleUnclear):
        days_of(rule, date(2026, 11, 21), date(2027, 1, 12))
