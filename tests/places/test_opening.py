from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.kernel.dates import BANGKOK
from rianru.places import actions, queries
from rianru.places.models import Holiday, HoursException, OpeningHours, Space
from tests.factories import AT, HOUSE, network, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BANGKOK).astimezone(UTC)


def opening(id, at):
    return queries.openings([id], at=at)[id]


def except_(day, *, opens=None, closes=None, why="", **whose):
    actions.set_exception(
        actor=HOUSE, at=AT, day=day, opens=opens, closes=closes, reason_th=why, reason_en=why, **whose
    )


def test_a_space_is_open_within_its_hours_and_says_until_when_and_why():
    id = space(hours=((6, 600, 1200),))
    found = opening(id, moment(SATURDAY, 10))
    assert (found.state, found.until) == ("open", time(20))
    assert [step.in_("th") for step in found.steps] == ["วันเสาร์ตามปกติ: 10:00–20:00 น."]
    assert [step.in_("en") for step in found.steps] == ["Usually on Sat: 10:00–20:00"]


@pytest.mark.parametrize(
    ("hour", "minute", "state"), [(9, 59, "closed"), (10, 0, "open"), (19, 59, "open"), (20, 0, "closed")]
)
def test_hours_are_half_open(hour, minute, state):
    id = space(hours=((6, 600, 1200),))
    assert opening(id, moment(SATURDAY, hour, minute)).state == state


def test_spans_that_touch_are_one_for_the_reader():
    id = space(hours=((6, 540, 720), (6, 720, 1020)))
    assert opening(id, moment(SATURDAY, 10)).until == time(17)


def test_a_closed_space_says_when_it_opens_next():
    id = space(hours=((6, 600, 1200), (1, 540, 1020)))
    assert opening(id, moment(SATURDAY, 8)).next.in_("th") == "เปิดวันนี้ 10:00\u00a0น."
    assert opening(id, moment(SATURDAY, 21)).next.in_("th") == "เปิดจันทร์ 23 พ.ย. 2569 09:00\u00a0น."
    assert opening(id, moment(SATURDAY + timedelta(days=1), 12)).next.in_("en") == "opens tomorrow 09:00"


def test_a_space_without_hours_is_not_guessed():
    id = space(hours=())
    found = opening(id, AT)
    assert (found.state, found.next) == ("unknown", None)
    assert [step.in_("en") for step in found.steps] == ["Nobody has told us the hours of this place yet"]


def test_its_own_exception_is_stronger_than_the_network_s_than_a_holiday_than_the_week():
    net = network()
    id = space(network_id=net, hours=((6, 600, 1200),))
    noon = moment(SATURDAY, 12)
    lines = [(opening(id, noon).state, len(opening(id, noon).steps))]
    Holiday.objects.create(day_on=SATURDAY, name_th="วันหยุด", name_en="Holiday")
    lines.append((opening(id, noon).state, opening(id, noon).steps[-1].in_("en")))
    except_(SATURDAY, opens=660, closes=780, why="งานวัด", network_id=net)
    lines.append((opening(id, noon).state, opening(id, noon).steps[-1].in_("en")))
    except_(SATURDAY, why="ซ่อมหลังคา", space_id=id)
    lines.append((opening(id, noon).state, opening(id, noon).steps[-1].in_("th")))
    assert lines == [
        ("open", 1),
        ("closed", "That day is Holiday, so it is closed"),
        ("open", "That day: 11:00–13:00, งานวัด (the network's calendar)"),
        ("closed", "วันนั้นปิด ซ่อมหลังคา (ปฏิทินของที่นี่)"),
    ]


def test_an_exception_of_one_network_leaves_another_alone():
    first, second = network(), network()
    ids = [space(network_id=net, hours=((6, 600, 1200),)) for net in (first, second)]
    except_(SATURDAY, network_id=first)
    found = queries.openings(ids, at=moment(SATURDAY, 12))
    assert [found[id].state for id in ids] == ["closed", "open"]


