"""Writes the values of `credential` as JSON-LD and reads them back; what says nothing is left out."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, NoReturn, TypeVar, get_args, get_origin, get_type_hints

from rianru.kernel.formats.badges.credential import Achievement, Credential, Endorsement, Profile
from rianru.kernel.formats.badges.moments import moment_of, stamp
from rianru.kernel.formats.badges.refusals import CredentialUnreadable
from rianru.kernel.formats.badges.vocabulary import CREDENTIALS, OPEN_BADGES
from rianru.kernel.words import T

LONGEST: Final = 4 * 2**20  # characters of a credential: one picture within it is enough
_CONTEXT: Final = [CREDENTIALS, OPEN_BADGES]
Shape = TypeVar("Shape")


def as_document(credential: Credential | Endorsement) -> dict[str, Any]:
    """A credential as JSON-LD, not signed, with its contexts in order. ValueError where a moment has no zone."""
    return {"@context": list(_CONTEXT), **_written(credential)}


def published(value: Achievement | Profile) -> dict[str, Any]:
    """What an issuer publishes beside its badges, not signed: an achievement or its own profile, as JSON-LD."""
    return {"@context": list(_CONTEXT), **_written(value)}


def credential_of(document: Mapping[str, Any]) -> Credential:
    """The badge that a document says, whoever signed it. CredentialUnreadable says where it is no Open Badge 3.0."""
    _of_kind(document, ("OpenBadgeCredential", "AchievementCredential"))
    return _read(Credential, document, "")


def endorsement_of(document: Mapping[str, Any]) -> Endorsement:
    """The endorsement that a document says. CredentialUnreadable where it is none."""
    _of_kind(document, ("EndorsementCredential",))
    return _read(Endorsement, document, "")


def document_of(text: str | bytes) -> dict[str, Any]:
    """JSON as received. CredentialUnreadable for what is no object, too long, or says one name twice (readers differ on
    which one counts).
    """
    if len(text) > LONGEST:
        _unreadable("$", T("ไฟล์ใหญ่เกินไป", "it is too large"))
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _unreadable("$", T("ไม่ใช่ JSON ที่อ่านได้", "it is no JSON"))
    if not isinstance(found, dict):
        _unreadable("$", T("ไม่ใช่ใบรับรอง", "it is no credential"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _unreadable("$", T("มีชื่อซ้ำกัน", "a name stands twice"))
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError("no number of JSON")


def _of_kind(document: Mapping[str, Any], kinds: tuple[str, ...]) -> None:
    contexts, said = document.get("@context"), document.get("type")
    if not isinstance(contexts, list) or contexts[:1] != [CREDENTIALS]:
        _unreadable("@context", T("ต้องขึ้นต้นด้วย {address}", "it must begin with {address}", address=CREDENTIALS))
    if not isinstance(said, list) or "VerifiableCredential" not in said or not any(kind in said for kind in kinds):
        _unreadable("type", T("ไม่ใช่ {kind}", "it is no {kind}", kind=kinds[0]))


# Writing


def _written(value: Any) -> Any:
    if is_dataclass(value):
        return _written_node(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return dict(value) if isinstance(value, Mapping) else value


def _written_node(value: Any) -> dict[str, Any]:
    shape: Any = type(value)
    kind = shape.KIND
    said: dict[str, Any] = {"type": list(kind) if isinstance(kind, tuple) else kind} if kind else {}
    for own, name, needed in _fields(shape):
        held = getattr(value, own)
        if needed or (held is not None and held not in ("", ())):
            said[name] = _written(held)
    return said


# Reading


@cache
def _hints(shape: Hashable) -> dict[str, Any]:
    return get_type_hints(shape)


@cache
def _fields(shape: Hashable) -> tuple[tuple[str, str, bool], ...]:
    """Our name of each value, that of the standard, and whether it must be there."""
    found: Any = shape
    return tuple((one.name, found.NAMES.get(one.name, one.name), one.default is MISSING) for one in fields(found))


def _read(shape: type[Shape], document: Any, at: str) -> Shape:
    kind: Any = shape
    if isinstance(document, str) and any(name == "id" for _, name, _ in _fields(kind)):
        document = {"id": document}  # the standard lets an address stand for what is found there
    if not isinstance(document, Mapping):
        _unreadable(at, T("ต้องเป็นข้อมูลที่มีชื่อกำกับ", "named values are needed"))
    values = {}
    for own, name, needed in _fields(kind):
        if name in document:
            values[own] = _value(_hints(kind)[own], document[name], _under(at, name))
        elif needed:
            _unreadable(_under(at, name), T("ขาดไป", "it is missing"))
    return shape(**values)


def _value(hint: Any, value: Any, at: str) -> Any:
    if get_origin(hint) is UnionType:
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        held = value if isinstance(value, list) else [value]
        return tuple(_value(get_args(hint)[0], one, at) for one in held)
    if is_dataclass(hint):
        return _read(hint, value, at)  # type: ignore[arg-type]
    if hint is datetime:
        return moment_of(value, at)
    if hint is date:
        return _day(value, at)
    return _plain(hint, value, at)


def _plain(hint: Any, value: Any, at: str) -> Any:
    if hint is str and isinstance(value, str):
        return value
    if hint is bool and isinstance(value, bool):
        return value
    if hint is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if get_origin(hint) is not None and isinstance(value, dict):
        return value
    return _unreadable(at, T("เป็นค่าผิดชนิด", "a value of the wrong kind"))


def _day(value: Any, at: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return _unreadable(at, T("ต้องเป็นวันที่ ค.ศ. เช่น 2026-01-31", "a date like 2026-01-31 is needed"))


def _under(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _unreadable(at: str, reason: T) -> NoReturn:
    raise CredentialUnreadable(at=at, reason=reason)
