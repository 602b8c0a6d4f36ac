"""Coming in after the second step was lost: by waiting, while every letter says so, or by the machine's own hand.

Waiting is for members. Whoever has a role is let in by the installation alone: what they may do is worth more than
three days of someone who reads their mail.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import kinds, queries
from rianru.people.models import Account, Pseudonym, Recovery

WAITS = timedelta(days=3)


class RecoveryNotDue(Refused):
    """It was not asked for, or the days are not over."""

    code = "people.recovery_not_due"
    says = T(
        "ยังไม่ครบกำหนดรอ กลับมาใหม่ตามวันที่ในจดหมายที่เราส่งให้",
        "The waiting is not over. Come back on the day that our letter names.",
    )


class RecoveryForStaff(Refused):
    """Whoever has a role is let in by the installation."""

    code = "people.recovery_for_staff"
    says = T(
        "คุณมีหน้าที่ในระบบ จึงล้างขั้นที่สองเองไม่ได้ บอกผู้ดูแลเครื่องให้สั่ง rianru clear-second-factor แล้วเข้าใหม่",
        "You have duties here, so waiting is not enough. Ask whoever runs the machine for rianru clear-second-factor.",
    )
    status = 403


@dataclass(frozen=True, slots=True)
class AskedRecovery:
    """When it is due, and the token that stops it, which is in the letter alone; blank where it was asked before."""

    due_at: datetime
    token: str


def ask_recovery(*, actor: Actor, at: datetime, account_id: UUID) -> AskedRecovery:
    """Begins the waiting; asked again while it runs, the day stays. Refuses with NotFound and RecoveryForStaff."""
    require("people.ask_recovery", actor=actor, at=at)
    key = _key(account_id)
    if queries.actor_for(account_id, at=at, secure=False).is_staff:
        raise RecoveryForStaff()
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            Recovery.objects.create(account_id=account_id, token_hash=_hash(token), asked_at=at, due_at=at + WAITS)
            facts.record(kinds.RECOVERY_ASKED, actor=actor, at=at, subject=key)
    except IntegrityError as error:
        if "people_recovery_one_open" not in str(error):
            raise
        return AskedRecovery(Recovery.objects.get(account_id=account_id, ended_at__isnull=True).due_at, "")
    return AskedRecovery(at + WAITS, token)


@transaction.atomic
def stop_recovery(*, actor: Actor, at: datetime, token: str) -> UUID:
    """The owner says no; the account. NotFound where nothing waits with this token."""
    require("people.stop_recovery", actor=actor, at=at)
    waiting = Recovery.objects.filter(token_hash=_hash(token), ended_at__isnull=True)
    account_id = waiting.values_list("account_id", flat=True).first()
    if account_id is None or not waiting.update(ended_at=at):
        raise NotFound()
    facts.record(kinds.RECOVERY_STOPPED, actor=actor, at=at, subject=_key(account_id))
    return account_id


@transaction.atomic
def end_recovery(*, actor: Actor, at: datetime, account_id: UUID) -> bool:
    """Whoever shows the second step has not lost it: what waits is over; whether anything was."""
    require("people.ask_recovery", actor=actor, at=at)
    if not Recovery.objects.filter(account_id=account_id, ended_at__isnull=True).update(ended_at=at):
        return False
    facts.record(kinds.RECOVERY_STOPPED, actor=actor, at=at, subject=_key(account_id))
    return True


@transaction.atomic
def recover(*, actor: Actor, at: datetime, account_id: UUID) -> None:
    """Takes every second step away once the days are over. Refuses with RecoveryNotDue and RecoveryForStaff."""
    require("people.ask_recovery", actor=actor, at=at)
    if queries.actor_for(account_id, at=at, secure=False).is_staff:
        raise RecoveryForStaff()
    due = Recovery.objects.filter(account_id=account_id, ended_at__isnull=True, due_at__lte=at)
    if not due.update(ended_at=at):
        raise RecoveryNotDue()
    _clear(actor, account_id, at=at)


@transaction.atomic
def clear_second_factor(*, actor: Actor, at: datetime, email: str) -> int:
    """Takes every second step of an account away, by the machine's own hand; how many there were.

    Roles then count only once a new one is enrolled. Refuses with NotFound.
    """
    require("people.clear_second_factor", actor=actor, at=at)
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        raise NotFound()
    Recovery.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    return _clear(actor, account.id, at=at)


def _clear(actor: Actor, account_id: UUID, *, at: datetime) -> int:
    number: int = Authenticator.objects.filter(user_id=account_id).delete()[0]
    facts.record(kinds.SECOND_FACTOR_CLEARED, actor=actor, at=at, subject=_key(account_id))
    return number


def _key(account_id: UUID) -> UUID:
    key = Pseudonym.objects.filter(person__account_id=account_id).values_list("key", flat=True).first()
    if key is None:
        raise NotFound()
    return key


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
