"""Two questions across one another, and one question over the versions in which it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from rianru.kernel.questions import Column, Question, Questionnaire
from rianru.kernel.questions.codebook import way_of
from rianru.kernel.questions.crossing import crossed
from rianru.kernel.questions.model import Matrix
from rianru.kernel.questions.trends import pairs
from rianru.kernel.words import T
from rianru.surveys.models import Survey, Version
from rianru.surveys.queries.counting import NOTHING, Part, counts
from rianru.surveys.queries.finding import questionnaire_of
from rianru.surveys.queries.summing import Summed, labels_of, summed

_EXCLUSIVE: Final = ("shares", "agreed")  # ways of which one person gives one answer
_CROSS: Final = """
    SELECT answers ->> %(down)s, answers ->> %(across)s, count(*) FROM surveys_response
    WHERE version_id = %(version)s AND answers ? %(down)s AND answers ? %(across)s
        AND (%(month)s::date IS NULL OR (handed_in_at >= %(month)s::timestamp AT TIME ZONE 'Asia/Bangkok'
            AND handed_in_at < (%(month)s::timestamp + interval '1 month') AT TIME ZONE 'Asia/Bangkok'))
        AND (%(space)s::uuid IS NULL OR coalesce(space_id, %(nothing)s) = %(space)s)
        AND (%(about_kind)s::text IS NULL OR (about_kind = %(about_kind)s AND about_id = %(about_id)s))
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Crossable:
    """A column that may be crossed with another."""

    column: str
    label: T


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of two columns; None is not told. Whole, or guarded with both margins taken as known."""

    down: Crossable
    across: Crossable
    rows: tuple[tuple[T, tuple[int | None, ...]], ...]
    heads: tuple[T, ...]
    total: int | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """One column of the newest version, and what it was in each version that asked the same, the earliest first."""

    label: T
    points: tuple[tuple[int, Summed], ...]  # number of the version


def crossable(questionnaire: Questionnaire) -> list[Crossable]:
    """Columns of which everyone gives one answer of a list."""
    return [
        Crossable(column.name, _said(question, column))
        for question in questionnaire.questions for column in question.columns if way_of(question, column) in _EXCLUSIVE
    ]


def cross(survey: Survey, version: Version, *, down: str, across: str, part: Part, whole: bool) -> Cross | None:
    """Two columns of one version; None where they are not there, the same, or cannot be crossed."""
    shown = questionnaire_of(version)
    known = {one.column: one for one in crossable(shown)}
    if down not in known or across not in known or down == across:
        return None
    given: dict[str, Any] = {
        "down": down, "across": across, "version": version.id, "nothing": NOTHING, "month": part.month_on,
        "space": part.space_id, "about_kind": part.about_kind, "about_id": part.about_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CROSS, given)
        found = {(one, other): count for one, other, count in cursor.fetchall()}
    rows, heads = _labels(shown, down), _labels(shown, across)
    if whole:
        cells: dict[tuple[str, str], int | None] = {
            (row, head): found.get((row, head), 0) for row in rows for head in heads
        }
        total: int | None = sum(found.values())
    else:
        guarded = crossed(list(rows), list(heads), found)
        cells, total = dict(guarded.cells), guarded.total
    return Cross(
        known[down], known[across],
        tuple((label, tuple(cells[row, head] for head in heads)) for row, label in rows.items()),
        tuple(heads.values()), total, whole,
    )


def trends(survey: Survey, *, whole: bool, limit: int = 12) -> list[Trend]:
    """Every column of the newest version that an earlier one has too, over the last versions."""
    versions: Sequence[Version] = list(Version.objects.filter(survey=survey.id).order_by("-number")[:limit])
    if len(versions) < 2:
        return []
    shown = questionnaire_of(versions[0])
    every = [(version, questionnaire_of(version), counts(version, Part())) for version in reversed(versions)]
    named = {id(form): {pair.later: pair.earlier for pair in pairs(form, shown)} for _, form, _ in every[:-1]}
    found = []
    for question in shown.questions:
        for column in question.columns:
            if way_of(question, column) not in (*_EXCLUSIVE, "several", "amounts"):
                continue
            points = []
            for version, form, count in every:
                own = column.name if form is every[-1][1] else named.get(id(form), {}).get(column.name)
                at = next(((asked, one) for asked in form.questions for one in asked.columns if one.name == own), None)
                if at:
                    points.append((version.number, summed(form, *at, count, whole=whole)))
            if len(points) > 1:
                found.append(Trend(_said(question, column), tuple(points)))
    return found


def _said(question: Question, column: Column) -> T:
    own = question.label or T.verbatim(question.name, question.name)
    return T("{a}: {b}", "{a}: {b}", a=own, b=column.label) if isinstance(question, Matrix) and column.label else own


def _labels(shown: Questionnaire, column: str) -> dict[str, T]:
    question, own = next((asked, one) for asked in shown.questions for one in asked.columns if one.name == column)
    return labels_of(shown, question, own, way_of(question, own), [])
