"""Staff pages of copies: found by scanning, described, moved, withdrawn, brought back, added."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.forms import ItemForm, MoveForm, NewItemForm, SpaceField
from rianru.web.catalogue.item_rows import STATES, item_row, item_whole
from rianru.web.catalogue.present import edition_line
from rianru.web.catalogue.staff import Keyed, for_items, sent, takes_records

PAGE = 50
CRUMB = {"text": T("ตัวเล่ม", "Copies"), "url": ""}
NAMES = ("barcode", "call_number", "copy", "shelf", "price", "note", "type")
SPACE_LABEL = T("อยู่ที่", "At")


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """`?space=&q=&state=`: copies of a space; a scanned barcode leads straight to its copy."""
    actor, at = for_items(request)
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    typed = request.GET.get("space", _own_space(actor, at)).strip()[:120]
    space, wrong = _space(actor, at, typed)
    wanted: dict[str, Any] = {"space_code": space, "text": text, "state": state if state in STATES else ""}
    after = _uuid(request.GET.get("after", ""))
    found = [] if wrong else queries.items(actor=actor, at=at, after=after, limit=PAGE + 1, **wanted)
    if text and len(found) == 1 and found[0].barcode == text:
        return redirect("item", id=found[0].id)
    here = {"space": typed, "q": text, "state": wanted["state"]}
    more = f"?{urlencode(here | {'after': found[PAGE - 1].id})}" if len(found) > PAGE else ""
    return render(request, "web/items.html", {
        "items": [item_row(item) for item in found[:PAGE]], "query": text, "space": typed, "wrong": wrong,
        "states": [{"value": name, "label": label, "chosen": name == state} for name, label in STATES.items()],
        "filtered": bool(text or state or typed), "every_url": f"{reverse('items')}?space=",
        "page": {"next_url": more, "first_url": f"?{urlencode(here)}" if after else ""},
    })


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _own_space(actor: Actor, at: datetime) -> str:
    """The space of a librarian of one space: that is what they want to see."""
    ids = [grant.scope_id for grant in actor.grants if grant.scope_kind == "space" and grant.scope_id]
    rows = places.space_rows(actor=actor, at=at, ids=ids) if len(actor.grants) == 1 and ids else []
    return rows[0].space.code if rows else ""


def _space(actor: Actor, at: datetime, typed: str) -> tuple[str, list[str]]:
    """The code of a space typed as code or name, and what is wrong with it."""
    try:
        return SpaceField(actor=actor, at=at, label=SPACE_LABEL, required=False).clean(typed), []
    except ValidationError as error:
        return "", list(error.messages)


def _item(request: HttpRequest, id: UUID) -> tuple[Any, bool, Actor, datetime]:
    """A copy, and whether this actor may change it."""
    actor, at = for_items(request)
    found = queries.item(id=id)
    if found is None:
        raise NotFound()
    may = bool(queries.may_keep(actor=actor, at=at, space_ids=[found.space_id]))
    if request.method == "POST" and not may:
        raise NotAllowed()
    return found, may, actor, at


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, id: UUID) -> HttpResponse:
    """One copy: what its label says, what its source says, and what can be done with it."""
    found, may, actor, at = _item(request, id)
    posted = request.POST if request.method == "POST" else None
    form = ItemForm(posted, initial=_said(found))
    if posted and sent(request, form, lambda: _describe(form, actor, at, id)) is not None:
        messages.success(request, str(T("บันทึกแล้ว", "Saved")))
        return redirect("item", id=id)
    return _page(request, found, form, MoveForm(actor=actor, at=at, auto_id="move_%s"), may=may)


def _describe(form: ItemForm, actor: Actor, at: datetime, id: UUID) -> None:
    actions.describe_item(actor=actor, at=at, item_id=id, **form.said())


def _page(request: HttpRequest, found: Any, form: ItemForm, move: MoveForm, *, may: bool) -> HttpResponse:
    wrong = form.errors or move.errors
    return render(request, "web/item.html", {
        "item": item_whole(found), "form": form, "move": move, "restore": Keyed(auto_id=False), "may": may,
        "sees_records": takes_records(*for_items(request)),
        "crumbs": [CRUMB | {"url": reverse("items")}, {"text": found.barcode or found.edition.title, "url": ""}],
    }, status=422 if wrong else 200)


@require_POST
def item_move(request: HttpRequest, id: UUID) -> HttpResponse:
    """A copy goes to another space."""
    found, may, actor, at = _item(request, id)
    move = MoveForm(request.POST, actor=actor, at=at, auto_id="move_%s")
    if sent(request, move, lambda: _move(move, actor, at, id)) is not None:
        messages.success(request, str(T("ย้ายแล้ว", "Moved")))
        return redirect("item", id=id)
    return _page(request, found, ItemForm(initial=_said(found)), move, may=may)


def _said(found: Any) -> dict[str, Any]:
    """What the form shows of a copy."""
    return {name: getattr(found, name) for name in NAMES}


def _move(form: MoveForm, actor: Actor, at: datetime, id: UUID) -> None:
    actions.move_item(actor=actor, at=at, item_id=id, space_code=form.cleaned_data["space"])


@require_http_methods(["GET", "HEAD", "POST"])
def item_withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asks once, then takes a copy out of the stock."""
    found, may, actor, at = _item(request, id)
    if not may:
        raise NotAllowed()
    return _turn(request, found, lambda: actions.withdraw_item(actor=actor, at=at, item_id=id),
                 T("จำหน่ายออกแล้ว นำกลับได้ทุกเมื่อ", "Withdrawn. It can be brought back at any time."))


