"""Taking an answer in: who may, once each, quotas, the response, its fact. All of it or nothing."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.ids import new_id
from rianru.kernel.questions import Answer, Answers, Consent, NotFinished, finish, look, meets
from rianru.kernel.refusals import NotFound, SignInFirst
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.actions import OF_AGE
from rianru.surveys import kinds
from rianru.surveys.actions.answer_refusals import (
    AlreadyAnswered,
    MinorNeedsGuardian,
    PersonNeeded,
    QuotaFull,
    SurveyClosed,
    SurveyNotOpen,
)
from rianru.surveys.models import Fresh, Once, Quota, Response, Survey, Version
from rianru.surveys.queries import is_open, questionnaire_of

VERBS = {"own": kinds.ANSWERED, "staff": kinds.ENTERED, "paper": kinds.TYPED_IN}
_SHARED = "SELECT FROM surveys_survey WHERE id = %s FOR SHARE"  # nobody closes it until this answer is in


@dataclass(frozen=True, slots=True)
class About:
    """What is answered about: nothing, or one thing of a kind."""

    kind: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Everything that is known of an answer that comes in. `once_by` stands for one without an account."""

    survey: Survey
    version: Version
    answers: Mapping[str, Answer]
    person_id: UUID | None = None
    way: str = "own"
    language: str = "th"
    about: About = field(default_factory=About)
    space_id: UUID | None = None
    area: str = ""
    agreed_by: UUID | None = None
    once_by: str = ""
    own_id: UUID | None = None  # the id that the response must have: its sheet's
    gaps: bool = False  # what must be answered may be missing


def held_open(survey_id: UUID, at: datetime) -> Survey:
    """The survey, which nobody closes before this transaction ends.

    Refuses with NotFound, SurveyNotOpen and SurveyClosed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [survey_id])
    survey = Survey.objects.filter(id=survey_id).first()
    if survey is None:
        raise NotFound()
    demand_open(survey, at)
    return survey


def demand_open(survey: Survey, at: datetime) -> None:
    """Refuses with SurveyNotOpen and SurveyClosed."""
    if not is_open(survey, at):
        raise (SurveyNotOpen if survey.opens_at is None or at < survey.opens_at else SurveyClosed)()


def demand_person(survey: Survey, actor: Actor, at: datetime, person_id: UUID | None, agreed_by: UUID | None) -> None:
    """Whether it is known who answers, where it has to be, and whether a guardian agreed.

    Refuses with SignInFirst, PersonNeeded and MinorNeedsGuardian.
    """
    if person_id is None and survey.members_only:
        raise (SignInFirst if actor.kind == "anonymous" else PersonNeeded)()
    if survey.asking == "identified" and person_id is not None and agreed_by is None:
        person = people.person_born(person_id)
        if person is not None and day_of(at).year - person <= OF_AGE:
            raise MinorNeedsGuardian()


def take(taken: Taken, *, actor: Actor, at: datetime) -> UUID:
    """Writes the response; its id. The caller holds the survey and the draft or sheet, in a transaction.

    Refuses with NotFinished, AlreadyAnswered and QuotaFull.
    """
    answers = _finished(taken, at)
    named = taken.survey.asking == "identified"
    _once(taken)
    _fill_quotas(taken.survey.id, answers, at)
    response = Response.objects.create(
        id=taken.own_id or (new_id() if named else uuid4()), survey=taken.survey, version=taken.version,
        answers=answers, person_id=taken.person_id if named else None, way=taken.way, language=taken.language,
        about_kind=taken.about.kind, about_id=taken.about.id, space_id=taken.space_id, area=taken.area,
        agreed_by=taken.agreed_by if named else None, entered_by=actor.key if taken.way != "own" else None,
        # Of an answer without a name only the day: nobody at the desk remembers who came at 10:42.
        handed_in_at=at if named else start_of_day(day_of(at)),
    )
    Fresh.objects.create(response=response, version=taken.version)
    who = actor if named or taken.way != "own" else Actor(kind="anonymous")
    subject = people.key_of(taken.person_id) if named and taken.person_id else None
    facts.record(
        VERBS[taken.way], actor=who, at=at, subject=subject, object_kind="survey", object_id=taken.survey.id,
        space_id=taken.space_id, area=taken.area,
    )
    return response.id


def _finished(taken: Taken, at: datetime) -> Answers:
    form, today = questionnaire_of(taken.version), day_of(at)
    try:
        return finish(form, taken.answers, today)
    except NotFinished:
        found = look(form, taken.answers, today)
        agreements = {question.name for question in form.questions if isinstance(question, Consent)}
        if not taken.gaps or found.wrong or agreements & set(found.missing):
            raise
        return dict(found.answers)


def once_hashes(survey_id: UUID, about: About, who: str) -> list[bytes]:
    """What says that someone has answered: under the secret key of today, then under those before it."""
    said = f"survey once|{survey_id}|{about.kind}|{about.id}|{who}".encode()
    keys: Sequence[str] = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(key.encode(), said, hashlib.sha256) for key in keys]


def has_answered(survey: Survey, about: About, who: str) -> bool:
    """Whether someone's answer is in, where it is one a person."""
    return survey.once and Once.objects.filter(survey=survey.id, hash__in=once_hashes(survey.id, about, who)).exists()


def _once(taken: Taken) -> None:
    if not taken.survey.once or taken.way == "paper":  # a sheet is typed in once
        return
    who = taken.once_by or str(taken.person_id or "")
    if not who:
        raise PersonNeeded()
    if has_answered(taken.survey, taken.about, who):
        raise AlreadyAnswered()
    try:
        with transaction.atomic():
            Once.objects.create(survey=taken.survey, hash=once_hashes(taken.survey.id, taken.about, who)[0])
    except IntegrityError as error:
        raise AlreadyAnswered() from error


def _fill_quotas(survey_id: UUID, answers: Mapping[str, Answer], at: datetime) -> None:
    for quota in Quota.objects.filter(survey=survey_id).order_by("id"):
        if quota.rule.strip() and not meets(quota.rule, answers, day_of(at)):
            continue
        if not Quota.objects.filter(id=quota.id, count__lt=F("most")).update(count=F("count") + 1):
            raise QuotaFull(name=T.verbatim(quota.name_th, quota.name_en))
