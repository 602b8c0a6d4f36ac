"""Opening hours: the week, and days that differ."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor, Scope
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
        "ช่วงเวลาของวันเดียวกันซ้อนกัน รวมเป็นช่วงเดียว หรือแก้ให้ไม่ซ้อน",
        "Two spans of one day overlap. Join them, or move one.",
    )


def set_weekly_hours(*, actor: Actor, at: datetime, space_id: UUID, hours: Sequence[tuple[int, int, int]]) -> None:
    """Replaces the week of a space: (weekday 1-7, opens, closes) in minutes from midnight, half-open."""
    require("places.change_space", actor=actor, at=at, scope=scope_of_space(space_id))
    check_hours(hours)
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


def check_hours(hours: Sequence[tuple[int, int, int]]) -> None:
    """Refuses with HoursWrong or HoursOverlap what is no week of spans; the database would too, with less to say."""
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
    require("places.change_space", actor=actor, at=at, scope=_whose(space_id, network_id))
    if (opens is None) != (closes is None) or (opens is not None and not 0 <= opens < (closes or 0) <= 1440):
        raise HoursWrong()
    with transaction.atomic():
        HoursException.objects.update_or_create(
            day_on=day,
            **_of(space_id, network_id),
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


def clear_exception(
    *, actor: Actor, at: datetime, day: date, space_id: UUID | None = None, network_id: UUID | None = None
) -> None:
    """Lets a day follow the calendar again. Refuses with NotFound where nothing was set for it."""
    scope = _whose(space_id, network_id)
    require("places.change_space", actor=actor, at=at, scope=scope)
    with transaction.atomic():
        gone, _ = HoursException.objects.filter(**_of(space_id, network_id), day_on=day).delete()
        if not gone:
            raise NotFound()
        facts.record(
            "places.exception_cleared",
            actor=actor,
            at=at,
            object_kind="space" if space_id else "network",
            object_id=space_id or network_id,
            space_id=space_id,
        )


def _of(space_id: UUID | None, network_id: UUID | None) -> dict[str, Any]:
    """The key of an exception: its space or its network."""
    return {name: id for name, id in (("space_id", space_id), ("network_id", network_id)) if id is not None}


def _whose(space_id: UUID | None, network_id: UUID | None) -> Scope:
    if space_id is not None and network_id is None:
        return scope_of_space(space_id)
    if network_id is not None and space_id is None:
        return scope_of_network(network_id)
    raise ValueError("a space or a network")
