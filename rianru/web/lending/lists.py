"""The lists of a desk's day, on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.lending import queries
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.lending.panel import day


@require_safe
@seated
def desk_list(request: HttpRequest, seat: Sitting, name: str) -> HttpResponse:
    """One list: to pull, to send, arriving, expiring, to take off, to shelve, overdue."""
    if name not in queries.LISTS:
        raise NotFound()
    found = queries.rows(name, space_id=seat.space.id, day=day_of(seat.at))
    names = places.scope_words([("space", row.place) for row in found if row.place])
    return render(request, "web/desk_list.html", {
        "desk": seat, "name": name, "label": queries.LISTS[name], "day": day(seat),
        "rows": [{"row": row, "place": names.get(("space", row.place))} for row in found],
    })
