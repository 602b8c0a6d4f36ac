"""Who an account is at LINE or ThaID: linked by its owner, used to sign in, unlinked while another way in is left.

The face hands over a keyed hash of what the provider calls the person (32 bytes), never the value itself.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Identity, Pseudonym
from rianru.people.rules import is_self


class IdentityTaken(Refused):
    """It leads to another account."""

    code = "people.identity_taken"
    says = T(
        "ผูกกับบัญชีอื่นไว้แล้ว ออกจากระบบแล้วเข้าด้วยวิธีนี้ หรือเลิกผูกในบัญชีนั้นก่อน",
        "That is linked to another account. Sign out and sign in with it, or unlink it there first.",
    )


class IdentityLinkedAlready(Refused):
    """The account has one of this provider."""

    code = "people.identity_linked_already"
    says = T(
        "บัญชีนี้ผูกกับผู้ให้บริการนี้อยู่แล้ว เลิกผูกอันเดิมก่อน แล้วผูกใหม่",
        "This account is linked with that provider already. Unlink it first, then link anew.",
    )


class LastWayIn(Refused):
    """Nothing else would sign the account in."""

    code = "people.last_way_in"
    says = T(
        "นี่เป็นทางเข้าเดียวที่เหลือ ยืนยันอีเมลหรือตั้งรหัสผ่านก่อน แล้วจึงเลิกผูก",
        "This is the only way in that is left. Confirm your e-mail or set a password first, then unlink it.",
    )


def link_identity(*, actor: Actor, at: datetime, account_id: UUID, provider: str, subject_hash: bytes) -> UUID:
    """Links it to the actor's own account; its id. Linking the same again changes nothing.

    Refuses with NotAllowed, IdentityTaken and IdentityLinkedAlready; the database decides between two at once.
    """
    require("people.keep_identities", actor=actor, at=at)
    key = _own(actor, account_id)
    known = Identity.objects.filter(provider=provider, subject_hash=subject_hash).first()
    if known and known.account_id == account_id:
        return known.id
    try:
        with transaction.atomic():
            made = Identity.objects.create(
                account_id=account_id, provider=provider, subject_hash=subject_hash, added_at=at, used_at=at
            )
            facts.record(kinds.IDENTITY_LINKED, actor=actor, at=at, subject=key, changed=(provider,))
    except IntegrityError as error:
        if "people_identity_once" in str(error):
            raise IdentityTaken() from error
        if "people_identity_one_a_provider" in str(error):
            raise IdentityLinkedAlready() from error
        raise
    return made.id


@transaction.atomic
def unlink_identity(*, actor: Actor, at: datetime, account_id: UUID, provider: str, another_way: bool) -> None:
    """Ends it. `another_way`: whether something else signs the account in, which the face knows (a proven address, a
    password, a passkey). Refuses with NotAllowed, NotFound and LastWayIn.
    """
    require("people.keep_identities", actor=actor, at=at)
    key = _own(actor, account_id)
    held = list(Identity.objects.select_for_update().filter(account_id=account_id).order_by("id"))
    if provider not in {one.provider for one in held}:
        raise NotFound()
    if not another_way and len(held) == 1:
        raise LastWayIn()
    Identity.objects.filter(account_id=account_id, provider=provider).delete()
    facts.record(kinds.IDENTITY_UNLINKED, actor=actor, at=at, subject=key, changed=(provider,))


@transaction.atomic
def use_identity(*, actor: Actor, at: datetime, provider: str, subject_hash: bytes) -> UUID | None:
    """The account that it signs in, noting when; None where it leads to none."""
    require("people.use_identity", actor=actor, at=at)
    found = Identity.objects.filter(provider=provider, subject_hash=subject_hash)
    account_id = found.filter(account__is_active=True).values_list("account_id", flat=True).first()
    if account_id is None or not found.update(used_at=at):
        return None
    key = Pseudonym.objects.values_list("key", flat=True).get(person__account_id=account_id)
    facts.record(kinds.IDENTITY_USED, actor=Actor(kind="person", key=key), at=at, subject=key, changed=(provider,))
    return account_id


def _own(actor: Actor, account_id: UUID) -> UUID:
    """The key of the account's person; NotAllowed to anyone else."""
    key = Pseudonym.objects.filter(person__account_id=account_id).values_list("key", flat=True).first()
    if key is None or not (actor.kind == "system" or is_self(actor, key)):
        raise NotAllowed()
    return key
