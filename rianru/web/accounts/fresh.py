"""Proof once more by a code by e-mail, for those with neither a password nor a second step, before what matters."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.web.accounts import limits, mailed_codes
from rianru.web.accounts.providers.forms import CodeForm

PURPOSE = "fresh"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Sends a code when asked to, then takes it and goes on to what they were about to do."""
    email = request.user.get_username()
    if request.method == "POST" and limits.is_locked(request, email):
        return limits.locked_out(request)
    if request.method == "POST" and "code" not in request.POST:
        if not mailed_codes.send(request, PURPOSE, email):
            return limits.too_many(request)
        return redirect(request.get_full_path())
    waiting = mailed_codes.waiting_for(request, PURPOSE) == email
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if waiting and mailed_codes.proves(request, PURPOSE, form.cleaned_data["code"]):
            return _on(request)
        form.refuse()
    context: dict[str, Any] = {"form": form, "email": email, "waiting": waiting}
    return render(request, "account/reauthenticate_code.html", context)


def _on(request: HttpRequest) -> HttpResponse:
    record_authentication(request, request.user, method="code", reauthenticated=True)
    answer: HttpResponse | None = resume_request(request)
    return answer or redirect(reverse("account"))
