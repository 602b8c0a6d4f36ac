"""Halts that repeat: written with all their visits at once, so that what cannot be is refused when it is planned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id, new_texts
from rianru.kernel.refusals import NotFound
from rianru.kernel.repeating import FURTHEST
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.cities import broken
from rianru.places.actions.hours import HoursWrong
from rianru.places.actions.visits import APART, check_stop, clash, tell_later, two_places
from rianru.places.models import Route, Stop, Timetable, Visit
from rianru.places.queries import scope_of_space
from rianru.places.queries.expanding import Span, holidays_between, spans_of
from rianru.places.words import HOLIDAYS

_COPY = """
    COPY places_visit (id, timetable_id, day_on, vehicle_id, stop_id, arrives_at, leaves_at, state, late_minutes,
                       reason_th, reason_en, sequence, changed_at, people) FROM STDIN
"""
_MOVE = """
    UPDATE places_visit AS visit SET arrives_at = wanted.arrives, leaves_at = wanted.leaves, stop_id = %s,
        vehicle_id = %s, sequence = sequence + 1, changed_at = %s
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS wanted (id, arrives, leaves)
    WHERE visit.id = wanted.id
"""


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
class Looked:
    """What a halt would make: its visits, the days left out for a holiday, and the visit that it would meet."""

    spans: Sequence[Span]
    without: Sequence[date]
    meets: Visit | None


def look_at(*, actor: Actor, at: datetime, halt: Halt, timetable_id: UUID | None = None) -> Looked:
    """The same as `set_timetable`, without writing. Refuses as it does, but names a clash in what it returns."""
    route, _ = _planned(halt, actor=actor, at=at)
    spans = _spans(halt, since=day_of(at))
    holidays = holidays_between(halt.first_on, halt.last_on)
    every = {day for day, *_ in spans_of(_on_all_days(halt), holidays=holidays, since=day_of(at))}
    own = Visit.objects.filter(timetable=timetable_id).values_list("id", flat=True) if timetable_id else ()
    met = clash(route.vehicle_id, [(start, end) for _, start, end in spans], but=list(own))
    return Looked(spans, sorted(every - {day for day, *_ in spans}), met)


def _on_all_days(halt: Halt) -> Halt:
    return Halt(halt.route_id, halt.stop_id, halt.arrives, halt.leaves, halt.rule, halt.first_on, halt.last_on, "run")


def set_timetable(*, actor: Actor, at: datetime, halt: Halt, timetable_id: UUID | None = None) -> UUID:
    """A halt that repeats, with its visits from today on; with `timetable_id` it is changed, and whoever waits is told.

    Visits that were moved, cancelled or begun by hand stay as they are. Refuses with TwoPlacesAtOnce, RuleUnclear,
    TimetableEmpty, TimetablePeriodWrong, TimetableTwice, HoursWrong, StopClosed, StopOfOtherNetwork.
    """
    route, stop = _planned(halt, actor=actor, at=at)
    spans = _spans(halt, since=day_of(at))
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = _keep(halt, timetable_id, at=at)
                touched = _lay(made, route, stop, spans, at=at)
        except IntegrityError as error:
            raise _as_refusal(error, route, spans, timetable_id) from error
        if timetable_id is not None:
            tell_later("timetable", touched[:1], at=at)
        facts.record("places.timetable_set", actor=actor, at=at, object_kind="timetable", object_id=made,
                     space_id=route.vehicle_id, area=stop.area_id, count=len(spans))
    return made


def end_timetable(*, actor: Actor, at: datetime, timetable_id: UUID, last_on: date) -> int:
    """It repeats no more after a day: visits behind it are off; how many. Whoever waits is told."""
    with transaction.atomic():
        kept = Timetable.objects.select_for_update().filter(id=timetable_id).first()
        if kept is None:
            raise NotFound()
        route = Route.objects.get(id=kept.route_id)
        require("places.plan_vans", actor=actor, at=at, scope=scope_of_space(route.vehicle_id))
        if not max(kept.first_on, day_of(at)) <= last_on:
            last_on = max(kept.first_on, day_of(at))
        rest = Visit.objects.filter(timetable=kept, day_on__gt=last_on, state="planned", arrived_at=None)
        off = list(rest.order_by("arrives_at").values_list("id", flat=True))
        Visit.objects.filter(id__in=off).update(state="cancelled", sequence=F("sequence") + 1, changed_at=at)
        Timetable.objects.filter(id=timetable_id).update(last_on=min(last_on, kept.last_on), changed_at=at)
        tell_later("timetable", off[:1], at=at)
        facts.record("places.timetable_ended", actor=actor, at=at, object_kind="timetable", object_id=timetable_id,
                     space_id=route.vehicle_id, count=len(off))
    return len(off)


def _planned(halt: Halt, *, actor: Actor, at: datetime) -> tuple[Route, Stop]:
    """Route and stop of a halt that the actor may plan and that can be."""
    route = Route.objects.select_related("vehicle__space").filter(id=halt.route_id).first()
    stop = Stop.objects.filter(id=halt.stop_id).first()
    if route is None or stop is None:
        raise NotFound()
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_space(route.vehicle_id))
    check_stop(stop, route.vehicle)
    if not 0 <= halt.arrives < halt.leaves <= 1440:
        raise HoursWrong()
    if not halt.first_on <= halt.last_on <= halt.first_on + FURTHEST:
        raise refusals.TimetablePeriodWrong()
    if halt.on_holidays not in HOLIDAYS:
        raise NotFound()
    return route, stop


def _spans(halt: Halt, *, since: date) -> list[Span]:
    spans = list(spans_of(halt, holidays=holidays_between(halt.first_on, halt.last_on), since=since))
    if not spans:
        raise refusals.TimetableEmpty()
    return spans


def _keep(halt: Halt, timetable_id: UUID | None, *, at: datetime) -> UUID:
    values = {
        "stop_id": halt.stop_id, "arrives": halt.arrives, "leaves": halt.leaves, "rule": halt.rule.strip().upper(),
        "first_on": halt.first_on, "last_on": halt.last_on, "on_holidays": halt.on_holidays, "changed_at": at,
    }
    if timetable_id is None:
        made = new_id()
        Timetable.objects.create(id=made, route_id=halt.route_id, **values)
        return made
    if not Timetable.objects.filter(id=timetable_id, route=halt.route_id).update(**values):
        raise NotFound()
    return timetable_id


def _lay(timetable_id: UUID, route: Route, stop: Stop, spans: Sequence[Span], *, at: datetime) -> list[UUID]:
    """Has the visits of a timetable be these, from now on: kept by their day, the rest off; those that changed."""
    known = {
        one.day_on: one
        for one in Visit.objects.select_for_update().filter(timetable=timetable_id, day_on__gte=day_of(at))
    }
    wanted = {day: (start, end) for day, start, end in spans}
    untouched = {
        day: one for day, one in known.items()
        if one.state == "planned" and one.moved_from_at is None and one.arrived_at is None and one.leaves_at > at
    }
    changed = [
        (one, *wanted[day]) for day, one in untouched.items()
        if day in wanted and ((one.arrives_at, one.leaves_at) != wanted[day] or one.stop_id != stop.id)
    ]
    gone = [one.id for day, one in untouched.items() if day not in wanted]
    Visit.objects.filter(id__in=gone).update(state="cancelled", sequence=F("sequence") + 1, changed_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS places_visit_apart DEFERRED")
        if changed:
            cursor.execute(_MOVE, [stop.id, route.vehicle_id, at, [one.id for one, *_ in changed],
                                   [start for _, start, _ in changed], [end for *_, end in changed]])
        new = [span for span in spans if span[0] not in known]
        write_visits(((timetable_id, route.vehicle_id, stop.id, *span) for span in new), at=at)
        cursor.execute("SET CONSTRAINTS places_visit_apart IMMEDIATE")
    return [*gone, *(one.id for one, *_ in sorted(changed, key=lambda row: row[1]))]


Row = tuple[UUID, UUID, UUID, date, datetime, datetime]
"""Of a visit: timetable, vehicle, stop, day, arrives, leaves."""


def write_visits(rows: Iterable[Row], *, at: datetime) -> int:
    """Writes planned visits; how many."""
    written = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for id, (timetable, vehicle, stop, day, arrives, leaves) in _numbered(rows):
            copy.write_row((id, timetable, day, vehicle, stop, arrives, leaves, "planned", 0, "", "", 0, at, 0))
            written += 1
    return written


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    waiting: list[str] = []
    for row in rows:
        waiting = waiting or new_texts(500)[::-1]
        yield waiting.pop(), row


def _as_refusal(
    error: IntegrityError, route: Route, spans: Sequence[Span], timetable_id: UUID | None
) -> Exception:
    name = broken(error)
    if name == "places_timetable_once":
        return refusals.TimetableTwice()
    if name != APART:
        return error
    own = Visit.objects.filter(timetable=timetable_id).values_list("id", flat=True) if timetable_id else ()
    return two_places(clash(route.vehicle_id, [(start, end) for _, start, end in spans], but=list(own)))
