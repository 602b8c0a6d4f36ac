"""Which rules wait for which answers, in what order they can be worked out, and where they go round in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from rianru.kernel.questions.logic import asks_own, names_in
from rianru.kernel.questions.model import Calculation, Question, Questionnaire, Section

PIPED: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


def waits(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """For each question, the questions that must be known before it. Rules must be readable, names known.

    What decides only whether an answer is right (constraints, filters, what is required) never waits.
    """
    owner = owners(questionnaire)
    waiting: dict[str, set[str]] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            names = {name for rule in _deciding(section, question) for name in names_in(rule)}
            waiting[question.name] = {owner[name] for name in names if name in owner}
            if any(asks_own(rule) for rule in (section.relevant, question.relevant) if rule.strip()):
                waiting[question.name].add(question.name)
    return waiting


def order(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Names of questions, each after all that it waits for; CycleError where `circle` finds one."""
    waiting = {name: sorted(before) for name, before in waits(questionnaire).items()}
    return tuple(TopologicalSorter(waiting).static_order())


def circle(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The names on one circle, the first one again at the end; empty where there is none."""
    try:
        order(questionnaire)
    except CycleError as found:
        return tuple(found.args[1])
    return ()


def owners(questionnaire: Questionnaire) -> dict[str, str]:
    """Which question each column belongs to."""
    return {column.name: question.name for question in questionnaire.questions for column in question.columns}


def piped_in(text: str) -> tuple[str, ...]:
    """The names between `${` and `}` in a text that people read."""
    return tuple(dict.fromkeys(PIPED.findall(text)))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut at its places: (words, False) and (name, True) by turns."""
    at = 0
    for found in PIPED.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], False
        yield found[1], True
        at = found.end()
    if at < len(text):
        yield text[at:], False


def piped(text: str, said: Mapping[str, str]) -> str:
    """The text with what was answered in its places, … where nothing was. Nothing is escaped: that is the caller's."""
    return "".join((said.get(part) or "…") if place else part for part, place in pieces(text))


def _deciding(section: Section, question: Question) -> Iterator[str]:
    rules = [section.relevant, question.relevant]
    if isinstance(question, Calculation):
        rules.append(question.works)
    return (rule for rule in rules if rule.strip())
