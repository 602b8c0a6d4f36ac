"""Every waiting hold of a network is given the best copy there is, at once: after a stocktake, an import, or by night.

The copies and holds of a work are dealt with together, the longest waiting first. In each round the database finds
for the first hold of every work its best copy; two that want one copy have different rounds: their work is the same.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.lending import kinds
from rianru.places import queries as places

ROUNDS = 1_000  # more holds than that on one work are answered by the next run
# One hold a work and round. Copies that answer a hold, or are no longer on a shelf, are none of these.
_ROUND = """
    WITH free AS (
        SELECT copy.id, copy.edition_id, copy.space_id, edition.work_id, shelf.lat, shelf.lon
        FROM lending_open AS work JOIN catalogue_edition AS edition ON edition.work_id = work.id
        JOIN catalogue_item AS copy ON copy.edition_id = edition.id AND copy.state = 'available'
        JOIN places_space AS shelf ON shelf.id = copy.space_id
        WHERE shelf.network_id = %(network)s AND (shelf.closed_on IS NULL OR shelf.closed_on > %(day)s)
          AND NOT EXISTS (SELECT FROM lending_hold AS other
                          WHERE other.copy_id = copy.id AND other.state IN ('pulled', 'travelling', 'ready'))),
    pulled AS (
        SELECT theirs.space_id, count(*) AS many FROM lending_hold AS busy
        JOIN catalogue_item AS theirs ON theirs.id = busy.copy_id WHERE busy.state = 'pulled' GROUP BY 1),
    pairs AS (
        SELECT DISTINCT ON (hold.work_id) hold.work_id, hold.id AS hold_id, free.id AS copy_id
        FROM lending_turns AS hold JOIN free ON free.work_id = hold.work_id
          AND (hold.reach = 'work' OR (hold.reach = 'edition' AND free.edition_id = hold.edition_id)
               OR free.id = hold.item_id)
        LEFT JOIN lending_route AS route ON route.sender_id = free.space_id AND route.receiver_id = hold.pickup_id
        LEFT JOIN pulled ON pulled.space_id = free.space_id
        WHERE NOT hold.done
        ORDER BY hold.work_id, hold.placed_at, hold.id, free.space_id <> hold.pickup_id,
            coalesce(route.satang, 1000 + 100 * coalesce(round(6371 * sqrt(
                power(radians(free.lat - hold.lat), 2)
                + power(radians(free.lon - hold.lon) * cos(radians((free.lat + hold.lat) / 2)), 2))), 500)::int),
            coalesce(pulled.many, 0), md5(free.id::text || hold.id::text)),
    kept AS (
        UPDATE lending_hold AS hold SET state = 'pulled', copy_id = pairs.copy_id, copy_since_at = %(at)s
        FROM pairs WHERE hold.id = pairs.hold_id AND hold.state = 'waiting' RETURNING hold.id),
    closed AS (DELETE FROM lending_open AS work WHERE NOT EXISTS (SELECT FROM pairs WHERE pairs.work_id = work.id)),
    marked AS (UPDATE lending_turns AS turn SET done = true FROM kept WHERE turn.id = kept.id)
    SELECT count(*) FROM kept
"""
_TURNS = """
    DROP TABLE IF EXISTS lending_turns, lending_open;
    CREATE TEMPORARY TABLE lending_turns ON COMMIT DROP AS
    SELECT hold.id, hold.reach, hold.item_id, hold.pickup_id, hold.placed_at, item.edition_id, edition.work_id,
           pickup.lat, pickup.lon, false AS done
    FROM lending_hold AS hold JOIN catalogue_item AS item ON item.id = hold.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    JOIN places_space AS pickup ON pickup.id = hold.pickup_id
    WHERE hold.state = 'waiting' AND pickup.network_id = %(network)s;
    CREATE TEMPORARY TABLE lending_open ON COMMIT DROP AS SELECT DISTINCT work_id AS id FROM lending_turns;
    CREATE INDEX ON lending_turns (work_id, placed_at, id);
    ANALYZE lending_turns;
    ANALYZE lending_open;
    SELECT pg_advisory_xact_lock(7430, key) FROM (
        SELECT DISTINCT hashtext(id::text) AS key FROM lending_open ORDER BY 1) AS every
"""
_RELEASE = """
    UPDATE lending_hold AS hold SET state = 'waiting', copy_id = NULL, copy_since_at = NULL FROM places_space AS pickup
    WHERE hold.state = 'pulled' AND pickup.id = hold.pickup_id AND pickup.network_id = %(network)s
"""


def answer_holds(*, actor: Actor, at: datetime, network_id: UUID, anew: bool = False) -> int:
    """Gives every waiting hold of a network the best copy on a shelf; how many have one now that had none.

    `anew`: copies that were to be pulled are let go first, so that every target is chosen again.
    """
    require("lending.answer_holds", actor=actor, at=at, scope=places.scope_of_network(network_id))
    given: dict[str, Any] = {"network": network_id, "day": day_of(at), "at": at}
    answered = 0
    with transaction.atomic(), connection.cursor() as cursor:
        if anew:
            cursor.execute(_RELEASE, given)
        for statement in _TURNS.split(";"):
            cursor.execute(statement, given)
        for _ in range(ROUNDS):
            cursor.execute(_ROUND, given)
            (kept,) = cursor.fetchone()
            answered += int(kept)
            if not kept:
                break
        facts.record(kinds.HOLDS_ANSWERED, actor=actor, at=at, object_kind="network", object_id=network_id,
                     count=answered)
    return answered
