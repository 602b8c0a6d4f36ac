"""Surveys that always stand open: one laid for the whole country, so that a new installation can ask at once, and what
other homes choose.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.questions import Choice, ChoiceList, Questionnaire, Section, Single, Text, digest
from rianru.kernel.refusals import ChangedMeanwhile, NotFound
from rianru.kernel.words import T
from rianru.surveys import kinds
from rianru.surveys.actions.fitting import SHUT, FeedbackUnfit, demand_fit
from rianru.surveys.actions.making import new_code
from rianru.surveys.actions.publishing import NotPublished
from rianru.surveys.actions.reaching import as_json, held, revise
from rianru.surveys.models import Survey, Version
from rianru.surveys.queries import current_version, is_open, questionnaire_of

FEEDBACK: Final = Questionnaire(
    "feedback", T("กิจกรรมนี้เป็นอย่างไร", "How was it?"),
    (Section("page1", questions=(
        Single(name="liked", label=T("กิจกรรมนี้เป็นอย่างไร", "How was it?"), choices="liked", required=True),
        Single(name="learned", label=T("ได้สิ่งที่อยากรู้ไหม", "Did you learn what you came for?"), choices="learned",
               required=True),
        Single(name="again", label=T("จะมาอีกไหม", "Would you come again?"), choices="again", required=True),
        Text(name="words", label=T("อยากบอกอะไรคนจัด", "Anything to tell those who held it?"), long=True, most=1_000),
    )),),
    (
        ChoiceList("liked", (Choice("good", T("ดี", "Good")), Choice("fair", T("พอใช้", "Fair")),
                             Choice("poor", T("ไม่ดี", "Poor")))),
        ChoiceList("learned", (Choice("yes", T("ได้", "Yes")), Choice("some", T("ได้บ้าง", "Some of it")),
                               Choice("no", T("ยังไม่ได้", "Not yet")))),
        ChoiceList("again", (Choice("yes", T("มาอีก", "Yes")), Choice("maybe", T("ดูก่อน", "Perhaps")),
                             Choice("no", T("ไม่มา", "No")))),
    ),
)  # fmt: skip
"""Three taps after an activity, and a line for those who want to say more."""
FORMS: Final = {"feedback": FEEDBACK}
"""By the words of `words.STANDING`."""


def lay_standing(*, actor: Actor, at: datetime, use: str) -> UUID:
    """The survey of the whole country that stands open for a use (of words.STANDING), made where there is none yet;
    gives its id. Anonymous, one answer a person and thing. Two who lay it at once lay one.
    """
    require("surveys.tend", actor=actor, at=at)
    form = FORMS[use]
    found = Survey.objects.filter(home_kind="national", standing=use, put_away_at__isnull=True).first()
    if found is not None:
        return found.id
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                code=new_code(), home_kind="national", standing=use, title_th=form.title.th, title_en=form.title.en,
                once=True, languages=["th", "en"], opens_at=at, made_at=at, changed_at=at,
            )
            number = revise(survey, form, "made", actor=actor, at=at)
            Version.objects.create(
                survey=survey, number=1, digest=digest(form), questionnaire=as_json(form), revision=number,
                published_at=at,
            )
            facts.record(kinds.OPENED, actor=actor, at=at, object_kind="survey", object_id=survey.id)
            return survey.id
    except IntegrityError:  # somebody laid it a moment ago
        return Survey.objects.get(home_kind="national", standing=use, put_away_at__isnull=True).id


def stand(*, actor: Actor, at: datetime, survey_id: UUID, use: str) -> None:
    """It is asked for a use of the house (of words.STANDING) from now on, in place of the one that its home had; blank:
    no longer. Then the next wider home's is asked. Refuses with NotPublished, FeedbackUnfit and ChangedMeanwhile.
    """
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if use and use not in FORMS:
            raise NotFound()
        if use:
            version = current_version(survey.id)
            if version is None:
                raise NotPublished()
            if not is_open(survey, at):
                raise FeedbackUnfit(why=SHUT)
            demand_fit(asking=survey.asking, once=survey.once, form=questionnaire_of(version))
            Survey.objects.filter(
                home_kind=survey.home_kind, home_id=survey.home_id, standing=use, put_away_at__isnull=True
            ).exclude(id=survey.id).update(standing="", changed_at=at)
        try:
            with transaction.atomic():
                Survey.objects.filter(id=survey.id).update(standing=use, changed_at=at)
        except IntegrityError:  # another one of this home was chosen at this moment
            raise ChangedMeanwhile() from None
        facts.record(kinds.STANDING_CHOSEN, actor=actor, at=at, object_kind="survey", object_id=survey.id)
