"""iCalendar (RFC 5545) as other calendars read it: events of Bangkok, folded at 75 octets by the library.

An event keeps its UID for good; `sequence` rises with every change, and what is cancelled stays with STATUS:CANCELLED,
so that a calendar that knows it takes it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar

from rianru.kernel.dates import BANGKOK

MEDIA_TYPE = "text/calendar; charset=utf-8"
AGAIN = timedelta(hours=4)  # how often a calendar that follows a feed may ask


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting, or what holds `all_day`. `changed_at` is its DTSTAMP: the moment of its last change, so that what is
    unchanged looks so.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    title: str
    where: str = ""
    words: str = ""
    url: str = ""
    cancelled: bool = False
    point: tuple[float, float] | None = None  # latitude, longitude
    all_day: bool = False  # whole days of Bangkok, from the one on which it starts to before the one on which it ends


def calendar(events: Iterable[Event], *, name: str, method: str = "PUBLISH") -> bytes:
    """The file: TZID Asia/Bangkok with its VTIMEZONE, one VEVENT each."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Rianru//rianru//TH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Bangkok")
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    made.add_component(_zone())
    for event in events:
        made.add_component(_event(event))
    return bytes(made.to_ical())


def _zone() -> icalendar.Timezone:
    """Seven hours ahead of UTC, the whole year, since 1920."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", "Asia/Bangkok")
    standard.add("dtstart", datetime(1920, 4, 1))  # noqa: DTZ001 - on the clock before it, as the standard asks
    standard.add("tzoffsetfrom", timedelta(hours=6, minutes=42, seconds=4))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    for name, moment in (("dtstart", event.starts_at), ("dtend", event.ends_at)):
        local = moment.astimezone(BANGKOK)
        made.add(name, local.date() if event.all_day else local)
    if event.all_day:
        made.add("transp", "TRANSPARENT")
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("summary", event.title)
    for name, value in (("location", event.where), ("description", event.words), ("url", event.url)):
        if value:
            made.add(name, value)
    if event.point:
        made.add("geo", event.point)
    return made
