"""What to take off the shelves, what would be read elsewhere, what to buy; visitors and routes of a space."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import permitted, require
from rianru.kernel.dates import day_of
from rianru.kernel.money import parse_baht
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.queries import WHYS
from rianru.lending.words import DECISIONS
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.requests import number, uuid_of
from rianru.web.spreadsheets import table

YEARS = (1, 2, 3, 5, 10)
HEAD = (
    T("บาร์โค้ด", "Barcode"), T("ชื่อเรื่อง", "Title"), T("เลขเรียก", "Call number"), T("ชั้น", "Shelf"),
    T("ยืมล่าสุด", "Last lent"), T("ยืมกี่ครั้ง", "Loans"), T("มีที่นี่", "Copies here"),
    T("มีทั้งเครือข่าย", "Copies in the network"),
)


def _chooses(seat: Sitting) -> None:
    require("lending.choose_stock", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))


@require_safe
@seated
def weeding(request: HttpRequest, seat: Sitting) -> HttpResponseBase:
    """`?why=idle|surplus|worn&years=3`: copies to look at, and a file of all of them with `?file=1`."""
    _chooses(seat)
    why = request.GET.get("why", "idle")
    why = why if why in WHYS else "idle"
    years = number(request, "years", default=3, most=10)
    years = years if years in YEARS else 3
    asked: dict[str, Any] = {"space_id": seat.space.id, "day": day_of(seat.at), "years": years}
    if request.GET.get("file") == "1":
        return table(
            f"weeding-{seat.space.code}-{why}", [str(word) for word in HEAD], _weed_lines(why, asked)
        )
    rows = queries.weeding(why, after=uuid_of(request.GET.get("after", "")), **asked)
    here = f"?why={why}&years={years}"
    more = f"{here}&after={rows[-1].item_id}" if len(rows) == queries.STOCK_PAGE else ""
    return render(request, "web/weeding.html", {
        "desk": seat, "rows": rows, "why": why, "years": years, "label": WHYS[why], "file_url": f"{here}&file=1",
        "whys": [{"value": name, "label": label, "chosen": name == why} for name, label in WHYS.items()],
        "choices": YEARS, "page": {"next_url": more, "first_url": here if request.GET.get("after") else ""},
    })


@require_safe
@seated
def balancing(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What stands idle here and is asked for in other spaces."""
    _chooses(seat)
    rows = queries.moves(space_id=seat.space.id, day=day_of(seat.at))
    names = places.scope_words([("space", row.to) for row in rows])
    return render(request, "web/balancing.html", {
        "desk": seat, "rows": [{"row": row, "to": names.get(("space", row.to))} for row in rows],
    })


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def buying(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """Queues that are too long, and what people suggest; a POST decides: `suggestion`, `decision`, `reason`."""
    _chooses(seat)
    scope = places.scope_of_network(seat.space.network_id)
    decides = permitted("lending.choose_stock", actor=seat.actor, at=seat.at, scope=scope)
    wrong, about = None, uuid_of(request.POST.get("suggestion", ""))
    if request.method == "POST":
        decision = request.POST.get("decision", "")
        if about is None or decision not in DECISIONS:
            raise NotFound()
        try:
            actions.decide_suggestion(actor=seat.actor, at=seat.at, suggestion_id=about, decision=decision,
                                      reason=request.POST.get("reason", ""))
            messages.success(request, str(T("บันทึกแล้ว และบอกคนที่เสนอแล้ว", "Noted, and who suggested it is told.")))
            return redirect("buying")
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            wrong = refusal.message
    return render(request, "web/buying.html", {
        "desk": seat, "queues": queries.queues(network_id=seat.space.network_id), "wrong": wrong, "about": about,
        "waiting": queries.suggestions(network_id=seat.space.network_id), "decides": decides, "decisions": DECISIONS,
        "decided": [{"one": one, "said": DECISIONS[one.decision]} for one in
                    queries.suggestions(network_id=seat.space.network_id, decided=True, limit=20)],
    }, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def visitors(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """How many came today or on another day: `day`, `people`; `next` (today, today_all) goes back to the day's page."""
    wrong = None
    if request.method == "POST":
        try:
            actions.record_visitors(**seat.asked, day=_day(request.POST.get("day", "")) or date.max,
                                    people=_count(request.POST.get("people", "")))
            messages.success(request, str(T("บันทึกแล้ว", "Noted.")))
            back = request.POST.get("next", "")
            return redirect(back if back in ("today", "today_all") else "visitors")
        except Refused as refusal:
            wrong = refusal.message
    return render(request, "web/visitors.html", {
        "desk": seat, "today": day_of(seat.at), "counts": queries.head_counts(space_id=seat.space.id), "wrong": wrong,
        "numbers_url": f"{reverse('numbers')}?space={seat.space.code}&measure=visitors", "typed": request.POST,
    }, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def routes(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What it costs to send from here, and how many days it takes: `receiver`, `baht`, `days`."""
    require("lending.keep_routes", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))
    wrong = None
    if request.method == "POST":
        try:
            _set_route(request, seat)
            messages.success(request, str(T("บันทึกแล้ว", "Noted.")))
            return redirect("routes")
        except Refused as refusal:
            wrong = refusal.message
    known = queries.routes(sender_id=seat.space.id)
    names = places.scope_words([("space", one.receiver_id) for one in known])
    others = people.desks(actor=seat.actor, at=seat.at, network_id=seat.space.network_id, limit=200)
    return render(request, "web/routes.html", {
        "desk": seat, "routes": [{"one": one, "to": names.get(("space", one.receiver_id))} for one in known],
        "others": [space for space in others if space.id != seat.space.id], "wrong": wrong, "typed": request.POST,
    }, status=422 if wrong else 200)


def _set_route(request: HttpRequest, seat: Sitting) -> None:
    receiver = uuid_of(request.POST.get("receiver", ""))
    there = places.space_by_id(receiver) if receiver else None
    if there is None or there.network_id != seat.space.network_id:
        raise actions.RouteWrong()
    actions.set_route(
        actor=seat.actor, at=seat.at, sender_id=seat.space.id, receiver_id=there.id,
        satang=parse_baht(request.POST.get("baht", "")), days=_count(request.POST.get("days", "")),
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _count(typed: str) -> int:
    """A whole number as typed; -1, which every action refuses, for anything else."""
    text = typed.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _weed_lines(why: str, asked: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    after: UUID | None = None
    while page := queries.weeding(why, after=after, limit=500, **asked):
        for row in page:
            last = day_of(row.last_lent_at).isoformat() if row.last_lent_at else ""
            yield (row.barcode, row.title, row.call_number, row.shelf, last, row.loans, row.here, row.network)
        after = page[-1].item_id
