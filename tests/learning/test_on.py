"""What is on: near a point, tonight, on each day; every answer of the database beside one counted by hand."""

import random
from datetime import timedelta

import pytest

from rianru.kernel.dates import day_of
from rianru.kernel.geography import Point, kilometres
from rianru.learning import queries
from rianru.learning.models import Activity, Session
from rianru.places.models import Area, Space
from rianru.web.learning.asking import period_of
from tests.factories import AT
from tests.learning.making import HOUR, SATURDAY, clock, span, weekly
from tests.people import making

pytestmark = pytest.mark.django_db
PHAYAO = Point(19.166, 99.902)


def titles(**more):
    return [one.activity.title_th for one in queries.meetings(queries.Wanted(since=AT, **more))]


def placed(code, lat, lon, *, lying_in="5601"):
    one = making.space(code, within=making.network("north"), lying_in=lying_in)
    Space.objects.filter(id=one.id).update(lat=lat, lon=lon)
    return Space.objects.get(id=one.id)


def held(space, title, *times, **more):
    """Rows as they are after planning: the search is what is looked at here."""
    one = Activity.objects.create(space=space, title_th=title, state="open", made_at=AT, changed_at=AT,
                                  **({"kind": "club"} | more))
    Session.objects.bulk_create(
        Session(activity=one, starts_at=begins, ends_at=ends, changed_at=AT) for begins, ends in times)
    return one


def test_near_is_what_lies_within_so_many_kilometres_and_says_how_far():
    held(placed("by", 19.17, 99.90), "ใกล้", span(SATURDAY))
    held(placed("off", 19.60, 99.90), "ไกล", span(SATURDAY))
    middle = making.area("570101")
    Area.objects.filter(code=middle.code).update(lat=19.20, lon=99.90)
    held(placed("unmarked", None, None, lying_in="570101"), "กลางตำบล", span(SATURDAY + HOUR))
    held(placed("nowhere", None, None, lying_in="5801"), "ไม่รู้ที่", span(SATURDAY))
    assert titles(near=queries.Near(PHAYAO, 15)) == ["ใกล้", "กลางตำบล"]
    assert titles(near=queries.Near(PHAYAO, 60)) == ["ใกล้", "ไกล", "กลางตำบล"]
    found = queries.meetings(queries.Wanted(since=AT, near=queries.Near(PHAYAO, 15)))
    assert [one.km for one in found] == [
        pytest.approx(kilometres(PHAYAO, Point(*at)), abs=0.01) for at in ((19.17, 99.90), (19.20, 99.90))]


def test_near_and_narrowed_is_what_one_counts_by_hand():
    dice = random.Random(2569)
    for n in range(30):
        space = placed(f"s{n}", round(19 + dice.random(), 5), round(99.5 + dice.random(), 5))
        for k in range(2):
            begins = SATURDAY + dice.randrange(-48, 200) * HOUR
            held(space, f"{n}.{k}", span(begins, dice.choice([1, 2, 30])), kind=dice.choice(["club", "talk"]),
                 ages=dice.choice([[], ["0-5"], ["60+"]]), satang=dice.choice([0, 5_000]))
    since, until, near = SATURDAY, SATURDAY + 72 * HOUR, queries.Near(PHAYAO, 40)
    for more in ({}, {"kind": "talk"}, {"ages": ("60+",)}, {"free": True}):
        wanted = queries.Wanted(since=since, until=until, near=near, **more)
        rows = Session.objects.select_related("activity__space").order_by("starts_at", "id")
        by_hand = [one.id for one in rows if (
            one.ends_at > since and one.starts_at < until
            and kilometres(PHAYAO, Point(float(one.activity.space.lat), float(one.activity.space.lon))) <= 40
            and one.activity.kind == more.get("kind", one.activity.kind)
            and (not more.get("ages") or not one.activity.ages or set(more["ages"]) & set(one.activity.ages))
            and (not more.get("free") or one.activity.satang == 0))]
        assert [one.session.id for one in queries.meetings(wanted, limit=100)] == by_hand
        assert queries.count_meetings(wanted) == len(by_hand)
        paged, after = [], None
        while page := queries.meetings(wanted, after=after, limit=7):
            paged += [one.session.id for one in page]
            after = (page[-1].session.starts_at, page[-1].session.id)
        assert paged == by_hand
        days = queries.days_of(wanted, first=day_of(since), last=day_of(until))
        assert days == by_days([one for one in rows if one.id in set(by_hand)], day_of(since), day_of(until))


def by_days(sessions, first, last):
    found = {}
    for one in sessions:
        day = max(day_of(one.starts_at), first)
        while day <= min(day_of(one.ends_at - timedelta(seconds=1)), last):
            found.setdefault(day, set()).add(one.activity_id)
            day += timedelta(days=1)
    return {day: len(ids) for day, ids in found.items()}


def test_tonight_is_what_begins_in_the_evening_and_is_not_over(host):
    for hour, title in ((9, "เช้า"), (16, "เย็น"), (19, "ค่ำ")):
        host.opened([span(clock(28, hour))], title_th=title, agreed=True)
    host.opened([span(clock(29, 19))], title_th="พรุ่งนี้", agreed=True)

    def tonight(at):
        since, until, begins = period_of("tonight", at)
        return [one.activity.title_th for one in queries.meetings(
            queries.Wanted(since=since, until=until, begins=begins, once=True))]

    assert tonight(clock(28, 8)) == ["เย็น", "ค่ำ"]
    assert tonight(clock(28, 18, 30)) == ["ค่ำ"]
    assert tonight(clock(28, 23)) == []


def test_places_of_a_map_count_their_activities_and_name_the_first(host):
    Space.objects.filter(id=host.space).update(lat=19.17, lon=99.90)
    host.opened(weekly(2), title_th="ชมรม")
    host.opened([span(clock(26, 10))], title_th="เล่านิทาน")
    [spot] = queries.spots(queries.Wanted(since=AT), limit=10)
    assert (spot.activities, spot.first.th, spot.lat) == (2, "เล่านิทาน", 19.17)
    assert queries.spots(queries.Wanted(since=AT, near=queries.Near(Point(13.7, 100.5), 50)), limit=10) == []


def test_a_week_shows_the_first_few_of_every_day(host):
    for n in range(3):
        host.opened([span(SATURDAY + n * HOUR, 0.5)], title_th=f"ส {n}")
    host.opened([span(clock(27, 10))], title_th="ศ")
    found = queries.days_ahead(queries.Wanted(since=AT), each=2)
    assert [one.activity.title_th for one in found] == ["ศ", "ส 0", "ส 1"]


def test_more_than_is_counted_is_said_and_not_counted(host):
    host.opened(weekly(4))
    assert queries.count_meetings(queries.Wanted(since=AT), most=3) == 4
    assert queries.count_meetings(queries.Wanted(since=AT), most=2) == 3
