"""Programmes: for everyone with how far one has come, and for those who put them together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.words import KINDS, PROGRAMME_STATES, hours_text
from rianru.people import queries as people
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.health import now
from rianru.web.learning import present, structured
from rianru.web.learning.planning import plans as needs_planner
from rianru.web.learning.programme_form import ProgrammeForm
from rianru.web.learning.promising import promised
from rianru.web.requests import actor_of, uuid_of

PAGE = 30


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """What leads somewhere, the newest first."""
    after = uuid_of(request.GET.get("after", ""))
    found = queries.programmes(after=after, limit=PAGE + 1)
    return render(request, "web/programmes.html", {
        "programmes": [
            {"title": T.verbatim(one.title_th, one.title_en), "url": reverse("programme", kwargs={"id": one.id}),
             "words": T.verbatim(one.description_th, one.description_en),
             "space": T.verbatim(one.space.name_th, one.space.name_en), "over": one.state == "over"}
            for one in found[:PAGE]
        ],
        "crumbs": present.crumbs((T("หลักสูตร", "Programmes"), "")),
        "page": {"next_url": f"?after={found[PAGE - 1].id}" if len(found) > PAGE else "",
                 "first_url": request.path if after else ""},
    })


@require_safe
def programme(request: HttpRequest, id: UUID) -> HttpResponse:
    """One programme: what it asks for, and, of somebody signed in, what is done and what is missing."""
    at, actor = now(), actor_of(request)
    view = queries.programme(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    crumbs = present.crumbs((T("หลักสูตร", "Programmes"), reverse("programmes")), (view.title, ""))
    given = promised("programme", id)
    return render(request, "web/programme.html", {
        "view": view, "programme": view.programme, "title": view.title, "crumbs": crumbs,
        "about": T.verbatim(view.programme.description_th, view.programme.description_en),
        "space": {"name": T.verbatim(view.programme.space.name_th, view.programme.space.name_en),
                  "url": reverse("space", kwargs={"code": view.programme.space.code})},
        "least": hours_text(view.programme.least_minutes) if view.programme.least_minutes else "",
        **_mine(view, actor, at), "promised": given,
        "structured": structured.programme(request, view, crumbs, [one["name"] for one in given]),
        "plan_url": reverse("plan_programme", kwargs={"id": id}) if view.may_plan else "",
    })


def _mine(view: queries.ProgrammeView, actor: Actor, at: datetime) -> dict[str, Any]:
    """How far somebody signed in has come; for everybody else the parts alone."""
    me = people.named(actor.key)
    how = queries.progress(view, me.person_id) if me else None
    done = queries.completed_at(view.programme.id, me.person_id) if me else None
    return {
        "how": how, "completed_at": done, "minutes": hours_text(how.minutes) if how and how.minutes else "",
        "parts": [
            {"title": part.title, "rule": part.rule, "done": mine.done_at if mine else None,
             "line": mine.line if mine else "", "waits": mine.waits if mine else False,
             "steps": [_step(step, mine.steps[place] if mine else None)
                       for place, step in enumerate(part.steps)]}
            for part, mine in zip(view.parts, how.parts if how else [None] * len(view.parts), strict=True)
        ],
    }


def _step(step: Any, mine: Any) -> dict[str, Any]:
    return {
        "title": step.title, "url": reverse("activity", kwargs={"id": step.activity.id}),
        "next": step.next_at, "needs": step.needs, "done": mine.done_at if mine else None,
        "line": mine.line if mine else "", "kind": KINDS[step.activity.kind],
    }


@require_safe
@seated
def plans(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The programmes of this space, drafts too."""
    needs_planner(seat)
    found = queries.programmes(space_id=seat.space.id, drafts=True, limit=200)
    return render(request, "web/plan_programmes.html", {
        "desk": seat, "programmes": [
            {"id": one.id, "title": T.verbatim(one.title_th, one.title_en), "state": one.state,
             "state_label": PROGRAMME_STATES[one.state]} for one in found],
    })


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def plan(request: HttpRequest, seat: Sitting, id: UUID | None = None) -> HttpResponse:
    """A new programme, or one as it is to be: its parts with the activities that each holds."""
    needs_planner(seat)
    view = queries.programme(actor=seat.actor, at=seat.at, id=id) if id else None
    if id and (view is None or view.programme.space_id != seat.space.id):
        raise NotFound()
    form = ProgrammeForm(request.POST if request.method == "POST" else None, view=view,
                         activities=queries.choices(space_id=seat.space.id, view=view))
    if form.is_bound and request.POST.get("do") != "more":
        kept = sent(request, form, lambda: form.keep(seat, id))
        if kept is not None:
            messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
            return redirect("plan_programme", id=kept)
    return render(request, "web/plan_programme.html", {
        "desk": seat, "form": form, "view": view, "parts": form.parts(),
        "promised": promised("programme", id) if id else [],
    }, status=422 if form.is_bound and form.errors else 200)
