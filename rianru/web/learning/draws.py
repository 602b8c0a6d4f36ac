"""How seats are shared out, for everybody: the promise beforehand, the list, the seed, and why each seat was given."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.queries import DrawRow, Gathering
from rianru.web.health import now
from rianru.web.learning import seats
from rianru.web.requests import uuid_of


@require_safe
def draw(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?session=` of which session, where each has seats of its own."""
    g, found = _draw(request, id)
    session = f"?session={g.session_id}" if g.session_id else ""
    return render(request, "web/activity_draw.html", {
        "g": g, "draw": found, "entries": queries.entries(found), "when": seats.when(g),
        "file_url": reverse("activity_draw_file", kwargs={"id": id}) + session,
        "crumbs": [{"text": T("กิจกรรม", "Activities"), "url": reverse("activities")},
                   {"text": g.title, "url": reverse("activity", kwargs={"id": id})},
                   {"text": T("การแบ่งที่นั่ง", "How seats are shared"), "url": ""}],
    })


@require_safe
def draw_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same as data, from which anybody repeats it: `rianru repeat-draw FILE`, or the button of the page."""
    _, found = _draw(request, id)
    answer = JsonResponse(queries.published(found), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'inline; filename="draw.json"'
    return answer


def _draw(request: HttpRequest, id: UUID) -> tuple[Gathering, DrawRow]:
    """Of the session that is asked for; without one that of the series, or of its next session."""
    wanted = uuid_of(request.GET.get("session", ""))
    g = queries.gathering(id, wanted)
    if g is not None and wanted is None and g.joining != "whole":
        g = queries.gathering(id, queries.current_session(id, at=now()))
    found = queries.draw_of(g.seating_id) if g and g.state != "draft" else None
    if g is None or found is None:
        raise NotFound()
    return g, found
