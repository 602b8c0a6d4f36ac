"""One row of the sheet `survey` as a question: what each type becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Final

from rianru.kernel.formats.xlsform.bounds import OR_OTHER, filter_without_other, rest_of
from rianru.kernel.formats.xlsform.columns import Line
from rianru.kernel.formats.xlsform.faults import ListUnnamed, NotANumber, NotTaken, TypeUnknown
from rianru.kernel.questions.model import (
    USUAL_LETTERS,
    Calculation,
    ChoiceList,
    Consent,
    Date,
    File,
    Level,
    Multiple,
    Note,
    Number,
    Photo,
    Place,
    Question,
    Ranking,
    Rubric,
    Single,
    Text,
    Time,
)
from rianru.kernel.refusals import Refused
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T

Lists = Mapping[str, ChoiceList]
Given = dict[str, Any]
_CHOOSING: Final = re.compile(
    r"(select[ _]one|select[ _]multiple|rank)(?:\s+(\S+?))?(\s+or[ _]other)?", re.IGNORECASE,
)  # fmt: skip
_YES: Final = frozenset({"yes", "true", "true()", "1"})
_NO: Final = frozenset({"", "no", "false", "false()", "0"})
BEGUN_BY_THE_PHONE: Final = frozenset({
    "start", "end", "deviceid", "phonenumber", "username", "email", "simserial", "subscriberid", "audit",
    "start-geopoint", "device id", "phone number",
})  # fmt: skip


class CellWrong(Exception):
    """A refusal and the column in which it was found."""

    def __init__(self, column: str, why: Refused) -> None:
        super().__init__(column)
        self.column = column
        self.why = why


def question_of(line: Line, lists: Lists) -> Question:
    """The question of a row that is none of a group. CellWrong for what cannot be taken."""
    said = " ".join(line.text("type").split())
    chosen = _CHOOSING.fullmatch(said)
    given = _common(line)
    if chosen:
        return _choosing(line, given, chosen, lists)
    make = _KINDS.get(said.casefold())
    if make is None:
        raise CellWrong("type", TypeUnknown(type=said[:60]))
    question = make(line, given)
    for column in ("calculation", "choice_filter", "repeat_count"):
        if line.text(column) and not (column == "calculation" and isinstance(question, Calculation)):
            raise CellWrong(column, NotTaken(type=said[:60]))
    return question


def required(line: Line) -> tuple[bool, str]:
    """Whether it must be answered always, and the rule by which it must otherwise."""
    said = line.text("required")
    if said.casefold() in _YES:
        return True, ""
    return False, "" if said.casefold() in _NO else said


def number(line: Line, column: str, usual: float | None = None) -> float | None:
    """The number in a cell. CellWrong for what is none."""
    return _number(line.text(column), column, usual)


def without(appearance: str, *signs: str) -> str:
    """The appearance without these words."""
    return " ".join(word for word in appearance.split() if word not in signs)


def _common(line: Line) -> Given:
    always, rule = required(line)
    return {
        "name": line.text("name"), "label": line.words("label"), "hint": line.words("hint"), "bank": line.text("bank"),
        "required": always, "required_if": rule, "relevant": line.text("relevant"),
        "constraint": line.text("constraint"), "constraint_message": line.words("constraint_message"),
        "default": line.text("default"), "appearance": line.text("appearance"),
    }  # fmt: skip


def _choosing(line: Line, given: Given, chosen: re.Match[str], lists: Lists) -> Question:
    kind, name, other = chosen[1].casefold().replace(" ", "_"), chosen[2] or "", bool(chosen[3])
    if not name:
        raise CellWrong("type", ListUnnamed(type=chosen[0][:60]))
    if line.text("calculation"):
        raise CellWrong("calculation", NotTaken(type=chosen[0][:60]))
    words = line.text("kind").split()
    if "rubric" in words and kind == "select_one" and name in lists:
        return Rubric(**given, levels=tuple(map(_level, lists[name].choices)))
    given |= {"choices": name, "choice_filter": line.text("choice_filter")}
    if kind == "rank":
        return Ranking(**given)
    if words == ["other", name.removesuffix(OR_OTHER)]:  # ours, written out
        given |= {"choices": words[1], "choice_filter": filter_without_other(given["choice_filter"])}
        other = True
    return (Single if kind == "select_one" else Multiple)(**given, other=other)


def _level(choice: Any) -> Level:
    facts = dict(choice.facts)
    meaning = T.verbatim(facts.get("meaning_th", ""), facts.get("meaning_en", ""))
    return Level(choice.code, choice.label, meaning, int(_number(facts.get("points", ""), "points", 0) or 0))


def _number(said: str, column: str, usual: float | None) -> float | None:
    if not said:
        return usual
    try:
        value = float(to_arabic(said).replace(",", "")) if len(said) <= 40 else None
    except ValueError:
        value = None
    if value is None or not isfinite(value) or abs(value) > 1e15:
        raise CellWrong(column, NotANumber(value=said[:40]))
    return value


def _numeric(line: Line, given: Given, *, decimal: bool) -> Number:
    bounds: Given = {column: number(line, column) for column in ("least", "most", "step")}
    given["constraint"] = rest_of(given["constraint"], least=bounds["least"], most=bounds["most"])
    return Number(**given, **bounds, decimal=decimal, unit=T.verbatim(line.text("unit_th"), line.text("unit_en")))


def _range(line: Line, given: Given) -> Number:
    """A scale: `start=1 end=5 step=1`."""
    said = dict(part.partition("=")[::2] for part in line.text("parameters").replace(",", " ").split() if "=" in part)
    least, most, step = (
        _number(said.get(key, ""), "parameters", usual) for key, usual in (("start", 1.0), ("end", 10.0), ("step", 1.0))
    )
    decimal = any(bound is not None and bound != int(bound) for bound in (least, most, step))
    return Number(**given, least=least, most=most, step=step, decimal=decimal)


def _text(line: Line, given: Given) -> Question:
    words = line.text("kind").split()
    if "area" in words:
        return Place(**given)
    long = "multiline" in given["appearance"].split()
    most = int(number(line, "most") or USUAL_LETTERS)
    given["constraint"] = rest_of(given["constraint"], letters=most if line.text("most") else None)
    return Text(**given | {"appearance": without(given["appearance"], "multiline")}, long=long, most=most)


def _attached(line: Line, given: Given, make: type[Photo] | type[File]) -> Question:
    return make(**given, most=int(number(line, "most", 1) or 1))


def _calculated(line: Line, given: Given) -> Question:
    return Calculation(**given, works=line.text("calculation"))


def _today(line: Line, given: Given) -> Question:
    return Calculation(name=given["name"], works="today()")


_KINDS: Final[dict[str, Callable[[Line, Given], Question]]] = {
    "note": lambda line, given: Note(**given),
    "text": _text, "string": _text,
    "integer": lambda line, given: _numeric(line, given, decimal=False),
    "int": lambda line, given: _numeric(line, given, decimal=False),
    "decimal": lambda line, given: _numeric(line, given, decimal=True),
    "range": _range,
    "date": lambda line, given: Date(**given),
    "time": lambda line, given: Time(**given),
    "geopoint": lambda line, given: Place(**given, area="area" in line.text("kind").split(), point=True),
    "location": lambda line, given: Place(**given, area=False, point=True),
    "image": lambda line, given: _attached(line, given, Photo),
    "photo": lambda line, given: _attached(line, given, Photo),
    "file": lambda line, given: _attached(line, given, File),
    "acknowledge": lambda line, given: Consent(**given),
    "trigger": lambda line, given: Consent(**given),
    "calculate": _calculated,
    "today": _today,
}  # fmt: skip
