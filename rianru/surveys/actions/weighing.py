"""Weighting: answers of those of whom too few answered count for more, by the shares that are known of everybody."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.questions.trends import pairs
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T
from rianru.surveys import kinds
from rianru.surveys.actions.counting import add_up_anew
from rianru.surveys.actions.reaching import held
from rianru.surveys.models import Response, Survey, Version, WeightTarget
from rianru.surveys.queries import current_version, questionnaire_of
from rianru.surveys.queries.crosses import crossable

_NAMED = """
    SELECT answers ->> %(column)s, count(*) FROM surveys_response
    WHERE survey_id = %(survey)s AND version_id = %(version)s AND answers ? %(column)s GROUP BY 1
"""
_WEIGH = """
    UPDATE surveys_response SET weight = given.weight FROM unnest(%(codes)s::text[], %(weights)s::numeric[])
        AS given(code, weight)
    WHERE survey_id = %(survey)s AND version_id = %(version)s AND answers ->> %(column)s = given.code
"""
_LEAST, _MOST = Decimal("0.01"), Decimal("100")  # an answer never counts for less, or for more


class WeightsWrong(NotUnderstood):
    """Shares that are no shares of a whole, or of a question that has no choices."""

    code = "surveys.weights_wrong"
    says = T(
        "สัดส่วนของทุกข้อรวมกันต้องได้ 100 และทุกข้อต้องมากกว่า 0 ตอนนี้รวมได้ {total}",
        "The shares have to make 100 together, each of them above 0. They make {total} now.",
    )


def set_weights(
    *, actor: Actor, at: datetime, survey_id: UUID, column: str = "", shares: Mapping[str, Decimal] | None = None
) -> int:
    """Every answer counts as its choice in `column` says: the share it has of everybody (per cent, 100 together) by the
    share that it has of those who answered. Without a column every answer counts as one again. How many count anew.

    Answers that come later count as one until this is done again. Refuses with NotFound, NotAllowed and WeightsWrong.
    """
    given = dict(shares or {})
    with transaction.atomic():
        survey = held(survey_id, "surveys.weigh", actor=actor, at=at)
        WeightTarget.objects.filter(survey=survey).delete()
        if column:
            _demand(survey, column, given)
            WeightTarget.objects.bulk_create(
                WeightTarget(survey=survey, column=column, code=code, share=(share / 100).quantize(Decimal("0.000001")))
                for code, share in given.items()
            )
        count = _weigh(survey, column, given)
        add_up_anew(survey.id)
        facts.record(kinds.WEIGHED, actor=actor, at=at, object_kind="survey", object_id=survey.id, count=count)
    return count


def _demand(survey: Survey, column: str, shares: Mapping[str, Decimal]) -> None:
    version = current_version(survey.id)
    known = {one.column for one in crossable(questionnaire_of(version))} if version else set()
    total = sum(shares.values(), Decimal(0))
    if column not in known or not shares or min(shares.values()) <= 0 or abs(total - 100) > Decimal("0.1"):
        raise WeightsWrong(total=f"{total:.1f}")


def _weigh(survey: Survey, column: str, shares: Mapping[str, Decimal]) -> int:
    Response.objects.filter(survey=survey).exclude(weight=1).update(weight=1)
    if not column:
        return 0
    named = _columns(survey, column)
    counts: dict[str, int] = {}
    for version_id, own in named.items():
        for code, count in _asked(_NAMED, survey, version_id, own):
            counts[code] = counts.get(code, 0) + count
    every = sum(count for code, count in counts.items() if code in shares)
    weights = {
        code: min(max(share * every / (100 * counts[code]), _LEAST), _MOST)
        for code, share in shares.items() if counts.get(code)
    }
    given = {"codes": list(weights), "weights": list(weights.values())}
    return sum(_written(survey, version_id, own, given) for version_id, own in named.items())


def _columns(survey: Survey, column: str) -> dict[UUID, str]:
    """What the column is called in each version that has it."""
    versions = list(Version.objects.filter(survey=survey.id).order_by("-number"))
    newest = questionnaire_of(versions[0])
    named = {versions[0].id: column}
    for version in versions[1:]:
        found = next((pair for pair in pairs(questionnaire_of(version), newest) if pair.later == column), None)
        if found:
            named[version.id] = found.earlier
    return named


def _asked(sql: str, survey: Survey, version_id: UUID, column: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"survey": survey.id, "version": version_id, "column": column})
        return list(cursor.fetchall())


def _written(survey: Survey, version_id: UUID, column: str, given: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WEIGH, {"survey": survey.id, "version": version_id, "column": column, **given})
        return int(cursor.rowcount)
