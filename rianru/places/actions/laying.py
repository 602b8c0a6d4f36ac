"""Halts that repeat as rows, with all their visits: many at once, in a number of statements that does not grow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_texts
from rianru.kernel.words import T
from rianru.places.models import Timetable, Visit
from rianru.places.queries.expanding import Span

OFF = T("ไม่มีรอบในวันนี้ตามตารางที่นำเข้า", "Not on this day, by the timetable that was read in")
_COPY = """
    COPY places_visit (id, timetable_id, day_on, vehicle_id, stop_id, arrives_at, leaves_at, state, late_minutes,
                       reason_th, reason_en, sequence, changed_at, people) FROM STDIN
"""
_MOVE = """
    UPDATE places_visit AS visit SET arrives_at = wanted.arrives, leaves_at = wanted.leaves, stop_id = wanted.stop,
        vehicle_id = wanted.vehicle, sequence = sequence + 1, changed_at = %s
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::uuid[], %s::uuid[])
        AS wanted (id, arrives, leaves, stop, vehicle)
    WHERE visit.id = wanted.id
"""
_KEPT = ("stop_id", "arrives", "leaves", "rule", "first_on", "last_on", "on_holidays", "changed_at")


@dataclass(frozen=True, slots=True)
class Halt:
    """A halt that is to repeat: minutes from midnight; `rule` an RRULE without an end, blank for one day."""

    route_id: UUID
    stop_id: UUID
    arrives: int
    leaves: int
    rule: str
    first_on: date
    last_on: date
    on_holidays: str = "skip"


@dataclass(frozen=True, slots=True)
class Laying:
    """A halt with the visits that it is to have from today on: a new timetable, or one that is there.

    `off`: days of these on which it does not come all the same, as a file says.
    """

    id: UUID
    new: bool
    halt: Halt
    vehicle_id: UUID
    spans: Sequence[Span]
    off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Laid:
    """Visits that were there and are now otherwise, by timetable in the order of their moments; and those that are off
    by `off`.
    """

    touched: dict[UUID, list[UUID]]
    off: list[UUID]


Moved = tuple[Visit, datetime, datetime, Laying]
Row = tuple[UUID, UUID, UUID, date, datetime, datetime]
"""Of a visit: timetable, vehicle, stop, day, arrives, leaves."""


def lay(plans: Sequence[Laying], *, at: datetime) -> Laid:
    """Has the visits of these timetables be those, from now on: kept by their day, the rest off.

    Visits that were moved, cancelled or begun by hand stay as they are. A van in two places breaks places_visit_apart.
    """
    _keep(plans, at=at)
    gone: list[Visit] = []
    off: list[Visit] = []
    moved: list[Moved] = []
    known = _known(plans, at=at)
    for plan in plans:
        _compare(plan, known.get(plan.id, {}), at, gone, off, moved)
    _cancel(gone, at=at)
    _cancel(off, at=at, reason_th=OFF.in_("th"), reason_en=OFF.in_("en"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS places_visit_apart DEFERRED")  # visits that change places meet on the way
        if moved:
            cursor.execute(_MOVE, [at, [one.id for one, *_ in moved], [start for _, start, *_ in moved],
                                   [end for *_, end, _ in moved], [plan.halt.stop_id for *_, plan in moved],
                                   [plan.vehicle_id for *_, plan in moved]])
        new = [(plan, span) for plan in plans for span in plan.spans if span[0] not in known.get(plan.id, {})]
        write_visits((_row(*one) for one in new if one[1][0] not in one[0].off), at=at)
        write_visits((_row(*one) for one in new if one[1][0] in one[0].off), at=at, off=True)
        cursor.execute("SET CONSTRAINTS places_visit_apart IMMEDIATE")
    touched: dict[UUID, list[UUID]] = {}
    for visit in sorted([*gone, *(one for one, *_ in moved)], key=lambda one: one.arrives_at):
        assert visit.timetable_id
        touched.setdefault(visit.timetable_id, []).append(visit.id)
    return Laid(touched, [one.id for one in off])


def _keep(plans: Sequence[Laying], *, at: datetime) -> None:
    rows = {plan.id: (plan, Timetable(id=plan.id, route_id=plan.halt.route_id, **_values(plan.halt, at)))
            for plan in plans}
    Timetable.objects.bulk_create([row for plan, row in rows.values() if plan.new])
    Timetable.objects.bulk_update([row for plan, row in rows.values() if not plan.new], _KEPT, batch_size=500)


def _values(halt: Halt, at: datetime) -> dict[str, Any]:
    return {"stop_id": halt.stop_id, "arrives": halt.arrives, "leaves": halt.leaves, "first_on": halt.first_on,
            "rule": halt.rule.strip().upper(), "last_on": halt.last_on, "on_holidays": halt.on_holidays,
            "changed_at": at}


def _known(plans: Sequence[Laying], *, at: datetime) -> dict[UUID, dict[date, Visit]]:
    """What the timetables have from today on, by day; locked."""
    old = [plan.id for plan in plans if not plan.new]
    found: dict[UUID, dict[date, Visit]] = {}
    if old:
        rows = Visit.objects.select_for_update().filter(timetable__in=old, day_on__gte=day_of(at)).order_by("id")
        for one in rows:
            assert one.timetable_id
            found.setdefault(one.timetable_id, {})[one.day_on] = one
    return found


def _compare(
    plan: Laying, known: dict[date, Visit], at: datetime, gone: list[Visit], off: list[Visit], moved: list[Moved]
) -> None:
    """Sorts what is there into what goes, what is off by the file, and what is at another time or stop."""
    wanted = {day: (start, end) for day, start, end in plan.spans}
    for day, one in known.items():
        if one.state != "planned" or one.arrived_at is not None or one.leaves_at <= at:
            continue
        if day in plan.off:
            off.append(one)
        elif one.moved_from_at is not None:
            continue
        elif day not in wanted:
            gone.append(one)
        elif (one.arrives_at, one.leaves_at, one.stop_id, one.vehicle_id) != (
                *wanted[day], plan.halt.stop_id, plan.vehicle_id):
            moved.append((one, *wanted[day], plan))


def _cancel(visits: Sequence[Visit], *, at: datetime, **reason: str) -> None:
    if visits:
        Visit.objects.filter(id__in=[one.id for one in visits]).update(
            state="cancelled", sequence=F("sequence") + 1, changed_at=at, **reason)


def _row(plan: Laying, span: Span) -> Row:
    return plan.id, plan.vehicle_id, plan.halt.stop_id, *span


def write_visits(rows: Iterable[Row], *, at: datetime, off: bool = False) -> int:
    """Writes visits, planned or `off` from the first; how many."""
    written = 0
    state, *reason = ("cancelled", OFF.in_("th"), OFF.in_("en")) if off else ("planned", "", "")
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for id, (timetable, vehicle, stop, day, arrives, leaves) in _numbered(rows):
            copy.write_row((id, timetable, day, vehicle, stop, arrives, leaves, state, 0, *reason, 0, at, 0))
            written += 1
    return written


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    waiting: list[str] = []
    for row in rows:
        waiting = waiting or new_texts(500)[::-1]
        yield waiting.pop(), row
