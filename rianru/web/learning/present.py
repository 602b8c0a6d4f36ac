"""From what learning says to what a template shows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from rianru.kernel.dates import MONTHS, MONTHS_SHORT, WEEKDAYS, day_of, days_text, format_date, in_bangkok, to_be
from rianru.kernel.money import format_baht
from rianru.kernel.words import T
from rianru.learning.queries import ActivityView, Meeting
from rianru.learning.words import KINDS, ages_text, time_text, when_text
from rianru.web.places.present import far

FREE = T("ไม่เสียค่าใช้จ่าย", "Free")
EVERYONE = T("ทุกวัย", "Everyone")


def row(one: Meeting, *, at: datetime, place: bool = True) -> dict[str, Any]:
    """parts/row_meeting.html: a session in a list."""
    session, activity, space = one.session, one.activity, one.activity.space
    begins = in_bangkok(session.starts_at)
    going = session.starts_at <= at < session.ends_at
    days = day_of(session.starts_at) != day_of(session.ends_at)
    return {
        "url": reverse("activity", kwargs={"id": activity.id}), "title": one.title, "about": one.about,
        "kind": KINDS[activity.kind], "off": one.off, "going": going,
        "weekday": WEEKDAYS[begins.weekday()], "day": begins.day,
        "month": MONTHS_SHORT[begins.month - 1],
        "time": when_text(session.starts_at, session.ends_at) if days else time_text(
            session.starts_at, session.ends_at),
        "day_text": format_date(session.starts_at, style="day"), "iso": begins.isoformat(),
        "place": one.place, "space": T.verbatim(space.name_th, space.name_en) if place else None,
        "area": T.verbatim(space.area.name_th, space.area.name_en) if place else None,
        "ages": ages_text(activity.ages), "free": activity.satang == 0, "cost": cost(activity.satang),
        "online": activity.kind == "online", "more": one.more, "far": far(one.km) if one.km is not None else None,
    }


def cost(satang: int) -> T:
    """What a seat costs."""
    if not satang:
        return FREE
    return T.verbatim(format_baht(satang, "th"), format_baht(satang, "en"))


def calendar_days(moments: Iterable[datetime]) -> list[dict[str, Any]]:
    """Months with the days that something takes place marked, for a look at a plan."""
    days = sorted({day_of(moment) for moment in moments})
    months: dict[tuple[int, int], set[int]] = {}
    for day in days:
        months.setdefault((day.year, day.month), set()).add(day.day)
    return [_month(year, month, marked) for (year, month), marked in months.items()]


def _month(year: int, month: int, marked: set[int]) -> dict[str, Any]:
    first = date(year, month, 1)
    weeks: list[list[dict[str, Any]]] = []
    day = first - timedelta(days=first.weekday())
    while day.month == month or not weeks or day < first:
        weeks.append([
            {"day": one.day, "on": one.month == month and one.day in marked, "other": one.month != month}
            for one in (day + timedelta(days=n) for n in range(7))
        ])
        day += timedelta(days=7)
    return {"name": month_text(first), "weeks": weeks}


def month_text(day: date) -> T:
    """`พฤศจิกายน 2569`"""
    name = MONTHS[day.month - 1]
    return T.verbatim(f"{name.th} {to_be(day.year)}", f"{name.en} {day.year}")


def crumbs(*steps: tuple[T | str, str]) -> list[dict[str, Any]]:
    """The way to a page, from the list of activities."""
    start = {"text": T("กิจกรรม", "Activities"), "url": reverse("activities")}
    return [start, *({"text": text, "url": url} for text, url in steps)]


def lasting(view: ActivityView) -> T | None:
    """From the first to the last day, of what is held more than once."""
    held = [one for one in view.meetings if not one.off] or list(view.meetings)
    if not held:
        return None
    first, last = held[0].session, max(held, key=lambda one: one.session.ends_at).session
    if len(held) == 1:
        return when_text(first.starts_at, first.ends_at)
    return days_text(day_of(first.starts_at), day_of(last.ends_at))
