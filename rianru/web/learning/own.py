"""My learning: offers to answer, what I and those I act for have joined, wait for and came to, hours, feedback due."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.refusals import NotFound
from rianru.learning import queries
from rianru.learning.words import hours_text
from rianru.web.health import now
from rianru.web.learning import seats
from rianru.web.learning.parties import act
from rianru.web.requests import actor_of, uuid_of

PAGE = 30
DUE = timedelta(days=29)  # how long one is asked how it was
RECENT = timedelta(days=14)  # how long what has ended is still shown


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_learning(request: HttpRequest) -> HttpResponse:
    """`?after=` the last attendance of the page before. `do`: yes, no, release, with `party` (and `seat`)."""
    actor, at = actor_of(request), now()
    if request.method == "POST":
        wanted = uuid_of(request.POST.get("party", ""))
        if wanted is None:
            raise NotFound()
        act(request, wanted)
        return redirect("my_learning")
    assert actor.key is not None
    mine = queries.with_household(actor.key)
    persons = [one.id for one in mine]
    after = uuid_of(request.GET.get("after", ""))
    came = queries.attended(persons, limit=PAGE + 1, after=after)
    return render(request, "web/my_learning.html", {
        **_parties(persons, at), "came": _been(came[:PAGE], mine[0].id if mine else None, at),
        "hours": _hours(persons, mine), "leads": queries.led_by(actor.key, at=at)[:1],
        "act_url": reverse("my_learning"), "many": len(mine) > 1,
        "page": {"next_url": f"?after={came[PAGE - 1].id}" if len(came) > PAGE else "",
                 "first_url": reverse("my_learning") if after else ""},
    })


def _parties(persons: list[UUID], at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Offers, seats, places in line and what has just ended; what is over already stands among what I came to."""
    found = queries.parties_with(persons, since=at - RECENT)
    known = queries.gatherings((one.activity_id, one.session_id) for one in found)
    hosts = seats.hosts(known.values())
    pairs = [(one, known.get((one.activity_id, one.session_id))) for one in found]
    rows = [seats.party_row(one, g, at, hosts.get(g.space_id)) for one, g in pairs if g is not None]
    rows.sort(key=lambda one: (known_start(one, known), one["party"].place))
    ahead = [one for one in rows if not one["over"] and not one["ended"]]
    return {
        "offers": [one for one in ahead if one["party"].state == "offered"],
        "coming": [one for one in ahead if one["party"].state == "joined"],
        "waiting": [one for one in ahead if one["party"].state in ("waiting", "entered")],
        "ended": [one for one in rows if (one["ended"] or one["off"]) and not _past(one, known, at)],
    }


def known_start(row: dict[str, Any], known: Any) -> datetime:
    """When it begins; what has no date yet comes last."""
    g = known[row["party"].activity_id, row["party"].session_id]
    return g.starts_at or datetime.max.replace(tzinfo=row["party"].asked_at.tzinfo)


def _past(row: dict[str, Any], known: Any, at: datetime) -> bool:
    g = known[row["party"].activity_id, row["party"].session_id]
    return g.ends_at is not None and g.ends_at <= at


def _been(rows: list[queries.CameRow], me: UUID | None, at: datetime) -> list[dict[str, Any]]:
    """What one came to; how it was is asked once for an activity and each who came."""
    asked: set[tuple[UUID, UUID]] = set()
    found = []
    for one in rows:
        row = _came(one, me, at)
        row["due"] = row["due"] and (one.person_id, one.activity_id) not in asked
        asked.add((one.person_id, one.activity_id))
        found.append(row)
    return found


def _came(one: queries.CameRow, me: UUID | None, at: datetime) -> dict[str, Any]:
    return {"came": one, "hours": hours_text(one.minutes), "url": reverse("activity", kwargs={"id": one.activity_id}),
            "who": "" if one.person_id == me else one.given_name,
            "due": one.told_at is None and one.came_at > at - DUE}


def _hours(persons: list[UUID], mine: list[queries.Learner]) -> list[dict[str, Any]]:
    """Of each who came to anything: hours and times."""
    counted = queries.hours_of(persons)
    return [{"name": one.name, "hours": hours_text(counted[one.id][0]), "times": counted[one.id][1]}
            for one in mine if one.id in counted]
