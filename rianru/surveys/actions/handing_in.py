"""Handing in: from a draft, from a sheet of paper, or all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.questions import Answer
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import queries as people
from rianru.surveys.actions.answer_refusals import DraftGone, SheetTypedIn, VersionGone
from rianru.surveys.actions.answering import locked_draft
from rianru.surveys.actions.attaching import Sent, bind_files, keep_ready, ready
from rianru.surveys.actions.taking import About, Taken, demand_person, held_open, take
from rianru.surveys.models import Draft, Paper, Version
from rianru.surveys.queries import current_version, questionnaire_of, scope_of
from rianru.surveys.queries.drafts import hash_of


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A response; where the survey asks no names its id is told to nobody."""

    response_id: UUID
    survey_id: UUID
    named: bool


def hand_in(
    *, actor: Actor, at: datetime, survey_id: UUID, answers: Mapping[str, Answer], version_id: UUID | None = None,
    about: About | None = None, space_id: UUID | None = None, area: str = "", person_id: UUID | None = None,
    once_by: str = "", language: str = "th",
) -> HandedIn:
    """Answers all at once, without a draft: three taps after an activity. On the current version unless one is named.

    `person_id`: someone the actor acts for. `once_by` stands for someone without an account ("participation:…") where
    it is one answer a person. Refuses with SurveyNotOpen, SurveyClosed, VersionGone, SignInFirst, PersonNeeded,
    MinorNeedsGuardian, NotAllowed, NotFinished, AlreadyAnswered and QuotaFull.
    """
    require("surveys.answer", actor=actor, at=at)
    with transaction.atomic():
        survey = held_open(survey_id, at)
        version = _version(survey_id, version_id)
        own = people.named(actor.key)
        who, agreed = person_id or (own.person_id if own else None), None
        if person_id and (own is None or person_id != own.person_id):
            if actor.key is None or person_id not in people.acts_for(key=actor.key):
                raise NotAllowed()
            agreed = actor.key
        if not once_by:
            demand_person(survey, actor, at, who, agreed)
        made = take(
            Taken(survey=survey, version=version, answers=answers, person_id=who, about=about or About(), area=area,
                  space_id=space_id, once_by=once_by, language=language, agreed_by=agreed),
            actor=actor, at=at,
        )
    return HandedIn(made, survey.id, survey.asking == "identified")


def hand_in_draft(*, actor: Actor, at: datetime, key: str) -> HandedIn:
    """What a draft holds, on the version on which it was begun; the draft is gone with it.

    Refuses with DraftGone and as `hand_in` does.
    """
    require("surveys.answer", actor=actor, at=at)
    with transaction.atomic():
        survey = held_open(_survey_behind(key), at)  # locked before the draft
        draft = locked_draft(key)
        entered = draft.entered_by is not None
        if entered and not permitted("surveys.enter", actor=actor, at=at, scope=scope_of(survey)):
            raise NotAllowed()
        own = people.named(actor.key) if not entered else None
        who = draft.person_id or (own.person_id if own else None)
        if not entered or survey.asking == "identified" or survey.once:
            demand_person(survey, actor, at, who, draft.agreed_by)
        made = take(
            Taken(survey=survey, version=draft.version, answers=draft.answers, person_id=who,
                  way="staff" if entered else "own", language=draft.language, agreed_by=draft.agreed_by,
                  about=About(draft.about_kind, draft.about_id), space_id=draft.space_id),
            actor=actor, at=at,
        )
        bind_files(draft, made, at=at)
        draft.delete()
    return HandedIn(made, survey.id, survey.asking == "identified")


def type_in(
    *, actor: Actor, at: datetime, paper_id: UUID, answers: Mapping[str, Answer], space_id: UUID | None = None,
    person_id: UUID | None = None, guardian_agreed: bool = False, gaps: bool = False,
    files: Mapping[str, Sequence[Sent]] | None = None,
) -> HandedIn:
    """A sheet of paper, under its own id, on the version that was printed; once. `gaps`: what must be answered may be
    missing, because nobody can be asked any more; an agreement may not. `files`: what came with it, by column.

    Refuses with NotFound, NotAllowed, SurveyClosed, SheetTypedIn, PersonNeeded, MinorNeedsGuardian, NotFinished and
    QuotaFull; as `attach_file` does for files.
    """
    sheet = Paper.objects.select_related("version", "survey").filter(id=paper_id).first()
    if sheet is None:
        raise NotFound()
    survey_id = sheet.survey_id
    require("surveys.enter", actor=actor, at=at, scope=scope_of(sheet.survey))  # before anything is drawn
    came = ready(questionnaire_of(sheet.version), files or {})
    answers = {**answers, **{one.column: [str(each.id) for each in came if each.column == one.column] for one in came}}
    with transaction.atomic():
        survey = held_open(survey_id, at)
        paper = Paper.objects.select_for_update(of=("self",)).select_related("version").get(id=paper_id)
        if paper.typed_at is not None:
            raise SheetTypedIn(number=paper.number)
        agreed = actor.key if guardian_agreed else None
        if survey.asking == "identified":
            demand_person(survey, actor, at, person_id, agreed)
        made = take(
            Taken(survey=survey, version=paper.version, answers=answers, person_id=person_id, way="paper",
                  language=paper.language, about=About(paper.about_kind, paper.about_id), space_id=space_id,
                  agreed_by=agreed, own_id=paper.id, gaps=gaps),
            actor=actor, at=at,
        )
        keep_ready(came, survey, made, at=at)
        Paper.objects.filter(id=paper.id).update(response=made, typed_at=at)
    return HandedIn(made, survey.id, survey.asking == "identified")


def _survey_behind(key: str) -> UUID:
    found = Draft.objects.filter(key_hash=hash_of(key)).values_list("version__survey", flat=True).first()
    if found is None:
        raise DraftGone()
    return found


def _version(survey_id: UUID, version_id: UUID | None) -> Version:
    """The one that is named, else the current one. Refuses with VersionGone."""
    found = (
        Version.objects.filter(id=version_id, survey=survey_id).first() if version_id else current_version(survey_id)
    )
    if found is None:
        raise VersionGone()
    return found
