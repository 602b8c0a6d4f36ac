"""Single answers: what was written, files that were given, and how answers are split for reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from rianru.kernel.questions.trends import pairs
from rianru.surveys.models import Attachment, Response, Survey, Version, WeightTarget
from rianru.surveys.queries.counting import NOTHING, Part, parts
from rianru.surveys.queries.finding import questionnaire_of


@dataclass(frozen=True, slots=True)
class Written:
    """What one response says in a column. `person` is a name, where the survey asks for it."""

    id: UUID
    text: str
    person: str
    space_id: UUID | None


@dataclass(frozen=True, slots=True)
class Splits:
    """By what responses may be told apart: how many there are of each, the largest first; months the latest first."""

    versions: tuple[tuple[int, int], ...]
    months: tuple[tuple[date, int], ...]
    spaces: tuple[tuple[UUID, int], ...]
    abouts: tuple[tuple[str, int], ...]  # "kind id"


def splits(survey: Survey) -> Splits:
    """Of all versions together."""
    versions = list(Version.objects.filter(survey=survey.id).order_by("-number")[:50])
    months, spaces, abouts = (_added(parts(version, by) for version in versions) for by in ("month", "space", "about"))
    numbers = [(version.number, sum(parts(version, "month").values())) for version in versions]
    blank = f" {NOTHING}"
    return Splits(
        tuple(numbers), tuple(sorted(months.items(), reverse=True)),
        tuple(sorted((one for one in spaces.items() if one[0] != NOTHING), key=_most_first)),
        tuple(sorted((one for one in abouts.items() if one[0] != blank), key=_most_first)),
    )


def version_numbered(survey_id: UUID, number: int) -> Version | None:
    """One version by its number."""
    return Version.objects.filter(survey=survey_id, number=number).first()


def all_versions(survey_id: UUID) -> list[Version]:
    """Every version, the newest first."""
    return list(Version.objects.filter(survey=survey_id).order_by("-number")[:50])


def weighted_columns(survey_id: UUID) -> dict[str, dict[str, float]]:
    """How answers are weighted: the share of each choice, by column."""
    found: dict[str, dict[str, float]] = {}
    for column, code, share in WeightTarget.objects.filter(survey=survey_id).order_by("id").values_list(
        "column", "code", "share"
    ):
        found.setdefault(column, {})[code] = float(share)
    return found


def written(
    survey: Survey, column: str, *, part: Part, after: UUID | None = None, limit: int = 50
) -> list[Written]:
    """What was written in a column of the newest version and its counterparts, by id behind `after`."""
    rows = _within(survey, part).filter(id__gt=after) if after else _within(survey, part)
    found: list[Written] = []
    for version, name in _named(survey, column):
        said = rows.filter(version=version).annotate(said=KeyTextTransform(name, "answers"))
        own = said.filter(said__gt="")
        names = own.order_by("id").values_list(
            "id", "said", "person__given_name", "person__family_name", "space_id"
        )[:limit]
        found += [
            Written(id, text, f"{given or ''} {family or ''}".strip(), space)
            for id, text, given, family, space in names
        ]
    return sorted(found, key=lambda one: one.id)[:limit]


def files_of(survey: Survey, column: str, *, after: UUID | None = None, limit: int = 60) -> list[Attachment]:
    """What was attached in a column, by id behind `after`."""
    rows: QuerySet[Attachment] = Attachment.objects.filter(response__survey=survey.id, column=column)
    return list((rows.filter(id__gt=after) if after else rows).order_by("id")[:limit])


def file_of(survey: Survey, file_id: UUID) -> Attachment | None:
    """One file of a response to this survey."""
    return Attachment.objects.filter(id=file_id, response__survey=survey.id).first()


def _within(survey: Survey, part: Part) -> QuerySet[Response]:
    rows = Response.objects.filter(survey=survey.id)
    if part.space_id:
        rows = rows.filter(space=part.space_id)
    if part.about_kind:
        rows = rows.filter(about_kind=part.about_kind, about_id=part.about_id)
    return rows


def _named(survey: Survey, column: str) -> list[tuple[Version, str]]:
    """The versions with the name that the column has in each."""
    versions = list(Version.objects.filter(survey=survey.id).order_by("-number")[:50])
    found = []
    for version in versions:
        form = questionnaire_of(version)
        own = column if version is versions[0] else next(
            (pair.earlier for pair in pairs(form, questionnaire_of(versions[0])) if pair.later == column), ""
        )
        if own and any(one.name == own for question in form.questions for one in question.columns):
            found.append((version, own))
    return found


def _most_first(one: tuple[Any, int]) -> tuple[int, Any]:
    return -one[1], one[0]


def _added(given: Iterable[dict[Any, int]]) -> dict[Any, int]:
    every: dict[Any, int] = {}
    for one in given:
        for key, count in one.items():
            every[key] = every.get(key, 0) + count
    return every
