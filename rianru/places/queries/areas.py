"""The tree of areas, and the cities that hold parts of it."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from rianru.kernel.words import T
from rianru.places.models import AbolishedArea, Area, City, Space


def provinces() -> list[Area]:
    """All provinces in Thai dictionary order."""
    return list(Area.objects.filter(parent=None).order_by("sort_th", "code"))


def areas_inside(code: str) -> QuerySet[Area]:
    """The area of a code and everything inside it."""
    return Area.objects.filter(code__startswith=code)


def current_areas(code: str) -> list[Area]:
    """The area of a code, or those that took over from an abolished one; none where the code was never known."""
    gone = AbolishedArea.objects.filter(code=code).values_list("successors", flat=True).first()
    return list(Area.objects.filter(code__in=[code, *(gone or [])]).order_by("code"))


def area_page(*, within: str = "", after: str = "", limit: int) -> list[Area]:
    """The areas right inside one (provinces where none is named), by code behind `after`."""
    return list(Area.objects.filter(parent=within or None, code__gt=after).order_by("code")[:limit])


def area_name(code: str) -> T:
    """The area from small to large, as an address says it: `บ้านตุ่น เมืองพะเยา พะเยา`."""
    inside_out = [code[:length] for length in (2, 4, 6, 8) if len(code) >= length]
    names = {area.code: (area.name_th, area.name_en) for area in Area.objects.filter(code__in=inside_out)}
    parts = [names[code[:length]] for length in (6, 4, 2) if len(code) >= length and code[:length] in names]
    return T.verbatim(" ".join(part[0] for part in parts), ", ".join(part[1] for part in parts))


def cities() -> list[City]:
    """Every learning city, by its English name."""
    return list(City.objects.order_by("name_en", "id"))


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city with the codes of the areas it holds."""

    city: City
    areas: tuple[str, ...]


def city_page(*, after: str = "", code: str = "", limit: int) -> list[CityRow]:
    """Learning cities by code behind `after`, or the one of a code; two queries."""
    found = City.objects.filter(code__gt=after).prefetch_related("areas")
    if code:
        found = found.filter(code=code)
    return [
        CityRow(city, tuple(sorted(area.code for area in city.areas.all()))) for city in found.order_by("code")[:limit]
    ]


def province_counts() -> dict[str, int]:
    """How many open spaces each province code has."""
    counted = Space.objects.filter(closed_on=None).annotate(province=Substr("area_id", 1, 2)).values("province")
    return {row["province"]: row["n"] for row in counted.annotate(n=Count("id")).order_by("province")}
