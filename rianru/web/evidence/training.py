"""Train as a caretaker: the courses whose certificate counts, where to begin, and how many have done it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.credentials import queries as credentials
from rianru.credentials.queries import DefinitionRow
from rianru.evidence import queries
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.web.evidence.present import crumbs, fact_text
from rianru.web.health import now
from rianru.web.requests import actor_of


@require_safe
def caretakers(request: HttpRequest) -> HttpResponse:
    """The way from a first class to the certificate."""
    at = now()
    keepers, buildings = queries.trained(network_id=None, at=at)
    return render(request, "web/caretakers.html", {
        "courses": [_course(request, one) for one in queries.courses() if one.ended_at is None],
        "keepers": fact_text(keepers), "buildings": fact_text(buildings),
        "crumbs": crumbs((T("เป็นผู้ดูแล", "Become a caretaker"), "")),
    })


def _course(request: HttpRequest, one: DefinitionRow) -> dict[str, Any]:
    """An achievement, and the programmes that lead to it."""
    at, actor = now(), actor_of(request)
    ids = [rule.object_id for rule in credentials.rules_of(one.id) if rule.object_kind == "programme"]
    views = [view for id in ids if (view := learning.programme(actor=actor, at=at, id=id))]
    return {
        "name": one.name, "about": T.verbatim(one.description_th, one.description_en),
        "criteria": T.verbatim(one.criteria_th, one.criteria_en), "hours": one.hours, "months": one.months,
        "issuer": one.issuer.name, "programmes": [
            {"title": view.title, "url": reverse("programme", kwargs={"id": view.programme.id}), "parts": [
                {"title": part.title, "steps": [
                    {"title": step.title, "next": step.next_at,
                     "url": reverse("activity", kwargs={"id": step.activity.id})} for step in part.steps]}
                for part in view.parts]} for view in views],
    }
