"""Surveys that are open, and people who answer them: versions are laid as rows, everything else by actions."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from rianru.core.actors import ANONYMOUS
from rianru.kernel.questions import (
    Choice,
    ChoiceList,
    Consent,
    Date,
    File,
    Matrix,
    Multiple,
    Number,
    Photo,
    Place,
    Question,
    Questionnaire,
    Ranking,
    Row,
    Section,
    Single,
    Text,
    check,
    digest,
    written,
)
from rianru.kernel.words import T
from rianru.surveys import actions
from rianru.surveys.models import Survey, Version
from tests.factories import AT

NUMBERS = count(1)
YES_NO = ChoiceList("yes_no", (Choice("yes", T("ใช่", "Yes")), Choice("no", T("ไม่ใช่", "No"))))
COLOURS = ChoiceList("colours", tuple(Choice(code, T(th, en)) for code, th, en in (
    ("indigo", "คราม", "Indigo"), ("lac", "ครั่ง", "Lac"), ("leaf", "ใบไม้", "Leaf"))))
EVERYTHING: tuple[Question, ...] = (
    Single(name="dye", label=T("ชอบสีไหน", "Which dye?"), choices="colours", required=True, other=True),
    Multiple(name="dyes", label=T("เคยย้อมสีไหน", "Which have you dyed with?"), choices="colours"),
    Ranking(name="order", label=T("เรียงตามที่ชอบ", "In order"), choices="colours"),
    Matrix(name="table", label=T("เห็นด้วยไหม", "Do you agree?"), choices="yes_no", rows=(
        Row("near", T("ใกล้บ้าน", "Near")), Row("warm", T("อบอุ่น", "Warm")))),
    Number(name="age", label=T("อายุ", "Age"), unit=T("ปี", "years"), least=0, most=120),
    Date(name="came", label=T("มาวันไหน", "When did you come?")),
    Place(name="home", label=T("บ้านอยู่ไหน", "Where do you live?"), point=True),
    Text(name="why", label=T("เพราะอะไร", "Why?"), long=True),
    Photo(name="photo", label=T("รูป", "Photo")),
    File(name="paper", label=T("เอกสาร", "Document")),
    Consent(name="agreed", label=T("ยินยอม", "I agree")),
)


def form(*questions: Question, lists: tuple[ChoiceList, ...] = (YES_NO, COLOURS), **sections: tuple[Question, ...]) -> Questionnaire:
    """One page of questions, or several by name. Checked."""
    pages = tuple(Section(name, T(name, name), questions=given) for name, given in sections.items())
    made = Questionnaire("test", T("แบบสอบถามทดสอบ", "A test"), pages or (Section("one", T("หนึ่ง", "One"), questions=questions),), lists)
    check(made)
    return made


def survey(
    questionnaire: Questionnaire, *, at: datetime = AT, asking: str = "anonymous", once: bool = False, home: tuple[str, UUID | None] =
    ("national", None), **more: Any
) -> Survey:
    """One that was opened an hour before `at`, and its first version."""
    made = Survey.objects.create(
        code=f"{next(NUMBERS):08d}", home_kind=home[0], home_id=home[1], title_th="แบบสอบถามทดสอบ", title_en="A test", asking=asking,
        once=once, members_only=more.pop("members_only", asking == "identified" or once), languages=["th", "en"],
        opens_at=at - timedelta(hours=1), made_at=at, changed_at=at, **more,
    )
    version(made, questionnaire, at=at)
    return made


def version(of: Survey, questionnaire: Questionnaire, *, at: datetime = AT) -> Version:
    """The next version of a survey."""
    from orjson import loads

    number = Version.objects.filter(survey=of).count() + 1
    return Version.objects.create(
        survey=of, number=number, digest=digest(questionnaire), questionnaire=loads(written(questionnaire)), revision=number, published_at=at
    )


def answered(of: Survey, *, at: datetime = AT, actor: Any = ANONYMOUS, times: int = 1, about: Any = None, **answers: Any) -> None:
    """So many people hand in the same."""
    for _ in range(times):
        actions.hand_in(actor=actor, at=at, survey_id=of.id, answers=answers, about=about)
