"""The driver's page: today's stops in order; arrive, count, lend, leave, each by one tap that may be taken back.

Each form carries a key of its own, and with the script the moment at which it was tapped: what a queue that waits for
a line would send later is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rianru.core import idempotency
from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of, time_text
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.lending import actions as lending_actions
from rianru.lending import queries as lending
from rianru.places import actions, queries
from rianru.places.queries import Vehicle, Visit
from rianru.places.words import TAPS
from rianru.web.catalogue.staff import EVERY, somewhere
from rianru.web.health import now
from rianru.web.requests import actor_of, told, uuid_of
from rianru.web.vans import present

KEPT = "driving"  # in the session: the code of the van
LATER = (10, 20, 30, 60)  # minutes


@dataclass(frozen=True, slots=True)
class Driving:
    """Who drives which van, and when."""

    actor: Actor
    at: datetime
    vans: list[Vehicle]
    van: Vehicle | None


def _driving(request: HttpRequest) -> Driving:
    """The van of this session: `?van=` chooses it, one's only one needs no choosing. NotAllowed to everyone else."""
    actor, at = actor_of(request), now()
    if not somewhere("places.drive_van", actor, at, EVERY):
        raise NotAllowed()
    own = queries.vans(actor=actor, at=at, rule="places.drive_van")
    wanted = request.GET.get("van") or request.session.get(KEPT, "")
    van = next((one for one in own if one.space.code == wanted), own[0] if len(own) == 1 else None)
    if request.GET.get("van") and van is not None:
        request.session[KEPT] = van.space.code
    return Driving(actor, at, own, van)


@never_cache
@login_required
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Today's stops in their order, the one that is next in full. `?van=` chooses the van, `?choose=1` asks anew."""
    seat = _driving(request)
    if seat.van is None or request.GET.get("choose"):
        return render(request, "web/van_choose.html", {"vans": seat.vans})
    today = day_of(seat.at)
    visits = queries.day_of_van(seat.van.space_id, today)
    open_now = _open(visits)
    held = lending.held_on_van(actor=seat.actor, at=seat.at, vehicle_id=seat.van.space_id,
                               stop_ids=[one.stop_id for one in visits])
    scope = queries.scope_of_space(seat.van.space_id)
    taps = queries.taps_of([one.id for one in visits])
    stamps = learning.stamps_of_visits([one.id for one in visits])
    rows = [_row(one, seat.at, len(held.get(one.stop_id, ())), one is open_now)
            | {"stamps": stamps.get(one.id, 0)} for one in visits]
    return render(request, "web/van_day.html", {
        "van": seat.van, "name": T.verbatim(seat.van.space.name_th, seat.van.space.name_en), "today": today,
        "rows": rows, "now": next((row for row in rows if row["current"]), None),
        "held": held.get(open_now.stop_id, []) if open_now else [], "several": len(seat.vans) > 1,
        "meetings": _on(open_now), "key": new_id(), "last": _last(taps, visits), "later": LATER,
        "done": bool(visits) and open_now is None, "people": sum(one.people for one in visits),
        "next_day": queries.next_day_of_van(seat.van.space_id, after=today),
        "lends": permitted("lending.circulate", actor=seat.actor, at=seat.at, scope=scope),
        "gives_stamps": permitted("learning.stamp", actor=seat.actor, at=seat.at, scope=scope),
    })


def _open(visits: list[Visit]) -> Visit | None:
    """Where the van is, else where it goes next."""
    planned = [one for one in visits if one.state == "planned" and one.left_at is None]
    return next((one for one in planned if one.arrived_at), planned[0] if planned else None)


def _row(one: Visit, at: datetime, waiting: int, current: bool) -> dict[str, Any]:
    state = ("off" if one.state == "cancelled" else "left" if one.left_at else "here" if one.arrived_at else "ahead")
    return present.visit(one, at=at) | {
        "stop": present.stop_name(one.stop), "where": present.where(one.stop), "state": state, "current": current,
        "people": one.people, "waiting": waiting, "minutes": one.late_minutes,
        "happened": time_text(one.arrived_at, one.left_at) if one.arrived_at and one.left_at else "",
        "arrived": present.clock(one.arrived_at),
        "point": f"{one.stop.lat},{one.stop.lon}" if one.stop.lat is not None else "",
    }


