"""Becoming a member: at the desk, alone with an account, or as the child of a guardian; and cards."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.cards import card_number, cleaned, is_ours
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.joining import (
    GUARDIAN_UNDER,
    new_person,
    refuse_young_children,
    usable_email,
    usable_names,
)
from rianru.people.models import Block, Card, Membership, Person, Pseudonym
from rianru.people.queries.members import Alike, Member, Terms, alike, category_at, terms
from rianru.people.rules import is_self
from rianru.people.words import AGES, CATEGORIES
from rianru.places import queries as places

LONGEST_NOTE = 1_000
FIRST_PREFIX = 100
FIRST_OF_NETWORK = 0x63617264  # held while a network gets its digits
STAFF_ONLY = ("staff", "organisation")  # categories that nobody takes for themselves


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
        "{category} is for {youngest} to {oldest} {oldest:year|years} of age. Look at the year of birth, or "
        "choose another.",
    )


class AlreadyMember(Refused):
    """One membership a person and network."""

    code = "people.already_member"
    says = T(
        "คนนี้เป็นสมาชิกของเครือข่ายนี้แล้ว ใช้บัตรเดิมได้เลย",
        "They are a member of this network already. The card they have works.",
    )


class ProbablyMember(Refused):
    """Somebody of that name and year, or of that phone, has a card."""

    code = "people.probably_member"
    says = T(
        "น่าจะเป็นสมาชิกอยู่แล้ว ดูคนที่ใกล้เคียง ถ้าเป็นคนละคน สมัครใหม่ได้",
        "They are probably a member already. Look at those alike; if it is somebody else, register them.",
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


class PhoneUnusable(NotUnderstood):
    """Not a number that can be dialled inside the country."""

    code = "people.phone_unusable"
    says = T("เบอร์โทรมี 9 หรือ 10 ตัว ขึ้นต้นด้วย 0", "A phone number has 9 or 10 digits and begins with 0.")


class BirthYearWrong(NotUnderstood):
    """Before 1880, or yet to come."""

    code = "people.birth_year_wrong"
    says = T("ปีเกิดต้องไม่เกินปีนี้ ตรวจแล้วพิมพ์ใหม่ เช่น 2540", "Nobody is born in that year. Type it again, such as 1997.")


class JoiningClosed(Refused):
    """The network takes people in at its desks alone."""

    code = "people.joining_closed"
    says = T(
        "เครือข่ายนี้รับสมัครที่เคาน์เตอร์ แวะที่ห้องสมุดใกล้บ้านได้เลย ใช้เวลาสองนาที",
        "This network takes members at its desks. Drop in at a library near you: it takes two minutes.",
    )


@dataclass(frozen=True, slots=True)
class NewMember:
    """A membership with its card, as it was just made. `waits`: why it may not borrow yet; blank where it may."""

    membership_id: UUID
    person_id: UUID
    card: str
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who registers: names as written, year of birth (CE), phone and e-mail as typed, code of the area they live in."""

    given_name: str
    family_name: str = ""
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    lives_in: str = ""


def register_member(
    *, actor: Actor, at: datetime, space_id: UUID, category: str, who: Particulars, card: str = "", note: str = "",
    sure: bool = True,
) -> NewMember:
    """At the desk: a new person, with or without a phone or an account, and their membership of the space's network.

    `card`: the number of a card of an older system; else the next of the network. One who may be under ten waits for
    a guardian (`households.add_to_household`). Unless `sure`, nobody who is probably a member already is registered
    (ProbablyMember: `queries.alike` says who). Refuses with CategoryUnknown, CategoryAge, NameMissing, NameTooLong,
    BirthYearWrong, PhoneUnusable, EmailUnusable, CardUnusable and CardTaken.
    """
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with numbers_told_apart(card), transaction.atomic():
        if not sure and probable(who, space_id):
            raise ProbablyMember()
        person_id, key = written(who, category, at=at)
        waits = "guardian" if may_be_under_ten(who.birth_year, at=at) else ""
        return enrol(actor, at, person_id, key, space_id, category, card=card, note=note, waits=waits)


def become_member(
    *, actor: Actor, at: datetime, person_id: UUID, space_id: UUID, birth_year: int | None = None, phone: str = "",
) -> NewMember:
    """Alone, with an account: a member of the network of the space that they choose as theirs.

    The category follows from the year of birth. By the network's terms, and for children always, the card is to be
    confirmed at a desk before it borrows. Refuses with NotAllowed (somebody else), GuardianNeeded, BirthYearWrong,
    PhoneUnusable, JoiningClosed and AlreadyMember.
    """
    require("people.become_member", actor=actor, at=at)
    key = Pseudonym.objects.filter(person_id=person_id).values_list("key", flat=True).first()
    person = Person.objects.filter(id=person_id).first()
    if person is None or key is None or not (is_self(actor, key) or actor.kind == "system"):
        raise NotAllowed()
    born = person.birth_year or usable_birth_year(birth_year, at=at)
    refuse_young_children(born, at=at, alone=actor.kind == "person")
    category, online = category_at(born, at=at), _terms_at(space_id).online
    if online == "closed":
        raise JoiningClosed()
    waits = "confirm" if online == "at_desk" or category == "child" else ""
    with numbers_told_apart(""), transaction.atomic():
        Person.objects.filter(id=person_id).update(birth_year=born, phone=usable_phone(phone) or person.phone)
        return enrol(actor, at, person_id, key, space_id, category, waits=waits)


def probable(who: Particulars, space_id: UUID) -> list[Member]:
    """Members of the space's network who are probably the one to be registered."""
    space = places.space_by_id(space_id)
    like = Alike(who.given_name, who.family_name, who.birth_year, usable_phone(who.phone))
    return alike(like, network_id=space.network_id) if space else []


