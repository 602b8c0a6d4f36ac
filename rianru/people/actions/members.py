"""Becoming and staying a member: registering at the desk or alone, cards, renewal, blocks, PIN."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.cards import card_number, cleaned, is_ours
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.joining import new_person, refuse_young_children, usable_names
from rianru.people.models import Block, Card, Membership, Person, Pseudonym
from rianru.people.queries.members import acts_for
from rianru.people.rules import is_self
from rianru.people.words import AGES, BLOCK_REASONS, CATEGORIES
from rianru.places import queries as places

YEARS = 1  # of a membership, unless the network's rules say otherwise
LONGEST_NOTE = 1_000
FIRST_PREFIX = 100
_PIN = re.compile(r"[0-9]{4,6}")
_EASY = ("0123456789", "9876543210")


class CategoryUnknown(NotUnderstood):
    """No such category of member."""

    code = "people.category_unknown"
    says = T("เลือกประเภทสมาชิกจากรายการ", "Choose a kind of member from the list.")


class CategoryAge(Refused):
    """The category is for another age."""

    code = "people.category_age"
    status = 422
    says = T(
        "ประเภท{category}สำหรับอายุ {youngest} ถึง {oldest} ปี ตรวจปีเกิดหรือเลือกประเภทอื่น",
        "{category} is for {youngest} to {oldest} years of age. Look at the year of birth, or choose another.",
    )


class AlreadyMember(Refused):
    """One membership a person and network."""

    code = "people.already_member"
    says = T(
        "คนนี้เป็นสมาชิกของเครือข่ายนี้แล้ว ใช้บัตรเดิมได้เลย",
        "They are a member of this network already. The card they have works.",
    )


class CardTaken(Refused):
    """The number is on another card, perhaps one that was replaced."""

    code = "people.card_taken"
    says = T("หมายเลขบัตร {number} มีเจ้าของแล้ว ใช้หมายเลขอื่น", "The card number {number} is taken. Use another.")


class CardUnusable(NotUnderstood):
    """Not a number for a card: four to thirty-two letters and digits."""

    code = "people.card_unusable"
    says = T(
        "หมายเลขบัตรมี 4 ถึง 32 ตัว เป็นตัวเลขหรือตัวอักษรอังกฤษ ตรวจแล้วพิมพ์ใหม่",
        "A card number has 4 to 32 digits or letters. Look at it and type it again.",
    )


class PinUnusable(NotUnderstood):
    """Not four to six digits, or too easy to guess."""

    code = "people.pin_unusable"
    says = T("PIN เป็นตัวเลข 4 ถึง 6 ตัว ไม่ซ้ำกันหมดและไม่เรียงกัน", "A PIN is 4 to 6 digits, not all alike and not in a row.")


class PhoneUnusable(NotUnderstood):
    """Not a number that can be dialled inside the country."""

    code = "people.phone_unusable"
    says = T("เบอร์โทรมี 9 หรือ 10 ตัว ขึ้นต้นด้วย 0", "A phone number has 9 or 10 digits and begins with 0.")


class AlreadyBlocked(Refused):
    """It is blocked for this reason already."""

    code = "people.already_blocked"
    says = T("ระงับด้วยเหตุนี้อยู่แล้ว", "It is blocked for this reason already.")


class MembershipRenewedFar(Refused):
    """It may be renewed from sixty days before its end."""

    code = "people.renewed_far"
    says = T(
        "บัตรใช้ได้ถึง {until} ต่ออายุได้ตั้งแต่ 60 วันก่อนหมด",
        "The card is good until {until}. Renew it within 60 days of that.",
    )


@dataclass(frozen=True, slots=True)
class NewMember:
    """A membership with its card, as it was just made."""

    membership_id: UUID
    person_id: UUID
    card: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who registers: names as written, year of birth (CE), phone as typed, code of the area they live in."""

    given_name: str
    family_name: str = ""
    birth_year: int | None = None
    phone: str = ""
    lives_in: str = ""


