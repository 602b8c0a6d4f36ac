"""The demo's phase: what the first five provinces and their networks aim at, year by year; the numbers are examples."""

from datetime import datetime
from typing import Final
from uuid import UUID

from rianru.core.actors import Role, system
from rianru.evidence import actions
from rianru.evidence.models import Phase
from rianru.kernel.dates import day_of, fiscal_year, fiscal_year_span
from rianru.people.models import RoleGrant
from rianru.places.models import Area, Space
from rianru.places.words import REGIONS

DEMO: Final = system("demo")
CODE: Final = "phase-1"
AIMS: Final = (  # indicator, area, region or everywhere, last year's and this year's number
    ("provinces", "", 5, 77), ("space.provincial_park", "", 25, 36), ("space.school_library", "", 76, 90),
    ("space.subdistrict_centre", "", 250, 320), ("space.book_house", "", 100, 116), ("space.book_corner", "", 40, 51),
    ("space.condominium_library", "", 3, 6), ("caretakers", "", 0, 120), ("buildings", "", 0, 81),
    ("standards", "", 0, 10), ("activities", "", 0, 60), ("space.subdistrict_centre", "56", 60, 68),
    ("space.provincial_park", "56", 1, 2), ("space.book_house", "10", 100, 116), ("caretakers", "10", 0, 50),
    ("space.subdistrict_centre", "north", 100, 120), ("activities", "north", 0, 40),
    ("space.subdistrict_centre", "5601", 12, 15), ("space.subdistrict_centre", "560106", 0, 1),
)
KEEPER: Final = "caretaker@example.org"  # of the demo: `people.sample`
OWN: Final = {"visits": 6_000, "loans": 1_800, "sessions": 48, "attendances": 900}


def build(*, at: datetime, network_id: UUID) -> None:
    """Running it again changes nothing."""
    if Phase.objects.filter(code=CODE).exists():
        return
    year = fiscal_year(day_of(at))
    begins, ends = fiscal_year_span(year - 1).start, fiscal_year_span(year).end
    id = actions.keep_phase(
        actor=DEMO, at=at, code=CODE, network_id=network_id, name_th="ระยะที่ 1: ห้าจังหวัดแรก แล้วทั่วประเทศ",
        name_en="Phase 1: five provinces first, then the country", starts_on=begins, ends_on=ends,
        about_th="เป้าเหล่านี้เป็นตัวอย่าง ผลนับจากข้อมูลจริงในระบบตัวอย่างนี้",
        about_en="These targets are examples; the facts are counted from this demo’s own records.",
    )
    known = {"", *REGIONS, *Area.objects.filter(code__in=[area for _, area, *_ in AIMS]).values_list("code", flat=True)}
    for indicator, area, before, now in (one for one in AIMS if one[1] in known):
        for one, number in ((year - 1, before), (year, now)):
            if number:
                actions.set_phase_target(actor=DEMO, at=at, phase_id=id, indicator=indicator, area=area, year=one,
                                         number=number)
    actions.publish_phase(actor=DEMO, at=at, phase_id=id)
    kept = RoleGrant.objects.filter(role=Role.CARETAKER, scope_kind="space", person__account__email=KEEPER)
    for space in Space.objects.filter(id__in=kept.values("scope_id")):
        actions.set_space_targets(actor=DEMO, at=at, space_id=space.id, year=year, numbers=OWN)
