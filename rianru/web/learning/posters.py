"""Posters as PDF, A4 and A3: of an activity, and of a space's month."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.dates import WEEKDAYS, Period, day_of, format_date
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.words import KINDS, ages_text, time_text
from rianru.places import queries as places
from rianru.places.queries import Space
from rianru.web.health import now
from rianru.web.learning import present
from rianru.web.learning.rooms import period
from rianru.web.papers.cloth import cloth, size_of
from rianru.web.papers.typeset import pdf, words
from rianru.web.requests import actor_of

NAMED = 3  # sessions beside the first
LETTERS = 420  # of the description
OFTEN = 3  # times in a month: then it is told once
FEW = 3  # weekdays that are named
SCAN = T("สแกนเพื่อเข้าร่วม", "Scan to join")


@require_safe
def activity(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?size=a3`: one activity on one sheet."""
    view = queries.activity(actor=actor_of(request), at=now(), id=id)
    if view is None:
        raise NotFound()
    url = request.build_absolute_uri(reverse("activity", kwargs={"id": id}))
    return _file("poster.typ", activity_data(view, url, size_of(request.GET.get("size", "")), now()), f"poster-{id}")


@require_safe
def space(request: HttpRequest, code: str) -> HttpResponse:
    """`?month=2026-11&size=a3`: what a space holds in a month."""
    at = now()
    found = places.space(actor=actor_of(request), at=at, code=code)
    shown = period(request.GET.get("month", ""), day_of(at))
    url = request.build_absolute_uri(reverse("space", kwargs={"code": code}))
    since, until = shown.moments()
    meetings = queries.meetings(queries.Wanted(since=since, until=until, space_ids=[found.id]), limit=300)
    size = size_of(request.GET.get("size", ""))
    return _file("month.typ", month_data(found, meetings, shown, url, size), f"{code}-{shown.start:%Y-%m}")


