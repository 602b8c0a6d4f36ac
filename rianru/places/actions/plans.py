"""Plans of the sites that come next, kept by those who plan for the area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.geography import Point
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import ChangedMeanwhile, NotFound, Refused
from rianru.kernel.words import T
from rianru.places.actions.cities import AreaUnknown
from rianru.places.models import Area, PlannedSite, SitePlan
from rianru.places.queries import MOST, Pin, Sought, pinned, scope_of_area
from rianru.places.words import SITES, SORTS

MOST_LETTERS = 120


class PlanNameMissing(Refused):
    """Nobody could find it again."""

    code = "places.plan_name_missing"
    status = 422
    says = T("ตั้งชื่อแผนก่อน ไม่เกิน {most} ตัวอักษร", "Give the plan a name first, of at most {most} letters.")


class PlanWrong(Refused):
    """A reach, a road or a number of sites that makes no sense, or a sort or an area that there is not."""

    code = "places.plan_wrong"
    status = 422
    says = T(
        "แผนนี้ยังคำนวณไม่ได้ เลือกจังหวัดหรืออำเภอ จำนวน 1 ถึง {most} จุด และระยะที่ไปถึงใหม่",
        "This plan cannot be computed. Choose a province or district, 1 to {most} sites and a reach again.",
    )


class PinOutside(Refused):
    """A pin where no space could be."""

    code = "places.pin_outside"
    status = 422
    says = T(
        "หมุดที่ {number} อยู่นอกประเทศไทย ลากกลับเข้ามา หรือเลือกตำบลจากรายการ",
        "Pin {number} lies outside Thailand. Drag it back, or choose a sub-district from the list.",
    )


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan about to be saved: what was asked, what a site would be, and the pins in their order."""

    name: str
    asked: Sought
    site: str
    pins: Sequence[tuple[float, float, bool]]


def save_plan(
    *, actor: Actor, at: datetime, plan: NewPlan, plan_id: UUID | None = None, revision: int = 0
) -> UUID:
    """Keeps a plan, or its next revision. Refuses with PlanNameMissing, PlanWrong, PinOutside, ChangedMeanwhile."""
    require("places.plan_sites", actor=actor, at=at, scope=scope_of_area(plan.asked.area))
    if plan_id is not None:
        require("places.plan_sites", actor=actor, at=at, scope=_scope_of(plan_id))
    pins = _checked(plan)
    said = {
        "name": plan.name.strip(), "area_id": plan.asked.area or None, "sort": plan.asked.sort, "site": plan.site,
        "wanted": plan.asked.wanted, "reach_m": plan.asked.reach_m, "detour": plan.asked.detour, "changed_at": at,
    }
    with transaction.atomic():
        if plan_id is None:
            plan_id = SitePlan.objects.create(id=new_id(), made_at=at, **said).id
        elif not SitePlan.objects.filter(id=plan_id, revision=revision).update(revision=F("revision") + 1, **said):
            raise ChangedMeanwhile()
        PlannedSite.objects.filter(plan=plan_id).delete()
        PlannedSite.objects.bulk_create(_site(plan_id, number, pin) for number, pin in enumerate(pins, start=1))
        facts.record("places.plan_saved", actor=actor, at=at, object_kind="site_plan", object_id=plan_id,
                     area=plan.asked.area, count=len(pins))
    return plan_id


def remove_plan(*, actor: Actor, at: datetime, plan_id: UUID) -> None:
    """Takes a plan away for good: its address finds nothing any more."""
    require("places.plan_sites", actor=actor, at=at, scope=_scope_of(plan_id))
    with transaction.atomic():
        if not SitePlan.objects.filter(id=plan_id).delete()[0]:
            raise NotFound()
        facts.record("places.plan_removed", actor=actor, at=at, object_kind="site_plan", object_id=plan_id)


def _scope_of(plan_id: UUID) -> frozenset[tuple[str, UUID | None]]:
    found = SitePlan.objects.filter(id=plan_id).values_list("area_id", flat=True)
    if not found:
        raise NotFound()
    return scope_of_area(found[0] or "")


def _checked(plan: NewPlan) -> tuple[Pin, ...]:
    asked, name = plan.asked, plan.name.strip()
    if not name or len(name) > MOST_LETTERS:
        raise PlanNameMissing(most=MOST_LETTERS)
    fits = 1 <= asked.wanted <= MOST and 500 <= asked.reach_m <= 100_000 and 100 <= asked.detour <= 200
    if not fits or asked.sort not in SORTS or plan.site not in SITES or len(plan.pins) > MOST:
        raise PlanWrong(most=MOST)
    if asked.area and not (len(asked.area) in (2, 4) and Area.objects.filter(code=asked.area).exists()):
        raise AreaUnknown(area=asked.area)
    for number, (lat, lon, _) in enumerate(plan.pins, start=1):
        if not Point(lat, lon).in_thailand:
            raise PinOutside(number=number)
    return pinned(asked.area, list(plan.pins))


def _site(plan_id: UUID, number: int, pin: Pin) -> PlannedSite:
    return PlannedSite(
        plan_id=plan_id, number=number, area_id=pin.area, lat=Decimal(f"{pin.lat:.5f}"), lon=Decimal(f"{pin.lon:.5f}"),
        moved=pin.moved,
    )
