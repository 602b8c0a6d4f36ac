"""The open timetable of mobile libraries: a CSV with one row for each halt that repeats.

Columns and their order are those of the table schema `mobile-library-stops` that British library services publish
by: coordinates in degrees (x east, y north), the day in English, times as HH:MM, dates as YYYY-MM-DD, the frequency as
an RRULE without an end, exceptions as days apart by commas. Other names of columns that people use are understood.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from rianru.kernel.formats import tables
from rianru.kernel.formats.tables import CellWrong

COLUMNS: Final = (
    "organisation", "mobile", "route", "community", "stop", "address", "postcode", "geox", "geoy", "day", "type",
    "arrival", "departure", "frequency", "start", "end", "exceptions", "timetable",
)
NEEDED: Final = ("mobile", "route", "stop", "arrival", "departure", "start")
TYPES: Final = ("Public", "Private", "Dynamic", "Other")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_ROWS: Final = 2_000
_ALSO: Final = {"organization": "organisation", "mobilename": "mobile", "mobilelibrary": "mobile", "stopname": "stop",
                "routename": "route", "longitude": "geox", "lon": "geox", "latitude": "geoy", "lat": "geoy",
                "postalcode": "postcode", "departs": "departure", "arrives": "arrival", "startdate": "start",
                "enddate": "end", "rrule": "frequency"}
_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::\d\d)?")


@dataclass(frozen=True, slots=True)
class Halt:
    """One row; times in minutes from midnight. `end` none: it goes on."""

    organisation: str
    mobile: str
    route: str
    community: str
    stop: str
    address: str
    postcode: str
    lon: Decimal | None
    lat: Decimal | None
    kind: str  # public, private, dynamic, other
    arrives: int
    leaves: int
    rule: str
    start: date
    end: date | None
    exceptions: tuple[date, ...] = ()
    url: str = ""


def cells_of(one: Halt) -> list[str]:
    """A row, in the order of COLUMNS."""
    return [
        one.organisation, one.mobile, one.route, one.community, one.stop, one.address, one.postcode,
        "" if one.lon is None else str(one.lon), "" if one.lat is None else str(one.lat),
        DAYS[one.start.weekday()], one.kind.capitalize(), _clock(one.arrives), _clock(one.leaves), one.rule,
        one.start.isoformat(), one.end.isoformat() if one.end else "",
        ",".join(day.isoformat() for day in one.exceptions), one.url,
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def rows_of(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, by the columns' names. Refuses as `tables.rows_of` does."""
    return tables.rows_of(data, needed=NEEDED, named=_named, most=MOST_ROWS)


def _named(cell: str) -> str:
    name = re.sub(r"[^a-z]", "", cell.casefold())
    return _ALSO.get(name, name)


def halt_of(cells: Mapping[str, str]) -> Halt:
    """A row as typed values. Refuses with CellWrong, naming the column."""
    said = {name: cells.get(name, "")[:500] for name in COLUMNS}
    for name in NEEDED:
        if not said[name]:
            raise CellWrong(column=name, typed="")
    kind = (said["type"] or "Public").capitalize()
    if kind not in TYPES:
        raise CellWrong(column="type", typed=said["type"][:60])
    return Halt(
        organisation=said["organisation"], mobile=said["mobile"], route=said["route"], community=said["community"],
        stop=said["stop"], address=said["address"], postcode=said["postcode"], lon=_degrees(said, "geox"),
        lat=_degrees(said, "geoy"), kind=kind.lower(), arrives=_minutes(said, "arrival"),
        leaves=_minutes(said, "departure"), rule=said["frequency"].upper().removeprefix("RRULE:").rstrip(";"),
        start=_day(said["start"], "start"), end=_day(said["end"], "end") if said["end"] else None,
        exceptions=tuple(_day(each, "exceptions") for each in said["exceptions"].replace(";", ",").split(",")
                         if each.strip()),
        url=said["timetable"],
    )


def _degrees(said: Mapping[str, str], column: str) -> Decimal | None:
    if not said[column]:
        return None
    try:
        found = Decimal(said[column])
    except InvalidOperation as error:
        raise CellWrong(column=column, typed=said[column][:60]) from error
    if not found.is_finite() or abs(found) > 180:
        raise CellWrong(column=column, typed=said[column][:60])
    return round(found, 5)


def _minutes(said: Mapping[str, str], column: str) -> int:
    match = _CLOCK.fullmatch(said[column])
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minutes <= 1440:
        raise CellWrong(column=column, typed=said[column][:60])
    return minutes


def _day(text: str, column: str) -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise CellWrong(column=column, typed=text[:60]) from error
    if not 1990 <= found.year <= 2200:
        raise CellWrong(column=column, typed=text[:60])
    return found
