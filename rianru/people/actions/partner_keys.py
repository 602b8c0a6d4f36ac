"""Keys of partners: made, shown once, used, ended."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import NAME_LONGEST, PartnerKey
from rianru.people.queries.partner_keys import hash_of
from rianru.people.words import SCOPES

FASTEST = 100_000  # requests a minute
_COUNT = """
    INSERT INTO people_partnerkeyday (key_id, day_on, uses) VALUES (%s, %s, %s)
    ON CONFLICT (key_id, day_on) DO UPDATE SET uses = people_partnerkeyday.uses + excluded.uses
    RETURNING uses = %s
"""


class PartnerNameUnusable(NotUnderstood):
    """A key belongs to somebody who can be named."""

    code = "people.partner_name_unusable"
    says = T(
        "ใส่ชื่อหน่วยงานที่จะใช้กุญแจ ไม่เกิน {most} ตัวอักษร",
        "Give the name of the partner that will use the key, {most} characters at most.",
    )


class ScopeUnknown(NotUnderstood):
    """There is no such scope, or none was given."""

    code = "people.scope_unknown"
    says = T("เลือกขอบเขตของกุญแจจาก: {known}", "Choose the scopes of the key from: {known}.")


class RateUnusable(NotUnderstood):
    """A rate of nought, or one that no limit would ever reach."""

    code = "people.rate_unusable"
    says = T("ใส่จำนวนครั้งต่อนาที 1 ถึง {most}", "Give a number of requests a minute from 1 to {most}.")


class PartnerKeyAlreadyEnded(Refused):
    """The key was ended before."""

    code = "people.partner_key_already_ended"
    says = T("กุญแจนี้เลิกใช้ไปแล้ว ไม่ต้องทำอะไรอีก", "This key has ended already; there is nothing left to do.")


@dataclass(frozen=True, slots=True)
class MadePartnerKey:
    """A new key and its secret: shown once, kept nowhere."""

    id: UUID
    secret: str


@transaction.atomic
def make_partner_key(
    *, actor: Actor, at: datetime, name: str, per_minute: int, scopes: Sequence[str] = ("read",)
) -> MadePartnerKey:
    """A key for a partner of this name. Refuses with PartnerNameUnusable, ScopeUnknown or RateUnusable."""
    require("people.keep_partner_keys", actor=actor, at=at)
    called = normalise(name).strip()
    if not called or len(called) > NAME_LONGEST:
        raise PartnerNameUnusable(most=NAME_LONGEST)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ScopeUnknown(known=", ".join(SCOPES))
    if not 1 <= per_minute <= FASTEST:
        raise RateUnusable(most=FASTEST)
    secret = "rianru_" + secrets.token_urlsafe(32)
    key = PartnerKey.objects.create(
        name=called, scopes=sorted(set(scopes)), per_minute=per_minute, secret_hash=hash_of(secret),
        ending=secret[-4:], made_by=actor.key, made_at=at,
    )
    facts.record(
        kinds.PARTNER_KEY_MADE, actor=actor, at=at, object_kind="partner_key", object_id=key.id, changed=key.scopes
    )
    return MadePartnerKey(key.id, secret)


@transaction.atomic
def end_partner_key(*, actor: Actor, at: datetime, id: UUID) -> None:
    """The key stops working with the next request. Refuses with NotFound or PartnerKeyAlreadyEnded."""
    require("people.keep_partner_keys", actor=actor, at=at)
    if not PartnerKey.objects.filter(id=id).exists():
        raise NotFound()
    if not PartnerKey.objects.filter(id=id, ended_at=None).update(ended_at=at):
        raise PartnerKeyAlreadyEnded()
    facts.record(kinds.PARTNER_KEY_ENDED, actor=actor, at=at, object_kind="partner_key", object_id=id)


@transaction.atomic
def count_partner_use(*, actor: Actor, at: datetime, key_id: UUID, uses: int = 1) -> None:
    """Counts uses of a key on the day of `at`; the first ones of a day are a fact. Nothing else of them is kept."""
    require("people.use_partner_key", actor=actor, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key_id, day_of(at), uses, uses])
        ((is_first,),) = cursor.fetchall()
    if is_first:
        facts.record(kinds.PARTNER_KEY_USED, actor=actor, at=at, object_kind="partner_key", object_id=key_id)
