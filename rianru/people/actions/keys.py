"""Destroying the key that ties a person to what was recorded about them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.refusals import NotAllowed, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Person, Pseudonym
from rianru.people.rules import is_self


class KeyAlreadyDestroyed(Refused):
    """There is no live key of that value."""

    code = "people.key_already_destroyed"
    says = T("ตัดความเชื่อมโยงนี้ไปแล้ว ไม่ต้องทำซ้ำ", "This tie was cut already. Nothing more to do.")


@transaction.atomic
def destroy_key(*, actor: Actor, at: datetime, key: UUID) -> UUID:
    """Cuts the tie between a person and all that was recorded under `key`; the new key for what comes later.

    Totals stay as they are: facts keep a key that leads nowhere. The fact of the cut carries the old key as its subject
    and no actor, so that it does not tie the old key to the new one. Refuses with KeyAlreadyDestroyed.
    """
    require("people.destroy_key", actor=actor, at=at)
    if not (actor.kind == "system" or is_self(actor, key)):
        raise NotAllowed()
    row = Pseudonym.objects.select_for_update().filter(key=key, person__isnull=False).first()
    if row is None or row.person_id is None:
        raise KeyAlreadyDestroyed()
    person = Person.objects.get(id=row.person_id)
    Pseudonym.objects.filter(key=key).update(person=None, destroyed_at=at)
    facts.forget_counts(key=key)
    facts.record(kinds.KEY_DESTROYED, actor=system("people.destroy_key"), at=at, subject=key)
    return Pseudonym.objects.create(person=person, made_at=at).key
