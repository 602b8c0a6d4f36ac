"""Mobile libraries as people and drivers see them: stops, the next visit near somebody, the day of a van."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.geography import Point
from rianru.places.models import Space, Stop, Timetable, Vehicle, Visit, VisitTap
from rianru.places.queries.distance import nearest
from rianru.places.queries.scopes import scopes_of_spaces

NEAR_KM = 40.0
AHEAD = timedelta(days=92)
NEAREST_HALT = """
    SELECT halt.id FROM places_visit AS halt
    WHERE halt.vehicle_id = {van} AND halt.state = 'planned'
      AND halt.arrives_at BETWEEN {moment} - interval '1 day' AND {moment} + interval '1 day'
    ORDER BY greatest(coalesce(halt.arrived_at, halt.arrives_at) - {moment},
                      {moment} - coalesce(halt.left_at, halt.leaves_at + halt.late_minutes * interval '1 minute'),
                      interval '0'), halt.arrives_at, halt.id LIMIT 1
"""
"""Which visit of a van a moment belongs to: the one under way, else the nearest before or after it."""
_HALT = NEAREST_HALT.format(van="%(van)s", moment="%(moment)s::timestamptz")
_CITIES = """
    SELECT asked.code, covered.city_id FROM unnest(%s::text[]) AS asked (code)
    JOIN places_cityarea AS covered ON asked.code LIKE covered.area_id || '%%'
"""


@dataclass(frozen=True, slots=True)
class StopNear:
    """A stop, its next visit, and how far it is as the crow flies where one said where one is."""

    stop: Stop
    visit: Visit | None
    km: float | None = None


def scope_of_stop(network_id: UUID, area: str) -> Scope:
    """National, the network, and every city whose areas cover the stop's."""
    return scopes_of_stops([(network_id, area)])[network_id, area]


