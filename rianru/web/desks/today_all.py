"""The day of a caretaker of several places: all of them on one page, with a tap to each one's own.

As many as `OTHERS`, each asked as its own page asks: what it costs grows with her places, not with what happens there.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.desks.today import (
    OTHERS,
    books,
    counted,
    happens,
    of_activities,
    of_books,
    of_members,
    of_places,
    of_sheets,
    this_month,
)
from rianru.web.desks.where import Sitting
from rianru.web.health import now
from rianru.web.places.present import opening
from rianru.web.requests import actor_of


@require_safe
@never_cache
def today_all(request: HttpRequest) -> HttpResponse:
    """Whoever serves at one place, or at too many for a page, is sent to where one is shown or chosen."""
    actor, at = actor_of(request), now()
    held = people.desks(actor=actor, at=at, limit=OTHERS + 1)
    if not held:
        raise NotAllowed()
    if not 1 < len(held) <= OTHERS:
        return redirect("today" if len(held) == 1 else "desk_where")
    seats, day = [Sitting(actor, at, space) for space in held], day_of(at)
    states = places.openings([one.space.id for one in seats], at=at)
    months = [this_month(one, day) for one in seats]
    return render(request, "web/today_all.html", {
        "day": day, "light": True, "happens": _happens(seats, day), "answers": _answers(seats), "others": held,
        "places": [{
            "seat": one, "opening": opening(states.get(one.space.id)), "counted": counted(one, day),
            "books": books(one, day), "month": its,
        } for one, its in zip(seats, months, strict=True)],
        "measures": [row["label"] for row in months[0]["rows"]], "month_name": months[0]["name"],
    })


def _happens(seats: Sequence[Sitting], day: date) -> list[dict[str, Any]]:
    """What is on at any of them, by when it begins; a van that halts near two of them once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in seats:
        for row in happens(one, day):
            found.setdefault((row["iso"], row["url"]), row | {"at": one.name})
    return sorted(found.values(), key=lambda row: str(row["iso"]))


def _answers(seats: Sequence[Sitting]) -> list[dict[str, Any]]:
    """What waits at each place; and once, what is of the network or of whoever reads."""
    own = [row | {"at": one.name} for one in seats for row in (*of_activities(one), *of_sheets(one))]
    networks = {one.space.network_id: one for one in seats}
    shared = [row for one in networks.values() for row in (*of_members(one), *of_books(one))]
    return [*own, *of_places(seats[0]), *{row["url"]: row for row in shared}.values()]
