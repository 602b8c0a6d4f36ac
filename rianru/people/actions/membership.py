"""Staying a member: renewal, blocks, the first visit, PIN, what is known of them, moving on with age."""

import re
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.facts import NewFact
from rianru.core.permissions import require
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.joining import ordering, usable_email, usable_names
from rianru.people.actions.members import (
    LONGEST_NOTE,
    Particulars,
    fitting,
    member_at,
    usable_birth_year,
    usable_phone,
    years_on,
)
from rianru.people.models import (
    Block,
    Consent,
    HouseholdMember,
    Membership,
    MembershipTerms,
    NameChange,
    Person,
    Pseudonym,
)
from rianru.people.queries.members import acts_for, category_at, terms
from rianru.people.rules import is_self
from rianru.people.words import AGES, BLOCK_REASONS, JOINING_ONLINE
from rianru.places import queries as places

RENEWED_BEFORE = 60  # days before its end
OF_AGE = 20  # years: from then nobody acts for them as a child (Civil and Commercial Code, section 19)
NAMES = ("given_name", "family_name")
_PIN = re.compile(r"[0-9]{4,6}")
_EASY = ("0123456789", "9876543210")


class PinUnusable(NotUnderstood):
    """Not four to six digits, or too easy to guess."""

    code = "people.pin_unusable"
    says = T("PIN เป็นตัวเลข 4 ถึง 6 ตัว ไม่ซ้ำกันหมดและไม่เรียงกัน", "A PIN is 4 to 6 digits, not all alike and not in a row.")


class AlreadyBlocked(Refused):
    """It is blocked for this reason already."""

    code = "people.already_blocked"
    says = T("ระงับด้วยเหตุนี้อยู่แล้ว", "It is blocked for this reason already.")


class BlockOver(NotUnderstood):
    """The last day of a block lies behind us."""

    code = "people.block_over"
    says = T("วันสุดท้ายของการระงับผ่านไปแล้ว เลือกวันนี้หรือหลังจากนี้", "That last day has passed. Choose today or later.")


class GuardianFirst(Refused):
    """Only a guardian's consent ends the waiting of a young child."""

    code = "people.guardian_first"
    says = T(
        "เด็กเล็กยืมได้เมื่อผู้ปกครองยินยอม เพิ่มเข้าครัวเรือนของผู้ปกครองในหน้าครัวเรือน",
        "A young child borrows once a guardian agrees. Add them to the guardian's household.",
    )


class TermsUnclear(NotUnderstood):
    """Not a way of joining, or not one to ten years."""

    code = "people.terms_unclear"
    says = T("เลือกวิธีสมัคร และอายุบัตร 1 ถึง 10 ปี", "Choose how people join, and a card of 1 to 10 years.")


class MembershipRenewedFar(Refused):
    """It may be renewed from sixty days before its end."""

    code = "people.renewed_far"
    says = T(
        "บัตรใช้ได้ถึง {until} ต่ออายุได้ตั้งแต่ 60 วันก่อนหมด",
        "The card is good until {until}. Renew it within 60 days of that.",
    )


@transaction.atomic
def renew_membership(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID) -> date:
    """Good for as long again from its end, or from today where that is past; the new last day. Refuses with
    MembershipRenewedFar.

    At the desk; where the network's cards work at once, also by the member and who acts for them.
    """
    space = places.space_by_id(space_id)
    online = space is not None and terms(space.network_id).online == "at_once"
    member, key = _require_desk_or_self(actor, at, membership_id, space_id, own=online)
    today = day_of(at)
    if (member.until_on - today).days > RENEWED_BEFORE:
        raise MembershipRenewedFar(until=date_text(member.until_on))
    member.until_on = years_on(max(today, member.until_on), terms(member.network_id).years)
    member.save(update_fields=["until_on"])
    facts.record(kinds.MEMBERSHIP_RENEWED, actor=actor, at=at, subject=key, object_kind="membership",
                 object_id=member.id, space_id=space_id)
    return member.until_on


