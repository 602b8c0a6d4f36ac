"""Forgetting: a person who goes, and drafts that nobody finished."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.questions import Answers, Questionnaire
from rianru.kernel.questions.codebook import way_of
from rianru.surveys import kinds
from rianru.surveys.actions.answering import KEPT
from rianru.surveys.actions.attaching import drop_files
from rianru.surveys.models import Attachment, Draft, Response
from rianru.surveys.queries import questionnaire_of

AT_ONCE = 500
_COUNTED = {"shares", "several", "ranks", "amounts", "agreed"}  # what is counted, and says who somebody was least


def forget_person(*, actor: Actor, at: datetime, person_id: UUID) -> int:
    """A person is about to be erased: their drafts and files go, and of what they handed in only what is counted
    stays, without them. How many responses there were. Called by `people.actions.erase_member`, in its transaction.

    Totals stay as they are: a day is kept as the first of its month, a place as its province.
    """
    require("surveys.forget", actor=actor, at=at)
    with transaction.atomic():
        drop_files(Attachment.objects.filter(draft__person=person_id))
        Draft.objects.filter(person=person_id).delete()
        theirs = list(Response.objects.filter(person=person_id).select_related("version"))
        drop_files(Attachment.objects.filter(response__in=theirs))
        for response in theirs:
            Response.objects.filter(id=response.id).update(
                person=None, agreed_by=None, answers=counted_only(questionnaire_of(response.version), response.answers)
            )
        if theirs:
            facts.record(kinds.FORGOTTEN, actor=system("surveys.forget_person"), at=at, count=len(theirs))
    return len(theirs)


def counted_only(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """What results count of answers, as coarsely as they count it: nothing that was written, attached or pinned."""
    kept: Answers = {}
    for question in questionnaire.questions:
        for column in question.columns:
            answer, way = answers.get(column.name), way_of(question, column)
            if answer is None:
                continue
            if way in _COUNTED:
                kept[column.name] = answer
            elif way == "days":
                kept[column.name] = f"{answer[:7]}-01"
            elif way == "clock":
                kept[column.name] = f"{answer[:2]}:00"
            elif way == "areas":
                kept[column.name] = {"area": answer["area"][:2]} if "area" in answer else {}
            else:
                kept[column.name] = [] if way == "attached" else ""
    return kept


def tend_drafts(*, actor: Actor, at: datetime) -> int:
    """Drafts that nobody touched for sixty days go, with their files; how many, at most some hundreds at a time."""
    require("surveys.tend", actor=actor, at=at)
    with transaction.atomic():
        old = list(
            Draft.objects.filter(touched_at__lt=at - KEPT).order_by("touched_at", "id")
            .select_for_update(skip_locked=True).values_list("id", flat=True)[:AT_ONCE]
        )
        drop_files(Attachment.objects.filter(draft__in=old))
        Draft.objects.filter(id__in=old).delete()
        if old:
            facts.record(kinds.DRAFTS_TENDED, actor=actor, at=at, count=len(old))
    return len(old)
