"""Sheets of paper on which a version is answered: each with an id, which its response will have."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import LANGUAGES, T
from rianru.surveys import kinds
from rianru.surveys.actions.publishing import LanguageMissing, NotPublished
from rianru.surveys.actions.reaching import held
from rianru.surveys.models import Paper
from rianru.surveys.queries import current_version

MOST_SHEETS: Final = 200  # at once


class SheetsWrong(NotUnderstood):
    """None, or more than are set at once."""

    code = "surveys.sheets_wrong"
    says = T("พิมพ์ได้ครั้งละ 1 ถึง {most} ชุด", "Between 1 and {most} can be printed at once.")


def print_papers(
    *, actor: Actor, at: datetime, survey_id: UUID, copies: int, language: str, about_kind: str = "",
    about_id: UUID | None = None,
) -> UUID:
    """So many sheets of the version that is answered now; gives the batch, for `queries.papers_printed`. Refuses with
    SheetsWrong, NotPublished and LanguageMissing.
    """
    if not 1 <= copies <= MOST_SHEETS:
        raise SheetsWrong(most=MOST_SHEETS)
    if language not in LANGUAGES:
        raise LanguageMissing()
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        version = current_version(survey.id)
        if version is None:
            raise NotPublished()
        last = Paper.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
        batch = new_id()
        Paper.objects.bulk_create(
            Paper(survey=survey, version=version, number=number, batch=batch, language=language, about_kind=about_kind,
                  about_id=about_id, printed_by=actor.key, printed_at=at)
            for number in range(last + 1, last + copies + 1)
        )
        facts.record(
            kinds.PRINTED, actor=actor, at=at, object_kind="survey", object_id=survey.id, count=copies, format=language
        )
        return batch
