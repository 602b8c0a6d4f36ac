"""Timetables as others read them: the open CSV and GTFS; and as planners do, by route."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from rianru.kernel.dates import day_of, in_bangkok, start_of_day
from rianru.kernel.formats import gtfs, mobile_stops
from rianru.kernel.geography import Point, kilometres
from rianru.kernel.repeating import days_of
from rianru.places.models import Area, Route, Stop, Timetable, Vehicle, Visit
from rianru.places.queries.expanding import holidays_between

AHEAD = timedelta(days=120)  # what journey planners are told


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """A halt that repeats, how many of its visits are still to come, and the next."""

    timetable: Timetable
    ahead: int
    next_at: datetime | None
    last_at: datetime | None


def routes_of(vehicle_id: UUID) -> list[Route]:
    """The routes of a van, by name."""
    return list(Route.objects.filter(vehicle=vehicle_id, ended_on=None).order_by("name_th", "id"))


def route_by_id(id: UUID) -> Route | None:
    """A route with its van."""
    return Route.objects.select_related("vehicle__space__network").filter(id=id).first()


def timetable_by_id(id: UUID) -> Timetable | None:
    """A halt that repeats, with its route and stop."""
    return Timetable.objects.select_related("route__vehicle__space", "stop").filter(id=id).first()


def timetables_of(route_ids: Sequence[UUID], *, at: datetime) -> list[TimetableRow]:
    """What still repeats on these routes, in the order of their next visits; one query."""
    coming = Q(visits__state="planned", visits__leaves_at__gt=at)
    rows = Timetable.objects.filter(route__in=route_ids, last_on__gte=day_of(at)).select_related("stop", "route")
    found = rows.annotate(
        ahead=Count("visits", filter=coming), next_at=Min("visits__arrives_at", filter=coming),
        end_at=Max("visits__arrives_at", filter=coming),
    ).order_by("next_at", "id")
    return [TimetableRow(one, one.ahead, one.next_at, one.end_at) for one in found]


def stops_of_network(network_id: UUID, *, limit: int = 500) -> list[Stop]:
    """The stops of a network in use, by name."""
    return list(Stop.objects.filter(network=network_id, closed_on=None).order_by("sort_th", "id")[:limit])


def visits_of_vehicle(vehicle_id: UUID, *, since: datetime, limit: int = 60) -> list[Visit]:
    """What is ahead of a van, cancelled visits too, in order."""
    rows = Visit.objects.filter(vehicle=vehicle_id, leaves_at__gt=since).select_related("stop")
    return list(rows.order_by("arrives_at", "id")[:limit])


def changed_at() -> datetime | None:
    """When anything of the timetables last changed."""
    found: datetime | None = Visit.objects.aggregate(last=Max("changed_at"))["last"]
    return found


def open_timetable(*, at: datetime, network_id: UUID | None = None) -> Iterator[mobile_stops.Halt]:
    """Every halt for everyone that still repeats: a row each, in three queries; `url` is the stop's code alone."""
    rows = Timetable.objects.filter(last_on__gte=day_of(at)).exclude(stop__kind="private")
    if network_id:
        rows = rows.filter(stop__network=network_id)
    found = list(rows.select_related("stop__network__organisation", "route__vehicle__space").order_by(
        "route__vehicle__space__sort_th", "route__name_th", "first_on", "arrives", "id"))
    if not found:
        return
    holidays = holidays_between(min(one.first_on for one in found), max(one.last_on for one in found))
    off: dict[UUID | None, set[date]] = {}
    gone = Visit.objects.filter(Q(state="cancelled") | Q(moved_from_at__isnull=False),
                                timetable__in=[one.id for one in found])
    for timetable, day in gone.values_list("timetable_id", "day_on"):
        off.setdefault(timetable, set()).add(day)
    for one in found:
        yield _halt(one, off.get(one.id, set()), holidays.keys())


def _halt(one: Timetable, off: set[date], holidays: Container[date]) -> mobile_stops.Halt:
    stop, van = one.stop, one.route.vehicle.space
    keeper = stop.network.organisation
    days = set(days_of(one.rule, one.first_on, one.last_on))
    free = {day for day in days if day in holidays} if one.on_holidays == "skip" else set()
    return mobile_stops.Halt(
        organisation=keeper.name_th if keeper else stop.network.name_th, mobile=van.name_th, route=one.route.name_th,
        community=stop.community_th, stop=stop.name_th, address=stop.address_th, postcode=stop.postal_code,
        lon=stop.lon, lat=stop.lat, kind=stop.kind, arrives=one.arrives, leaves=one.leaves, rule=one.rule,
        start=one.first_on, end=one.last_on, exceptions=tuple(sorted(free | off & days)), url=stop.code,
    )


