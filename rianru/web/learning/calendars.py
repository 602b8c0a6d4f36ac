"""Calendars to follow: a session, an activity, a space, and one's own by a secret address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.formats.calendars import MEDIA_TYPE, calendar
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.health import now
from rianru.web.learning.asking import Chosen
from rianru.web.learning.present import row
from rianru.web.requests import actor_of

ANY_ID = UUID(int=0)
FOLLOWED = ("kind", "area", "for", "free", "online")  # what may be followed: days go on, and nobody's place is told


@require_safe
def activity(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every session of an activity."""
    view = _view(request, id)
    return _file(request, view.meetings, name=view.title, file=f"activity-{id}")


@require_safe
def session(request: HttpRequest, id: UUID, session: UUID) -> HttpResponse:
    """One session."""
    view = _view(request, id)
    found = [one for one in view.meetings if one.session.id == session]
    if not found:
        raise NotFound()
    return _file(request, found, name=view.title, file=f"session-{session}")


def _view(request: HttpRequest, id: UUID) -> queries.ActivityView:
    view = queries.activity(actor=actor_of(request), at=now(), id=id)
    if view is None:
        raise NotFound()
    return view


@require_safe
def space(request: HttpRequest, code: str) -> HttpResponse:
    """What a space holds, to be followed."""
    at = now()
    found = places.space(actor=actor_of(request), at=at, code=code)
    name = T.verbatim(found.name_th, found.name_en)
    return _file(request, queries.of_space(found.id, at=at), name=name, file=f"space-{code}")


@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """What is on in an area, for an audience, of a kind: `?area=&for=&kind=&free=1&online=1`, to be followed."""
    at, chosen = now(), Chosen({name: request.GET.get(name, "") for name in FOLLOWED})
    found = queries.of_wanted(chosen.wanted(at), at=at)
    return _file(request, found, name=chosen.words(), file="activities")


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One's own calendar: whoever knows the address reads it, online links too."""
    person = queries.owner_of(token)
    if person is None:
        raise NotFound()
    answer = _file(request, queries.of_person(person, at=now()), name=T("กิจกรรมของฉัน", "My activities"), file="mine",
                   links=True)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _file(
    request: HttpRequest, found: Sequence[queries.Meeting], *, name: T, file: str, links: bool = False
) -> HttpResponse:
    """The calendar in the language of the address; unchanged since If-None-Match, it is not sent again."""
    language: Literal["th", "en"] = "en" if get_language() == "en" else "th"
    url = request.build_absolute_uri(reverse("activity", kwargs={"id": ANY_ID})).replace(str(ANY_ID), "{id}")
    events = queries.events(found, url=url, language=language, links=links)
    answer = HttpResponse(calendar(events, name=name.in_(language)), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{file}.ics"'
    if changed := max((one.changed_at for one in events), default=None):
        answer["Last-Modified"] = _date(changed)
    return answer


def _date(moment: datetime) -> str:
    return http_date(moment.timestamp())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """My calendar's secret address: shown once when it is made; `do`: make or end."""
    actor, at = actor_of(request), now()
    me = people.named(actor.key)
    if me is None:
        raise NotFound()
    address = ""
    if request.method == "POST" and request.POST.get("do") == "end":
        actions.end_calendar_link(actor=actor, at=at)
        messages.success(request, str(T("ลิงก์เดิมใช้ไม่ได้แล้ว", "The link no longer works.")))
        return redirect("my_calendar")
    if request.method == "POST":
        token = actions.make_calendar_link(actor=actor, at=at)
        address = request.build_absolute_uri(reverse("calendar_feed", kwargs={"token": token}))
    coming = [one for one in queries.of_person(me.person_id, at=at) if one.session.ends_at > at and not one.left]
    return render(request, "web/my_calendar.html", {
        "address": address, "subscribe": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "linked_at": queries.linked_at(me.person_id), "meetings": _rows(coming, at),
    })


def _rows(found: Sequence[queries.Meeting], at: datetime) -> list[dict[str, object]]:
    return [row(one, at=at) for one in found[:20]]
