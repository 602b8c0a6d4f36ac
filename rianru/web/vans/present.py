"""From what places says of vans to what a template shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from rianru.kernel.dates import (
    MONTHS_SHORT,
    WEEKDAYS,
    day_of,
    format_time,
    in_bangkok,
    moment_text,
    time_text,
    when_text,
)
from rianru.kernel.words import T
from rianru.places.queries import Stop, StopNear, Visit
from rianru.places.words import STOP_TYPES
from rianru.web.places.present import far

TODAY, TOMORROW = T("วันนี้", "Today"), T("พรุ่งนี้", "Tomorrow")


def stop_name(stop: Stop) -> T:
    """In both languages."""
    return T.verbatim(stop.name_th, stop.name_en or stop.name_th)


def where(stop: Stop) -> T:
    """Community and address in one line."""
    th = " · ".join(filter(None, (stop.community_th, stop.address_th)))
    en = " · ".join(filter(None, (stop.community_en or stop.community_th, stop.address_en or stop.address_th)))
    return T.verbatim(th, en)


def visit(one: Visit, *, at: datetime) -> dict[str, Any]:
    """web/van_visit_row.html: a visit in a list."""
    begins = in_bangkok(one.arrives_at)
    van = one.vehicle.space
    return {
        "id": one.id, "weekday": WEEKDAYS[begins.weekday()], "day": begins.day, "month": MONTHS_SHORT[begins.month - 1],
        "iso": begins.isoformat(), "time": time_text(one.arrives_at, one.leaves_at),
        "when": when_text(one.arrives_at, one.leaves_at), "in": soon(one, at=at),
        "off": one.state == "cancelled", "reason": T.verbatim(one.reason_th, one.reason_en or one.reason_th),
        "late": one.late_minutes if one.arrived_at is None and one.state == "planned" else 0,
        "before": moment_text(one.moved_from_at, "day") if one.moved_from_at and one.state == "planned" else "",
        "extra": one.timetable_id is None and one.state == "planned",
        "here": one.arrived_at is not None and one.left_at is None and one.leaves_at > at,
        "van": T.verbatim(van.name_th, van.name_en), "van_url": reverse("space", kwargs={"code": van.code}),
        "van_code": van.code,
    }


def soon(one: Visit, *, at: datetime) -> T:
    """`วันนี้`, `พรุ่งนี้`, `อีก 5 วัน`."""
    days = (day_of(one.arrives_at) - day_of(at)).days
    if days <= 1:
        return TODAY if days <= 0 else TOMORROW
    return T("อีก {n} วัน", "In {n} {n:day|days}", n=days)


def stop_row(found: StopNear, *, at: datetime) -> dict[str, Any]:
    """web/stop_row.html: a stop with its next visit."""
    stop = found.stop
    return {
        "url": reverse("stop", kwargs={"code": stop.code}), "name": stop_name(stop), "where": where(stop),
        "area": T.verbatim(stop.area.name_th, stop.area.name_en), "km": far(found.km) if found.km is not None else "",
        "kind": STOP_TYPES[stop.kind] if stop.kind != "public" else "",
        "next": visit(found.visit, at=at) if found.visit else None,
    }


def clock(moment: datetime | None) -> str:
    """`09:05`, or nothing."""
    return format_time(moment, "en") if moment else ""
