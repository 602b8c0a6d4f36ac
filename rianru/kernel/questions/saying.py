"""Answers as people read them: labels rather than codes, days in their era, numbers with their unit. Never escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rianru.kernel.dates import date_text
from rianru.kernel.numbers import NO_BREAK_SPACE
from rianru.kernel.questions.answers import Answer
from rianru.kernel.questions.model import Column, Number, Question, Questionnaire
from rianru.kernel.words import T

YES = T("ตกลง", "Yes")
NO = T("ไม่ตกลง", "No")


def said(questionnaire: Questionnaire, answers: Mapping[str, Answer], language: str) -> dict[str, str]:
    """What was answered in each column, in "th" or "en". `answers` are those of `look`: of the right form.

    For `piped`, and for reading a response over before it is sent. An area is its code: names are not known here.
    """
    return {
        column.name: _said(questionnaire, question, column, answers[column.name], language)
        for question in questionnaire.questions for column in question.columns if column.name in answers
    }  # fmt: skip


def _said(questionnaire: Questionnaire, question: Question, column: Column, answer: Answer, language: str) -> str:
    if column.form in {"code", "codes"}:
        labels = {choice.code: choice.label for choice in questionnaire.choices_of(question)}
        codes = answer if isinstance(answer, list) else [answer]
        return ", ".join(labels[code].in_(language) or code for code in codes)
    if column.form == "day":
        return date_text(date.fromisoformat(answer)).in_(language)
    if column.form == "yes":
        return (YES if answer else NO).in_(language)
    if isinstance(question, Number):
        unit = question.unit.in_(language)
        return f"{answer:,}{NO_BREAK_SPACE}{unit}" if unit else f"{answer:,}"
    if column.form == "place":
        point = f"{answer['latitude']}, {answer['longitude']}" if "latitude" in answer else ""
        return " · ".join(filter(None, (answer.get("area", ""), point)))
    return str(len(answer)) if column.form == "files" else str(answer)
