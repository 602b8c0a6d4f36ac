"""Changing the questionnaire that is being made, and taking a change back. What is published is never touched."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.formats import xlsform
from rianru.kernel.questions import from_said
from rianru.kernel.questions.editing import Change, Gone, changed, mark_of
from rianru.kernel.refusals import ChangedMeanwhile, Refused
from rianru.kernel.words import T
from rianru.surveys import kinds
from rianru.surveys.actions.reaching import held, revise, working
from rianru.surveys.models import Revision


class NothingToUndo(Refused):
    """It is as it was made, or older states are no longer kept."""

    code = "surveys.nothing_to_undo"
    says = T("ย้อนได้แค่นี้ ไม่มีการแก้ก่อนหน้านี้แล้ว", "That is as far back as it goes: there is no earlier change.")


def edit_questionnaire(
    *, actor: Actor, at: datetime, survey_id: UUID, change: Change, seen: str | None = None, of: str = ""
) -> int:
    """One change; gives the number of the new revision, or the present one where nothing is different.

    `seen` is the mark (`mark_of`) that the question or page `of` had when its maker began: where somebody changed it
    since, ChangedMeanwhile. None: whatever it is now. Refuses as `changed` does.
    """
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        before = working(survey)
        if seen is not None and of and (mark := mark_of(before, of)) != seen:
            raise ChangedMeanwhile() if mark else Gone(name=of)
        after = changed(before, change)
        if after == before:
            return survey.revision
        number = revise(survey, after, change.did, change.about, actor=actor, at=at)
        facts.record(
            kinds.EDITED, actor=actor, at=at, object_kind="survey", object_id=survey.id, changed=[change.did]
        )
        return number


def undo_edit(*, actor: Actor, at: datetime, survey_id: UUID, revision: int) -> int:
    """Takes back the newest change, which must be `revision`: ChangedMeanwhile where another one came since. Undoing
    again goes one further back. Refuses with NothingToUndo.
    """
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if survey.revision != revision:
            raise ChangedMeanwhile()
        newest = Revision.objects.get(survey=survey, number=revision)
        target = Revision.objects.filter(survey=survey, number=newest.before).first()
        if target is None:
            raise NothingToUndo()
        number = revise(
            survey, from_said(target.questionnaire), "undone", newest.about, actor=actor, at=at, before=target.before
        )
        facts.record(kinds.EDITED, actor=actor, at=at, object_kind="survey", object_id=survey.id, changed=["undone"])
        return number


def bring_back(*, actor: Actor, at: datetime, survey_id: UUID, number: int) -> int:
    """The state after an earlier change, as a new one: nothing in between is lost. Refuses with NothingToUndo."""
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        target = Revision.objects.filter(survey=survey, number=number).first()
        if target is None:
            raise NothingToUndo()
        form = from_said(target.questionnaire)
        if form == working(survey):
            return survey.revision
        made = revise(survey, form, "brought_back", str(number), actor=actor, at=at)
        facts.record(
            kinds.EDITED, actor=actor, at=at, object_kind="survey", object_id=survey.id, changed=["brought_back"]
        )
        return made


def import_form(*, actor: Actor, at: datetime, survey_id: UUID, file: bytes) -> tuple[xlsform.Left, ...]:
    """An XLSForm in place of what is worked on, which stays among the revisions; gives what was left out.

    Refuses as `xlsform.read` does: FormFaulty says every fault with its sheet, row and column.
    """
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        form = xlsform.read(file)
        revise(survey, form.questionnaire, "imported", actor=actor, at=at)
        facts.record(kinds.IMPORTED, actor=actor, at=at, object_kind="survey", object_id=survey.id)
        return form.left
