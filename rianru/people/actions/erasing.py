"""A member who goes: nothing of them stays but what was counted, and money that leads nowhere."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts, notices
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.people import kinds
from rianru.people.actions.households import ACTED_FOR, LastGuardian
from rianru.people.actions.members import member_at
from rianru.people.models import Household, HouseholdMember, Membership, Person, Pseudonym
from rianru.people.rules import is_self
from rianru.places import actions as correcting
from rianru.places import queries as places

Forgetting = Callable[..., object]  # (*, actor, at, person_id)
_joined: list[Forgetting] = []


def also_forgets(forget: Forgetting) -> Forgetting:
    """Has an app forget, in the same transaction and before the rest, what it keeps of a person who is erased.

    `forget(actor=…, at=…, person_id=…)` is an action for the installation itself. What it refuses stops the erasing.
    """
    if forget not in _joined:
        _joined.append(forget)
    return forget


@transaction.atomic
def erase_member(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID) -> None:
    """Deletes a membership with cards, blocks and place in a household, and its person where they have nothing else.

    One with an account keeps it, under a new key. Totals stay: facts keep a key that leads nowhere, and the fact of it
    carries no key at all. What is out or owed is lending's to ask first. Refuses with LastGuardian.
    """
    member, key = member_at(membership_id, space_id)
    if not is_self(actor, key):
        require("people.erase_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    person_id, network_id = member.person_id, member.network_id
    for forget in _joined:
        forget(actor=system("people.erase_member"), at=at, person_id=person_id)
    _out_of_household(person_id)
    member.delete()
    Pseudonym.objects.filter(key=key).update(person=None, destroyed_at=at)
    facts.forget_counts(key=key)
    facts.record(kinds.MEMBER_ERASED, actor=system("people.erase_member"), at=at, object_kind="network",
                 object_id=network_id, space_id=space_id)
    person = Person.objects.select_related("account").get(id=person_id)
    for email in {person.email, person.account.email if person.account else ""} - {""}:
        correcting.forget_who_asked(actor=system("people.erase_member"), at=at, email=email)
    if person.account_id is None and person.email:
        notices.forget(to_email=person.email)
    if person.account_id is None and not Membership.objects.filter(person=person_id).exists():
        person.delete()
        return
    Pseudonym.objects.create(person=person, made_at=at)
    Person.objects.filter(id=person_id).update(phone="", email="", lives_in="")


def _out_of_household(person_id: UUID) -> None:
    """Every place they ever had, and the households in which nobody is left."""
    own = HouseholdMember.objects.filter(person=person_id)
    now = own.filter(left_at=None, part="guardian").first()
    if now is not None:
        others = HouseholdMember.objects.filter(household=now.household_id, left_at=None).exclude(id=now.id)
        if others.filter(part__in=ACTED_FOR).exists() and not others.filter(part="guardian").exists():
            raise LastGuardian()
    households = list(own.values_list("household", flat=True))
    own.delete()
    Household.objects.filter(id__in=households, members=None).delete()
