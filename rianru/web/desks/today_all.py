"""The day of a caretaker of several places: all of them on one page, with a tap to each one's own.

As many as `OTHERS`, asked for together: what it costs grows neither with her places nor with what happens there.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed
from rianru.lending import queries as lending
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.desks.today import OTHERS, answers, books, happens, this_month
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
    ids = [space.id for space in held]
    states, months, counted = places.openings(ids, at=at), this_month(seats, day), lending.heads_on(ids, day=day)
    waiting, first = books(seats, day), months[ids[0]]
    return render(request, "web/today_all.html", {
        "day": day, "light": True, "happens": happens(seats, day), "answers": answers(seats), "others": held,
        "places": [{
            "seat": one, "opening": opening(states.get(id)), "counted": counted.get(id), "books": waiting[id],
            "month": months[id],
        } for one, id in zip(seats, ids, strict=True)],
        "measures": [row["label"] for row in first["rows"]], "month_name": first["name"],
    })
