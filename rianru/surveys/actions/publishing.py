"""Publishing a version, opening and closing, and the settings under which answers are taken."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.questions import Questionnaire, check, digest, meets
from rianru.kernel.questions.logic import names_in, parsed
from rianru.kernel.refusals import ChangedMeanwhile, NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.surveys import kinds
from rianru.surveys.actions.fitting import demand_fit
from rianru.surveys.actions.making import LONGEST_WORDS, WordsTooLong, titled
from rianru.surveys.actions.reaching import as_json, held, working
from rianru.surveys.models import Quota, Response, Survey, Version

LONGEST_NOTE: Final = 500
LARGEST_QUOTA: Final = 10_000_000


class NothingNew(Refused):
    """What is worked on is what people answer already."""

    code = "surveys.nothing_new"
    says = T(
        "ยังไม่มีอะไรต่างจากรุ่น {number} ที่เปิดอยู่ แก้คำถามก่อนแล้วค่อยเผยแพร่",
        "Nothing differs from version {number}. Change a question first, then publish.",
    )


class NotPublished(Refused):
    """There is no version to be answered yet."""

    code = "surveys.not_published"
    says = T("ยังไม่มีรุ่นให้ตอบ เผยแพร่ก่อน แล้วจึงเปิดรับคำตอบ", "There is no version to answer yet. Publish first, then open.")


class PeriodWrong(NotUnderstood):
    """It would close before it opens, or has closed already."""

    code = "surveys.period_wrong"
    says = T("วันปิดต้องอยู่หลังวันเปิดและหลังตอนนี้ แก้วันแล้วลองอีกครั้ง",
             "It has to close after it opens, and after now. Change the day and try again.")


class ClosedAlready(Refused):
    """It takes no answers."""

    code = "surveys.closed_already"
    says = T("แบบสอบถามนี้ไม่ได้เปิดอยู่ ไม่ต้องปิดซ้ำ", "This survey is not open. Nothing more to do.")


class AskingFixed(Refused):
    """Whoever answered was promised something."""

    code = "surveys.asking_fixed"
    says = T(
        "มีคนตอบแล้ว {count:,} คน จึงเปลี่ยนเรื่องระบุชื่อไม่ได้ คัดลอกเป็นแบบสอบถามใหม่แทน",
        "{count:,} {count:person|people} {count:has|have} answered under that promise, so it stays. Copy the "
        "survey instead.",
    )


class LanguageMissing(NotUnderstood):
    """Nobody could read it."""

    code = "surveys.language_missing"
    says = T("เลือกอย่างน้อยหนึ่งภาษา", "Choose one language at least.")


class QuotaWrong(NotUnderstood):
    """A quota has a name, a number from 1, and a rule about questions that are asked."""

    code = "surveys.quota_wrong"
    says = T("โควตาต้องมีชื่อ และจำนวนตั้งแต่ 1 ขึ้นไป", "A quota has a name, and a number from 1.")


class QuotaBelow(Refused):
    """More have been counted than the new number would allow."""

    code = "surveys.quota_below"
    says = T("นับไปแล้ว {count:,} ตั้งต่ำกว่านี้ไม่ได้", "{count:,} {count:is|are} counted already. It cannot be less.")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set; the columns of Survey of the same names."""

    title_th: str = ""
    title_en: str = ""
    purpose_th: str = ""
    purpose_en: str = ""
    thanks_th: str = ""
    thanks_en: str = ""
    asking: str = "anonymous"
    once: bool = False
    members_only: bool = False
    languages: tuple[str, ...] = ("th", "en")
    shows_results: bool = False


def publish_version(*, actor: Actor, at: datetime, survey_id: UUID, revision: int, note: str = "") -> int:
    """What is worked on becomes the version that is answered; gives its number. Answers to earlier ones stay theirs.

    `revision` is the one that its maker looked at: ChangedMeanwhile where there is a newer one. Refuses with Faulty,
    which says every fault, NothingNew, and FeedbackUnfit where it is asked after activities.
    """
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if survey.revision != revision:
            raise ChangedMeanwhile()
        form = working(survey)
        check(form)
        last = Version.objects.filter(survey=survey).order_by("-number").first()
        if survey.standing:
            demand_fit(asking=survey.asking, once=survey.once, form=form)
        if last is not None and last.digest == digest(form):
            raise NothingNew(number=last.number)
        number = (last.number if last else 0) + 1
        Version.objects.create(
            survey=survey, number=number, digest=digest(form), questionnaire=as_json(form), revision=revision,
            note=note.strip()[:LONGEST_NOTE], published_by=actor.key, published_at=at,
        )
        facts.record(kinds.PUBLISHED, actor=actor, at=at, object_kind="survey", object_id=survey.id)
        return number


