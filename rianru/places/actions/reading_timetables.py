"""An open timetable read in: row by row, each kept or refused with its reason; a second load changes nothing.

What there is of the rows' vans is looked up once. Rows are then compared with it and with one another, and what comes
of them is written together, so that the number of statements does not grow with the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.dates import day_of
from rianru.kernel.formats.mobile_stops import Halt as Read
from rianru.kernel.formats.mobile_stops import halt_of, rows_of
from rianru.kernel.formats.tables import Report, RowReport
from rianru.kernel.geography import Point
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, Refused
from rianru.kernel.repeating import days_of
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.actions.busy import Busy, busy
from rianru.places.actions.cities import broken
from rianru.places.actions.laying import Halt, Laying, lay
from rianru.places.actions.placing import SUBDISTRICT
from rianru.places.actions.timetables import check_halt, spans_from
from rianru.places.actions.vehicles import NewStop, line, own_code, stop_values
from rianru.places.actions.visits import APART, check_stop, tell_later, two_places
from rianru.places.models import Route, Stop, Timetable, Vehicle
from rianru.places.queries import areas_at, scope_of_space
from rianru.places.queries.borders import lies_in
from rianru.places.queries.expanding import holidays_between
from rianru.places.queries.mobile import scopes_of_stops, vans

YEAR = timedelta(days=365)
Placed = tuple[UUID, str, str]
Key = tuple[UUID, UUID, date, int]
"""What makes a halt the same one: route, stop, first day, minute."""


@dataclass(slots=True)
class _Known:
    """What there is of the vans of a file, and what its rows add to it."""

    actor: Actor
    at: datetime
    vans: Mapping[str, Vehicle]
    busy: Busy
    holidays: frozenset[date]
    areas: Mapping[tuple[float, float], str]
    allowed: Mapping[tuple[UUID, str], bool]
    routes: dict[tuple[UUID, str], Route] = field(default_factory=dict)
    coded: dict[tuple[UUID, str], Stop] = field(default_factory=dict)
    named: dict[Placed, Stop] = field(default_factory=dict)
    timetables: dict[Key, Timetable] = field(default_factory=dict)
    new_routes: list[Route] = field(default_factory=list)
    new_stops: list[Stop] = field(default_factory=list)
    plans: dict[UUID, Laying] = field(default_factory=dict)

    def add_route(self, route: Route) -> None:
        """By its names, its code and its van."""
        for name in filter(None, (route.name_th, route.name_en, route.code)):
            self.routes.setdefault((route.vehicle_id, name.casefold()), route)

    def add_stop(self, stop: Stop) -> None:
        """By its code, and by its names with those of its community."""
        self.coded.setdefault((stop.network_id, stop.code), stop)
        for name in filter(None, (stop.name_th, stop.name_en)):
            for community in (stop.community_th, stop.community_en):
                self.named.setdefault((stop.network_id, name.casefold(), community.casefold()), stop)


def read_timetable(*, actor: Actor, at: datetime, data: bytes, write: bool) -> Report:
    """Reads a file; without `write` nothing of it stays. Lines that cannot be are told of, and the rest is kept.

    Refuses as a whole with ColumnsMissing, FileTooLong, and NotAllowed where the actor plans for no van; with
    TwoPlacesAtOnce where somebody else planned a visit meanwhile.
    """
    own = vans(actor=actor, at=at, rule="places.plan_vans")
    require("places.plan_vans", actor=actor, at=at,
            scope=scope_of_space(own[0].space_id) if own else scope_of_space(UUID(int=0)))
    found: list[tuple[int, str, Read | Refused]] = list(_read(data))
    with transaction.atomic():
        known = _known(own, [read for *_, read in found if isinstance(read, Read)], actor=actor, at=at)
        report = Report([_reported(known, *row) for row in found])
        if write:
            _written(known)
            facts.record("places.timetable_imported", actor=actor, at=at,
                         count=report.count("new") + report.count("changed"))
    return report


def _read(data: bytes) -> Iterator[tuple[int, str, Read | Refused]]:
    for number, cells in rows_of(data):
        try:
            read: Read | Refused = halt_of(cells)
        except Refused as refusal:
            read = refusal
        yield number, cells.get("stop", "")[:120], read


def _known(own: Sequence[Vehicle], rows: Sequence[Read], *, actor: Actor, at: datetime) -> _Known:
    """Everything that these rows may lead to; nine queries at most."""
    names: dict[str, Vehicle] = {}
    for van in own:
        for name in (van.space.name_th, van.space.name_en, van.space.code):
            names.setdefault(name.casefold().strip(), van)
    met = {meant.space_id: meant for read in rows if (meant := names.get(_folded(read.mobile)))}
    days = [day for read in rows for day in (read.start, read.end or max(read.start, day_of(at)) + YEAR)]
    areas = _areas(rows)
    networks = {one.space.network_id for one in met.values()}
    scopes = scopes_of_stops([(network, area) for network in networks for area in set(areas.values()) if area])
    known = _Known(
        actor, at, names, busy(met, at=at),
        frozenset(holidays_between(min(days), max(days))) if days else frozenset(), areas,
        {(network, area): permitted("places.plan_vans", actor=actor, at=at, scope=scope)
         for (network, area), scope in scopes.items()},
    )
    for route in Route.objects.filter(vehicle__in=met).order_by("id"):
        known.add_route(route)
    for stop in Stop.objects.filter(network__in=networks).order_by("id"):
        known.add_stop(stop)
    for one in Timetable.objects.filter(route__vehicle__in=met, first_on__in={read.start for read in rows}):
        known.timetables[one.route_id, one.stop_id, one.first_on, one.arrives] = one
    return known


def _folded(name: str) -> str:
    return line(name).casefold()


def _areas(rows: Sequence[Read]) -> dict[tuple[float, float], str]:
    """In which sub-district each position lies."""
    places = sorted({(float(read.lat), float(read.lon)) for read in rows
                     if read.lat is not None and read.lon is not None})
    nearest = areas_at([Point(lat, lon) for lat, lon in places])
    inside = (code if len(code) >= SUBDISTRICT else "" for code in lies_in(places))
    return {place: own or near for place, own, near in zip(places, inside, nearest, strict=True)}


def _reported(known: _Known, number: int, stop: str, read: Read | Refused) -> RowReport:
    try:
        if isinstance(read, Refused):
            raise read
        return RowReport(number, stop, _taken(known, read))
    except Refused as refusal:
        return RowReport(number, stop, "refused", refusal.message)


def _taken(known: _Known, read: Read) -> str:
    """Takes a row among the plans: new, changed or same; whatever is wrong with it is refused first."""
    vehicle = known.vans.get(_folded(read.mobile))
    if vehicle is None:
        raise refusals.VanUnknown(name=read.mobile[:80])
    route = known.routes.get((vehicle.space_id, _folded(read.route))) or _new_route(read, vehicle)
    stop = _stop(known, read, vehicle)
    check_stop(stop, vehicle)
    there = known.timetables.get((route.id, stop.id, read.start, read.arrives))
    halt = _halt(known, read, route, stop, there)
    same = there is not None and (there.leaves, there.rule, there.last_on) == (halt.leaves, halt.rule, halt.last_on)
    if there is not None and there.id in known.plans:  # an earlier row of the file
        if same:
            return "same"
        raise refusals.TimetableTwice()
    spans = spans_from(halt, holidays=known.holidays, since=day_of(known.at))
    off = frozenset(read.exceptions) & {day for day, *_ in spans}
    comes = [span for span in spans if span[0] not in off]
    plan = Laying(there.id if there else new_id(), there is None, halt, vehicle.space_id, spans, off)
    if same and not off - known.busy.held.get(plan.id, set()):
        return "same"
    known.busy.meet(vehicle.space_id, plan.id, comes)
    _add(known, plan, route, stop, comes)
    return "new" if there is None else "changed"


def _add(known: _Known, plan: Laying, route: Route, stop: Stop, comes: Sequence[tuple[date, datetime, datetime]]
         ) -> None:
    halt = plan.halt
    if (plan.vehicle_id, route.name_th.casefold()) not in known.routes:
        known.add_route(route)
        known.new_routes.append(route)
    if (stop.network_id, stop.code) not in known.coded:
        known.add_stop(stop)
        known.new_stops.append(stop)
    known.busy.put(plan.vehicle_id, plan.id, comes, (stop.name_th, stop.name_en))
    known.plans[plan.id] = plan
    known.timetables[halt.route_id, halt.stop_id, halt.first_on, halt.arrives] = Timetable(
        id=plan.id, route_id=halt.route_id, stop_id=halt.stop_id, arrives=halt.arrives, leaves=halt.leaves,
        rule=halt.rule, first_on=halt.first_on, last_on=halt.last_on, on_holidays=halt.on_holidays)


def _halt(known: _Known, read: Read, route: Route, stop: Stop, there: Timetable | None) -> Halt:
    """Without an end it goes on as it does, or for a year. A new one keeps the van at home on public holidays where
    every one that it meets stands as an exception.
    """
    end = read.end or (there.last_on if there else max(read.start, day_of(known.at)) + YEAR)
    halt = Halt(route_id=route.id, stop_id=stop.id, arrives=read.arrives, leaves=read.leaves, rule=read.rule,
                first_on=read.start, last_on=end, on_holidays=there.on_holidays if there else "run")
    check_halt(halt)
    if there is None and known.holidays & set(days_of(halt.rule, halt.first_on, halt.last_on)) <= set(read.exceptions):
        return replace(halt, on_holidays="skip")
    return halt


def _new_route(read: Read, vehicle: Vehicle) -> Route:
    made = new_id()
    if not (name := line(read.route)):
        raise refusals.NameMissing()
    return Route(id=made, vehicle=vehicle, code=own_code(made), name_th=name)


def _stop(known: _Known, read: Read, vehicle: Vehicle) -> Stop:
    """The stop that the row's link or its names mean; a new one where there is none."""
    network = vehicle.space.network_id
    code = read.url.rstrip("/").rpartition("/")[2]
    found = known.coded.get((network, code)) or known.named.get((network, _folded(read.stop), _folded(read.community)))
    if found is not None:
        return found
    if read.lat is None or read.lon is None:
        raise refusals.StopNowhere(stop=read.stop[:80])
    area = known.areas[float(read.lat), float(read.lon)]
    said = stop_values(NewStop(
        name_th=read.stop, area=area, kind=read.kind, community_th=read.community, address_th=read.address,
        postal_code=read.postcode, lat=read.lat, lon=read.lon,
    ))
    if not known.allowed[network, area]:
        raise NotAllowed()
    made = new_id()
    return Stop(id=made, network_id=network, code=own_code(made), changed_at=known.at, **said)


def _written(known: _Known) -> None:
    Route.objects.bulk_create(known.new_routes)
    Stop.objects.bulk_create(known.new_stops)
    try:
        with transaction.atomic():
            laid = lay(list(known.plans.values()), at=known.at)
    except IntegrityError as error:
        raise two_places(None) if broken(error) == APART else error from error
    tell_later("timetable", [ids[0] for ids in laid.touched.values()], at=known.at)
    tell_later("cancelled", laid.off, at=known.at)
