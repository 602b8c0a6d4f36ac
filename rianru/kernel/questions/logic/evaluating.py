"""What a rule gives for answers. It always ends: rules have no loops, and what they do is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rianru.kernel.questions.logic.faults import PatternUnclear, TooMuchWork
from rianru.kernel.questions.logic.functions import FUNCTIONS, LONGEST
from rianru.kernel.questions.logic.patterns import pattern
from rianru.kernel.questions.logic.syntax import Answer, Call, Fact, Literal, Node, Own, parsed
from rianru.kernel.questions.logic.values import Value, text, truth

STEPS: Final = 200_000  # for all rules of one look at a questionnaire; a letter against a pattern's point is one
_NO_FACTS: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class Budget:
    """Steps that are left. TooMuchWork when none are."""

    left: int = STEPS

    def spend(self, steps: int = 1) -> None:
        """Takes steps away."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


@dataclass(frozen=True, slots=True)
class Around:
    """What a rule may ask for: answers by name, its question's own, the facts of a choice, the day."""

    answers: Mapping[str, Value]
    today: date
    own: Value = ""
    facts: Mapping[str, str] = field(default_factory=lambda: _NO_FACTS)


def value_of(rule: str, around: Around, budget: Budget) -> Value:
    """What it gives; a name without an answer is blank. Refuses as `parsed` does, and with TooMuchWork."""
    return _value(parsed(rule), around, budget)


def holds(rule: str, around: Around, budget: Budget) -> bool:
    """Whether it holds; a blank rule does."""
    return not rule.strip() or truth(value_of(rule, around, budget))


def _value(node: Node, around: Around, budget: Budget) -> Value:
    budget.spend()
    match node:
        case Literal(value):
            return value
        case Answer(name):
            return around.answers.get(name, "")
        case Own():
            return around.own
        case Fact(name):
            return around.facts.get(name, "")
        case Call():
            return _called(node, around, budget)


def _called(call: Call, around: Around, budget: Budget) -> Value:
    """What some parts decide alone is not asked of the others."""
    if call.name in {"and", "or"}:
        decisive = call.name == "or"
        return decisive if any(truth(_value(each, around, budget)) == decisive for each in call.given) else not decisive
    if call.name == "if":
        condition, then, otherwise = call.given
        return _value(then if truth(_value(condition, around, budget)) else otherwise, around, budget)
    if call.name == "today":
        return around.today.isoformat()
    if call.name == "once" and text(around.own) != "":
        return around.own
    given = [_value(each, around, budget) for each in call.given]
    if call.name == "once":
        return given[0]
    if call.name == "regex":
        return _matches(text(given[0]), text(given[1]), budget)
    budget.spend(sum(len(each) for each in given if isinstance(each, str)) // 64)
    result = FUNCTIONS[call.name](*given)
    return result[:LONGEST] if isinstance(result, str) else result


def _matches(whole: str, form: str, budget: Budget) -> bool:
    """A pattern that is itself put together from answers, and is none, matches nothing."""
    try:
        found = pattern(form)
    except PatternUnclear:
        return False
    budget.spend(found.steps * (len(whole) + 1) // 4)
    return found.matches(whole)