def _on(one: Visit | None) -> list[learning.Meeting]:
    """What takes place at a stop while the van is there."""
    if one is None:
        return []
    since, until = one.arrives_at, one.leaves_at
    here = learning.Wanted(since=since, until=until, stop_id=one.stop_id)
    return [each for each in learning.meetings(here, limit=5) if not each.off]


def _last(taps: dict[UUID, list[Any]], visits: list[Visit]) -> dict[str, Any] | None:
    """The last tap of the day, which one may take back."""
    found = sorted((tap for each in taps.values() for tap in each), key=lambda tap: (tap.tapped_at, tap.id))
    if not found:
        return None
    tap, stops = found[-1], {one.id: present.stop_name(one.stop) for one in visits}
    said = T("{n:+} คน", "{n:+} {n:person|people}", n=tap.people) if tap.kind == "count" else TAPS[tap.kind]
    return {"id": tap.id, "said": said, "stop": stops[tap.visit_id], "at": present.clock(tap.tapped_at)}


@never_cache
@login_required
@require_POST
def tap(request: HttpRequest) -> HttpResponse:
    """`visit`, `kind` (arrive, count, leave), `people`, `key`, `tapped_at` (ISO 8601; none: now)."""
    seat = _driving(request)
    visit, key = uuid_of(request.POST.get("visit", "")), uuid_of(request.POST.get("key", ""))
    kind = request.POST.get("kind", "")
    if visit is None or key is None or kind not in TAPS:
        raise NotFound()
    at = _moment(request.POST.get("tapped_at", ""), seat.at)
    given = {"visit_id": visit, "kind": kind, "tapped_at": at, "people": _people(request) if kind == "count" else 0}
    return _said(request, lambda: _once(seat, key, given))


def _once(seat: Driving, key: UUID, given: dict[str, Any]) -> Any:
    def act() -> str:
        actions.tap(actor=seat.actor, at=seat.at, key=key, **given)
        if given["kind"] == "count":
            _told(seat, given["visit_id"])
        return ""

    body = {name: str(value) for name, value in given.items() if name != "tapped_at"}
    return idempotency.once(owner=f"van:{seat.actor.key}", key=str(key), body=body, at=seat.at, do=act)


def _told(seat: Driving, visit_id: UUID) -> None:
    """Who came to the van counts among the visitors of its space, where it is counted day by day."""
    one = queries.visit(visit_id)
    if one is not None:
        on = day_of(one.arrives_at)
        lending_actions.record_visitors(actor=seat.actor, at=seat.at, space_id=one.vehicle_id, day=on,
                                        people=queries.people_of_day(one.vehicle_id, on))


def _people(request: HttpRequest) -> int:
    text = request.POST.get("people", "")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0


def _moment(text: str, at: datetime) -> datetime:
    """When it was tapped, by the device; now where it did not say. One that cannot be is for the action to refuse."""
    try:
        found = datetime.fromisoformat(text[:40].replace("Z", "+00:00"))
    except ValueError:
        return at
    if found.tzinfo is None or not 2000 < found.year < 2200:
        return at
    return min(found, at) if found - at < timedelta(minutes=5) else found


@never_cache
@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """`tap`: the last one, taken back."""
    seat, key = _driving(request), uuid_of(request.POST.get("tap", ""))
    if key is None:
        raise NotFound()

    def act() -> str:
        _told(seat, actions.undo_tap(actor=seat.actor, at=seat.at, key=key))
        return ""

    return _said(request, lambda: idempotency.once(
        owner=f"van:{seat.actor.key}", key=f"undo:{key}", body=[], at=seat.at, do=act))


@never_cache
@login_required
@require_POST
def late(request: HttpRequest) -> HttpResponse:
    """`visit`, `minutes`: whoever waits there is told."""
    seat, visit = _driving(request), uuid_of(request.POST.get("visit", ""))
    typed = request.POST.get("minutes", "")
    if visit is None:
        raise NotFound()

    def act() -> None:
        minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1
        actions.report_late(actor=seat.actor, at=seat.at, visit_id=visit, minutes=minutes)
        messages.success(request, str(T("บอกคนที่รอแล้ว", "Those who wait are told.")))

    return _said(request, act)


def _said(request: HttpRequest, act: Callable[[], Any]) -> HttpResponse:
    """Back to the page, with the refusal said there."""
    try:
        act()
    except Refused as refusal:
        told(request, refusal)
    return redirect("desk_van")
