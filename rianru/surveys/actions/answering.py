"""Beginning to answer, and keeping what is answered so far: with gaps, with what is still wrong, line or no line."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.dates import day_of
from rianru.kernel.questions import Answer, begin
from rianru.kernel.refusals import NotAllowed
from rianru.people import queries as people
from rianru.surveys import kinds
from rianru.surveys.actions.answer_refusals import AlreadyAnswered, AnswersTooLarge, DraftGone, QuotaFull, VersionGone
from rianru.surveys.actions.taking import About, demand_open, demand_person, has_answered, held_open
from rianru.surveys.models import Draft, Survey
from rianru.surveys.queries import current_version, questionnaire_of, scope_of
from rianru.surveys.queries.drafts import full_quota, hash_of

MOST_BYTES = 256 << 10  # all answers of one draft, as JSON
KEPT = timedelta(days=60)  # since it was last touched
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # as ids are written: no i, l, o, u
LENGTH = 20  # of a key: a hundred random bits


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft, and the key that resumes it, which is told once and kept nowhere."""

    draft_id: UUID
    key: str


@transaction.atomic
def begin_answer(
    *, actor: Actor, at: datetime, survey_id: UUID, language: str = "th", person_id: UUID | None = None,
    about: About | None = None, entering: bool = False, space_id: UUID | None = None, guardian_agreed: bool = False,
) -> Begun:
    """A draft on the current version. Who signed in resumes the one they have, under a new key.

    `person_id` is someone else: a child or elder whom the actor acts for, or a member for whom staff of the survey's
    home enter it (`entering`, at the desk of `space_id` if at one); `guardian_agreed`: they saw a guardian agree.
    Refuses with SurveyNotOpen, SurveyClosed, SignInFirst, NotAllowed, MinorNeedsGuardian and AlreadyAnswered.
    """
    require("surveys.answer", actor=actor, at=at)
    survey, whose = held_open(survey_id, at), about or About()
    if entering:
        require("surveys.enter", actor=actor, at=at, scope=scope_of(survey))
    own = people.named(actor.key)
    who = person_id or (own.person_id if own and not entering else None)
    agreed_by = _agreed_by(survey, actor, at, who, own.person_id if own else None, guardian_agreed)
    if not entering or survey.asking == "identified" or survey.once:
        demand_person(survey, actor, at, who, agreed_by)
    if who and has_answered(survey, whose, str(who)):
        raise AlreadyAnswered()
    # Without a name a draft knows nobody either, unless staff enter it for one of whom there may be one answer.
    kept = who if survey.asking == "identified" or (survey.once and entering) else None
    version = current_version(survey.id)
    if version is None:
        raise VersionGone()
    if name := full_quota(survey.id, {}, day_of(at)):
        raise QuotaFull(name=name)
    key = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    mine = Draft.objects.select_for_update(of=("self",)).filter(
        version__survey=survey, person=kept, about_kind=whose.kind, about_id=whose.id
    ).order_by("-id").first() if kept else None
    if mine is not None:
        Draft.objects.filter(id=mine.id).update(key_hash=hash_of(key), agreed_by=agreed_by, touched_at=at)
        return Begun(mine.id, key)
    made = Draft.objects.create(
        key_hash=hash_of(key), version=version, person_id=kept, answers=begin(questionnaire_of(version), day_of(at)),
        language=language, about_kind=whose.kind, about_id=whose.id, space_id=space_id, agreed_by=agreed_by,
        entered_by=actor.key if entering else None, begun_at=at, touched_at=at,
    )
    facts.record(
        kinds.DRAFTED, actor=actor if survey.asking == "identified" or entering else Actor(kind="anonymous"), at=at,
        object_kind="survey", object_id=survey.id, space_id=space_id,
    )
    return Begun(made.id, key)


@transaction.atomic
def keep_draft(*, actor: Actor, at: datetime, key: str, answers: Mapping[str, Answer | None], page: str = "") -> int:
    """Puts answers by column into a draft, None to take one out; wrong ones and gaps are kept as they are.

    How often it was written. Refuses with DraftGone, SurveyClosed and AnswersTooLarge.
    """
    require("surveys.answer", actor=actor, at=at)
    draft = locked_draft(key)
    demand_open(draft.version.survey, at)
    known = {column.name for question in questionnaire_of(draft.version).questions for column in question.columns}
    every = {**draft.answers, **answers}
    kept = {name: answer for name, answer in every.items() if answer is not None and name in known}
    if len(orjson.dumps(kept)) > MOST_BYTES:
        raise AnswersTooLarge()
    if kept != draft.answers or page != draft.page:
        if draft.revision == 0:
            facts.record(kinds.DRAFT_KEPT, actor=Actor(kind="anonymous"), at=at, object_kind="survey",
                         object_id=draft.version.survey_id, space_id=draft.space_id)
        Draft.objects.filter(id=draft.id).update(
            answers=kept, page=page[:64], revision=draft.revision + 1, touched_at=max(at, draft.touched_at)
        )
    return draft.revision + 1


def locked_draft(key: str) -> Draft:
    """The draft of a key, which nobody else writes until this transaction ends. Refuses with DraftGone."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("version__survey").filter(
        key_hash=hash_of(key)
    ).first()
    if found is None:
        raise DraftGone()
    return found


def _agreed_by(
    survey: Survey, actor: Actor, at: datetime, who: UUID | None, own: UUID | None, guardian_agreed: bool
) -> UUID | None:
    """Whose consent stands for a minor. Refuses with NotAllowed whoever may not answer for this person."""
    if who is None or who == own:
        return None
    if actor.key and who in people.acts_for(key=actor.key):
        return actor.key
    if not permitted("surveys.enter", actor=actor, at=at, scope=scope_of(survey)):
        raise NotAllowed()
    return actor.key if guardian_agreed else None
