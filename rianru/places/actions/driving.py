"""The driver's page: every tap brings its own moment and key, so that it may be sent late, twice, or out of order.

What a visit says of itself is reckoned from its taps that stand. A queue that waits for a line needs nothing new.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.idempotency import KeyReused
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.models import Visit, VisitTap
from rianru.places.queries import scope_of_space
from rianru.places.words import TAPS

AHEAD = timedelta(minutes=5)  # a clock may be fast
LATE = timedelta(days=14)  # a device may have been without a line
APART = timedelta(hours=20)  # from the visit's plan
VERBS = {"arrive": "places.van_arrived", "count": "places.van_people", "leave": "places.van_left"}
_SAYS = """
    UPDATE places_visit SET arrived_at = said.arrived, people = greatest(said.people, 0), changed_at = %(at)s,
        left_at = CASE WHEN said.gone >= said.arrived THEN said.gone END
    FROM (SELECT min(tapped_at) AS arrived, coalesce(sum(people), 0) AS people,
                 CASE WHEN max(tapped_at) FILTER (WHERE kind = 'leave')
                           >= coalesce(max(tapped_at) FILTER (WHERE kind = 'arrive'), '-infinity')
                      THEN max(tapped_at) FILTER (WHERE kind = 'leave') END AS gone
          FROM places_visittap WHERE visit_id = %(id)s AND undone_at IS NULL) AS said
    WHERE id = %(id)s
"""


def tap(
    *, actor: Actor, at: datetime, visit_id: UUID, key: UUID, kind: str, tapped_at: datetime, people: int = 0
) -> bool:
    """The van arrived, `people` came (fewer than none: a correction), it left; whether this tap is new.

    The same key with the same content again changes nothing. Refuses with TapTimeWrong, VisitOver, TapUnknown, and
    with KeyReused where the key stands for something else.
    """
    visit = Visit.objects.select_related("stop").filter(id=visit_id).first()
    if visit is None:
        raise NotFound()
    require("places.drive_van", actor=actor, at=at, scope=scope_of_space(visit.vehicle_id))
    if kind not in TAPS or (kind == "count") != (people != 0) or abs(people) > 500:
        raise refusals.TapUnknown()
    if not at - LATE <= tapped_at <= at + AHEAD or abs(tapped_at - visit.arrives_at) > APART:
        raise refusals.TapTimeWrong()
    with transaction.atomic():
        # Not planned but cancelled: nobody stands there to be counted.
        if Visit.objects.select_for_update().get(id=visit_id).state != "planned":
            raise refusals.VisitOver()
        made, new = VisitTap.objects.get_or_create(
            id=key, defaults={"visit": visit, "kind": kind, "people": people, "tapped_at": tapped_at,
                              "recorded_at": at, "by": actor.key},
        )
        if not new:
            if (made.visit_id, made.kind, made.people, made.tapped_at) != (visit_id, kind, people, tapped_at):
                raise KeyReused()
            return False
        _reckon(visit_id, at=at)
        _record(VERBS[kind], visit, actor=actor, at=tapped_at, count=people or 1)
    return True


def undo_tap(*, actor: Actor, at: datetime, key: UUID) -> UUID:
    """A tap is taken back, and what was counted with it; its visit. Again changes nothing. Refuses with TapUnknown."""
    found = VisitTap.objects.select_related("visit__stop").filter(id=key).first()
    if found is None:
        raise refusals.TapUnknown()
    visit = found.visit
    require("places.drive_van", actor=actor, at=at, scope=scope_of_space(visit.vehicle_id))
    with transaction.atomic():
        Visit.objects.select_for_update().get(id=visit.id)
        if VisitTap.objects.filter(id=key, undone_at=None).update(undone_at=at):
            _reckon(visit.id, at=at)
            if found.kind == "count":
                _record(VERBS["count"], visit, actor=actor, at=found.tapped_at, count=-found.people)
            else:
                _record("places.van_undone", visit, actor=actor, at=found.tapped_at)
    return visit.id


def _reckon(visit_id: UUID, *, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SAYS, {"id": visit_id, "at": at})


def _record(verb: str, visit: Visit, *, actor: Actor, at: datetime, count: int = 1) -> None:
    facts.record(verb, actor=actor, at=at, object_kind="visit", object_id=visit.id, space_id=visit.vehicle_id,
                 area=visit.stop.area_id, count=count)