def test_a_space_is_closed_before_its_first_day_and_after_its_last_whatever_the_week_says():
    id = space(hours=((6, 600, 1200),))
    noon = moment(SATURDAY, 12)
    Space.objects.filter(id=id).update(opened_on=SATURDAY + timedelta(days=7))
    before = opening(id, noon)
    Space.objects.filter(id=id).update(opened_on=None, closed_on=SATURDAY)
    after = opening(id, noon)
    assert (before.state, before.steps[0].in_("en")) == (
        "closed",
        "This place opens for the first time on Sat 28 Nov 2026",
    )
    assert (after.state, after.next, after.steps[0].in_("en")) == (
        "closed",
        None,
        "This place closed for good on Sat 21 Nov 2026",
    )


def test_the_night_in_bangkok_belongs_to_the_day_in_bangkok():
    id = space(hours=((6, 0, 60),))
    assert opening(id, datetime(2026, 11, 20, 17, 30, tzinfo=UTC)).state == "open"  # 00:30 on Saturday


def test_openings_of_three_spaces_take_as_many_queries_as_of_one():
    ids = [space() for _ in range(3)]
    with CaptureQueriesContext(connection) as one:
        queries.openings(ids[:1], at=AT)
    with CaptureQueriesContext(connection) as three:
        found = queries.openings(ids, at=AT)
    assert (len(one), len(three), len(found)) == (4, 4, 3)


SPANS = st.lists(st.tuples(st.integers(0, 23), st.integers(1, 24)), max_size=2).map(
    lambda rows: [(a * 60, b * 60) for a, b in sorted(rows) if a < b]
)
ONE = (
    st.none()
    | st.just(())
    | st.tuples(st.integers(0, 11), st.integers(12, 24)).map(lambda row: (row[0] * 60, row[1] * 60))
)
DAYS = st.none() | st.integers(-2, 2)


@pytest.fixture
def place():
    net = network()
    return net, space(network_id=net, hours=())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(week=SPANS, own=ONE, shared=ONE, holiday=st.booleans(), begins=DAYS, ends=DAYS, minute=st.integers(0, 1439))
def test_the_list_of_what_is_open_and_the_page_of_a_space_follow_one_rule(
    place, week, own, shared, holiday, begins, ends, minute
):
    net, id = place
    spans = [span for n, span in enumerate(week) if n == 0 or span[0] >= week[n - 1][1]]
    for table in (OpeningHours, HoursException, Holiday):
        table.objects.all().delete()
    OpeningHours.objects.bulk_create(OpeningHours(space_id=id, weekday=6, opens=a, closes=b) for a, b in spans)
    for key, given_ in (("space_id", own), ("network_id", shared)):
        if given_ is not None:
            opens, closes = given_ or (None, None)
            HoursException.objects.create(
                day_on=SATURDAY, opens=opens, closes=closes, **{key: id if key == "space_id" else net}
            )
    if holiday:
        Holiday.objects.create(day_on=SATURDAY, name_th="วันหยุด", name_en="Holiday")
    days = [None if n is None else SATURDAY + timedelta(days=n) for n in (begins, ends)]
    if None not in days and days[0] > days[1]:
        days.reverse()
    Space.objects.filter(id=id).update(opened_on=days[0], closed_on=days[1])
    at = moment(SATURDAY, minute // 60, minute % 60)

    alive = (days[0] is None or days[0] <= SATURDAY) and (days[1] is None or days[1] > SATURDAY)
    decided = next((one for one in (own, shared) if one is not None), None)
    wanted = [decided] if decided else [] if decided == () or holiday else spans
    expected = alive and any(a <= minute < b for a, b in wanted)
    listed = queries.count_spaces(actor=HOUSE, at=at, wanted=queries.Wanted(open_now=True)) == 1
    assert (listed, opening(id, at).state == "open") == (expected, expected)
