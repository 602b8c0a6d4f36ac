"""Accounts and the people they belong to, for the people themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rianru.people.models import Account, Consent, Person, Pseudonym


@dataclass(frozen=True, slots=True)
class Me:
    """A person as they see themselves; `key` is what stands for them in facts."""

    person_id: UUID
    account_id: UUID
    key: UUID
    email: str
    language: str
    given_name: str
    family_name: str
    display_name: str
    birth_year: int | None
    joined_at: datetime

    @property
    def name(self) -> str:
        """What they want to be called."""
        return self.display_name or self.full_name

    @property
    def full_name(self) -> str:
        """Given name first, always."""
        return f"{self.given_name} {self.family_name}".strip()


def me(account_id: UUID) -> Me | None:
    """The person of an account, or None."""
    person = (
        Person.objects.filter(account_id=account_id, pseudonyms__destroyed_at__isnull=True)
        .select_related("account")
        .values_list(
            "id", "account_id", "pseudonyms__key", "account__email", "account__language", "given_name", "family_name",
            "display_name", "birth_year", "joined_at",
        )
        .first()
    )
    return Me(*person) if person else None


@dataclass(frozen=True, slots=True)
class Named:
    """The person for whom a key stands, as far as rules about showing a name need to know."""

    person_id: UUID
    display_name: str
    birth_year: int | None


def named(key: UUID | None) -> Named | None:
    """The person behind a live key, or None."""
    if key is None:
        return None
    live = Person.objects.filter(pseudonyms__key=key, pseudonyms__destroyed_at__isnull=True)
    row = live.values_list("id", "display_name", "birth_year").first()
    return Named(*row) if row else None


def key_of(person_id: UUID) -> UUID | None:
    """What stands for a person in facts now."""
    live = Pseudonym.objects.filter(person=person_id, destroyed_at__isnull=True)
    return live.values_list("key", flat=True).first()


def person_born(person_id: UUID) -> int | None:
    """The year in which a person was born, where it is known."""
    return Person.objects.filter(id=person_id).values_list("birth_year", flat=True).first()


def person_name(person_id: UUID) -> str:
    """What a person is called; blank where there is none."""
    person = Person.objects.filter(id=person_id).first()
    return person.name if person else ""


def language_of(email: str) -> str | None:
    """The language in which an account wants its letters, by its address; None where nobody has it."""
    found = Account.objects.filter(email=email.strip().lower()).values_list("language", flat=True).first()
    return str(found) if found else None


def person_with(email: str) -> UUID | None:
    """The person whose active account has this address; asked only by those who may grant roles."""
    people = Person.objects.filter(account__email=email.strip().lower(), account__is_active=True)
    return people.values_list("id", flat=True).first()


def account_named(email: str) -> UUID | None:
    """The active account with this address."""
    accounts = Account.objects.filter(email=email.strip().lower(), is_active=True)
    return accounts.values_list("id", flat=True).first()


def consents(person_id: UUID) -> dict[str, datetime]:
    """The purposes agreed to now, with the moment of each."""
    given = Consent.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    return dict(given.values_list("purpose", "given_at"))
