"""Persons by their ids, for floors that hold nothing of a person but the id."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rianru.people.models import Person


@dataclass(frozen=True, slots=True)
class Known:
    """A person: `key` stands for them in facts, `name` is the full one, `email` where letters go (blank: nowhere)."""

    person_id: UUID
    key: UUID
    name: str
    birth_year: int | None  # common era
    email: str
    language: str


def known(persons: Iterable[UUID]) -> dict[UUID, Known]:
    """Those who exist, by id; one query."""
    rows = Person.objects.filter(id__in=list(persons), pseudonyms__destroyed_at__isnull=True).values_list(
        "id", "pseudonyms__key", "given_name", "family_name", "birth_year", "account__email", "email",
        "account__language",
    )
    return {
        id: Known(id, key, f"{given} {family}".strip(), born, account or own, language or "th")
        for id, key, given, family, born, account, own, language in rows
    }


def behind(key: UUID | None) -> UUID | None:
    """The person for whom a live key stands."""
    live = Person.objects.filter(pseudonyms__key=key, pseudonyms__destroyed_at__isnull=True) if key else None
    return live.values_list("id", flat=True).first() if live is not None else None
