"""A standard for everyone: its text, what it takes to meet it, and where it is met."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.evidence import queries
from rianru.kernel.refusals import NotFound
from rianru.web.evidence.present import crumbs


@require_safe
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """Its groups and criteria with what every level means."""
    view = queries.standard(code)
    if view is None:
        raise NotFound()
    return render(request, "web/standard.html", {
        "view": view, "count": len(view.criteria), "crumbs": crumbs((view.name, "")),
        "networks_url": reverse("networks"),
    })
