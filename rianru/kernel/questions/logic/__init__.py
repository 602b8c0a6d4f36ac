"""The language of rules: the part of XPath that XLSForms use, read once, evaluated within bounds."""

from rianru.kernel.questions.logic.evaluating import Around, Budget, holds, value_of
from rianru.kernel.questions.logic.faults import (
    ArgumentsWrong,
    FunctionUnknown,
    PatternUnclear,
    RuleTooLong,
    RuleUnclear,
    TooMuchWork,
)
from rianru.kernel.questions.logic.patterns import pattern
from rianru.kernel.questions.logic.syntax import Call, Literal, asks_own, facts_in, names_in, parsed, walked
from rianru.kernel.questions.logic.values import Value, text, truth

__all__ = [
    "ArgumentsWrong", "Around", "Budget", "Call", "FunctionUnknown", "Literal", "PatternUnclear", "RuleTooLong",
    "RuleUnclear", "TooMuchWork", "Value", "asks_own", "facts_in", "holds", "names_in", "parsed", "pattern", "text",
    "truth", "value_of", "walked",
]