def register_member(
    *, actor: Actor, at: datetime, space_id: UUID, category: str, who: Particulars, card: str = "", note: str = "",
) -> NewMember:
    """At the desk: a new person, with or without a phone or an account, and their membership of the space's network.

    `card`: the number of a card of an older system; else the next of the network. Refuses with CategoryUnknown,
    CategoryAge, NameMissing, NameTooLong, PhoneUnusable, CardUnusable and CardTaken.
    """
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    names = usable_names(who.given_name, who.family_name, "")
    fitting(category, who.birth_year, at=at)
    phone = usable_phone(who.phone)
    with _numbers_told_apart(card), transaction.atomic():
        person, key = new_person(None, names, who.birth_year, at=at)
        Person.objects.filter(id=person.id).update(phone=phone, lives_in=who.lives_in)
        return _enrol(actor, at, person.id, key, space_id, category, card, note)


def become_member(*, actor: Actor, at: datetime, person_id: UUID, space_id: UUID, category: str) -> NewMember:
    """Alone, with an account: a member of the network of the space that they choose as theirs.

    Refuses with NotAllowed (somebody else), GuardianNeeded, CategoryUnknown, CategoryAge and AlreadyMember.
    """
    require("people.become_member", actor=actor, at=at)
    key = Pseudonym.objects.filter(person_id=person_id).values_list("key", flat=True).first()
    person = Person.objects.filter(id=person_id).first()
    if person is None or key is None or not (is_self(actor, key) or actor.kind == "system"):
        raise NotAllowed()
    if category in ("staff", "organisation") and actor.kind == "person":
        raise CategoryUnknown()
    refuse_young_children(person.birth_year, at=at, alone=actor.kind == "person")
    fitting(category, person.birth_year, at=at)
    with _numbers_told_apart(""), transaction.atomic():
        return _enrol(actor, at, person_id, key, space_id, category, "", "")


def _enrol(
    actor: Actor, at: datetime, person_id: UUID, key: UUID, space_id: UUID, category: str, card: str, note: str
) -> NewMember:
    space = places.space_by_id(space_id)
    if space is None:
        raise NotFound()
    today = day_of(at)
    made = Membership.objects.create(
        person_id=person_id, network_id=space.network_id, home_space_id=space_id, category=category, since_on=today,
        until_on=_years_on(today), note=note.strip()[:LONGEST_NOTE], registered_at=at, registered_by=actor.key,
    )
    number = _number(card) if card.strip() else _next_number(space.network_id)
    Card.objects.create(membership=made, number=number, made_at=at)
    facts.record(
        kinds.MEMBER_REGISTERED, actor=actor, at=at, subject=key, object_kind="membership", object_id=made.id,
        space_id=space_id, area=space.area_id,
    )
    return NewMember(made.id, person_id, number)


def replace_card(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, card: str = "") -> str:
    """A new card for a lost or worn one; the old number is ended and never given again. The new number."""
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with _numbers_told_apart(card), transaction.atomic():
        member, key = _member(membership_id)
        Card.objects.filter(membership=member, ended_at=None).update(ended_at=at)
        number = _number(card) if card.strip() else _next_number(member.network_id)
        Card.objects.create(membership=member, number=number, made_at=at)
        lost = Block.objects.filter(membership=member, reason="card_lost", ended_at=None)
        lost.update(ended_at=at, ended_by=actor.key)
        facts.record(kinds.CARD_REPLACED, actor=actor, at=at, subject=key, object_kind="membership",
                     object_id=member.id, space_id=space_id)
    return number


@transaction.atomic
def renew_membership(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID) -> date:
    """Good for another year from its end, or from today where that is past; the new last day."""
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    member, key = _member(membership_id)
    today = day_of(at)
    if (member.until_on - today).days > 60:
        raise MembershipRenewedFar(until=date_text(member.until_on))
    member.until_on = _years_on(max(today, member.until_on))
    member.save(update_fields=["until_on"])
    facts.record(kinds.MEMBERSHIP_RENEWED, actor=actor, at=at, subject=key, object_kind="membership",
                 object_id=member.id, space_id=space_id)
    return member.until_on


def block_member(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, reason: str, note: str = "",
    until: date | None = None,
) -> UUID:
    """No borrowing for now, for a reason. Members may report their own card lost. Refuses with AlreadyBlocked."""
    _require_desk_or_self(actor, at, membership_id, space_id, own=reason == "card_lost")
    if reason not in BLOCK_REASONS:
        raise NotFound()
    try:
        with transaction.atomic():
            member, key = _member(membership_id)
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
    """Ends a block. One that has ended already is NotFound."""
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    block = Block.objects.select_for_update().filter(id=block_id, ended_at=None).first()
    if block is None:
        raise NotFound()
    block.ended_at, block.ended_by = at, actor.key
    block.save(update_fields=["ended_at", "ended_by"])
    _, key = _member(block.membership_id)
    facts.record(kinds.MEMBER_UNBLOCKED, actor=actor, at=at, subject=key, object_kind="membership",
                 object_id=block.membership_id, space_id=space_id, changed=(block.reason,))


