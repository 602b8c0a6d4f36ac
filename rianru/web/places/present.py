"""From what places say to what a template shows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.words import T
from rianru.places.queries import Calendar, DayHours, Opening, SpaceRow
from rianru.places.words import FACILITIES, KINDS


def opening(found: Opening | None) -> dict[str, Any]:
    """parts/opening.html."""
    if found is None:
        return {"state": "unknown"}
    return {"state": found.state, "until": found.until, "next": found.next or "", "approximate": found.approximate,
            "steps": found.steps}


def row(found: SpaceRow, state: Opening | None) -> dict[str, Any]:
    """parts/row_space.html."""
    space = found.space
    return {
        "url": reverse("space", kwargs={"code": space.code}), "name_th": space.name_th, "name_en": space.name_en,
        "kind": KINDS[space.kind], "opening": opening(state),
        "area": area_line(found),
    }


def area_line(found: SpaceRow) -> T:
    """District and province, as an address ends."""
    areas = [area for area in (found.district, found.province) if area]
    return T.verbatim(" ".join(area.name_th for area in areas), ", ".join(area.name_en for area in areas))


def week(calendar: Calendar, space_id: Any, days: Sequence[date], today: date) -> list[dict[str, Any]]:
    """web/space_hours.html: the seven days from today's week; nothing where nobody told us."""
    found = [calendar.day(space_id, day) for day in days]
    if not any(one.known for one in found):
        return []
    return [_day(one, today) for one in found]


def _day(hours: DayHours, today: date) -> dict[str, Any]:
    return {
        "day": WEEKDAYS[hours.day.isoweekday() - 1], "hours": hours.line, "closed": not hours.spans,
        "today": hours.day == today,
    }


def differing(calendar: Calendar, space_id: Any, days: Sequence[date]) -> list[dict[str, Any]]:
    """Days ahead that differ from the week, with why."""
    found = [calendar.day(space_id, day) for day in days]
    return [
        {"day": one.day, "text": one.line, "closed": not one.spans, "why": ""} | _why(calendar, space_id, one)
        for one in found if len(one.steps) > 1
    ]


def _why(calendar: Calendar, space_id: Any, hours: DayHours) -> dict[str, Any]:
    own = calendar.own.get((space_id, hours.day)) or calendar.own.get((calendar.spaces[space_id].network_id, hours.day))
    named = own or calendar.holidays.get(hours.day)
    if named is None:
        return {}
    th, en = (named.reason_th, named.reason_en) if own else (named.name_th, named.name_en)  # type: ignore[union-attr]
    return {"why": T.verbatim(th, en) if th or en else ""}


def facilities(names: Sequence[str]) -> list[dict[str, Any]]:
    """parts/facts_list.html."""
    return [{"icon": FACILITIES[name][0], "text": FACILITIES[name][1]} for name in names]
