"""One-time links, and the first administrator of an installation."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor, Role
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.joining import join, new_person, usable_email, usable_names
from rianru.people.models import Account, Person, Pseudonym, RoleGrant, SignInLink

LINK_LIVES = timedelta(hours=1)


class SignInLinkSpent(Refused):
    """Used, too old, replaced, or never made: one answer, so that nobody learns which."""

    code = "people.sign_in_link_spent"
    says = T(
        "ลิงก์นี้ใช้ไม่ได้แล้ว ลิงก์ใช้ได้ครั้งเดียวภายในหนึ่งชั่วโมง สร้างใหม่ด้วยคำสั่ง rianru admin",
        "This link no longer works: each works once, within an hour. Make a new one with: rianru admin",
    )
    status = 410


@dataclass(frozen=True, slots=True)
class MadeAdmin:
    """The account of an administrator, and the token of the link: shown once, kept nowhere."""

    account_id: UUID
    token: str
    expires_at: datetime


@transaction.atomic
def make_admin(*, actor: Actor, at: datetime, email: str, given_name: str = "") -> MadeAdmin:
    """Gives the address the national administrator's role, making the account if there is none, and a link to sign in.

    Only the installation itself may: whoever runs its commands owns it. Earlier links of the account die.
    Refuses with EmailUnusable.
    """
    require("people.make_admin", actor=actor, at=at)
    address = usable_email(email)
    account = Account.objects.select_for_update().filter(email=address).first()
    if account is None:
        joined = join(actor=actor, at=at, email=address, given_name=given_name or address.partition("@")[0])
        account = Account.objects.get(id=joined.account_id)
    Account.objects.filter(id=account.id).update(is_active=True)
    person, key = _person_of(account, given_name or address.partition("@")[0], at=at)
    _grant_national(person, actor=actor, at=at)
    token = _new_link(account, at=at)
    facts.record(kinds.ADMINISTRATOR_MADE, actor=actor, at=at, subject=key)
    return MadeAdmin(account.id, token, at + LINK_LIVES)


def _person_of(account: Account, name: str, *, at: datetime) -> tuple[Person, UUID]:
    person = Person.objects.filter(account=account).first()
    if person is None:
        return new_person(account, usable_names(name, "", ""), None, at=at)
    return person, Pseudonym.objects.get(person=person).key


def _grant_national(person: Person, *, actor: Actor, at: datetime) -> None:
    """The role without an end, unless it is held so; one that would end, or has yet to begin, gives way to it."""
    mine = RoleGrant.objects.filter(person=person, role=Role.ADMINISTRATOR, scope_kind="national")
    if mine.filter(since__lte=at, until__isnull=True).exists():
        return
    mine.filter(since__gt=at).update(until=F("since"))
    mine.filter(since__lte=at, until__gt=at).update(until=at)
    RoleGrant.objects.create(
        person=person, role=Role.ADMINISTRATOR, scope_kind="national", since=at, granted_by=actor.key, granted_at=at,
        reason="rianru admin",
    )


def _new_link(account: Account, *, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(account=account, used_at__isnull=True).delete()
    SignInLink.objects.create(account=account, token_hash=_hash(token), made_at=at, expires_at=at + LINK_LIVES)
    return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def use_sign_in_link(*, actor: Actor, at: datetime, token: str) -> UUID:
    """The account that the link signs in; the link is spent with it. Refuses with SignInLinkSpent."""
    require("people.use_sign_in_link", actor=actor, at=at)
    hashed = _hash(token)
    # Guarded on the row itself: a condition on the joined account is judged before the row's lock, and two would win.
    spent = SignInLink.objects.filter(token_hash=hashed, used_at__isnull=True, expires_at__gt=at).update(used_at=at)
    link = SignInLink.objects.select_related("account").filter(token_hash=hashed).first()
    if not spent or link is None or not link.account.is_active:
        raise SignInLinkSpent()
    account_id = link.account.id
    key = Pseudonym.objects.values_list("key", flat=True).get(person__account_id=account_id)
    facts.record(kinds.LINK_USED, actor=Actor(kind="person", key=key), at=at, subject=key)
    return account_id


@transaction.atomic
def clear_password(*, actor: Actor, at: datetime, account_id: UUID) -> bool:
    """Makes the password unusable; whether there was one.

    Whoever proves an address for the first time must not inherit a password that someone else chose for it.
    """
    require("people.clear_password", actor=actor, at=at)
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound()
    if not account.has_usable_password():
        return False
    account.set_unusable_password()
    account.save(update_fields=["password"])
    key = Pseudonym.objects.filter(person__account_id=account_id).values_list("key", flat=True).first()
    facts.record(kinds.PASSWORD_CLEARED, actor=actor, at=at, subject=key)
    return True
