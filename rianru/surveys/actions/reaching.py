"""What every action of makers begins with: the survey, held, and whether this actor may; and one new revision."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.questions import Questionnaire, from_said, written
from rianru.kernel.refusals import NotFound
from rianru.surveys.models import Revision, Survey
from rianru.surveys.queries import scope_of

KEPT_REVISIONS = 200  # of one survey, for undoing


def held(survey_id: UUID, rule: str, *, actor: Actor, at: datetime) -> Survey:
    """The survey, locked until the end of the transaction. NotFound, and NotAllowed as `rule` says."""
    survey = Survey.objects.select_for_update().filter(id=survey_id).first()
    if survey is None:
        raise NotFound()
    require(rule, actor=actor, at=at, scope=scope_of(survey))
    return survey


def working(survey: Survey) -> Questionnaire:
    """The questionnaire that its makers work on."""
    return from_said(Revision.objects.get(survey=survey, number=survey.revision).questionnaire)


def as_json(questionnaire: Questionnaire) -> Any:
    """What a JSON column keeps."""
    return json.loads(written(questionnaire))


def revise(
    survey: Survey, questionnaire: Questionnaire, did: str, about: str = "", *, actor: Actor, at: datetime,
    before: int | None = None,
) -> int:
    """A new revision of a survey that is held; gives its number. Old ones go, but for the last KEPT_REVISIONS."""
    number = survey.revision + 1
    Revision.objects.create(
        survey=survey, number=number, before=survey.revision if before is None else before, did=did, about=about,
        questionnaire=as_json(questionnaire), made_by=actor.key, made_at=at,
    )
    Revision.objects.filter(survey=survey, number__lte=number - KEPT_REVISIONS).delete()
    survey.revision, survey.changed_at = number, at
    survey.save(update_fields=["revision", "changed_at"])
    return number