def written(who: Particulars, category: str, *, at: datetime) -> tuple[UUID, UUID]:
    """A new person without an account, from what was typed: their id and key. In the caller's transaction."""
    names = usable_names(who.given_name, who.family_name, "")
    born = usable_birth_year(who.birth_year, at=at)
    fitting(category, born, at=at)
    phone, email = usable_phone(who.phone), usable_email(who.email) if who.email.strip() else ""
    person, key = new_person(None, names, born, at=at)
    Person.objects.filter(id=person.id).update(phone=phone, email=email, lives_in=who.lives_in)
    return person.id, key


def enrol(
    actor: Actor, at: datetime, person_id: UUID, key: UUID, space_id: UUID, category: str, *, card: str = "",
    note: str = "", waits: str = "",
) -> NewMember:
    """A membership with its card, and the block for which it `waits`; in the caller's transaction."""
    space = places.space_by_id(space_id)
    if space is None:
        raise NotFound()
    today = day_of(at)
    made = Membership.objects.create(
        person_id=person_id, network_id=space.network_id, home_space_id=space_id, category=category, since_on=today,
        until_on=years_on(today, _terms_at(space_id).years), note=note.strip()[:LONGEST_NOTE], registered_at=at,
        registered_by=actor.key,
    )
    number = _number(card) if card.strip() else _next_number(space.network_id)
    Card.objects.create(membership=made, number=number, made_at=at)
    if waits:
        Block.objects.create(membership=made, reason=waits, made_at=at)
    facts.record(
        kinds.MEMBER_REGISTERED, actor=actor, at=at, subject=key, object_kind="membership", object_id=made.id,
        space_id=space_id, area=space.area_id, changed=(waits,) if waits else (),
    )
    return NewMember(made.id, person_id, number, waits)


def replace_card(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, card: str = "") -> str:
    """A new card for a lost or worn one; the old number is ended and never given again. The new number."""
    require("people.register_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with numbers_told_apart(card), transaction.atomic():
        member, key = member_at(membership_id, space_id)
        Card.objects.filter(membership=member, ended_at=None).update(ended_at=at)
        number = _number(card) if card.strip() else _next_number(member.network_id)
        Card.objects.create(membership=member, number=number, made_at=at)
        lost = Block.objects.filter(membership=member, reason="card_lost", ended_at=None)
        lost.update(ended_at=at, ended_by=actor.key)
        facts.record(kinds.CARD_REPLACED, actor=actor, at=at, subject=key, object_kind="membership",
                     object_id=member.id, space_id=space_id)
    return number


def member_at(membership_id: UUID, space_id: UUID) -> tuple[Membership, UUID]:
    """A membership in force of the network of a space, locked, and its person's key. NotFound in another network."""
    space = places.space_by_id(space_id)
    rows = Membership.objects.select_for_update()
    row = rows.filter(id=membership_id, ended_at=None, network=space.network_id).first() if space else None
    key = Pseudonym.objects.filter(person=row.person_id).values_list("key", flat=True).first() if row else None
    if row is None or key is None:
        raise NotFound()
    return row, key


def fitting(category: str, birth_year: int | None, *, at: datetime) -> None:
    """Refuses with CategoryUnknown, and with CategoryAge where a year of birth is known that cannot fit."""
    if category not in CATEGORIES:
        raise CategoryUnknown()
    if category in AGES and birth_year is not None:
        youngest, oldest = AGES[category]
        age = day_of(at).year - birth_year  # reached in this year: they may be a year younger today
        if not youngest <= age <= oldest + 1:
            raise CategoryAge(category=CATEGORIES[category], youngest=youngest, oldest=oldest)


def may_be_under_ten(birth_year: int | None, *, at: datetime) -> bool:
    """Whether a guardian has to agree: of a birth year only the year is known."""
    return birth_year is not None and day_of(at).year - birth_year <= GUARDIAN_UNDER


def usable_birth_year(year: int | None, *, at: datetime) -> int | None:
    """The year, if somebody alive may have been born in it. Refuses with BirthYearWrong."""
    if year is not None and not max(1880, day_of(at).year - 130) <= year <= day_of(at).year:
        raise BirthYearWrong()
    return year


def usable_phone(typed: str) -> str:
    """Digits alone, as dialled inside the country; blank stays blank. Refuses with PhoneUnusable."""
    digits = re.sub(r"[\s().-]+", "", to_arabic(typed))
    digits = f"0{digits[3:]}" if digits.startswith("+66") else digits
    if digits and not re.fullmatch(r"0[0-9]{8,9}", digits):
        raise PhoneUnusable()
    return digits


def years_on(day: date, years: int) -> date:
    """The last day of a membership that begins or goes on from a day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _terms_at(space_id: UUID) -> Terms:
    space = places.space_by_id(space_id)
    if space is None:
        raise NotFound()
    return terms(space.network_id)


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
            # Not the table's own lock: two that have just updated nothing would each wait for the other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_OF_NETWORK])
            cursor.execute(
                "INSERT INTO people_cardnumbering (network_id, prefix, last) "
                "SELECT %s, coalesce(max(prefix) + 1, %s), 0 FROM people_cardnumbering ON CONFLICT DO NOTHING",
                [network_id, FIRST_PREFIX],
            )
            return _next_number(network_id)
    number = card_number(*row)
    assert is_ours(number)
    return number


@contextmanager
def numbers_told_apart(card: str) -> Iterator[None]:
    """Turns what the database refuses into what people understand."""
    try:
        yield
    except IntegrityError as error:
        if "people_card_number" in str(error):
            raise CardTaken(number=cleaned(card)) from error
        if "people_membership_once" in str(error):
            raise AlreadyMember() from error
        raise
