"""The next visit of a van near somebody, and the page of a stop: when, what is on, what waits there, how to follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.disclosure import published
from rianru.kernel.formats.calendars import MEDIA_TYPE, Event, calendar
from rianru.kernel.ids import from_short, short
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.lending import queries as lending
from rianru.places import queries
from rianru.places.queries import Stop, Visit
from rianru.places.words import STOP_TYPES
from rianru.web.health import now
from rianru.web.learning.present import row as meeting_row
from rianru.web.lists import following
from rianru.web.opening import open_data
from rianru.web.passport.present import seal
from rianru.web.places import area_present
from rianru.web.places.near import near_address, place_of, province_of
from rianru.web.requests import actor_of
from rianru.web.vans import present
from rianru.web.vans.picking import PICKED

PAGE = 30
SHOWN = 5  # visits on the page of a stop
AGO = timedelta(days=60)  # how far back a calendar is told


@require_safe
def stops(request: HttpRequest) -> HttpResponse:
    """Near where one said to be, else by `?province=`, else of the whole country; pages by key."""
    at, place = now(), place_of(request)
    province = request.GET.get("province", province_of(request) if place is None else "")[:2]
    near = queries.stops_near(place.middle, at=at) if place and "province" not in request.GET else []
    found = [] if near else queries.stops_inside(
        province if province.isdigit() else "", at=at, after=_key(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1].stop if len(found) > PAGE else None
    here = {"province": province} if province else {}
    return render(request, "web/stops.html", {
        "near": [present.stop_row(one, at=at) for one in near], "place": place, "near_url": near_address(request),
        "stops": [present.stop_row(one, at=at) for one in found[:PAGE]],
        "provinces": [{"value": one.code, "label": T.verbatim(one.name_th, one.name_en), "chosen": one.code == province}
                      for one in queries.provinces()],
        "page": {"next_url": f"?{urlencode(here | {'after': short(last.id)})}" if last else "",
                 "first_url": f"?{urlencode(here)}" if request.GET.get("after") else ""},
    })


def _key(text: str) -> tuple[str, UUID] | None:
    try:
        stop = queries.stop_by_id(from_short(text)) if text else None
    except ValueError:
        return None
    return (stop.sort_th, stop.id) if stop else None


@require_safe
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """One stop: its next visits, what is on and which stamps there are at each, what I have waiting there."""
    at, actor, found = now(), actor_of(request), _stop(code)
    visits = [one for one in queries.visits_at(found.id, since=at, limit=SHOWN * 2)
              if one.state == "planned" or one.reason_th][:SHOWN]
    meetings = learning.meetings(learning.Wanted(since=at, stop_id=found.id), limit=40)
    rows = [present.visit(one, at=at) | {"meetings": _meetings(meetings, one, at)} for one in visits]
    following_visit = next((one for one in visits if one.state == "planned"), None)
    path = queries.area_path(found.area_id)
    name = present.stop_name(found)
    return render(request, "web/stop.html", {
        "stop": found, "name": name, "where": present.where(found), "kind": STOP_TYPES[found.kind],
        "open": found.kind != "private", "area": area_present.path_link(path),
        "next": next((row for row in rows if not row["off"]), None), "visits": rows,
        "held": lending.own_at_stop(actor=actor, stop_id=found.id), "past": _past(found, at),
        "seals": [seal(one) for one in learning.own_stamps_at_stop(actor=actor, stop_id=found.id)],
        "follow": following.button(request, "van_stop", found.id), "closed": found.closed_on is not None,
        "feed": request.build_absolute_uri(reverse("stop_calendar", kwargs={"code": code})),
        "map_url": _map(found), "accessible": bool(following_visit and following_visit.vehicle.accessible),
        "may_plan": bool(following_visit and queries.may_plan_vans(
            actor=actor, at=at, vehicle_id=following_visit.vehicle_id)),
        "crumbs": area_present.crumbs(path, here=name),
        "structured": _structured(found, following_visit),
    })


def _stop(code: str) -> Stop:
    found = queries.stop(code)
    if found is None:
        raise NotFound()
    return found


def _meetings(found: Sequence[learning.Meeting], visit: Visit, at: datetime) -> list[dict[str, Any]]:
    """What is on at the stop on the day of a visit."""
    day = day_of(visit.arrives_at)
    return [meeting_row(one, at=at, place=False) for one in found if day_of(one.session.starts_at) == day]


def _past(stop: Stop, at: datetime) -> list[dict[str, Any]]:
    """The last visits: who came, and how many stamps they gave where that tells of nobody."""
    visits = queries.visits_past(stop.id, at=at)
    told = learning.stamps_of_visits_told([one.id for one in visits])
    return [{"on": one.arrives_at, "people": published({"all": one.people}).total, "stamps": told.get(one.id, 0)}
            for one in visits]


def _map(stop: Stop) -> str:
    """Where exactly, on the open map of the world."""
    if stop.lat is None or stop.lon is None:
        return ""
    return f"https://www.openstreetmap.org/?mlat={stop.lat}&mlon={stop.lon}#map=17/{stop.lat}/{stop.lon}"


def _structured(stop: Stop, visit: Visit | None) -> dict[str, Any]:
    """schema.org: the stop as a place, its next visit as an event there."""
    place: dict[str, Any] = {"@type": "Place", "name": stop.name_th, "address": {
        "@type": "PostalAddress", "addressCountry": "TH", "streetAddress": stop.address_th or stop.community_th,
        "postalCode": stop.postal_code}}
    if stop.lat is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": float(stop.lat), "longitude": float(stop.lon or 0)}
    if visit is None:
        return {"@context": "https://schema.org", **place}
    return {"@context": "https://schema.org", "@type": "Event", "name": visit.vehicle.space.name_th, "location": place,
            "startDate": visit.arrives_at.isoformat(), "endDate": visit.leaves_at.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled", "isAccessibleForFree": True}


@require_POST
def stop_pick(request: HttpRequest, code: str) -> HttpResponse:
    """The next hold of this session is picked up here: the form has it chosen already."""
    found = _stop(code)
    request.session[PICKED] = found.code
    said = T("ตั้งจุดรับไว้ที่ {stop} แล้ว หาหนังสือแล้วกดจองได้เลย", "You will pick it up at {stop}. Find a book and hold it.",
             stop=present.stop_name(found))
    messages.success(request, str(said))
    return redirect("search")


@open_data
@require_safe
def stop_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Every visit to a stop, to be followed; what is off stays in it and says so."""
    found, language = _stop(code), "en" if get_language() == "en" else "th"
    rows = queries.visits_at(found.id, since=now() - AGO, limit=400)
    address = f"{settings.PUBLIC_URL}{reverse('stop', kwargs={'code': code})}"
    events = [_event(found, one, address, language) for one in rows]
    name = T("รถหนังสือที่{stop}", "Mobile library at {stop}", stop=present.stop_name(found))
    answer = HttpResponse(calendar(events, name=name.in_(language)), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="stop-{code}.ics"'
    if events:
        answer["Last-Modified"] = http_date(max(one.changed_at for one in events).timestamp())
    return answer


def _event(stop: Stop, visit: Visit, address: str, language: str) -> Event:
    van = T.verbatim(visit.vehicle.space.name_th, visit.vehicle.space.name_en)
    where = T("{stop} {where}", "{stop}, {where}", stop=present.stop_name(stop), where=present.where(stop))
    late = timedelta(minutes=visit.late_minutes if visit.arrived_at is None else 0)
    return Event(
        uid=f"visit-{visit.id}@rianru", starts_at=visit.arrives_at + late, ends_at=max(
            visit.leaves_at, visit.arrives_at + late + timedelta(minutes=1)),
        changed_at=visit.changed_at, sequence=visit.sequence, title=van.in_(language), where=where.in_(language),
        words=T.verbatim(visit.reason_th, visit.reason_en or visit.reason_th).in_(language), url=address,
        cancelled=visit.state == "cancelled",
        point=(float(stop.lat), float(stop.lon)) if stop.lat is not None and stop.lon is not None else None,
    )
