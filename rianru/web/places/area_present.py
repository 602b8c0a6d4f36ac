"""From what places say of areas to what a template shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rianru.kernel.dates import date_text, to_be
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Area, AreaRow
from rianru.places.words import full_name
from rianru.web.places import present
from rianru.web.places.map import drawn
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


def crumbs(path: Sequence[Area], here: T | None = None) -> list[dict[str, Any]]:
    """Thailand, down to an area, and what stands there; the last is where one is."""
    steps = [{"text": THAILAND, "url": reverse("areas")}, *(_step(area) for area in path)]
    return [*steps, {"text": here, "url": ""}] if here else [*steps[:-1], steps[-1] | {"url": ""}]


def _step(area: Area) -> dict[str, Any]:
    return {"text": full_name(area.code, area.name_th, area.name_en), "url": area_url(area.code)}


def path_link(path: Sequence[Area]) -> dict[str, Any]:
    """A link that says all that the area lies in, small to large as an address does."""
    names = [full_name(area.code, area.name_th, area.name_en) for area in reversed(path)]
    said = T.verbatim(" ".join(one.in_("th") for one in names), ", ".join(one.in_("en") for one in names))
    return {"name": said, "url": area_url(path[-1].code)}


ZOOMS = {4: 9.5, 6: 11.5}  # of a map, by digits of a code


def map_of(area: Area, total: int) -> dict[str, Any] | None:
    """parts/map.html: the spaces of an area, a province within its borders; none where there is nothing to show."""
    if not total or area.lat is None or area.lon is None:
        return None
    query = {"query": f"province={area.code}"}
    if len(area.code) == 2:
        return drawn(**query, area=area.code)
    return drawn(**query, lat=float(area.lat), lon=float(area.lon), zoom=ZOOMS.get(len(area.code), 12))


def facts(area: Area, spaces: int = 0) -> list[T]:
    """What is known of an area besides its name; how many people share a space, where there are `spaces`."""
    found = []
    if area.population and spaces:
        found.append(T(
            "ที่เรียนรู้ 1 แห่งต่อ {n:,} คน",
            "One place to learn for {n:,} {n:resident|residents}", n=round(area.population / spaces),
        ))
    if area.population is not None and area.population_on:
        found.append(T(
            "{n:,} คนตามทะเบียนราษฎร ณ {day}", "{n:,} registered {n:resident|residents} on {day}",
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
    states = queries.openings_of([one.row.space for one in found], at=at)
    return [present.row(one.row, states.get(one.row.space.id), one.km) for one in found]
