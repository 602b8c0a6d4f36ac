"""What came last, and what many keep: in the whole network, in a province, at one space. Pages by key."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.core.actors import Actor
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.present import row, rows
from rianru.web.health import now
from rianru.web.lists import shelves
from rianru.web.requests import actor_of, uuid_of

PAGE = 24
SHOWN = 12  # on the page of a space and on the first page
MOST_SPACES = 400  # of a province


@require_safe
def new_works(request: HttpRequest) -> HttpResponse:
    """`?province=&after=`: works the last of which came first; of a province, those that came to a space there."""
    actor, after = actor_of(request), uuid_of(request.GET.get("after", ""))
    province = province_of(request.GET.get("province", ""))
    if province:
        found = queries.new_at(
            actor=actor, space_ids=spaces_in(actor, province), after=after, limit=PAGE
        )
        title = T("มาใหม่ใน{area}", "New in {area}", area=places.area_name(province))
    else:
        found = queries.newest_page(actor=actor, after=after, limit=PAGE)
        title = T("มาใหม่", "New on the shelves")
    extra = f"province={province}&" if province else ""
    return _page(request, title, rows(found.rows), f"?{extra}after={found.after}" if found.after else "", {})


@require_safe
def loved_works(request: HttpRequest) -> HttpResponse:
    """Works that at least five members keep, the most first."""
    found = queries.loved(actor=actor_of(request), after=_loved_after(request), limit=PAGE)
    return _page(request, T("หลายคนเก็บไว้", "Kept by many"), loved_rows(found), _loved_next(found), {"loved": True})


@require_safe
def space_new(request: HttpRequest, code: str) -> HttpResponse:
    """Works whose first copy came to this space, the last one first."""
    actor, space = actor_of(request), _space(request, code)
    found = queries.new_at(
        actor=actor, space_ids=[space.id], after=uuid_of(request.GET.get("after", "")), limit=PAGE
    )
    title = T("มาใหม่ที่{space}", "New at {space}", space=_name(space))
    return _page(request, title, rows(found.rows), f"?after={found.after}" if found.after else "", _crumbs(space))


@require_safe
def space_loved(request: HttpRequest, code: str) -> HttpResponse:
    """Works with a copy at this space that at least five members keep."""
    space = _space(request, code)
    found = queries.loved(actor=actor_of(request), space_id=space.id, after=_loved_after(request), limit=PAGE)
    title = T("หลายคนเก็บไว้ มีที่{space}", "Kept by many, at {space}", space=_name(space))
    return _page(request, title, loved_rows(found), _loved_next(found), {"loved": True, **_crumbs(space)})


def at_space(actor: Actor, space: places.Space) -> dict[str, Any]:
    """The two sections on the page of a space (web/space_works.html)."""
    new = queries.new_at(actor=actor, space_ids=[space.id], limit=SHOWN)
    many = queries.loved(actor=actor, space_id=space.id, limit=SHOWN)
    return {
        "shelves": [shelves.card(one) for one in queries.shelves(actor=actor, space_id=space.id, limit=3)],
        "new_works": rows(new.rows), "new_url": reverse("space_new", kwargs={"code": space.code}),
        "loved_works": loved_rows(many), "loved_url": reverse("space_loved", kwargs={"code": space.code}),
    }


def loved_rows(found: queries.Loved) -> list[dict[str, Any]]:
    """Rows with at least how many keep them."""
    return [row(work) | {"keepers": least} for work, least in found.rows]


def province_of(text: str) -> str:
    """The code of a province that there is; blank for everything else."""
    known = text if len(text) == 2 and text.isascii() and text.isdigit() else ""
    return known if known and any(area.code == known for area in places.provinces()) else ""


def spaces_in(actor: Actor, province: str) -> list[UUID]:
    """The spaces of a province."""
    return places.space_ids_in(actor=actor, at=now(), area=province, limit=MOST_SPACES)


def _page(
    request: HttpRequest, title: T, works: list[dict[str, Any]], more: str, extra: dict[str, Any]
) -> HttpResponse:
    first = request.path if request.GET.get("after") else ""
    return render(request, "web/works_list.html", {
        "heading": title, "works": works, "page": {"next_url": more, "first_url": first}, **extra,
    })


def _space(request: HttpRequest, code: str) -> places.Space:
    return places.space(actor=actor_of(request), at=now(), code=code)


def _name(space: places.Space) -> T:
    return T.verbatim(space.name_th, space.name_en)


def _crumbs(space: places.Space) -> dict[str, Any]:
    return {"crumbs": [
        {"text": T("ใกล้บ้าน", "Near home"), "url": reverse("spaces")},
        {"text": _name(space), "url": reverse("space", kwargs={"code": space.code})},
    ]}


def _loved_after(request: HttpRequest) -> tuple[int, UUID] | None:
    count, _, id = request.GET.get("after", "").partition("-")
    work = uuid_of(id)
    return (int(count), work) if work and count.isascii() and count.isdigit() and len(count) < 10 else None


def _loved_next(found: queries.Loved) -> str:
    return f"?after={found.after[0]}-{found.after[1]}" if found.after else ""
