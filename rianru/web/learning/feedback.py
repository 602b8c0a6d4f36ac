"""How it was, in three taps: the choices of the last question send it. Nobody sees who answered."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.surveys.actions.standing import FEEDBACK
from rianru.web.health import now
from rianru.web.requests import actor_of

LONGEST = 1_000


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, id: UUID) -> HttpResponse:
    """About one attendance, of mine or of one I act for. `skip`: would rather not."""
    actor, at = actor_of(request), now()
    came = queries.came(id, key=actor.key) if actor.key else None
    if came is None:
        raise NotFound()
    occasion = queries.occasion(came.session_id)
    if occasion is None:
        raise NotFound()
    taps, words = queries.asked(occasion.space_id, at)
    taps, words = (taps, words) if taps else queries.taps_of(FEEDBACK)
    refused = None
    if request.method == "POST":
        said = {tap.name: request.POST.get(tap.name, "")[:100] for tap in taps}
        if words and request.POST.get(words, "").strip():
            said[words] = request.POST[words].strip()[:LONGEST]
        answers = None if "skip" in request.POST else {name: text for name, text in said.items() if text}
        try:
            actions.tell_how_it_was(actor=actor, at=at, attendance_id=id, answers=answers)
        except NotFound:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            thanks = T("ขอบคุณที่บอก คนจัดจะเห็นโดยไม่รู้ว่าใครตอบ", "Thank you. The host sees it, and not who it was.")
            messages.success(request, str(thanks if answers is not None else T("ข้ามแล้ว", "Skipped")))
            return redirect("my_learning")
    return render(request, "web/my_feedback.html", {
        "came": came, "taps": taps[:-1], "last": taps[-1] if taps else None, "words": words, "refused": refused,
        "typed": request.POST,
    }, status=refused.status if refused else 200)
