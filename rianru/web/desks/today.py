"""A caretaker's day on one page: what is on here today, what to do with books, what waits for a word, and the month.

For a volunteer with an old phone: one column, the phone's own letters, no script. Put together from what each app
knows; what it asks grows neither with what there is nor with how many places are on the page.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.core.permissions import permitted
from rianru.evidence import queries as evidence
from rianru.evidence.words import AIMED_AT
from rianru.kernel.dates import (
    Period,
    date_text,
    day_of,
    fiscal_year,
    fiscal_year_span,
    month,
    start_of_day,
    time_text,
)
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.lending import queries as lending
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.surveys import queries as surveys
from rianru.web.catalogue.staff import takes_records
from rianru.web.desks.where import Sitting, seat
from rianru.web.health import now
from rianru.web.learning.present import month_text
from rianru.web.places.present import opening
from rianru.web.requests import actor_of

OTHERS = 6  # places of theirs that stand on one page, and are one tap away
UNCOUNTED = 3  # sessions of which one is reminded at once
BOOKS = ("pull", "off-shelf", "shelve", "due", "overdue", "arriving", "send", "ready")  # the day's lists, in this order


@require_safe
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """The day of the space at whose desk one sits; of all of theirs, where there are a few and none was chosen."""
    found = seat(request)
    if found is None:
        few = len(people.desks(actor=actor_of(request), at=now(), limit=OTHERS + 1)) <= OTHERS
        return redirect("today_all") if few else redirect(f"{reverse('desk_where')}?next={reverse('today')}")
    return _of_one(request, found)


def _of_one(request: HttpRequest, seat: Sitting) -> HttpResponse:
    day, id = day_of(seat.at), seat.space.id
    held = people.desks(actor=seat.actor, at=seat.at, limit=OTHERS + 1)
    state = places.openings([id], at=seat.at).get(id)
    return render(request, "web/today.html", {
        "desk": seat, "day": day, "light": True, "opening": opening(state), "happens": happens([seat], day),
        "others": [one for one in held if one.id != id] if len(held) <= OTHERS else [],
        "many": len(held) > OTHERS, "books": books([seat], day)[id], "answers": answers([seat]),
        "month": this_month([seat], day)[id], "posters": _posters(seat, day),
        "counted": lending.heads_on([id], day=day).get(id),
    })


def happens(seats: Sequence[Sitting], day: date) -> list[dict[str, Any]]:
    """What is on today, by when it begins, with its lists at hand; a van that halts near two of the places once."""
    since, until = start_of_day(day), start_of_day(day + timedelta(days=1))
    held = learning.today(_ids(seats), since=since, until=until)
    found = [_session(row, one.at) | _where(one, seats) for one in seats for row in held[one.space.id]]
    for visit in places.visits_during({one.space.network_id for one in seats}, since=since, until=until):
        near = next((one for one in seats if _halts_near(visit.stop, one.space)), None)
        if near:
            found.append(_van(visit, near.at) | _where(near, seats))
    return sorted(found, key=lambda row: str(row["iso"]))


def _halts_near(stop: places.Stop, space: places.Space) -> bool:
    return stop.network_id == space.network_id and stop.area_id[:6] == space.area_id[:6]


def _ids(seats: Sequence[Sitting]) -> list[UUID]:
    return [one.space.id for one in seats]


def _where(one: Sitting, seats: Sequence[Sitting]) -> dict[str, Any]:
    """Which place it is of, where several are on the page."""
    return {"at": one.name} if len(seats) > 1 else {}


def _van(one: places.Visit, at: datetime) -> dict[str, Any]:
    """A van that halts in the same sub-district today; how late it is, as its driver said."""
    stop = one.stop
    return {
        "time": time_text(one.arrives_at, one.leaves_at), "iso": one.arrives_at.isoformat(),
        "title": T("รถหนังสือจอดที่{stop}", "The van halts at {stop}", stop=T.verbatim(stop.name_th, stop.name_en)),
        "kind": T("รถห้องสมุด", "Mobile library"), "place": None, "off": False, "came": one.people, "heads": 0,
        "going": one.arrived_at is not None and one.left_at is None,
        "over": one.left_at is not None or one.leaves_at <= at,
        "seats": T("ช้า {n} นาที", "{n} {n:minute|minutes} late", n=one.late_minutes) if one.late_minutes else None,
        "url": reverse("stop", kwargs={"code": stop.code}), "roster_url": "", "heads_url": "", "code_url": "",
    }


def _session(one: learning.TodayRow, at: datetime) -> dict[str, Any]:
    own = {"id": one.id}
    return {
        "time": one.time, "iso": one.starts_at.isoformat(), "title": one.title, "kind": one.label, "place": one.place,
        "off": one.off, "going": one.starts_at <= at < one.ends_at, "over": one.ends_at <= at, "seats": _seats(one),
        "came": one.came, "heads": one.heads, "url": reverse("activity", kwargs={"id": one.activity_id}),
        "roster_url": "" if one.joining == "free" else reverse("session_roster", kwargs=own),
        "heads_url": reverse("session_heads", kwargs=own), "code_url": reverse("session_code", kwargs=own),
    }


def _seats(one: learning.TodayRow) -> T:
    if one.joining == "free":
        return T("มาได้เลย ไม่มีรายชื่อ", "Just come: no list")
    if one.capacity:
        return T("จองแล้ว {n:,} จาก {of:,} ที่", "{n:,} of {of:,} {of:seat|seats} taken", n=one.seated, of=one.capacity)
    return T("จองแล้ว {n:,} คน", "{n:,} {n:has|have} joined", n=one.seated)


def books(seats: Sequence[Sitting], day: date) -> dict[UUID, list[dict[str, Any]]]:
    """Of each place the lists of the day in which something waits."""
    return {
        id: [{"label": lending.LISTS[name], "count": counted[name], "late": name == "overdue",
              "url": reverse("desk_list", kwargs={"name": name})} for name in BOOKS if counted.get(name)]
        for id, counted in lending.counts_of(_ids(seats), day=day).items()
    }


def answers(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """What waits for a word, a tick or a call: at each place; then, once, what is of a network or of whoever reads."""
    return [*_of_activities(seats), *_of_sheets(seats), *_of_places(seats[0]), *_of_members(seats), *_of_books(seats)]


def _of_activities(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """Calls, draws, and sessions of which nobody was counted."""
    at = seats[0].at
    asking, missed = learning.to_do(_ids(seats), at=at), learning.uncounted(_ids(seats), at=at, limit=UNCOUNTED)
    rows = []
    for one in seats:
        rows += [_asking(what) | _where(one, seats) for what in asking[one.space.id]]
        rows += [row(
            T("ยังไม่ได้เช็กชื่อหรือนับหัว", "Nobody ticked off or counted"), 0, reverse("session_heads", kwargs={"id": id}),
            T("{title} · {day}", "{title} · {day}", title=title, day=date_text(starts_at)),
        ) | _where(one, seats) for id, title, starts_at in missed[one.space.id]]
    return rows


def _asking(one: learning.ToDoRow) -> dict[str, Any]:
    call = one.what == "call"
    page = reverse("activity_people" if call else "activity_sharing", kwargs={"id": one.activity_id})
    return row(
        T("โทรบอกว่ามีที่ว่าง", "Call: a seat came free") if call else
        T("แบ่งที่นั่งได้แล้ว", "Seats can be shared out"),
        one.count, f"{page}?session={one.session_id}" if one.session_id else page, one.title)


def _of_sheets(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """Answers on paper."""
    here = {one.space.id: one for one in seats}
    return [row(T("พิมพ์แบบสอบถามที่ตอบบนกระดาษ", "Type in answers on paper"), one.left,
                reverse("survey_enter", kwargs={"code": one.code}), one.title) | _where(here[one.place], seats)
            for one in surveys.sheets_at(list(here), at=seats[0].at)]


def _of_places(seat: Sitting) -> list[dict[str, Any]]:
    """What visitors say is wrong, of any place that the actor keeps."""
    corrections = places.count_corrections(actor=seat.actor, at=seat.at)
    return [row(T("มีคนบอกว่าข้อมูลไม่ตรง", "Somebody says that something is wrong"), corrections,
                reverse("corrections"))] * bool(corrections)


def _of_members(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """Who joined the networks online."""
    waiting = people.count_waiting_at_desk(network_ids={one.space.network_id for one in seats})
    return [row(T("ยืนยันสมาชิกที่สมัครออนไลน์", "Confirm members who joined online"), waiting,
                reverse("members"))] * bool(waiting)


def _of_books(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """What readers suggest, and books that may be the same: only for those who decide it."""
    actor, at, rows = seats[0].actor, seats[0].at, []
    scopes = places.scopes_of_spaces(_ids(seats))
    if networks := {one.space.network_id for one in seats if permitted(
            "lending.choose_stock", actor=actor, at=at, scope=scopes[one.space.id])}:
        asked = lending.count_suggestions(network_ids=networks)
        rows += [row(T("ตอบคนที่เสนอหนังสือ", "Answer readers’ suggestions"), asked, reverse("buying"))] * bool(asked)
    if takes_records(actor, at):
        doubts = catalogue.count_doubts(actor=actor, at=at)
        rows += [row(T("เล่มเดียวกันหรือไม่", "The same book or not"), doubts, reverse("doubts"))] * bool(doubts)
    return rows


def row(label: T, count: int, url: str, about: T | None = None) -> dict[str, Any]:
    """One thing that waits."""
    return {"label": label, "about": about, "count": count, "url": url}


def _posters(seat: Sitting, day: date) -> list[dict[str, Any]]:
    """What is on here this month and next, on one sheet each."""
    address, now = reverse("space_poster", kwargs={"code": seat.space.code}), month(day.year, day.month)
    return [
        {"label": T("โปสเตอร์กิจกรรม{month}", "Poster of {month}", month=month_text(start)),
         "url": f"{address}?month={start:%Y-%m}"} for start in (now.start, now.end)
    ]


def this_month(seats: Sequence[Sitting], day: date) -> dict[UUID, dict[str, Any]]:
    """Of each place this month until today, beside as many days of the month before, of the same month a year ago, and
    what the place aims at.
    """
    year, ids = fiscal_year(day), _ids(seats)
    periods = [*_alike(day), Period(fiscal_year_span(year).start, day + timedelta(days=1))]
    counted, held = lending.beside_each_other(ids, periods), learning.held_in(ids, periods, at=seats[0].at)
    aimed, scopes = evidence.space_targets(ids, year), places.scopes_of_spaces(ids)
    found = {}
    for one in seats:
        id = one.space.id
        numbers = {
            "visits": counted[id]["visitors"], "loans": counted[id]["loans"],
            "sessions": [sessions for sessions, _ in held[id]], "attendances": [came for _, came in held[id]],
        }
        found[id] = {
            "name": month_text(day), "until": day, "aimed": bool(aimed[id]),
            "rows": [_beside(AIMED_AT[name], said, aimed[id].get(name)) for name, said in numbers.items()],
            "aims_url": reverse("own_targets") if permitted(
                "evidence.aim", actor=one.actor, at=one.at, scope=scopes[id]) else "",
            "url": reverse("numbers_month", kwargs={"code": one.space.code, "year": day.year, "number": day.month}),
        }
    return found


def _alike(day: date) -> list[Period]:
    """The days of this month until today, and as many of the month before and of a year ago, where they have them."""
    now = month(day.year, day.month)
    before = month(*((now.start - timedelta(days=1)).timetuple()[:2]))
    ago = month(day.year - 1, day.month)
    return [Period(one.start, min(one.start + timedelta(days=day.day), one.end)) for one in (now, before, ago)]


def _beside(label: T, numbers: Sequence[int], aimed: int | None) -> dict[str, Any]:
    """`aim`: a twelfth of what the place aims at in the year, and how far the year has come."""
    this, before, ago, year = numbers
    share = -(-aimed // 12) if aimed else 0
    return {"label": label, "now": this, "before": before, "ago": ago,
            "trend": "" if this == before else "up" if this > before else "down",
            "aim": {"share": share, "bar": max(min(this, share), 0), "reached": this >= share, "year": year,
                    "of": aimed} if aimed else None}
