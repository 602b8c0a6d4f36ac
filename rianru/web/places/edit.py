"""A keeper changes her space: contact, facilities, the week, and days that differ."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.web.health import now
from rianru.web.places import present
from rianru.web.places.forms import CONTACT, OFFERS, ExceptionForm, SpaceForm, pin_of, written_place
from rianru.web.requests import actor_of

FIELDS = (*CONTACT, *OFFERS)


@require_http_methods(["GET", "HEAD", "POST"])
def space_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Three forms on one page: `do` says which was sent (`save`, `differ`, or `clear` with a day)."""
    actor, at = actor_of(request), now()
    space = queries.space(actor=actor, at=at, code=code)
    require("places.change_space", actor=actor, at=at, scope=queries.scope_of_space(space.id))
    do = request.POST.get("do", "save") if request.method == "POST" else ""
    form = SpaceForm(request.POST if do == "save" else None, initial=_initial(space))
    differing = ExceptionForm(request.POST if do == "differ" else None, today=day_of(at))
    if do == "clear":
        return _clear(request, space, actor, at)
    if do == "save" and _sent(form, lambda: _save(form, space, actor, at)):
        messages.success(request, str(T("บันทึกแล้ว", "Saved")))
        return redirect("space", code=code)
    if do == "differ" and _sent(differing, lambda: _differ(differing, space, actor, at)):
        messages.success(request, str(T("บันทึกวันนั้นแล้ว", "That day is saved")))
        return redirect("space_edit", code=code)
    wrong = form.errors or differing.errors
    return render(
        request,
        "web/space_edit.html",
        {
            "form": form,
            "parts": form.parts(),
            "map": pin_of(space),
            "differing": differing,
            "space": space,
            "exceptions": [present.exception(one) for one in queries.exceptions_of(space.id, since=day_of(at))],
        },
        status=422 if wrong else 200,
    )


def _sent(form: Form, act: Callable[[], None]) -> bool:
    """Whether the form was valid and its action went through; a refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _save(form: SpaceForm, space: queries.Space, actor: Actor, at: datetime) -> None:
    """All of these actions happen or none."""
    with transaction.atomic():
        given = {name: form.cleaned_data[name] for name in FIELDS}
        actions.change_space(actor=actor, at=at, space_id=space.id, **given)
        if form.week() != queries.week_of(space.id):
            actions.set_weekly_hours(actor=actor, at=at, space_id=space.id, hours=form.week())
        lat, lon = form.cleaned_data["lat"], form.cleaned_data["lon"]
        if lat is not None and (lat, lon) != (space.lat, space.lon):
            actions.place_space(actor=actor, at=at, space_id=space.id, lat=lat, lon=lon)


def _differ(form: ExceptionForm, space: queries.Space, actor: Actor, at: datetime) -> None:
    given = form.cleaned_data
    opens, closes = given["hours"][0] if given["hours"] else (None, None)
    actions.set_exception(
        actor=actor,
        at=at,
        space_id=space.id,
        day=given["day"],
        opens=opens,
        closes=closes,
        reason_th=given["reason_th"],
        reason_en=given["reason_en"],
    )


def _clear(request: HttpRequest, space: queries.Space, actor: Actor, at: datetime) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise NotFound() from error
    actions.clear_exception(actor=actor, at=at, space_id=space.id, day=day)
    messages.success(request, str(T("วันนั้นกลับไปตามปกติแล้ว", "That day follows the week again")))
    return redirect("space_edit", code=space.code)


def _initial(space: queries.Space) -> dict[str, Any]:
    return {name: getattr(space, name) for name in FIELDS} | written_place(space)
