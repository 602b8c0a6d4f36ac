"""Joining: an account, the person it belongs to, and the key that stands for that person in facts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.thai import normalise, sort_key
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import EMAIL_LONGEST, NAME_LONGEST, Account, Person, Pseudonym

GUARDIAN_UNDER = 10  # years; PDPA section 20: below it a guardian always decides


class EmailTaken(Refused):
    """Another account has this address. A public face must not repeat it to strangers."""

    code = "people.email_taken"
    says = T(
        "อีเมลนี้มีบัญชีอยู่แล้ว เข้าสู่ระบบด้วยอีเมลนี้ได้เลย",
        "This address has an account already. Sign in with it.",
    )


class EmailUnusable(NotUnderstood):
    """Not an e-mail address."""

    code = "people.email_unusable"
    says = T(
        "“{typed}” ยังไม่ใช่อีเมล พิมพ์แบบ name@example.org",
        "“{typed}” is not an e-mail address. Write it like name@example.org.",
    )


class NameMissing(NotUnderstood):
    """A person needs a given name, and nothing more."""

    code = "people.name_missing"
    says = T("บอกชื่อสักหน่อย นามสกุลไม่ใส่ก็ได้", "Tell us a first name. The family name may stay blank.")


class NameTooLong(NotUnderstood):
    """Longer than any name we can keep."""

    code = "people.name_too_long"
    says = T(
        "ชื่อยาวเกิน {most} ตัวอักษร ย่อลงอีกนิด",
        "The name is longer than {most} characters. Shorten it a little.",
    )


class GuardianNeeded(Refused):
    """The person may be younger than ten: a guardian acts for them."""

    code = "people.guardian_needed"
    says = T(
        "อายุต่ำกว่า 10 ปี ให้ผู้ปกครองสมัครและดูแลบัญชีแทน ถามได้ที่ห้องสมุดใกล้บ้าน",
        "Under 10, a parent or guardian joins and keeps the account. Ask at a library near you.",
    )
    status = 403


@dataclass(frozen=True, slots=True)
class Joined:
    """A new member: the ids of account and person, and the key that stands for the person in facts."""

    account_id: UUID
    person_id: UUID
    key: UUID


def join(
    *, actor: Actor, at: datetime, email: str, given_name: str, family_name: str = "", display_name: str = "",
    password: str | None = None, language: str = "th", birth_year: int | None = None,
) -> Joined:
    """Makes account, person and key. Without a password the account signs in by e-mailed code or one-time link.

    Whether the address is really theirs is the face's to prove. Refuses with EmailUnusable, NameMissing, NameTooLong,
    GuardianNeeded and EmailTaken; the database decides the last one, so that two at once cannot both win.
    """
    require("people.join", actor=actor, at=at)
    address = usable_email(email)
    names = usable_names(given_name, family_name, display_name)
    refuse_young_children(birth_year, at=at, alone=actor.kind != "system")
    account = Account(email=address, language=language, joined_at=at)
    account.set_password(password)  # None makes it unusable
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            person, key = new_person(account, names, birth_year, at=at)
            themselves = Actor(kind="person", key=key)
            facts.record(kinds.JOINED, actor=themselves if actor.kind == "anonymous" else actor, at=at, subject=key)
    except IntegrityError as error:
        if '"people_account_email"' in str(error):
            raise EmailTaken() from error
        raise
    return Joined(account.id, person.id, key)


def new_person(
    account: Account | None, names: dict[str, str], birth_year: int | None, *, at: datetime
) -> tuple[Person, UUID]:
    """A person with a live key, for `account` where there is one; in the caller's transaction."""
    person = Person.objects.create(account=account, birth_year=birth_year, joined_at=at, **names, **ordering(names))
    return person, Pseudonym.objects.create(person=person, made_at=at).key


def usable_email(typed: str) -> str:
    """The address as it is kept: trimmed, in lower case. Refuses with EmailUnusable."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise EmailUnusable(typed=typed[:80]) from error
    if len(address) > EMAIL_LONGEST:
        raise EmailUnusable(typed=typed[:80])
    return address


def usable_names(given: str, family: str, display: str) -> dict[str, str]:
    """The names as they are kept: one spelling, single blanks. Refuses with NameMissing and NameTooLong."""
    names = {"given_name": normalise(given), "family_name": normalise(family), "display_name": normalise(display)}
    if not names["given_name"]:
        raise NameMissing()
    if max(map(len, names.values())) > NAME_LONGEST:
        raise NameTooLong(most=NAME_LONGEST)
    return names


def ordering(names: dict[str, str]) -> dict[str, str]:
    """The sort key of given and family name, in dictionary order."""
    return {"sort_key": sort_key(f"{names['given_name']} {names['family_name']}")}


def refuse_young_children(birth_year: int | None, *, at: datetime, alone: bool) -> None:
    """Refuses with GuardianNeeded one who may be under ten and acts alone: of a birth year only the year is known."""
    if alone and birth_year is not None and day_of(at).year - birth_year <= GUARDIAN_UNDER:
        raise GuardianNeeded()
