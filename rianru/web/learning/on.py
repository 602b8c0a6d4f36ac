"""What is on: near me, tonight, this week, for whom; as a list, a week, a month or a map. No script is needed."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.dates import WEEKDAYS, Period, date_text, day_of, days_text, month
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.words import KINDS
from rianru.places import queries as places
from rianru.places.words import full_name
from rianru.web.health import now
from rianru.web.learning import present, structured
from rianru.web.learning.asking import NEAR, VIEWS, WHENS, WHOM, Chosen, chosen_by
from rianru.web.places import near
from rianru.web.places.present import far
from rianru.web.requests import moment_behind

PAGE = 30
OF_A_DAY = 6  # in a week, before "all of that day"
SPOTS = 200  # places of a map
ZOOMS = {"5": 12, "15": 10.5, "50": 9}  # of the map, by how far one looks
SHORT = (T("จ", "Mo"), T("อ", "Tu"), T("พ", "We"), T("พฤ", "Th"), T("ศ", "Fr"), T("ส", "Sa"), T("อา", "Su"))


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What is on, by `view`: a list (pages by key), a week, a month or places of a map."""
    at = now()
    chosen = chosen_by(request, near.place_of(request))
    return render(request, "web/activities.html", {
        **_filters(request, chosen), **SHOWN[chosen.view](request, chosen, at),
        "title": chosen.words(), "view": chosen.view, "share_url": _share(chosen), **_followed(request, chosen),
    })


def _filters(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Chips that are links, and one plain form."""
    path = places.area_path(chosen.area) if chosen.area else []
    return {
        "whens": [{"label": label, "url": chosen.here(when=name, day="", view="" if chosen.view in ("week", "month")
                                                      else chosen.view),
                   "on": name == chosen.when and not chosen.day} for name, label in WHENS.items()],
        "views": [{"label": label, "icon": icon, "url": chosen.here(view=name, **_days_of_view(name)),
                   "on": name == chosen.view} for name, (label, icon) in VIEWS.items()],
        "toggles": _toggles(chosen), "around": _around(request, chosen),
        "chosen": chosen, "narrowed": chosen.narrowed,
        "kinds": [{"value": name, "label": label, "chosen": name == chosen.kind} for name, label in KINDS.items()],
        "provinces": [{"value": one.code, "label": T.verbatim(one.name_th, one.name_en),
                       "chosen": one.code == chosen.area} for one in places.provinces()],
        "inside": _place(path) if len(chosen.area) > 2 else None,
    }


def _days_of_view(view: str) -> dict[str, str]:
    """A calendar has days of its own."""
    return {"when": ""} if view in ("week", "month") else {}


def _toggles(chosen: Chosen) -> list[dict[str, Any]]:
    rows = [(label, chosen.here(**{"for": "" if name == chosen.whom else name}), name == chosen.whom)
            for name, (label, _) in WHOM.items()]
    rows.append((T("ไม่เสียค่าใช้จ่าย", "Free"), chosen.here(free="" if chosen.free else "1"), chosen.free))
    rows.append((T("ออนไลน์", "Online"), chosen.here(online="" if chosen.online else "1"), chosen.online))
    return [{"label": label, "url": url, "on": on} for label, url, on in rows]


def _around(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Near me: how far, or the way to say where one is and come back."""
    back = f"{reverse('activities')}{chosen.here(near=chosen.near or '15', area='')}"
    return {
        "place": chosen.around, "on": bool(chosen.near),
        "change_url": f"{reverse('near')}?{urlencode({'next': back})}",
        "url": chosen.here(near="15", area=""), "off_url": chosen.here(near=""),
        "kms": [{"label": T("{n}\u00a0กม.", "{n}\u00a0km", n=km), "url": chosen.here(near=name, area=""),
                 "on": name == chosen.near} for name, km in NEAR.items()],
    }


def _place(path: Sequence[places.Area]) -> dict[str, Any] | None:
    """The smaller area that one looks at, which no list of provinces names."""
    if not path:
        return None
    return {"value": path[-1].code, "label": full_name(path[-1].code, path[-1].name_th, path[-1].name_en)}


def _followed(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """The same as a calendar to follow. Where its reader is stays on their device: the calendar is of the district."""
    said = {"kind": chosen.kind, "area": chosen.area, "for": chosen.whom, "free": "1" if chosen.free else "",
            "online": "1" if chosen.online else ""}
    if chosen.near and chosen.place:
        said["area"] = chosen.place.code[:4]
    asked = urlencode({name: value for name, value in said.items() if value})
    return {"feed_url": f"{reverse('activities_calendar')}{'?' if asked else ''}{asked}"}


def _share(chosen: Chosen) -> str:
    said = {"area": chosen.area, "when": chosen.when, "for": chosen.whom}
    asked = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('activities_share')}{'?' if asked else ''}{asked}"


def _list(request: HttpRequest, chosen: Chosen, at: datetime) -> dict[str, Any]:
    wanted = chosen.wanted(at, once=True)
    found = queries.meetings(wanted, after=moment_behind(request), limit=PAGE + 1)
    last = found[PAGE - 1].session if len(found) > PAGE else None
    here = chosen.here()
    return {
        "days": by_day(found[:PAGE], at), **_total(wanted), "wider": _wider(chosen) if not found else [],
        "page": {"next_url": f"{here}{'&' if len(here) > 1 else ''}{urlencode({'after': _key(last)})}" if last else "",
                 "first_url": here if request.GET.get("after") else ""},
        "structured": structured.listed(request, found[:PAGE]),
    }


def _total(wanted: queries.Wanted) -> dict[str, Any]:
    count = queries.count_meetings(wanted)
    return {"total": min(count, queries.MOST_COUNTED), "over": count > queries.MOST_COUNTED}


def _wider(chosen: Chosen) -> list[dict[str, Any]]:
    """Where something may be, where nothing was found."""
    ways = []
    if chosen.when in ("tonight", "today", "weekend") or chosen.day:
        ways.append({"label": WHENS["week"], "url": chosen.here(when="week", day="")})
    if chosen.near and chosen.near != "50":
        ways.append({"label": T("ไกลขึ้น ถึง 50\u00a0กม.", "Further, up to 50\u00a0km"), "url": chosen.here(near="50")})
    return ways


def _key(last: Any) -> str:
    return f"{last.starts_at.isoformat()}~{last.id}"


def by_day(found: Sequence[queries.Meeting], at: datetime, since: datetime | None = None) -> list[dict[str, Any]]:
    """Rows under the day on which they begin; what is on already stands under today, or under the day of `since`."""
    days: list[dict[str, Any]] = []
    for one in found:
        day = queries.first_day(one, since or at)
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "today": day == day_of(at), "rows": []})
        days[-1]["rows"].append(present.row(one, at=at))
    return days


