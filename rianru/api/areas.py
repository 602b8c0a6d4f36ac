"""Areas by their official codes, and the learning cities that hold some of them."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Shape, Text, api, names, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import AreaCode, Code, Paged
from rianru.api.spaces import AreaName
from rianru.core.actors import ANONYMOUS
from rianru.kernel.refusals import NotFound
from rianru.places import queries
from rianru.places.words import level


class AreasAsked(Paged):
    """What the list takes."""

    within: AreaCode = ""


class AreaShape(Shape):
    """A province, district, sub-district or village."""

    code: str
    name: Text
    level: Annotated[Text, Field(description="What it is: a province has a code of 2 digits, a district of 4, a "
                                 "sub-district of 6, a village of 8.")]
    within: Annotated[str | None, Field(description="The code of the area around it.")]
    postal_code: str
    latitude: float | None
    longitude: float | None
    population: int | None
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class AreaAround(Shape):
    """An area with how many spaces it has."""

    code: str
    name: Text
    spaces: int
    api_url: str


class AreaWhole(AreaShape):
    """An area with what is around it."""

    path: Annotated[list[AreaName], Field(description="What it lies in and itself, from large to small.")]
    spaces: Annotated[int, Field(description="How many learning spaces lie inside it.")]
    neighbours: Annotated[list[AreaAround], Field(description="Areas of the same level, the nearest first.")]


class AreaPage(Listed[AreaShape]):
    """A page of areas by code."""


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
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class CityPage(Listed[CityShape]):
    """A page of cities by code."""


@api.get("/areas", response=AreaPage, url_name="areas", operation_id="areas", summary="Areas", tags=["areas"])
def areas(request: HttpRequest, response: HttpResponse, asked: Query[AreasAsked]) -> AreaPage:
    """The areas right inside one; the provinces where none is named."""
    page = Page(request, response, asked)
    rows = queries.area_page(within=asked.within, after=page.after(str) or "", limit=page.wanted)
    return page.answer(AreaPage, rows, key=lambda row: [row.code], shape=partial(_area, request))


@api.get(
    "/areas/{slug:code}", response=AreaWhole, url_name="area", operation_id="area", summary="One area", tags=["areas"]
)
def area(request: HttpRequest, code: Code) -> AreaWhole | HttpResponse:
    """By its code, with what is around it. A code that one other took over leads there with 301."""
    found = queries.current_areas(code)
    for one in found:
        if one.code == code:
            return _whole(request, one, datetime.now(UTC))
    if len(found) == 1:
        return HttpResponsePermanentRedirect(reverse("api:area", kwargs={"code": found[0].code}))
    raise NotFound()


@api.get(
    "/cities", response=CityPage, url_name="cities", operation_id="cities", summary="Learning cities", tags=["cities"]
)
def cities(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> CityPage:
    """Every learning city."""
    page = Page(request, response, asked)
    rows = queries.city_page(after=page.after(str) or "", limit=page.wanted)
    return page.answer(CityPage, rows, key=lambda row: [row.city.code], shape=partial(_city, request))


@api.get(
    "/cities/{slug:code}", response=CityShape, url_name="city", operation_id="city", summary="One city", tags=["cities"]
)
def city(request: HttpRequest, code: Code) -> CityShape:
    """By its code."""
    for row in queries.city_page(code=code, limit=1):
        return _city(request, row)
    raise NotFound()


def _whole(request: HttpRequest, area: queries.Area, at: datetime) -> AreaWhole:
    near = queries.neighbours(actor=ANONYMOUS, at=at, area=area)
    return AreaWhole(
        **_area(request, area).model_dump(),
        path=[AreaName(code=one.code, name=names(one)) for one in queries.area_path(area.code)],
        spaces=queries.count_spaces(actor=ANONYMOUS, at=at, wanted=queries.Wanted(area=area.code)),
        neighbours=[
            AreaAround(
                code=one.area.code, name=names(one.area), spaces=one.spaces, api_url=_address(request, one.area.code)
            )
            for one in near
        ],
    )


def _address(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("api:area", kwargs={"code": code}))


def _area(request: HttpRequest, row: Any) -> AreaShape:
    return AreaShape(
        code=row.code, name=names(row), level=text(level(row.code)), within=row.parent_id, postal_code=row.postal_code,
        latitude=None if row.lat is None else float(row.lat), longitude=None if row.lon is None else float(row.lon),
        population=row.population, url=request.build_absolute_uri(reverse("area", kwargs={"code": row.code})),
        api_url=_address(request, row.code),
    )


def _city(request: HttpRequest, row: queries.CityRow) -> CityShape:
    found = row.city
    return CityShape(
        id=found.id, code=found.code, name=names(found), areas=list(row.areas), dye=found.dye, weave=found.weave,
        unesco_since=found.unesco_since, pilot=found.pilot, approximate=found.approximate,
        url=request.build_absolute_uri(reverse("city", kwargs={"code": found.code})),
        api_url=request.build_absolute_uri(reverse("api:city", kwargs={"code": found.code})),
    )
