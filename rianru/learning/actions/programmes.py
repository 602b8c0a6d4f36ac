"""Programmes: their parts and what completes them; and who has completed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.learning.actions import refusals
from rianru.learning.actions.checking import TITLE, tidied
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, Programme, ProgrammePart, ProgrammeStep
from rianru.learning.words import PROGRAMME_STATES
from rianru.places import queries as places

MOST_PARTS, MOST_STEPS = 20, 60


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part as it is to be: its activities in order; `needs` of them, or none for all."""

    title_th: str
    activities: Sequence[UUID]
    title_en: str = ""
    needs: int | None = None


def keep_programme(
    *, actor: Actor, at: datetime, space_id: UUID, title_th: str, parts: Sequence[NewPart], title_en: str = "",
    description_th: str = "", description_en: str = "", ordered: bool = False, least_minutes: int = 0,
    state: str = "draft", programme_id: UUID | None = None,
) -> UUID:
    """A new programme, or one as it is to be from now on; what was completed stays completed.

    Refuses with TitleNeeded, KindUnknown, NumbersWrong, NeedsTooMany, StepUnknown (no such activity, a draft in an open
    programme, or one of a space for which the actor does not plan).
    """
    require("learning.plan", actor=actor, at=at, scope=places.scope_of_space(space_id))
    said = _said(title_th, title_en, description_th, description_en, state, least_minutes) | {"ordered": ordered}
    _check_parts(parts, state, actor=actor, at=at)
    with transaction.atomic():
        if programme_id is None:
            made = Programme.objects.create(id=new_id(), space_id=space_id, made_at=at, changed_at=at, **said)
            programme_id = made.id
        elif not Programme.objects.filter(id=programme_id, space=space_id).update(changed_at=at, **said):
            raise NotFound()
        _lay(programme_id, parts)
        facts.record(verbs.PROGRAMME_KEPT, actor=actor, at=at, object_kind="programme", object_id=programme_id,
                     space_id=space_id)
        changes.touch("programme", [programme_id])
    return programme_id


def _said(
    title_th: str, title_en: str, description_th: str, description_en: str, state: str, minutes: int
) -> dict[str, Any]:
    titles = {"title_th": normalise(title_th).strip(), "title_en": normalise(title_en).strip()}
    words = {"description_th": tidied(description_th), "description_en": tidied(description_en)}
    if not titles["title_th"]:
        raise refusals.TitleNeeded()
    if any(len(one) > TITLE for one in titles.values()) or any(len(one) > 8_000 for one in words.values()):
        raise refusals.TooLong()
    if state not in PROGRAMME_STATES:
        raise refusals.KindUnknown(typed=state[:80])
    if not 0 <= minutes <= 600_000:
        raise refusals.NumbersWrong()
    return {**titles, **words, "state": state, "least_minutes": minutes}


def _check_parts(parts: Sequence[NewPart], state: str, *, actor: Actor, at: datetime) -> None:
    ids = [id for part in parts for id in part.activities]
    if len(parts) > MOST_PARTS or len(ids) > MOST_STEPS or not ids or len(set(ids)) != len(ids):
        raise refusals.StepUnknown()
    for part in parts:
        if not part.activities or not normalise(part.title_th).strip():
            raise refusals.TitleNeeded() if part.activities else refusals.StepUnknown()
        if part.needs is not None and not 1 <= part.needs <= len(part.activities):
            raise refusals.NeedsTooMany(needs=part.needs, there=len(part.activities))
    found = dict(Activity.objects.filter(id__in=ids).values_list("id", "state"))
    unready = ("draft", "cancelled") if state == "open" else ("cancelled",)
    if len(found) != len(ids) or any(one in unready for one in found.values()):
        raise refusals.StepUnknown()
    for space_id in set(Activity.objects.filter(id__in=ids, state="draft").values_list("space", flat=True)):
        require("learning.plan", actor=actor, at=at, scope=places.scope_of_space(space_id))


def _lay(programme_id: UUID, parts: Sequence[NewPart]) -> None:
    """The parts anew: nothing else points at them."""
    ProgrammePart.objects.filter(programme=programme_id).delete()
    rows = [
        ProgrammePart(id=new_id(), programme_id=programme_id, position=place, needs=part.needs,
                      title_th=normalise(part.title_th).strip()[:TITLE],
                      title_en=normalise(part.title_en).strip()[:TITLE])
        for place, part in enumerate(parts)
    ]
    ProgrammePart.objects.bulk_create(rows)
    ProgrammeStep.objects.bulk_create(
        ProgrammeStep(part=row, activity_id=id, position=place)
        for row, part in zip(rows, parts, strict=True) for place, id in enumerate(part.activities)
    )
