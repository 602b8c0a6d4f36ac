"""Giving seats and taking them back, under the lock of their row. Parts of the actions beside it.

One order of locks: the row of the seats first, whatever else follows; several of them in the order of their ids. What
is free goes by `kernel.turns`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from rianru.core import facts, jobs, prepared
from rianru.core.actors import Actor
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.turns import Waiting, turn
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Party, Seat
from rianru.learning.queries.gatherings import Gathering, gathering, offered_until

_MAKE = """
    INSERT INTO learning_seating (id, activity_id, session_id, held, last_place) VALUES (%s, %s, %s, 0, 0)
    ON CONFLICT DO NOTHING
"""
_FIND = "SELECT id FROM learning_seating WHERE activity_id = %s AND session_id IS NOT DISTINCT FROM %s"
_LOCK = "SELECT activity_id, session_id FROM learning_seating WHERE id = %s FOR NO KEY UPDATE"
# The number of seats follows the host's word, but never below what was given already.
_FIT = """
    UPDATE learning_seating SET seats = CASE WHEN %(capacity)s::int IS NULL THEN NULL
           ELSE greatest(%(capacity)s::int, held) END
    WHERE id = %(id)s AND seats IS DISTINCT FROM
          CASE WHEN %(capacity)s::int IS NULL THEN NULL ELSE greatest(%(capacity)s::int, held) END
"""
_HOLD = "UPDATE learning_seating SET held = held + %s WHERE id = %s"
_BEYOND = "UPDATE learning_seating SET held = held + %s, seats = greatest(seats, held + %s) WHERE id = %s"
_PLACE = "UPDATE learning_seating SET last_place = last_place + %s WHERE id = %s RETURNING last_place"
_LINE = """
    SELECT id, size, passed FROM learning_party WHERE seating_id = %s AND state = 'waiting' ORDER BY place
"""
_GIVE = """
    UPDATE learning_party SET state = CASE WHEN id = %(newcomer)s THEN 'joined' ELSE 'offered' END,
           joined_at = CASE WHEN id = %(newcomer)s THEN %(at)s::timestamptz ELSE joined_at END,
           offered_until_at = CASE WHEN id = %(newcomer)s THEN NULL ELSE %(until)s::timestamptz END
    WHERE id = ANY(%(ids)s)
"""
_PASSED = """
    UPDATE learning_party AS party SET passed = told.passed
    FROM unnest(%s::uuid[], %s::int[]) AS told (id, passed) WHERE party.id = told.id
"""
PARTY = "party"  # the kind of object that has a key of its own in facts


def seating_of(activity_id: UUID, session_id: UUID | None) -> UUID:
    """The row of the seats of a session or of a series, made where it is not there."""
    found = prepared.rows(_FIND, [activity_id, session_id])
    if not found:
        prepared.write(_MAKE, [new_id(), activity_id, session_id])
        found = prepared.rows(_FIND, [activity_id, session_id])
    id: UUID = found[0][0]
    return id


def locked(seating_id: UUID) -> Gathering:
    """What one joins, and nobody else gives or frees its seats until this transaction ends. NotFound."""
    rows = prepared.rows(_LOCK, [seating_id])
    found = gathering(*rows[0]) if rows else None
    if found is None or found.seating_id is None:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(_FIT, {"id": seating_id, "capacity": found.capacity})
    return found


def next_place(seating_id: UUID) -> int:
    """The turn of whoever comes now: after everyone who came before."""
    place: int = prepared.rows(_PLACE, [1, seating_id])[0][0]
    return place


def places_for(g: Gathering, count: int) -> int:
    """Turns for so many at once, behind everyone who came before: the one before the first of them."""
    last: int = prepared.rows(_PLACE, [count, g.seating_id])[0][0]
    return last - count


def settle(actor: Actor, at: datetime, g: Gathering, *, newcomer: UUID | None = None) -> bool:
    """Gives what is free to those in line, in their turn: a seat to who has just come, an offer to who has waited.

    Whether the newcomer has seats now. In the caller's transaction, under the lock.
    """
    assert g.seating_id is not None
    if g.free == 0 or g.over(at) or g.drawing():
        return False
    line = [Waiting(*row) for row in prepared.rows(_LINE, [g.seating_id])]
    came = turn(line, free=g.free, most=g.capacity, keeps=g.keeps(at))
    size = {one.name: one.size for one in line}
    with connection.cursor() as cursor:
        if came.passed:
            cursor.execute(_PASSED, [list(came.passed), list(came.passed.values())])
        if came.given:
            given = {"newcomer": newcomer, "at": at, "until": offered_until(g, at), "ids": list(came.given)}
            cursor.execute(_GIVE, given)
            hold(g, sum(size[id] for id in came.given))
    for id in came.given:
        if id != newcomer:
            tell_fact(verbs.OFFERED, actor, at, g, id, count=size[id])
            tell(id, "offered")
    return newcomer in came.given


def hold(g: Gathering, seats: int, *, beyond: bool = False) -> None:
    """So many more seats are held, or fewer; `beyond` what there are, where the host wants that."""
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND if beyond else _HOLD, [seats, seats, g.seating_id] if beyond else [seats, g.seating_id])


def end(
    actor: Actor, at: datetime, g: Gathering, party: Party, state: str, verb: str, *, seats: Sequence[UUID] = ()
) -> Gathering:
    """A party, or only some `seats` of it, is no more; what it held is free for the next. The gathering as it is then.

    In the caller's transaction, under the lock; `settle` comes after it.
    """
    whole = not seats or len(seats) >= party.size
    freed = party.size if whole else len(seats)
    held = freed if party.state in ("offered", "joined") else 0
    own = Seat.objects.filter(party=party, ended_at=None)
    (own if whole else own.filter(id__in=seats)).update(ended_at=at)
    if whole:
        Party.objects.filter(id=party.id).update(state=state, ended_at=at, offered_until_at=None)
    else:
        Party.objects.filter(id=party.id).update(size=party.size - freed)
    if held:
        hold(g, -held)
    tell_fact(verb, actor, at, g, party.id, count=freed, last=whole)
    return replace(g, held=g.held - held)


def tell_fact(
    verb: str, actor: Actor, at: datetime, g: Gathering, party_id: UUID, *, count: int, first: bool = False,
    last: bool = False,
) -> None:
    """What a party does, under a key of its own that ends with it."""
    own = (PARTY, party_id)
    who = actor if actor.is_staff or actor.kind == "system" else Actor("person")
    facts.record(
        verb, actor=who, at=at, object_kind="activity", object_id=g.activity_id, space_id=g.space_id, area=g.area,
        count=count, begins=own if first else None, ends=None if first else own, keeps=not last,
    )


def tell(party_id: UUID, what: str) -> None:
    """A letter to whoever joined this party, written once this transaction is through."""
    jobs.defer("learning.tell_party", priority=5, party_id=str(party_id), what=what)


def seatings_of(ids: Iterable[UUID]) -> list[UUID]:
    """The rows of seats of these parties, in the order in which they are locked."""
    return sorted(set(Party.objects.filter(id__in=list(ids)).values_list("seating", flat=True)))


__all__ = [
    "PARTY", "end", "hold", "locked", "next_place", "places_for", "seating_of", "seatings_of", "settle", "tell",
    "tell_fact",
]
