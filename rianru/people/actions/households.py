"""Households: guardians act for children, and for elders who agreed; consent and proxies are on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.members import (
    JoiningClosed,
    NewMember,
    Particulars,
    ProbablyMember,
    enrol,
    may_be_under_ten,
    member_at,
    numbers_told_apart,
    probable,
    written,
)
from rianru.people.actions.membership import OF_AGE
from rianru.people.models import Block, Household, HouseholdMember, Membership, Person
from rianru.people.queries.members import acts_for, category_at, terms
from rianru.people.rules import is_self
from rianru.people.words import PARTS
from rianru.places import queries as places

ACTED_FOR = ("child", "elder")


class GuardianTooYoung(Refused):
    """Nobody under twenty is a guardian."""

    code = "people.guardian_too_young"
    says = T("ผู้ปกครองต้องอายุ 20 ปีขึ้นไป ใช้บัตรของผู้ใหญ่ในบ้าน", "A guardian is at least 20. Take a grown-up's card.")


class NotAChild(Refused):
    """Guardians act as guardians for those under twenty alone; others agree themselves."""

    code = "people.not_a_child"
    says = T(
        "คนนี้อายุ 20 ปีขึ้นไปหรือไม่รู้ปีเกิด เพิ่มเป็นผู้สูงอายุที่ให้ทำแทน โดยให้เขายินยอมเอง",
        "They are 20 or older, or of no known age. They may agree themselves, as one who is acted for.",
    )


class InAnotherHousehold(Refused):
    """One household a person."""

    code = "people.in_another_household"
    says = T(
        "คนนี้อยู่ในครัวเรือนอื่นแล้ว เอาออกจากครัวเรือนเดิมก่อน",
        "They belong to another household. Take them out of it first.",
    )


class LastGuardian(Refused):
    """The only guardian of someone who is acted for stays."""

    code = "people.last_guardian"
    says = T(
        "ยังมีคนที่ต้องดูแลแทนอยู่ เพิ่มผู้ปกครองอีกคนหรือเอาคนเหล่านั้นออกก่อน",
        "Somebody is still acted for here. Add another guardian, or take them out first.",
    )


class NotTheirProxy(Refused):
    """Who came does not act for them."""

    code = "people.not_their_proxy"
    says = T(
        "คนนี้ยังไม่มีสิทธิ์ทำแทน ให้เจ้าตัวยินยอมที่เคาน์เตอร์หรือทางโทรศัพท์ก่อน แล้วเพิ่มเข้าครัวเรือน",
        "They may not act for this member yet. Have the member agree first, then add them to the household.",
    )


def add_to_household(
    *, actor: Actor, at: datetime, space_id: UUID, guardian_id: UUID, membership_id: UUID, part: str
) -> UUID:
    """At the desk: someone joins the household of a guardian (both memberships), which begins with its first.

    For a child the guardian agrees, an elder agrees themselves, both before the member of staff who acts. Refuses with
    GuardianTooYoung, NotAChild, InAnotherHousehold. A young child may borrow from here on.
    """
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    if part not in PARTS or guardian_id == membership_id:
        raise NotFound()
    with _one_each(), transaction.atomic():
        (guardian, guardian_key), (joins, key) = _both(guardian_id, membership_id, space_id)
        agreed_by = key if part == "elder" else guardian_key
        return _place(actor, at, space_id, guardian, guardian_key, joins, key, part, agreed_by, witness=actor.key)


def register_child(
    *, actor: Actor, at: datetime, space_id: UUID, guardian_id: UUID, who: Particulars, card: str = "",
    sure: bool = True,
) -> NewMember:
    """A child of a guardian becomes a member and joins their household: at the desk, or online by the guardian.

    Registered online, the card is to be confirmed at a desk. Refuses as registering and joining do.
    """
    require("people.keep_household", actor=actor, at=at)
    with numbers_told_apart(card), _one_each(), transaction.atomic():
        guardian, guardian_key = member_at(guardian_id, space_id)
        alone = is_self(actor, guardian_key)
        if alone and terms(guardian.network_id).online == "closed":
            raise JoiningClosed()
        if not alone:
            require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
        if who.birth_year is None:
            raise NotAChild()
        if not sure and probable(who, space_id):
            raise ProbablyMember()
        person_id, key = written(who, category_at(who.birth_year, at=at), at=at)
        made = enrol(actor, at, person_id, key, space_id, category_at(who.birth_year, at=at),
                     card="" if alone else card, waits="confirm" if alone else "")
        child = Membership.objects.select_related("person").get(id=made.membership_id)
        witness = None if alone else actor.key
        _place(actor, at, space_id, guardian, guardian_key, child, key, "child", guardian_key, witness=witness)
        return made


@transaction.atomic
def leave_household(
    *, actor: Actor, at: datetime, space_id: UUID, membership_id: UUID, withdrawn: bool = False
) -> None:
    """Takes someone out of their household; `withdrawn`: because they or their guardian no longer agree.

    By the desk, by themselves unless they are a child, or by a guardian. Nobody acts for them from then on, and a young
    child waits for a guardian again. Refuses with LastGuardian; who is in no household is NotFound.
    """
    require("people.keep_household", actor=actor, at=at)
    member, key = member_at(membership_id, space_id)
    place = HouseholdMember.objects.select_for_update().filter(person=member.person_id, left_at=None).first()
    mine = place is not None and _own(actor, place, key)
    if not mine:
        require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    if place is None:
        raise NotFound()
    others = HouseholdMember.objects.filter(household=place.household_id, left_at=None).exclude(id=place.id)
    if place.part == "guardian" and others.filter(part__in=ACTED_FOR).exists() and not others.filter(
            part="guardian").exists():
        raise LastGuardian()
    place.left_at, place.left_as = at, "withdrawn" if withdrawn else "left"
    place.save(update_fields=["left_at", "left_as"])
    person = Person.objects.get(id=member.person_id)
    if place.part == "child" and may_be_under_ten(person.birth_year, at=at):
        Block.objects.get_or_create(membership=member, reason="guardian", ended_at=None, defaults={"made_at": at})
    verb = kinds.AGREEMENT_WITHDRAWN if withdrawn else kinds.HOUSEHOLD_LEFT
    facts.record(verb, actor=actor, at=at, subject=key, object_kind="household", object_id=place.household_id,
                 space_id=space_id, changed=(place.part,))


@transaction.atomic
def serve_by_proxy(
    *, actor: Actor, at: datetime, space_id: UUID, membership_id: UUID, proxy_id: UUID
) -> None:
    """Notes that a guardian (a membership) stands at the desk for an elder or a child. Refuses with NotTheirProxy."""
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    (member, key), (_, proxy_key) = _both(membership_id, proxy_id, space_id)
    if member.person_id not in acts_for(key=proxy_key):
        raise NotTheirProxy()
    facts.record(kinds.SERVED_BY_PROXY, actor=actor, at=at, subject=key, object_kind="membership", object_id=proxy_id,
                 space_id=space_id)


def _both(one: UUID, other: UUID, space_id: UUID) -> tuple[tuple[Membership, UUID], tuple[Membership, UUID]]:
    """Two memberships, locked in order of id, so that two desks never wait for each other."""
    found = {id: member_at(id, space_id) for id in sorted((one, other))}
    return found[one], found[other]


def _place(
    actor: Actor, at: datetime, space_id: UUID, guardian: Membership, guardian_key: UUID, joins: Membership, key: UUID,
    part: str, agreed_by: UUID, *, witness: UUID | None,
) -> UUID:
    """Writes the place; in the caller's transaction. The household's id."""
    this_year = day_of(at).year
    elder = Person.objects.get(id=guardian.person_id)
    if guardian.category == "child" or (elder.birth_year is not None and this_year - elder.birth_year < OF_AGE):
        raise GuardianTooYoung()
    born = Person.objects.values_list("birth_year", flat=True).get(id=joins.person_id)
    if part == "child" and (born is None or this_year - born > OF_AGE):
        raise NotAChild()
    household = _household_of(guardian, guardian_key, at)
    consented = part in ACTED_FOR or part == "guardian"
    HouseholdMember.objects.create(
        household_id=household, person_id=joins.person_id, part=part, joined_at=at,
        agreed_at=at if consented else None, agreed_by=agreed_by if consented else None,
        witnessed_by=witness if consented else None,
    )
    if part == "child":
        waiting = Block.objects.filter(membership__person=joins.person_id, reason="guardian", ended_at=None)
        waiting.update(ended_at=at, ended_by=agreed_by)
    facts.record(kinds.HOUSEHOLD_JOINED, actor=actor, at=at, subject=key, object_kind="household", object_id=household,
                 space_id=space_id, changed=(part,))
    return household


def _household_of(guardian: Membership, key: UUID, at: datetime) -> UUID:
    """The household in which they are a guardian; a new one where they are in none. InAnotherHousehold elsewise."""
    place = HouseholdMember.objects.filter(person=guardian.person_id, left_at=None).first()
    if place is not None:
        if place.part != "guardian":
            raise InAnotherHousehold()
        return place.household_id
    household = Household.objects.create(made_at=at)
    HouseholdMember.objects.create(
        household=household, person_id=guardian.person_id, part="guardian", agreed_at=at, agreed_by=key, joined_at=at
    )
    return household.id


def _own(actor: Actor, place: HouseholdMember, key: UUID) -> bool:
    """Whether they may end this place themselves: it is theirs and they are no child, or they are its guardian."""
    if actor.key is None:
        return False
    if is_self(actor, key):
        return place.part != "child"
    return place.part in ACTED_FOR and place.person_id in acts_for(key=actor.key)


@contextmanager
def _one_each() -> Iterator[None]:
    """Turns the database's word that somebody has a household into ours."""
    try:
        yield
    except IntegrityError as error:
        if "people_household_one" in str(error):
            raise InAnotherHousehold() from error
        raise


__all__ = [
    "GuardianTooYoung", "InAnotherHousehold", "LastGuardian", "NotAChild", "NotTheirProxy", "add_to_household",
    "leave_household", "register_child", "serve_by_proxy",
]
