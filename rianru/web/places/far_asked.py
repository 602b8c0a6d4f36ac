"""What a reader asks of the learning shadow, taken from the address: anything that cannot be is left out."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import KINDS, SORTS

DETOURS: Final = (100, 120, 140, 160, 180)
USUAL_KM = 5
ORDERS: Final = {
    "far": T("คนที่อยู่ไกล", "People who are far"), "share": T("ส่วนที่อยู่ไกล", "Part who are far"),
    "km": T("ระยะ", "Distance"), "people": T("คนทั้งหมด", "All people"), "name": T("ชื่อ", "Name"),
}


def usual_detour() -> int:
    """The road in per cent of a straight line, as the operator set it: RIANRU_ROAD_FACTOR."""
    return round(min(max(settings.ROAD_FACTOR, 1.0), 2.0) * 100)


def known_detours() -> tuple[int, ...]:
    """What one may choose from, the usual one among it."""
    return tuple(sorted({*DETOURS, usual_detour()}))


@dataclass(frozen=True, slots=True)
class Reading:
    """From which spaces, beyond how many kilometres, by a road so many per cent of a straight line, in which order."""

    sort: str
    km: int
    detour: int
    order: str

    @property
    def factor(self) -> float:
        """The road as times a straight line."""
        return self.detour / 100

    def query(self, **other: object) -> str:
        """The same reading with some of it changed, as the end of an address; blank where it is the usual one."""
        usual = {"to": "any", "km": USUAL_KM, "detour": usual_detour(), "order": "far"}
        said: dict[str, Any] = {"to": self.sort, "km": self.km, "detour": self.detour, "order": self.order, **other}
        changed = {name: value for name, value in said.items() if value != usual.get(name)}
        return f"?{urlencode(changed)}" if changed else ""


def reading(request: HttpRequest) -> Reading:
    """`?to=&km=&detour=&order=`."""
    asked = request.GET
    sort, order = asked.get("to", ""), asked.get("order", "")
    return Reading(
        sort if sort in SORTS else "any", one_of(asked.get("km", ""), queries.LIMITS, USUAL_KM),
        one_of(asked.get("detour", ""), known_detours(), usual_detour()), order if order in ORDERS else "far",
    )


def one_of(typed: str, known: tuple[int, ...], usual: int) -> int:
    """The number that was typed, if it is one of those that may be chosen."""
    return next((one for one in known if str(one) == typed), usual)


def sorts(chosen: str) -> list[dict[str, Any]]:
    """From which spaces: what somebody needs, then the kinds."""
    return [{"value": value, "label": label, "chosen": value == chosen, "kind": value in KINDS}
            for value, label in SORTS.items()]


def detours(chosen: int) -> list[dict[str, Any]]:
    """How much longer the road is."""
    straight = T("เส้นตรง", "Straight line")
    longer = T("{n} เท่าของเส้นตรง", "{n} {n:time|times} a straight line")
    return [{"value": one, "chosen": one == chosen,
             "label": straight if one == 100 else longer.having(n=f"{one / 100:g}")} for one in known_detours()]
