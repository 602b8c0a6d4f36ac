"""The page of one work."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue import present
from rianru.web.catalogue.staff import takes_records
from rianru.web.catalogue.work_records import gone_to
from rianru.web.health import now
from rianru.web.places.present import area_line, opening
from rianru.web.requests import actor_of


def _holdings(request: HttpRequest, view: queries.WorkView) -> list[dict[str, Any]]:
    """The branches: those with a free copy that are open now, then the other free ones, then the rest."""
    at, ids = now(), [branch.space_id for branch in view.branches]
    openings = places.openings(ids, at=at)
    areas = {
        row.space.id: area_line(row)
        for row in places.space_rows(actor=actor_of(request), at=at, ids=ids, limit=len(ids))
    }
    ordered = sorted(view.branches, key=lambda one: (not one.available, openings[one.space_id].state != "open"))
    return [
        {
            "space_name": branch.name,
            "space_url": reverse("space", kwargs={"code": branch.code}),
            "opening": opening(openings[branch.space_id]),
            "call_number": ", ".join(branch.call_numbers),
            "area": areas.get(branch.space_id, ""),
            "count": branch.available or None,
            "state": present.state_of(len(branch.copies), branch.available),
        }
        for branch in ordered
    ]


def _for_staff(request: HttpRequest, view: queries.WorkView) -> dict[str, Any]:
    """The way to the records, and whose word each value is, for those who may decide about them."""
    actor, at = actor_of(request), now()
    if not takes_records(actor, at):
        return {}
    groups = queries.records_of_work(work_id=view.work.id)
    records = [card.record for group in groups for card in group.cards]
    if not queries.may_decide(actor=actor, at=at, records=records):
        return {}
    return {
        "records_url": reverse("work_records", kwargs={"id": view.work.id}),
        "record_count": len(records),
        "said_by": present.said_by(view.main.edition, groups),
    }


@require_safe
def work(request: HttpRequest, id: UUID) -> HttpResponse:
    """A work with its editions and the branches that hold it. One that became part of another leads on to it."""
    view = queries.work(actor=actor_of(request), id=id)
    if view is None or not view.editions:
        if there := gone_to(id, "work"):
            return there
        raise NotFound()
    holdings = _holdings(request, view)
    edition = view.main.edition
    return render(
        request,
        "web/work.html",
        {
            "work": present.head(view),
            "holdings": holdings,
            "editions": present.editions(view),
            "subjects": [
                {"text": subject, "url": present.search_address(subject)} for subject in edition.subjects[:12]
            ],
            "identifiers": present.identifiers(view),
            "links": present.links(edition),
            "restricted": edition.restricted,
            "share_url": reverse("work_share", kwargs={"id": id}),
            "contents": present.contents(edition.contents),
            "notes": edition.notes,
            **_for_staff(request, view),
            "crumbs": [{"text": T("ค้นหา", "Search"), "url": reverse("search")}, {"text": view.work.title, "url": ""}],
            "structured": present.structured(view, request.build_absolute_uri()),
        },
    )
