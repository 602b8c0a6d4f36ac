"""An open timetable read in: row by row, each kept or refused with its reason; a second load changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.formats.mobile_stops import Halt as Read
from rianru.kernel.formats.mobile_stops import halt_of, rows_of
from rianru.kernel.formats.tables import Report, RowReport
from rianru.kernel.geography import Point
from rianru.kernel.refusals import Refused
from rianru.kernel.repeating import days_of
from rianru.kernel.words import T
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.spaces import PositionWrong
from rianru.places.actions.timetables import Halt, set_timetable
from rianru.places.actions.vehicles import NewStop, keep_route, keep_stop
from rianru.places.actions.visits import cancel_visit
from rianru.places.models import Route, Stop, Timetable, Vehicle, Visit
from rianru.places.queries import area_at, scope_of_space
from rianru.places.queries.expanding import holidays_between
from rianru.places.queries.mobile import vans

YEAR = timedelta(days=365)
EXCEPTED = T("ไม่มีรอบในวันนี้ตามตารางที่นำเข้า", "Not on this day, by the timetable that was read in")


def read_timetable(*, actor: Actor, at: datetime, data: bytes, write: bool) -> Report:
    """Reads a file; without `write` nothing of it stays. Lines that cannot be are told of, and the rest is kept.

    Refuses as a whole with ColumnsMissing, FileTooLong, and NotAllowed where the actor plans for no van.
    """
    own = vans(actor=actor, at=at, rule="places.plan_vans")
    require("places.plan_vans", actor=actor, at=at,
            scope=scope_of_space(own[0].space_id) if own else scope_of_space(UUID(int=0)))
    known = _names(own)
    report = Report()
    with transaction.atomic():
        for line, cells in rows_of(data):
            try:
                with transaction.atomic():
                    outcome = _kept(halt_of(cells), known, actor=actor, at=at)
                report.rows.append(RowReport(line, cells.get("stop", "")[:120], outcome))
            except Refused as refusal:
                report.rows.append(RowReport(line, cells.get("stop", "")[:120], "refused", refusal.message))
        if write:
            facts.record("places.timetable_imported", actor=actor, at=at,
                         count=report.count("new") + report.count("changed"))
        else:
            transaction.set_rollback(True)
    return report


def _names(own: Sequence[Vehicle]) -> dict[str, Vehicle]:
    found: dict[str, Vehicle] = {}
    for one in own:
        for name in (one.space.name_th, one.space.name_en, one.space.code):
            found.setdefault(name.casefold().strip(), one)
    return found


def _kept(read: Read, known: Mapping[str, Vehicle], *, actor: Actor, at: datetime) -> str:
    vehicle = known.get(read.mobile.casefold().strip())
    if vehicle is None:
        raise refusals.VanUnknown(name=read.mobile[:80])
    route = Route.objects.filter(vehicle=vehicle).filter(
        Q(name_th=read.route) | Q(name_en__iexact=read.route) | Q(code=read.route)).order_by("id").first()
    route_id = route.id if route else keep_route(actor=actor, at=at, vehicle_id=vehicle.space_id, name_th=read.route)
    stop_id = _stop(read, vehicle, actor=actor, at=at)
    there = Timetable.objects.filter(
        route=route_id, stop=stop_id, first_on=read.start, arrives=read.arrives).first()
    halt = Halt(
        route_id=route_id, stop_id=stop_id, arrives=read.arrives, leaves=read.leaves, rule=read.rule,
        first_on=read.start, last_on=read.end or (there.last_on if there else max(read.start, day_of(at)) + YEAR),
        on_holidays=there.on_holidays if there else "run",
    )
    if there is None:
        halt = _by_its_holidays(halt, read.exceptions)
    same = there is not None and (there.leaves, there.rule, there.last_on) == (halt.leaves, halt.rule, halt.last_on)
    made = there.id if there and same else set_timetable(
        actor=actor, at=at, halt=halt, timetable_id=there.id if there else None)
    off = _except(made, read.exceptions, actor=actor, at=at)
    return "new" if there is None else "same" if same and not off else "changed"


def _by_its_holidays(halt: Halt, exceptions: Sequence[date]) -> Halt:
    """Whether the van stays at home on public holidays: so it is where every one that is met stands as an exception."""
    free = holidays_between(halt.first_on, halt.last_on)
    met = {day for day in days_of(halt.rule, halt.first_on, halt.last_on) if day in free}
    if not met <= set(exceptions):
        return halt
    return Halt(halt.route_id, halt.stop_id, halt.arrives, halt.leaves, halt.rule, halt.first_on, halt.last_on, "skip")


def _except(timetable_id: UUID, days: Sequence[date], *, actor: Actor, at: datetime) -> int:
    off = Visit.objects.filter(timetable=timetable_id, day_on__in=days, state="planned", leaves_at__gt=at)
    ids = list(off.values_list("id", flat=True))
    for id in ids:
        cancel_visit(actor=actor, at=at, visit_id=id, reason_th=EXCEPTED.in_("th"), reason_en=EXCEPTED.in_("en"))
    return len(ids)


def _stop(read: Read, vehicle: Vehicle, *, actor: Actor, at: datetime) -> UUID:
    """The stop that the row's link or its names mean; a new one where there is none."""
    own = Stop.objects.filter(network=vehicle.space.network_id)
    code = read.url.rstrip("/").rpartition("/")[2]
    found = own.filter(code=code).first() if code else None
    if found is None:
        named = own.filter(Q(name_th=read.stop) | Q(name_en__iexact=read.stop))
        found = named.filter(Q(community_th=read.community) | Q(community_en__iexact=read.community)).first()
    if found is not None:
        return found.id
    if read.lat is None or read.lon is None:
        raise refusals.StopNowhere(stop=read.stop[:80])
    area = area_at(Point(float(read.lat), float(read.lon)))
    if not area:
        raise PositionWrong(space=read.stop[:80])
    return keep_stop(actor=actor, at=at, network_id=vehicle.space.network_id, stop=NewStop(
        name_th=read.stop, area=area, kind=read.kind, community_th=read.community, address_th=read.address,
        postal_code=read.postcode, lat=read.lat, lon=read.lon,
    ))
