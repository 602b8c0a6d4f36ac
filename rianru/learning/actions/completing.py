"""What time does: activities that are over, and who has completed what."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import changes, facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, ProgrammeCompletion
from rianru.learning.queries import ended
from rianru.learning.queries.programmes import ProgrammeView, containing, parts_of, progress


@transaction.atomic
def end_activities(*, actor: Actor, at: datetime) -> int:
    """Open activities of which nothing is still to come are over; how many."""
    require("learning.tend_activities", actor=actor, at=at)
    ids = ended(at=at)
    if ids:
        Activity.objects.filter(id__in=ids, state="open").update(state="over", changed_at=at)
        changes.touch("activity", ids)
        facts.record(verbs.ACTIVITIES_ENDED, actor=actor, at=at, count=len(ids))
    return len(ids)


def look_later(activity_id: UUID, people: Iterable[UUID]) -> None:
    """Says in the transaction of an attendance that these people may have completed something with this activity.

    By the keys that stand for them: a job that was done is kept for days, and must lead to nobody who was erased.
    """
    ids = sorted({str(id) for id in people})
    if ids:
        jobs.defer("learning.complete", activity_id=str(activity_id), people=ids)


@transaction.atomic
def complete(*, actor: Actor, at: datetime, activity_id: UUID, person_id: UUID) -> list[UUID]:
    """The programmes that somebody has completed with this activity, each once; their ids."""
    require("learning.tend_activities", actor=actor, at=at)
    found = containing(activity_id)
    parts = parts_of([one.id for one in found], at=at)
    views = [ProgrammeView(one, parts.get(one.id, ())) for one in found]
    return [view.programme.id for view in views if _completed(view, person_id, actor, at)]


def _completed(view: ProgrammeView, person_id: UUID, actor: Actor, at: datetime) -> bool:
    """Whether that was completed now: the one row that there can be was written."""
    how = progress(view, person_id)
    if not how.completed:
        return False
    _, new = ProgrammeCompletion.objects.get_or_create(
        programme=view.programme, person_id=person_id,
        defaults={"id": new_id(), "minutes": how.minutes, "completed_at": at},
    )
    if new:
        facts.record(verbs.PROGRAMME_COMPLETED, actor=actor, at=at, object_kind="programme",
                     object_id=view.programme.id, space_id=view.programme.space_id, minutes=how.minutes)
    return new
