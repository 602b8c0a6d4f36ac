"""What a place aims at, criterion by criterion, and what it does for it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.evidence import kinds
from rianru.evidence.actions.refusals import DueWrong, LevelWrong, WordsWrong
from rianru.evidence.models import Measure, Standard, Target
from rianru.evidence.queries.standards import of_version
from rianru.evidence.words import MOST_LEVEL
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.places import queries as places

LONGEST = 500
FARTHEST = timedelta(days=5 * 366)


@transaction.atomic
def set_target(
    *, actor: Actor, at: datetime, space_id: UUID, standard_id: UUID, criterion: str, level: int, due_on: date
) -> UUID:
    """The level that a criterion should reach by a day; instead of what was aimed at before. Its id.

    Refuses with NotFound, LevelWrong and DueWrong.
    """
    require("evidence.assess", actor=actor, at=at, scope=places.scope_of_space(space_id))
    standard = Standard.objects.filter(id=standard_id).first()
    view = of_version(standard) if standard else None
    if view is None:
        raise NotFound()
    if criterion not in view.criteria or not 1 <= level <= MOST_LEVEL:
        raise LevelWrong()
    if not day_of(at) < due_on <= day_of(at) + FARTHEST:
        raise DueWrong()
    said = {"level": level, "due_on": due_on, "set_by": actor.key, "set_at": at}
    found, _ = Target.objects.update_or_create(
        space_id=space_id, standard_id=standard_id, criterion=criterion, defaults=said,
        create_defaults=said | {"id": new_id()},
    )
    facts.record(kinds.TARGET_SET, actor=actor, at=at, object_kind="target", object_id=found.id, space_id=space_id)
    return found.id


@transaction.atomic
def leave_target(*, actor: Actor, at: datetime, target_id: UUID) -> None:
    """It is aimed at no more; what was to be done for it goes with it. Refuses with NotFound."""
    target = _target(target_id, actor=actor, at=at)
    target.delete()
    facts.record(kinds.TARGET_LEFT, actor=actor, at=at, object_kind="target", object_id=target_id,
                 space_id=target.space_id)


@transaction.atomic
def keep_measure(*, actor: Actor, at: datetime, target_id: UUID, what: str) -> UUID:
    """Something that will be done to reach a target; its id. Refuses with NotFound and WordsWrong."""
    target = _target(target_id, actor=actor, at=at)
    said = normalise(what).strip()
    if not said or len(said) > LONGEST:
        raise WordsWrong(most=LONGEST)
    made = Measure.objects.create(id=new_id(), target=target, what=said, made_by=actor.key, made_at=at)
    facts.record(kinds.MEASURE_KEPT, actor=actor, at=at, object_kind="target", object_id=target.id,
                 space_id=target.space_id)
    return made.id


@transaction.atomic
def finish_measure(*, actor: Actor, at: datetime, measure_id: UUID) -> None:
    """It is done; twice is once. Refuses with NotFound."""
    found = Measure.objects.filter(id=measure_id).first()
    if found is None:
        raise NotFound()
    target = _target(found.target_id, actor=actor, at=at)
    if Measure.objects.filter(id=measure_id, done_at=None).update(done_at=at):
        facts.record(kinds.MEASURE_DONE, actor=actor, at=at, object_kind="target", object_id=target.id,
                     space_id=target.space_id)


def _target(target_id: UUID, *, actor: Actor, at: datetime) -> Target:
    target = Target.objects.select_for_update().filter(id=target_id).first()
    if target is None:
        raise NotFound()
    require("evidence.assess", actor=actor, at=at, scope=places.scope_of_space(target.space_id))
    return target
