"""Timetables as others read them: the open CSV out and in again, and GTFS, checked by an outside validator."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from gtfs_analyzer import validate_gtfs
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats import gtfs, mobile_stops, tables
from rianru.places import actions, queries
from rianru.places.models import Holiday, Stop, Timetable, Visit
from tests.factories import AT, HOUSE
from tests.factories.vans import MAE_KA, halt, route, stop, van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MONDAY, LAST = date(2026, 11, 23), date(2027, 3, 31)
SITE = "https://rianru.example"


def planned():
    """A van with two halts on one day of a three-week cycle, and a lone one on another; one day is a holiday."""
    Holiday.objects.create(day_on=MONDAY + timedelta(weeks=3), name_th="วันทดสอบ", name_en="Test day")
    vehicle = van()
    lane = route(vehicle)
    first, second = stop(vehicle), stop(vehicle, name_th="ตลาดแม่กา", area=MAE_KA, lat="19.02", lon="99.92")
    for day, where, arrives in ((MONDAY, first, 540), (MONDAY, second, 780), (MONDAY + timedelta(days=1), second, 540)):
        actions.set_timetable(actor=HOUSE, at=AT, halt=halt(
            lane, where, arrives=arrives, leaves=arrives + 120, first_on=day, last_on=LAST))
    return vehicle


def written():
    """The file as it is published."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(mobile_stops.COLUMNS)
    out.writerows(mobile_stops.cells_of(replace(one, url=f"{SITE}/stops/{one.url}/"))
                  for one in queries.open_timetable(at=AT))
    return text.getvalue()


def days():
    return sorted(Visit.objects.filter(state="planned").values_list("stop__name_th", "arrives_at", "leaves_at"))


def zipped():
    return gtfs.zipped(queries.gtfs_feed(at=AT, site=SITE, stop_url=f"{SITE}/stops/{{code}}/"), made=date(2026, 11, 21))


def test_the_file_has_the_columns_of_the_field_and_says_on_which_days_of_its_rule_no_van_comes():
    planned()
    first, *_ = csv.DictReader(io.StringIO(written()))
    assert list(first) == list(mobile_stops.COLUMNS)
    assert (first["day"], first["arrival"], first["departure"], first["frequency"], first["exceptions"]) == (
        "Monday", "09:00", "11:00", "FREQ=WEEKLY;INTERVAL=3", "2026-12-14")


def test_what_was_written_is_read_again_without_a_change_and_from_nothing_gives_the_same_visits():
    vehicle = planned()
    file, before = written().encode(), days()
    again = actions.read_timetable(actor=HOUSE, at=AT, data=file, write=True)
    assert [row.outcome for row in again.rows] == ["same"] * 3
    Visit.objects.all().delete()
    Timetable.objects.all().delete()
    Stop.objects.all().delete()
    fresh = actions.read_timetable(actor=HOUSE, at=AT, data=file, write=True)
    assert ([row.outcome for row in fresh.rows], days()) == (["new"] * 3, before)
    assert vehicle


def test_a_look_keeps_nothing_and_rows_that_cannot_be_say_their_line_and_why_while_the_rest_is_kept():
    planned()
    good = written().splitlines()
    bad = [good[0], good[1].replace("09:00", "25:99"), good[2].replace("รถหนังสือทดสอบ", "ไม่มีรถคันนี้"),
           good[3].replace("2026-11-24", "2026-11-23"), good[3].replace("09:00", "12:00").replace("11:00", "13:00")]
    looked = actions.read_timetable(actor=HOUSE, at=AT, data="\n".join(bad).encode(), write=False)
    assert [(row.line, row.outcome) for row in looked.rows] == [
        (2, "refused"), (3, "refused"), (4, "refused"), (5, "new")]
    assert "arrival" in looked.rows[0].reason.in_("en")
    assert "two places" in looked.rows[2].reason.in_("en")
    assert Timetable.objects.count() == 3
    kept = actions.read_timetable(actor=HOUSE, at=AT, data="\n".join(bad).encode(), write=True)
    assert (kept.count("new"), Timetable.objects.count()) == (1, 4)