def block_member(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, reason: str, note: str = "",
    until: date | None = None,
) -> UUID:
    """No borrowing for now, for a reason, up to and with the day `until`. Members may report their own card lost.

    Refuses with AlreadyBlocked and BlockOver.
    """
    if reason not in BLOCK_REASONS:
        raise NotFound()
    if until is not None and until < day_of(at):
        raise BlockOver()
    try:
        with transaction.atomic():
            member, key = _require_desk_or_self(actor, at, membership_id, space_id, own=reason == "card_lost")
            past = Block.objects.filter(membership=member, reason=reason, ended_at=None, until_on__lt=day_of(at))
            past.update(ended_at=at)
            made = Block.objects.create(
                membership=member, reason=reason, note=note.strip()[:LONGEST_NOTE], made_at=at, made_by=actor.key,
                until_on=until,
            )
            facts.record(kinds.MEMBER_BLOCKED, actor=actor, at=at, subject=key, object_kind="membership",
                         object_id=member.id, space_id=space_id, changed=(reason,))
    except IntegrityError as error:
        if "people_block_once" in str(error):
            raise AlreadyBlocked() from error
        raise
    return made.id


@transaction.atomic
def unblock_member(*, actor: Actor, at: datetime, block_id: UUID, space_id: UUID) -> None:
    """Ends a block; one for the first visit by seeing who they are. One that has ended already is NotFound.

    A young child's ends with a guardian's consent alone (`households.add_to_household`): GuardianFirst.
    """
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    block = Block.objects.select_for_update().filter(id=block_id, ended_at=None).first()
    if block is None:
        raise NotFound()
    if block.reason == "guardian":
        raise GuardianFirst()
    _, key = member_at(block.membership_id, space_id)
    block.ended_at, block.ended_by = at, actor.key
    block.save(update_fields=["ended_at", "ended_by"])
    facts.record(kinds.MEMBER_UNBLOCKED, actor=actor, at=at, subject=key, object_kind="membership",
                 object_id=block.membership_id, space_id=space_id, changed=(block.reason,))


@transaction.atomic
def set_pin(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, pin: str) -> None:
    """A PIN for kiosks and machines, by the member, by who acts for them, or at the desk. Refuses with PinUnusable."""
    member, key = _require_desk_or_self(actor, at, membership_id, space_id, own=True)
    typed = to_arabic(pin.strip())
    if not _PIN.fullmatch(typed) or len(set(typed)) == 1 or any(typed in run for run in _EASY):
        raise PinUnusable()
    member.pin = make_password(typed)
    member.save(update_fields=["pin"])
    facts.record(kinds.PIN_SET, actor=actor, at=at, subject=key, object_kind="membership", object_id=member.id,
                 space_id=space_id)


@transaction.atomic
def keep_history(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, keep: bool) -> bool:
    """The consent to keep the history of loans, for members without an account too; whether anything changed.

    Asked for at the desk, by the member, or by who acts for them; the purpose is "history", as on the account's page.
    """
    member, key = _require_desk_or_self(actor, at, membership_id, space_id, own=True)
    given = Consent.objects.filter(person=member.person_id, purpose="history", withdrawn_at=None)
    if keep == given.exists():
        return False
    if keep:
        Consent.objects.create(person_id=member.person_id, purpose="history", given_at=at)
    else:
        given.update(withdrawn_at=at)
    verb = kinds.CONSENT_GIVEN if keep else kinds.CONSENT_WITHDRAWN
    facts.record(verb, actor=actor, at=at, subject=key, changed=("history",), space_id=space_id)
    return True


