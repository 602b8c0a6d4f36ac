"""I am here: the six digits that are on the wall, scanned or typed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.again import again
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.learning import actions
from rianru.learning.words import hours_text
from rianru.web.health import now
from rianru.web.requests import actor_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest) -> HttpResponse:
    """`?code=` as the QR has it: one tap more says it, so that no picture in a page can."""
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")[:20]
    refused = None
    if request.method == "POST":
        actor, at = actor_of(request), now()
        who = salted_hmac("learning.attend", request.META.get("REMOTE_ADDR", "")).hexdigest()[:32]
        try:
            came = again(lambda: actions.come_by_code(actor=actor, at=at, code=typed, who=who))
        except Refused as refusal:
            if refusal.status == 403:
                raise
            refused = refusal
        else:
            said = T("“{title}” เช็กชื่อไว้แล้ว", "You were noted at “{title}” already") if came.again else (
                T("เช็กชื่อแล้วที่ “{title}” นับให้ {hours}", "Noted at “{title}”: {hours} count",
                  hours=hours_text(came.minutes)))
            messages.success(request, str(said.having(title=came.title)))
            return redirect("my_learning")
    return render(request, "web/attend.html", {"code": typed, "refused": refused},
                  status=refused.status if refused else 200)
