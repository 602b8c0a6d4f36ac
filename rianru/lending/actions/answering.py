"""Which copy answers which hold, and what becomes of both on the way. Parts of the actions beside it.

A copy that comes to a desk answers the first in the queue that it can. A new hold, or one whose copy was lost on the
way, is answered by a copy on a shelf: at the pick-up space if there is one, else over the cheapest route, never from a
space that is closed for good; of spaces that cost the same the one that has to pull the fewest.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.lending import kinds
from rianru.lending.actions.refusals import CopyChangedMeanwhile
from rianru.lending.models import Hold, Transit
from rianru.lending.queries.days import due
from rianru.lending.queries.rules import Case, decided
from rianru.lending.queries.scene import Copy
from rianru.lending.queries.scene import copy as copy_again
from rianru.places import queries as places

_CLAIM = """
    UPDATE lending_hold SET state = %(state)s, copy_id = %(copy)s, copy_since_at = %(at)s, suspended_until_on = NULL,
           ready_until_on = %(until)s
    WHERE id = %(hold)s AND ended_at IS NULL
      AND (copy_id = %(copy)s OR (state IN ('waiting', 'suspended') AND copy_id IS NULL)) RETURNING membership_id
"""
# Who looks for a copy of one work waits for the others who do. The locks are few, because who answers for a whole
# network (answering_all) holds all of them at once, and a database has room for some thousand.
TURNS = 512
_TURNS = """
    SELECT pg_advisory_xact_lock(7430, hashtext(edition.work_id::text) & %s) FROM lending_hold AS hold
    JOIN catalogue_item AS item ON item.id = hold.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id WHERE hold.id = %s
"""
_KEEP = """
    UPDATE lending_hold SET state = 'pulled', copy_id = %(copy)s, copy_since_at = %(at)s
    WHERE id = %(hold)s AND state = 'waiting' AND NOT EXISTS (
        SELECT FROM lending_hold WHERE copy_id = %(copy)s AND state IN ('pulled', 'travelling', 'ready'))
"""
# Open holds whose copies are still on a shelf count as work that a space has already. Copies beyond the first few of
# each space cannot matter: the choice is among spaces.
ANSWERS = """
    WITH wanted AS (
        SELECT one.id, one.reach, one.pickup_id, one.item_id, item.edition_id, edition.work_id, pickup.lat, pickup.lon,
               pickup.network_id
        FROM lending_hold AS one JOIN catalogue_item AS item ON item.id = one.item_id
        JOIN catalogue_edition AS edition ON edition.id = item.edition_id
        JOIN places_space AS pickup ON pickup.id = one.pickup_id
        WHERE one.id = %(hold)s)
    SELECT copy.id, copy.space_id FROM wanted
    JOIN catalogue_edition AS edition ON edition.work_id = wanted.work_id
    JOIN catalogue_item AS copy ON copy.edition_id = edition.id
    JOIN places_space AS shelf ON shelf.id = copy.space_id
    LEFT JOIN lending_route AS route ON route.sender_id = copy.space_id AND route.receiver_id = wanted.pickup_id
    WHERE copy.state = 'available' AND shelf.network_id = wanted.network_id
      AND (shelf.closed_on IS NULL OR shelf.closed_on > %(day)s)
      AND (wanted.reach = 'work' OR (wanted.reach = 'edition' AND edition.id = wanted.edition_id)
           OR copy.id = wanted.item_id)
      AND NOT EXISTS (SELECT FROM lending_hold AS other
                      WHERE other.copy_id = copy.id AND other.state IN ('pulled', 'travelling', 'ready'))
      AND NOT copy.id = ANY(%(passed)s)
    ORDER BY copy.space_id <> wanted.pickup_id,
        coalesce(route.satang, 1000 + 100 * coalesce(round(6371 * sqrt(
            power(radians(shelf.lat - wanted.lat), 2)
            + power(radians(shelf.lon - wanted.lon) * cos(radians((shelf.lat + wanted.lat) / 2)), 2))), 500)::int),
        (SELECT count(*) FROM lending_hold AS busy JOIN catalogue_item AS theirs ON theirs.id = busy.copy_id
         WHERE busy.state = 'pulled' AND theirs.space_id = copy.space_id),
        md5(copy.id::text || wanted.id::text)
    LIMIT 5
"""


def claim(
    hold_id: UUID, *, copy: Copy, state: str, at: datetime, ready_until: date | None = None
) -> UUID | None:
    """A waiting hold is answered by a copy from now on, or one that it answers goes on to `state`.

    The membership that waits; none where somebody else was quicker.
    """
    said: dict[str, Any] = {"hold": hold_id, "copy": copy.id, "state": state, "at": at, "until": ready_until}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, said)
        row = cursor.fetchone()
    return row[0] if row else None


def find_copy(hold_id: UUID, *, at: datetime, day: date, passed: tuple[UUID, ...] = ()) -> tuple[UUID, UUID] | None:
    """Looks for a copy on a shelf that answers a waiting hold, and keeps it for that; the copy and its space.

    `passed`: copies that were looked for and not found. Two holds that want one copy at once: one gets it, the other
    the next best.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURNS, [TURNS - 1, hold_id])
        cursor.execute(ANSWERS, {"hold": hold_id, "day": day, "passed": list(passed)})
        for copy_id, space_id in cursor.fetchall():
            cursor.execute("SELECT FROM catalogue_item WHERE id = %s AND state = 'available' FOR UPDATE", [copy_id])
            if cursor.rowcount and _keep(cursor, hold_id, copy_id, at):
                return copy_id, space_id
    return None


