"""A year's timetable of 300 vans, laid out: which van is where on which day.

`.venv/bin/python -m bench.places_vans [--vans 300] [--halts 45] [--write]`

Every van drives a cycle of three weeks: fifteen days of three halts, each a rule `FREQ=WEEKLY;INTERVAL=3` from its own
first day to the end of a year, not on public holidays. Expanded by `spans_of`, as `set_timetable` does before it
writes. The peer is python-dateutil, a `rruleset` of each rule with the holidays as EXDATE; all moments are compared.

`--write` also writes the visits into an embedded PostgreSQL with its durability on, under the exclusion constraint that
keeps a van from being in two places, and then tries to put one van in two places.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bench.house import report, scratch_database

FIRST, LAST = date(2027, 1, 4), date(2028, 1, 3)
SLOWEST = 5.0  # seconds
CYCLE = 21  # days


@dataclass(frozen=True)
class Halt:
    """What repeats, as `spans_of` reads it."""

    van: int
    arrives: int
    leaves: int
    first_on: date
    rule: str = f"FREQ=WEEKLY;INTERVAL={CYCLE // 7}"
    last_on: date = LAST
    on_holidays: str = "skip"


def main() -> int:
    """Expands by both, compares, prints; 0 where every figure holds."""
    args = _arguments()
    with scratch_database():
        from rianru.core.actors import system
        from rianru.places import actions
        from rianru.places.queries.expanding import holidays_between

        actions.load_holidays(actor=system("bench"), at=datetime.fromisoformat("2026-11-22T00:00:00+00:00"))
        holidays = sorted(holidays_between(FIRST, LAST))
        halts = list(_halts(args.vans, args.halts))
        holds = [_expanded(halts, holidays)]
        if args.write:
            holds.append(_written(halts, holidays))
    return 0 if all(holds) else 1


def _halts(vans: int, halts: int) -> Any:
    """The cycle of each van: three halts a day, Tuesdays to Saturdays, over three weeks."""
    days = [day for day in range(CYCLE) if day % 7 < 5]
    for van in range(vans):
        for n in range(halts):
            start = 540 + 150 * (n % 3)
            yield Halt(van, start, start + 110, FIRST + timedelta(days=days[(n // 3) % len(days)] + 1))


def _expanded(halts: Sequence[Halt], holidays: Sequence[date]) -> bool:
    from rianru.places.queries.expanding import spans_of

    free, began = set(holidays), time.perf_counter()
    ours = [[start for _, start, _ in spans_of(halt, holidays=free)] for halt in halts]
    took = time.perf_counter() - began
    began = time.perf_counter()
    theirs = [_by_dateutil(halt, holidays) for halt in halts]
    peer = time.perf_counter() - began
    number = sum(map(len, ours))
    print(f"{len(halts):,} halts that repeat, {number:,} visits in a year; the same moments: {ours == theirs}",
          file=sys.stderr)
    quick = report("a year of vans expanded", ours=took, peer=peer, peer_name="dateutil rruleset", unit="s",
                   at_most=SLOWEST)
    return quick and ours == theirs


def _by_dateutil(halt: Halt, holidays: Sequence[date]) -> list[datetime]:
    from dateutil.rrule import rrule, rruleset, rrulestr

    from rianru.kernel.dates import BANGKOK

    at = timedelta(minutes=halt.arrives)
    made = rruleset()
    first = datetime.combine(halt.first_on, datetime.min.time(), BANGKOK) + at
    last = datetime.combine(halt.last_on, datetime.max.time(), BANGKOK)
    one = rrulestr(halt.rule, dtstart=first)
    assert isinstance(one, rrule)
    made.rrule(one.replace(until=last))
    for day in holidays:
        made.exdate(datetime.combine(day, datetime.min.time(), BANGKOK) + at)
    return list(made)


def _written(halts: Sequence[Halt], holidays: Sequence[date]) -> bool:
    """The visits as rows, and a van that is to be in two places."""
    from django.db import IntegrityError, connection, transaction

    from rianru.kernel.ids import new_id
    from rianru.places.actions.laying import write_visits
    from rianru.places.models import Visit
    from rianru.places.queries.expanding import spans_of

    vans, stop = _vans(halts)
    free, began = set(holidays), time.perf_counter()
    at = datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS places_visit_apart DEFERRED")
        ids = _timetables(halts, vans, stop, at)
        written = write_visits(
            ((id, vans[halt.van], stop, *span) for id, halt in zip(ids, halts, strict=True)
             for span in spans_of(halt, holidays=free)), at=at)
    took = time.perf_counter() - began
    report(f"{written:,} visits written under the exclusion constraint", ours=took, unit="s")
    twin = Visit.objects.order_by("id").values("vehicle_id", "stop_id", "arrives_at", "leaves_at", "day_on").first()
    assert twin
    try:
        with transaction.atomic():
            Visit.objects.create(id=new_id(), changed_at=at, **twin)
    except IntegrityError:
        return True
    return False


def _vans(halts: Sequence[Halt]) -> tuple[list[Any], Any]:
    from rianru.core.actors import system
    from rianru.places import actions
    from rianru.places.actions import NewSpace, NewStop

    asked: dict[str, Any] = {"actor": system("bench"), "at": datetime.fromisoformat("2026-11-22T00:00:00+00:00")}
    actions.load_areas(**asked)
    network = actions.add_network(**asked, code="bench", name_th="วัดผล", name_en="Bench")
    spaces = actions.add_spaces(**asked, network_id=network, spaces=[
        NewSpace(code=f"van-{n}", kind="mobile_library", name_th=f"รถ {n}", name_en=f"Van {n}", area="5601")
        for n in range(max(halt.van for halt in halts) + 1)])
    for one in spaces:
        actions.keep_vehicle(**asked, space_id=one)
    return spaces, actions.keep_stop(**asked, network_id=network, stop=NewStop(name_th="จุดวัดผล", area="560101"))


def _timetables(halts: Sequence[Halt], vans: Sequence[Any], stop: Any, at: datetime) -> list[Any]:
    from rianru.kernel.ids import new_id
    from rianru.places.models import Route, Timetable

    routes = Route.objects.bulk_create(
        Route(vehicle_id=van, code=f"bench-{n}", name_th=f"สาย {n}") for n, van in enumerate(vans))
    rows = [Timetable(id=new_id(), route=routes[halt.van], stop_id=stop, arrives=halt.arrives, leaves=halt.leaves,
                      rule=halt.rule, first_on=halt.first_on, last_on=halt.last_on, changed_at=at) for halt in halts]
    Timetable.objects.bulk_create(rows, batch_size=2_000)
    return [row.id for row in rows]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vans", type=int, default=300)
    parser.add_argument("--halts", type=int, default=45, help="of one van in its cycle")
    parser.add_argument("--write", action="store_true", help="write them, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
