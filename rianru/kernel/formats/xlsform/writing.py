"""A questionnaire as an XLSForm: other programs can use it, and read here again it is the same.

What XLSForm has no column for stands in columns of our own, which others leave alone: `kind`, `bank`, `unit_th`,
`unit_en`, `least`, `most`, `step` in survey; `points`, `meaning_th`, `meaning_en` in choices; `title_th`, `title_en`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rianru.kernel.formats import xlsx
from rianru.kernel.formats.xlsform.bounds import OR_OTHER, constraint_of, filter_with_other, plain
from rianru.kernel.formats.xlsform.columns import ENGLISH, THAI
from rianru.kernel.questions.kept import digest, sides
from rianru.kernel.questions.model import (
    OTHER,
    THE_OTHER,
    USUAL_LETTERS,
    Calculation,
    Choice,
    ChoiceList,
    Choosing,
    File,
    Matrix,
    Number,
    Photo,
    Place,
    Question,
    Questionnaire,
    Rubric,
    Section,
    Text,
    has_other,
)
from rianru.kernel.words import T

Cells = dict[str, str]
_TYPES: Final = {
    "note": "note", "date": "date", "time": "time", "photo": "image", "file": "file", "consent": "acknowledge",
    "calculation": "calculate", "text": "text", "multiple": "select_multiple", "single": "select_one",
    "ranking": "rank", "rubric": "select_one",
}  # fmt: skip
_SURVEY: Final = (
    "type", "name", f"label::{THAI}", f"label::{ENGLISH}", f"hint::{THAI}", f"hint::{ENGLISH}", "required", "relevant",
    "constraint", f"constraint_message::{THAI}", f"constraint_message::{ENGLISH}", "calculation", "default",
    "appearance", "choice_filter", "kind", "bank", "unit_th", "unit_en", "least", "most", "step",
)  # fmt: skip
_CHOICES: Final = ("list_name", "name", f"label::{THAI}", f"label::{ENGLISH}")


def written(questionnaire: Questionnaire) -> bytes:
    """The .xlsx file; the same questionnaire is always the same bytes. It must have passed `check`."""
    rubrics = _level_lists(questionnaire)
    survey = [cells for section in questionnaire.sections for cells in _section(section, rubrics)]
    return xlsx.workbook({
        "survey": _table(survey, _SURVEY), "choices": _choices(questionnaire, rubrics),
        "settings": _table([_settings(questionnaire)], ()),
    })  # fmt: skip


def _table(rows: list[Cells], order: Iterable[str]) -> list[list[str]]:
    """Rows under the headings that any of them needs."""
    used = {key for cells in rows for key, text in cells.items() if text}
    headings = [key for key in order if key in used] + sorted(used - set(order))
    return [headings, *([cells.get(key, "") for key in headings] for cells in rows)]


def _settings(questionnaire: Questionnaire) -> Cells:
    title = sides(questionnaire.title)
    return {
        "form_title": title.get("th") or title.get("en") or questionnaire.name, "form_id": questionnaire.name,
        "version": digest(questionnaire)[:12], "default_language": THAI,
        "title_th": title.get("th", ""), "title_en": title.get("en", ""),
    }  # fmt: skip


def _spoken(column: str, text: T) -> Cells:
    said = sides(text)
    return {f"{column}::{THAI}": said.get("th", ""), f"{column}::{ENGLISH}": said.get("en", "")}


def _section(section: Section, rubrics: dict[str, ChoiceList]) -> Iterator[Cells]:
    yield {
        "type": "begin_group", "name": section.name, **_spoken("label", section.label), "relevant": section.relevant,
        "appearance": "field-list",
    }  # fmt: skip
    for question in section.questions:
        if isinstance(question, Matrix):
            yield from _matrix(question)
        else:
            yield _question(question, rubrics)
            if has_other(question):
                yield _written_other(question)
    yield {"type": "end_group"}


def _matrix(question: Matrix) -> Iterator[Cells]:
    shared = _common(question)
    rules = ("required", "constraint", f"constraint_message::{THAI}", f"constraint_message::{ENGLISH}")
    yield {
        **{key: text for key, text in shared.items() if key not in rules}, "type": "begin_group",
        "appearance": f"table-list {question.appearance}".strip(),
    }  # fmt: skip
    for row in question.rows:
        yield {
            "type": f"select_one {question.choices}", "name": row.name, **_spoken("label", row.label),
            **{key: shared[key] for key in rules},
        }  # fmt: skip
    yield {"type": "end_group"}


def _common(question: Question) -> Cells:
    return {
        "name": question.name, **_spoken("label", question.label), **_spoken("hint", question.hint),
        "required": "yes" if question.required else question.required_if, "relevant": question.relevant,
        "constraint": question.constraint, **_spoken("constraint_message", question.constraint_message),
        "default": question.default, "appearance": question.appearance, "bank": question.bank,
    }  # fmt: skip


def _question(question: Question, rubrics: dict[str, ChoiceList]) -> Cells:
    cells = _common(question) | {"type": _TYPES.get(question.kind, "text")}
    if isinstance(question, Choosing):
        cells |= _choosing(question, cells["type"])
    elif isinstance(question, Rubric):
        cells |= {"type": f"select_one {rubrics[question.name].name}", "kind": "rubric"}
    elif isinstance(question, Number):
        cells |= _number(question)
    elif isinstance(question, Text):
        cells |= _text(question)
    elif isinstance(question, Place):
        cells |= {"type": "geopoint" if question.point else "text", "kind": "area" if question.area else ""}
    elif isinstance(question, Photo | File):
        cells["most"] = str(question.most) if question.most != 1 else ""
    elif isinstance(question, Calculation):
        cells["calculation"] = question.works
    return cells


def _choosing(question: Choosing, kind: str) -> Cells:
    """What `or_other` does, written out: that one speaks English alone, bears no filter, and has no name."""
    if not has_other(question):
        return {"type": f"{kind} {question.choices}", "choice_filter": question.choice_filter}
    return {
        "type": f"{kind} {question.choices}{OR_OTHER}", "kind": f"other {question.choices}",
        "choice_filter": filter_with_other(question.choice_filter),
    }  # fmt: skip


def _written_other(question: Question) -> Cells:
    """The line for what is not on the list."""
    return {
        "type": "text", "name": f"{question.name}_other", **_spoken("label", THE_OTHER.label), "kind": "other",
        "relevant": f"selected(${{{question.name}}}, '{OTHER}')",
    }  # fmt: skip


def _number(question: Number) -> Cells:
    unit = sides(question.unit)
    bounds = {"least": question.least, "most": question.most, "step": question.step}
    return {
        "type": "decimal" if question.decimal else "integer",
        "constraint": constraint_of(question.constraint, least=question.least, most=question.most),
        "unit_th": unit.get("th", ""), "unit_en": unit.get("en", ""),
        **{key: plain(bound) for key, bound in bounds.items() if bound is not None},
    }  # fmt: skip


def _text(question: Text) -> Cells:
    said = question.most != USUAL_LETTERS
    return {
        "appearance": f"multiline {question.appearance}".strip() if question.long else question.appearance,
        "most": str(question.most) if said else "",
        "constraint": constraint_of(question.constraint, letters=question.most if said else None),
    }  # fmt: skip


def _level_lists(questionnaire: Questionnaire) -> dict[str, ChoiceList]:
    """A list of choices for the levels of each rubric, under a name that is free."""
    taken, lists = {each.name for each in questionnaire.lists}, {}
    for question in questionnaire.questions:
        if isinstance(question, Rubric):
            name = f"{question.name}_levels"
            while name in taken:
                name += "_"
            taken.add(name)
            lists[question.name] = ChoiceList(name, tuple(
                Choice(level.code, level.label, (
                    *((f"meaning_{tongue}", text) for tongue, text in sides(level.meaning).items()),
                    ("points", str(level.points)),
                )) for level in question.levels
            ))  # fmt: skip
    return lists


def _choices(questionnaire: Questionnaire, rubrics: dict[str, ChoiceList]) -> list[list[str]]:
    open_ended = {each.choices for each in questionnaire.questions if isinstance(each, Choosing) and has_other(each)}
    others = [
        ChoiceList(f"{each.name}{OR_OTHER}", (*each.choices, THE_OTHER))
        for each in questionnaire.lists if each.name in open_ended
    ]  # fmt: skip
    rows: list[Cells] = [
        {"list_name": each.name, "name": choice.code, **_spoken("label", choice.label), **dict(choice.facts)}
        for each in (*questionnaire.lists, *others, *rubrics.values()) for choice in each.choices
    ]  # fmt: skip
    return _table(rows, _CHOICES) if rows else [list(_CHOICES)]
