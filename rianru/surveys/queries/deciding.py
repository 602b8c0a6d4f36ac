"""Which questions have a say in how many people another one is put to, or in what they may choose there."""

from functools import lru_cache

from rianru.kernel.questions import Calculation, Questionnaire
from rianru.kernel.questions.depending import owners
from rianru.kernel.questions.logic import names_in
from rianru.kernel.questions.model import Choosing


@lru_cache(maxsize=128)
def depends(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """For each question all that any of its rules asks for, also by way of others: from their answers something
    follows about how many gave its own.
    """
    owner = owners(questionnaire)
    direct: dict[str, set[str]] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            rules = [section.relevant, question.relevant, question.required_if, question.constraint]
            rules += [question.choice_filter] if isinstance(question, Choosing) else []
            rules += [question.works] if isinstance(question, Calculation) else []
            names = {name for rule in rules if rule.strip() for name in names_in(rule)}
            direct[question.name] = {owner[name] for name in names if name in owner} - {question.name}
    return {name: frozenset(_all(name, direct, set())) for name in direct}


def _all(name: str, direct: dict[str, set[str]], seen: set[str]) -> set[str]:
    for other in direct.get(name, set()) - seen:
        seen.add(other)
        _all(other, direct, seen)
    return seen - {name}
