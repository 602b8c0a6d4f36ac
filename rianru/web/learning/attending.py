"""I am here: the digits on the wall, scanned or typed. Six are a session's, twelve a space's: a stamp."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.again import again
from rianru.kernel import paper_codes
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.words import hours_text
from rianru.web.health import now
from rianru.web.passport.present import people_of
from rianru.web.requests import actor_of, uuid_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest) -> HttpResponse:
    """`?code=` as the QR has it: one tap more says it, so that no picture in a page can. `who`: of the household."""
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")[:40]
    if not request.user.is_authenticated:
        return _as_guest(request, typed)
    if paper_codes.read(typed) is not None:
        return _stamp(request, typed)
    refused = None
    if request.method == "POST":
        actor, at = actor_of(request), now()
        try:
            came = again(lambda: actions.come_by_code(actor=actor, at=at, code=typed, who=_address(request)))
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


def _as_guest(request: HttpRequest, typed: str) -> HttpResponse:
    """Without an account: the code, and the phone or e-mail they joined with. A place's code needs an account."""
    if paper_codes.read(typed) is not None:
        return redirect_to_login(f"{request.path}?{urlencode({'code': typed})}")
    contact, refused = request.POST.get("contact", "").replace("\0", "")[:254], None
    if request.method == "POST":
        try:
            came = again(lambda: actions.come_as_guest(
                actor=actor_of(request), at=now(), code=typed, contact=contact, who=_address(request)))
        except Refused as refusal:
            refused = refusal
        else:
            return render(request, "web/attend.html", {"came": came, "hours": hours_text(came.minutes)})
    return render(request, "web/attend.html", {"code": typed, "refused": refused, "guest": True, "contact": contact},
                  status=refused.status if refused else 200)


def _address(request: HttpRequest) -> str:
    """What stands for where somebody types from."""
    return salted_hmac("learning.attend", request.META.get("REMOTE_ADDR", "")).hexdigest()[:32]


def _stamp(request: HttpRequest, typed: str) -> HttpResponse:
    """A space's code: who of the household is here is asked first, where there is more than one."""
    actor, at = actor_of(request), now()
    assert actor.key is not None
    care = queries.in_my_care(actor.key)
    chosen = [id for each in request.POST.getlist("who") if (id := uuid_of(each))]
    refused = None
    if request.method == "POST" and (chosen or len(care) == 1):
        try:
            done = again(lambda: actions.stamp_by_code(
                actor=actor, at=at, code=typed, persons=chosen, who=_address(request)))
        except Refused as refusal:
            if refusal.status == 403:
                raise
            refused = refusal
        else:
            said = T("วันนี้มีตราของ “{space}” แล้ว พรุ่งนี้มาใหม่ได้", "You have today's stamp of “{space}”. Come again.") if (
                done.again) else T("ได้ตราของ “{space}” แล้ว {n} คน", "Stamped at “{space}”: {n}", n=done.people)
            messages.success(request, str(said.having(space=done.name)))
            return redirect("my_passport")
    return render(request, "web/attend.html", {
        "code": typed, "refused": refused, "wall": True, "people": people_of(care) if len(care) > 1 else [],
        "chosen": chosen or [care[0].id],
    }, status=refused.status if refused else 200)
