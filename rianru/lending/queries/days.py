"""Days on which a place is open: when a loan falls due, and for which days a fine is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.dates import date_text
from rianru.kernel.words import T
from rianru.places.models import Holiday, HoursException, Space
from rianru.places.queries import Calendar

ROLLS = 60  # days at most by which a due day moves on
FINED = 400  # days at most that are looked at for a fine


_SPACE = "SELECT network_id, opened_on, closed_on FROM places_space WHERE id = %(space)s"
_DAYS = """
    SELECT 'week', weekday, opens, closes, NULL::date, '', '' FROM places_openinghours WHERE space_id = %(space)s
    UNION ALL SELECT 'holiday', NULL, NULL, NULL, day_on, name_th, name_en FROM places_holiday
        WHERE day_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT 'space', NULL, opens, closes, day_on, reason_th, reason_en FROM places_hoursexception
        WHERE space_id = %(space)s AND day_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT 'network', NULL, opens, closes, day_on, reason_th, reason_en FROM places_hoursexception
        WHERE network_id = %(network)s AND day_on BETWEEN %(first)s AND %(last)s
    ORDER BY 1, 2, 3
"""
_PLAIN = """
    SELECT EXISTS (SELECT FROM places_openinghours WHERE space_id = space.id AND weekday = %(weekday)s)
       AND NOT EXISTS (SELECT FROM places_holiday WHERE day_on = %(day)s)
       AND NOT EXISTS (SELECT FROM places_hoursexception WHERE space_id = space.id AND day_on = %(day)s)
       AND NOT EXISTS (SELECT FROM places_hoursexception WHERE network_id = space.network_id AND day_on = %(day)s)
       AND (space.opened_on IS NULL OR space.opened_on <= %(day)s)
       AND (space.closed_on IS NULL OR space.closed_on > %(day)s)
    FROM places_space AS space WHERE space.id = %(space)s
"""


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which to bring it back, and the steps that decided."""

    on: date
    steps: tuple[T, ...]


def due(space_id: UUID, *, lent_on: date, days: int, fixed: date | None = None) -> Due:
    """`days` after it is lent, or a fixed day that comes earlier; the first open day from then on.

    A place of which no hours are known counts as open. One that never opens in sixty days does not move the day.
    """
    first = lent_on + timedelta(days=days)
    steps = [T("ยืม {days:,} วัน ครบ {day}", "{days:,} days: {day}", days=days, day=date_text(first, "day"))]
    if fixed is not None and lent_on <= fixed < first:
        first = fixed
        steps.append(T("คืนภายในวันที่กำหนดไว้ {day}", "All due by {day}", day=date_text(fixed, "day")))
    if _plainly_open(space_id, first):
        return Due(first, tuple(steps))
    span = [first + timedelta(days=ahead) for ahead in range(ROLLS)]
    calendar = _calendar(space_id, span)
    for day in span:
        hours = calendar.day(space_id, day)
        if hours.spans or not hours.known:
            return Due(day, tuple(steps))
        steps.extend(hours.steps[-1:])
    return Due(first, tuple(steps[:1]))


def _calendar(space_id: UUID, span: Sequence[date]) -> Calendar:
    """What `places.calendar` gives of one space, by three statements that are planned once."""
    given = {"space": space_id, "first": span[0], "last": span[-1]}
    [(network, opened, closed)] = prepared.rows(_SPACE, given)
    made = Calendar({space_id: Space(id=space_id, network_id=network, opened_on=opened, closed_on=closed)})
    for kind, *cells in prepared.rows(_DAYS, given | {"network": network}):
        if kind == "week":
            made.weekly.setdefault(space_id, {}).setdefault(cells[0], []).append((cells[1], cells[2]))
        elif kind == "holiday":
            made.holidays[cells[3]] = Holiday(day_on=cells[3], name_th=cells[4], name_en=cells[5])
        else:
            made.own[(space_id if kind == "space" else network, cells[3])] = HoursException(
                day_on=cells[3], opens=cells[1], closes=cells[2], reason_th=cells[4], reason_en=cells[5])
    return made


def _plainly_open(space_id: UUID, day: date) -> bool:
    """Whether nothing but the week speaks of a day, and it says open: for most days that is all there is to ask."""
    [(plain,)] = prepared.rows(_PLAIN, {"space": space_id, "day": day, "weekday": day.isoweekday()})
    return bool(plain)


def fined_days(space_id: UUID, *, due_on: date, until: date, grace: int) -> int:
    """Open days after the due day, up to and with `until`. Within the days of grace none; after them all of them."""
    late = (until - due_on).days
    if late <= grace:
        return 0
    span = [due_on + timedelta(days=ahead) for ahead in range(1, min(late, FINED) + 1)]
    return sum(map(_open_in(_calendar(space_id, span), space_id), span))


def _open_in(calendar: Calendar, space_id: UUID) -> Callable[[date], bool]:
    def is_open(day: date) -> bool:
        hours = calendar.day(space_id, day)
        return bool(hours.spans) or not hours.known

    return is_open
