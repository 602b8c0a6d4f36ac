"""What is on near somebody: 50,000 spaces and 100,000 sessions, asked as people ask.

`.venv/bin/python -m bench.places_on [--spaces 50000] [--sessions 100000] [--asked 100]`

An embedded PostgreSQL. Spaces lie around nine hundred towns, so that there are cities and empty land; each activity
meets four times, spread over three months, most of them in the afternoon and evening. People in random towns ask for
what is on tonight, and in the week for children and free, within 15 km: a whole page of the list with its hosts and
rooms (`queries.meetings`), the slowest of twenty (p95). Beside them a month of a province as days, and a map's places.

The peer is what one writes first: every session of the days with its space is fetched, and Python measures, narrows,
sorts and cuts. Both must give the same sessions in the same order.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.house import report, scratch_database

LIMIT = 30  # milliseconds, p95
AT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)  # Friday, five in the afternoon
PAGE, KM, BATCH = 30, 15, 5_000
BANDS: tuple[list[str], ...] = (["0-5", "6-14"], ["60+"], [], ["15-24", "25-59"])
KINDS = ("storytelling", "club", "workshop", "class", "talk")


def main() -> int:
    """Fills the tables, asks, compares, prints; 0 where every figure holds."""
    args = _arguments()
    dice = random.Random(2569)
    with scratch_database():
        towns = [(5.8 + dice.random() * 14, 98 + dice.random() * 7) for _ in range(900)]
        _fill(towns, args.spaces, args.sessions, dice)
        points = [dice.choice(towns) for _ in range(args.asked)]
        holds = [_list(name, wish, points) for name, wish in WISHES.items()] + [_days(args.asked), _map(points)]
    return 0 if all(holds) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("spaces", 50_000), ("sessions", 100_000), ("asked", 100)):
        parser.add_argument(f"--{name}", type=int, default=number)
    return parser.parse_args()


def _fill(towns: list[tuple[float, float]], spaces: int, sessions: int, dice: random.Random) -> None:
    from django.db import connection

    from rianru.learning.models import Activity, Session

    begins = AT.replace(hour=2) - timedelta(days=14)
    hosts = _spaces(towns, spaces, dice)
    activities = [
        Activity(space_id=dice.choice(hosts), kind=dice.choice(KINDS), title_th=f"กิจกรรม {n}", state="open",
                 ages=dice.choice(BANDS), satang=dice.choice((0, 0, 0, 5_000)), made_at=begins, changed_at=begins)
        for n in range(sessions // 4)
    ]
    Activity.objects.bulk_create(activities, batch_size=BATCH)
    rows = []
    for one in activities:
        first = begins + timedelta(days=dice.randrange(70), hours=dice.choice((0, 3, 6, 8, 9, 10, 11)))
        rows += [Session(activity=one, starts_at=first + timedelta(weeks=week),
                         ends_at=first + timedelta(weeks=week, hours=2), changed_at=begins) for week in range(4)]
    Session.objects.bulk_create(rows, batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _spaces(towns: list[tuple[float, float]], number: int, dice: random.Random) -> list[UUID]:
    """Spaces around towns, in provinces by their latitude."""
    from rianru.places.models import Area, Network, Space

    network = Network.objects.create(code="bench", name_th="เครือข่ายทดสอบ", name_en="Bench")
    for n in range(10, 87):
        Area.objects.create(code=str(n), name_th=f"จังหวัด {n}", name_en=f"Province {n}", sort_th=str(n))
    made = []
    for n in range(number):
        north, east = dice.choice(towns)
        made.append(Space(
            code=f"s{n}", network=network, kind="district_library", name_th=f"แห่งที่ {n}", name_en=f"Place {n}",
            sort_th=str(n), found_by=str(n), area_id=str(10 + int((north - 5.8) * 76 / 14)),
            lat=round(north + dice.gauss(0, 0.08), 5), lon=round(east + dice.gauss(0, 0.08), 5)))
    Space.objects.bulk_create(made, batch_size=BATCH)
    return [one.id for one in made]


def _tonight(point: tuple[float, float]) -> Any:
    from rianru.kernel.geography import Point
    from rianru.learning.queries import Near, Wanted

    return Wanted(since=AT, until=AT + timedelta(hours=7), begins=AT - timedelta(hours=1), once=True,
                  near=Near(Point(*point), KM))


def _children(point: tuple[float, float]) -> Any:
    from rianru.kernel.geography import Point
    from rianru.learning.queries import Near, Wanted

    return Wanted(since=AT, until=AT + timedelta(days=7), ages=("0-5", "6-14"), free=True, once=True,
                  near=Near(Point(*point), KM))


def _ahead(point: tuple[float, float]) -> Any:
    from rianru.kernel.geography import Point
    from rianru.learning.queries import Near, Wanted

    return Wanted(since=AT, once=True, near=Near(Point(*point), KM))


WISHES: dict[str, Callable[[tuple[float, float]], Any]] = {
    "tonight near me": _tonight, "the week near me, for children, free": _children, "all to come near me": _ahead,
}


def _list(name: str, wish: Callable[[tuple[float, float]], Any], points: list[tuple[float, float]]) -> bool:
    """A page of the list, beside a peer that measures in Python; and that both say the same."""
    from rianru.learning import queries

    wanted = [wish(point) for point in points]
    queries.meetings(wanted[0], limit=PAGE)
    found = [_timed(lambda one=one: queries.meetings(one, limit=PAGE)) for one in wanted]  # type: ignore[misc]
    peers = [_timed(lambda one=one: _peer(one)) for one in wanted[:3]]  # type: ignore[misc]
    same = all([one.session.id for one in ours[1]] == theirs[1] for ours, theirs in zip(found, peers, strict=False))
    some = sum(bool(rows) for _, rows in found)
    print(f"{name}: the same as by hand: {same}; {some} of {len(found)} found something", file=sys.stderr)
    return report(name, ours=_p95([took for took, _ in found]), peer=_p95([took for took, _ in peers]),
                  peer_name="every session fetched, measured in Python", unit="ms p95", at_most=LIMIT) and same


def _peer(wanted: Any) -> list[UUID]:
    """The keys of a page, as one would find them without asking the database for more than days."""
    from rianru.kernel.geography import Point, kilometres
    from rianru.learning.models import Session

    earliest = wanted.begins or wanted.since - timedelta(days=366)
    rows = Session.objects.filter(ends_at__gt=wanted.since, starts_at__gte=earliest)
    rows = rows.filter(starts_at__lt=wanted.until) if wanted.until else rows
    found: dict[UUID, tuple[datetime, UUID]] = {}
    for id, activity, starts_at, ages, satang, lat, lon in rows.values_list(
        "id", "activity", "starts_at", "activity__ages", "activity__satang", "activity__space__lat",
        "activity__space__lon",
    ):
        if lat is None or lon is None:
            continue
        fits = (not wanted.ages or not ages or set(ages) & set(wanted.ages)) and (not wanted.free or satang == 0)
        if fits and kilometres(wanted.near.point, Point(float(lat), float(lon))) <= wanted.near.km:
            found[activity] = min(found.get(activity, (starts_at, id)), (starts_at, id))
    return [id for _, id in sorted(found.values())[:PAGE]]


def _days(asked: int) -> bool:
    """A month of a province, day by day."""
    from rianru.kernel.dates import month
    from rianru.learning import queries

    span = month(2026, 12)
    since, until = span.moments()
    took = [_timed(lambda n=n: queries.days_of(  # type: ignore[misc]
        queries.Wanted(since=since, until=until, area=str(10 + n % 77)), first=span.start, last=span.last))[0]
        for n in range(asked)]
    return report("a month of a province as days", ours=_p95(took), unit="ms p95", at_most=100)


def _map(points: list[tuple[float, float]]) -> bool:
    """Places within 50 km that hold something this week."""
    from dataclasses import replace

    from rianru.learning import queries

    took = [_timed(lambda one=one: queries.spots(replace(  # type: ignore[misc]
        _children(one), near=replace(_children(one).near, km=50)), limit=200))[0] for one in points]
    return report("places of a map", ours=_p95(took), unit="ms p95", at_most=100)


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begins = time.perf_counter()
    found = do()
    return (time.perf_counter() - begins) * 1000, found


def _p95(took: list[float]) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]


if __name__ == "__main__":
    sys.exit(main())
