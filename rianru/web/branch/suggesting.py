"""What readers would like to find here: anyone says so, and sees what became of what they said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.words import DECISIONS
from rianru.places import queries as places
from rianru.web.context import network_of
from rianru.web.health import now
from rianru.web.requests import actor_of

FIELDS = ("title", "author", "isbn", "why")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """A form, `?title=` filled in from a search that found nothing; and what this reader suggested before."""
    actor, at = actor_of(request), now()
    network = network_of(request)
    if network is None:
        known = places.networks()
        network = next((one for one in known if one.code == request.POST.get("network")), known[0] if known else None)
    if network is None:
        raise NotFound()
    wrong = None
    given: dict[str, Any] = {name: request.POST.get(name, request.GET.get(name, ""))[:300] for name in FIELDS}
    if request.method == "POST":
        try:
            actions.suggest(actor=actor, at=at, network_id=network.id, **given)
            messages.success(request, str(T("ขอบคุณ บรรณารักษ์จะอ่านทุกข้อเสนอ", "Thank you. A librarian reads every one.")))
            return redirect("suggest_book")
        except Refused as refusal:
            wrong = refusal
    mine = queries.suggestions_of(key=actor.key) if actor.kind == "person" and actor.key else []
    return render(request, "web/suggest.html", {
        "given": given, "wrong": wrong.message if wrong else None, "network": network, "person": actor.kind == "person",
        "mine": [{"one": one, "said": DECISIONS.get(one.decision)} for one in mine],
    }, status=wrong.status if wrong else 200)
