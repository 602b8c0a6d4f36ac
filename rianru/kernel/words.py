"""Texts in two languages, side by side, spoken late.

`T("{n} เล่ม", "{n} {n:book|books}", n=3)` holds both languages and its values; nothing is chosen until someone reads it.
What stands behind a number in English says its word for one and for many; Thai needs none.
The language of the reader is kept in a context variable, so that one worker serves Thai and English readers at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter
from types import MappingProxyType
from typing import Any, Final, Literal, NoReturn

Language = Literal["th", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("th", "en")

_ONE_OR_MANY: Final = re.compile(r"(?<!\{)\{(\w+):([^{}|]*\|[^{}|]*)\}")

_spoken: ContextVar[Language] = ContextVar("rianru_language", default="th")


def get_language() -> Language:
    """The language in which `str(T)` speaks now; Thai unless someone chose."""
    return _spoken.get()


def set_language(language: str) -> None:
    """Speak `language` from here on in this context. Refuses with ValueError what is neither "th" nor "en"."""
    _spoken.set(_known(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, and what was spoken before it afterwards."""
    token = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


class T:
    """A frozen text in Thai and English with named places, `{n}`, `{n:,}` or `{n:book|books}`; equal by content.

    Both languages must have the same places, and a value must have a place: ValueError otherwise. Values may be `T`
    themselves. Reading a text whose place has no value raises KeyError: a hole must not reach a reader. A side that is
    blank falls back to the other one.
    """

    __slots__ = ("en", "th", "values")

    th: str
    en: str
    values: Mapping[str, Any]

    def __init__(self, th: str, en: str, **values: Any) -> None:
        object.__setattr__(self, "th", th)
        object.__setattr__(self, "en", en)
        object.__setattr__(self, "values", MappingProxyType(values))
        self.__post_init__()

    def __post_init__(self) -> None:
        places = self.places
        if self.th and self.en and _places(self.th) != _places(self.en):
            raise ValueError(f"Thai and English have different places: {self.th!r}, {self.en!r}")
        if unknown := self.values.keys() - places:
            raise ValueError(f"no place for {sorted(unknown)} in {self.en!r}")

    @classmethod
    def verbatim(cls, th: str, en: str) -> T:
        """Two texts from data (names, titles): braces in them are letters, not places."""
        return cls(th.replace("{", "{{").replace("}", "}}"), en.replace("{", "{{").replace("}", "}}"))

    @property
    def places(self) -> frozenset[str]:
        """The names between braces."""
        return _places(self.th) | _places(self.en)

    def having(self, **values: Any) -> T:
        """The same text with these values added to those it has."""
        return T(self.th, self.en, **{**self.values, **values})

    format = having

    def in_(self, language: str) -> str:
        """The text in "th" or "en", with its values in the same language."""
        chosen = _known(language)
        text = (self.th or self.en) if chosen == "th" else (self.en or self.th)
        if "{" not in text and "}" not in text:
            return text
        if "|" in text:
            text = _ONE_OR_MANY.sub(lambda place: one_or_many(self.values[place[1]], place[2]), text)
        return text.format_map({name: _say(value, chosen) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.in_(get_language())

    def __repr__(self) -> str:
        values = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"T({self.th!r}, {self.en!r}{values})"

    def __bool__(self) -> bool:
        return bool(self.th or self.en)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, T):
            return NotImplemented
        return (self.th, self.en, self.values) == (other.th, other.en, other.values)

    def __hash__(self) -> int:
        # Only the names of the values: a value need not be hashable, and equal texts still hash alike.
        return hash((self.th, self.en, frozenset(self.values)))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a T is frozen; take having(…)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a T is frozen")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.th, self.en, dict(self.values))


def _rebuilt(th: str, en: str, values: dict[str, Any]) -> T:
    return T(th, en, **values)


def _say(value: Any, language: Language) -> Any:
    return value.in_(language) if isinstance(value, T) else value


def _known(language: str) -> Language:
    if language not in LANGUAGES:
        raise ValueError(f"not a language of this house: {language!r}")
    return language


def one_or_many(value: object, words: str) -> str:
    """`book|books`: the first for 1, also where it is written as a text already, the second for everything else."""
    one, many = words.split("|")
    return one if value in (1, "1") else many


def _places(text: str) -> frozenset[str]:
    """Names between braces; only plain names, because `{a.b}` or `{0}` would let a text reach into its values."""
    if "{" not in text and "}" not in text:
        return frozenset()
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    if wrong := sorted(name for name in names if not name.isidentifier()):
        raise ValueError(f"places need plain names, not {wrong} in {text!r}")
    return frozenset(names)
