"""The tree of areas, and the cities that hold parts of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length, Substr

from rianru.kernel.words import T
from rianru.places.models import AbolishedArea, Area, City, Space

MOST_NAMESAKES = 300


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


def area_names(codes: Iterable[str]) -> dict[str, T]:
    """The same for many codes, in one query; what is not known is left out."""
    wanted = set(codes)
    around = {code[:length] for code in wanted for length in (2, 4, 6, 8) if len(code) >= length}
    rows = Area.objects.filter(code__in=around).values_list("code", "name_th", "name_en")
    names = {code: (name_th, name_en) for code, name_th, name_en in rows}
    found = {}
    for code in wanted & names.keys():
        parts = [names[code[:length]] for length in (8, 6, 4, 2) if len(code) >= length and code[:length] in names]
        found[code] = T.verbatim(" ".join(part[0] for part in parts), ", ".join(part[1] for part in parts))
    return found


def areas_named(typed: str, *, limit: int = 10) -> dict[str, T]:
    """Areas whose name begins as the first word does, inside others that begin as the next ones do; large ones first.

    By code, with their whole names.
    """
    words = typed.replace("\0", "").split()[:4]
    if not words:
        return {}
    begins = Q(name_th__startswith=words[0]) | Q(name_en__istartswith=words[0])
    rows = Area.objects.filter(begins).annotate(length=Length("code")).order_by("length", "sort_th", "code")
    codes = list(rows.values_list("code", flat=True)[: limit if len(words) == 1 else MOST_NAMESAKES])
    names = area_names(codes)
    fits = [code for code in codes if all(
        any(part.casefold().startswith(word.casefold()) for side in (names[code].th, names[code].en)
            for part in side.replace(",", "").split())
        for word in words[1:]
    )]
    return {code: names[code] for code in fits[:limit]}


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
