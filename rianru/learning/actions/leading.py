"""Whether somebody keeps the list of an activity: staff of its space, and those who teach or help in it."""

from datetime import datetime
from uuid import UUID

from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.learning.queries.leading import leads, space_of
from rianru.places import queries as places


def staff_or_leader(rule: str, *, actor: Actor, at: datetime, activity_id: UUID) -> None:
    """Refuses with NotAllowed everybody but staff of the host, and those who lead this activity. NotFound."""
    space_id = space_of(activity_id)
    if permitted("learning.lead", actor=actor, at=at) and actor.key and leads(actor.key, activity_id):
        return
    require(rule, actor=actor, at=at, scope=places.scope_of_space(space_id))
