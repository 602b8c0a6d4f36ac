"""What a planner asks, taken from the address or a form: anything that cannot be is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from rianru.kernel.geography import Point
from rianru.places import queries
from rianru.places.queries import MOST, REACHES, KeptPlan, Pin, Sought
from rianru.places.words import SITES, SORTS
from rianru.web.places.far_asked import known_detours, one_of, usual_detour
from rianru.web.requests import uuid_of

USUAL_SITES, USUAL_REACH = 3, 10
SHOWN: Final = "{:.5f}"


@dataclass(frozen=True, slots=True)
class Planning:
    """A question with its pins (none: those that are suggested) and the plan that it is a change of."""

    asked: Sought
    site: str
    pins: tuple[tuple[float, float, bool], ...]
    chosen: bool  # an area, or the whole country, was asked for
    plan: UUID | None = None
    revision: int = 0

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All of it as fields of a form or of an address, without the pins."""
        asked = self.asked
        found = [("area", asked.area or "th"), ("to", asked.sort), ("site", self.site), ("n", str(asked.wanted)),
                 ("km", str(asked.reach_m // 1000)), ("detour", str(asked.detour))]
        return [*found, ("plan", str(self.plan)), ("rev", str(self.revision))] if self.plan else found

    def query(self, pins: Sequence[Pin] = ()) -> str:
        """The same as the end of an address, with pins."""
        return "?" + urlencode([*self.pairs, *(("pin", pin_said(pin)) for pin in pins)])


def pin_said(pin: Pin) -> str:
    """`19.20000,99.90000`, and `,m` where it was moved by hand."""
    said = f"{SHOWN.format(pin.lat)},{SHOWN.format(pin.lon)}"
    return f"{said},m" if pin.moved else said


def planning(given: QueryDict) -> Planning:
    """`area= to= site= n= km= detour= pin=… plan= rev=`; `move=` a number to the middle of `place=`, a sub-district."""
    area = given.get("district", "") or given.get("area", "")
    known = area if len(area) in (2, 4) and area.isascii() and area.isdigit() and queries.area_path(area) else ""
    sort, site, many, revision = (given.get(name, "") for name in ("to", "site", "n", "rev"))
    asked = Sought(
        known, sort if sort in SORTS else "any", min(max(_whole(many) or USUAL_SITES, 1), MOST),
        one_of(given.get("km", ""), REACHES, USUAL_REACH) * 1000,
        one_of(given.get("detour", ""), known_detours(), usual_detour()),
    )
    pins = tuple(filter(None, (_pin(text) for text in given.getlist("pin")[:MOST])))
    return Planning(asked, site if site in SITES else "space", _moved(given, pins), bool(known) or area == "th",
                    uuid_of(given.get("plan", "")), _whole(revision))


def of_plan(kept: KeptPlan) -> Planning:
    """A plan as it was saved, to go on with."""
    pins = tuple((pin.lat, pin.lon, pin.moved) for pin in kept.pins)
    return Planning(kept.asked, kept.site, pins, chosen=True, plan=kept.id, revision=kept.revision)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _pin(text: str) -> tuple[float, float, bool] | None:
    parts = text.split(",")
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        return None
    return (lat, lon, parts[2:] == ["m"]) if isfinite(lat) and isfinite(lon) and Point(lat, lon).in_thailand else None


def _moved(
    given: QueryDict, pins: tuple[tuple[float, float, bool], ...]
) -> tuple[tuple[float, float, bool], ...]:
    """The pins with one of them in the middle of a sub-district: how one moves a pin without dragging."""
    number, there = _whole(given.get("move", "")), queries.whereabouts(given.get("place", ""))
    if there is None or not 1 <= number <= len(pins):
        return pins
    changed = list(pins)
    changed[number - 1] = (there.middle.lat, there.middle.lon, True)
    return tuple(changed)


def reaches(chosen: int) -> list[dict[str, Any]]:
    """Kilometres to choose from."""
    return [{"value": one, "chosen": one * 1000 == chosen} for one in REACHES]