def rows(count, **given):
    """A file of so many halts of one van, each at a stop of its own on a day of its own or two hours later."""
    said = {"mobile": "van-file", "route": "สายยาว", "type": "Public", "arrival": "08:00", "departure": "09:00",
            "frequency": "FREQ=WEEKLY;INTERVAL=3", "end": "2027-03-31", "community": "หมู่ 1"} | given
    text = io.StringIO()
    out = csv.DictWriter(text, mobile_stops.COLUMNS)
    out.writeheader()
    for n in range(count):
        day, hour = divmod(n, 7)
        out.writerow({"stop": f"จุดที่ {n}", "geox": f"{99.8 + n / 1000:.3f}", "geoy": "19.15",
                      "start": (MONDAY + timedelta(days=day)).isoformat(), **said,
                      "arrival": f"{8 + hour:02}:00", "departure": f"{8 + hour:02}:50"})
    return text.getvalue().encode()


@pytest.mark.parametrize("write", [True, False])
def test_a_long_file_takes_as_many_statements_as_a_short_one_read_and_read_again(write):
    van(code="van-file")
    asked = []
    for count in (3, 60, 60):
        with CaptureQueriesContext(connection) as seen:
            report = actions.read_timetable(actor=HOUSE, at=AT, data=rows(count), write=write)
        assert report.count("refused") == 0
        asked.append(len(seen))
    assert max(asked) <= 30
    assert asked[1] <= asked[0] + 3  # what was the same is compared, what is new is written
    assert (report.count("same"), Stop.objects.count()) == ((60, 60) if write else (0, 0))


def test_rows_of_one_file_that_meet_are_refused_and_so_is_the_same_halt_told_in_two_ways():
    van(code="van-file")
    twice = rows(2).decode().splitlines()
    meets = twice[1].replace("08:50", "08:40")
    other = twice[2].replace("09:00", "08:30").replace("จุดที่ 1", "จุดอื่น")
    report = actions.read_timetable(actor=HOUSE, at=AT, data="\n".join([*twice, twice[1], meets, other]).encode(), write=True)
    assert [row.outcome for row in report.rows] == ["new", "new", "same", "refused", "refused"]
    assert "already" in report.rows[3].reason.in_("en")
    assert "จุดที่ 0" in report.rows[4].reason.in_("th")
    assert Timetable.objects.count() == 2


