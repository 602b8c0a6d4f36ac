"""Staff pages of doubts: two records that nearly belong together, one question, the next one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rianru.catalogue import actions, queries
from rianru.core import idempotency
from rianru.core.actors import Actor
from rianru.kernel.matching import APART, JOINED
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.web.catalogue import compare
from rianru.web.catalogue.forms import DecisionForm
from rianru.web.catalogue.staff import Keyed, for_records, sent

PAGE = 20
ANSWERS = {"same": True, "different": False}


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """Open doubts that this actor may settle, the newest first."""
    actor, at = for_records(request)
    before = _uuid(request.GET.get("before", ""))
    found = queries.doubts(actor=actor, at=at, before=before, limit=PAGE + 1)
    more = f"{reverse('doubts')}?before={found[PAGE - 1].doubt.id}" if len(found) > PAGE else ""
    return render(request, "web/doubts.html", {
        "doubts": [_row(view) for view in found[:PAGE]],
        "first_url": reverse("doubt", kwargs={"id": found[0].doubt.id}) if found else "",
        "settled": _settled(request),
        "page": {"next_url": more, "first_url": reverse("doubts") if before else ""},
    })


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _row(view: queries.DoubtView) -> dict[str, Any]:
    return {
        "url": reverse("doubt", kwargs={"id": view.doubt.id}), "raised_at": view.doubt.raised_at,
        "why": why(view.doubt.because), **compare.pair(view.pair),
    }


def why(code: str) -> T:
    """Why the rules hesitate, in words."""
    return APART.get(code) or JOINED.get(code) or T.verbatim(code, code)


def _settled(request: HttpRequest) -> dict[str, Any] | None:
    """What was decided last in this session, so that it can be taken back at once."""
    last: dict[str, Any] | None = request.session.get("settled")
    return last and {**last, "form": Keyed(auto_id="undo_%s")}


@require_http_methods(["GET", "HEAD", "POST"])
def doubt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Two records side by side: the same edition, or not, or later. Settling leads to the next one."""
    actor, at = for_records(request)
    view = queries.doubt(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted)
    answer = request.POST.get("do", "") if posted else ""
    if posted and answer not in ANSWERS:
        raise NotFound()
    if posted and (group := sent(request, form, lambda: _settle(form, actor, at, id, ANSWERS[answer]))) is not None:
        request.session["settled"] = {"group": group, "same": ANSWERS[answer], "title": view.pair.left.reading.title}
        return redirect(_after(actor, at, id))
    left, right = view.pair.left.record, view.pair.right.record
    over = left.edition_id == right.edition_id or "gone" in (left.state, right.state)
    return render(request, "web/doubt.html", {
        "doubt": _row(view), "form": form, "later_url": _after(actor, at, id), "settled": _settled(request),
        "is_settled": view.doubt.settled_at is not None, "needless": over and view.doubt.settled_at is None,
        "crumbs": [{"text": T("ข้อสงสัย", "Doubts"), "url": reverse("doubts")},
                   {"text": view.pair.left.reading.title, "url": ""}],
    }, status=409 if form.errors else 200)


def _settle(form: DecisionForm, actor: Actor, at: datetime, id: UUID, same: bool) -> UUID:
    return actions.settle_doubt(actor=actor, at=at, doubt_id=id, same=same, note=form.cleaned_data["note"])


def _after(actor: Actor, at: datetime, id: UUID) -> str:
    """The next open doubt behind this one; the list at the end."""
    behind = queries.doubts(actor=actor, at=at, before=id, limit=1)
    return reverse("doubt", kwargs={"id": behind[0].doubt.id}) if behind else reverse("doubts")


@require_POST
def decision_take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Withdraws a decision, and goes back to where that was asked."""
    actor, at = for_records(request)
    form = Keyed(request.POST)
    if not form.is_valid():
        raise NotFound()
    _once(request, form, actor, at, id)
    messages.success(request, str(T(
        "ย้อนคำตัดสินแล้ว กติกาจัดระเบียนเหล่านี้ใหม่", "Taken back. The rules place these records again."
    )))
    if (request.session.get("settled") or {}).get("group") == str(id):
        del request.session["settled"]
    return redirect(_back(request))


def _once(request: HttpRequest, form: Keyed, actor: Actor, at: datetime, id: UUID) -> None:
    """A refusal here is the whole answer: there is no form to show it at."""
    idempotency.once(
        owner=f"web:{actor.key}", key=str(form.cleaned_data["key"]), at=at, body=["take_back", id],
        do=lambda: actions.take_back(actor=actor, at=at, decision=id),
    )


def _back(request: HttpRequest) -> str:
    """The page of ours that asked, else the list."""
    asked = request.POST.get("next", "")
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("doubts")
