"""Home and the pages that say what this is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.places import queries as places
from rianru.web.health import now
from rianru.web.requests import actor_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first; then what can be picked up, and where."""
    actor = actor_of(request)
    newest = catalogue.newest(actor=actor, limit=12)
    return render(request, "web/home.html", {
        "newest": newest.rows, "works_total": newest.total, "spaces_total": places.count_spaces(actor=actor, at=now()),
    })


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part that screens are built of, alive."""
    return render(request, "web/parts.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and for whom."""
    return render(request, "web/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about you, and what is not."""
    return render(request, "web/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For everyone, and whom to tell when it is not."""
    return render(request, "web/accessibility.html")
