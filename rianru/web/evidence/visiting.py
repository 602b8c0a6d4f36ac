"""Visits: what waits for one, and scoring criterion by criterion beside what the keeper found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.evidence import actions, queries
from rianru.evidence.actions import Scored
from rianru.evidence.queries import RoundView
from rianru.kernel.dates import day_of
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.web.bodies import takes_files
from rianru.web.catalogue.staff import somewhere
from rianru.web.evidence.present import day_typed
from rianru.web.health import now
from rianru.web.requests import actor_of, uuid_of

PAGE = 30
FROM = ("national", "network", "city")  # scopes from which one visits


def visits_somewhere(actor: Actor) -> bool:
    """Whether this actor visits places anywhere."""
    return somewhere("evidence.visit", actor, now(), FROM)


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Rounds that wait for a visit or a decision, the longest first."""
    actor, at = actor_of(request), now()
    if not visits_somewhere(actor):
        require("evidence.visit", actor=actor, at=at)
    rows = queries.waiting(actor=actor, at=at, after=uuid_of(request.GET.get("after", "")), limit=PAGE + 1)
    shown = rows[:PAGE]
    return render(request, "web/visits.html", {
        "rows": shown, "page": {
            "next_url": f"?after={shown[-1].assessment.id}" if len(rows) > PAGE else "",
            "first_url": request.path if request.GET.get("after") else ""},
    })


@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?group=`: one group of criteria at a time. A POST keeps it and goes on; `do=drop:ID` takes a file out,
    `do=finish` says that the visit is whole.
    """
    actor, at = actor_of(request), now()
    view = queries.round_view(id)
    if view is None:
        raise NotFound()
    if not queries.may_visit(view, actor=actor, at=at):
        raise NotAllowed()
    order = [part.group.name for part in view.parts]
    here = request.POST.get("group") or request.GET.get("group") or order[0]
    here = here if here in (*order, "-") else order[0]
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _kept(request, view, actor, here, order)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused, view = refusal, queries.round_view(id) or view
    part = next((one for one in view.parts if one.group.name == here), None)
    return render(request, "web/visit.html" if part else "web/visit_finish.html", {
        "view": view, "one": view.assessment, "part": part, "here": order.index(here) + 1 if part else len(order) + 1,
        "pages": len(order), "refused": refused, "today": day_of(at), "typed": request.POST,
        "day": _day(request, view) or day_of(at),
        "back": f"?group={order[order.index(here) - 1]}" if part and order.index(here) else "" if part
        else f"?group={order[-1]}",
        "unscored": [line for line in view.lines if line.seen is None],
        "unsaid": [line for line in view.lines if line.differs and not line.reason],
    }, status=refused.status if refused else 200)


def _day(request: HttpRequest, view: RoundView) -> Any:
    own = getattr(view.assessment, "visit", None)
    return day_typed(request.POST.get("visited_on", "")) or (own.visited_on if own else None)


def _kept(request: HttpRequest, view: RoundView, actor: Actor, here: str, order: list[str]) -> HttpResponse:
    asked: dict[str, Any] = {"actor": actor, "at": now(), "assessment_id": view.assessment.id}
    address = reverse("visit", kwargs={"id": view.assessment.id})
    if request.POST.get("do") == "finish":
        actions.finish_visit(**asked, summary=request.POST.get("summary", "")[:2_000])
        messages.success(request, str(T("บันทึกการเยี่ยมแล้ว ขอบคุณที่ไปถึงที่", "The visit is kept. Thank you for going there.")))
        return redirect("assessment", id=view.assessment.id)
    part = next((one for one in view.parts if one.group.name == here), None)
    if part is None:
        raise NotFound()
    scores = {
        line.criterion.name: Scored(int(typed), request.POST.get(f"why:{line.criterion.name}", "")[:2_000])
        for line in part.lines for typed in [request.POST.get(f"level:{line.criterion.name}", "")]
        if typed.isascii() and typed.isdigit() and len(typed) < 3
    }
    actions.score_visit(**asked, visited_on=_day(request, view) or day_of(now()), scores=scores)
    for line in part.lines:
        for sent in request.FILES.getlist(f"file:{line.criterion.name}"):
            actions.show_on_visit(**asked, criterion=line.criterion.name, name=str(sent.name),
                                  data=bytes(sent.read(pictures.MOST_BYTES + 1)))
    if request.POST.get("do", "").startswith("drop:"):
        file = uuid_of(request.POST["do"].removeprefix("drop:"))
        actions.drop_from_visit(**asked, file_id=file or view.assessment.id)
        return redirect(f"{address}?group={here}")
    after = order.index(here) + 1
    return redirect(f"{address}?group={order[after] if after < len(order) else '-'}")
