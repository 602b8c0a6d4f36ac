"""Keeping the stops of vans."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.kernel.geography import Point
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.places.actions.mobile_refusals import StopNowhere
from rianru.places.queries import Stop
from rianru.places.words import STOP_TYPES
from rianru.web.catalogue.staff import sent
from rianru.web.requests import told
from rianru.web.vans import present
from rianru.web.vans.forms import StopForm
from rianru.web.vans.planning import Planning, planner

FIELDS = ("name_th", "name_en", "kind", "community_th", "community_en", "address_th", "address_en", "postal_code",
          "lat", "lon")


@never_cache
@login_required
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The stops of the networks for whose vans one plans."""
    seat = planner(request)
    networks = _networks(seat)
    found = [one for id in networks for one in queries.stops_of_network(id)]
    visits = queries.next_visits([one.id for one in found], at=seat.at)
    return render(request, "web/van_stops.html", {"stops": [
        {"code": one.code, "name": present.stop_name(one), "where": present.where(one), "kind": STOP_TYPES[one.kind],
         "next": present.visit(visits[one.id], at=seat.at) if one.id in visits else None} for one in found
    ]})


def _networks(seat: Planning) -> list[UUID]:
    own = queries.vans(actor=seat.actor, at=seat.at, rule="places.plan_vans")
    return list(dict.fromkeys(one.space.network_id for one in own))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new stop, or one changed. `do`: keep, close."""
    seat, kept = planner(request), queries.stop(code) if code else None
    if code and kept is None:
        raise NotFound()
    if kept is not None:
        scope = queries.scope_of_stop(kept.network_id, kept.area_id)
        require("places.plan_vans", actor=seat.actor, at=seat.at, scope=scope)
    if request.method == "POST" and request.POST.get("do") == "close" and kept is not None:
        return _closed(request, seat, kept)
    initial: dict[str, Any] = {name: getattr(kept, name) for name in FIELDS} | {"area": kept.area_id} if kept else {
        "kind": "public"}
    form = StopForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and sent(request, form, lambda: _keep(form, seat, kept)) is not None:
        messages.success(request, str(T("บันทึกจุดจอดแล้ว", "The stop is kept.")))
        return redirect("van_stops")
    return render(request, "web/van_stop.html", {
        "form": form, "kept": kept, "name": present.stop_name(kept) if kept else "",
    }, status=422 if form.errors else 200)


def _keep(form: StopForm, seat: Planning, kept: Stop | None) -> UUID:
    said = form.cleaned_data
    area = said["area"].strip()
    if not area and said["lat"] is not None and said["lon"] is not None:
        area = queries.area_at(Point(float(said["lat"]), float(said["lon"])))
    if not area:
        raise StopNowhere(stop=said["name_th"][:80])
    network = kept.network_id if kept else next(iter(_networks(seat)), None)
    if network is None:
        raise NotAllowed()
    return actions.keep_stop(**seat.asked, network_id=network, stop=form.stop(area), stop_id=kept.id if kept else None)


def _closed(request: HttpRequest, seat: Planning, kept: Stop) -> HttpResponse:
    try:
        actions.close_stop(**seat.asked, stop_id=kept.id)
        messages.success(request, str(T("เลิกใช้จุดนี้แล้ว", "The stop is closed.")))
    except Refused as refusal:
        told(request, refusal)
        return redirect("van_stop", code=kept.code)
    return redirect("van_stops")
