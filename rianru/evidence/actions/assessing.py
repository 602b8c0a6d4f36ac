"""A round by the keeper of a place: begun, answered on the phone, handed in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.evidence import kinds
from rianru.evidence.actions.refusals import NotYours, RoundOpen, StandardEnded, StateWrong
from rianru.evidence.models import Assessment, AssessmentScore, Standard
from rianru.evidence.queries.standards import NOTE, groups_of
from rianru.evidence.words import OPEN, STATES
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.places import queries as places
from rianru.surveys import actions as surveys
from rianru.surveys import queries as asked
from rianru.surveys.actions import About, Begun
from rianru.surveys.models import Response
from rianru.surveys.queries.drafts import unfinished

ABOUT = "assessment"


@transaction.atomic
def begin_assessment(
    *, actor: Actor, at: datetime, space_id: UUID, standard_id: UUID, language: str = "th"
) -> tuple[UUID, Begun]:
    """A new round of a place, or the one that its keeper began: its id, and the draft with its key.

    Refuses with NotFound, StandardEnded, RoundOpen (it is handed in and not decided), and as `surveys.begin_answer`.
    """
    require("evidence.assess", actor=actor, at=at, scope=places.scope_of_space(space_id))
    standard = Standard.objects.select_for_update().filter(id=standard_id).first()
    if standard is None:
        raise NotFound()
    if standard.ended_at is not None:
        raise StandardEnded()
    own = Assessment.objects.filter(standard=standard, space=space_id)
    one = own.filter(state__in=OPEN).first()
    if one is not None and one.state != "begun":
        raise RoundOpen()
    if one is None:
        last = own.aggregate(n=Max("round"))["n"] or 0
        one = Assessment.objects.create(
            id=new_id(), standard=standard, space_id=space_id, round=last + 1, begun_by=actor.key, begun_at=at
        )
        facts.record(kinds.BEGUN, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=space_id)
    begun = surveys.begin_answer(
        actor=actor, at=at, survey_id=standard.survey_id, language=language, about=About(ABOUT, one.id)
    )
    return one.id, begun


@transaction.atomic
def hand_in_assessment(*, actor: Actor, at: datetime, key: str) -> UUID:
    """The answers of a draft become the scores of its round; the round's id.

    Refuses with NotYours, NotAllowed, StateWrong, and as `surveys.hand_in_draft` does (NotFinished …).
    """
    draft = unfinished(key)
    if draft is None or draft.about_kind != ABOUT or draft.about_id is None:
        raise NotYours()
    one = held(draft.about_id)
    require("evidence.assess", actor=actor, at=at, scope=places.scope_of_space(one.space_id))
    if one.standard.survey_id != draft.survey.id:
        raise NotYours()
    demand_state(one, "begun")
    made = surveys.hand_in_draft(actor=actor, at=at, key=key)
    response = Response.objects.select_related("version").get(id=made.response_id)
    _score(one, response)
    Assessment.objects.filter(id=one.id).update(
        state="handed_in", version=response.version_id, response=response, handed_in_by=actor.key, handed_in_at=at
    )
    facts.record(kinds.HANDED_IN, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)
    return one.id


@transaction.atomic
def drop_assessment(*, actor: Actor, at: datetime, assessment_id: UUID) -> None:
    """A round that is not decided is given up; what was answered stays to be read. Refuses with StateWrong."""
    one = held(assessment_id)
    require("evidence.assess", actor=actor, at=at, scope=places.scope_of_space(one.space_id))
    demand_state(one, *OPEN)
    Assessment.objects.filter(id=one.id).update(state="dropped")
    facts.record(kinds.DROPPED, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)


def held(assessment_id: UUID) -> Assessment:
    """The round, locked until the end of the transaction. Refuses with NotFound."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("standard", "version", "space").filter(
        id=assessment_id
    ).first()
    if found is None:
        raise NotFound()
    return found


def demand_state(one: Assessment, *states: str) -> None:
    """Refuses with StateWrong a round at any other step."""
    if one.state not in states:
        raise StateWrong(state=STATES[one.state])


def _score(one: Assessment, response: Response) -> None:
    answers, form = response.answers, asked.questionnaire_of(response.version)
    AssessmentScore.objects.bulk_create(
        AssessmentScore(
            assessment=one, criterion=criterion.name, by="self", note=str(answers.get(criterion.name + NOTE, "")),
            level=next(level.points for level in criterion.levels if level.code == answers[criterion.name]),
        )
        for group in groups_of(form) for criterion in group.criteria if criterion.name in answers
    )