def _week(request: HttpRequest, chosen: Chosen, at: datetime) -> dict[str, Any]:
    """Seven days from today, or from the day that was chosen: the first of each, and how many there are."""
    start = chosen.day or day_of(at)
    span = Period(start, start + timedelta(days=7))
    wanted = chosen.wanted(at, span)
    rows = {one["day"]: one["rows"] for one in by_day(queries.days_ahead(wanted, each=OF_A_DAY), at, wanted.since)}
    counts = queries.days_of(wanted, first=start, last=span.last)
    return {
        "period": days_text(start, span.last),
        **_beside(chosen, start - timedelta(days=7), span.end),
        "days": [{"day": day, "today": day == day_of(at), "past": day < day_of(at), "rows": rows.get(day, []),
                  "count": counts.get(day, 0), "more": len(rows.get(day, [])) == OF_A_DAY,
                  "url": chosen.here(view="", day=day.isoformat())} for day in span.each_day()],
    }


def _month(request: HttpRequest, chosen: Chosen, at: datetime) -> dict[str, Any]:
    """A month as a table, and below it the day that was chosen, or else the next one with anything."""
    today = day_of(at)
    span = month(*((chosen.day or today).timetuple()[:2]))
    counts = queries.days_of(chosen.wanted(at, span), first=span.start, last=span.last)
    picked = chosen.day or min((day for day in counts if day >= today), default=today)
    wanted = chosen.wanted(at, Period(picked, picked + timedelta(days=1)))
    found = queries.meetings(wanted, limit=PAGE + 1)
    first = span.start - timedelta(days=span.start.weekday())
    weeks = [[_cell(first + timedelta(days=7 * week + n), span, picked, today, counts, chosen) for n in range(7)]
             for week in range(-(-(span.last - first + timedelta(days=1)).days // 7))]
    before = span.start - timedelta(days=1)
    return {
        "weekdays": zip(WEEKDAYS, SHORT, strict=True), "weeks": weeks, "period": present.month_text(span.start),
        **_beside(chosen, before.replace(day=1), span.end),
        "picked": picked, "picked_today": picked == today, "rows": [present.row(one, at=at) for one in found[:PAGE]],
        "all_url": chosen.here(view="", day=picked.isoformat()) if len(found) > PAGE else "",
    }


def _beside(chosen: Chosen, before: date, after: date) -> dict[str, Any]:
    return {"before_url": chosen.here(day=before.isoformat()), "after_url": chosen.here(day=after.isoformat()),
            "now_url": chosen.here(day="") if chosen.day else ""}


def _cell(
    day: date, span: Period, picked: date, today: date, counts: dict[date, int], chosen: Chosen
) -> dict[str, Any] | None:
    if day not in span:
        return None
    return {"day": day, "count": counts.get(day, 0), "today": day == today, "picked": day == picked,
            "past": day < today, "url": chosen.here(day=day.isoformat())}


def _map(request: HttpRequest, chosen: Chosen, at: datetime) -> dict[str, Any]:
    """Places that hold something, as a map draws them, and as a list for everybody."""
    found = queries.spots(chosen.wanted(at), limit=SPOTS + 1)
    spots = [_spot(one) for one in found[:SPOTS]]
    return {"spots": spots, "more_spots": len(found) > SPOTS, "map": _drawn(found[:SPOTS], spots, chosen)}


def _spot(one: queries.Spot) -> dict[str, Any]:
    return {
        "name": one.name, "url": reverse("space", kwargs={"code": one.code}), "n": one.activities, "first": one.first,
        "when": date_text(one.starts_at, "day"), "far": far(one.km) if one.km is not None else None,
    }


def _drawn(
    found: Sequence[queries.Spot], spots: Sequence[dict[str, Any]], chosen: Chosen
) -> dict[str, Any] | None:
    """Data attributes for js/on-map.js; none where there is nothing to draw."""
    points = [
        {"lat": round(one.lat, 4), "lon": round(one.lon, 4), "label": str(one.name), "url": said["url"], "icon": "cal",
         "note": str(T("{n} กิจกรรม", "{n} {n:activity|activities}", n=one.activities))}
        for one, said in zip(found, spots, strict=True)
    ]
    if not points:
        return None
    data: dict[str, Any] = {"points": json.dumps(points, ensure_ascii=False, separators=(",", ":"))}
    if chosen.near and chosen.place:
        middle = chosen.place.middle
        return data | {"lat": middle.lat, "lon": middle.lon, "zoom": ZOOMS[chosen.near]}
    return data | ({"area": chosen.area[:2]} if chosen.area else {})


SHOWN = {"": _list, "week": _week, "month": _month, "map": _map}
