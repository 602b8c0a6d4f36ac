"""What people do with what is theirs: name, language, consents; and the traces of changed passwords and factors."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.words import LANGUAGES, T
from rianru.people import kinds
from rianru.people.actions.joining import ordering, refuse_young_children, usable_names
from rianru.people.models import Account, Consent, NameChange, Person, Pseudonym
from rianru.people.rules import is_self
from rianru.people.words import PURPOSES


class LanguageUnknown(NotUnderstood):
    """Neither Thai nor English."""

    code = "people.language_unknown"
    says = T("เลือกได้ไทยหรืออังกฤษ", "Choose Thai or English.")


class PurposeUnknown(NotUnderstood):
    """Nothing that consent is asked for."""

    code = "people.purpose_unknown"
    says = T(
        "ไม่มีเรื่องนี้ให้ยินยอม เลือกจากรายการในหน้าบัญชี",
        "There is no such consent. Choose one on the account page.",
    )


class ConsentAlreadyGiven(Refused):
    """It is in force."""

    code = "people.consent_already_given"
    says = T(
        "ยินยอมเรื่องนี้ไว้แล้ว ถอนได้ทุกเมื่อในหน้าบัญชี",
        "You agreed to this already. Withdraw it any time on the account page.",
    )


class ConsentNotGiven(Refused):
    """Nothing to withdraw."""

    code = "people.consent_not_given"
    says = T(
        "ตอนนี้ไม่มีความยินยอมเรื่องนี้อยู่ ไม่ต้องทำอะไรต่อ",
        "There is no such consent in force. Nothing more to do.",
    )


@transaction.atomic
def rename(
    *, actor: Actor, at: datetime, person_id: UUID, given_name: str, family_name: str = "", display_name: str = ""
) -> tuple[str, ...]:
    """Changes names; which fields changed. Old values go to an erasable history. Nothing changed, nothing recorded."""
    require("people.keep_own", actor=actor, at=at)
    names = usable_names(given_name, family_name, display_name)
    person, key = _own(actor, person_id)
    changed = {field: getattr(person, field) for field in names if getattr(person, field) != names[field]}
    if not changed:
        return ()
    Person.objects.filter(id=person.id).update(**names, **ordering(names))
    NameChange.objects.bulk_create(
        NameChange(person=person, field=field, old=old, new=names[field], changed_by=actor.key, changed_at=at)
        for field, old in changed.items()
    )
    facts.record(kinds.RENAMED, actor=actor, at=at, subject=key, changed=tuple(changed))
    return tuple(sorted(changed))


@transaction.atomic
def set_language(*, actor: Actor, at: datetime, person_id: UUID, language: str) -> bool:
    """The language of letters to this person; whether it changed. Refuses with LanguageUnknown."""
    require("people.keep_own", actor=actor, at=at)
    if language not in LANGUAGES:
        raise LanguageUnknown()
    _, key = _own(actor, person_id)
    accounts = Account.objects.filter(person=person_id)
    if not accounts.exclude(language=language).update(language=language):
        return False
    facts.record(kinds.LANGUAGE_SET, actor=actor, at=at, subject=key, changed=("language",))
    return True


def give_consent(*, actor: Actor, at: datetime, person_id: UUID, purpose: str) -> UUID:
    """Notes consent for one purpose; its id. Refuses with PurposeUnknown, GuardianNeeded and ConsentAlreadyGiven."""
    require("people.keep_own", actor=actor, at=at)
    if purpose not in PURPOSES:
        raise PurposeUnknown()
    try:
        with transaction.atomic():
            person, key = _own(actor, person_id)
            refuse_young_children(person.birth_year, at=at, alone=actor.kind == "person")
            consent = Consent.objects.create(person=person, purpose=purpose, given_at=at)
            facts.record(kinds.CONSENT_GIVEN, actor=actor, at=at, subject=key, changed=(purpose,))
    except IntegrityError as error:
        if "people_consent_once" in str(error):
            raise ConsentAlreadyGiven() from error
        raise
    return consent.id


@transaction.atomic
def withdraw_consent(*, actor: Actor, at: datetime, person_id: UUID, purpose: str) -> None:
    """Ends consent for one purpose. Refuses with ConsentNotGiven."""
    require("people.keep_own", actor=actor, at=at)
    person, key = _own(actor, person_id)
    given = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
    if not given.update(withdrawn_at=at):
        raise ConsentNotGiven()
    facts.record(kinds.CONSENT_WITHDRAWN, actor=actor, at=at, subject=key, changed=(purpose,))


@transaction.atomic
def note_security(*, actor: Actor, at: datetime, account_id: UUID, what: str) -> None:
    """Records that a means of signing in changed (`kinds.SECURITY`); the change itself is the sign-in library's."""
    require("people.keep_own", actor=actor, at=at)
    key = Pseudonym.objects.filter(person__account_id=account_id).values_list("key", flat=True).first()
    if key is None:
        raise NotFound()
    facts.record(kinds.SECURITY[what], actor=actor, at=at, subject=key)


def _own(actor: Actor, person_id: UUID) -> tuple[Person, UUID]:
    """The person, locked, and their live key. NotAllowed to anyone else; to them it does not even exist."""
    person = Person.objects.select_for_update().filter(id=person_id).first()
    key = Pseudonym.objects.filter(person_id=person_id).values_list("key", flat=True).first()
    if person is None or key is None or not (actor.kind == "system" or is_self(actor, key)):
        raise NotAllowed()
    return person, key
