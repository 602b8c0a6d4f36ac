"""One question as a form: what was typed, half done as it may be, and the question that it makes.

Fields have plain names; rows of choices, table rows, levels and conditions are numbered (`choice-0-th`). Nothing here
refuses: what is wrong is said by the action that takes the question, and by the check before publishing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Final

from rianru.kernel.questions import (
    Calculation,
    Choice,
    ChoiceList,
    File,
    Level,
    Matrix,
    Multiple,
    Number,
    Photo,
    Place,
    Question,
    Questionnaire,
    Row,
    Rubric,
    Single,
    Text,
)
from rianru.kernel.questions import conditions as simple
from rianru.kernel.questions.kept import sides
from rianru.kernel.questions.model import KINDS, USUAL_LETTERS, Choosing
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T

MOST_ROWS: Final = 300  # of one kind in one form
LONGEST: Final = 4_000
SPARE: Final = 2  # empty rows at the end, to type in without pressing anything
_CLASSES: Final = {kind.kind: kind for kind in KINDS}
NO_NUMBER: Final = T("ใส่ตัวเลข เช่น 5 หรือ 0.5", "Type a number, such as 5 or 0.5.")
ROWS: Final[dict[str, tuple[str, ...]]] = {
    "choice": ("code", "th", "en", "facts"), "row": ("name", "th", "en"),
    "level": ("code", "th", "en", "mth", "men", "points"), "when": ("column", "sign", "value"),
}  # fmt: skip
"""The rows of a form, and the fields of each."""
_TEXTS: Final = (
    "kind", "name", "label_th", "label_en", "hint_th", "hint_en", "required", "required_if", "relevant", "joint",
    "asks", "shown",
    "constraint", "warning_th", "warning_en", "default", "appearance", "bank", "list", "choice_filter", "unit_th",
    "unit_en", "least", "most", "step", "letters", "files", "works", "paste",
)  # fmt: skip
_TICKS: Final = ("other", "decimal", "long", "area", "point")


@dataclass
class Typed:
    """What a form holds: texts, ticks and rows of texts."""

    texts: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {kind: [] for kind in ROWS})

    def __getitem__(self, name: str) -> Any:
        """For templates."""
        return self.texts.get(name, self.ticks.get(name, ""))


def from_post(posted: Mapping[str, str]) -> Typed:
    """What was sent. Empty rows are left out."""
    def text(name: str) -> str:
        return posted.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]

    typed = Typed({name: text(name) for name in _TEXTS}, {name: name in posted for name in _TICKS})
    for kind, fields in ROWS.items():
        rows = ({name: text(f"{kind}-{number}-{name}") for name in fields} for number in range(MOST_ROWS))
        typed.rows[kind] = [row for row in rows if any(row[name] for name in fields if name != "sign")]
    typed.rows["choice"] += [{"code": "", "th": line, "en": "", "facts": ""} for line in _lines(typed["paste"])]
    typed.texts["paste"] = ""
    return typed


def _lines(pasted: str) -> list[str]:
    return [line.strip(" \t-•*") for line in pasted.split("\n") if line.strip(" \t-•*")][:MOST_ROWS]


def from_question(form: Questionnaire, question: Question) -> Typed:
    """What the form of a question shows."""
    shown = simple.understood(question.relevant)
    typed = Typed({
        "kind": question.kind, "name": question.name, **_both("label", question.label), **_both("hint", question.hint),
        "required": "yes" if question.required else "if" if question.required_if else "", "default": question.default,
        "required_if": question.required_if, "relevant": question.relevant, "constraint": question.constraint,
        **_both("warning", question.constraint_message), "appearance": question.appearance, "bank": question.bank,
        "asks": "rule" if shown is None else "when", "joint": shown[1] if shown else "and",
    })  # fmt: skip
    typed.rows["when"] = [
        {"column": one.column, "sign": one.sign, "value": one.value} for one in (shown[0] if shown else ())
    ]
    _own_texts(typed, question)
    listed = next((each for each in form.lists if each.name == getattr(question, "choices", "")), None)
    typed.texts["list"] = "" if listed is None or listed.name == question.name else listed.name
    typed.texts["shown"] = typed.texts["list"]
    typed.rows["choice"] = [
        {"code": one.code, **_pair(one.label), "facts": "\n".join(f"{key}={text}" for key, text in one.facts)}
        for one in (listed.choices if listed else ())
    ]
    return typed


def _own_texts(typed: Typed, question: Question) -> None:
    """What only some kinds have."""
    texts, ticks = typed.texts, typed.ticks
    if isinstance(question, Single | Multiple):
        ticks["other"] = question.other
    if isinstance(question, Choosing):
        texts["choice_filter"] = question.choice_filter
    if isinstance(question, Matrix):
        typed.rows["row"] = [{"name": row.name, **_pair(row.label)} for row in question.rows]
    if isinstance(question, Rubric):
        typed.rows["level"] = [
            {"code": one.code, **_pair(one.label), **_pair(one.meaning, "m"), "points": str(one.points)}
            for one in question.levels
        ]
    if isinstance(question, Number):
        texts |= {"least": _shown(question.least), "most": _shown(question.most), "step": _shown(question.step)}
        texts |= _both("unit", question.unit)
        ticks["decimal"] = question.decimal
    if isinstance(question, Text):
        ticks["long"], texts["letters"] = question.long, "" if question.most == USUAL_LETTERS else str(question.most)
    if isinstance(question, Place):
        ticks |= {"area": question.area, "point": question.point}
    if isinstance(question, Photo | File):
        texts["files"] = str(question.most)
    if isinstance(question, Calculation):
        texts["works"] = question.works


def to_question(typed: Typed) -> tuple[Question, ChoiceList | None]:
    """The question that was typed, and its own list where it has one. Refuses as `conditions.rule_of` does."""
    kind = _CLASSES.get(typed["kind"], Text)
    said: dict[str, Any] = {
        "name": typed["name"], "label": _words(typed, "label"), "hint": _words(typed, "hint"), "bank": typed["bank"],
        "required": typed["required"] == "yes",
        "required_if": typed["required_if"] if typed["required"] == "if" else "",
        "relevant": relevant_of(typed), "constraint": typed["constraint"], "default": typed["default"],
        "constraint_message": _words(typed, "warning"), "appearance": typed["appearance"],
    }  # fmt: skip
    said |= _own_values(kind, typed)
    listed = None
    if issubclass(kind, Choosing | Matrix):
        said["choices"] = typed["list"] or typed["name"]
        if typed["list"] in ("", typed["shown"]):  # another list was chosen than the one whose rows are shown: as it is
            listed = ChoiceList(said["choices"], choices_of(typed))
    return kind(**said), listed


def _own_values(kind: type[Question], typed: Typed) -> dict[str, Any]:
    if issubclass(kind, Single | Multiple):
        return {"other": typed.ticks.get("other", False), "choice_filter": typed["choice_filter"]}
    if issubclass(kind, Choosing):
        return {"choice_filter": typed["choice_filter"]}
    if issubclass(kind, Matrix):
        return {"rows": _table_rows(typed)}
    if issubclass(kind, Rubric):
        return {"levels": tuple(
            Level(code, _row_words(row), T.verbatim(row["mth"], row["men"]), _whole(row["points"], 0))
            for code, row in zip(_codes(typed.rows["level"]), typed.rows["level"], strict=True)
        )}  # fmt: skip
    if issubclass(kind, Number):
        return {"unit": _words(typed, "unit"), "decimal": typed.ticks.get("decimal", False),
                **{name: _number(typed[name]) for name in ("least", "most", "step")}}
    if issubclass(kind, Text):
        return {"long": typed.ticks.get("long", False),
                "most": min(max(_whole(typed["letters"], USUAL_LETTERS), 1), 10_000)}
    if issubclass(kind, Place):
        area, point = typed.ticks.get("area", False), typed.ticks.get("point", False)
        return {"area": area or not point, "point": point}
    if issubclass(kind, Photo | File):
        return {"most": min(max(_whole(typed["files"], 1), 1), 10)}
    return {"works": typed["works"]} if issubclass(kind, Calculation) else {}


def choices_of(typed: Typed) -> tuple[Choice, ...]:
    """The choices that were typed; one without a code gets the next free number."""
    rows = typed.rows["choice"]
    return tuple(
        Choice(code, _row_words(row), _facts(row["facts"])) for code, row in zip(_codes(rows), rows, strict=True)
    )


def wrong_fields(typed: Typed) -> dict[str, T]:
    """What is typed where a number belongs, and is none: the field, and what to do."""
    numbers = {"number": ("least", "most", "step"), "text": ("letters",), "photo": ("files",), "file": ("files",)}
    wrong = {
        name: NO_NUMBER for name in numbers.get(typed["kind"], ()) if typed[name] and _number(typed[name]) is None
    }
    points = [row["points"] for row in typed.rows["level"]] if typed["kind"] == "rubric" else []
    if any(each and _number(each) is None for each in points):
        wrong["level"] = NO_NUMBER
    return wrong


def moved(typed: Typed, kind: str, number: int, by: int) -> Typed:
    """The form with a row one place up or down, or without it where `by` is 0."""
    rows = list(typed.rows.get(kind, []))
    if 0 <= number < len(rows):
        row = rows.pop(number)
        if by:
            rows.insert(max(0, number + by), row)
    return replace(typed, rows=typed.rows | {kind: rows})


def relisted(typed: Typed, form: Questionnaire) -> Typed:
    """The form with the list that was chosen in place of the rows that were shown; its own ones stay as they are."""
    listed = next((each for each in form.lists if each.name == typed["list"]), None)
    if listed is None:
        return typed
    rows = [
        {"code": one.code, **_pair(one.label), "facts": "\n".join(f"{key}={text}" for key, text in one.facts)}
        for one in listed.choices
    ]
    return replace(typed, rows=typed.rows | {"choice": rows})


def relevant_of(typed: Typed) -> str:
    """The rule that was chosen or written. Refuses as `conditions.rule_of` does."""
    if typed["asks"] == "rule":
        return str(typed["relevant"])
    joint: simple.Joint = "or" if typed["joint"] == "or" else "and"
    return simple.rule_of([
        simple.Condition(row["column"], row["sign"], row["value"])  # type: ignore[arg-type]
        for row in typed.rows["when"] if row["column"] and row["sign"] in simple.SIGNS
    ], joint)  # fmt: skip


def _table_rows(typed: Typed) -> tuple[Row, ...]:
    taken, rows = {row["name"] for row in typed.rows["row"]}, []
    for row in typed.rows["row"]:
        name = row["name"] or next(
            free for number in range(1, MOST_ROWS * 2) if (free := f"{typed['name']}_{number}") not in taken
        )
        taken.add(name)
        rows.append(Row(name, _row_words(row)))
    return tuple(rows)


def _codes(rows: list[dict[str, str]]) -> list[str]:
    taken, codes = {row["code"] for row in rows}, []
    for row in rows:
        code = row["code"] or next(str(free) for free in range(1, MOST_ROWS * 2) if str(free) not in taken)
        taken.add(code)
        codes.append(code)
    return codes


def _facts(typed: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition("=") for line in typed.split("\n") if "=" in line)
    return tuple(sorted({key.strip(): text.strip() for key, _, text in pairs if key.strip()}.items()))


def _both(name: str, text: T) -> dict[str, str]:
    said = sides(text)
    return {f"{name}_th": said.get("th", ""), f"{name}_en": said.get("en", "")}


def _pair(text: T, before: str = "") -> dict[str, str]:
    said = sides(text)
    return {f"{before}th": said.get("th", ""), f"{before}en": said.get("en", "")}


def _words(typed: Typed, name: str) -> T:
    return T.verbatim(typed[f"{name}_th"], typed[f"{name}_en"])


def _row_words(row: Mapping[str, str]) -> T:
    return T.verbatim(row["th"], row["en"])


def _number(typed: str) -> float | None:
    try:
        value = float(to_arabic(typed).replace(",", "")) if typed and len(typed) <= 40 and "_" not in typed else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) and abs(value) <= 1e15 else None


def _whole(typed: str, usual: int) -> int:
    value = _number(typed)
    return int(value) if value is not None else usual


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.12f}".rstrip("0").rstrip(".")
