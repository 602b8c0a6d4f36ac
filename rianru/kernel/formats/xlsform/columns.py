"""Headings of an XLSForm and the rows under them: one spelling for many, two languages for any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rianru.kernel.formats.xlsform.faults import Left, Place
from rianru.kernel.words import T

THAI: Final = "ไทย (th)"
ENGLISH: Final = "English (en)"
SPOKEN: Final = frozenset({"label", "hint", "constraint_message"})
SURVEY: Final = frozenset({
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "default", "appearance", "choice_filter", "parameters", "repeat_count", "disabled",
    "kind", "bank", "unit_th", "unit_en", "least", "most", "step",
})  # fmt: skip
SETTINGS: Final = frozenset({"form_title", "form_id", "version", "default_language", "title_th", "title_en", "style"})
_SAME: Final[Mapping[str, str]] = {
    "relevance": "relevant", "calculate": "calculation", "calculations": "calculation", "caption": "label",
    "list": "list_name", "value": "name", "constraining_message": "constraint_message", "title": "form_title",
    "id_string": "form_id", "bind::relevant": "relevant", "bind::constraint": "constraint", "command": "type",
    "bind::required": "required", "bind::calculate": "calculation", "control::appearance": "appearance",
    "bind::jr::constraintmsg": "constraint_message",
}  # fmt: skip
_TONGUES: Final = (
    ("th", re.compile(r"\(th\)|\bthai?\b|^th$|ไทย", re.IGNORECASE)),
    ("en", re.compile(r"\(en\)|english|^en$|อังกฤษ", re.IGNORECASE)),
)
_THAI_LETTER: Final = re.compile("[\u0e00-\u0e7f]")
NOT_USED: Final = T("ไม่ได้ใช้คอลัมน์นี้", "this column is not used")
NOT_SPOKEN: Final = T("ยังไม่มีภาษานี้ในระบบ", "this language is not spoken here")


@dataclass(slots=True)
class Line:
    """One row: its number from 1, its texts by column, what is spoken by column and language, and all other columns."""

    row: int
    texts: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, dict[str, str]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """What the cell holds, blank where there is none."""
        return self.texts.get(column, "")

    def words(self, column: str) -> T:
        """What people read, in both languages; a text without a language goes by its letters."""
        sides = self.spoken.get(column, {})
        plain = sides.get("", "")
        if plain:
            side = "th" if _THAI_LETTER.search(plain) else "en"
            sides = {side: plain, **{tongue: text for tongue, text in sides.items() if tongue}}
        return T.verbatim(sides.get("th", ""), sides.get("en", ""))


@dataclass(frozen=True, slots=True)
class _Heading:
    name: str  # blank for a column that is not read
    tongue: str = ""
    other: str = ""


def lines(sheet: str, rows: list[list[str]], known: frozenset[str]) -> tuple[list[Line], set[str], list[Left]]:
    """The rows with something in them, the columns there are, and the columns that are not used."""
    at = next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), len(rows))
    headings = [_heading(cell, known) for cell in rows[at]] if at < len(rows) else []
    found = [_line(place, row, headings) for place, row in enumerate(rows[at + 1 :], start=at + 2)]
    kept = [line for line in found if line.texts or line.spoken or line.others]
    return kept, {heading.name for heading in headings}, list(_left(sheet, at + 1, headings, kept))


def _left(sheet: str, row: int, headings: list[_Heading], kept: list[Line]) -> Iterator[Left]:
    used = {name for line in kept for name in line.others}
    for heading in dict.fromkeys(headings):
        if not heading.name and heading.other in used:
            spoken = heading.other.partition("::")[0] in SPOKEN
            yield Left(Place(sheet, row, heading.other[:60]), NOT_SPOKEN if spoken else NOT_USED)


def _line(row: int, cells: list[str], headings: list[_Heading]) -> Line:
    line = Line(row)
    for heading, cell in zip(headings, cells, strict=False):
        text = cell.strip()
        if not text:
            continue
        if heading.name in SPOKEN:
            line.spoken.setdefault(heading.name, {}).setdefault(heading.tongue, text)
        elif heading.name:
            line.texts.setdefault(heading.name, text)
        else:
            line.others.setdefault(heading.other, text)
    return line


def _heading(cell: str, known: frozenset[str]) -> _Heading:
    text = re.sub(r":+", "::", cell.strip())
    low = re.sub(r"[\s_]+", "_", text.casefold())
    name, _, rest = low.partition("::")
    if _SAME.get(low, low) in known:
        return _Heading(_SAME.get(low, low))
    name = _SAME.get(name, name)
    if name in SPOKEN and name in known and rest:
        tongue = next((code for code, form in _TONGUES if form.search(text.partition("::")[2])), "")
        return _Heading(name, tongue) if tongue else _Heading("", other=text)
    return _Heading("", other=text)