def scopes_of_stops(places: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], Scope]:
    """The same of many, by network and area; one query."""
    found: dict[tuple[UUID, str], Scope] = {
        (network, area): NATIONAL | {("network", network)} for network, area in places}
    cities: dict[str, set[tuple[str, UUID | None]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CITIES, [sorted({area for _, area in found})])
        for area, city in cursor.fetchall():
            cities.setdefault(area, set()).add(("city", city))
    return {place: scope | cities.get(place[1], set()) for place, scope in found.items()}


def may_plan_vans(*, actor: Actor, at: datetime, vehicle_id: UUID) -> bool:
    """Whether the actor plans what this van does."""
    scope = scopes_of_spaces([vehicle_id]).get(vehicle_id, NATIONAL)
    return permitted("places.plan_vans", actor=actor, at=at, scope=scope)


def vans(*, actor: Actor, at: datetime, rule: str) -> list[Vehicle]:
    """The vans in service for which the actor passes a rule (`places.plan_vans`, `places.drive_van`), by name."""
    rows = Vehicle.objects.filter(in_service(at)).select_related("space__network", "space__area")
    found = list(rows.order_by("space__sort_th", "space_id"))
    scopes = scopes_of_spaces([one.space_id for one in found])
    return [one for one in found if permitted(rule, actor=actor, at=at, scope=scopes.get(one.space_id, NATIONAL))]


def spaces_without_vehicle(*, actor: Actor, at: datetime) -> list[Space]:
    """Mobile libraries for which the actor may plan and of which nobody has said in what they drive."""
    found = list(Space.objects.filter(kind="mobile_library", closed_on=None, vehicle=None).order_by("sort_th", "id"))
    scopes = scopes_of_spaces([one.id for one in found])
    return [one for one in found if permitted("places.plan_vans", actor=actor, at=at, scope=scopes[one.id])]


def next_days_of_vans(ids: Iterable[UUID], *, at: datetime) -> dict[UUID, datetime]:
    """When each van next arrives somewhere; one query."""
    rows = Visit.objects.filter(vehicle__in=list(ids), state="planned", arrives_at__gt=at)
    return dict(rows.values("vehicle").annotate(first=Min("arrives_at")).values_list("vehicle", "first"))


def in_service(at: datetime) -> Q:
    """Of a vehicle: not retired, and its space not closed."""
    today = day_of(at)
    return (Q(retired_on=None) | Q(retired_on__gt=today)) & (Q(space__closed_on=None) | Q(space__closed_on__gt=today))


def van(code: str) -> Vehicle | None:
    """A van by its space's code."""
    return Vehicle.objects.select_related("space__network", "space__area").filter(space__code=code).first()


def stop(code: str) -> Stop | None:
    """A stop by its code; closed ones too, so that old signs lead somewhere."""
    return Stop.objects.select_related("network", "area").filter(code=code).first()


def stop_by_id(id: UUID) -> Stop | None:
    """A stop by its id."""
    return Stop.objects.select_related("network", "area").filter(id=id).first()


def stops_by_id(ids: Iterable[UUID]) -> list[Stop]:
    """Those of these stops that exist, by name."""
    return list(Stop.objects.filter(id__in=list(ids)).order_by("sort_th", "id"))


def _upcoming(at: datetime) -> QuerySet[Visit]:
    """Visits that have not ended: a late van is waited for as much longer."""
    return Visit.objects.filter(state="planned", left_at=None, leaves_at__gt=at, arrives_at__lt=at + AHEAD)


def next_visits(stop_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Visit]:
    """The next visit of each stop that has one; one query."""
    found = _upcoming(at).filter(stop_id__in=list(stop_ids)).select_related("vehicle__space")
    return {one.stop_id: one for one in found.order_by("stop_id", "arrives_at", "id").distinct("stop_id")}


def _stops(at: datetime) -> QuerySet[Stop]:
    """Stops in use, not of a closed circle, at which a van is expected."""
    coming = Exists(_upcoming(at).filter(stop=OuterRef("pk")))
    return Stop.objects.filter(coming, closed_on=None).exclude(kind="private").select_related("area")


def stops_near(point: Point, *, at: datetime, limit: int = 12) -> list[StopNear]:
    """The stops within NEAR_KM at which a van is expected, nearest first, with the next visit of each."""
    found = [(one, km) for one, km in nearest(_stops(at), point.lat, point.lon, limit) if km <= NEAR_KM]
    visits = next_visits([one.id for one, _ in found], at=at)
    return [StopNear(one, visits.get(one.id), km) for one, km in found]


def stops_inside(
    code: str, *, at: datetime, after: tuple[str, UUID] | None = None, limit: int = 30
) -> list[StopNear]:
    """The stops inside an area (all of the country for a blank code) at which a van is expected, by name, by key."""
    rows = _stops(at).filter(area__code__startswith=code)
    if after:
        rows = rows.filter(Q(sort_th__gt=after[0]) | Q(sort_th=after[0], id__gt=after[1]))
    found = list(rows.order_by("sort_th", "id")[:limit])
    visits = next_visits([one.id for one in found], at=at)
    return [StopNear(one, visits.get(one.id)) for one in found]


def next_of_van_at(stop_id: UUID, *, vehicle_id: UUID, at: datetime) -> Visit | None:
    """The next visit of one van to a stop."""
    return _upcoming(at).filter(stop_id=stop_id, vehicle_id=vehicle_id).order_by("arrives_at").first()


def is_van(space_id: UUID) -> bool:
    """Whether a space drives from stop to stop."""
    return Vehicle.objects.filter(space_id=space_id).exists()


def halt_at(vehicle_id: UUID, *, at: datetime, grace: timedelta) -> Visit | None:
    """The visit at which a van is, no longer than `grace` before or behind it; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_HALT, {"van": vehicle_id, "moment": at})
        row = cursor.fetchone()
    found = Visit.objects.select_related("stop").get(id=row[0]) if row else None
    if found is None:
        return None
    gone = found.left_at or found.leaves_at + timedelta(minutes=found.late_minutes)
    return found if (found.arrived_at or found.arrives_at) - grace <= at <= gone + grace else None


def visits_past(stop_id: UUID, *, at: datetime, limit: int = 3) -> list[Visit]:
    """The last visits to a stop that took place, the latest first."""
    rows = Visit.objects.filter(stop_id=stop_id, state="planned", leaves_at__lte=at)
    return list(rows.select_related("vehicle__space").order_by("-arrives_at", "-id")[:limit])


def visits_at(stop_id: UUID, *, since: datetime, until: datetime | None = None, limit: int = 60) -> list[Visit]:
    """The visits to a stop that end after a moment, cancelled ones too, in order."""
    rows = Visit.objects.filter(stop_id=stop_id, leaves_at__gt=since)
    if until:
        rows = rows.filter(arrives_at__lt=until)
    return list(rows.select_related("vehicle__space").order_by("arrives_at", "id")[:limit])


def visits_during(
    network_ids: Collection[UUID], *, since: datetime, until: datetime, limit: int = 60
) -> list[Visit]:
    """The visits of the vans of these networks that are planned within a time, in order, with their stops."""
    rows = Visit.objects.filter(
        stop__network__in=list(network_ids), state="planned", leaves_at__gt=since, arrives_at__lt=until
    )
    return list(rows.select_related("stop").order_by("arrives_at", "id")[:limit])


def visits_named(ids: Iterable[UUID]) -> list[Visit]:
    """These visits with their stops and vans, in order."""
    rows = Visit.objects.filter(id__in=list(ids)).select_related("stop__area", "vehicle__space")
    return list(rows.order_by("arrives_at", "id"))


def visit(id: UUID) -> Visit | None:
    """A visit with its stop, its van and its timetable."""
    rows = Visit.objects.select_related("stop__network", "stop__area", "vehicle__space", "timetable__route")
    return rows.filter(id=id).first()


def day_of_van(vehicle_id: UUID, day: date) -> list[Visit]:
    """The visits of a van on a day of Bangkok, cancelled ones too, in order."""
    start = start_of_day(day)
    rows = Visit.objects.filter(
        vehicle_id=vehicle_id, arrives_at__gte=start, arrives_at__lt=start + timedelta(days=1)
    )
    return list(rows.select_related("stop__area").order_by("arrives_at", "id"))


def next_day_of_van(vehicle_id: UUID, *, after: date) -> date | None:
    """The next day after this one on which the van goes out."""
    start = start_of_day(after) + timedelta(days=1)
    rows = Visit.objects.filter(vehicle_id=vehicle_id, state="planned", arrives_at__gte=start)
    found = rows.order_by("arrives_at").values_list("arrives_at", flat=True).first()
    return day_of(found) if found else None


def taps_of(visit_ids: Iterable[UUID]) -> dict[UUID, list[VisitTap]]:
    """The taps of each visit that stand, in the order of their moments."""
    found: dict[UUID, list[VisitTap]] = {}
    for one in VisitTap.objects.filter(visit_id__in=list(visit_ids), undone_at=None).order_by("tapped_at", "id"):
        found.setdefault(one.visit_id, []).append(one)
    return found


def timetables_of_stop(stop_id: UUID, *, at: datetime) -> list[Timetable]:
    """What still repeats at a stop."""
    rows = Timetable.objects.filter(stop_id=stop_id, last_on__gte=day_of(at)).select_related("route__vehicle__space")
    return list(rows.order_by("first_on", "arrives", "id"))


def people_of_day(vehicle_id: UUID, day: date) -> int:
    """How many came to a van on a day."""
    return sum(one.people for one in day_of_van(vehicle_id, day))
