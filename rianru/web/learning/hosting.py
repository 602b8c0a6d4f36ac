"""Who may see the names of an activity: staff of its space, and those who teach or help in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.queries import Gathering, Occasion
from rianru.web.health import now
from rianru.web.requests import actor_of


def host(request: HttpRequest, activity_id: UUID) -> tuple[Actor, datetime]:
    """Who keeps the list of an activity, and when; NotAllowed for everybody else, NotFound for none."""
    actor, at = actor_of(request), now()
    queries.require_host(actor=actor, at=at, activity_id=activity_id)
    return actor, at


def occasion_for(request: HttpRequest, session_id: UUID) -> tuple[Actor, datetime, Occasion]:
    """The same for one session."""
    found = queries.occasion(session_id)
    if found is None:
        raise NotFound()
    actor, at = host(request, found.activity_id)
    return actor, at, found


def crumbs(title: T, activity_id: UUID, last: T) -> list[dict[str, Any]]:
    """From the activity to a page of its host."""
    return [{"text": T("กิจกรรม", "Activities"), "url": reverse("activities")},
            {"text": title, "url": reverse("activity", kwargs={"id": activity_id})}, {"text": last, "url": ""}]


def tabs(g: Gathering | Occasion, session_id: UUID | None, here: str) -> list[dict[str, Any]]:
    """The pages of a host about one session, or about a whole series."""
    of = f"?session={session_id}" if session_id and g.joining != "whole" else ""
    own = {"id": g.activity_id}
    rows = [("people", T("รายชื่อและคิว", "List and queue"), reverse("activity_people", kwargs=own) + of)]
    if session_id:
        kwargs = {"id": session_id}
        rows += [
            ("roster", T("เช็กชื่อ", "Attendance"), reverse("session_roster", kwargs=kwargs)),
            ("heads", T("นับหัว", "Head-count"), reverse("session_heads", kwargs=kwargs)),
            ("code", T("รหัสบนจอ", "Code on the screen"), reverse("session_code", kwargs=kwargs)),
        ]
    rows.append(("sharing", T("แบ่งที่นั่ง", "Fair seats"), reverse("activity_sharing", kwargs=own) + of))
    return [{"label": label, "url": url, "current": name == here} for name, label, url in rows]
