"""Counting answers where they lie: the statements by which responses are added up, and by which sums are read.

A statement reads sums and what is in no sum yet (`Fresh`) in one snapshot, so that results are exact at every moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.kernel.questions import Questionnaire
from rianru.kernel.questions.codebook import way_of
from rianru.surveys.models import Version
from rianru.surveys.queries.finding import questionnaire_of

NOTHING: Final = UUID(int=0)
_CODED: Final = ("shares", "amounts", "agreed")

# What one response counts for: a row for the whole, one for each column that was answered, one for each code of it.
COUNTED: Final = """
    SELECT response.survey_id, response.version_id,
        date_trunc('month', response.handed_in_at AT TIME ZONE 'Asia/Bangkok')::date AS month_on,
        coalesce(response.space_id, %(nothing)s) AS space_id, response.about_kind,
        coalesce(response.about_id, %(nothing)s) AS about_id,
        coalesce(told.name, '') AS "column", coalesce(told.code, '') AS code,
        count(*) AS count, sum(response.weight) AS weight
    FROM {source} JOIN surveys_response AS response ON response.id = taken.response_id
    CROSS JOIN LATERAL (
        SELECT NULL::text AS name, NULL::text AS code
        UNION ALL
        SELECT asked.name, given.code FROM unnest(%(names)s::text[], %(ways)s::text[]) AS asked(name, way)
        CROSS JOIN LATERAL (
            SELECT '' AS code
            UNION ALL SELECT response.answers ->> asked.name WHERE asked.way = ANY (%(coded)s)
            UNION ALL SELECT left(response.answers ->> asked.name, 7) WHERE asked.way = 'days'
            UNION ALL SELECT left(response.answers ->> asked.name, 2) WHERE asked.way = 'clock'
            UNION ALL SELECT coalesce(left(response.answers -> asked.name ->> 'area', 2), '-') WHERE asked.way = 'areas'
            UNION ALL SELECT jsonb_array_elements_text(
                CASE WHEN asked.way = 'several' THEN response.answers -> asked.name ELSE '[]' END)
            UNION ALL SELECT each.place || ':' || each.code FROM jsonb_array_elements_text(
                CASE WHEN asked.way = 'ranks' THEN response.answers -> asked.name ELSE '[]' END
            ) WITH ORDINALITY AS each(code, place)
        ) AS given
        WHERE response.answers ? asked.name
    ) AS told
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
FRESH: Final = "(SELECT response_id FROM surveys_fresh WHERE version_id = %(version)s) AS taken"
_SUMS: Final = """
    SELECT month_on, space_id, about_kind, about_id, "column", code, count, weight FROM surveys_sum
    WHERE version_id = %(version)s
"""
_READ: Final = """
    SELECT "column", code, sum(count)::bigint, sum(weight) FROM (
        {sums} UNION ALL
        SELECT month_on, space_id, about_kind, about_id, "column", code, count, weight FROM ({counted}) AS fresh
    ) AS every
    WHERE (%(month)s::date IS NULL OR month_on = %(month)s) AND (%(space)s::uuid IS NULL OR space_id = %(space)s)
        AND (%(about_kind)s::text IS NULL OR (about_kind = %(about_kind)s AND about_id = %(about_id)s))
    GROUP BY 1, 2
"""
_SPLIT: Final = """
    SELECT {by}, sum(count)::bigint FROM (
        {sums} UNION ALL
        SELECT month_on, space_id, about_kind, about_id, "column", code, count, weight FROM ({counted}) AS fresh
    ) AS every WHERE "column" = '' GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Which responses: of a month (its first day), of a space, about one thing; None is any."""

    month_on: date | None = None
    space_id: UUID | None = None
    about_kind: str | None = None
    about_id: UUID | None = None

    @property
    def whole(self) -> bool:
        """All of them."""
        return self == Part()


Counts = dict[tuple[str, str], tuple[int, Decimal]]
"""(column, code) → how many responses, and the sum of their weights; ("", "") is all of them."""


def counts(version: Version, part: Part) -> Counts:
    """Everything that is counted of a version, in one statement."""
    given = columns_of(questionnaire_of(version)) | {
        "version": version.id, "month": part.month_on, "space": part.space_id, "about_kind": part.about_kind,
        "about_id": part.about_id,
    }
    sql = _READ.format(sums=_SUMS, counted=COUNTED.format(source=FRESH))
    return {(column, code): (count, weight) for column, code, count, weight in _rows(sql, given)}


def parts(version: Version, by: str) -> dict[Any, int]:
    """How many responses there are of each month, space or thing asked about."""
    columns = {"month": "month_on", "space": "space_id", "about": "about_kind || ' ' || about_id"}
    sql = _SPLIT.format(by=columns[by], sums=_SUMS, counted=COUNTED.format(source=FRESH))
    none = {"names": [], "ways": [], "coded": list(_CODED), "nothing": NOTHING, "version": version.id}
    return dict(_rows(sql, none))


def columns_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """The columns with their ways, as COUNTED takes them."""
    asked = [
        (column.name, way_of(question, column)) for question in questionnaire.questions for column in question.columns
    ]
    return {
        "names": [name for name, _ in asked], "ways": [way for _, way in asked], "coded": list(_CODED),
        "nothing": NOTHING,
    }


def _rows(sql: str, given: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
