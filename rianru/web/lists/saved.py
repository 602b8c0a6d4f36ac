"""Searches that a member keeps, with what is new in each; and the page that stops one without signing in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.core.kinds import all_kinds
from rianru.core.search import ask, schema
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import actions, queries
from rianru.web.catalogue import narrowing
from rianru.web.health import now
from rianru.web.requests import actor_of, told, uuid_of

WAITING = "saving"  # in the session: the search to save once somebody is signed in
LONGEST = 4_000  # characters of an address
OFTEN = {"daily": T("ทุกวัน", "Every day"), "weekly": T("ทุกสัปดาห์", "Every week")}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    """`do=save` with `address`, the query string of a search page; whoever is not signed in signs in on the way."""
    actor = actor_of(request)
    if actor.kind != "person":
        if request.method == "POST" and request.POST.get("do") == "save":
            request.session[WAITING] = request.POST.get("address", "")[:LONGEST]
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('saved_searches')})}")
    if request.method == "POST":
        return _asked(request, actor)
    if request.method == "GET" and (address := request.session.pop(WAITING, None)) is not None:
        return _kindly(request, lambda: _save(request, actor, address))
    found = list(queries.searches(actor=actor))
    names = narrowing.names_of(pair for one in found for pair in one.chosen)
    rows = [_row(one, names) for one in found]
    return render(request, "web/saved_searches.html", {"searches": rows, "often": OFTEN.items()})


def _asked(request: HttpRequest, actor: Actor) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "save":
        return _kindly(request, lambda: _save(request, actor, request.POST.get("address", "")))
    id, act = uuid_of(request.POST.get("search", "")), CHANGES.get(do)
    if id is None or act is None:
        raise NotFound()
    return act(actor, id, request)


def _kindly(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except Refused as refusal:
        told(request, refusal)
        return redirect("saved_searches")


def _save(request: HttpRequest, actor: Actor, address: str) -> HttpResponse:
    given = QueryDict(address[:LONGEST].lstrip("?"))
    kind = given.get("kind", "work")  # what a page of results finds where it says nothing else
    actions.save_search(
        actor=actor, at=now(), text=_as_read(given.get("q", "")), kind=kind if kind in all_kinds() else "",
        chosen={name: given.getlist(name) for name in schema.FACETS},
    )
    messages.success(request, str(T(
        "บันทึกแล้ว มีอะไรใหม่ที่ตรงกับคำค้นนี้ เราจะบอกทางอีเมล", "Saved. When something new fits, we tell you by e-mail.",
    )))
    return redirect("saved_searches")


def _as_read(text: str) -> str:
    """What was typed on the other keyboard is saved as it was read: news is only of what fits to the letter."""
    try:
        return ask.search(text, limit=1).layout or text
    except ask.IndexNotReady:
        return text


def _look(actor: Actor, id: UUID, request: HttpRequest) -> HttpResponse:
    found = next((one for one in queries.searches(actor=actor) if one.id == id), None)
    if found is None:
        raise NotFound()
    actions.look_at_search(actor=actor, at=now(), search_id=id)
    return redirect(f"{reverse('search')}?{found.address}")


def _pause(actor: Actor, id: UUID, request: HttpRequest) -> HttpResponse:
    actions.change_search(actor=actor, at=now(), search_id=id, paused=request.POST.get("do") == "pause")
    return redirect("saved_searches")


def _often(actor: Actor, id: UUID, request: HttpRequest) -> HttpResponse:
    actions.change_search(actor=actor, at=now(), search_id=id, often=request.POST.get("do", ""))
    return redirect("saved_searches")


def _remove(actor: Actor, id: UUID, request: HttpRequest) -> HttpResponse:
    actions.remove_search(actor=actor, at=now(), search_id=id)
    messages.success(request, str(T("ลบคำค้นแล้ว", "Search removed")))
    return redirect("saved_searches")


CHANGES: dict[str, Callable[[Actor, UUID, HttpRequest], HttpResponse]] = {
    "look": _look, "pause": _pause, "resume": _pause, "daily": _often, "weekly": _often, "remove": _remove,
}


def _row(one: queries.SearchRow, names: narrowing.Names) -> dict[str, Any]:
    return {
        "id": one.id, "text": one.text,
        "chosen": [narrowing.label(name, value, names) for name, value in one.chosen],
        "often": one.often, "often_words": OFTEN[one.often], "paused": one.paused, "fresh": one.fresh,
        "seen_at": one.seen_at, "url": f"{reverse('search')}?{one.address}",
        "kind": all_kinds()[one.kind].label if one.kind in all_kinds() else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_search(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: one button stops that search, another all of them. Asks first, because programs open the
    links of letters before people do.
    """
    if request.method == "POST":
        every = request.POST.get("do") == "every"
        actions.stop_search(actor=actor_of(request), at=now(), token=token, every=every)
        return render(request, "web/stop_search.html", {"stopped": True, "every": every})
    found = queries.search_behind(token)
    if found is None:
        raise actions.StopLinkWrong()
    return render(request, "web/stop_search.html", {"search": _row(found, narrowing.names_of(found.chosen))})