def open_survey(
    *, actor: Actor, at: datetime, survey_id: UUID, opens_at: datetime | None = None, closes_at: datetime | None = None
) -> None:
    """Takes answers from `opens_at` (now, where none is given) until before `closes_at` (no end, where none is given);
    again for another period. Refuses with NotPublished and PeriodWrong.
    """
    begins = opens_at or at
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if not Version.objects.filter(survey=survey).exists():
            raise NotPublished()
        if closes_at is not None and (closes_at <= begins or closes_at <= at):
            raise PeriodWrong()
        survey.opens_at, survey.closes_at = begins, closes_at
        survey.save(update_fields=["opens_at", "closes_at"])
        facts.record(kinds.OPENED, actor=actor, at=at, object_kind="survey", object_id=survey.id)


def close_survey(*, actor: Actor, at: datetime, survey_id: UUID) -> None:
    """Takes no more answers from now on, nor from a later day that was set. Refuses with ClosedAlready."""
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if survey.opens_at is None or (survey.closes_at is not None and survey.closes_at <= at):
            raise ClosedAlready()
        survey.opens_at, survey.closes_at = min(survey.opens_at, at), at
        survey.save(update_fields=["opens_at", "closes_at"])
        facts.record(kinds.CLOSED, actor=actor, at=at, object_kind="survey", object_id=survey.id)


def settle_survey(*, actor: Actor, at: datetime, survey_id: UUID, settings: Settings) -> None:
    """Title, words, and who answers how. Refuses with TitleMissing, WordsTooLong, LanguageMissing, AskingFixed, and
    FeedbackUnfit where it is asked after activities.
    """
    said = {each.name: getattr(settings, each.name) for each in fields(settings)}
    said |= titled(settings.title_th, settings.title_en)
    for name in ("purpose_th", "purpose_en", "thanks_th", "thanks_en"):
        said[name] = said[name].strip()
        if len(said[name]) > LONGEST_WORDS:
            raise WordsTooLong(most=LONGEST_WORDS)
    if not settings.languages:
        raise LanguageMissing()
    said["languages"] = list(settings.languages)
    said["members_only"] = settings.members_only or settings.asking == "identified"
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if settings.asking != survey.asking and (count := Response.objects.filter(survey=survey).count()):
            raise AskingFixed(count=count)
        if survey.standing:
            demand_fit(asking=settings.asking, once=settings.once, form=working(survey))
        differing = [name for name, value in said.items() if getattr(survey, name) != value]
        if not differing:
            return
        Survey.objects.filter(id=survey.id).update(**said, changed_at=at)
        facts.record(
            kinds.SETTLED, actor=actor, at=at, object_kind="survey", object_id=survey.id, changed=differing
        )


def set_quota(
    *, actor: Actor, at: datetime, survey_id: UUID, most: int, name_th: str, name_en: str = "", rule: str = "",
    quota_id: UUID | None = None,
) -> UUID:
    """At most so many answers that meet `rule` (every answer, where it is blank), those of before counted too; a new
    one, or one that is there.

    Refuses with QuotaWrong, QuotaBelow, and as rules do that cannot be read.
    """
    name_th, name_en, rule = name_th.strip(), name_en.strip(), rule.strip()
    if not 1 <= most <= LARGEST_QUOTA or not (name_th or name_en) or max(len(name_th), len(name_en)) > LONGEST_NOTE:
        raise QuotaWrong()
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if rule:
            _readable(rule, working(survey))
        quota = Quota(survey=survey)
        if quota_id is not None:
            found = Quota.objects.select_for_update().filter(id=quota_id, survey=survey).first()
            if found is None:
                raise NotFound()
            quota = found
        quota.count = _met(survey, rule, at)
        if quota.count > most:
            raise QuotaBelow(count=quota.count)
        quota.name_th, quota.name_en, quota.rule, quota.most = name_th or name_en, name_en, rule, most
        quota.save()
        facts.record(kinds.QUOTA_SET, actor=actor, at=at, object_kind="survey", object_id=survey.id)
        return quota.id


def _met(survey: Survey, rule: str, at: datetime) -> int:
    """How many answers there are that meet a rule. The survey is held, so that none comes in meanwhile."""
    rows = Response.objects.filter(survey=survey)
    if not rule:
        return rows.count()
    today = day_of(at)
    return sum(meets(rule, answers, today) for answers in rows.values_list("answers", flat=True).iterator(2_000))


def remove_quota(*, actor: Actor, at: datetime, survey_id: UUID, quota_id: UUID) -> None:
    """It limits nothing from now on."""
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if not Quota.objects.filter(id=quota_id, survey=survey).delete()[0]:
            raise NotFound()
        facts.record(kinds.QUOTA_REMOVED, actor=actor, at=at, object_kind="survey", object_id=survey.id)


def _readable(rule: str, form: Questionnaire) -> None:
    """Refuses a rule that cannot be read, or that asks for what no question answers."""
    parsed(rule)
    known = {column.name for question in form.questions for column in question.columns}
    if set(names_in(rule)) - known:
        raise QuotaWrong()
