"""One visit at a time: an extra one, one that is moved or off, one that is late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, when_text
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.cities import broken
from rianru.places.models import Stop, Vehicle, Visit
from rianru.places.queries import scope_of_space

APART = "places_visit_apart"
MOST_LATE = 300  # minutes
LONGEST = timedelta(hours=16)


def tell_later(what: str, visit_ids: Sequence[UUID], *, at: datetime) -> None:
    """Queues the telling in the caller's transaction: `what` is late, moved, cancelled, added or timetable.

    Who follows a stop is known to `people`, who waits for a book there to `lending`: the job is of the floor above.
    """
    if visit_ids:
        jobs.defer("lending.tell_of_visits", priority=5, what=what, visits=[str(id) for id in visit_ids],
                   at=at.isoformat())


def clash(vehicle_id: UUID, spans: Sequence[tuple[datetime, datetime]], *, but: Sequence[UUID] = ()) -> Visit | None:
    """The first planned visit of a van that one of these spans meets; visits `but` some. One query."""
    if not spans:
        return None
    ordered = sorted(spans)
    there = Visit.objects.filter(
        vehicle_id=vehicle_id, state="planned", leaves_at__gt=ordered[0][0],
        arrives_at__lt=max(end for _, end in ordered),
    )
    at = 0
    for one in there.exclude(id__in=but).select_related("stop").order_by("arrives_at"):
        while at < len(ordered) and ordered[at][1] <= one.arrives_at:
            at += 1
        if at < len(ordered) and ordered[at][0] < one.leaves_at:
            return one
    return None


def two_places(one: Visit | None) -> refusals.TwoPlacesAtOnce:
    """The refusal that names where the van is already."""
    if one is None:  # it was there when the database looked
        return refusals.TwoPlacesAtOnce(when=T("เวลานั้น", "then"), stop="?")
    return refusals.TwoPlacesAtOnce(when=when_text(one.arrives_at, one.leaves_at),
                                   stop=T.verbatim(one.stop.name_th, one.stop.name_en or one.stop.name_th))


def add_visit(
    *, actor: Actor, at: datetime, vehicle_id: UUID, stop_id: UUID, arrives_at: datetime, leaves_at: datetime
) -> UUID:
    """An extra visit, beside every timetable. Refuses with TwoPlacesAtOnce, StopClosed, VisitTimeWrong."""
    require("places.plan_vans", actor=actor, at=at, scope=scope_of_space(vehicle_id))
    vehicle = Vehicle.objects.select_related("space").filter(space_id=vehicle_id).first()
    stop = Stop.objects.filter(id=stop_id).first()
    if vehicle is None or stop is None:
        raise NotFound()
    check_stop(stop, vehicle)
    _check_times(arrives_at, leaves_at, at)
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = Visit.objects.create(
                    day_on=day_of(arrives_at), vehicle=vehicle, stop=stop, arrives_at=arrives_at, leaves_at=leaves_at,
                    changed_at=at,
                )
        except IntegrityError as error:
            raise _as_refusal(error, vehicle_id, arrives_at, leaves_at) from error
        tell_later("added", [made.id], at=at)
        _record("places.visit_added", made, stop, actor=actor, at=at)
    return made.id


def check_stop(stop: Stop, vehicle: Vehicle) -> None:
    """Refuses a stop that is closed, or of another network than the van."""
    if stop.closed_on is not None:
        raise refusals.StopClosed(stop=T.verbatim(stop.name_th, stop.name_en or stop.name_th))
    if stop.network_id != vehicle.space.network_id:
        raise refusals.StopOfOtherNetwork()


def move_visit(
    *, actor: Actor, at: datetime, visit_id: UUID, arrives_at: datetime, leaves_at: datetime, reason_th: str = "",
    reason_en: str = "",
) -> None:
    """Another time or day for one visit; whoever waits is told. Refuses with TwoPlacesAtOnce, VisitOver."""
    with transaction.atomic():
        one = _to_come(visit_id, actor=actor, at=at)
        _check_times(arrives_at, leaves_at, at)
        if (arrives_at, leaves_at) == (one.arrives_at, one.leaves_at):
            return
        try:
            with transaction.atomic():
                Visit.objects.filter(id=visit_id).update(
                    arrives_at=arrives_at, leaves_at=leaves_at, moved_from_at=one.moved_from_at or one.arrives_at,
                    late_minutes=0, reason_th=_short(reason_th), reason_en=_short(reason_en),
                    sequence=F("sequence") + 1, changed_at=at,
                )
        except IntegrityError as error:
            raise _as_refusal(error, one.vehicle_id, arrives_at, leaves_at, but=visit_id) from error
        tell_later("moved", [visit_id], at=at)
        _record("places.visit_moved", one, one.stop, actor=actor, at=at)


def cancel_visit(
    *, actor: Actor, at: datetime, visit_id: UUID, reason_th: str, reason_en: str = ""
) -> None:
    """One visit is off; whoever waits is told why. Refuses with VisitReasonNeeded, VisitOver."""
    with transaction.atomic():
        one = _to_come(visit_id, actor=actor, at=at)
        if not (said := _short(reason_th)):
            raise refusals.VisitReasonNeeded()
        Visit.objects.filter(id=visit_id).update(
            state="cancelled", late_minutes=0, reason_th=said, reason_en=_short(reason_en),
            sequence=F("sequence") + 1, changed_at=at,
        )
        tell_later("cancelled", [visit_id], at=at)
        _record("places.visit_cancelled", one, one.stop, actor=actor, at=at)


def report_late(*, actor: Actor, at: datetime, visit_id: UUID, minutes: int) -> None:
    """The driver says how late the van will be (0: on time after all). Refuses with LateWrong, VisitOver."""
    with transaction.atomic():
        one = _to_come(visit_id, actor=actor, at=at, rule="places.drive_van", since=at - LONGEST)
        if not 0 <= minutes <= MOST_LATE:
            raise refusals.LateWrong(most=MOST_LATE)
        if minutes == one.late_minutes:
            return
        Visit.objects.filter(id=visit_id).update(
            late_minutes=minutes, sequence=F("sequence") + 1, changed_at=at
        )
        tell_later("late", [visit_id], at=at)
        _record("places.visit_late", one, one.stop, actor=actor, at=at, minutes=minutes)


def _to_come(
    visit_id: UUID, *, actor: Actor, at: datetime, rule: str = "places.plan_vans", since: datetime | None = None
) -> Visit:
    """A planned visit that has not begun, locked."""
    vehicle_id = Visit.objects.filter(id=visit_id).values_list("vehicle_id", flat=True).first()
    if vehicle_id is None:
        raise NotFound()
    require(rule, actor=actor, at=at, scope=scope_of_space(vehicle_id))
    one = Visit.objects.select_for_update(of=("self",)).select_related("stop").get(id=visit_id)
    if one.state != "planned" or one.arrived_at is not None or one.leaves_at <= (since or at):
        raise refusals.VisitOver()
    return one


def _check_times(arrives_at: datetime, leaves_at: datetime, at: datetime) -> None:
    if not arrives_at < leaves_at <= arrives_at + LONGEST or leaves_at <= at or arrives_at > at + timedelta(days=732):
        raise refusals.VisitTimeWrong()


def _as_refusal(
    error: IntegrityError, vehicle_id: UUID, arrives_at: datetime, leaves_at: datetime, but: UUID | None = None
) -> Exception:
    if broken(error) != APART:
        return error
    return two_places(clash(vehicle_id, [(arrives_at, leaves_at)], but=[but] if but else []))


def _record(verb: str, one: Visit, stop: Stop, *, actor: Actor, at: datetime, minutes: int = 0) -> None:
    facts.record(verb, actor=actor, at=at, object_kind="visit", object_id=one.id, space_id=one.vehicle_id,
                 area=stop.area_id, minutes=minutes)


def _short(text: str) -> str:
    return normalise(text).strip()[:300]