def _keep(cursor: Any, hold_id: UUID, copy_id: UUID, at: datetime) -> bool:
    cursor.execute(_KEEP, {"hold": hold_id, "copy": copy_id, "at": at})
    return bool(cursor.rowcount)


def shelf_until(copy: Copy, *, pickup_id: UUID, category: str, on: date) -> date:
    """The last day on the hold shelf: so many days by the rules, moved to a day on which the space is open."""
    answers = decided(Case(copy.network, pickup_id, copy.type, category, copy.language), known_stamp=copy.rules_stamp)
    days = answers["hold_shelf_days"].value if "hold_shelf_days" in answers else 7
    return due(pickup_id, lent_on=on, days=days).on


def van_comes_on(hold_id: UUID, *, van: UUID, at: datetime) -> date | None:
    """The day on which the van next halts where a hold is picked up: it is kept until then, however long that is."""
    stop_id = Hold.objects.filter(id=hold_id).values_list("stop_id", flat=True).first()
    visit = places.next_of_van_at(stop_id, vehicle_id=van, at=at) if stop_id else None
    return day_of(visit.arrives_at) if visit else None


def fill_hold(actor: Actor, at: datetime, hold_id: UUID, *, copy_id: UUID, space_id: UUID, format: str) -> None:
    """The member has what they waited for."""
    ended = Hold.objects.filter(id=hold_id, ended_at=None).update(state="filled", ended_at=at, copy=copy_id)
    if ended:
        facts.record(kinds.HOLD_FILLED, actor=actor, at=at, ends=("hold", hold_id), object_kind="item",
                     object_id=copy_id, space_id=space_id, format=format)


def start_way(
    copy: Copy, *, sender: UUID, receiver: UUID, hold_id: UUID | None, at: datetime
) -> None:
    """The copy is to go from here to there: one way at a time, so one that it was on ends here."""
    if copy.way:
        if copy.way_to == receiver and copy.way_hold == hold_id:
            return
        end_way(copy.way, at=at)
    Transit.objects.create(id=new_id(), item_id=copy.id, sender_id=sender, receiver_id=receiver, hold_id=hold_id,
                           wanted_at=at)


def end_way(transit_id: UUID, *, at: datetime, arrived: bool = False) -> None:
    """It is no longer on its way: it arrived, or its way ended otherwise."""
    Transit.objects.filter(id=transit_id, received_at=None).update(received_at=at, given_up=not arrived)


def let_go(copy: Copy, *, here: UUID, at: datetime) -> tuple[str, UUID]:
    """A copy that nobody waits for goes on its shelf where it is at home, else home; which of both, and to where.

    Refuses with CopyChangedMeanwhile.
    """
    home = copy.space == here
    becomes = Item.State.AVAILABLE if home else Item.State.IN_TRANSIT
    if copy.state != becomes and not turn([copy.id], was=[copy.state], becomes=becomes, at=at):
        raise CopyChangedMeanwhile()
    if not home:
        start_way(copy, sender=here, receiver=copy.space, hold_id=None, at=at)
        return "home", copy.space
    if copy.way:
        end_way(copy.way, at=at, arrived=copy.way_to == here)
    return "shelf", here


def look_again(actor: Actor, at: datetime, hold_id: UUID, *, space_id: UUID, passed: UUID) -> UUID | None:
    """The copy that answered a hold is not there: another is looked for; else it waits on, at its old place in the
    queue. The other copy.
    """
    Hold.objects.filter(id=hold_id, ended_at=None).update(
        state="waiting", copy=None, copy_since_at=None, ready_until_on=None
    )
    found = find_copy(hold_id, at=at, day=day_of(at), passed=(passed,))
    facts.record(kinds.HOLD_PASSED_ON, actor=actor, at=at, object_kind="item", object_id=passed, space_id=space_id,
                 subject=facts.one_off(object_kind="hold", object_id=hold_id))
    return found[0] if found else None


def free_copy(copy_id: UUID, *, at: datetime) -> None:
    """A copy that answered a hold which has ended: the next in the queue gets it; else it goes back to its shelf.

    One that is on its shelf still just stays there. One on the hold shelf waits for its next scan, which says where it
    goes: its state stays as it is, and lists of the day show it. One on its way keeps going.
    """
    found = copy_again(copy_id, day=day_of(at))
    if found is None or found.next_hold is None or found.state != Item.State.AVAILABLE:
        return
    find_copy(found.next_hold, at=at, day=day_of(at))
