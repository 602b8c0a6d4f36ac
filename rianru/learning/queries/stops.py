"""Stamps where a van halts: one's own of a stop, and how many a visit gave.

A stamp by code belongs to the visit that was under way, or was nearest; one of a session to where it was held. Of loans
and of what the desk entered the day alone is known: they count for whoever has them at every stop of that day, and for
no visit.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rianru.core import prepared
from rianru.core.actors import Actor
from rianru.kernel.disclosure import published
from rianru.learning.queries.passports import STAMPS, StampRow
from rianru.places.queries import NEAREST_HALT

_OWN = f"""{STAMPS}
    WHERE stamp.person_id = (SELECT person_id FROM people_pseudonym WHERE key = %(key)s AND destroyed_at IS NULL)
      AND (session.stop_id = %(stop)s OR stamp.session_id IS NULL AND EXISTS (
        SELECT FROM places_visit AS visit
        WHERE visit.stop_id = %(stop)s AND visit.vehicle_id = stamp.space_id AND visit.state = 'planned'
          AND CASE WHEN stamp.occurred_at IS NULL
              THEN (visit.arrives_at AT TIME ZONE 'Asia/Bangkok')::date = stamp.occurred_on
              ELSE stamp.occurred_at BETWEEN visit.arrives_at - interval '1 day' AND visit.leaves_at + interval '1 day'
                  AND visit.id = ({NEAREST_HALT.format(van="stamp.space_id", moment="stamp.occurred_at")}) END))
    ORDER BY stamp.occurred_on DESC, stamp.id DESC LIMIT %(limit)s
"""  # noqa: S608 - nothing but queries of our own is written into it
_OF_VISITS = f"""
    SELECT visit.id, (
        SELECT count(*) FROM learning_stamp AS stamp
        WHERE stamp.space_id = visit.vehicle_id
          AND stamp.occurred_at BETWEEN visit.arrives_at - interval '1 day' AND visit.leaves_at + interval '1 day'
          AND visit.id = ({NEAREST_HALT.format(van="visit.vehicle_id", moment="stamp.occurred_at")})
    )::int + (
        SELECT count(*) FROM learning_session AS session JOIN learning_stamp AS stamp ON stamp.session_id = session.id
        WHERE session.stop_id = visit.stop_id AND session.starts_at < visit.leaves_at
          AND session.ends_at > visit.arrives_at
    )::int
    FROM places_visit AS visit WHERE visit.id = ANY(%(visits)s)
"""  # noqa: S608 - as above


def own_stamps_at_stop(*, actor: Actor, stop_id: UUID, limit: int = 6) -> list[StampRow]:
    """The stamps that somebody took where vans halt, the latest first; none without a passport."""
    if actor.kind != "person" or actor.key is None:
        return []
    return [StampRow(*row) for row in prepared.rows(_OWN, {"key": actor.key, "stop": stop_id, "limit": limit})]


def stamps_of_visits(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many stamps each visit gave, for those who drive; one query. Everybody else is told `stamps_of_visits_told`.
    """
    return dict(prepared.rows(_OF_VISITS, {"visits": list(ids)}))


def stamps_of_visits_told(ids: Iterable[UUID]) -> dict[UUID, int]:
    """The same for everybody: no number under five."""
    told = {id: published({"all": count}).total for id, count in stamps_of_visits(ids).items()}
    return {id: count for id, count in told.items() if count}
