"""Searching everything, and suggestions while one types."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.core import kinds
from rianru.core.search import ask
from rianru.core.search.suggest import suggestions
from rianru.core.search.why import Why, why
from rianru.kernel.formats.marc.columns import is_isbn
from rianru.kernel.words import T
from rianru.web.catalogue import narrowing, present
from rianru.web.catalogue.staff import takes_records
from rianru.web.health import now
from rianru.web.places.near import province_of
from rianru.web.requests import actor_of, number

PAGE, BESIDE = 20, 4
SYMBOLS = {"books": "book", "people": "people", "subjects": "search", "places": "pin", "shelves": "shelf",
           "activities": "cal"}
# Words of someone who looks for a place to go to, not for a book about it.
NEARBY = re.compile(
    r"ใกล้ ?(?:ๆ ?)?(?:ฉัน|ผม|หนู|เรา|ที่นี่|นี้)|แถวนี้|\b(?:near (?:me|here|by)|nearby)\b"
    r"|(?=.*(?:ห้องสมุด|ศูนย์|ที่เรียน|ที่อ่าน|librar)).*(?:ใกล้ ?(?:ๆ ?)?บ้าน|แถวบ้าน|near home)",
    re.IGNORECASE,
)
KEPT = 60  # seconds that a browser may keep suggestions


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` finds books, and with `in=` other things; without either the page says how to begin.

    Pages by offset where the best come first, to the last one of the index; by place where a field orders them.
    """
    asked, actor = narrowing.Asked.of(request.GET), actor_of(request)
    if not asked.query and not asked.chosen:
        newest = queries.newest(actor=actor, limit=12)
        return render(
            request, "web/search.html", {"suggestions": present.starters(), "newest": present.rows(newest.rows)}
        )
    offset, after = number(request, "offset", most=ask.LAST_OFFSET), request.GET.get("after", "")[:40]
    found = ask.search(
        asked.query, kind=asked.kinds, offset=offset, limit=PAGE, chosen=_choices(asked), sort=asked.sort, after=after,
        facets=(*asked.facets, "kind"), close_to=province_of(request),
    )
    names = narrowing.names(asked, found.facets)
    counted = found.facets.get("kind", {})
    first = not (offset or after or asked.chosen or asked.scope)
    return render(
        request, "web/search.html",
        {
            "query": asked.query, "total": found.total, **_shown(request, asked, found),
            "terms": list(found.words), "relaxed": found.relaxed, "said": _said(asked, found),
            "scopes": narrowing.scopes(asked, counted), "also": _also(asked, counted) if first else [],
            "facets": narrowing.facets(asked, found.facets, names), "chosen": narrowing.chosen(asked, names),
            "wider_url": narrowing.Asked(asked.query, scope=asked.scope).address() if asked.chosen else "",
            "sorts": [] if found.near or found.total < 2 else narrowing.sorts(asked),
            "suggestions": present.starters(),
            "number": is_isbn(asked.query), "nearby": bool(NEARBY.search(asked.query)),
            "ways": [] if found.total else _ways(asked, found),
            "why_url": _why_url(request, asked, found),
            "page": {
                "next_url": _next(asked, found, offset),
                "first_url": asked.address() if offset or after else "",
            },
        },
    )


def _choices(asked: narrowing.Asked) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in asked.chosen.items() if name in asked.facets}


def _next(asked: narrowing.Asked, found: ask.Found, offset: int) -> str:
    if asked.sort:
        return asked.address(after=found.then) if found.then else ""
    more = offset + PAGE < min(found.total, ask.LAST_OFFSET)
    return asked.address(offset + PAGE) if more else ""


def _shown(request: HttpRequest, asked: narrowing.Asked, found: ask.Found) -> dict[str, Any]:
    """Works as rows of a list, everything else as cards."""
    if asked.kinds == ("work",):
        works = queries.work_rows(actor=actor_of(request), ids=[hit.id for hit in found.hits])
        reasons = _reasons(request, asked, found)
        rows = enumerate(present.rows(works), 1)
        return {"works": [row | {"why": reasons.get(row["id"]), "at": str(place)} for place, row in rows]}
    return {"cards": _cards([(hit.kind, hit.id) for hit in found.hits])}