def gtfs_feed(*, at: datetime, site: str, stop_url: str, network_id: UUID | None = None) -> gtfs.Feed:
    """What journey planners need of the weeks ahead. `stop_url`: the address of a stop, with `{code}` in it."""
    today = start_of_day(day_of(at))
    rows = Visit.objects.filter(state="planned", arrives_at__gte=today, arrives_at__lt=today + AHEAD)
    rows = rows.exclude(stop__kind="private")
    if network_id:
        rows = rows.filter(stop__network=network_id)
    visits = list(rows.order_by("vehicle_id", "arrives_at").values_list(
        "vehicle_id", "timetable__route_id", "stop_id", "arrives_at", "leaves_at"))
    stops = {one.id: one for one in Stop.objects.filter(id__in={row[2] for row in visits})}
    vehicles = {
        one.space_id: one for one in Vehicle.objects.filter(space__in={row[0] for row in visits}).select_related(
            "space__network__organisation")
    }
    routes = {one.id: one for one in Route.objects.filter(id__in={row[1] for row in visits if row[1]})}
    points = _points(list(stops.values()), list(vehicles.values()))
    return gtfs.Feed(
        publisher="Rianru", url=site,
        agencies=[gtfs.Agency(str(id), name, site) for id, name in _agencies(list(vehicles.values())).items()],
        stops=[
            *(gtfs.Stop(one.code, one.name_th, points[one.id].lat, points[one.id].lon,
                        " ".join(filter(None, (one.community_th, one.address_th))), stop_url.format(code=one.code))
              for one in stops.values() if one.id in points),
            *(gtfs.Stop(f"home-{one.space.code}", one.space.name_th, points[one.space_id].lat,
                        points[one.space_id].lon, home=True) for one in vehicles.values() if one.space_id in points),
        ],
        routes=[_route(id, vehicle, routes, vehicles, stops, points)
                for id, vehicle in sorted({(row[1], row[0]) for row in visits}, key=str) if vehicle in points],
        halts=[_gtfs_halt(row, vehicles, stops) for row in visits if row[2] in points and row[0] in points],
    )


def _route_id(route: UUID | None, vehicle: Vehicle) -> str:
    """A route by its id; visits beside every timetable make one of their own for each van."""
    return str(route) if route else f"extra-{vehicle.space.code}"


def _route(
    id: UUID | None, vehicle_id: UUID, routes: dict[UUID, Route], vehicles: dict[UUID, Vehicle],
    stops: dict[UUID, Stop], points: dict[UUID, Point],
) -> gtfs.Route:
    van = vehicles[vehicle_id]
    name = routes[id].name_th if id else "รอบพิเศษ"
    home = points[vehicle_id]
    return gtfs.Route(
        _route_id(id, van), str(van.space.network_id), f"{van.space.name_th} · {name}", van.accessible,
        f"home-{van.space.code}",
        {one.code: kilometres(home, points[one.id]) for one in stops.values() if one.id in points},
    )


def _gtfs_halt(row: tuple[UUID, UUID | None, UUID, datetime, datetime], vehicles: dict[UUID, Vehicle],
               stops: dict[UUID, Stop]) -> gtfs.Halt:
    vehicle, route, stop, arrives, leaves = row
    local = in_bangkok(arrives)
    first = local.hour * 60 + local.minute
    return gtfs.Halt(_route_id(route, vehicles[vehicle]), local.date(), stops[stop].code, first,
                     first + round((leaves - arrives).total_seconds() / 60))


def _agencies(vehicles: Sequence[Vehicle]) -> dict[UUID, str]:
    found = {}
    for one in vehicles:
        network = one.space.network
        found[network.id] = network.organisation.name_th if network.organisation else network.name_th
    return found


def _points(stops: Sequence[Stop], vehicles: Sequence[Vehicle]) -> dict[UUID, Point]:
    """Where stops and vans' homes are: their own positions, else the middle of their sub-district or district."""
    rows = [(one.id, one.lat, one.lon, one.area_id) for one in stops]
    rows += [(one.space_id, one.space.lat, one.space.lon, one.space.area_id) for one in vehicles]
    codes = {area[:length] for _, lat, _, area in rows if lat is None for length in (4, 6)}
    middles = {one.code: one for one in Area.objects.filter(code__in=codes, lat__isnull=False)}
    found = {}
    for id, lat, lon, area in rows:
        middle = middles.get(area[:6]) or middles.get(area[:4])
        north, east = (lat, lon) if lat is not None or middle is None else (middle.lat, middle.lon)
        if north is not None and east is not None:
            found[id] = Point(float(north), float(east))
    return found