@transaction.atomic
def change_member(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, category: str, who: Particulars, note: str = "",
) -> tuple[str, ...]:
    """At the desk: names, year of birth, phone, e-mail, where they live, category, note; which of them changed.

    Old names go to an erasable history. Refuses as registering does. Nothing changed, nothing recorded.
    """
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    member, key = member_at(membership_id, space_id)
    person = Person.objects.select_for_update().get(id=member.person_id)
    names = {name: text for name, text in usable_names(who.given_name, who.family_name, "").items() if name in NAMES}
    born = usable_birth_year(who.birth_year, at=at)
    fitting(category, born, at=at)
    email = usable_email(who.email) if who.email.strip() and person.account_id is None else ""
    said: dict[str, object] = {**names, "birth_year": born, "phone": usable_phone(who.phone), "email": email,
                               "lives_in": who.lives_in}
    changed = {field: getattr(person, field) for field, value in said.items() if getattr(person, field) != value}
    kept = {"category": category, "note": note.strip()[:LONGEST_NOTE]}
    own = [field for field, value in kept.items() if getattr(member, field) != value]
    if not changed and not own:
        return ()
    Person.objects.filter(id=person.id).update(**said, **ordering(names))
    Membership.objects.filter(id=member.id).update(**kept)
    NameChange.objects.bulk_create(
        NameChange(person=person, field=field, old=old, new=names[field], changed_by=actor.key, changed_at=at)
        for field, old in changed.items() if field in names
    )
    fields = tuple(sorted([*changed, *own]))
    facts.record(kinds.MEMBER_CHANGED, actor=actor, at=at, subject=key, object_kind="membership", object_id=member.id,
                 space_id=space_id, changed=fields)
    return fields


@transaction.atomic
def move_by_age(*, actor: Actor, at: datetime) -> int:
    """Children who have grown up become adults, adults seniors, each surely of that age; how many moved.

    From twenty on, guardians no longer act for them. Staff and organisations stay what they are.
    """
    require("people.move_by_age", actor=actor, at=at)
    year = day_of(at).year
    moved: list[tuple[Membership, str]] = []
    for category, (_, oldest) in AGES.items():
        born_by = year - oldest - 2  # of a year of birth only the year is known: surely older than `oldest`
        rows = Membership.objects.select_for_update(of=("self",)).filter(
            ended_at=None, category=category, person__birth_year__lte=born_by
        )
        found = rows.select_related("person").order_by("id")
        moved += [(row, category_at(row.person.birth_year, at=at)) for row in found]
    keys = dict(Pseudonym.objects.filter(person__in=[row.person_id for row, _ in moved]).values_list("person", "key"))
    for row, category in moved:
        row.category = category
    Membership.objects.bulk_update([row for row, _ in moved], ["category"], batch_size=1_000)
    facts.record_many([
        NewFact(verb=kinds.MEMBER_CHANGED, occurred_at=at, subject_key=keys.get(row.person_id),
                object_kind="membership", object_id=row.id, changed=("category",))
        for row, _ in moved
    ])
    grown = HouseholdMember.objects.filter(left_at=None, part="child", person__birth_year__lt=year - OF_AGE)
    grown.update(part="other")
    return len(moved)


@transaction.atomic
def set_terms(*, actor: Actor, at: datetime, network_id: UUID, online: str, years: int) -> None:
    """How a network takes people in: online at once, to be confirmed, or not; and for how many years (1 to 10)."""
    require("people.set_terms", actor=actor, at=at, scope=places.scope_of_network(network_id))
    if online not in JOINING_ONLINE or not 1 <= years <= 10:
        raise TermsUnclear()
    before = terms(network_id)
    changed = tuple(name for name, value in (("online", online), ("years", years)) if getattr(before, name) != value)
    MembershipTerms.objects.update_or_create(
        network_id=network_id, defaults={"online": online, "years": years, "changed_at": at, "changed_by": actor.key}
    )
    facts.record(kinds.TERMS_SET, actor=actor, at=at, object_kind="network", object_id=network_id, changed=changed)


def _require_desk_or_self(
    actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, *, own: bool
) -> tuple[Membership, UUID]:
    """The member, locked: for the desk of the space; where `own`, also for the member and who acts for them."""
    mine = False
    if own and actor.key is not None:
        row = Membership.objects.filter(id=membership_id, ended_at=None).values_list(
            "person_id", "person__pseudonyms__key").first()
        mine = row is not None and (is_self(actor, row[1]) or row[0] in acts_for(key=actor.key))
    if not mine:
        require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    return member_at(membership_id, space_id)
