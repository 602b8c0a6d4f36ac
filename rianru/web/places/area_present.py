"""From what places say of areas to what a template shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rianru.kernel.dates import date_text, to_be
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Area, AreaRow, City
from rianru.places.words import full_name
from rianru.web.places import present
from rianru.web.requests import actor_of

NEIGHBOURS = 8
NEAREST = 5
THAILAND = T("ประเทศไทย", "Thailand")


def area_url(code: str) -> str:
    """The page of an area."""
    return reverse("area", kwargs={"code": code})


def index_row(row: AreaRow) -> dict[str, Any]:
    """web/area_index.html: a name with the number of its spaces."""
    return {
        "name": T.verbatim(row.area.name_th, row.area.name_en), "url": area_url(row.area.code), "n": row.spaces,
        "far": present.far(row.km) if row.km is not None else "",
    }


def crumbs(path: Sequence[Area]) -> list[dict[str, Any]]:
    """Thailand, and down to an area; the last is where one is."""
    steps = [{"text": THAILAND, "url": reverse("areas")}, *(_step(area) for area in path)]
    return [*steps[:-1], steps[-1] | {"url": ""}]


def _step(area: Area) -> dict[str, Any]:
    return {"text": full_name(area.code, area.name_th, area.name_en), "url": area_url(area.code)}


def path_link(path: Sequence[Area]) -> dict[str, Any]:
    """A link that says all that the area lies in, small to large as an address does."""
    names = [full_name(area.code, area.name_th, area.name_en) for area in reversed(path)]
    said = T.verbatim(" ".join(one.in_("th") for one in names), ", ".join(one.in_("en") for one in names))
    return {"name": said, "url": area_url(path[-1].code)}


def facts(area: Area) -> list[T]:
    """What is known of an area besides its name."""
    found = []
    if area.population is not None and area.population_on:
        found.append(T(
            "{n:,} คนตามทะเบียนราษฎร ณ {day}", "{n:,} registered residents on {day}",
            n=area.population, day=date_text(area.population_on, "short"),
        ))
    if area.postal_code:
        found.append(T("รหัสไปรษณีย์ {codes}", "Postal code {codes}", codes=", ".join(area.postal_code.split())))
    return found


def year(ce: int | None) -> T | str:
    """A year in the reader's era."""
    return T.verbatim(str(to_be(ce)), str(ce)) if ce else ""


def nearest(request: HttpRequest, area: Area, at: datetime) -> list[dict[str, Any]]:
    """The nearest spaces outside of an area that has none, with how far they are from its middle."""
    if area.lat is None or area.lon is None:
        return []
    found = queries.nearest_spaces(
        actor=actor_of(request), at=at, lat=area.lat, lon=area.lon, outside=[area.code], limit=NEAREST
    )
    states = queries.openings([one.row.space.id for one in found], at=at)
    return [present.row(one.row, states.get(one.row.space.id), one.km) for one in found]


def trail(request: HttpRequest, steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """schema.org BreadcrumbList of crumbs."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(step["text"]),
             "item": request.build_absolute_uri(step["url"] or request.path)}
            for place, step in enumerate(steps, 1)
        ],
    }


def administrative(request: HttpRequest, path: Sequence[Area]) -> dict[str, Any]:
    """schema.org AdministrativeArea, each within the next."""
    if not path:
        return {"@type": "Country", "name": THAILAND.th, "alternateName": THAILAND.en, "identifier": "TH"}
    own, name = path[-1], full_name(path[-1].code, path[-1].name_th, path[-1].name_en)
    return {
        "@type": "AdministrativeArea", "name": name.in_("th"), "alternateName": name.in_("en"), "identifier": own.code,
        "url": request.build_absolute_uri(area_url(own.code)), "containedInPlace": administrative(request, path[:-1]),
    }


def graph(*parts: dict[str, Any]) -> dict[str, Any]:
    """Several things about one page."""
    return {"@context": "https://schema.org", "@graph": list(parts)}


def structured(request: HttpRequest, path: Sequence[Area], spaces: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The area, the way to it, and the spaces of this page."""
    own, about = path[-1], administrative(request, path)
    if own.lat is not None and own.lon is not None:
        about["geo"] = {"@type": "GeoCoordinates", "latitude": float(own.lat), "longitude": float(own.lon)}
    return graph(about, trail(request, crumbs(path)), *_listed(request, spaces))


def _listed(request: HttpRequest, spaces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not spaces:
        return []
    items = [
        {"@type": "ListItem", "position": place, "name": space["name_th"],
         "url": request.build_absolute_uri(space["url"])}
        for place, space in enumerate(spaces, 1)
    ]
    return [{"@type": "ItemList", "itemListElement": items}]


def structured_country(request: HttpRequest) -> dict[str, Any]:
    """The page of all provinces."""
    return graph(administrative(request, []), trail(request, crumbs([])))


def structured_city(request: HttpRequest, city: City, held: Sequence[Sequence[Area]]) -> dict[str, Any]:
    """A learning city over its areas."""
    steps = [*crumbs([])[:1], {"text": T.verbatim(city.name_th, city.name_en), "url": ""}]
    about = {
        "@type": "City", "name": city.name_th, "alternateName": city.name_en,
        "url": request.build_absolute_uri(request.path),
        "containsPlace": [administrative(request, path) for path in held if path],
    }
    return graph(about, trail(request, steps))
