"""Librarians' shelves: all of them, one of them, and the page on which a librarian fills one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.core.search import ask
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.present import row, rows
from rianru.web.catalogue.staff import keeps_items
from rianru.web.health import now
from rianru.web.requests import actor_of, moment_behind, posted_id, told, uuid_of

PAGE = 20
OFFERED = 8  # works to choose from
Acting = Callable[[HttpRequest, Actor, datetime, UUID], HttpResponse | None]


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """What librarians set out for readers, the newest first; those who keep shelves also find theirs here."""
    actor, at = actor_of(request), now()
    found = queries.shelves(actor=actor, after=moment_behind(request), limit=PAGE + 1)
    last = found[PAGE - 1].shelf if len(found) > PAGE else None
    keeps = keeps_items(actor, at)
    return render(request, "web/shelves.html", {
        "shelves": [card(one) for one in found[:PAGE]], "keeps": keeps,
        "mine": [card(one) for one in queries.kept_shelves(actor=actor, at=at)] if keeps else [],
        "page": {
            "next_url": f"?after={last.published_at.isoformat().replace('+', '%2B')}~{last.id}"
            if last and last.published_at else "",
            "first_url": request.path if request.GET.get("after") else "",
        },
    })


def card(one: queries.ShelfView) -> dict[str, Any]:
    """A shelf in a list (web/shelf_strip.html)."""
    return {
        "id": one.shelf.id, "title": one.title, "words": one.words, "of": one.of,
        "url": reverse("shelf", kwargs={"id": one.shelf.id}), "draft": one.shelf.published_at is None,
        "edit_url": reverse("shelf_edit", kwargs={"id": one.shelf.id}),
        "works": rows([each.work for each in one.rows if each.work]),
    }


def _entry(one: queries.OnShelf) -> dict[str, Any]:
    shown = row(one.work) if one.work else {"title": one.title, "gone": True}
    return {"id": one.id, "work": shown, "words": one.words, "words_th": one.words_th, "words_en": one.words_en}


@require_safe
def shelf(request: HttpRequest, id: UUID) -> HttpResponse:
    """One shelf, with its words and a sentence for each work."""
    actor, at = actor_of(request), now()
    found = queries.shelf(actor=actor, at=at, id=id)
    if found is None:
        raise NotFound()
    return render(request, "web/shelf.html", {
        "shelf": card(found) | {"published_at": found.shelf.published_at,
                                "space_url": reverse("space", kwargs={"code": found.code}) if found.code else ""},
        "entries": [_entry(one) for one in found.rows if one.work],
        "may_edit": queries.may_keep_shelf(actor=actor, at=at, shelf=found.shelf),
        "crumbs": [{"text": T("ชั้นแนะนำ", "Librarians’ shelves"), "url": reverse("shelves")},
                   {"text": found.title, "url": ""}],
        "structured": _structured(found, request.build_absolute_uri()),
    })


def _structured(found: queries.ShelfView, url: str) -> dict[str, Any]:
    """schema.org ItemList, for search engines."""
    works = [one.work for one in found.rows if one.work]
    return {
        "@context": "https://schema.org", "@type": "ItemList", "name": str(found.title), "url": url,
        "description": str(found.words), "itemListElement": [
            {"@type": "ListItem", "position": place, "name": work.title} for place, work in enumerate(works, 1)
        ],
    }


def _places(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Where this actor keeps shelves: networks, then spaces that a grant names."""
    networks = [
        {"value": f"network:{one.id}", "label": T.verbatim(one.name_th, one.name_en)} for one in places.networks()
        if permitted("catalogue.keep_shelves", actor=actor, at=at, scope=places.scope_of_network(one.id))
    ]
    own = [grant.scope_id for grant in actor.grants if grant.scope_kind == "space" and grant.scope_id]
    spaces = places.space_rows(actor=actor, at=at, ids=own)
    return networks + [
        {"value": f"space:{one.space.id}", "label": T.verbatim(one.space.name_th, one.space.name_en)}
        for one in spaces
        if permitted("catalogue.keep_shelves", actor=actor, at=at, scope=places.scope_of_space(one.space.id))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def shelf_new(request: HttpRequest) -> HttpResponse:
    """A new shelf: whose, its title and words. `space` in the form may be the code of any space in one's scope."""
    actor, at = actor_of(request), now()
    if not keeps_items(actor, at):
        require("catalogue.keep_shelves", actor=actor, at=at)
    if request.method == "POST":
        try:
            space_id, network_id = _of(request)
            made = actions.make_shelf(
                actor=actor, at=at, space_id=space_id, network_id=network_id, **_words(request)
            )
            return redirect("shelf_edit", id=made)
        except Refused as refusal:
            told(request, refusal)
    return render(request, "web/shelf_new.html", {
        "places": _places(actor, at), "typed": request.POST, "crumbs": _crumbs(T("ชั้นใหม่", "A new shelf")),
    })


def _of(request: HttpRequest) -> tuple[UUID | None, UUID | None]:
    """Whose the shelf is: a space, or a network."""
    code = request.POST.get("space", "").strip()
    if code:
        found = places.space_ids([code]).get(code)
        if found is None:
            raise actions.SpaceUnknown(space=code[:80])
        return found, None
    kind, _, id = request.POST.get("of", "").partition(":")
    of = uuid_of(id)
    if of is None or kind not in ("network", "space"):
        raise NotFound()
    return (of, None) if kind == "space" else (None, of)


def _words(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("title_th", "title_en", "words_th", "words_en")}


def _crumbs(title: T) -> list[dict[str, Any]]:
    return [{"text": T("ชั้นแนะนำ", "Librarians’ shelves"), "url": reverse("shelves")}, {"text": title, "url": ""}]


@require_http_methods(["GET", "HEAD", "POST"])
def shelf_edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Fills a shelf: words, works found by `?q=`, their sentences and order; publishes it or takes it down."""
    actor, at = actor_of(request), now()
    found = queries.shelf(actor=actor, at=at, id=id)
    if found is None:
        raise NotFound()
    if not queries.may_keep_shelf(actor=actor, at=at, shelf=found.shelf):
        raise NotAllowed()
    if request.method == "POST":
        return _change(request, actor, at, id)
    text = request.GET.get("q", "").strip()[:200]
    hits = ask.search(text, kind="work", limit=OFFERED).hits if text else ()
    return render(request, "web/shelf_edit.html", {
        "shelf": found.shelf, "title": found.title, "of": found.of, "entries": [_entry(one) for one in found.rows],
        "query": text, "offered": rows(queries.work_rows(actor=actor, ids=[hit.id for hit in hits])),
        "crumbs": _crumbs(found.title),
    })


def _change(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> HttpResponse:
    act = CHANGES.get(request.POST.get("do", ""))
    if act is None:
        raise NotFound()
    try:
        answer = act(request, actor, at, id)
    except Refused as refusal:
        told(request, refusal)
        answer = None
    return answer or redirect("shelf_edit", id=id)


def _save(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> None:
    actions.change_shelf(actor=actor, at=at, shelf_id=id, **_words(request))


def _put(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> None:
    actions.put_on_shelf(
        actor=actor, at=at, shelf_id=id, work_id=posted_id(request, "work"), words_th=request.POST.get("words_th", ""),
        words_en=request.POST.get("words_en", ""),
    )


def _off(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> None:
    actions.take_off_shelf(actor=actor, at=at, entry_id=posted_id(request, "entry"))


def _move(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> None:
    actions.move_on_shelf(actor=actor, at=at, entry_id=posted_id(request, "entry"), up=request.POST.get("do") == "up")


def _publish(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> HttpResponse:
    actions.publish_shelf(actor=actor, at=at, shelf_id=id)
    messages.success(request, str(T("เผยแพร่แล้ว คนอ่านเห็นชั้นนี้แล้ว", "Published. Readers see this shelf now.")))
    return redirect("shelf", id=id)


def _unpublish(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> None:
    actions.unpublish_shelf(actor=actor, at=at, shelf_id=id)


def _remove(request: HttpRequest, actor: Actor, at: datetime, id: UUID) -> HttpResponse:
    actions.remove_shelf(actor=actor, at=at, shelf_id=id)
    messages.success(request, str(T("ลบชั้นแล้ว", "Shelf removed")))
    return redirect("shelves")


CHANGES: dict[str, Acting] = {
    "save": _save, "put": _put, "off": _off, "up": _move, "down": _move, "publish": _publish,
    "unpublish": _unpublish, "remove": _remove,
}
