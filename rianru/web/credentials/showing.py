"""What can be earned, and who issues: pages for everyone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.credentials import queries
from rianru.kernel.refusals import NotFound
from rianru.web.credentials import present
from rianru.web.health import now
from rianru.web.requests import uuid_of

PAGE = 24


@require_safe
def achievements(request: HttpRequest) -> HttpResponse:
    """Everything that is issued now, the newest first."""
    after = uuid_of(request.GET.get("after", ""))
    rows = queries.definitions(after=after, limit=PAGE + 1)
    return render(request, "web/credentials/achievements.html", {
        "rows": [present.definition(row) for row in rows[:PAGE]],
        "page": {"next_url": f"?after={rows[PAGE - 1].id}" if len(rows) > PAGE else "", "first_url": "?" * bool(after)},
    })


@require_safe
def achievement(request: HttpRequest, id: UUID) -> HttpResponse:
    """One: what it stands for, how it is earned, who vouches for it, and who chose to be named."""
    found = queries.definition(id)
    if found is None:
        raise NotFound()
    at = now()
    return render(request, "web/credentials/achievement.html", {
        "definition": present.definition(found), "rules": present.rules(queries.rules_of(id)),
        "count": queries.counts(id),
        "vouched": queries.endorsements_of(definition_id=id), "holders": queries.shown_holders(id, at=at),
        "document_url": reverse("achievement_document", kwargs={"id": id}),
    })


@require_safe
def issuer(request: HttpRequest, id: UUID) -> HttpResponse:
    """An issuer: what it gives, who vouches for it, and its keys for programs."""
    found = queries.issuer(id)
    if found is None:
        raise NotFound()
    rows = queries.definitions(places=[(found.kind, found.place_id)], limit=PAGE)
    return render(request, "web/credentials/issuer.html", {
        "issuer": found, "rows": [present.definition(row) for row in rows],
        "vouched": queries.endorsements_of(issuer_id=id), "keys": queries.keys([id]).get(id, []),
        "space_url": reverse("space", kwargs={"code": found.code}) if found.code else "",
        "document_url": reverse("issuer_document", kwargs={"id": id}),
    })
