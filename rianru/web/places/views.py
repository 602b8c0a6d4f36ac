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
from rianru.evidence import queries as evidence
from rianru.kernel.dates import day_of
from rianru.kernel.ids import short
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import KINDS
from rianru.web.health import now
from rianru.web.learning import beside
from rianru.web.lists import following
from rianru.web.lists.arriving import at_space
from rianru.web.places import area_present, present, space_page, structured
from rianru.web.places.exporting import files_query
from rianru.web.places.looking import Looked, looked
from rianru.web.places.map import drawn
from rianru.web.places.near import near_address, place_of
from rianru.web.requests import actor_of, short_id

PAGE = 30
NEAR = 3  # other places to go to
WORLD = 40_100  # kilometres around it


@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    """`?q=&province=&kind=&open=1&has=&access=&age=&lang=&sort=name`, pages by key; the nearest first where known."""
    at, actor, asked = now(), actor_of(request), looked(request)
    wanted, place = asked.wanted(), place_of(request)
    by_name = request.GET.get("sort") == "name" or place is None or bool(wanted.area)
    near = None if by_name or place is None else place.middle
    after = request.GET.get("after", "")
    found = queries.find_spaces(
        actor=actor, at=at, wanted=wanted, near=near, after=_key(after, near is not None), limit=PAGE
    )
    states = queries.openings_of([row.space for row in found.rows], at=at)
    far = dict(zip((row.space.id for row in found.rows), found.km, strict=False))
    own = {"sort": "name"} if request.GET.get("sort") == "name" else {}
    return render(request, "web/spaces.html", {
        "spaces": [present.row(row, states.get(row.space.id), far.get(row.space.id)) for row in found.rows],
        "total": min(found.total, queries.MOST_COUNTED), "over": found.total > queries.MOST_COUNTED,
        "filtered": wanted.narrowed, "open_now": asked.open_now,
        "open_url": asked.address(open="1"),
        "query": asked.one["q"],
        "read_as": found.read_as, "place": place, "near": near is not None,
        "near_url": near_address(request),
        "sorts": _sorts(asked, near is not None) if place and not wanted.area else [],
        "chosen": asked.chosen(), "wider_url": reverse("spaces"), "lists": asked.choices(),
        "provinces": [
            {"value": area.code, "label": T.verbatim(area.name_th, area.name_en), "chosen": area.code == wanted.area}
            for area in queries.provinces()
        ],
        "kinds": [{"value": kind, "label": label, "chosen": kind == wanted.kind} for kind, label in KINDS.items()],
        "networks": _networks(asked),
        "page": {
            "next_url": asked.address(**own, after=_written(found)) if found.more else "",
            "first_url": asked.address(**own) if after else "",
        },
        "files_query": files_query(asked.pairs()),
        "map": _map(asked, wanted, place), "map_open": request.GET.get("map") == "1",
    })


def _networks(asked: Looked) -> list[dict[str, Any]]:
    """Choices of the form; none where there is but one to choose from and it was not asked for."""
    there = queries.networks()
    return [
        {"value": one.code, "label": T.verbatim(one.name_th, one.name_en), "chosen": one == asked.network}
        for one in there
    ] if len(there) > 1 or asked.network else []


def _sorts(asked: Looked, near: bool) -> list[dict[str, Any]]:
    return [
        {"label": T("ใกล้ก่อน", "Nearest first"), "on": near, "url": asked.address()},
        {"label": T("ตามชื่อ", "By name"), "on": not near, "url": asked.address(sort="name")},
    ]


def _map(asked: Looked, wanted: queries.Wanted, place: queries.Whereabouts | None) -> dict[str, Any]:
    """Where the map begins: the province that was chosen, around where one is, or all that was found."""
    more: dict[str, Any] = {"query": urlencode(asked.pairs())}
    if wanted.area:
        more["area"] = wanted.area
    elif place and not wanted.text:
        more |= {"lat": place.middle.lat, "lon": place.middle.lon}
    elif wanted.text:
        more["fit"] = "1"
    return drawn(**more)


def _written(found: queries.Found) -> str:
    """The key of the last row: its id, with how far it is where that orders the list."""
    last = short(found.rows[-1].space.id)
    return f"{found.km[-1]!r}~{last}" if found.km else last


def _key(text: str, near: bool) -> tuple[Any, UUID] | None:
    """What `_written` wrote, for the order that is asked for now; None for what is no key of it."""
    km, mark, id = text.rpartition("~")
    behind = short_id(id)
    try:
        far = float(km) if mark else 0.0
    except ValueError:
        return None
    if behind is None or near != bool(mark) or not 0 <= far < WORLD:
        return None
    return (far, behind) if near else queries.sort_place(behind)


@require_safe
def space(request: HttpRequest, code: str) -> HttpResponse:
    """One space: whether it is open and why, the week, days that differ, what is there."""
    at, actor = now(), actor_of(request)
    found = queries.space(actor=actor, at=at, code=code)
    today = day_of(at)
    ahead = [today + timedelta(days=n) for n in range(60)]
    calendar = queries.calendar([found.id], days=ahead)
    state, path = calendar.at(found.id, at), queries.area_path(found.area_id)
    address, steps = _address(found, path), area_present.crumbs(path, here=T.verbatim(found.name_th, found.name_en))
    return render(request, "web/space.html", {
        "space": {
            "name_th": found.name_th, "name_en": found.name_en, "kind": KINDS[found.kind], "code": found.code,
            "opening": present.opening(state), "address": address, "approximate": found.approximate,
            "members_only": found.members_only, "directions_url": space_page.directions(found),
            **space_page.contacts(found),
        },
        "photos": space_page.photos(found.id), **space_page.offers(found), "map": space_page.map_of(found),
        "keepers": space_page.keepers(found, at), "networks": space_page.networks(found, at),
        "standings": evidence.standing_of(found.id, on=today),
        "area": area_present.path_link(path), "steps": state.steps,
        "week": present.week(calendar, found.id, ahead[:7], today),
        "exceptions": present.differing(calendar, found.id, ahead[7:])[:6],
        "issuer": credentials.issuer_at(space_id=found.id, network_id=found.network_id),
        "holdings": {"count": catalogue.items_at(found.id)},
        **at_space(actor, found), **beside.at_space(found.id, found.code, at),
        "follow": following.button(request, "space", found.id), "van_stops": found.kind == "mobile_library",
        "may_edit": queries.may_change(actor=actor, at=at, space_id=found.id),
        "edit_url": reverse("space_edit", kwargs={"code": code}),
        "correct_url": reverse("space_correct", kwargs={"code": code}),
        "share_url": reverse("space_share", kwargs={"code": code}),
        "crumbs": steps, "near": _near(found, actor, at),
        "structured": structured.space(request, found, path, address, calendar, ahead[1:], steps),
    })


def _address(space: queries.Space, path: Sequence[queries.Area]) -> T:
    """House and road, then the area with what each part is, as a letter would have it."""
    area = area_present.path_link(path)["name"]
    return T.verbatim(f"{space.address_th} {area.in_('th')}".strip(), f"{space.address_en} {area.in_('en')}".strip())


def _near(space: queries.Space, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Where else to go; how far is said only where both positions are known."""
    if space.lat is None or space.lon is None:
        return []
    found = queries.nearest_spaces(actor=actor, at=at, lat=space.lat, lon=space.lon, but=space.id, limit=NEAR)
    states = queries.openings_of([one.row.space for one in found], at=at)
    return [
        present.row(
            one.row, states.get(one.row.space.id), None if space.approximate or one.row.space.approximate else one.km
        )
        for one in found
    ]
