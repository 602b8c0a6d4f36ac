"""Questionnaires as JSON: strict, with the version of the shape, and canonical, so that its digest names a version.

`{"version": 1, "name": …, "title": {"th": …, "en": …}, "sections": […], "lists": […]}`; usual values are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from math import isfinite
from typing import Any, Final, get_args, get_origin, get_type_hints

import orjson

from rianru.kernel.questions.faults import ShapeUnknown, ShapeWrong, TooLarge
from rianru.kernel.questions.model import KINDS, VERSION, Question, Questionnaire
from rianru.kernel.words import T

MOST_BYTES: Final = 4 << 20
LONGEST: Final = 20_000  # letters of one text
_KINDS: Final[dict[str, type[Question]]] = {kind.kind: kind for kind in KINDS}
Said = Any  # a JSON value


def written(questionnaire: Questionnaire) -> bytes:
    """Its only form as bytes."""
    said = {"version": VERSION, **said_of(questionnaire)}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def digest(questionnaire: Questionnaire) -> str:
    """64 hex digits that name exactly this content (SHA-256)."""
    return hashlib.sha256(written(questionnaire)).hexdigest()


def read(kept: bytes | str) -> Questionnaire:
    """Back from JSON. Refuses with TooLarge, ShapeUnknown, ShapeWrong; whether it makes sense is for `checking`."""
    if len(kept) > MOST_BYTES:
        raise TooLarge(what="JSON", most=MOST_BYTES)
    try:
        said = orjson.loads(kept)
    except orjson.JSONDecodeError:
        raise ShapeWrong(path="JSON", question="") from None
    return from_said(said)


def from_said(said: Said) -> Questionnaire:
    """From what JSON says, already loaded."""
    if not isinstance(said, dict) or "version" not in said:
        raise ShapeWrong(path="version", question="")
    if said["version"] != VERSION or isinstance(said["version"], bool):
        raise ShapeUnknown(version=str(said["version"])[:20])
    rest = {key: value for key, value in said.items() if key != "version"}
    found = _object(Questionnaire, rest, _Where(""))
    assert isinstance(found, Questionnaire)
    return found


def sides(text: T) -> dict[str, str]:
    """The texts of data, by language, without the blank ones."""
    both = {"th": text.th, "en": text.en}
    return {tongue: side.replace("{{", "{").replace("}}", "}") for tongue, side in both.items() if side}


def said_of(kept: object) -> Said:
    """A part of a questionnaire as JSON says it; usual values are left out."""
    if isinstance(kept, T):
        return sides(kept)
    if isinstance(kept, tuple):
        if kept and isinstance(kept[0], tuple):
            return dict(kept)
        return [said_of(each) for each in kept]
    if isinstance(kept, float) and kept.is_integer() and abs(kept) < 1 << 53:
        return int(kept)
    if not hasattr(kept, "__dataclass_fields__"):
        return kept
    said = {"kind": kept.kind} if isinstance(kept, Question) else {}
    for each in fields(kept):  # type: ignore[arg-type]
        value = getattr(kept, each.name)
        if each.default is MISSING or value != each.default:
            said[each.name] = said_of(value)
    return said


class _Where:
    """Where in the data one is, for saying what is wrong."""

    def __init__(self, path: str, question: str = "") -> None:
        self.path = path
        self.question = question

    def into(self, part: str | int, question: str = "") -> _Where:
        """One step deeper."""
        step = f"[{part}]" if isinstance(part, int) else f".{part}" if self.path else str(part)
        return _Where(self.path + step, question or self.question)

    def wrong(self) -> ShapeWrong:
        """A refusal that points here."""
        return ShapeWrong(path=self.path[:200] or "JSON", question=self.question[:64])


def _object(shape: type, said: Said, where: _Where) -> object:
    """A dataclass from an object with exactly its fields."""
    if not isinstance(said, dict):
        raise where.wrong()
    known, hints = _fields(shape), _hints(shape)
    for key in said:
        if key not in known:
            raise where.into(str(key)[:40]).wrong()
    for name, each in known.items():
        if name not in said and each.default is MISSING:
            raise where.into(name).wrong()
    return shape(**{name: _read(hints[name], value, where.into(name)) for name, value in said.items()})


def _question(said: Said, where: _Where) -> object:
    kind = _KINDS.get(said.get("kind", "")) if isinstance(said, dict) and isinstance(said.get("kind"), str) else None
    if kind is None:
        raise where.into("kind").wrong()
    name = said.get("name", "")
    inside = _Where(where.path, name if isinstance(name, str) else "")
    return _object(kind, {key: value for key, value in said.items() if key != "kind"}, inside)


def _read(hint: Any, said: Said, where: _Where) -> object:
    plain = _PLAIN.get(hint)
    if plain:
        return plain(said, where)
    if hint is Question:
        return _question(said, where)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if get_origin(inner) is tuple:
            return _pairs(said, where)
        if not isinstance(said, list):
            raise where.wrong()
        return tuple(_read(inner, each, where.into(place)) for place, each in enumerate(said))
    return _object(hint, said, where)


def _text(said: Said, where: _Where) -> str:
    if not isinstance(said, str) or len(said) > LONGEST or "\0" in said:
        raise where.wrong()
    return said


def _bool(said: Said, where: _Where) -> bool:
    if not isinstance(said, bool):
        raise where.wrong()
    return said


def _whole(said: Said, where: _Where) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or abs(said) > 1 << 53:
        raise where.wrong()
    return said


def _number(said: Said, where: _Where) -> float | None:
    if said is None:
        return None
    if not isinstance(said, int | float) or isinstance(said, bool) or not isfinite(said) or abs(said) > 1e15:
        raise where.wrong()
    return float(said)


def _both(said: Said, where: _Where) -> T:
    if not isinstance(said, dict) or said.keys() - {"th", "en"}:
        raise where.wrong()
    return T.verbatim(_text(said.get("th", ""), where.into("th")), _text(said.get("en", ""), where.into("en")))


def _pairs(said: Said, where: _Where) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, dict):
        raise where.wrong()
    return tuple((key, _text(value, where.into(key[:40]))) for key, value in sorted(said.items()))


_PLAIN: Final[Mapping[Any, Callable[[Said, _Where], object]]] = {
    str: _text, bool: _bool, int: _whole, float | None: _number, T: _both,
}  # fmt: skip


@cache
def _fields(shape: type) -> dict[str, Field[Any]]:
    return {each.name: each for each in fields(shape)}


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)
