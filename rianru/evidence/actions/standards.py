"""Standards, laid from data: the shipped one, or anyone's. Laying it again with other words is a new version."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.evidence import kinds
from rianru.evidence.actions.refusals import BoundsWrong, StandardUnreadable
from rianru.evidence.models import Standard
from rianru.evidence.queries.standards import FILE, NOTE
from rianru.evidence.words import MOST_LEVEL
from rianru.kernel.ids import new_id
from rianru.kernel.questions import File, Questionnaire, Rubric, Section, Text, check, digest
from rianru.kernel.questions.model import Level
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions as surveys
from rianru.surveys import queries as asked
from rianru.surveys.actions import Settings
from rianru.surveys.actions.reaching import revise
from rianru.surveys.queries import Survey

FOLDER: Final = Path(__file__).resolve().parent.parent / "data"
FILES: Final = 3
LONGEST_NOTE: Final = 1_000
SHOWS = T("แนบรูปหรือเอกสารให้เห็น (ไม่แนบก็ได้)", "A photo or a document that shows it (optional)")
SHOWS_HINT = T("ถ่ายด้วยมือถือก็พอ ไม่เกิน 3 ไฟล์ ไม่ต้องมีหน้าคน", "A phone’s photo will do: three at most, no faces.")
NOTED = T("เล่าสั้น ๆ หรือวางลิงก์ (ไม่ใส่ก็ได้)", "In a few words, or a link (optional)")
THANKS = T("ส่งแล้ว ผู้เยี่ยมจะติดต่อมาหาคุณ", "It is handed in. A visitor will be in touch.")


def shipped(code: str) -> dict[str, Any]:
    """What a standard that the project ships says; StandardUnreadable where there is none of this code."""
    path = FOLDER / f"{code}.json"
    if not code.replace("-", "").isalnum() or not path.exists():
        raise StandardUnreadable(path=code)
    said: dict[str, Any] = orjson.loads(path.read_bytes())
    return said


def lay_standard(*, actor: Actor, at: datetime, said: Mapping[str, Any]) -> UUID:
    """A standard from data (see docs/evidence.md): new, or the same code with other words or bounds. Its id.

    What was assessed keeps the text on which it was. Refuses with StandardUnreadable, BoundsWrong and Faulty.
    """
    require("evidence.keep_standards", actor=actor, at=at)
    form, bounds = _read(said)
    check(form)
    with transaction.atomic():
        found = Standard.objects.select_for_update(of=("self",)).filter(code=said["code"]).first()
        if found is None:
            survey_id = _asked(form, said, at)
            found = Standard.objects.create(
                id=new_id(), code=said["code"], survey_id=survey_id, made_at=at, name_th=form.title.th,
                name_en=form.title.en, **bounds,
            )
            facts.record(kinds.STANDARD_LAID, actor=actor, at=at, object_kind="standard", object_id=found.id)
        else:
            changed = _renewed(found, form, bounds, at)
            if changed:
                facts.record(kinds.STANDARD_CHANGED, actor=actor, at=at, object_kind="standard", object_id=found.id,
                             changed=changed)
    return found.id


def change_standard(*, actor: Actor, at: datetime, standard_id: UUID, passes: int, least: int, years: int) -> None:
    """What it takes to meet it, for rounds that are decided from now on. Refuses with NotFound and BoundsWrong."""
    require("evidence.keep_standards", actor=actor, at=at)
    bounds = _bounds({"passes": passes, "least": least, "years": years})
    with transaction.atomic():
        found = Standard.objects.select_for_update().filter(id=standard_id).first()
        if found is None:
            raise NotFound()
        changed = [name for name, value in bounds.items() if getattr(found, name) != value]
        if changed:
            Standard.objects.filter(id=found.id).update(**bounds)
            facts.record(kinds.STANDARD_CHANGED, actor=actor, at=at, object_kind="standard", object_id=found.id,
                         changed=changed)


def _asked(form: Questionnaire, said: Mapping[str, Any], at: datetime) -> UUID:
    """The survey behind it: by name, of the whole country, always open."""
    machine = system("evidence.standards")
    made = surveys.make_survey(actor=machine, at=at, home_kind="national", home_id=None, title_th=form.title.th,
                               title_en=form.title.en, questionnaire=form)
    purpose = _both(said.get("purpose", {}), "purpose")
    surveys.settle_survey(actor=machine, at=at, survey_id=made.id, settings=Settings(
        title_th=form.title.th, title_en=form.title.en, asking="identified", members_only=True,
        purpose_th=purpose.th, purpose_en=purpose.en, thanks_th=THANKS.th, thanks_en=THANKS.en,
    ))
    surveys.publish_version(actor=machine, at=at, survey_id=made.id, revision=1)
    surveys.open_survey(actor=machine, at=at, survey_id=made.id)
    return made.id


def _renewed(found: Standard, form: Questionnaire, bounds: Mapping[str, int], at: datetime) -> list[str]:
    """What is different from what stands: a new version, other bounds."""
    values: dict[str, Any] = {**bounds, "name_th": form.title.th, "name_en": form.title.en}
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    version = asked.current_version(found.survey_id)
    if version is None or version.digest != digest(form):
        machine = system("evidence.standards")
        survey = Survey.objects.select_for_update().get(id=found.survey_id)
        number = revise(survey, form, "imported", actor=machine, at=at)
        surveys.publish_version(actor=machine, at=at, survey_id=survey.id, revision=number)
        changed.append("text")
    Standard.objects.filter(id=found.id).update(**values)
    return changed


def _read(said: Mapping[str, Any]) -> tuple[Questionnaire, dict[str, int]]:
    try:
        code = str(said["code"])
        if not code or not code.replace("-", "").isalnum() or not code.isascii():
            raise StandardUnreadable(path="code")
        named = [_both(one, "levels") for one in said["levels"]]
        sections = tuple(_section(group, named) for group in said["groups"])
        title = _both(said["name"], "name")
    except Refused:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StandardUnreadable(path=str(error)[:80]) from None
    if not title or not sections:
        raise StandardUnreadable(path="groups" if title else "name")
    return Questionnaire(code.replace("-", "_"), title, sections), _bounds(said)


def _section(group: Mapping[str, Any], named: list[T]) -> Section:
    questions: list[Rubric | File | Text] = []
    for one in group["criteria"]:
        name, levels = str(one["name"]), one["levels"]
        if len(levels) != MOST_LEVEL + 1 or len(named) != MOST_LEVEL + 1:
            raise StandardUnreadable(path=f"{name}: levels")
        rubric = tuple(Level(str(n), named[n], _both(level, name), n) for n, level in enumerate(levels))
        questions += [
            Rubric(name=name, label=_both(one, name), levels=rubric, required=True),
            File(name=f"{name}{FILE}", label=SHOWS, hint=SHOWS_HINT, most=FILES),
            Text(name=f"{name}{NOTE}", label=NOTED, most=LONGEST_NOTE),
        ]
    return Section(str(group["name"]), _both(group, "groups"), questions=tuple(questions))


def _both(said: Any, path: str) -> T:
    th, en = said.get("th", ""), said.get("en", "")
    if not isinstance(th, str) or not isinstance(en, str):
        raise StandardUnreadable(path=path)
    return T.verbatim(th.strip(), en.strip())


def _bounds(said: Mapping[str, Any]) -> dict[str, int]:
    ranges = {"passes": (1, 100), "least": (0, MOST_LEVEL), "years": (1, 10)}
    found = {name: said.get(name) for name in ranges}
    for name, (low, high) in ranges.items():
        value = found[name]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise BoundsWrong()
    return {name: int(found[name] or 0) for name in ranges}
