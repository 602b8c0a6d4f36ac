"""Two versions of a questionnaire: which answers can be compared or carried over, and which cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rianru.kernel.questions.answers import Answer, Answers, blank, fits
from rianru.kernel.questions.model import Calculation, Column, Matrix, Question, Questionnaire

_Asked = tuple[Question, Column]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same question in two versions: its columns there, the codes that both have, and those that one lacks."""

    earlier: str
    later: str
    codes: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def pairs(earlier: Questionnaire, later: Questionnaire) -> tuple[Pair, ...]:
    """Columns that can be compared, in the order of the later version.

    The same question is one with the same id of a bank, or, where neither has one, with the same name; its answers must
    have the same form, and numbers the same unit.
    """
    before = {_key(question, column): (question, column) for question, column in _columns(earlier)}
    return tuple(
        _pair(earlier, later, before[key], (question, column))
        for question, column in _columns(later)
        if (key := _key(question, column)) in before and _alike(before[key], (question, column))
    )


def carried(earlier: Questionnaire, later: Questionnaire, answers: Mapping[str, Answer]) -> Answers:
    """A draft of the earlier version as one of the later: what was answered and still fits, under its new names."""
    named = {column.name: (question, column) for question, column in _columns(later)}
    kept: Answers = {}
    for pair in pairs(earlier, later):
        answer = answers.get(pair.earlier)
        question, column = named[pair.later]
        codes = [choice.code for choice in later.choices_of(question)]
        if isinstance(answer, list) and column.form == "codes":
            answer = [code for code in answer if code in codes]
        if not blank(answer) and fits(column, answer, codes):
            kept[pair.later] = answer
    return kept


def _columns(questionnaire: Questionnaire) -> list[_Asked]:
    return [
        (question, column) for question in questionnaire.questions for column in question.columns
        if not isinstance(question, Calculation)
    ]  # fmt: skip


def _key(question: Question, column: Column) -> tuple[str, str, str]:
    """Bank and place in the question, or the name. Rows of a table keep their own names."""
    part = column.name if isinstance(question, Matrix) else column.name.removeprefix(question.name)
    return ("bank", question.bank, part) if question.bank else ("name", column.name, "")


def _alike(before: _Asked, after: _Asked) -> bool:
    (old, old_column), (new, new_column) = before, after
    numbers = {"whole", "decimal"}
    same_form = old_column.form == new_column.form or {old_column.form, new_column.form} <= numbers
    return same_form and old.kind == new.kind and getattr(old, "unit", None) == getattr(new, "unit", None)


def _pair(earlier: Questionnaire, later: Questionnaire, before: _Asked, after: _Asked) -> Pair:
    (old, old_column), (new, new_column) = before, after
    if new_column.form not in {"code", "codes"}:
        return Pair(old_column.name, new_column.name)
    was, now = ([choice.code for choice in form.choices_of(each)] for form, each in ((earlier, old), (later, new)))
    return Pair(
        old_column.name, new_column.name, tuple(code for code in now if code in was),
        tuple(code for code in was if code not in now), tuple(code for code in now if code not in was),
    )  # fmt: skip
