"""The secret address of one's own calendar."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.learning.kinds import verbs
from rianru.learning.models import CalendarLink
from rianru.people import queries as people


def make_calendar_link(*, actor: Actor, at: datetime) -> str:
    """The token of a new address, shown this once; the one before ends with it. Refuses with NotFound."""
    require("learning.keep_calendar_link", actor=actor, at=at)
    me = people.named(actor.key)
    if me is None:
        raise NotFound()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarLink.objects.update_or_create(
            person_id=me.person_id, defaults={"token_hash": hashed(token), "made_at": at}
        )
        facts.record(verbs.CALENDAR_LINKED, actor=actor, at=at)
    return token


def end_calendar_link(*, actor: Actor, at: datetime) -> None:
    """The address leads nowhere any more; that there was none is no matter."""
    require("learning.keep_calendar_link", actor=actor, at=at)
    me = people.named(actor.key)
    if me is None:
        raise NotFound()
    with transaction.atomic():
        CalendarLink.objects.filter(person=me.person_id).delete()
        facts.record(verbs.CALENDAR_UNLINKED, actor=actor, at=at)


def hashed(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
