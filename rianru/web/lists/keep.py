"""The one tap that keeps a work. Whoever is not signed in signs in first, and comes back to find it kept."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.catalogue import actions
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.web.health import now
from rianru.web.requests import actor_of, uuid_of

WAITING = "keeping"  # in the session: what was tapped before signing in
LISTED = 8  # of one's lists are offered beside the tap


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """`work` ("keep:id", "let_go:id", either with ":list"), `next`. A GET does only what this session tapped before."""
    actor, tapped = actor_of(request), _tapped(request)
    if tapped is None:
        return redirect("lists" if actor.kind == "person" else "home")
    if actor.kind != "person":
        request.session[WAITING] = tapped
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('keep')})}")
    request.session.pop(WAITING, None)
    said = _do(actor, tapped)
    if request.headers.get("X-Part") == "button":
        return render(request, "web/keep_button.html", {
            "work": {"id": UUID(tapped["work"]), "title": ""}, "kept": tapped["do"] == "keep", "big": tapped["big"],
        })
    messages.success(request, str(said))
    return redirect(tapped["next"])


def _tapped(request: HttpRequest) -> dict[str, Any] | None:
    """What is to be done: from the form, or from the session after signing in; None where there is nothing."""
    if request.method != "POST":
        found: dict[str, Any] | None = request.session.get(WAITING)
        return found
    do, work, onto = [*request.POST.get("work", "").split(":"), "", ""][:3]  # one button says it all
    back, id = request.POST.get("next", ""), uuid_of(work)
    if id is None:
        raise NotFound()
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return {
        "work": str(id), "do": "let_go" if do == "let_go" else "keep", "list": str(uuid_of(onto) or ""),
        "next": back[:2_000] if safe else reverse("work", kwargs={"id": id}), "big": bool(request.POST.get("big")),
    }


def _do(actor: Actor, tapped: dict[str, Any]) -> T:
    at, work, onto = now(), UUID(tapped["work"]), uuid_of(tapped["list"])
    if tapped["do"] == "let_go":
        actions.let_go_of_work(actor=actor, at=at, work_id=work, list_id=onto)
        return T("เอาออกจากรายการแล้ว", "Taken off the list")
    kept = actions.keep_work(actor=actor, at=at, work_id=work, list_id=onto)
    return T("เก็บไว้แล้ว ดูได้ที่รายการของฉัน", "Kept. You find it on your lists.") if kept.new else T(
        "เรื่องนี้อยู่ในรายการแล้ว", "It is on the list already."
    )