@require_POST
def item_restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """A copy is on its shelf after all."""
    found, _, actor, at = _item(request, id)
    return _turn(request, found, lambda: actions.restore_item(actor=actor, at=at, item_id=id),
                 T("กลับขึ้นชั้นแล้ว", "Back on its shelf"))


def _turn(request: HttpRequest, found: Any, act: Callable[[], None], said: T) -> HttpResponse:
    form = Keyed(request.POST if request.method == "POST" else None)
    if request.method == "POST" and sent(request, form, act) is not None:
        messages.success(request, str(said))
        return redirect("item", id=found.id)
    return render(request, "web/item_withdraw.html", {
        "item": item_whole(found), "form": form,
        "crumbs": [
            CRUMB | {"url": reverse("items")},
            {"text": found.barcode or found.edition.title, "url": reverse("item", kwargs={"id": found.id})},
            {"text": T("จำหน่ายออก", "Withdraw"), "url": ""},
        ],
    }, status=409 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: HttpRequest, id: UUID) -> HttpResponse:
    """Adds a copy to an edition; then the next one."""
    actor, at = for_items(request)
    edition = queries.edition(id=id)
    if edition is None:
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    first = {"space": request.GET.get("space", "") or _own_space(actor, at), "call_number": edition.call_number}
    form = NewItemForm(posted, initial=first, actor=actor, at=at)
    if posted and (made := sent(request, form, lambda: _add(form, actor, at, id))):
        messages.success(request, str(T("เพิ่มตัวเล่มแล้ว", "The copy is added")))
        if request.POST.get("do") == "again":
            here = urlencode({"space": form.cleaned_data["space"]})
            return redirect(f"{reverse('item_new', kwargs={'id': id})}?{here}")
        return redirect("item", id=UUID(made))
    return render(request, "web/item_new.html", {
        "form": form, "edition": {"title": edition.title, "statement": edition_line(edition)},
        "work_url": reverse("work", kwargs={"id": edition.work_id}),
        "crumbs": [
            CRUMB | {"url": reverse("items")},
            {"text": edition.title, "url": reverse("work", kwargs={"id": edition.work_id})},
            {"text": T("เพิ่มตัวเล่ม", "Add a copy"), "url": ""},
        ],
    }, status=422 if form.errors else 200)


def _add(form: NewItemForm, actor: Actor, at: datetime, edition: UUID) -> UUID:
    code = form.cleaned_data["space"]
    return actions.add_item(
        actor=actor, at=at, edition_id=edition, space_id=places.space_ids([code])[code], **form.said()
    )

