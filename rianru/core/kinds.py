"""The registry of kinds: how search, discussions and evidence hold anything without importing it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.core.search.document import Document
from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class Card:
    """What any screen needs to show an object it knows nothing about."""

    title_th: str
    title_en: str
    line: T | str
    url_name: str
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the objects of one kind are to the rest of the house.

    `cards` takes ids and gives a card for each that exists. A searchable kind also gives `documents` for ids (missing
    ones are simply not there, and leave the index) and `pages`: ids after one id, in order, for a rebuild. `changed`
    says when what the page of each shows was last told anew, where that is known.
    """

    name: str
    label: T
    cards: Callable[[Iterable[UUID]], dict[UUID, Card]]
    documents: Callable[[Sequence[UUID]], Iterator[Document]] | None = None
    pages: Callable[[UUID | None, int], list[UUID]] | None = None
    changed: Callable[[Sequence[UUID]], dict[UUID, datetime]] | None = None


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds a kind; a second one of the same name is a ValueError."""
    if kind.name in _KINDS:
        raise ValueError(f"kind {kind.name} is registered twice")
    _KINDS[kind.name] = kind


def get(name: str) -> Kind:
    """The kind, or KeyError."""
    return _KINDS[name]


def all_kinds() -> dict[str, Kind]:
    """Every kind, in order of name."""
    return dict(sorted(_KINDS.items()))