def _file(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    answer = HttpResponse(pdf(template, data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def activity_data(view: queries.ActivityView, url: str, size: str, at: datetime) -> dict[str, Any]:
    """What the poster of an activity needs, in the language that is spoken."""
    one, held = view.activity, view.ahead(at) or view.meetings
    first = held[0] if held else None
    place = first.place if first else None
    host = T.verbatim(one.space.name_th, one.space.name_en)
    about = T.verbatim(one.description_th, one.description_en)
    more = [each.when for each in held[1:NAMED + 1]] + [T("และอีก {n} ครั้ง", "and {n} more", n=len(held) - NAMED - 1)] * (
        len(held) > NAMED + 1)
    return {
        **cloth(one.space.network, size, url), "title_plain": str(view.title), "title": words(str(view.title)),
        "kind": words(str(view.kind)), "for_whom": words(_whom(view)), "when": words(str(first.when) if first else ""),
        "more": [words(str(line)) for line in more], "place": words(str(place or host)),
        "address": words(f"{host} {_address(one.space)}" if place else _address(one.space)),
        "words": [words(line) for line in str(about)[:LETTERS].splitlines() if line.strip()][:6],
        "cost": words(str(present.cost(one.satang))), "host": words(str(host)), "scan": words(str(SCAN)),
        "seats": words(_seats(view)), "off": one.state == "cancelled", "off_words": words(str(T("ยกเลิก", "Cancelled"))),
    }


def _whom(view: queries.ActivityView) -> str:
    one = view.activity
    said = T.verbatim(one.for_whom_th, one.for_whom_en)
    return str(said) if said else str(ages_text(one.ages) or T("มาได้ทุกวัย", "For everyone"))


def _seats(view: queries.ActivityView) -> str:
    one = view.activity
    if one.joining == "free":
        return str(T("มาได้เลย ไม่ต้องจอง", "Just come"))
    return str(T("รับ {n} คน", "{n} {n:seat|seats}", n=one.capacity)) if one.capacity else ""


def _address(space: Space) -> str:
    return str(T.verbatim(space.address_th or space.area.name_th, space.address_en or space.area.name_en))


def month_data(
    found: Space, meetings: Sequence[queries.Meeting], shown: Period, url: str, size: str
) -> dict[str, Any]:
    """What the poster of a month needs: what comes again and again in a few lines, then its other days."""
    name = T.verbatim(found.name_th, found.name_en)
    title = T("กิจกรรม{month}", "Activities in {month}", month=present.month_text(shown.start))
    often = _often(meetings)
    days: list[dict[str, Any]] = []
    for one in meetings:
        if one.activity.id in often and not one.off:
            continue
        day = max(day_of(one.session.starts_at), shown.start)
        if not days or days[-1]["day"] != day.isoformat():
            days.append({"day": day.isoformat(), "number": str(day.day),
                         "weekday": words(str(WEEKDAYS[day.weekday()])), "rows": []})
        days[-1]["rows"].append(_row(one))
    return {
        **cloth(found.network, size, url), "title_plain": f"{title} {name}", "title": words(str(title)),
        "space": words(str(name)), "host": words(f"{name} {found.phone}".strip()), "days": days,
        "often": [_regular(rows) for rows in often.values()],
        "often_words": words(str(T("เป็นประจำ", "Again and again"))),
        "scan": words(str(T("สแกนดูและจองที่นั่ง", "Scan to see and join"))),
        "many": sum(len(day["rows"]) for day in days) > 7,
        "nothing": words(str(T("เดือนนี้ยังไม่มีกิจกรรม", "Nothing planned this month yet"))) if not meetings else [],
    }


def _often(meetings: Sequence[queries.Meeting]) -> dict[UUID, list[queries.Meeting]]:
    """What takes place at least so many times in the month, at one time of the day."""
    rows: dict[UUID, list[queries.Meeting]] = {}
    for one in meetings:
        if not one.off and day_of(one.session.starts_at) == day_of(one.session.ends_at):
            rows.setdefault(one.activity.id, []).append(one)
    return {id: held for id, held in rows.items() if len(held) >= OFTEN and len({_clock(one) for one in held}) == 1}


def _clock(one: queries.Meeting) -> str:
    return str(time_text(one.session.starts_at, one.session.ends_at))


def _regular(held: Sequence[queries.Meeting]) -> dict[str, Any]:
    """`ทุกวัน 18:00–19:30 น.`, or the weekdays, or the days of the month."""
    days = [day_of(one.session.starts_at) for one in held]
    weekdays = sorted({day.weekday() for day in days})
    if len(weekdays) == len(WEEKDAYS):
        when = str(T("ทุกวัน", "Every day"))
    elif len(weekdays) <= FEW:
        when = " ".join(str(WEEKDAYS[day]) for day in weekdays)
    else:
        when = str(T("วันที่ {days}", "On the {days}", days=", ".join(str(day.day) for day in days)))
    span = T("{first}–{last}", "{first}–{last}", first=days[0].day, last=days[-1].day)
    row = _row(held[0])
    return {**row, "time": words(f"{when} {_clock(held[0])}"), "span": words(str(T("วันที่ {days}", "{days}", days=span)))}


def _row(one: queries.Meeting) -> dict[str, Any]:
    session, activity = one.session, one.activity
    several = day_of(session.starts_at) != day_of(session.ends_at)
    time = str(T("ถึง {day}", "until {day}", day=format_date(session.ends_at))) if several else str(
        time_text(session.starts_at, session.ends_at))
    whom = ages_text(activity.ages)
    parts = [str(KINDS[activity.kind]), str(one.place or ""), str(whom or ""), str(present.cost(activity.satang))]
    title = str(T("งด: {title}", "Off: {title}", title=one.title)) if one.off else str(one.title)
    return {"time": words(time), "title": words(title), "off": one.off,
            "place": words(" · ".join(filter(None, parts)))}
