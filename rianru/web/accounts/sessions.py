"""Where I am signed in: each browser by itself, ended one by one or all but this one."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.words import T
from rianru.web.accounts.devices import device


@dataclass(frozen=True, slots=True)
class Place:
    """One browser: what it is called, from where and since when, and whether it is this one."""

    id: int
    device: T
    address: str
    since: datetime
    here: bool


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; a POST ends one (`end`, its number) or all others."""
    if request.method != "POST":
        return render(request, "account/sessions.html", {"places": places(request)})
    raise_if_reauthentication_required(request, app="rianru.web")
    wanted = request.POST.get("end", "")
    ended = [one for one in _others(request) if wanted in ("others", str(one.pk))]
    for one in ended:
        one.end()
    said = T("ออกจากระบบแล้ว {n} เครื่อง", "Signed out of {n}", n=len(ended))
    messages.success(request, str(said))
    return redirect("account_sessions")


def places(request: HttpRequest) -> list[Place]:
    """This one first, then the newest."""
    UserSession.objects.create_from_request(request)  # this one is always among them
    live = UserSession.objects.purge_and_list(request.user)
    rows = [
        Place(one.pk, device(one.user_agent), one.ip, one.created_at, one.session_key == request.session.session_key)
        for one in live
    ]
    return sorted(rows, key=lambda place: (not place.here, -place.since.timestamp(), place.id))


def _others(request: HttpRequest) -> list[UserSession]:
    own = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    return list(own.order_by("pk"))
