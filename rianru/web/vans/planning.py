"""Planning vans: which there are, what each drives, a timetable looked at before it is kept, and one visit changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import WEEKDAYS, day_of, when_text
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.repeating import WEEKDAY_CODES
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.places import actions, queries
from rianru.places.actions.timetables import look_at
from rianru.places.queries import Timetable, Vehicle
from rianru.places.words import HOLIDAYS
from rianru.web.catalogue.staff import EVERY as SCOPES
from rianru.web.catalogue.staff import Keyed, sent, somewhere
from rianru.web.health import now
from rianru.web.learning.present import calendar_days
from rianru.web.learning.times import moment, said_of
from rianru.web.requests import actor_of
from rianru.web.vans import present
from rianru.web.vans.forms import EVERY, HaltForm, RouteForm, VehicleForm, VisitForm, new_halt
from rianru.web.vans.forms import said_of as halt_said

AHEAD = 40  # visits shown
LOOKED = 60  # days of a look


@dataclass(frozen=True, slots=True)
class Planning:
    """Who plans, and when."""

    actor: Actor
    at: datetime

    @property
    def asked(self) -> dict[str, Any]:
        """What every action takes."""
        return {"actor": self.actor, "at": self.at}


def planner(request: HttpRequest) -> Planning:
    """Refuses with NotAllowed whoever plans for no van anywhere."""
    actor, at = actor_of(request), now()
    if not somewhere("places.plan_vans", actor, at, SCOPES):
        raise NotAllowed()
    return Planning(actor, at)


def planned_van(seat: Planning, code: str) -> Vehicle:
    """A van for which one plans; NotFound, NotAllowed."""
    found = queries.van(code)
    if found is None:
        raise NotFound()
    require("places.plan_vans", actor=seat.actor, at=seat.at, scope=queries.scope_of_space(found.space_id))
    return found


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vans(request: HttpRequest) -> HttpResponse:
    """The vans for which one plans; a POST keeps another."""
    seat = planner(request)
    own = queries.vans(actor=seat.actor, at=seat.at, rule="places.plan_vans")
    without = queries.spaces_without_vehicle(actor=seat.actor, at=seat.at)
    form = VehicleForm(request.POST if request.method == "POST" and without else None,
                       spaces=[(one.code, str(T.verbatim(one.name_th, one.name_en))) for one in without])
    if form.is_bound and sent(request, form, lambda: _keep_new(form, seat)) is not None:
        return redirect("van", code=form.cleaned_data["space"])
    days = queries.next_days_of_vans([one.space_id for one in own], at=seat.at)
    return render(request, "web/vans.html", {
        "vans": [{"van": one, "next": days.get(one.space_id)} for one in own], "form": form if without else None,
    }, status=422 if form.errors else 200)


def _keep_new(form: VehicleForm, seat: Planning) -> None:
    said = form.cleaned_data
    space = queries.space(actor=seat.actor, at=seat.at, code=said.get("space", ""))
    actions.keep_vehicle(**seat.asked, space_id=space.id, plate_th=said["plate_th"], capacity=said["capacity"],
                         accessible=said["accessible"])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def van(request: HttpRequest, code: str) -> HttpResponse:
    """One van: its routes with what repeats, the visits ahead. `do`: keep, route, extra."""
    seat = planner(request)
    found = planned_van(seat, code)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    stops = queries.stops_of_network(found.space.network_id)
    keeping = VehicleForm(request.POST if do == "keep" else None, auto_id="keep_%s", initial={
        "plate_th": found.plate_th, "capacity": found.capacity, "accessible": found.accessible})
    route = RouteForm(request.POST if do == "route" else None, auto_id="route_%s")
    extra = VisitForm(request.POST if do == "extra" else None, stops=stops, auto_id="extra_%s",
                      initial={"day": day_of(seat.at)})
    for form, act in ((keeping, lambda: _keep(keeping, seat, found)), (route, lambda: _route(route, seat, found)),
                      (extra, lambda: _extra(extra, seat, found))):
        if form.is_bound and sent(request, form, act) is not None:
            messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
            return redirect("van", code=code)
    routes = queries.routes_of(found.space_id)
    rows = queries.timetables_of([one.id for one in routes], at=seat.at)
    visits = queries.visits_of_vehicle(found.space_id, since=seat.at, limit=AHEAD)
    return render(request, "web/van.html", {
        "van": found, "name": T.verbatim(found.space.name_th, found.space.name_en), "keeping": keeping,
        "route": route, "extra": extra if stops else None,
        "routes": [{"route": one, "rows": [_repeating(row) for row in rows if row.timetable.route_id == one.id]}
                   for one in routes],
        "visits": [present.visit(one, at=seat.at) | {"stop": present.stop_name(one.stop), "people": one.people}
                   for one in visits],
    }, status=422 if keeping.errors or route.errors or extra.errors else 200)


def _repeating(row: Any) -> dict[str, Any]:
    one = row.timetable
    return {"id": one.id, "stop": present.stop_name(one.stop), "time": clock_text(one.arrives, one.leaves),
            "how": how_often(one), "ahead": row.ahead, "next": row.next_at, "last_on": one.last_on}


def clock_text(arrives: int, leaves: int) -> T:
    """`09:00–11:00 น.`"""
    text = f"{queries.clock(arrives)}–{queries.clock(leaves)}"
    return T.verbatim(f"{text}\N{NO-BREAK SPACE}น.", text)


def how_often(one: Timetable) -> T:
    """`ทุกสามสัปดาห์ วันจันทร์`; the rule itself where it is none of the usual."""
    said = halt_said(one)
    if said["every"] in ("rule", "once"):
        return EVERY["once"] if said["every"] == "once" else T.verbatim(one.rule, one.rule)
    names = [WEEKDAYS[WEEKDAY_CODES.index(code)] for code in said["weekdays"]] or [WEEKDAYS[one.first_on.weekday()]]
    days = T.verbatim(" ".join(name.in_("th") for name in names), ", ".join(name.in_("en") for name in names))
    return T("{every} วัน{days}", "{every}, {days}", every=EVERY[said["every"]], days=days)


def _keep(form: VehicleForm, seat: Planning, van: Vehicle) -> None:
    said = form.cleaned_data
    actions.keep_vehicle(**seat.asked, space_id=van.space_id, plate_th=said["plate_th"], capacity=said["capacity"],
                         accessible=said["accessible"])


def _route(form: RouteForm, seat: Planning, van: Vehicle) -> UUID:
    said = form.cleaned_data
    return actions.keep_route(**seat.asked, vehicle_id=van.space_id, name_th=said["name_th"], name_en=said["name_en"])


def _extra(form: VisitForm, seat: Planning, van: Vehicle) -> UUID:
    said = form.cleaned_data
    return actions.add_visit(
        **seat.asked, vehicle_id=van.space_id, stop_id=UUID(said["stop"]),
        arrives_at=moment(said["day"], said["begins"]), leaves_at=moment(said["day"], said["ends"]))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_new(request: HttpRequest, code: str) -> HttpResponse:
    """A halt that is to repeat. `do`: look, keep."""
    seat = planner(request)
    found = planned_van(seat, code)
    return _timetable(request, seat, found, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: HttpRequest, id: UUID) -> HttpResponse:
    """A halt that repeats, changed. `do`: look, keep, end."""
    seat = planner(request)
    kept = queries.timetable_by_id(id)
    if kept is None:
        raise NotFound()
    found = planned_van(seat, kept.route.vehicle.space.code)
    if request.method == "POST" and request.POST.get("do") == "end":
        gone = actions.end_timetable(**seat.asked, timetable_id=id, last_on=day_of(seat.at))
        messages.success(request, str(T("จบตารางแล้ว งด {n} รอบ",
                                        "Ended: {n} {n:visit|visits} {n:is|are} off.", n=gone)))
        return redirect("van", code=found.space.code)
    return _timetable(request, seat, found, kept)


def _timetable(request: HttpRequest, seat: Planning, van: Vehicle, kept: Timetable | None) -> HttpResponse:
    routes = queries.routes_of(van.space_id)
    stops = queries.stops_of_network(van.space.network_id)
    form = HaltForm(
        request.POST if request.method == "POST" else None, stops=stops,
        routes=[(str(one.id), str(T.verbatim(one.name_th, one.name_en or one.name_th))) for one in routes],
        initial=halt_said(kept) if kept else new_halt(day_of(seat.at)) | {"stop": request.GET.get("stop", "")})
    looked = None
    if request.method == "POST" and request.POST.get("do") == "look":
        looked = _looked(form, seat, kept)
    elif request.method == "POST" and sent(request, form, lambda: _set(form, seat, kept)) is not None:
        messages.success(request, str(T("บันทึกตารางแล้ว", "The timetable is kept.")))
        return redirect("van", code=van.space.code)
    chosen = form["weekdays"].value() or []
    return render(request, "web/van_timetable.html", {
        "van": van, "name": T.verbatim(van.space.name_th, van.space.name_en), "form": form, "kept": kept,
        "looked": looked, "ready": bool(routes and stops), "holidays": HOLIDAYS,
        "weekdays": [{"value": code, "label": label, "on": code in chosen}
                     for code, label in zip(WEEKDAY_CODES, WEEKDAYS, strict=True)],
    }, status=422 if form.errors else 200)


def _set(form: HaltForm, seat: Planning, kept: Timetable | None) -> UUID:
    return actions.set_timetable(**seat.asked, halt=form.halt(), timetable_id=kept.id if kept else None)


def _looked(form: HaltForm, seat: Planning, kept: Timetable | None) -> dict[str, Any] | None:
    """The dates that it would make, and where the van would be in two places; a refusal stands at the form."""
    if not form.is_valid():
        return None
    try:
        found = look_at(**seat.asked, halt=form.halt(), timetable_id=kept.id if kept else None)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    met = found.meets
    return {
        "count": len(found.spans), "months": calendar_days([start for _, start, _ in found.spans]),
        "days": [{"when": when_text(start, end), "met": met is not None and start < met.leaves_at
                  and met.arrives_at < end} for _, start, end in found.spans[:LOOKED]],
        "more": max(0, len(found.spans) - LOOKED), "without": found.without,
        "met": {"when": when_text(met.arrives_at, met.leaves_at), "stop": present.stop_name(met.stop)} if met else None,
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, id: UUID) -> HttpResponse:
    """One visit: moved or off; whoever waits is told. `do`: move, off."""
    seat = planner(request)
    found = queries.visit(id)
    if found is None:
        raise NotFound()
    van = planned_van(seat, found.vehicle.space.code)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = VisitForm(request.POST if do == "move" else None, initial=said_of(found.arrives_at, found.leaves_at))
    off = ReasonForm(request.POST if do == "off" else None, auto_id="off_%s")
    if form.is_bound and sent(request, form, lambda: _move(form, seat, id)) is not None:
        messages.success(request, str(T("เลื่อนแล้ว บอกคนที่รอแล้ว", "Moved. Those who wait are told.")))
        return redirect("van", code=van.space.code)
    if off.is_bound and sent(request, off, lambda: _off(off, seat, id)) is not None:
        messages.success(request, str(T("งดรอบนี้แล้ว บอกคนที่รอแล้ว", "It is off. Those who wait are told.")))
        return redirect("van", code=van.space.code)
    there = learning.Wanted(since=found.arrives_at, until=found.leaves_at, stop_id=found.stop_id)
    on = [one for one in learning.meetings(there, limit=10) if not one.off]
    return render(request, "web/van_visit.html", {
        "van": van, "name": T.verbatim(van.space.name_th, van.space.name_en), "form": form, "off": off,
        "visit": present.visit(found, at=seat.at), "stop": present.stop_name(found.stop), "meetings": on,
        "stop_url": reverse("stop", kwargs={"code": found.stop.code}), "people": found.people,
        "happened": when_text(found.arrived_at, found.left_at) if found.arrived_at and found.left_at else "",
        "over": found.state == "cancelled" or found.arrived_at is not None or found.leaves_at <= seat.at,
    }, status=422 if form.errors or off.errors else 200)


class ReasonForm(Keyed):
    """Why a visit is off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = VisitForm().fields
        self.fields["reason_th"], self.fields["reason_en"] = plain["reason_th"], plain["reason_en"]
        self.fields["reason_th"].required = True


def _move(form: VisitForm, seat: Planning, id: UUID) -> None:
    said = form.cleaned_data
    actions.move_visit(**seat.asked, visit_id=id, arrives_at=moment(said["day"], said["begins"]),
                       leaves_at=moment(said["day"], said["ends"]), reason_th=said["reason_th"],
                       reason_en=said["reason_en"])


def _off(form: ReasonForm, seat: Planning, id: UUID) -> None:
    said = form.cleaned_data
    actions.cancel_visit(**seat.asked, visit_id=id, reason_th=said["reason_th"], reason_en=said["reason_en"])