def test_a_rule_that_no_calendar_knows_and_one_that_never_comes_are_refused_and_one_without_an_end_ends_with_its_year():
    van(code="van-file")
    said = {"frequency": "FREQ=HOURLY"}, {"frequency": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, {"end": "2031-01-01"}, {"end": ""}
    told = [actions.read_timetable(actor=HOUSE, at=AT, data=rows(1, **one), write=True).rows[0] for one in said]
    assert [row.outcome for row in told] == ["refused", "refused", "refused", "new"]
    assert Timetable.objects.get().last_on == MONDAY + timedelta(days=365)


@pytest.mark.parametrize(("given", "says"), [
    ({"geox": "19.15", "geoy": "99.85"}, "swapped"), ({"geox": "101.2", "geoy": "9.5"}, "sea"), ({"geox": ""}, "position"),
    ({"stop": "จุด", "departure": "08:00"}, "opening"), ({"mobile": "รถที่ไม่มี"}, "รถที่ไม่มี"),
])
def test_a_row_of_a_place_or_a_van_that_cannot_be_is_refused_by_name_and_the_next_one_is_kept(given, says):
    van(code="van-file")
    good = rows(2).decode().splitlines()
    bad = dict(zip(mobile_stops.COLUMNS, next(csv.reader([good[1]])), strict=True)) | given
    text = io.StringIO()
    csv.writer(text).writerow(bad.values())
    report = actions.read_timetable(
        actor=HOUSE, at=AT, data="\n".join([good[0], text.getvalue().strip(), good[2]]).encode(), write=True)
    assert [row.outcome for row in report.rows] == ["refused", "new"]
    assert says in report.rows[0].reason.in_("en")
    assert Stop.objects.count() == 1  # nothing of the refused row


def test_days_that_a_file_takes_out_later_are_off_and_those_who_wait_are_told():
    van(code="van-file")
    actions.read_timetable(actor=HOUSE, at=AT, data=rows(1), write=True)
    again = rows(1, exceptions="2026-12-14").decode()
    assert [row.outcome for row in actions.read_timetable(actor=HOUSE, at=AT, data=again.encode(), write=True).rows] == [
        "changed"]
    off = Visit.objects.get(state="cancelled")
    assert (off.day_on, off.sequence, bool(off.reason_th)) == (date(2026, 12, 14), 1, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'what', args->'visits'->>0 FROM procrastinate_jobs "
                       "WHERE task_name = 'lending.tell_of_visits'")
        assert cursor.fetchall() == [("cancelled", str(off.id))]
    assert [row.outcome for row in actions.read_timetable(actor=HOUSE, at=AT, data=again.encode(), write=True).rows] == [
        "same"]


def test_a_file_without_its_columns_is_refused_by_name():
    with pytest.raises(tables.ColumnsMissing):
        actions.read_timetable(actor=HOUSE, at=AT, data=b"name,place\nx,y\n", write=True)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(mobile_stops.COLUMNS), st.text(max_size=12), min_size=3))
def test_whatever_stands_in_the_cells_is_read_or_refused_by_name(cells):
    try:
        found = mobile_stops.halt_of(cells)
    except tables.CellWrong:
        return
    assert 0 <= found.arrives <= 1440


def test_gtfs_passes_an_outside_validator_and_a_broken_one_does_not():
    planned()
    found = validate_gtfs(zipped(), today="2026-11-21")
    errors = [(one["rule_id"], one["file"], one["message"]) for one in found["notices"]
              if one["severity"].upper() in ("ERROR", "CRITICAL")]
    assert errors == []
    assert found["validation_status"] == "COMPLETE"
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped())) as whole, zipfile.ZipFile(broken, "w") as out:  # the control
        for name in whole.namelist():
            text = whole.read(name).decode()
            out.writestr(name, text.replace("Asia/Bangkok", "Nowhere") if name == "agency.txt" else text[:-40])
    caught = validate_gtfs(broken.getvalue(), today="2026-11-21")
    assert any(one["severity"].upper() in ("ERROR", "CRITICAL") for one in caught["notices"])


def test_gtfs_says_each_day_in_calendar_dates_without_holidays_and_cancelled_visits():
    planned()
    off = Visit.objects.filter(day_on=MONDAY).order_by("arrives_at").last()
    actions.cancel_visit(actor=HOUSE, at=AT, visit_id=off.id, reason_th="น้ำท่วม")
    with zipfile.ZipFile(io.BytesIO(zipped())) as feed:
        dates = list(csv.DictReader(io.StringIO(feed.read("calendar_dates.txt").decode())))
        times = list(csv.DictReader(io.StringIO(feed.read("stop_times.txt").decode())))
    assert {row["exception_type"] for row in dates} == {"1"}
    assert "20261214" not in {row["date"] for row in dates}
    by_day = {row["date"]: [one for one in times if one["trip_id"] == row["service_id"] and one["pickup_type"] == "0"]
              for row in dates}
    assert {day: len(found) for day, found in by_day.items()} == {
        "20261123": 1, "20261124": 1, "20261215": 1, "20270104": 2, "20270105": 1, "20270125": 2, "20270126": 1,
        "20270215": 2, "20270216": 1, "20270308": 2, "20270309": 1,
    }
