"""Phases, and the course that makes a trained caretaker."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import require
from rianru.credentials import queries as credentials
from rianru.evidence import kinds
from rianru.evidence.actions.refusals import CourseEnded, NothingAimedAt, PhaseCodeTaken, PhaseWrong
from rianru.evidence.models import CaretakerCourse, Phase, PhaseTarget
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.places import queries as places

LONGEST_NAME, LONGEST_TEXT = 200, 2_000


@transaction.atomic
def keep_phase(
    *, actor: Actor, at: datetime, code: str, name_th: str, starts_on: date, ends_on: date, name_en: str = "",
    about_th: str = "", about_en: str = "", network_id: UUID | None = None, phase_id: UUID | None = None,
) -> UUID:
    """A new phase of a network (none: the whole country), or one as it is to be; its id. `ends_on` is the first day
    after it. A phase stays of the network of which it began. Refuses with NotFound, PhaseWrong and PhaseCodeTaken.
    """
    found = Phase.objects.select_for_update().filter(id=phase_id).first() if phase_id else None
    if phase_id and found is None:
        raise NotFound()
    require("evidence.keep_phases", actor=actor, at=at, scope=_scope(found.network_id if found else network_id))
    said: dict[str, Any] = dict(_said(code, name_th, name_en, about_th, about_en))
    if not starts_on < ends_on:
        raise PhaseWrong()
    said |= {"starts_on": starts_on, "ends_on": ends_on}
    try:
        with transaction.atomic():
            if found is None:
                found = Phase.objects.create(id=new_id(), network_id=network_id, made_at=at, **said)
            else:
                Phase.objects.filter(id=found.id).update(**said)
    except IntegrityError as error:
        if "evidence_phase_code" in str(error):
            raise PhaseCodeTaken(taken=code) from error
        raise
    facts.record(kinds.PHASE_KEPT, actor=actor, at=at, object_kind="phase", object_id=found.id)
    return found.id


@transaction.atomic
def publish_phase(*, actor: Actor, at: datetime, phase_id: UUID) -> None:
    """Everyone sees it from now on; twice is once. Refuses with NotFound and NothingAimedAt."""
    phase = held(phase_id, actor=actor, at=at)
    if not PhaseTarget.objects.filter(phase=phase).exists():
        raise NothingAimedAt()
    if Phase.objects.filter(id=phase.id, published_at=None).update(published_at=at):
        facts.record(kinds.PHASE_PUBLISHED, actor=actor, at=at, object_kind="phase", object_id=phase.id)


@transaction.atomic
def choose_course(*, actor: Actor, at: datetime, definition_id: UUID, network_id: UUID | None = None) -> None:
    """Who holds this counts as a trained caretaker of the network (none: everywhere). Twice is once.

    Refuses with NotFound and CourseEnded.
    """
    require("evidence.keep_phases", actor=actor, at=at, scope=_scope(network_id))
    definition = credentials.definition(definition_id)
    if definition is None:
        raise NotFound()
    if definition.ended_at is not None:
        raise CourseEnded()
    _, new = CaretakerCourse.objects.get_or_create(
        definition_id=definition_id, defaults={"id": new_id(), "network_id": network_id, "set_at": at}
    )
    if new:
        facts.record(kinds.COURSE_CHOSEN, actor=actor, at=at, object_kind="achievement", object_id=definition_id)


def held(phase_id: UUID, *, actor: Actor, at: datetime) -> Phase:
    """A phase for whoever may keep it, locked."""
    phase = Phase.objects.select_for_update().filter(id=phase_id).first()
    if phase is None:
        raise NotFound()
    require("evidence.keep_phases", actor=actor, at=at, scope=_scope(phase.network_id))
    return phase


def _scope(network_id: UUID | None) -> Scope:
    return places.scope_of_network(network_id) if network_id else NATIONAL


def _said(code: str, name_th: str, name_en: str, about_th: str, about_en: str) -> dict[str, str]:
    said = {"code": code.strip(), "name_th": normalise(name_th).strip(), "name_en": name_en.strip(),
            "about_th": normalise(about_th).strip(), "about_en": about_en.strip()}
    plain = said["code"].replace("-", "")
    if not said["name_th"] or not plain.isascii() or not plain.isalnum() or len(said["code"]) > 50:
        raise PhaseWrong()
    if max(len(said["name_th"]), len(said["name_en"])) > LONGEST_NAME or max(
        len(said["about_th"]), len(said["about_en"])
    ) > LONGEST_TEXT:
        raise PhaseWrong()
    return said
