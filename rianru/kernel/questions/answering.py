"""A questionnaire and answers so far: what is asked, what is wrong and why, what is missing, which page comes next.

Nothing depends on the order in which answers came. An answer to what is no longer asked counts as none, is kept in a
draft, and is left out of the finished response.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isnan

from rianru.kernel.questions.answers import Answer, Answers, blank, fits, from_text, to_rules
from rianru.kernel.questions.depending import order
from rianru.kernel.questions.judging import MESSAGES, chosen_facts, misfit
from rianru.kernel.questions.logic import Around, Budget, TooMuchWork, Value, holds, text, value_of
from rianru.kernel.questions.model import (
    OTHER,
    Calculation,
    Consent,
    Matrix,
    Question,
    Questionnaire,
    Section,
    has_other,
)
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T


class NotFinished(NotUnderstood):
    """A response cannot be handed in yet; `wrong` says why, by column."""

    code = "questions.not_finished"
    says = T(
        "ยังส่งไม่ได้ เหลืออีก {count} ข้อที่ต้องดู เริ่มที่ “{first}”",
        "It cannot be sent yet. Questions that need a look: {count}, “{first}” first.",
    )
    status = 422
    wrong: Mapping[str, T] = {}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at answers found. Names in the order of the questionnaire.

    relevant: questions that are asked (or worked out) · answers: what counts, by column · wrong: why, by column ·
    missing: columns that must still be answered · unknown: names that no column has.
    """

    relevant: tuple[str, ...]
    answers: Mapping[str, Answer]
    wrong: Mapping[str, T]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def finished(self) -> bool:
        """Whether it can be handed in."""
        return not self.wrong and not self.missing


def look(questionnaire: Questionnaire, answers: Mapping[str, Answer], today: date) -> Looked:
    """Looks at answers, complete or not, of any form. The questionnaire must have passed `check`."""
    looking = _Look(questionnaire, answers, today)
    looking.decide()
    looking.judge()
    return looking.found()


def finish(questionnaire: Questionnaire, answers: Mapping[str, Answer], today: date) -> Answers:
    """The finished response: only what is asked, in order. Refuses with NotFinished."""
    found = look(questionnaire, answers, today)
    if not found.finished:
        wrong = dict(found.wrong) | dict.fromkeys(found.missing, MESSAGES["missing"])
        named = _columns(questionnaire)
        first = next(name for name in named if name in wrong)
        refused = NotFinished(count=len(wrong), first=named[first])
        refused.wrong = wrong
        raise refused
    return dict(found.answers)


def meets(rule: str, answers: Mapping[str, Answer], today: date) -> bool:
    """Whether the answers of a look meet a rule from outside the questionnaire: a quota, a filter of results.

    Refuses as `logic.parsed` does, and with TooMuchWork.
    """
    return holds(rule, Around({name: to_rules(answer) for name, answer in answers.items()}, today), Budget())


def begin(questionnaire: Questionnaire, today: date) -> Answers:
    """The answers that are given beforehand."""
    given: Answers = {}
    for question in questionnaire.questions:
        if question.default and question.columns:
            typed = today.isoformat() if question.default == "today()" else question.default
            given[question.name] = from_text(question, question.columns[0], typed)
    return given


def pages(questionnaire: Questionnaire, found: Looked) -> tuple[Section, ...]:
    """The pages with something to see on them."""
    shown = set(found.relevant)
    return tuple(
        section for section in questionnaire.sections
        if any(question.asked and question.name in shown for question in section.questions)
    )  # fmt: skip


def next_page(questionnaire: Questionnaire, found: Looked, after: str = "") -> Section | None:
    """The page after the one named `after` (also where that one is no longer shown), the first for a blank one."""
    names = [section.name for section in questionnaire.sections]
    start = names.index(after) + 1 if after in names else 0
    coming = set(names[start:])
    return next((section for section in pages(questionnaire, found) if section.name in coming), None)


def open_page(questionnaire: Questionnaire, found: Looked) -> Section | None:
    """The first page with something missing or wrong: where one goes on."""
    needed = {*found.missing, *found.wrong}
    return next((
        section for section in pages(questionnaire, found)
        if any(column.name in needed for question in section.questions for column in question.columns)
    ), None)  # fmt: skip


