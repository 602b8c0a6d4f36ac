"""The roles of others: who may do what within my scope, granting and ending."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.web.accounts.grants import EndForm, GrantForm
from rianru.web.requests import actor_of

NOBODY = T(
    "ยังไม่มีบัญชีของอีเมลนี้ ให้เขาสมัครก่อน แล้วค่อยให้สิทธิ์",
    "There is no account for this address. Let them join first, then grant the role.",
)


def _open(request: HttpRequest) -> datetime:
    """Only for administrators of something; the moment of asking."""
    at = timezone.now()
    require("people.open_roles", actor=actor_of(request), at=at)
    return at


@never_cache
@login_required
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everyone with a role in the scopes that I administer, newest first."""
    at = _open(request)
    page = people.roles_within(actor=actor_of(request), at=at, after=_id(request.GET.get("after", "")))
    return render(request, "web/people.html", {"grants": page.rows, "after": page.after})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest) -> HttpResponse:
    """The form that grants a role. `place` narrows the list of spaces, so that it works in a network of any size."""
    at, text = _open(request), request.GET.get("place", "")[:100]
    places = people.places_to_grant(actor=actor_of(request), at=at, text=text)
    posted = request.POST if request.method == "POST" else None
    form = GrantForm(posted, places=places, initial={"place": request.GET.get("at", "")})
    if request.method == "POST" and form.is_valid() and _granted(request, form, at):
        messages.success(request, str(T(
            "ให้สิทธิ์แล้ว ใช้ได้ทันทีเมื่อเขาเปิดยืนยันสองขั้น",
            "Granted. It counts as soon as they show a second step.",
        )))
        return redirect("people")
    return render(request, "web/grant.html", {"form": form, "place": text})


def _granted(request: HttpRequest, form: GrantForm, at: datetime) -> bool:
    """Whether it was granted; a refusal stands at the form."""
    person_id = people.person_with(form.cleaned_data["email"])
    if person_id is None:
        form.add_error("email", str(NOBODY))
        return False
    try:
        actions.grant_role(actor=actor_of(request), at=at, person_id=person_id, **form.granted(at))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Asks once, with room for a reason; then the role is over with their next click."""
    at = _open(request)
    row = people.role_within(grant_id, actor=actor_of(request), at=at)
    if row is None:
        raise NotFound()
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _ended(request, form, grant_id, at):
        messages.success(request, str(T("สิ้นสุดสิทธิ์แล้ว", "The role has ended.")))
        return redirect("people")
    return render(request, "web/grant_end.html", {"form": form, "grant": row})


def _ended(request: HttpRequest, form: EndForm, grant_id: UUID, at: datetime) -> bool:
    given: dict[str, Any] = {"actor": actor_of(request), "at": at, "grant_id": grant_id}
    try:
        actions.end_role(**given, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
