"""From what places say to what a template shows."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from rianru.kernel.dates import MONTHS_SHORT, WEEKDAYS
from rianru.kernel.words import T
from rianru.places.queries import Calendar, DayHours, Opening, SpaceRow
from rianru.places.words import ACCESS, FACILITIES, KINDS

DAYS_SHORT = {"Mo": "จ.", "Tu": "อ.", "We": "พ.", "Th": "พฤ.", "Fr": "ศ.", "Sa": "ส.", "Su": "อา."}
_SHORT = re.compile("|".join(DAYS_SHORT))


def opening(found: Opening | None) -> dict[str, Any]:
    """parts/opening.html."""
    if found is None:
        return {"state": "unknown"}
    return {
        "state": found.state,
        "until": found.until,
        "next": found.next or "",
        "approximate": found.approximate,
        "steps": found.steps,
    }


MEMBERS_ONLY = T("เฉพาะสมาชิกหรือคนในพื้นที่", "Members and residents only")


def row(found: SpaceRow, state: Opening | None, km: float | None = None, within: str = "") -> dict[str, Any]:
    """parts/row_space.html; `km` says how far it is in a straight line, `within` the code of the area one looks at."""
    space = found.space
    notes = [far(km) if km is not None else "", MEMBERS_ONLY if space.members_only else ""]
    return {
        "url": reverse("space", kwargs={"code": space.code}),
        "name_th": space.name_th,
        "name_en": space.name_en,
        "kind": KINDS[space.kind],
        "opening": opening(state),
        "area": area_line(found, within),
        "notes": [note for note in notes if note],
    }


def far(km: float) -> T:
    """A distance as one says it: `ราว 800 เมตร`, `ราว 4.2 กม.`, `ราว 38 กม.`"""
    if km < 0.95:
        metres = max(100, round(km * 10) * 100)
        return T("ราว {n} เมตร", "about {n} m", n=metres)
    return T("ราว {n} กม.", "about {n} km", n=f"{km:.1f}" if km < 10 else f"{km:,.0f}")


def area_line(found: SpaceRow, within: str = "") -> T:
    """District and province, as an address ends; without what everything here lies in."""
    areas = [area for area in (found.district, found.province) if area and not within.startswith(area.code)]
    return T.verbatim(" ".join(area.name_th for area in areas), ", ".join(area.name_en for area in areas))


def week(calendar: Calendar, space_id: Any, days: Sequence[date], today: date) -> list[dict[str, Any]]:
    """web/space_hours.html: some days from today on, each with why it differs; nothing where nobody told us."""
    found = [calendar.day(space_id, day) for day in days]
    if not any(one.known for one in found):
        return []
    return [_day(one, today) | (_why(calendar, space_id, one) if len(one.steps) > 1 else {}) for one in found]


def _day(hours: DayHours, today: date) -> dict[str, Any]:
    return {
        "day": WEEKDAYS[hours.day.isoweekday() - 1],
        "date": T("{n} {month}", "{n} {month}", n=hours.day.day, month=MONTHS_SHORT[hours.day.month - 1]),
        "hours": hours.line,
        "closed": not hours.spans,
        "today": hours.day == today,
    }


def differing(calendar: Calendar, space_id: Any, days: Sequence[date]) -> list[dict[str, Any]]:
    """Days ahead that differ from the week, with why."""
    found = [calendar.day(space_id, day) for day in days]
    return [
        {"day": one.day, "text": one.line, "closed": not one.spans, "why": ""} | _why(calendar, space_id, one)
        for one in found
        if len(one.steps) > 1
    ]


def _why(calendar: Calendar, space_id: Any, hours: DayHours) -> dict[str, Any]:
    own = calendar.own.get((space_id, hours.day)) or calendar.own.get((calendar.spaces[space_id].network_id, hours.day))
    named = own or calendar.holidays.get(hours.day)
    if named is None:
        return {}
    th, en = (named.reason_th, named.reason_en) if own else (named.name_th, named.name_en)  # type: ignore[union-attr]
    return {"why": T.verbatim(th, en) if th or en else ""}


def hours_line(written: str) -> T:
    """Hours as OpenStreetMap writes them, with days as Thai writes them short: `อ.-ศ. 09:00-17:00`."""
    return T.verbatim(_SHORT.sub(lambda found: DAYS_SHORT[found[0]], written), written)


def facilities(names: Sequence[str]) -> list[dict[str, Any]]:
    """parts/facts_list.html."""
    known = FACILITIES | ACCESS  # the release before kept the two as one
    return [{"icon": known[name][0], "text": known[name][1]} for name in names]


def exception(one: Any) -> dict[str, Any]:
    """A day that differs, for its keeper: `day`, its hours, why."""
    spans = ((one.opens, one.closes),) if one.opens is not None else ()
    return {
        "day": one.day_on,
        "text": DayHours(one.day_on, spans, True, ()).line,
        "why": T.verbatim(one.reason_th, one.reason_en) if one.reason_th or one.reason_en else "",
    }