class _Look:
    """One look, as it goes: first what is asked and what counts, then whether that is right."""

    def __init__(self, questionnaire: Questionnaire, answers: Mapping[str, Answer], today: date) -> None:
        self.questionnaire = questionnaire
        self.given = answers
        self.today = today
        self.budget = Budget()
        self.values: dict[str, Value] = {}
        self.answers: Answers = {}
        self.wrong: dict[str, T] = {}
        self.relevant: set[str] = set()
        self.missing: list[str] = []

    def decide(self) -> None:
        """Which questions are asked and what their answers are to others, each after those that it waits for."""
        sections, ordered = _plan(self.questionnaire)
        for question in ordered:
            try:
                asked = self.asked(sections[question.name], question)
                if asked:
                    self.relevant.add(question.name)
                    self.take(question)
            except TooMuchWork as spent:
                self.relevant.add(question.name)
                self.wrong[question.name] = spent.message

    def asked(self, section: Section, question: Question) -> bool:
        """Whether its rule and that of its page hold."""
        around = self.around(question.name)
        return holds(section.relevant, around, self.budget) and holds(question.relevant, around, self.budget)

    def take(self, question: Question) -> None:
        """Its answers, where they have their form."""
        if isinstance(question, Calculation):
            around = Around(self.values, self.today, self.given_text(question.name))
            worked = value_of(question.works, around, self.budget)
            if isinstance(worked, float) and isnan(worked):  # something that it needs is not answered yet
                return
            self.values[question.name] = worked
            if text(worked) != "":
                self.answers[question.name] = text(worked)
            return
        codes = [choice.code for choice in self.questionnaire.choices_of(question)]
        for place, column in enumerate(question.columns):
            answer = self.given.get(column.name)
            if place and has_other(question) and OTHER not in text(self.values.get(question.name, "")).split():
                continue
            if blank(answer):
                continue
            if not fits(column, answer, codes):
                self.wrong[column.name] = MESSAGES[column.form]
                continue
            self.answers[column.name] = answer
            self.values[column.name] = to_rules(answer)

    def judge(self) -> None:
        """What is wrong or missing among what is asked."""
        for question in self.questionnaire.questions:
            if question.name in self.relevant and question.asked:
                try:
                    self.judge_one(question)
                except TooMuchWork as spent:
                    self.wrong.setdefault(question.name, spent.message)

    def judge_one(self, question: Question) -> None:
        required = question.required or (
            bool(question.required_if.strip()) and holds(question.required_if, self.around(question.name), self.budget)
        )
        for place, column in enumerate(question.columns):
            if column.name in self.wrong:
                continue
            if column.name in self.answers:
                self.judge_answer(question, column.name, written=bool(place) and has_other(question))
            elif required and not (place and has_other(question) and OTHER not in self.codes(question.name)):
                self.missing.append(column.name)
        if required and isinstance(question, Consent) and self.answers.get(question.name) is False:
            self.wrong[question.name] = MESSAGES["consent"]

    def judge_answer(self, question: Question, name: str, *, written: bool) -> None:
        """Bounds, lists and the rule for one answer."""
        if written:
            return
        around = self.around(name)
        allowed = chosen_facts(self.questionnaire, question, self.answers[name], around, self.budget)
        why = misfit(self.questionnaire, question, self.answers[name]) if allowed else MESSAGES["filtered"]
        if why is None and not holds(question.constraint, around, self.budget):
            why = question.constraint_message or MESSAGES["constraint"]
        if why is not None:
            self.wrong[name] = why

    def around(self, name: str) -> Around:
        """What a rule of this question may ask for."""
        return Around(self.values, self.today, self.values.get(name, ""))

    def codes(self, name: str) -> list[str]:
        """The codes that were chosen there."""
        return text(self.values.get(name, "")).split()

    def given_text(self, name: str) -> str:
        """What was worked out before, for `once`."""
        before = self.given.get(name)
        return before if isinstance(before, str) and len(before) <= 10_000 else ""

    def found(self) -> Looked:
        """All of it, in the order of the questionnaire."""
        columns = _columns(self.questionnaire)
        return Looked(
            tuple(each.name for each in self.questionnaire.questions if each.name in self.relevant),
            {name: self.answers[name] for name in columns if name in self.answers},
            {name: self.wrong[name] for name in columns if name in self.wrong},
            tuple(self.missing),
            tuple(sorted(name for name in self.given if name not in columns)),
        )


@lru_cache(maxsize=256)
def _plan(questionnaire: Questionnaire) -> tuple[dict[str, Section], tuple[Question, ...]]:
    sections = {question.name: section for section in questionnaire.sections for question in section.questions}
    named = {question.name: question for question in questionnaire.questions}
    return sections, tuple(named[name] for name in order(questionnaire))


def _columns(questionnaire: Questionnaire) -> dict[str, T]:
    """Every column with the words that people know it by."""
    return {
        column.name: (column.label if isinstance(question, Matrix) else question.label) or _as_it_is(column.name)
        for question in questionnaire.questions for column in question.columns
    }  # fmt: skip


def _as_it_is(name: str) -> T:
    return T.verbatim(name, name)
