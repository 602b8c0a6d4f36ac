"""Following a space, an activity, a stop of a van by one tap; what one follows; the page that ends it from a letter."""

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

from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import actions, queries
from rianru.people.words import FOLLOWED, OFTEN
from rianru.web.health import now
from rianru.web.requests import actor_of, told, uuid_of

WAITING = "following"  # in the session: what was tapped before signing in


def button(request: HttpRequest, kind: str, object_id: UUID) -> dict[str, Any]:
    """web/follow_button.html: whether this reader follows it, and what the form says."""
    held = queries.follow_of(actor=actor_of(request), kind=kind, object_id=object_id)
    return {"kind": kind, "id": object_id, "held": held is not None, "next": request.get_full_path()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """`do` (follow or stop), `kind`, `id`, `next`. A GET does only what this session tapped before signing in."""
    actor, tapped = actor_of(request), _tapped(request)
    if tapped is None:
        return redirect("following" if actor.kind == "person" else "home")
    if actor.kind != "person":
        request.session[WAITING] = tapped
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('follow')})}")
    request.session.pop(WAITING, None)
    try:
        messages.success(request, str(_do(actor, tapped)))
    except Refused as refusal:
        told(request, refusal)
    return redirect(tapped["next"])


def _tapped(request: HttpRequest) -> dict[str, Any] | None:
    """What is to be done: from the form, or from the session after signing in; None where there is nothing."""
    if request.method != "POST":
        found: dict[str, Any] | None = request.session.get(WAITING)
        return found
    kind, id, back = (request.POST.get(name, "") for name in ("kind", "id", "next"))
    if uuid_of(id) is None or kind not in FOLLOWED:
        raise NotFound()
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return {"kind": kind, "id": id, "do": "stop" if request.POST.get("do") == "stop" else "follow",
            "next": back[:2_000] if safe else reverse("following")}


def _do(actor: Actor, tapped: dict[str, Any]) -> T:
    what: dict[str, Any] = {"actor": actor, "at": now(), "kind": tapped["kind"], "object_id": UUID(tapped["id"])}
    if tapped["do"] == "stop":
        actions.unfollow(**what)
        return T("เลิกติดตามแล้ว", "You no longer follow it.")
    actions.follow(**what)
    return T("ติดตามแล้ว มีอะไรใหม่ เรารวมส่งให้สัปดาห์ละฉบับ",
             "You follow it now. What is new comes gathered, in one letter a week.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """What one follows; `do`: daily, weekly or stop, with `follow`."""
    actor = actor_of(request)
    if actor.kind != "person":
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('following')})}")
    if request.method == "POST":
        _change(actor, uuid_of(request.POST.get("follow", "")), request.POST.get("do", ""))
        return redirect("following")
    return render(request, "web/following.html", {"follows": [_row(one) for one in queries.follows(actor=actor)]})


def _change(actor: Actor, id: UUID | None, do: str) -> None:
    own = next((one for one in queries.follows(actor=actor) if one.id == id), None)
    if own is None:
        raise NotFound()
    if do == "stop":
        actions.unfollow(actor=actor, at=now(), kind=own.kind, object_id=own.object_id)
    else:
        actions.change_follow(actor=actor, at=now(), follow_id=own.id, often=do)


def _row(one: queries.FollowRow) -> dict[str, Any]:
    card = one.card
    return {
        "id": one.id, "kind": FOLLOWED[one.kind], "often": one.often, "often_words": OFTEN[one.often],
        "made_at": one.made_at, "title": T.verbatim(card.title_th, card.title_en) if card else None,
        "line": card.line if card else "", "url": reverse(card.url_name, kwargs=dict(card.url_kwargs)) if card else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_following(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: one button stops it, another all of them. Asks first, because programs open the links of
    letters before people do.
    """
    if request.method == "POST":
        every = request.POST.get("do") == "every"
        actions.stop_following(actor=actor_of(request), at=now(), token=token, every=every)
        return render(request, "web/stop_following.html", {"stopped": True, "every": every})
    found = queries.follow_behind(token)
    if found is None:
        raise actions.FollowLinkWrong()
    return render(request, "web/stop_following.html", {"follow": _row(found)})
