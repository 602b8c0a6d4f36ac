"""The pages that say what this is. Home is in home.py."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.refusals import NotAllowed, Refused
from rianru.kernel.words import T
from rianru.web.navigation import work_groups
from rianru.web.templatetags.samples import samples

ELSEWHERE = ("house.not_found", "house.body_too_large", "core.index_not_ready")
"""Refusals of other rooms that the API gives."""


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part that screens are built of, alive."""
    return render(request, "web/parts.html", samples())


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and for whom."""
    return render(request, "web/about.html")


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """All that a member of staff works with, by what their grants allow. NotAllowed for who has no duty."""
    groups = work_groups(request)
    if not groups:
        raise NotAllowed()
    return render(request, "web/staff_work.html", {"groups": groups})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about you, and what is not."""
    return render(request, "web/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For everyone, and whom to tell when it is not."""
    return render(request, "web/accessibility.html")


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """The API: keys, limits, cursors and refusals, with examples."""
    return render(request, "web/developers.html", {
        "base": settings.PUBLIC_URL + reverse("api:start"),
        "openapi_url": reverse("api:openapi"),
        "query": "ผ้าทอ", "begun": "ผ้าท", "refusals": _api_refusals(),
        "limit": settings.API_PER_MINUTE, "key_limit": settings.API_KEY_PER_MINUTE,
    })


def _api_refusals() -> list[dict[str, object]]:
    """What the API may answer instead, by number and code."""
    known = Refused.registry()
    shown = [code for code in known if code.startswith("api.")] + list(ELSEWHERE)
    ordered = sorted(shown, key=lambda code: (known[code].status, code))
    return [{"code": code, "status": known[code].status, "says": _blank(known[code].says)} for code in ordered]


def _blank(says: T) -> T:
    """A sentence with … in its places."""
    return says.having(**dict.fromkeys(says.places - says.values.keys(), "…"))
