"""Spaces: the list near home, and one of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.core.actors import Actor
from rianru.credentials import queries as credentials
from rianru.kernel.dates import day_of
from rianru.kernel.ids import from_short, short
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import KINDS
from rianru.web.health import now
from rianru.web.learning import beside
from rianru.web.lists import following
from rianru.web.lists.arriving import at_space
from rianru.web.places import area_present, present, structured
from rianru.web.requests import actor_of

PAGE = 30
NEAR = 3  # other places to go to


@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    """`?province=&kind=&q=&open=1`, pages by key."""
    at, actor = now(), actor_of(request)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("province", "kind", "q")}
    only_open = request.GET.get("open") == "1"
    wanted: dict[str, Any] = {
        "area": chosen["province"] if chosen["province"].isdigit() else "",
        "kind": chosen["kind"] if chosen["kind"] in KINDS else "",
        "text": chosen["q"],
        "open_now": only_open,
    }
    rows = queries.space_rows(actor=actor, at=at, after=_key(request.GET.get("after", "")), limit=PAGE + 1, **wanted)
    shown, more = rows[:PAGE], len(rows) > PAGE
    states = queries.openings([row.space.id for row in shown], at=at)
    here = {name: value for name, value in chosen.items() if value} | ({"open": "1"} if only_open else {})
    last = rows[PAGE - 1].space if more else None
    return render(
        request,
        "web/spaces.html",
        {
            "spaces": [present.row(row, states.get(row.space.id)) for row in shown],
            "total": queries.count_spaces(actor=actor, at=at, **wanted),
            "filtered": bool(here),
            "open_now": only_open,
            "query": chosen["q"],
            "provinces": [
                {
                    "value": area.code,
                    "label": T.verbatim(area.name_th, area.name_en),
                    "chosen": area.code == wanted["area"],
                }
                for area in queries.provinces()
            ],
            "kinds": [
                {"value": kind, "label": label, "chosen": kind == wanted["kind"]} for kind, label in KINDS.items()
            ],
            "page": {
                "next_url": f"?{urlencode(here | {'after': short(last.id)})}" if last else "",
                "first_url": f"?{urlencode(here)}" if request.GET.get("after") else "",
            },
        },
    )


def _key(text: str) -> tuple[str, UUID] | None:
    try:
        id = from_short(text) if text else None
    except ValueError:
        return None
    return queries.sort_place(id) if id else None


@require_safe
def space(request: HttpRequest, code: str) -> HttpResponse:
    """One space: whether it is open and why, the week, days that differ, what is there."""
    at, actor = now(), actor_of(request)
    found = queries.space(actor=actor, at=at, code=code)
    if found is None:
        raise NotFound()
    today = day_of(at)
    monday = today - timedelta(days=today.weekday())
    ahead = [today + timedelta(days=n) for n in range(1, 60)]
    days = [monday + timedelta(days=n) for n in range(7)]
    calendar = queries.calendar([found.id], days=sorted({*days, today, *ahead}))
    state, path = calendar.at(found.id, at), queries.area_path(found.area_id)
    address, steps = _address(found, path), area_present.crumbs(path, here=T.verbatim(found.name_th, found.name_en))
    return render(
        request,
        "web/space.html",
        {
            "space": {
                "name_th": found.name_th,
                "name_en": found.name_en,
                "kind": KINDS[found.kind],
                "code": found.code,
                "opening": present.opening(state),
                "address": address,
                "phone": found.phone,
                "phone_url": f"tel:{''.join(filter(str.isdigit, found.phone))}" if found.phone else "",
                "approximate": found.approximate,
                "members_only": found.members_only,
            },
            "network_name": T.verbatim(found.network.name_th, found.network.name_en),
            "area": area_present.path_link(path),
            "steps": state.steps,
            "week": present.week(calendar, found.id, days, today),
            "exceptions": present.differing(calendar, found.id, ahead)[:6],
            "facts": present.facilities(found.facilities),
            "issuer": credentials.issuer_at(space_id=found.id, network_id=found.network_id),
            "holdings": {"count": catalogue.items_at(found.id)},
            **at_space(actor, found),
            **beside.at_space(found.id, found.code, at),
            "follow": following.button(request, "space", found.id),
            "van_stops": found.kind == "mobile_library",
            "may_edit": queries.may_change(actor=actor, at=at, space_id=found.id),
            "edit_url": reverse("space_edit", kwargs={"code": code}),
            "share_url": reverse("space_share", kwargs={"code": code}),
            "crumbs": steps,
            "near": _near(found, actor, at),
            "structured": structured.space(request, found, path, address, calendar, ahead, steps),
        },
    )


def _address(space: queries.Space, path: Sequence[queries.Area]) -> T:
    """House and road, then the area with what each part is, as a letter would have it."""
    area = area_present.path_link(path)["name"]
    return T.verbatim(f"{space.address_th} {area.in_('th')}".strip(), f"{space.address_en} {area.in_('en')}".strip())


def _near(space: queries.Space, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Where else to go; how far is said only where both positions are known."""
    if space.lat is None or space.lon is None:
        return []
    found = queries.nearest_spaces(actor=actor, at=at, lat=space.lat, lon=space.lon, but=space.id, limit=NEAR)
    states = queries.openings([one.row.space.id for one in found], at=at)
    return [
        present.row(
            one.row, states.get(one.row.space.id), None if space.approximate or one.row.space.approximate else one.km
        )
        for one in found
    ]
