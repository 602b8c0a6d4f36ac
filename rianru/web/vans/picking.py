"""Where vans halt, for whoever asks for a book: the stop that one came from, those one follows, the near ones."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from rianru.kernel.dates import when_text
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import queries
from rianru.places.queries import Stop
from rianru.web.places.near import place_of
from rianru.web.requests import actor_of
from rianru.web.vans import present

PICKED = "van_stop"  # in the session: where a book is to be picked up
OFFERED = 8


def near_stops(request: HttpRequest, network_id: UUID | None, at: datetime) -> list[tuple[str, str]]:
    """Codes and names with their next visits, of the member's network; in a number of queries that does not grow."""
    found = {one.id: one for one in _stops(request, at) if network_id in (None, one.network_id) and not one.closed_on}
    visits = queries.next_visits(found, at=at)
    return [
        (one.code, str(T("{stop} · {when}", "{stop} · {when}", stop=present.stop_name(one),
                         when=when_text(visits[id].arrives_at, visits[id].leaves_at))))
        for id, one in found.items() if id in visits
    ][:OFFERED]


def _stops(request: HttpRequest, at: datetime) -> Iterator[Stop]:
    picked = queries.stop(request.session.get(PICKED, "")) if request.session.get(PICKED) else None
    if picked is not None:
        yield picked
    yield from queries.stops_by_id(people.followed_ids(actor=actor_of(request), kind="van_stop")[:OFFERED])
    place = place_of(request)
    if place is not None:
        yield from (one.stop for one in queries.stops_near(place.middle, at=at, limit=5))
