"""My sessions, for those who teach or help: the list, the code, attendance."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.learning import queries
from rianru.learning.words import KINDS, PARTS, when_text
from rianru.web.health import now
from rianru.web.requests import actor_of


@never_cache
@login_required
@require_safe
def my_teaching(request: HttpRequest) -> HttpResponse:
    """What is on or still to come, then the last fortnight, in which attendance may still be put right."""
    actor, at = actor_of(request), now()
    assert actor.key is not None
    rows = [_row(one) for one in queries.led_by(actor.key, at=at)]
    return render(request, "web/my_teaching.html", {
        "ahead": [one for one in rows if one["led"].ends_at > at],
        "past": [one for one in reversed(rows) if one["led"].ends_at <= at],
    })


def _row(one: queries.LedRow) -> dict[str, Any]:
    return {
        "led": one, "kind": KINDS[one.kind], "part": PARTS[one.part], "when": when_text(one.starts_at, one.ends_at),
        "off": one.state == "cancelled", "url": reverse("activity", kwargs={"id": one.activity_id}),
        "roster_url": reverse("session_roster", kwargs={"id": one.session_id}),
        "code_url": reverse("session_code", kwargs={"id": one.session_id}),
        "people_url": f"{reverse('activity_people', kwargs={'id': one.activity_id})}?session={one.session_id}",
    }
