"""Whether a space can be where it is said to be: in an area in force, at a point that lies there, and not there yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Q

from rianru.kernel.geography import Point, kilometres
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import fold
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.actions.cities import AreaUnknown
from rianru.places.models import Area, Space

TWIN_KM: Final = 0.5
SUBDISTRICT: Final = 6
"""Digits: two of one name in the same sub-district are one."""


class AreaAbolished(Refused):
    """The code was in force once; others took over."""

    code = "places.area_abolished"
    status = 422
    says = T(
        "รหัส {area} ({name}) เลิกใช้แล้ว ใช้แทนด้วย {successors}",
        "The code {area} ({name}) is no longer in force. Use {successors} instead.",
    )


class PositionSwapped(Refused):
    """Latitude stands where longitude should."""

    code = "places.position_swapped"
    status = 422
    says = T(
        "ตำแหน่งของ {space} สลับกัน ละติจูดคือ {lat} และลองจิจูดคือ {lon}",
        "The position of {space} is swapped: its latitude is {lat}, its longitude {lon}.",
    )


class PositionOutside(Refused):
    """No land of Thailand is there."""

    code = "places.position_outside"
    status = 422
    says = T(
        "ตำแหน่งของ {space} อยู่ในทะเลหรือนอกประเทศ ตรวจตัวเลขอีกครั้ง หรือปักหมุดใหม่บนแผนที่",
        "The position of {space} is in the sea or abroad. Check the numbers, or set the pin on the map again.",
    )


class PositionElsewhere(Refused):
    """The point lies in another province than the code says."""

    code = "places.position_elsewhere"
    status = 422
    says = T(
        "ตำแหน่งของ {space} อยู่ที่ {there} แต่รหัสเขตคือ {area} แก้ตำแหน่งหรือรหัสเขตให้ตรงกัน",
        "The position of {space} is in {there}, but its area is {area}. Correct one of the two.",
    )


class DuplicateSpace(Refused):
    """Another space of this name is there already."""

    code = "places.duplicate_space"
    status = 409
    says = T(
        "มี {space} อยู่ตรงนี้แล้ว (รหัส {taken}) แก้ข้อมูลของที่เดิม หรือตั้งชื่อให้ต่างกัน",
        "{space} is here already (code {taken}). Change that one, or give this one a name of its own.",
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A space by its name, area and position, to be looked at; `id` where it exists."""

    name_th: str
    area: str
    lat: Decimal | None = None
    lon: Decimal | None = None
    approximate: bool = False
    id: UUID | None = None

    @property
    def point(self) -> Point | None:
        """Where it is, if that is known."""
        return Point(float(self.lat), float(self.lon)) if self.lat is not None and self.lon is not None else None


def check_areas(codes: Iterable[str]) -> None:
    """Refuses with AreaAbolished, which names what took over, or AreaUnknown."""
    wanted = set(codes)
    for code in sorted(wanted - set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))):
        gone = queries.abolished(code)
        if gone is None or not gone.successors:
            raise AreaUnknown(area=code)
        raise AreaAbolished(
            area=code, name=T.verbatim(gone.name_th, gone.name_en),
            successors=T.verbatim(", ".join(f"{one.code} {one.name_th}" for one in gone.successors),
                                  ", ".join(f"{one.code} {one.name_en}" for one in gone.successors)),
        )


def check_positions(places: Sequence[Placed]) -> None:
    """Refuses the first that is not where it is said to be: PositionSwapped, PositionOutside or PositionElsewhere."""
    known = [(one, one.point) for one in places if one.point]
    found = queries.verdicts([(one.area, point.lat, point.lon) for one, point in known if point])
    for (one, _), verdict in zip(known, found, strict=True):
        if verdict.found == "swapped":
            raise PositionSwapped(space=one.name_th, lat=one.lon, lon=one.lat)
        if verdict.found == "outside":
            raise PositionOutside(space=one.name_th)
        if verdict.found == "elsewhere":
            names = queries.area_names([verdict.lies_in, one.area])
            there, area = (names.get(code, code) for code in (verdict.lies_in, one.area))
            raise PositionElsewhere(space=one.name_th, there=there, area=area)


def check_twins(places: Sequence[Placed]) -> None:
    """Refuses with DuplicateSpace a space that is there already, or twice among these."""
    for one, code in twins(places).items():
        raise DuplicateSpace(space=places[one].name_th, taken=code)


def twins(places: Sequence[Placed]) -> dict[int, str]:
    """Which of these (by number) is a space that exists or comes earlier among them, and that one's code or name."""
    there, found = Neighbours(), {}
    there.learn(one.area for one in places)
    for number, one in enumerate(places):
        twin = there.twin_of(one)
        if twin is not None:
            found[number] = twin
        there.add(one, one.name_th)
    return found


class Neighbours:
    """The spaces of some provinces by name, those that are about to be added too."""

    def __init__(self) -> None:
        self._there: dict[str, list[tuple[Placed, str]]] = {}
        self._learnt: set[str] = set()

    def learn(self, areas: Iterable[str]) -> None:
        """Loads the spaces of the provinces in which these areas lie, each province once."""
        new = {area[:2] for area in areas} - self._learnt
        if not new:
            return
        self._learnt |= new
        rows = Space.objects.filter(_in_provinces(new), closed_on=None)
        for id, code, *placed in rows.values_list(
            "id", "code", "name_th", "area_id", "lat", "lon", "approximate"
        ):
            self.add(Placed(*placed, id), code)

    def add(self, one: Placed, code: str) -> None:
        """One more, known by its code."""
        self._there.setdefault(_bare(one.name_th), []).append((one, code))

    def twin_of(self, one: Placed) -> str | None:
        """The code of one that is the same place: of the same name within 500 m, or in the same sub-district where a
        position is not known to the metre.
        """
        return next((code for other, code in self._there.get(_bare(one.name_th), ()) if is_twin(one, other)), None)


def _bare(name: str) -> str:
    """A name without what people write now so and now otherwise."""
    return fold(name).replace(" ", "")


def _in_provinces(codes: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for code in sorted(codes):
        found |= Q(area__code__startswith=code)
    return found


def is_twin(one: Placed, other: Placed) -> bool:
    """Whether two of one name are the same place."""
    if one.id is not None and one.id == other.id:
        return False
    if one.point and other.point and not one.approximate and not other.approximate:
        return kilometres(one.point, other.point) <= TWIN_KM
    return one.area == other.area and len(one.area) >= SUBDISTRICT
