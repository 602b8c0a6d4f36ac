"""A session where a van halts: it is shown with that visit, and beside it on the page of the stop."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning.actions import refusals, telling
from rianru.learning.actions.planning import locked, record
from rianru.learning.kinds import verbs
from rianru.learning.models import Session
from rianru.places import queries as places


def hold_at_stop(*, actor: Actor, at: datetime, session_id: UUID, stop_id: UUID | None) -> None:
    """Has a session take place at a stop, during a visit of a van; none: not any more. Who has a seat is told.

    Refuses with VanNotThere and SessionEnded.
    """
    activity_id = Session.objects.filter(id=session_id).values_list("activity_id", flat=True).first()
    if activity_id is None:
        raise NotFound()
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        session = Session.objects.select_for_update().get(id=session_id)
        if session.state != "planned" or session.ends_at <= at:
            raise refusals.SessionEnded()
        stop = places.stop_by_id(stop_id) if stop_id else None
        if stop_id is not None:
            if stop is None:
                raise NotFound()
            there = places.visits_at(stop_id, since=session.starts_at, until=session.ends_at)
            if not any(one.state == "planned" for one in there):
                raise refusals.VanNotThere(stop=T.verbatim(stop.name_th, stop.name_en or stop.name_th))
        if session.stop_id == stop_id:
            return
        Session.objects.filter(id=session_id).update(
            stop=stop_id, place_th=stop.name_th if stop else "", place_en=stop.name_en if stop else "",
            sequence=F("sequence") + 1, changed_at=at,
        )
        if activity.state == "open":
            telling.tell_later("moved", activity_id, sessions=[session_id], at=at)
        record(verbs.SESSION_AT_STOP, activity, actor=actor, at=at)
