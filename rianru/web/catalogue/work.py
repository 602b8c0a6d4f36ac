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
from rianru.web.catalogue import present, reaching
from rianru.web.catalogue.citing import address_of, citing
from rianru.web.catalogue.leading_on import leading_on
from rianru.web.catalogue.sharing import sharing
from rianru.web.catalogue.staff import takes_records
from rianru.web.catalogue.structured import structured
from rianru.web.catalogue.work_records import gone_to
from rianru.web.health import now
from rianru.web.learning import beside
from rianru.web.places.near import near_address
from rianru.web.requests import actor_of


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


def _where(request: HttpRequest, view: queries.WorkView, links: list[dict[str, Any]]) -> dict[str, Any]:
    """The branches, the way to get it, and where the visitor is."""
    held, place = reaching.holdings(request, view)
    nearest = next((one for one in held if one["count"]), held[0] if held else {})
    return {
        "work": present.head(view, nearest), "holdings": held, "way": reaching.way(view, held, links), "place": place,
        "near_url": near_address(request, "#where"), "read_url": reaching.read_address(view, links),
        "structured": structured(view, address_of(view.work.id), held),
    }


def _about(view: queries.WorkView) -> dict[str, Any]:
    """What the records say beyond its head."""
    edition = view.main.edition
    return {
        "editions": present.editions(view), "subjects": present.subjects(view), "series": present.series(view),
        "identifiers": present.identifiers(view), "restricted": edition.restricted,
        "contents": present.contents(edition.contents), "notes": edition.notes,
    }


@require_safe
def work(request: HttpRequest, id: UUID) -> HttpResponse:
    """A work with its editions and the branches that hold it. One that became part of another leads on to it."""
    actor = actor_of(request)
    view = queries.work(actor=actor, id=id)
    if view is None or not view.editions:
        if there := gone_to(id, "work"):
            return there
        raise NotFound()
    links = present.links(view.main.edition)
    return render(request, "web/work.html", {
        **_where(request, view, links), **_about(view), **_for_staff(request, view), "links": links,
        "meetings": beside.using(id, now()),
        "related": leading_on(queries.related(actor=actor, work_id=id)), "cite": citing(view, view.main),
        "share": sharing(view.work.title, address_of(id)), "og_type": "book" if view.main.edition.isbns else "article",
        "share_url": reverse("work_share", kwargs={"id": id}),
        "crumbs": [{"text": T("ค้นหา", "Search"), "url": reverse("search")}, {"text": view.work.title, "url": ""}],
    })
