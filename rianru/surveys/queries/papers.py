"""Sheets that came back on paper and are not typed in yet, for the place that keeps the survey."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from rianru.kernel.words import T
from rianru.surveys.models import Paper, Survey
from rianru.surveys.queries.finding import title_of


@dataclass(frozen=True, slots=True)
class SheetsRow:
    """An open survey of a place, and how many of its printed sheets are not typed in; `place`: the id of the place."""

    code: str
    title: T
    left: int
    place: UUID


def sheets_at(space_ids: Collection[UUID], *, at: datetime, limit: int = 12) -> list[SheetsRow]:
    """Open surveys of these spaces with sheets that were printed and are not typed in yet, `limit` of them; two queries
    at most.
    """
    open_now = Q(survey__opens_at__lte=at) & (Q(survey__closes_at=None) | Q(survey__closes_at__gt=at))
    rows = Paper.objects.filter(
        open_now, survey__home_kind="space", survey__home_id__in=list(space_ids), survey__put_away_at=None,
        typed_at=None,
    )
    counted = dict(rows.values("survey").annotate(n=Count("id")).values_list("survey", "n").order_by("-n")[:limit])
    surveys = Survey.objects.filter(id__in=list(counted)).order_by("id") if counted else ()
    return [SheetsRow(one.code, title_of(one), counted[one.id], one.home_id) for one in surveys if one.home_id]
