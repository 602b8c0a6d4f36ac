"""What is held for pick-up where a van halts: a reader's own, and for the driver everybody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.lending.models import Hold
from rianru.places.queries import scope_of_space


@dataclass(frozen=True, slots=True)
class HeldAtStop:
    """A hold at a stop; the name for the driver alone."""

    hold_id: UUID
    membership_id: UUID
    title: str
    work_id: UUID
    ready: bool
    given_name: str = ""


def own_at_stop(*, actor: Actor, stop_id: UUID) -> list[HeldAtStop]:
    """What the reader holds to be picked up at a stop."""
    if actor.kind != "person" or actor.key is None:
        return []
    rows = Hold.objects.filter(stop=stop_id, ended_at=None, membership__person__pseudonyms__key=actor.key)
    return [
        HeldAtStop(one.id, one.membership_id, one.item.edition.title, one.item.edition.work_id, one.state == "ready")
        for one in rows.select_related("item__edition").order_by("placed_at", "id")
    ]


def held_on_van(*, actor: Actor, at: datetime, vehicle_id: UUID, stop_ids: Iterable[UUID]
                ) -> dict[UUID, list[HeldAtStop]]:
    """What the driver is to hand over at each stop; nothing for whoever does not lend there. One query."""
    if not permitted("lending.circulate", actor=actor, at=at, scope=scope_of_space(vehicle_id)):
        return {}
    rows = Hold.objects.filter(pickup=vehicle_id, stop__in=list(stop_ids), ended_at=None)
    found: dict[UUID, list[HeldAtStop]] = {}
    for one in rows.select_related("item__edition", "membership__person").order_by("placed_at", "id"):
        if one.stop_id:
            found.setdefault(one.stop_id, []).append(HeldAtStop(
                one.id, one.membership_id, one.item.edition.title, one.item.edition.work_id, one.state == "ready",
                one.membership.person.given_name,
            ))
    return found
