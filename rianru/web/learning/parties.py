"""The secret page of those without an account: how it stands, yes or no, give back, forget me."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.again import again
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.web.health import now
from rianru.web.learning import seats
from rianru.web.requests import actor_of, uuid_of

DONE: dict[str, T] = {
    "yes": T("รับที่นั่งแล้ว เจอกันวันงาน", "The seats are yours. See you there."),
    "no": T("ส่งที่นั่งต่อให้คนถัดไปแล้ว ขอบคุณที่บอก", "The next in line is asked now. Thank you for saying so."),
    "release": T("คืนที่นั่งแล้ว คนถัดไปจะได้ไปแทน", "Given back: the next in line comes instead."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link. `do`: yes, no, release (with `seat`: that one alone), forget."""
    party_id = queries.party_behind(token)
    found = queries.party(party_id) if party_id else None
    if found is None:
        raise NotFound()
    if request.method == "POST":
        if request.POST.get("do") == "forget":
            actions.forget_guest(actor=actor_of(request), at=now(), token=token)
            messages.success(request, str(T("ลบชื่อและเบอร์ของคุณแล้ว", "Your name and phone are deleted")))
            return redirect("activity", id=found.activity_id)
        act(request, found.id, token)
        return redirect("party", token=token)
    g = queries.gathering(found.activity_id, found.session_id)
    if g is None:
        raise NotFound()
    return render(request, "web/party.html", {
        "one": seats.party_row(found, g, now()), "token": token, "guest": found.by_id is None,
        "act_url": reverse("party", kwargs={"token": token}),
    })


def act(request: HttpRequest, party_id: UUID, token: str = "") -> None:
    """Does what was tapped, once or twice alike; what is refused is said on the page that follows."""
    do = request.POST.get("do", "")
    actor, at, seat = actor_of(request), now(), uuid_of(request.POST.get("seat", ""))
    acts: dict[str, Callable[[], object]] = {
        "yes": lambda: actions.answer_offer(actor=actor, at=at, party_id=party_id, yes=True, token=token),
        "no": lambda: actions.answer_offer(actor=actor, at=at, party_id=party_id, yes=False, token=token),
        "release": lambda: actions.release(
            actor=actor, at=at, party_id=party_id, seats=[seat] if seat else [], token=token),
    }
    if do not in acts:
        raise NotFound()
    try:
        again(acts[do])
        messages.success(request, str(DONE[do]))
    except NotFound:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
