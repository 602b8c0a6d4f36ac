"""A keeper changes her space: contact, facilities, the week."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.web.health import now
from rianru.web.places.forms import SpaceForm
from rianru.web.requests import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def space_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form and its sending; both actions happen or neither."""
    actor, at = actor_of(request), now()
    space = queries.space(actor=actor, at=at, code=code)
    if space is None:
        raise NotFound()
    require("places.change_space", actor=actor, at=at, scope=queries.scope_of_space(space.id))
    form = SpaceForm(request.POST or None, initial=_initial(space, queries.week_of(space.id)))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in (
            "name_th", "name_en", "address_th", "address_en", "phone", "email", "facilities")}
        try:
            with transaction.atomic():
                actions.change_space(actor=actor, at=at, space_id=space.id, **fields)
                if form.week() != queries.week_of(space.id):
                    actions.set_weekly_hours(actor=actor, at=at, space_id=space.id, hours=form.week())
            messages.success(request, str(T("บันทึกแล้ว", "Saved")))
            return redirect("space", code=code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "web/space_edit.html", {"form": form, "space": space}, status=422 if form.errors else 200)


def _initial(space: Any, week: list[tuple[int, int, int]]) -> dict[str, Any]:
    found = {name: getattr(space, name) for name in (
        "name_th", "name_en", "address_th", "address_en", "phone", "email", "facilities")}
    for day, opens, closes in week:
        found |= {f"opens_{day}": _time(opens), f"closes_{day}": _time(closes)}
    return found


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
