"""Who may act for a member: the desk, the member, and whoever acts for them. Parts of the actions beside it."""

from datetime import datetime
from uuid import UUID

from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.refusals import NotAllowed
from rianru.lending.queries.scene import Borrower
from rianru.people.queries import acts_for
from rianru.people.rules import is_self
from rianru.places import queries as places


def desk_or_self(actor: Actor, at: datetime, who: Borrower, *, space_id: UUID) -> None:
    """Refuses with NotAllowed everybody but the desk of a space, the member, and their guardian."""
    if actor.kind == "person" and actor.key is not None and permitted(
        "lending.act_for_oneself", actor=actor, at=at
    ) and (is_self(actor, who.key) or who.person in acts_for(key=actor.key)):
        return
    scope = places.scope_of_space(space_id)
    require("lending.circulate", actor=actor, at=at, scope=scope)
    if ("network", who.network) not in scope:
        raise NotAllowed()


def masked(actor: Actor, key: UUID) -> Actor:
    """Who acts for themselves is told of in facts by the key of this one loan or hold; staff by their own."""
    own = actor.kind == "person" and not actor.is_staff
    return Actor(actor.kind, key, actor.grants, actor.secure) if own else actor
