"""Opening hours: the week, and days that differ."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.places.models import HoursException, OpeningHours, Space
from rianru.places.queries import scope_of_network, scope_of_space


class HoursWrong(Refused):
    """A span that ends before it begins, or lies outside the day."""

    code = "places.hours_wrong"
    status = 422
    says = T("เวลาปิดต้องหลังเวลาเปิดในวันเดียวกัน", "Closing time has to come after opening time on the same day.")


class HoursOverlap(Refused):
    """Two spans of one day overlap."""

    code = "places.hours_overlap"
    status = 422
    says = T(
        "ช่วงเวลาของวันเดียวกันซ้อนกัน รวมเป็นช่วงเดียว หรือแก้ให้ไม่ซ้อน", "Two spans of one day overlap. Join them, or move one."
    )


def set_weekly_hours(*, actor: Actor, at: datetime, space_id: UUID, hours: Sequence[tuple[int, int, int]]) -> None:
    """Replaces the week of a space: (weekday 1-7, opens, closes) in minutes from midnight, half-open."""
    require("places.change_space", actor=actor, at=at, scope=scope_of_space(space_id))
    _check(hours)
    with transaction.atomic():
        space = Space.objects.select_for_update().filter(id=space_id).first()
        if space is None:
            raise NotFound()
        OpeningHours.objects.filter(space=space).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(space=space, weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in hours
        )
        changes.touch("space", [space_id])
        facts.record(
            "places.hours_set",
            actor=actor,
            at=at,
            object_kind="space",
            object_id=space_id,
            space_id=space_id,
            area=space.area_id,
        )


def _check(hours: Sequence[tuple[int, int, int]]) -> None:
    last: dict[int, int] = {}
    for weekday, opens, closes in sorted(hours):
        if not (1 <= weekday <= 7 and 0 <= opens < closes <= 1440):
            raise HoursWrong()
        if opens < last.get(weekday, 0):
            raise HoursOverlap()
        last[weekday] = closes


def set_exception(
    *,
    actor: Actor,
    at: datetime,
    day: date,
    space_id: UUID | None = None,
    network_id: UUID | None = None,
    opens: int | None = None,
    closes: int | None = None,
    reason_th: str = "",
    reason_en: str = "",
) -> None:
    """Gives one day other hours, for a space or for all of a network; no times means closed."""
    if (space_id is None) == (network_id is None):
        raise ValueError("a space or a network")
    scope = scope_of_space(space_id) if space_id else scope_of_network(network_id)  # type: ignore[arg-type]
    require("places.change_space", actor=actor, at=at, scope=scope)
    if (opens is None) != (closes is None) or (opens is not None and not 0 <= opens < (closes or 0) <= 1440):
        raise HoursWrong()
    with transaction.atomic():
        whose: dict[str, Any] = {"space_id": space_id, "network_id": network_id}
        HoursException.objects.update_or_create(
            **whose,
            day_on=day,
            defaults={"opens": opens, "closes": closes, "reason_th": reason_th, "reason_en": reason_en},
        )
        facts.record(
            "places.exception_set",
            actor=actor,
            at=at,
            object_kind="space" if space_id else "network",
            object_id=space_id or network_id,
            space_id=space_id,
        )
