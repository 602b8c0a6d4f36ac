"""One's own lists: all of them, and one with what stands on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.web.health import now
from rianru.web.lists import present
from rianru.web.requests import actor_of, number, told, uuid_of
from rianru.web.spreadsheets import table

PAGE = 30
MOST_PLACES = 10**9
HEAD_TH = ("รายการ", "ชื่อเรื่อง", "จดไว้", "เก็บเมื่อ")
HEAD_EN = ("list", "title", "note", "kept at")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Every list with the covers on top of it; a form for one more; `do=restore` takes a removal back."""
    actor = actor_of(request)
    if request.method == "POST":
        return _new_or_back(request, actor)
    mine = queries.lists(actor=actor)
    return render(request, "web/lists.html", {"lists": [present.list_row(one) for one in mine]})


def _new_or_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        if request.POST.get("do") == "restore" and (id := uuid_of(request.POST.get("list", ""))):
            actions.restore_list(actor=actor, at=now(), list_id=id)
            return redirect("list", id=id)
        made = actions.make_list(actor=actor, at=now(), name=request.POST.get("name", ""))
    except Refused as refusal:
        told(request, refusal)
        return redirect("lists")
    return redirect("list", id=made)


@never_cache
@login_required
@require_safe
def lists_file(request: HttpRequest) -> HttpResponseBase:
    """All that stands on one's lists, as a table to take along."""
    head = HEAD_EN if get_language() == "en" else HEAD_TH
    rows = queries.export_lists(actor=actor_of(request))
    return table("lists", head, ((name, title, note, kept_at.isoformat()) for name, title, note, kept_at in rows))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of one's own; to everybody else it does not exist."""
    actor = actor_of(request)
    if request.method == "POST":
        return _change(request, actor, id)
    found = queries.own_list(actor=actor, id=id, after=after_of(request), limit=PAGE)
    if found is None:
        raise NotFound()
    undo = request.session.pop("let_go", None)
    who = people.named(actor.key)
    link = reverse("linked_list", kwargs={"token": found.token}) if found.token else ""
    return render(request, "web/list.html", {
        "list": present.view(found), "page": _pages(request, found),
        "undo": undo if undo and undo.get("list") == str(id) else None,
        "shared_url": request.build_absolute_uri(link or reverse("public_list", kwargs={"id": id}))
        if found.sharing != "private" else "",
        "asks_age": who is not None and who.birth_year is None,
        "crumbs": [{"text": T("รายการของฉัน", "My lists"), "url": reverse("lists")}, {"text": found.name, "url": ""}],
    })


def _pages(request: HttpRequest, found: queries.ListView) -> dict[str, str]:
    return {
        "next_url": f"?after={found.after}" if found.after is not None else "",
        "first_url": request.path if request.GET.get("after") else "",
    }


def after_of(request: HttpRequest) -> int | None:
    """The place behind which the page begins."""
    return number(request, "after", most=MOST_PLACES) if request.GET.get("after", "").isdigit() else None


def _change(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    act = CHANGES.get(request.POST.get("do", ""))
    if act is None:
        raise NotFound()
    try:
        return act(request, actor, id)
    except Refused as refusal:
        told(request, refusal)
        return _back(request, id)


def _back(request: HttpRequest, id: UUID, mark: str = "") -> HttpResponse:
    after = request.POST.get("after", "")
    page = f"?after={after}" if after.isdigit() else ""
    return redirect(reverse("list", kwargs={"id": id}) + page + mark)


def _rename(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    actions.rename_list(actor=actor, at=now(), list_id=id, name=request.POST.get("name", ""))
    return _back(request, id)


def _share(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    sharing = request.POST.get("sharing", "")
    if sharing not in present.SHARING:
        raise NotFound()
    actions.share_list(
        actor=actor, at=now(), list_id=id, sharing=sharing, grown_up=request.POST.get("grown_up") == "yes"
    )
    return _back(request, id, "#share")


def _remove(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    actions.remove_list(actor=actor, at=now(), list_id=id)
    return render(request, "web/list_removed.html", {"id": id})


def _entry(request: HttpRequest) -> UUID:
    id = uuid_of(request.POST.get("entry", ""))
    if id is None:
        raise NotFound()
    return id


def _let_go(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    entry = _entry(request)
    actions.let_go(actor=actor, at=now(), entry_id=entry)
    request.session["let_go"] = {"list": str(id), "entry": str(entry)}
    return _back(request, id)


def _bring_back(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    actions.bring_back(actor=actor, at=now(), entry_id=_entry(request))
    return _back(request, id)


def _note(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    entry = _entry(request)
    actions.note_entry(actor=actor, at=now(), entry_id=entry, note=request.POST.get("note", ""))
    return _back(request, id, f"#e-{entry}")


def _move(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    entry, way = _entry(request), request.POST.get("do", "")
    actions.move_entry(actor=actor, at=now(), entry_id=entry, way=way)
    return _back(request, id, f"#e-{entry}")


CHANGES: dict[str, Callable[[HttpRequest, Actor, UUID], HttpResponse]] = {
    "rename": _rename, "share": _share, "remove": _remove, "let_go": _let_go, "bring_back": _bring_back,
    "note": _note, "up": _move, "down": _move, "top": _move,
}
"""What the forms of a list ask for."""


def shared_context(request: HttpRequest, found: queries.ListView) -> dict[str, Any]:
    """The same list as others see it."""
    return {"list": present.view(found), "page": _pages(request, found)}
