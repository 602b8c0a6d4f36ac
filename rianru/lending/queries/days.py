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


_DAYS = """
    SELECT 'a place' AS kind, network_id, opened_on, closed_on, NULL::smallint AS weekday, NULL::smallint AS opens,
           NULL::smallint, '', '' FROM places_space WHERE id = %(space)s
    UNION ALL SELECT 'week', NULL, NULL, NULL, weekday, opens, closes, '', '' FROM places_openinghours
        WHERE space_id = %(space)s
    UNION ALL SELECT 'holiday', NULL, day_on, NULL, NULL, NULL, NULL, name_th, name_en FROM places_holiday
        WHERE day_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT 'own', space_id, day_on, NULL, NULL, opens, closes, reason_th, reason_en FROM places_hoursexception
        WHERE space_id = %(space)s AND day_on BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT 'own', network_id, day_on, NULL, NULL, opens, closes, reason_th, reason_en
        FROM places_hoursexception WHERE day_on BETWEEN %(first)s AND %(last)s
        AND network_id = (SELECT network_id FROM places_space WHERE id = %(space)s)
    ORDER BY kind, weekday, opens
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
    steps = [T("ยืม {days:,} วัน ครบ {day}", "{days:,} {days:day|days}: {day}", days=days, day=date_text(first, "day"))]
    if fixed is not None and lent_on <= fixed < first:
        first = fixed
        steps.append(T("คืนภายในวันที่กำหนดไว้ {day}", "All due by {day}", day=date_text(fixed, "day")))
    span = [first + timedelta(days=ahead) for ahead in range(ROLLS)]
    calendar = _calendar(space_id, span)
    for day in span:
        hours = calendar.day(space_id, day)
        if hours.spans or not hours.known:
            return Due(day, tuple(steps))
        steps.extend(hours.steps[-1:])
    return Due(first, tuple(steps[:1]))


def _calendar(space_id: UUID, span: Sequence[date]) -> Calendar:
    """What `places.calendar` gives of one space, by one statement that is planned once."""
    (place, *rows) = prepared.rows(_DAYS, {"space": space_id, "first": span[0], "last": span[-1]})
    _, network, opened, closed, *_ = place
    made = Calendar({space_id: Space(id=space_id, network_id=network, opened_on=opened, closed_on=closed)})
    for kind, whose, day, _, weekday, opens, closes, th, en in rows:
        if kind == "week":
            made.weekly.setdefault(space_id, {}).setdefault(weekday, []).append((opens, closes))
        elif kind == "holiday":
            made.holidays[day] = Holiday(day_on=day, name_th=th, name_en=en)
        else:
            made.own[(whose, day)] = HoursException(
                day_on=day, opens=opens, closes=closes, reason_th=th, reason_en=en)
    return made


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
