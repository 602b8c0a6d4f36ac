"""Which visits a timetable makes: its rule as days, without the holidays, as moments of Bangkok's clock."""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from rianru.kernel.dates import start_of_day
from rianru.kernel.repeating import days_of
from rianru.places.models import Holiday

Span = tuple[date, datetime, datetime]
"""A day, when the van arrives, when it leaves."""


class Repeats(Protocol):
    """What repeats: a timetable, or one about to be written."""

    @property
    def rule(self) -> str: ...
    @property
    def first_on(self) -> date: ...
    @property
    def last_on(self) -> date: ...
    @property
    def arrives(self) -> int: ...
    @property
    def leaves(self) -> int: ...
    @property
    def on_holidays(self) -> str: ...


def spans_of(timetable: Repeats, *, holidays: Container[date], since: date | None = None) -> Iterator[Span]:
    """The visits in order, from the day `since` on. Refuses as `kernel.repeating.days_of` does."""
    skips = timetable.on_holidays == "skip"
    arrives, leaves = timedelta(minutes=timetable.arrives), timedelta(minutes=timetable.leaves)
    for day in days_of(timetable.rule, timetable.first_on, timetable.last_on):
        if (since is None or day >= since) and not (skips and day in holidays):
            midnight = start_of_day(day).astimezone(UTC)
            yield day, midnight + arrives, midnight + leaves


def holidays_between(first: date, last: date) -> dict[date, Holiday]:
    """The public holidays of a period, both days included."""
    return {one.day_on: one for one in Holiday.objects.filter(day_on__range=(first, last))}
