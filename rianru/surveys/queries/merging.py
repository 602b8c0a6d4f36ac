"""Counts of several versions as one: of what can be compared with the newest."""

from collections.abc import Sequence
from decimal import Decimal

from rianru.kernel.questions import Questionnaire
from rianru.kernel.questions.trends import pairs
from rianru.surveys.queries.counting import Counts


def merged(shown: Questionnaire, given: Sequence[tuple[Questionnaire, Counts]]) -> Counts:
    """Counts under the columns of `shown`, which one of them may be of. What has no counterpart there is left out."""
    every: Counts = {}
    for questionnaire, counts in given:
        names = {"": ""} | (
            {column.name: column.name for question in shown.questions for column in question.columns}
            if questionnaire is shown else {pair.earlier: pair.later for pair in pairs(questionnaire, shown)}
        )
        for (column, code), (count, weight) in counts.items():
            if column in names:
                known, mass = every.get((names[column], code), (0, Decimal(0)))
                every[names[column], code] = known + count, mass + weight
    return every
