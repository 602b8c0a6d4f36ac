"""When something could take place: the dates of a plan, and what stands in their way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rianru.kernel.dates import day_of, in_bangkok
from rianru.kernel.repeating import times_of
from rianru.kernel.words import T
from rianru.learning.models import RoomBooking
from rianru.learning.words import when_text
from rianru.places import queries as places

Span = tuple[datetime, datetime]
"""From its beginning to its end, half-open."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One time of a plan. `closed`: why its space is closed that day; `outside`: the hours that it lies outside of;
    `taken`: what has its room.
    """

    starts_at: datetime
    ends_at: datetime
    closed: T | None = None
    outside: T | None = None
    taken: str = ""

    @property
    def when(self) -> T:
        """Day and time."""
        return when_text(self.starts_at, self.ends_at)


def spans(first: Span, repeats: str) -> list[Span]:
    """The times that begin with `first` and go on by an RRULE. Refusals of kernel.repeating."""
    long = first[1] - first[0]
    return [(moment, moment + long) for moment in times_of(repeats, first[0])]


def looked_at(*, space_id: UUID, times: Sequence[Span], at_space: bool, room_id: int | None = None,
              but: Iterable[UUID] = ()) -> list[Planned]:
    """Each time with what stands in its way: closed days, other hours, and a room that is taken.

    `at_space`: false for what is held elsewhere or online; `but`: sessions whose own bookings do not count.
    """
    taken = _taken(room_id, times, but) if room_id else {}
    calendar = places.calendar([space_id], days=sorted({day_of(start) for start, _ in times})) if at_space else None
    return [
        Planned(start, end, *(_hours(calendar, space_id, start, end) if calendar else (None, None)),
                taken.get((start, end), ""))
        for start, end in times
    ]


def _hours(calendar: places.Calendar, space_id: UUID, start: datetime, end: datetime) -> tuple[T | None, T | None]:
    """Why the day is closed, or the hours of an open day that the time lies outside of."""
    if space_id not in calendar.spaces:
        return None, None
    day = calendar.day(space_id, day_of(start))
    if not day.known:
        return None, None
    if not day.spans:
        return day.steps[-1], None
    if day_of(end) != day_of(start):  # an exhibition stands through the night
        return None, None
    local = in_bangkok(start)
    begins = local.hour * 60 + local.minute
    ends = begins + int((end - start) / timedelta(minutes=1))
    inside = any(opens <= begins and ends <= closes for opens, closes in day.spans)
    return None, None if inside else day.line


def _taken(room_id: int, times: Sequence[Span], but: Iterable[UUID]) -> dict[Span, str]:
    """What has the room at each of these times."""
    first, last = min(start for start, _ in times), max(end for _, end in times)
    rows = (
        RoomBooking.objects.filter(room=room_id, starts_at__lt=last, ends_at__gt=first)
        .exclude(session__in=list(but)).order_by("starts_at", "id")
        .values_list("starts_at", "ends_at", "words", "session__activity__title_th")
    )
    booked = list(rows)
    return {
        (start, end): words or title
        for start, end in times
        for since, until, words, title in reversed(booked) if since < end and start < until
    }
