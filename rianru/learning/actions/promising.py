"""What completing an activity or a programme gives: promised from now on, and to those who completed it before."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import actions as credentials
from rianru.kernel.refusals import NotFound
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, Programme, ProgrammeStep
from rianru.learning.queries.programmes import completers
from rianru.people import queries as people
from rianru.places import queries as places

AT_ONCE = 100  # people of one job


@transaction.atomic
def promise_credential(
    *, actor: Actor, at: datetime, object_kind: str, object_id: UUID, definition_id: UUID, hours: Decimal = Decimal(0),
    level: int | None = None, before: bool = False,
) -> int:
    """Whoever completes an activity or a programme with so many hours is given this from now on. `before`: those who
    completed it already too, by the worker, once each; how many are looked at. Refuses with NotFound, and as
    `credentials.set_award_rule` does.
    """
    space_id = _space(object_kind, object_id)
    require("learning.plan", actor=actor, at=at, scope=places.scope_of_space(space_id))
    credentials.set_award_rule(actor=actor, at=at, definition_id=definition_id, object_kind=object_kind,
                               object_id=object_id, hours=hours, level=level)
    known = people.known(completers(object_kind, object_id)) if before else {}
    keys, through = sorted(str(one.key) for one in known.values()), _through(object_kind, object_id)
    for start in range(0, len(keys) if through else 0, AT_ONCE):
        jobs.defer("learning.complete", activity_id=str(through), people=keys[start:start + AT_ONCE])
    facts.record(verbs.CREDENTIAL_PROMISED, actor=actor, at=at, object_kind=object_kind, object_id=object_id,
                 space_id=space_id, count=len(keys))
    return len(keys)


def _space(kind: str, id: UUID) -> UUID:
    rows = (Activity if kind == "activity" else Programme).objects.filter(id=id)
    found = rows.values_list("space", flat=True).first() if kind in ("activity", "programme") else None
    if found is None:
        raise NotFound()
    return found


def _through(kind: str, id: UUID) -> UUID | None:
    """The activity by which the worker looks: itself, or any of the programme's."""
    if kind == "activity":
        return id
    steps = ProgrammeStep.objects.filter(part__programme=id).order_by("part__position", "position", "id")
    return steps.values_list("activity", flat=True).first()


__all__ = ["promise_credential"]
