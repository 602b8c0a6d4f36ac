"""One answer: whether it has the form of its column, and what it is to rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from math import isfinite
from typing import Any, Final

from rianru.kernel.dates import YearUnclear, from_typed_year
from rianru.kernel.questions.logic import Value
from rianru.kernel.questions.model import Column, Date, Number, Question, Text, Time
from rianru.kernel.thai.digits import to_arabic

Answer = Any  # a JSON value; its form is said in `model`
Answers = dict[str, Answer]

LONGEST: Final = 10_000  # letters of what is written
LARGEST: Final = 1e15
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AREA: Final = re.compile(r"\d{2}(\d{2}){0,3}", re.ASCII)
_KEY: Final = re.compile(r"[\w.:/-]{1,200}", re.ASCII)
_TYPED_DAY: Final = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})", re.ASCII)


def blank(answer: Answer) -> bool:
    """Whether nothing was answered."""
    return answer is None or answer in ("", [], {}) or (isinstance(answer, str) and not answer.strip())


def fits(column: Column, answer: Answer, codes: Collection[str] = ()) -> bool:
    """Whether it has the form of the column, choices among `codes`. Bounds and rules are looked at elsewhere."""
    return _FITS[column.form](answer, codes)


def to_rules(answer: Answer) -> Value:
    """A fitting answer as rules see it: codes with spaces between them, an agreement as OK, a point as two numbers."""
    if isinstance(answer, bool):
        return "OK" if answer else ""
    if isinstance(answer, int | float):
        return float(answer)
    if isinstance(answer, list):
        return " ".join(map(str, answer))
    if isinstance(answer, dict):
        return f"{answer['latitude']} {answer['longitude']}" if "latitude" in answer else str(answer.get("area", ""))
    return str(answer)


def from_text(question: Question, column: Column, typed: str) -> Answer:
    """What someone typed or a file holds, as an answer; unfit things stay as they are, for `fits` to say no.

    Thai digits, commas between thousands, and days as 21/11/2569 are understood.
    """
    plain = to_arabic(typed.strip())
    if isinstance(question, Text) or column.form == "text":
        return typed.strip()
    if isinstance(question, Number):
        return _number(plain.replace(",", ""), question.decimal)
    if isinstance(question, Date):
        return _day(plain)
    if isinstance(question, Time):
        return plain.replace(".", ":").removesuffix("น:").strip().rjust(5, "0") if plain else plain
    reads = _READS.get(column.form)
    return reads(plain if column.form in {"place", "yes"} else typed.strip()) if reads else typed.strip()


def _number(plain: str, decimal: bool) -> Answer:
    try:
        value = float(plain) if len(plain) <= 40 and "_" not in plain else None
    except ValueError:
        return plain
    if value is None or not isfinite(value):
        return plain
    return value if decimal and value != int(value) else int(value) if value == int(value) else plain


def _day(plain: str) -> str:
    typed = _TYPED_DAY.fullmatch(plain)
    if typed is None:
        return plain
    try:
        return date(from_typed_year(typed[3]), int(typed[2]), int(typed[1])).isoformat()
    except (YearUnclear, ValueError):
        return plain


def _place(plain: str) -> Answer:
    if _AREA.fullmatch(plain):
        return {"area": plain}
    parts = plain.replace(",", " ").split()
    try:
        return {"latitude": float(parts[0]), "longitude": float(parts[1])}
    except (ValueError, IndexError):
        return plain


def _yes(plain: str) -> Answer:
    return {"ok": True, "true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
        plain.casefold(), plain
    )


_READS: Final[dict[str, Callable[[str], Answer]]] = {
    "codes": str.split, "files": str.split, "place": _place, "yes": _yes,
}  # fmt: skip


def _is_code(answer: Answer, codes: Collection[str]) -> bool:
    return isinstance(answer, str) and answer in codes


def _are_codes(answer: Answer, codes: Collection[str]) -> bool:
    return (
        isinstance(answer, list) and len(answer) <= len(codes) and all(_is_code(each, codes) for each in answer)
        and len(set(answer)) == len(answer)
    )  # fmt: skip


def _is_whole(answer: Answer, _: Collection[str]) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool) and abs(answer) <= LARGEST


def _is_number(answer: Answer, _: Collection[str]) -> bool:
    return (
        isinstance(answer, int | float) and not isinstance(answer, bool)
        and abs(answer) <= LARGEST and isfinite(answer)
    )  # fmt: skip


def _is_text(answer: Answer, _: Collection[str]) -> bool:
    return isinstance(answer, str) and len(answer) <= LONGEST and "\0" not in answer


def _is_day(answer: Answer, _: Collection[str]) -> bool:
    if not isinstance(answer, str) or not _DAY.fullmatch(answer):
        return False
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _is_clock(answer: Answer, _: Collection[str]) -> bool:
    return isinstance(answer, str) and _CLOCK.fullmatch(answer) is not None


def _is_place(answer: Answer, _: Collection[str]) -> bool:
    if not isinstance(answer, dict) or not answer.keys() <= {"area", "latitude", "longitude"} or not answer:
        return False
    area = answer.get("area")
    if "area" in answer and not (isinstance(area, str) and _AREA.fullmatch(area)):
        return False
    if ("latitude" in answer) != ("longitude" in answer):
        return False
    bounds = {"latitude": 90, "longitude": 180}
    return all(_is_number(answer[side], ()) and abs(answer[side]) <= bounds[side] for side in bounds if side in answer)


def _are_files(answer: Answer, _: Collection[str]) -> bool:
    return (
        isinstance(answer, list) and len(answer) <= 50
        and all(isinstance(each, str) and _KEY.fullmatch(each) for each in answer)
    )  # fmt: skip


_FITS: Final[dict[str, Callable[[Answer, Collection[str]], bool]]] = {
    "code": _is_code, "codes": _are_codes, "whole": _is_whole, "decimal": _is_number, "text": _is_text,
    "day": _is_day, "clock": _is_clock, "place": _is_place, "files": _are_files,
    "yes": lambda answer, _: isinstance(answer, bool), "worked": _is_text,
}  # fmt: skip
