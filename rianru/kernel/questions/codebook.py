"""The codebook: what each column of the answers holds. Rows of texts; whoever writes the file makes cells safe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from rianru.kernel.questions.kept import sides
from rianru.kernel.questions.model import (
    Calculation,
    Column,
    Matrix,
    Number,
    Question,
    Questionnaire,
    Rubric,
    has_other,
)

Way = Literal["shares", "several", "ranks", "amounts", "days", "clock", "areas", "agreed", "attached", "words"]

HEADINGS: Final = (
    "column", "page", "kind", "question_th", "question_en", "row_th", "row_en", "unit_th", "unit_en", "choices",
    "least", "most", "required", "relevant", "calculation", "bank",
)  # fmt: skip
_WAYS: Final[dict[str, Way]] = {
    "code": "shares", "codes": "several", "whole": "amounts", "decimal": "amounts", "text": "words", "day": "days",
    "clock": "clock", "place": "areas", "files": "attached", "yes": "agreed", "worked": "words",
}  # fmt: skip


def codebook(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    """HEADINGS, then a row for each column of the answers, in order."""
    yield HEADINGS
    for section in questionnaire.sections:
        for question in section.questions:
            for column in question.columns:
                yield tuple(_row(questionnaire, section.name, question, column).get(name, "") for name in HEADINGS)


def way_of(question: Question, column: Column) -> Way:
    """How a column is summed up.

    shares: each code's part of those who answered · several: the same, of codes that do not exclude one another ·
    ranks: mean place and first places · amounts: count, mean, least, most, spread · days: by month · clock: by hour ·
    areas: by province · agreed: yes and no · attached: how many · words: read one by one.
    """
    if question.kind == "ranking":
        return "ranks"
    return _WAYS[column.form]


def codes_of(questionnaire: Questionnaire, question: Question, column: Column) -> tuple[str, ...]:
    """The codes that a column counts, in order; none where it counts something else."""
    if column.form not in {"code", "codes"}:
        return ()
    return tuple(choice.code for choice in questionnaire.choices_of(question))


def _row(questionnaire: Questionnaire, page: str, question: Question, column: Column) -> dict[str, str]:
    label = sides(question.label)
    row = {
        "column": column.name, "page": page, "kind": question.kind, "question_th": label.get("th", ""),
        "question_en": label.get("en", ""), "choices": _choices(questionnaire, question, column),
        "required": "yes" if question.required else question.required_if, "relevant": question.relevant,
        "bank": question.bank,
    }  # fmt: skip
    if isinstance(question, Matrix) or (has_other(question) and column.name != question.name):
        row |= {f"row_{tongue}": text for tongue, text in sides(column.label).items()}
    if isinstance(question, Number):
        row |= {f"unit_{tongue}": text for tongue, text in sides(question.unit).items()}
        row |= {"least": _plain(question.least), "most": _plain(question.most)}
    if isinstance(question, Calculation):
        row["calculation"] = question.works
    return row


def _choices(questionnaire: Questionnaire, question: Question, column: Column) -> str:
    """`code = ไทย / English`, one after another."""
    if column.form not in {"code", "codes"}:
        return ""
    points = {level.code: f" ({level.points})" for level in question.levels} if isinstance(question, Rubric) else {}
    return "; ".join(
        f"{choice.code} = {' / '.join(sides(choice.label).values()) or choice.code}{points.get(choice.code, '')}"
        for choice in questionnaire.choices_of(question)
    )


def _plain(bound: float | None) -> str:
    return "" if bound is None else str(int(bound)) if bound == int(bound) else str(bound)
