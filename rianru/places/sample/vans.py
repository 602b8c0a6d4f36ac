"""Two demo vans and their three-week cycle round Phayao, begun a cycle ago; what is over was driven and counted."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from rianru.core.actors import system
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.places import actions
from rianru.places.actions import Halt, NewSpace, NewStop
from rianru.places.models import Area, Space, Stop, Vehicle, Visit

ACTOR = system("demo")
CYCLE = timedelta(weeks=3)
BEGAN = CYCLE + timedelta(days=1)
FIRST, SECOND = "mobile-56", "mobile-56-2"
# sub-district, what it is, in Thai and English
STOPS: tuple[tuple[str, str, str], ...] = (
    ("560105", "ตลาดตัวอย่าง", "Example market"), ("560115", "ลานวัดตัวอย่าง", "Example temple yard"),
    ("560106", "โรงเรียนตัวอย่าง", "Example school"), ("560118", "ศาลาตัวอย่าง", "Example pavilion"),
    ("560107", "หน้า อบต. ตัวอย่าง", "Example council office"), ("560116", "ศาลาตัวอย่าง", "Example pavilion"),
    ("560114", "ตลาดตัวอย่าง", "Example market"), ("560204", "ศาลาตัวอย่าง", "Example pavilion"),
    ("560110", "ลานวัดตัวอย่าง", "Example temple yard"), ("560112", "โรงเรียนตัวอย่าง", "Example school"),
    ("560113", "ตลาดตัวอย่าง", "Example market"), ("560108", "ศาลาตัวอย่าง", "Example pavilion"),
    ("560111", "ลานวัดตัวอย่าง", "Example temple yard"), ("560201", "ตลาดตัวอย่าง", "Example market"),
    ("560202", "โรงเรียนตัวอย่าง", "Example school"), ("560301", "ศาลาตัวอย่าง", "Example pavilion"),
)
ROUNDS: tuple[tuple[str, str, str, tuple[tuple[int, int, int], ...]], ...] = (  # days from the beginning, two stops
    (FIRST, "สายเหนือกว๊าน", "North of the lake", ((0, 0, 1), (2, 2, 3), (4, 4, 5))),
    (FIRST, "สายใต้กว๊าน", "South of the lake", ((7, 6, 8), (9, 9, 10), (11, 11, 12))),
    (SECOND, "สายตลาดนัด", "The market round", ((1, 13, 14), (8, 15, 7), (15, 10, 0))),
)
TIMES = ((9 * 60, 11 * 60), (13 * 60, 15 * 60 + 30))


def build(*, at: datetime, network_id: UUID) -> None:
    """Builds what is not there yet."""
    if Vehicle.objects.exists():
        return
    began = at - BEGAN
    areas = Area.objects.in_bulk([code for code, *_ in STOPS] + ["5601"])
    vans = _vans(areas["5601"], network_id, at=began)
    stops = [_stop(areas[code], th, en, network_id, at=began) for code, th, en in STOPS if code in areas]
    first, last = day_of(began) + timedelta(days=1), day_of(at) + timedelta(days=182)
    for van, th, en, days in ROUNDS:
        route = actions.keep_route(actor=ACTOR, at=began, vehicle_id=vans[van], name_th=th, name_en=en)
        for halt in _halts(route, days, stops, first, last):
            actions.set_timetable(actor=ACTOR, at=began, halt=halt)
    _drive(at=at)


def _vans(town: Area, network_id: UUID, *, at: datetime) -> dict[str, UUID]:
    """The van that every demo province has, and a small one."""
    if not Space.objects.filter(code=SECOND).exists():
        actions.add_spaces(actor=ACTOR, at=at, network_id=network_id, spaces=[NewSpace(
            code=SECOND, kind="mobile_library", name_th="รถหนังสือคันเล็ก พะเยา", name_en="Phayao Little Book Van",
            area=town.code, lat=town.lat, lon=town.lon, approximate=True)])
    found = dict(Space.objects.filter(code__in=[FIRST, SECOND]).values_list("code", "id"))
    for code, plate, books, ramp in ((FIRST, "ตัวอย่าง 56-1", 1500, True), (SECOND, "ตัวอย่าง 56-2", 400, False)):
        actions.keep_vehicle(actor=ACTOR, at=at, space_id=found[code], plate_th=plate, capacity=books, accessible=ramp)
    return found


def _stop(area: Area, th: str, en: str, network_id: UUID, *, at: datetime) -> UUID:
    chance = random.Random(area.code)
    known = Stop.objects.filter(code=f"stop-{area.code}").values_list("id", flat=True).first()
    return known or actions.keep_stop(actor=ACTOR, at=at, network_id=network_id, code=f"stop-{area.code}", stop=NewStop(
        name_th=f"{th} {area.name_th}", name_en=f"{en}, {area.name_en}", area=area.code,
        kind="private" if "โรงเรียน" in th else "public", community_th=f"หมู่ {chance.randint(1, 9)}",
        community_en=f"Moo {chance.randint(1, 9)}", postal_code=area.postal_code,
        lat=None if area.lat is None else area.lat + Decimal(chance.randint(-400, 400)) / 100_000,
        lon=None if area.lon is None else area.lon + Decimal(chance.randint(-400, 400)) / 100_000,
    ))


def _halts(
    route: UUID, days: tuple[tuple[int, int, int], ...], stops: list[UUID], first: date, last: date
) -> Iterator[Halt]:
    for day, *there in days:
        for (arrives, leaves), stop in zip(TIMES, there, strict=True):
            yield Halt(route, stops[stop % len(stops)], arrives, leaves, "FREQ=WEEKLY;INTERVAL=3",
                       first + timedelta(days=day), last)


def _drive(*, at: datetime) -> None:
    """The visits that are over, driven: a little early or late, and counted."""
    chance = random.Random(2569)
    for visit in Visit.objects.filter(leaves_at__lt=at - timedelta(hours=1)).order_by("arrives_at"):
        came = visit.arrives_at + timedelta(minutes=chance.randint(-4, 12))
        gone = visit.leaves_at + timedelta(minutes=chance.randint(-5, 10))
        counted = ("count", came + (gone - came) / 2, chance.randint(6, 38))
        for kind, moment, people in (("arrive", came, 0), counted, ("leave", gone, 0)):
            actions.tap(actor=ACTOR, at=gone, visit_id=visit.id, key=new_id(), kind=kind, tapped_at=moment,
                        people=people)