def _cards(pairs: Sequence[tuple[str, UUID]]) -> list[dict[str, Any]]:
    """A card of each in their order, one query a kind; what is gone is left out."""
    ids: dict[str, list[UUID]] = {}
    for kind, id in pairs:
        ids.setdefault(kind, []).append(id)
    cards = {(kind, id): card for kind, own in ids.items() for id, card in kinds.get(kind).cards(own).items()}
    return [
        {
            "name_th": card.title_th, "name_en": card.title_en, "line": card.line, "kind": kinds.get(pair[0]).label,
            "icon": SYMBOLS.get(kinds.get(pair[0]).scope, "search"),
            "url": reverse(card.url_name, kwargs=dict(card.url_kwargs)),
        }
        for pair in pairs for card in [cards.get(pair)] if card
    ]


def _also(asked: narrowing.Asked, counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """The few names, subjects and places that have all the words as typed, for a search of books. `counted`: of each
    kind, where that is known; blank where books were found by a kinder reading.
    """
    others = tuple(kind for kind in kinds.in_scope("") if kind not in asked.kinds)
    if counted and not any(counted.get(kind) for kind in others):
        return []
    found = ask.search(asked.query, kind=others, limit=BESIDE, kindly=False)
    return _cards([(hit.kind, hit.id) for hit in found.hits])


def _said(asked: narrowing.Asked, found: ask.Found) -> dict[str, Any] | None:
    """What was done to the query, where it was not looked for as it was typed; and what may have been meant."""
    if found.layout and not found.near:
        return {"query": found.layout, "reason": "keyboard"}
    if found.near:
        meant = replace(asked, query=found.meant) if found.meant else None
        return {"reason": "near", "meant": found.meant, "meant_url": meant.address() if meant else ""}
    return None


def _ways(asked: narrowing.Asked, found: ask.Found) -> list[dict[str, Any]]:
    """Where the same words do find something: without what is chosen, or among other things."""
    ways = []
    if asked.chosen and (wider := ask.search(asked.query, kind=asked.kinds, limit=1)).total:
        all_of_them = narrowing.Asked(asked.query, scope=asked.scope)
        ways.append({"reason": "wider", "count": wider.total, "url": all_of_them.address()})
    elsewhere = narrowing.scopes(asked, found.facets.get("kind", {}))
    return [*ways, *({"reason": "scope", **scope} for scope in elsewhere if scope["count"] and not scope["on"])]


def _has_reasons(request: HttpRequest, asked: narrowing.Asked, found: ask.Found) -> bool:
    """Whether this visitor may see why the rows stand where they do, and there is anything to tell."""
    ranked = asked.query and not (asked.sort or found.near or asked.kinds != ("work",))
    return bool(ranked and found.hits) and takes_records(actor_of(request), now())


def _why_url(request: HttpRequest, asked: narrowing.Asked, found: ask.Found) -> str:
    """For staff: the same page with reasons."""
    if "why" in request.GET or not _has_reasons(request, asked, found):
        return ""
    return f"{request.path}?{request.GET.urlencode()}&why=1"


def _reasons(request: HttpRequest, asked: narrowing.Asked, found: ask.Found) -> dict[UUID, list[T]]:
    if "why" not in request.GET or not _has_reasons(request, asked, found):
        return {}
    return {id: present.reason(one) for id, one in _told(request, asked, found).items()}


def _told(request: HttpRequest, asked: narrowing.Asked, found: ask.Found) -> dict[UUID, Why]:
    return why(found.layout or asked.query, found.hits, close_to=province_of(request))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What begins with `?q=`: a list for the search box, empty where nothing does."""
    groups = [own for scope in kinds.SCOPES if (own := kinds.in_scope(scope))]
    found = suggestions(request.GET.get("q", ""), kinds=groups)
    response = render(request, "web/search_suggest.html", {"cards": _cards(found)})
    response["Cache-Control"] = f"private, max-age={KEPT}"
    return response
