"""What came out: each question summed up, whole for those who may see it, else so that it tells of nobody.

`kernel.questions.results` guards one row. What is told to everyone is one row a question of a survey that has closed,
never split and never twice, so that there is nothing to subtract; and where a question is asked only because of another
answer, how many answered it is a number about that answer: it is not told where that one's table has a cell that is
not. Weights are told where nothing had to be hidden.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from rianru.kernel.disclosure import published
from rianru.kernel.questions import Calculation, Questionnaire
from rianru.kernel.questions.model import Number, has_other
from rianru.kernel.words import T
from rianru.surveys.models import Survey, Version
from rianru.surveys.queries.counting import Counts, Part, counts
from rianru.surveys.queries.deciding import depends
from rianru.surveys.queries.finding import questionnaire_of
from rianru.surveys.queries.merging import merged
from rianru.surveys.queries.summing import Summed, summed


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its columns: one, or one for each row of a table, or a second one for what was written."""

    name: str
    kind: str
    label: T
    unit: T
    page: str
    columns: tuple[Summed, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All of a survey, as `whole` or as everyone may see it."""

    survey_id: UUID
    responses: int | None
    questions: tuple[Asked, ...]
    whole: bool
    weighted: bool


def results_of(
    survey: Survey, *, part: Part | None = None, version: Version | None = None, whole: bool = False,
    weighted: bool = False,
) -> Results | None:
    """Every question, of one version or of all that can be compared with the newest; None where none was published.

    Not whole it guards each table by itself: to everyone only tell one of them, never several parts of one whole
    (`told_to_everyone`).
    """
    versions = list(Version.objects.filter(survey=survey.id).order_by("-number")[:50])
    chosen = [one for one in versions if version is None or one.id == version.id]
    if not chosen:
        return None
    shown = questionnaire_of(chosen[0])
    found = merged(shown, [(questionnaire_of(one), counts(one, part or Part())) for one in chosen])
    return _results(survey.id, shown, found, whole=whole, weighted=weighted)


def told_to_everyone(survey: Survey, *, at: datetime) -> Results | None:
    """What everyone may see of a survey: once it has closed, where its makers show what came out; never parts of it."""
    closed = survey.closes_at is not None and survey.closes_at <= at
    if not survey.shows_results or not closed or survey.put_away_at is not None:
        return None
    return results_of(survey)


def results(
    *, survey_id: UUID, about: tuple[str, UUID] | None = None, whole: bool = False
) -> Results | None:
    """The same by id, about one thing (kind, id): what a host reads of an activity."""
    survey = Survey.objects.filter(id=survey_id).first()
    part = Part(about_kind=about[0], about_id=about[1]) if about else Part()
    return results_of(survey, part=part, whole=whole) if survey else None


def _results(survey_id: UUID, shown: Questionnaire, found: Counts, *, whole: bool, weighted: bool) -> Results:
    every, _ = found.get(("", ""), (0, Decimal(0)))
    waiting = {} if whole else depends(shown)
    hiding: set[str] = set()
    questions = []
    for section in shown.sections:
        for question in section.questions:
            if not question.columns or (isinstance(question, Calculation) and not whole):
                continue
            columns = tuple(
                summed(shown, question, column, found, whole=whole, weighted=weighted) for column in question.columns
            )
            if any(column.hides for column in columns):
                hiding.add(question.name)
            if not whole and has_other(question):  # as many as chose "other", told or not
                columns = (columns[0], replace(columns[1], answered=None, secret=True))
            questions.append(Asked(
                question.name, question.kind, question.label or T.verbatim(question.name, question.name),
                question.unit if isinstance(question, Number) else T("", ""), section.name, columns,
            ))
    kept = [_kept_back(one) if waiting.get(one.name, set()) & hiding else one for one in questions]
    responses = every if whole else published({"all": every}).total
    if responses is None:  # fewer than five altogether: not even which questions they answered
        kept = [_kept_back(one) for one in kept]
    return Results(survey_id, responses, tuple(kept), whole, weighted)


def _kept_back(question: Asked) -> Asked:
    return replace(question, columns=tuple(
        replace(column, answered=None, lines=(), mean=None, secret=True) for column in question.columns
    ))
