"""Halts that repeat: written with all their visits at once, so that what cannot be is refused when it is planned."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.repeating import FURTHEST
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.cities import broken
from rianru.places.actions.hours import HoursWrong
from rianru.places.actions.laying import Halt, Laying, lay
from rianru.places.actions.visits import APART, check_stop, clash, tell_later, two_places
from rianru.places.models import Route, Stop, Timetable, Visit
from rianru.places.queries import scope_of_space
from rianru.places.queries.expanding import Span, holidays_between, spans_of
from rianru.places.words import HOLIDAYS


@dataclass(frozen=True, slots=True)
class Looked:
    """What a halt would make: its visits, the days left out for a holiday, and the visit that it would meet."""

    spans: Sequence[Span]
    without: Sequence[date]
    meets: Visit | None


def look_at(*, actor: Actor, at: datetime, halt: Halt, timetable_id: UUID | None = None) -> Looked:
    """The same as `set_timetable`, without writing. Refuses as it does, but names a clash in what it returns."""
    route, _ = _planned(halt, actor=actor, at=at)
    holidays = holidays_between(halt.first_on, halt.last_on)
    spans = spans_from(halt, holidays=holidays, since=day_of(at))
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
    spans = spans_from(halt, holidays=holidays_between(halt.first_on, halt.last_on), since=day_of(at))
    made = timetable_id or new_id()
    with transaction.atomic():
        if timetable_id and not Timetable.objects.select_for_update().filter(id=made, route=halt.route_id).exists():
            raise NotFound()
        try:
            with transaction.atomic():
                laid = lay([Laying(made, timetable_id is None, halt, route.vehicle_id, spans)], at=at)
        except IntegrityError as error:
            raise _as_refusal(error, route, spans, timetable_id) from error
        tell_later("timetable", laid.touched.get(made, [])[:1], at=at)
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
    check_halt(halt)
    return route, stop


def check_halt(halt: Halt) -> None:
    """Refuses what nobody can drive: HoursWrong, TimetablePeriodWrong; NotFound for a word that is none of HOLIDAYS."""
    if not 0 <= halt.arrives < halt.leaves <= 1440:
        raise HoursWrong()
    if not halt.first_on <= halt.last_on <= halt.first_on + FURTHEST:
        raise refusals.TimetablePeriodWrong()
    if halt.on_holidays not in HOLIDAYS:
        raise NotFound()


def spans_from(halt: Halt, *, holidays: Container[date], since: date) -> list[Span]:
    """The visits that it makes from a day on. Refuses with TimetableEmpty, and as `days_of` does."""
    spans = list(spans_of(halt, holidays=holidays, since=since))
    if not spans:
        raise refusals.TimetableEmpty()
    return spans


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
