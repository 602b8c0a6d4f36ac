"""GTFS Schedule (gtfs.org, reference of 2025): halts as journey planners read them, each day said in calendar_dates.

Halts of one route on one day are a trip. Days whose halts are the same share the trip and its service.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

MEDIA_TYPE: Final = "application/zip"
BUS: Final = 3
KM_AN_HOUR: Final = 40.0


@dataclass(frozen=True, slots=True)
class Agency:
    """Who runs it."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one gets on; `home`: where the van comes from, at which nobody does."""

    id: str
    name: str
    lat: float
    lon: float
    note: str = ""
    url: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A round of one van; `home` is the id of the stop it comes from, `km` how far each stop is from there."""

    id: str
    agency_id: str
    name: str
    accessible: bool
    home: str
    km: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Halt:
    """One halt on one day, in minutes from that day's midnight."""

    route_id: str
    day: date
    stop_id: str
    arrives: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Feed:
    """All that a file holds."""

    publisher: str
    url: str
    agencies: Sequence[Agency]
    stops: Sequence[Stop]
    routes: Sequence[Route]
    halts: Iterable[Halt]


Pattern = tuple[tuple[str, int, int], ...]


def zipped(feed: Feed, *, made: date) -> bytes:
    """The file. The same content gives the same bytes on the same day."""
    routes = {route.id: route for route in feed.routes}
    services = _services(feed.halts)
    days = sorted({day for found in services.values() for day in found})
    used = {stop for _, pattern in services for stop, _, _ in pattern}
    used |= {routes[route].home for route, pattern in services if len(pattern) == 1}
    stops = [stop for stop in feed.stops if stop.id in used]
    driven = [route for route in feed.routes if route.id in {route_id for route_id, _ in services}]
    kept = {route.agency_id for route in driven}
    first, last = (days[0], days[-1]) if days else (made, made)
    files = {
        "agency.txt": [("agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang")] + [
            (one.id, one.name, one.url, "Asia/Bangkok", "th") for one in feed.agencies if one.id in kept],
        "feed_info.txt": [
            ("feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date",
             "feed_version"),
            (feed.publisher, feed.url, "th", f"{first:%Y%m%d}", f"{last:%Y%m%d}", f"{made:%Y%m%d}")],
        "stops.txt": [("stop_id", "stop_name", "stop_desc", "stop_lat", "stop_lon", "stop_url")] + [
            (one.id, one.name, one.note, f"{one.lat:.5f}", f"{one.lon:.5f}", one.url) for one in stops],
        "routes.txt": [("route_id", "agency_id", "route_long_name", "route_type")] + [
            (one.id, one.agency_id, one.name, BUS) for one in driven],
        "trips.txt": [("route_id", "service_id", "trip_id", "wheelchair_accessible")],
        "stop_times.txt": [("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "pickup_type",
                            "drop_off_type", "timepoint")],
        "calendar_dates.txt": [("service_id", "date", "exception_type")],
    }
    for (route_id, pattern), on in sorted(services.items()):
        name = _service(route_id, pattern)
        files["trips.txt"].append((route_id, name, name, 1 if routes[route_id].accessible else 2))
        files["calendar_dates.txt"] += [(name, f"{day:%Y%m%d}", 1) for day in sorted(on)]
        files["stop_times.txt"] += [(name, *time) for time in _times(routes[route_id], pattern)]
    return _packed(files, made)


def _services(halts: Iterable[Halt]) -> dict[tuple[str, Pattern], list[date]]:
    trips: dict[tuple[str, date], list[tuple[str, int, int]]] = {}
    for one in halts:
        trips.setdefault((one.route_id, one.day), []).append((one.stop_id, one.arrives, one.leaves))
    found: dict[tuple[str, Pattern], list[date]] = {}
    for (route, day), times in trips.items():
        found.setdefault((route, tuple(sorted(times, key=lambda time: time[1:]))), []).append(day)
    return found


def _service(route_id: str, pattern: Pattern) -> str:
    return f"{route_id}-{hashlib.sha256(repr(pattern).encode()).hexdigest()[:10]}"


def _times(route: Route, pattern: Pattern) -> list[tuple[object, ...]]:
    """The halts in order. A trip needs two stops: a lone one is driven to from the van's home, where no one gets on."""
    found: list[tuple[object, ...]] = []
    if len(pattern) == 1 and route.home != pattern[0][0]:
        away = max(5, round(route.km.get(pattern[0][0], 0.0) * 1.4 / KM_AN_HOUR * 60))
        start = max(0, pattern[0][1] - away)
        found.append((_clock(start), _clock(start), route.home, 1, 1, 1, 0))
    for stop, arrives, leaves in pattern:
        found.append((_clock(arrives), _clock(leaves), stop, len(found) + 1, 0, 0, 1))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _packed(files: dict[str, list[tuple[object, ...]]], made: date) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            text = io.StringIO(newline="")
            csv.writer(text).writerows(rows)
            info = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.getvalue())
    return held.getvalue()
