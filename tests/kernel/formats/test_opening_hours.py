"""Hours as OpenStreetMap writes them: what we write we read again, and what people type is read as they mean it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.formats.opening_hours import Hours, HoursUnclear, read, write

MARKS = st.lists(st.integers(0, 1440), min_size=0, max_size=8, unique=True).map(sorted)
SPANS = MARKS.map(lambda marks: [(marks[n], marks[n + 1]) for n in range(0, len(marks) - 1, 2)])
WEEKS = st.lists(SPANS, min_size=7, max_size=7).map(
    lambda days: [(day, *span) for day, spans in enumerate(days, 1) for span in spans]
)
DATES = st.dictionaries(st.dates(date(2020, 1, 1), date(2060, 1, 1)), SPANS, max_size=3)
WORKDAYS = tuple((day, 540, 1020) for day in range(1, 6))


@given(WEEKS, DATES)
def test_every_week_of_ours_is_read_as_it_was_written(week, days):
    found = read(write(week, days=days))
    assert found.week == tuple(sorted(week))
    assert found.days == {day: tuple(spans) for day, spans in days.items()}
    assert found.holidays is (False if week else None)


@given(WEEKS, st.integers(1, 7), st.integers(0, 1439))
def test_a_minute_is_open_in_the_text_where_it_is_open_in_the_week(week, day, minute):
    """Judged by a reader of its own, that knows no more than the notation."""
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    is_open = False
    for rule in filter(None, write(week).split("; ")):
        days, times = rule.split(" ")
        if days == "PH":
            continue
        first, _, last = days.partition("-")
        covered = {names.index(first), names.index(last)} if last else {names.index(one) for one in days.split(",")}
        if last:
            covered = set(range(min(covered), max(covered) + 1))
        if day - 1 in covered:
            minutes = [[int(t[:2]) * 60 + int(t[3:]) for t in span.split("-")] for span in times.split(",")]
            is_open = any(opens <= minute < closes for opens, closes in minutes)
    assert is_open == any(one == day and opens <= minute < closes for one, opens, closes in week)


def test_it_is_written_as_a_map_maker_would():
    week = [*WORKDAYS, (6, 600, 720), (6, 780, 1440), (7, 600, 720), (7, 780, 1440)]
    assert write(week, days={date(2026, 12, 5): [], date(2026, 12, 31): [(540, 720)]}) == (
        "Mo-Fr 09:00-17:00; Sa,Su 10:00-12:00,13:00-24:00; PH off; 2026 Dec 05 off; 2026 Dec 31 09:00-12:00"
    )
    assert write([]) == ""


@pytest.mark.parametrize(("text", "week"), [
    ("Mo-Fr 09:00-17:00", WORKDAYS),
    ("จันทร์-ศุกร์ 09.00-17.00 น.", WORKDAYS),
    ("วันจันทร์ ถึง วันศุกร์ เวลา ๐๙.๐๐–๑๗.๐๐ น.", WORKDAYS),
    ("จ.-ศ. 9-17", WORKDAYS),
    ("mon - fri 9:00 to 17:00; sat closed", WORKDAYS),
    ("Mo-Su 09:00-17:00; Sa,Su off; PH off", WORKDAYS),
    ("Mo-Fr 09:00-12:00, Mo-Fr 13:00-17:00", tuple((d, o, c) for d in range(1, 6) for o, c in ((540, 720), (780, 1020)))),
    ("ทุกวัน 8.30-16.30, อาทิตย์ปิด", tuple((d, 510, 990) for d in range(1, 7))),
    ("Fr-Mo 10:00-12:00", ((1, 600, 720), (5, 600, 720), (6, 600, 720), (7, 600, 720))),
    ("24/7", tuple((day, 0, 1440) for day in range(1, 8))),
    ("Su 22:00-02:00", ((1, 0, 120), (7, 1320, 1440))),
    ("Sa 18:00-26:00", ((6, 1080, 1440), (7, 0, 120))),
    ("", ()),
])  # fmt: skip
def test_hours_are_read_as_people_mean_them(text, week):
    assert read(text).week == week


def test_holidays_are_told():
    assert read("Mo 09:00-10:00; PH off") == Hours(((1, 540, 600),), {}, False)
    assert read("Mo-Su,PH 09:00-10:00").holidays is True
    assert read("จ 9-10; วันหยุดราชการ ปิด").holidays is False


@pytest.mark.parametrize("text", [
    "Mo-Fr", "9:00", "Mo 9:00-", "Mo 25:70-26:00", "sunrise-sunset", "Mo[1] 10:00-12:00", "week 1-53 Mo 10:00-12:00",
    "Mo 10:00+", "Jan-Mar 10:00-12:00", "=1+1", "Mo 10:00-12:00 || call us", "2026 Feb 30 off", "เปิดบ้างปิดบ้าง", "-" * 600,
    "Mo 30:00-31:00", ";;", "2026 Dec 31 22:00-02:00",
])
def test_what_no_week_can_hold_is_refused_by_name(text):
    with pytest.raises(HoursUnclear):
        read(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        week = read(text).week
    except HoursUnclear:
        return
    assert all(1 <= day <= 7 and 0 <= opens < closes <= 1440 for day, opens, closes in week)