@transaction.atomic
def set_pin(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, pin: str) -> None:
    """A PIN for kiosks and machines, by the member, by who acts for them, or at the desk. Refuses with PinUnusable."""
    _require_desk_or_self(actor, at, membership_id, space_id, own=True)
    typed = to_arabic(pin.strip())
    if not _PIN.fullmatch(typed) or len(set(typed)) == 1 or any(typed in run for run in _EASY):
        raise PinUnusable()
    member, key = _member(membership_id)
    member.pin = make_password(typed)
    member.save(update_fields=["pin"])
    facts.record(kinds.PIN_SET, actor=actor, at=at, subject=key, object_kind="membership", object_id=member.id,
                 space_id=space_id)


def pin_fits(membership_id: UUID, pin: str) -> bool:
    """Whether this is the member's PIN; takes as long where none was set. The caller counts failures."""
    kept = Membership.objects.filter(id=membership_id, ended_at=None).values_list("pin", flat=True).first()
    return check_password(to_arabic(pin.strip()), kept or make_password(None))


def fitting(category: str, birth_year: int | None, *, at: datetime) -> None:
    """Refuses with CategoryUnknown, and with CategoryAge where a year of birth is known that cannot fit."""
    if category not in CATEGORIES:
        raise CategoryUnknown()
    if category in AGES and birth_year is not None:
        youngest, oldest = AGES[category]
        age = day_of(at).year - birth_year  # reached in this year: they may be a year younger today
        if not youngest <= age <= oldest + 1:
            raise CategoryAge(category=CATEGORIES[category], youngest=youngest, oldest=oldest)


def usable_phone(typed: str) -> str:
    """Digits alone, as dialled inside the country; blank stays blank. Refuses with PhoneUnusable."""
    digits = re.sub(r"[\s().-]+", "", to_arabic(typed))
    digits = f"0{digits[3:]}" if digits.startswith("+66") else digits
    if digits and not re.fullmatch(r"0[0-9]{8,9}", digits):
        raise PhoneUnusable()
    return digits


def _require_desk_or_self(actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, *, own: bool) -> None:
    """The desk of the space; where `own`, also the member and who acts for them."""
    member, key = _member(membership_id)
    if own and actor.key is not None and (is_self(actor, key) or member.person_id in acts_for(key=actor.key)):
        return
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))


def _member(membership_id: UUID) -> tuple[Membership, UUID]:
    row = Membership.objects.select_for_update().filter(id=membership_id, ended_at=None).first()
    key = Pseudonym.objects.filter(person=row.person_id).values_list("key", flat=True).first() if row else None
    if row is None or key is None:
        raise NotFound()
    return row, key


def _number(typed: str) -> str:
    number = cleaned(typed)
    if not re.fullmatch(r"[0-9A-Z]{4,32}", number):
        raise CardUnusable()
    return number


def _next_number(network_id: UUID) -> str:
    """The next card of a network; its first one gives the network three digits of its own."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_cardnumbering SET last = last + 1 WHERE network_id = %s RETURNING prefix, last",
                       [network_id])
        row = cursor.fetchone()
        if row is None:
            cursor.execute("LOCK TABLE people_cardnumbering IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(
                "INSERT INTO people_cardnumbering (network_id, prefix, last) "
                "SELECT %s, coalesce(max(prefix) + 1, %s), 0 FROM people_cardnumbering ON CONFLICT DO NOTHING",
                [network_id, FIRST_PREFIX],
            )
            return _next_number(network_id)
    number = card_number(*row)
    assert is_ours(number)
    return number


def _years_on(day: date) -> date:
    """The last day of a membership that begins or goes on from a day."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS, day=28)


@contextmanager
def _numbers_told_apart(card: str) -> Iterator[None]:
    """Turns what the database refuses into what people understand."""
    try:
        yield
    except IntegrityError as error:
        if "people_card_number" in str(error):
            raise CardTaken(number=cleaned(card)) from error
        if "people_membership_once" in str(error):
            raise AlreadyMember() from error
        raise
