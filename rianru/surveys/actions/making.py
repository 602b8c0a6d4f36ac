"""Making a survey, making one like another, putting it away."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, Scope
from rianru.core.permissions import require
from rianru.kernel.formats import xlsform
from rianru.kernel.questions import Questionnaire
from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.surveys import kinds
from rianru.surveys.actions.reaching import held, revise, working
from rianru.surveys.models import Quota, Survey
from rianru.surveys.queries import scope_of

LONGEST_TITLE: Final = 200
LONGEST_WORDS: Final = 2_000
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


class TitleMissing(NotUnderstood):
    """A survey is called something, in one language at least."""

    code = "surveys.title_missing"
    says = T("ตั้งชื่อแบบสอบถามก่อน ภาษาเดียวก็ได้", "Give the survey a title first; one language is enough.")


class WordsTooLong(NotUnderstood):
    """More letters than are read before one begins to answer."""

    code = "surveys.words_too_long"
    says = T("ข้อความยาวเกินไป ไม่เกิน {most:,} ตัวอักษร", "That is too long: at most {most:,} letters.")


class PutAwayAlready(Refused):
    """It lies among what was put away, or no longer does."""

    code = "surveys.put_away_already"
    says = T("แบบสอบถามนี้เปลี่ยนที่ไปก่อนแล้ว เปิดหน้าใหม่อีกครั้ง", "This survey was moved already. Open the page again.")


@dataclass(frozen=True, slots=True)
class Made:
    """A survey that was made: its id and its code."""

    id: UUID
    code: str


def make_survey(
    *, actor: Actor, at: datetime, home_kind: str, home_id: UUID | None, title_th: str = "", title_en: str = "",
    languages: tuple[str, ...] = ("th", "en"), questionnaire: Questionnaire | None = None,
) -> Made:
    """A new survey of a home (words.HOMES), with a questionnaire or none yet. Refuses with TitleMissing."""
    home = people.scope_of(home_kind, home_id)
    require("surveys.build", actor=actor, at=at, scope=home)
    with transaction.atomic():
        return _made(
            actor, at, questionnaire or Questionnaire("survey"), kinds.MADE, scope=home,
            said=titled(title_th, title_en) | {
                "home_kind": home_kind, "home_id": home_id, "languages": list(languages) or ["th"],
            },
        )  # fmt: skip


def import_survey(*, actor: Actor, at: datetime, home_kind: str, home_id: UUID | None, file: bytes) -> Made:
    """A new survey from an XLSForm. Refuses as `xlsform.read` does: FormFaulty says every fault with its row."""
    home = people.scope_of(home_kind, home_id)
    require("surveys.build", actor=actor, at=at, scope=home)
    found = xlsform.read(file).questionnaire
    title = found.title or T.verbatim(found.name, "")
    with transaction.atomic():
        return _made(
            actor, at, found, kinds.IMPORTED, scope=home,
            said=titled(_plain(title.th), _plain(title.en)) | {
                "home_kind": home_kind, "home_id": home_id, "languages": spoken(found),
            },
        )  # fmt: skip


def copy_survey(*, actor: Actor, at: datetime, survey_id: UUID) -> Made:
    """The same survey once more in the same home: what is worked on, its settings and quotas; no answers, not open."""
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        th, en = (f"{title} {word}" if title else "" for title, word in (
            (survey.title_th, "(สำเนา)"), (survey.title_en, "(copy)")))  # fmt: skip
        kept = ("home_kind", "home_id", "purpose_th", "purpose_en", "thanks_th", "thanks_en", "asking", "once",
                "members_only", "languages")
        made = _made(
            actor, at, working(survey), kinds.COPIED, scope=scope_of(survey),
            said={name: getattr(survey, name) for name in kept}
            | titled(th[:LONGEST_TITLE], en[:LONGEST_TITLE]),
        )  # fmt: skip
        Quota.objects.bulk_create(
            Quota(survey_id=made.id, name_th=one.name_th, name_en=one.name_en, rule=one.rule, most=one.most)
            for one in Quota.objects.filter(survey=survey).order_by("id")
        )
        return made


def put_survey_away(*, actor: Actor, at: datetime, survey_id: UUID, away: bool = True) -> None:
    """Out of the list and closed to answers; with `away` false, back again. Nothing is lost by either."""
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        if (survey.put_away_at is not None) == away:
            raise PutAwayAlready()
        survey.put_away_at = at if away else None
        survey.save(update_fields=["put_away_at"])
        facts.record(
            kinds.PUT_AWAY if away else kinds.TAKEN_OUT, actor=actor, at=at, object_kind="survey", object_id=survey.id
        )


def new_code() -> str:
    """Eight letters and digits that nobody guesses among the surveys of a country."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def titled(th: str, en: str) -> dict[str, str]:
    """Both titles, without the space around them. Refuses with TitleMissing and WordsTooLong."""
    th, en = th.strip(), en.strip()
    if not th and not en:
        raise TitleMissing()
    if max(len(th), len(en)) > LONGEST_TITLE:
        raise WordsTooLong(most=LONGEST_TITLE)
    return {"title_th": th, "title_en": en}


def spoken(form: Questionnaire) -> list[str]:
    """The languages in which everything that is asked can be read, Thai where none is whole."""
    whole = [
        tongue for tongue in ("th", "en")
        if all(getattr(question.label, tongue) for question in form.questions if question.asked)
    ]  # fmt: skip
    return whole or ["th", "en"]


def _plain(side: str) -> str:
    return side.replace("{{", "{").replace("}}", "}")[:LONGEST_TITLE]


def _made(
    actor: Actor, at: datetime, form: Questionnaire, verb: str, *, scope: Scope, said: dict[str, Any]
) -> Made:
    code = new_code()
    survey = Survey.objects.create(code=code, made_by=actor.key, made_at=at, changed_at=at, **said)
    revise(survey, replace(form, title=T.verbatim(said["title_th"], said["title_en"])), "made", actor=actor, at=at)
    space = said["home_id"] if said["home_kind"] == "space" else None
    facts.record(verb, actor=actor, at=at, object_kind="survey", object_id=survey.id, space_id=space)
    return Made(survey.id, code)
