"""Questions as their makers see them: in the list of what is asked, and as they will look to those who answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from rianru.kernel.questions import Fault, Looked, Matrix, Question, Questionnaire, Section
from rianru.kernel.questions import conditions as simple
from rianru.kernel.questions.model import Choosing
from rianru.kernel.words import T
from rianru.web.surveys.asking import Page, Shown
from rianru.web.surveys.making.kinds import KINDS

NAMELESS = T("(ยังไม่มีคำถาม)", "(no words yet)")
ALWAYS = T("ถามทุกคน", "Everyone is asked")
BY_RULE = T("ถามตามกฎที่เขียนไว้", "Asked by a written rule")


def outline(form: Questionnaire, faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Pages with their questions, numbered through, each with what is wrong with it."""
    wrong: dict[str, list[T]] = {}
    for fault in faults:
        wrong.setdefault(fault.question, []).append(fault.why.message)
    pages, number = [], 0
    for place, page in enumerate(form.sections):
        rows = []
        for question in page.questions:
            number += question.asked and question.kind != "note"
            rows.append(_row(form, question, number, wrong.get(question.name, [])))
        pages.append({
            "name": page.name, "label": page.label or T("หน้า {n}", "Page {n}", n=place + 1), "rows": rows,
            "shown_if": shown_if(form, page.relevant), "faults": wrong.get(page.name, []), "number": place + 1,
            "first": place == 0, "last": place == len(form.sections) - 1,
        })  # fmt: skip
    return pages


def _row(form: Questionnaire, question: Question, number: int, wrong: list[T]) -> dict[str, Any]:
    choices = [choice.label or T.verbatim(choice.code, choice.code) for choice in form.choices_of(question)]
    return {
        "name": question.name, "label": question.label or NAMELESS, "kind": KINDS[question.kind], "faults": wrong,
        "number": number if question.asked and question.kind != "note" else "",
        "required": question.required or bool(question.required_if), "shown_if": shown_if(form, question.relevant),
        "choices": choices[:8], "more": max(0, len(choices) - 8), "bank": bool(question.bank),
    }  # fmt: skip


def shown_if(form: Questionnaire, rule: str) -> T | None:
    """When something is asked, in words; None where everyone is."""
    if not rule.strip():
        return None
    found = simple.understood(rule)
    if found is None:
        return BY_RULE
    said = [_condition(form, one) for one in found[0]]
    both = T(" และ ", " and ") if found[1] == "and" else T(" หรือ ", " or ")
    return T.verbatim(*(both.in_(tongue).join(one.in_(tongue) for one in said) for tongue in ("th", "en")))


def _condition(form: Questionnaire, one: simple.Condition) -> T:
    question = next((each for each in form.questions for column in each.columns if column.name == one.column), None)
    label = question.label if question and question.label else T.verbatim(one.column, one.column)
    value = {choice.code: choice.label for choice in form.choices_of(question)} if question else {}
    worth = value.get(one.value) or T.verbatim(one.value, one.value)
    th, en = ((
        f"“{label.in_(tongue)}” {simple.SIGNS[one.sign].in_(tongue)}"
        + ("" if one.sign in simple.WITHOUT else f" “{worth.in_(tongue)}”")
    ) for tongue in ("th", "en"))  # fmt: skip
    return T.verbatim(th, en)


def drawn(form: Questionnaire, question: Question, today: date) -> Shown | None:
    """A question as those who answer it see it before anything is answered; None for what nobody sees."""
    told = replace(question, label=question.label or NAMELESS)
    if isinstance(told, Choosing):
        told = replace(told, choice_filter="")
    found = Looked((told.name,), {}, {}, (), ())
    return next(iter(Page(form, {}, found, today).section(Section("", questions=(told,)))), None)


def columns_to_ask(form: Questionnaire, own: str) -> list[dict[str, Any]]:
    """What a condition may look at: every answer but the question's own, with the signs and choices that it takes."""
    found = []
    for question in form.questions:
        if question.name == own:
            continue
        choices = [
            {"code": choice.code, "label": choice.label or T.verbatim(choice.code, choice.code)}
            for choice in form.choices_of(question)
        ]
        for column in question.columns:
            label = column.label if isinstance(question, Matrix) else question.label
            found.append({
                "name": column.name, "label": label or T.verbatim(column.name, column.name), "form": column.form,
                "signs": [(sign, simple.SIGNS[sign]) for sign in simple.signs_for(column.form)],
                "choices": choices if column.form in ("code", "codes") else [],
            })  # fmt: skip
    return found
