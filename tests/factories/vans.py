"""A van with a route and stops round Phayao."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from rianru.places import actions
from rianru.places.actions import Halt, NewStop
from rianru.places.models import Space
from tests.factories.actors import AT, HOUSE
from tests.factories.places import space

BAN_TUN, MAE_KA = "560105", "560110"
_number = count(1)


def van(*, code: str = "", network_id: UUID | None = None, accessible: bool = True) -> UUID:
    made = space(code=code or f"van-{next(_number)}", kind="mobile_library", name_th=f"รถหนังสือทดสอบ {next(_number)}",
                 name_en="Test van", network_id=network_id, hours=())
    actions.keep_vehicle(actor=HOUSE, at=AT, space_id=made, plate_th="ทดสอบ 1", capacity=1200, accessible=accessible)
    return made


def route(vehicle_id: UUID, *, name_th: str = "สายกว๊าน") -> UUID:
    return actions.keep_route(actor=HOUSE, at=AT, vehicle_id=vehicle_id, name_th=name_th, name_en="Lake round")


def stop(
    vehicle_id: UUID, *, name_th: str = "ศาลาบ้านทดสอบ", area: str = BAN_TUN, kind: str = "public",
    lat: str | None = "19.15", lon: str | None = "99.85", code: str = "",
) -> UUID:
    network = Space.objects.get(id=vehicle_id).network_id
    return actions.keep_stop(actor=HOUSE, at=AT, network_id=network, code=code, stop=NewStop(
        name_th=name_th, name_en="Test pavilion", area=area, kind=kind, community_th="บ้านทดสอบ",
        lat=Decimal(lat) if lat else None, lon=Decimal(lon) if lon else None,
    ))


def halt(
    route_id: UUID, stop_id: UUID, *, arrives: int = 540, leaves: int = 660, rule: str = "FREQ=WEEKLY;INTERVAL=3",
    first_on: date, last_on: date, on_holidays: str = "skip",
) -> Halt:
    return Halt(route_id, stop_id, arrives, leaves, rule, first_on, last_on, on_holidays)
