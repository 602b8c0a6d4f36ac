"""Areas by their official codes, and the learning cities that hold some of them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Page, Shape, Text, api, names
from rianru.api.parameters import AreaCode, Code, Paged
from rianru.kernel.refusals import NotFound
from rianru.places import queries


class AreasAsked(Paged):
    """What the list takes."""

    within: AreaCode = ""


class AreaShape(Shape):
    """A province, district, sub-district or village."""

    code: str
    name: Text
    within: Annotated[str | None, Field(description="The code of the area around it.")]
    postal_code: str
    latitude: float | None
    longitude: float | None
    population: int | None
    api_url: str


class AreaPage(Shape):
    """A page of areas by code."""

    results: list[AreaShape]
    next_cursor: str | None


class CityShape(Shape):
    """A learning city: a role that a set of areas holds."""

    id: UUID
    code: str
    name: Text
    areas: Annotated[list[str], Field(description="Codes of the areas it holds, each with everything inside.")]
    dye: str
    weave: str
    unesco_since: Annotated[int | None, Field(description="Year (common era) it joined UNESCO's network.")]
    pilot: bool
    approximate: Annotated[bool, Field(description="Its areas stand in for borders that have no code.")]
    api_url: str


class CityPage(Shape):
    """A page of cities by code."""

    results: list[CityShape]
    next_cursor: str | None


@api.get("/areas", response=AreaPage, url_name="areas", operation_id="areas", summary="Areas", tags=["areas"])
def areas(request: HttpRequest, response: HttpResponse, asked: Query[AreasAsked]) -> AreaPage:
    """The areas right inside one; the provinces where none is named."""
    page = Page(request, asked)
    (after,) = page.key() or [""]
    rows = queries.area_page(within=asked.within, after=after, limit=page.limit + 1)
    shown, more = rows[: page.limit], len(rows) > page.limit
    return AreaPage(
        results=[_area(request, row) for row in shown],
        next_cursor=page.then(response, [shown[-1].code] if more else None),
    )


@api.get(
    "/areas/{slug:code}", response=AreaShape, url_name="area", operation_id="area", summary="One area", tags=["areas"]
)
def area(request: HttpRequest, code: Code) -> AreaShape | HttpResponse:
    """By its code. A code that one other took over leads there with 301."""
    found = queries.current_areas(code)
    for one in found:
        if one.code == code:
            return _area(request, one)
    if len(found) == 1:
        return HttpResponsePermanentRedirect(reverse("api:area", kwargs={"code": found[0].code}))
    raise NotFound()


@api.get(
    "/cities", response=CityPage, url_name="cities", operation_id="cities", summary="Learning cities", tags=["cities"]
)
def cities(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> CityPage:
    """Every learning city."""
    page = Page(request, asked)
    (after,) = page.key() or [""]
    rows = queries.city_page(after=after, limit=page.limit + 1)
    shown, more = rows[: page.limit], len(rows) > page.limit
    return CityPage(
        results=[_city(request, row) for row in shown],
        next_cursor=page.then(response, [shown[-1].city.code] if more else None),
    )


@api.get(
    "/cities/{slug:code}", response=CityShape, url_name="city", operation_id="city", summary="One city", tags=["cities"]
)
def city(request: HttpRequest, code: Code) -> CityShape:
    """By its code."""
    for row in queries.city_page(code=code, limit=1):
        return _city(request, row)
    raise NotFound()


def _area(request: HttpRequest, row: Any) -> AreaShape:
    return AreaShape(
        code=row.code, name=names(row), within=row.parent_id, postal_code=row.postal_code,
        latitude=None if row.lat is None else float(row.lat), longitude=None if row.lon is None else float(row.lon),
        population=row.population, api_url=request.build_absolute_uri(reverse("api:area", kwargs={"code": row.code})),
    )


def _city(request: HttpRequest, row: queries.CityRow) -> CityShape:
    found = row.city
    return CityShape(
        id=found.id, code=found.code, name=names(found), areas=list(row.areas), dye=found.dye, weave=found.weave,
        unesco_since=found.unesco_since, pilot=found.pilot, approximate=found.approximate,
        api_url=request.build_absolute_uri(reverse("api:city", kwargs={"code": found.code})),
    )
