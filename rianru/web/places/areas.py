"""Thailand, its provinces, districts and sub-districts, and its learning cities: what there is to learn with."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import BANGKOK, LEVELS, LEVELS_IN_BANGKOK, REGIONS, full_name, level
from rianru.web.health import now
from rianru.web.learning import beside
from rianru.web.places import area_present as present
from rianru.web.places import structured
from rianru.web.places.inside import inside
from rianru.web.requests import actor_of

MOST_DIGITS = 8


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Every province by region with its number of spaces, and the learning cities."""
    rows = {row.area.code: row for row in queries.areas_right_inside(actor=actor_of(request), at=now())}
    regions = [
        {"name": name, "areas": [present.index_row(row) for code, row in rows.items() if code in codes.split()]}
        for name, codes in REGIONS.values()
    ]
    cities = [
        {"name_th": city.name_th, "name_en": city.name_en, "url": reverse("city", kwargs={"code": city.code})}
        for city in queries.cities()
    ]
    return render(request, "web/areas.html", {
        "regions": [region for region in regions if region["areas"]], "cities": cities,
        "spaces": sum(row.spaces for row in rows.values()), "provinces": len(rows),
        "crumbs": present.crumbs([]), "structured": structured.country(request),
    })


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """`?kind=&after=`: the spaces of an area, what lies in it and near it, and what is held there."""
    path = queries.area_path(code) if re.fullmatch(r"[0-9]{2,8}", code) else []
    if not path:
        return _not_in_force(request, code)
    actor, at, own = actor_of(request), now(), path[-1]
    name = full_name(code, own.name_th, own.name_en)
    there = inside(request, codes=[code], at=at)
    return render(request, "web/area.html", {
        "area": {"name": name, "level": _alike(code), "code": code, "facts": present.facts(own, there.total)},
        "crumbs": present.crumbs(path), "map": present.map_of(own, there.total),
        **there.context(), **beside.in_area(code, at),
        "nearest": [] if there.total else present.nearest(request, own, at),
        "parts": [present.index_row(row) for row in queries.areas_right_inside(actor=actor, at=at, code=code)],
        "parts_called": _below(code),
        "neighbours": [
            present.index_row(row) for row in queries.neighbours(actor=actor, at=at, area=own, limit=present.NEIGHBOURS)
        ],
        "province": _province(path),
        "structured": structured.area(request, path, there.rows),
    })


@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """A learning city in its own dye: the spaces and books of all its areas."""
    found = next(iter(queries.city_page(code=code, limit=1)), None)
    if found is None:
        raise NotFound()
    at, own = now(), found.city
    there = inside(request, codes=found.areas, at=at)
    held = [queries.area_path(area) for area in found.areas]
    return render(request, "web/city.html", {
        "city": {
            "name_th": own.name_th, "name_en": own.name_en, "unesco_since": present.year(own.unesco_since),
            "pilot": own.pilot, "approximate": own.approximate,
        },
        "hue": own.dye, "weave": own.weave,
        "crumbs": present.crumbs([], here=T.verbatim(own.name_th, own.name_en)),
        **there.context(),
        "held": [present.path_link(path) for path in held if path],
        "province": _province(held[0]) if len({path[0].code for path in held if path}) == 1 else None,
        "structured": structured.learning_city(request, own, held),
    })


def _province(path: list[queries.Area]) -> dict[str, Any]:
    """Where to search on: what the libraries of the whole province hold."""
    own = path[0]
    return {
        "name": full_name(own.code, own.name_th, own.name_en), "url": f"{reverse('search')}?q=&province={own.code}",
    }


def _alike(code: str) -> T:
    """What its neighbours are called: around the capital lie provinces."""
    return LEVELS[2] if len(code) == 2 else level(code)


def _below(code: str) -> T | None:
    words = LEVELS_IN_BANGKOK if code.startswith(BANGKOK) else LEVELS
    return words[len(code) + 2] if len(code) < 6 else None


def _not_in_force(request: HttpRequest, code: str) -> HttpResponse:
    """404, with what took over from an abolished code, or the area that a longer code would lie in."""
    digits = code if code.isascii() and code.isdigit() and len(code) <= MOST_DIGITS else ""
    gone = queries.abolished(digits) if digits else None
    around = next(filter(None, (queries.area_path(digits[:length]) for length in (6, 4, 2) if digits)), [])
    successors = [queries.area_path(one.code) for one in gone.successors] if gone else []
    return render(request, "web/area_gone.html", {
        "code": digits, "gone": gone, "successors": [present.path_link(path) for path in successors],
        "around": present.path_link(around) if around else None, "crumbs": present.crumbs(around),
    }, status=404)
