"""A card that was made at a desk, joined to the account that its owner made later."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.cards import cleaned
from rianru.kernel.refusals import NotAllowed, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.joining import refuse_young_children
from rianru.people.actions.members import numbers_told_apart
from rianru.people.models import Card, Consent, HouseholdMember, Membership, Person, Pseudonym
from rianru.people.queries.members import pin_fits
from rianru.people.rules import is_self


class CardNotProven(Refused):
    """No such card, another PIN, or the card has an account already: nobody is told which."""

    code = "people.card_not_proven"
    says = T(
        "เลขบัตรกับ PIN ไม่ตรงกัน ตั้ง PIN ที่เคาน์เตอร์ไหนก็ได้ แล้วลองใหม่",
        "The card and the PIN do not fit. Set a PIN at any desk, then try again.",
    )


def claim_card(*, actor: Actor, at: datetime, person_id: UUID, card: str, pin: str) -> UUID:
    """The membership behind a card becomes that of the person with an account who knows its PIN; its id.

    What was known of them at the desk goes with it; the person that the desk had made is gone, and so is its key. The
    caller counts failures. Refuses with CardNotProven, GuardianNeeded, AlreadyMember and NotAllowed (somebody else).
    """
    require("people.become_member", actor=actor, at=at)
    key = Pseudonym.objects.filter(person_id=person_id).values_list("key", flat=True).first()
    if key is None or not is_self(actor, key):
        raise NotAllowed()
    found = Card.objects.filter(number=cleaned(card), ended_at=None, membership__ended_at=None).first()
    if not pin_fits(found.membership_id if found else person_id, pin) or found is None:
        raise CardNotProven()
    with numbers_told_apart(""), transaction.atomic():
        member = Membership.objects.select_for_update(of=("self",)).select_related("person").get(id=found.membership_id)
        if member.person.account_id is not None:
            raise CardNotProven()
        refuse_young_children(member.person.birth_year, at=at, alone=True)
        _become_one(member.person, Person.objects.select_for_update().get(id=person_id), at=at)
        facts.record(kinds.CARD_CLAIMED, actor=actor, at=at, subject=key, object_kind="membership",
                     object_id=member.id, space_id=member.home_space_id)
    return member.id


def _become_one(desk: Person, own: Person, *, at: datetime) -> None:
    """All that the desk's person has goes to the one with an account; what is said in both stays as they said it."""
    Membership.objects.filter(person=desk).update(person=own)
    if not HouseholdMember.objects.filter(person=own, left_at=None).exists():
        HouseholdMember.objects.filter(person=desk).update(person=own)
    mine = Consent.objects.filter(person=own, withdrawn_at=None).values_list("purpose", flat=True)
    Consent.objects.filter(person=desk, withdrawn_at=None).exclude(purpose__in=list(mine)).update(person=own)
    for field in ("birth_year", "phone", "lives_in"):
        setattr(own, field, getattr(own, field) or getattr(desk, field))
    own.save(update_fields=["birth_year", "phone", "lives_in"])
    old = list(Pseudonym.objects.filter(person=desk).values_list("key", flat=True))
    Pseudonym.objects.filter(key__in=old).update(person=None, destroyed_at=at)
    for key in old:
        facts.forget_counts(key=key)
    desk.delete()
