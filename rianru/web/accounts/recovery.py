"""The way back in for whoever lost every second step: three days, letters that can stop it, then without.

Begins in the middle of signing in, after the first step: the password or a code by e-mail was right.
"""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import system
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.web.requests import actor_of

FACE = system("web.recovery")
View = Callable[[HttpRequest], HttpResponse]


def in_the_middle(view: View) -> View:
    """Only between the first step and the second."""
    guarded: View = login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")(view)
    return guarded



@never_cache
@in_the_middle
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Says what will happen, begins the waiting, and once it is over lets them in."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user: AbstractBaseUser = stage.login.user
    now, due = timezone.now(), people.recovery_due(user.pk)
    staff = people.actor_for(user.pk, at=now, secure=False).is_staff
    if request.method == "POST" and due is not None and due <= now:
        actions.recover(actor=FACE, at=now, account_id=user.pk)
        get_adapter().send_notification_mail("account/email/recovered", user)
        messages.warning(request, str(T("เข้าได้แล้ว เปิดขั้นที่สองใหม่ก่อน", "You are in. Turn a second step on again.")))
        answer: HttpResponse = stage.exit()
        return answer
    if request.method == "POST":
        _begin(request, user)
        return redirect("account_recovery")
    return render(request, "account/recovery.html", {"due": due, "over": bool(due and due <= now), "staff": staff})


def _begin(request: HttpRequest, user: AbstractBaseUser) -> None:
    asked = actions.ask_recovery(actor=FACE, at=timezone.now(), account_id=user.pk)
    if asked.token:
        stop = request.build_absolute_uri(reverse("account_recovery_stop", kwargs={"token": asked.token}))
        get_adapter().send_notification_mail("account/email/recovery_asked", user, {
            "stop_url": stop, "due": asked.due_at,
        })


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's no, from the letter; asked first, for programs open links before people do."""
    stopped = request.method == "POST"
    if stopped:
        actions.stop_recovery(actor=actor_of(request), at=timezone.now(), token=token)
    return render(request, "account/recovery_stop.html", {"stopped": stopped})
