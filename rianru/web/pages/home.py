"""The first page: search first, then what one kept, what is new nearby, what librarians chose, what is open now."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.core.actors import Actor
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.catalogue.present import rows, starters
from rianru.web.health import now
from rianru.web.learning import beside
from rianru.web.lists import arriving, shelves
from rianru.web.places import near
from rianru.web.places.present import row as space_row
from rianru.web.requests import actor_of

SPACES, NEW, LOVED, KEPT, SHELVES = 4, 8, 8, 6, 2
ON_SHELF = 6  # works of a librarian's shelf


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a learner can go on with, near the province that they chose, if they chose one."""
    actor, province = actor_of(request), near.province_of(request)
    me = people.me(request.user.pk) if actor.kind == "person" and request.user.pk else None
    works, area = catalogue.newest(actor=actor, limit=1).total, places.area_name(province) if province else None
    counts = places.province_counts()
    return render(request, "web/home.html", {
        "greeting": T("สวัสดี คุณ{name}", "Hello {name}", name=me.name) if me else "",
        "suggestions": starters(), "area": area,
        "provinces": [
            {"value": one.code, "label": T.verbatim(one.name_th, one.name_en), "chosen": one.code == province}
            for one in places.provinces()
        ],
        **_spaces(actor, province), **_works(actor, province),
        **beside.tonight(near.place_of(request), province, now()),
        "totals": {"works": works, "spaces": sum(counts.values()), "provinces": len(counts)},
    })


def _spaces(actor: Actor, province: str) -> dict[str, Any]:
    """Those that are open now, else those that will be; and how many are open."""
    at = now()
    few: dict[str, Any] = {"actor": actor, "at": at, "limit": SPACES}
    there = places.Wanted(area=province)
    found = places.find_spaces(**few, wanted=replace(there, open_now=True), count_all=True)
    shown = found.rows or places.find_spaces(**few, wanted=there).rows
    states = places.openings_of([row.space for row in shown], at=at)
    only = {"province": province} if province else {}
    return {
        "spaces": [space_row(row, states.get(row.space.id)) for row in shown], "open": found.total,
        "spaces_url": f"{reverse('spaces')}?{urlencode(only)}" if only else reverse("spaces"),
        "open_url": f"{reverse('spaces')}?{urlencode(only | {'open': 1})}",
    }


def _works(actor: Actor, province: str) -> dict[str, Any]:
    """Shelves of covers: kept by oneself, new nearby or anywhere, chosen by librarians, kept by many."""
    around = arriving.spaces_in(actor, province) if province else []
    nearby = catalogue.new_at(actor=actor, space_ids=around, limit=NEW) if around else None
    found = nearby if nearby and nearby.rows else catalogue.newest_page(actor=actor, limit=NEW)
    chosen = [shelves.card(one) for one in catalogue.shelves(actor=actor, limit=SHELVES)]
    return {
        "newest": rows(found.rows), "newest_near": found is nearby,
        "newest_url": reverse("new_works") + (f"?province={province}" if found is nearby else ""),
        "shelves": [one | {"works": one["works"][:ON_SHELF]} for one in chosen],
        "loved": arriving.loved_rows(catalogue.loved(actor=actor, limit=LOVED)),
        "kept": rows(catalogue.kept_works(actor=actor, limit=KEPT)) if actor.kind == "person" else [],
    }


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen province in a cookie of this device, or forgets it, and goes back."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = redirect(back if safe else "home")
    return near.keep(request, answer, arriving.province_of(request.GET.get("to", "")))
