"""Refusals: what the house answers when it will not do something, with the next step in two languages.

A refusal is raised by an action and caught once by each face. Anything that is not a refusal is a defect and crashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from rianru.kernel.words import T

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class Refused(Exception):
    """The base of all refusals. `raise CopyAlreadyOut(barcode="…")`.

    A subclass states `code` ("area.what_happened", its own, unique) and `says` in both languages; `status` is the kind
    of answer in the numbers of RFC 9110, without knowing any web. A base for others states `abstract = True`.
    TypeError at the making of a class that lacks one of them, and at the raising of one whose values do not fill the
    places of `says`.
    """

    abstract: ClassVar[bool] = True
    code: ClassVar[str] = ""
    says: ClassVar[T] = T("", "")
    status: ClassVar[int] = 409

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.abstract = bool(cls.__dict__.get("abstract", False))
        if not cls.abstract:
            _check(cls)

    def __init__(self, **values: Any) -> None:
        if self.abstract:
            raise TypeError(f"{type(self).__name__} is a base of refusals; raise one of its kinds")
        if values.keys() != self.says.places - self.says.values.keys():
            raise TypeError(f"{type(self).__name__} says {sorted(self.says.places)}, given {sorted(values)}")
        super().__init__()
        self.values = values
        self.message = self.says.having(**values)

    def text(self, language: str) -> str:
        """The sentence in "th" or "en"."""
        return self.message.in_(language)

    def as_dict(self) -> dict[str, str]:
        """`{"code", "th", "en"}`, for faces that answer with data."""
        return {"code": self.code, "th": self.text("th"), "en": self.text("en")}

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from positional args, and a refusal has none.
        return _raised_again, (type(self), self.values)

    @staticmethod
    def registry() -> dict[str, type[Refused]]:
        """Every refusal that can be raised, by code. Derived from the classes, so nobody has to register anything."""
        return {kind.code: kind for kind in _kinds(Refused)}


def _raised_again(kind: type[Refused], values: dict[str, Any]) -> Refused:
    return kind(**values)


def _kinds(base: type[Refused]) -> Iterator[type[Refused]]:
    seen: set[type[Refused]] = set()
    waiting = base.__subclasses__()
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting.extend(kind.__subclasses__())
            if not kind.abstract and kind.code:
                yield kind


def _check(cls: type[Refused]) -> None:
    """Refuses with TypeError a class without a code of its own or without both languages."""
    problem = _problem(cls)
    if problem:
        cls.abstract = True  # the half-made class may live until the next collection; it must not count
        raise TypeError(f"{cls.__name__}: {problem}")


def _problem(cls: type[Refused]) -> str:
    code = cls.__dict__.get("code", "")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return f"needs a code of its own like 'catalogue.source_unknown', not {code!r}"
    says: object = cls.says
    if not isinstance(says, T) or not says.th.strip() or not says.en.strip():
        return "must speak Thai and English"
    twin = next((kind for kind in _kinds(Refused) if kind is not cls and kind.code == code), None)
    return f"code {code!r} belongs to {twin.__module__}.{twin.__qualname__}" if twin else ""


class NotAllowed(Refused):
    """The actor holds no role that may do this here."""

    code = "house.not_allowed"
    says = T(
        "ส่วนนี้เปิดให้เฉพาะผู้ดูแล ถ้าเป็นงานของคุณ ให้ผู้ดูแลพื้นที่เพิ่มสิทธิ์ให้ได้เลย",
        "This is for those in charge of it. If it is your work, ask the keeper of your space to add you.",
    )
    status = 403


class NotFound(Refused):
    """What was asked for is not there, or this reader may not know that it is."""

    code = "house.not_found"
    says = T(
        "หาไม่พบ อาจย้ายหรือลบไปแล้ว ลองค้นหาจากหน้าแรกอีกครั้ง",
        "We could not find it. It may have moved or been removed; try a search from the first page.",
    )
    status = 404


class SignInFirst(Refused):
    """Nobody is signed in, and this needs someone."""

    code = "house.sign_in_first"
    says = T("เข้าสู่ระบบก่อน แล้วทำต่อได้ทันที", "Sign in first, then go on from here.")
    status = 401


class ChangedMeanwhile(Refused):
    """The row was changed by someone else between reading and writing."""

    code = "house.changed_meanwhile"
    says = T(
        "มีคนแก้ไขข้อมูลนี้ไปก่อนแล้ว เปิดดูฉบับล่าสุด แล้วแก้ต่อจากตรงนั้น",
        "Someone changed this a moment ago. Open the latest version and go on from there.",
    )


class DiskFull(Refused):
    """There is no space left to write; what was not acknowledged was not kept."""

    code = "house.disk_full"
    says = T(
        "พื้นที่เก็บข้อมูลเต็ม สิ่งที่ส่งมายังไม่ถูกบันทึก แจ้งผู้ดูแลระบบให้เพิ่มพื้นที่ แล้วส่งอีกครั้ง",
        "The disk is full, and what you sent was not kept. Ask the keeper of the system for room, then send it again.",
    )
    status = 507


class BodyTooLarge(Refused):
    """More was sent than is taken here; nothing of it was read. `limit` as `numbers.size_of` says it."""

    code = "house.body_too_large"
    says = T(
        "ส่งมาเกิน {limit} ซึ่งที่นี่ไม่รับ ส่งให้น้อยลง หรือแบ่งไฟล์เป็นส่วนย่อยแล้วส่งทีละส่วน",
        "More than {limit} was sent, which is not taken here. Send less, or the file in several parts.",
    )
    status = 413


class NotUnderstood(Refused):
    """A base for typed values that cannot be read without guessing."""

    abstract = True
    status = 400
