"""Searching."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.core.search import ask
from rianru.web.catalogue import narrowing, present
from rianru.web.requests import actor_of, number

PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` finds works; without it the page says how to begin. Pages by offset, to the last one of the index."""
    asked, actor = narrowing.Asked.of(request.GET), actor_of(request)
    if not asked.query:
        newest = queries.newest(actor=actor, limit=12)
        return render(
            request, "web/search.html", {"suggestions": present.starters(), "newest": present.rows(newest.rows)}
        )
    offset = number(request, "offset", most=ask.LAST_OFFSET)
    found = ask.search(
        asked.query, kind="work", offset=offset, limit=PAGE, chosen=asked.chosen, facets=tuple(narrowing.FACETS),
        sort=asked.sort,
    )
    works = queries.work_rows(actor=actor, ids=[hit.id for hit in found.hits])
    more = offset + PAGE < min(found.total, ask.LAST_OFFSET)
    return render(
        request,
        "web/search.html",
        {
            "query": asked.query,
            "total": found.total,
            "works": present.rows(works),
            "terms": list(found.words),
            "relaxed": found.relaxed,
            "said": _said(found),
            "facets": narrowing.facets(asked, found.facets),
            "chosen": narrowing.chosen(asked),
            "wider_url": narrowing.Asked(asked.query).address() if asked.chosen else "",
            "sorts": [] if found.near else narrowing.sorts(asked),
            "suggestions": present.starters(),
            "page": {
                "next_url": asked.address(offset + PAGE) if more else "",
                "first_url": asked.address() if offset else "",
            },
        },
    )


def _said(found: ask.Found) -> dict[str, Any] | None:
    """What was done to the query, where it was not looked for as it was typed."""
    if found.layout:
        return {"query": found.layout, "reason": "keyboard"}
    return {"reason": "near"} if found.near else None
