"""Authors, subjects and series from ก to ฮ, found by name, and those with the most works."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.catalogue.queries import HeadingRow
from rianru.core.search import ask
from rianru.kernel.ids import from_short, short
from rianru.kernel.matching.headings import KINDS, Kind
from rianru.kernel.words import T
from rianru.web.catalogue import heading_present
from rianru.web.catalogue.heading_addresses import LISTS
from rianru.web.requests import actor_of

PAGE = 60
MOST = 12
LONGEST = 100  # characters of a beginning
FIGURES, FIRST_THAI, LAST_THAI = "0", "ก", "ฮ"


@require_safe
def headings(request: HttpRequest, kind: Kind) -> HttpResponse:
    """`?from=ก` begins there, `?after=` goes on behind one, `?q=` finds names; else from the beginning."""
    actor = actor_of(request)
    query, beginning = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("from", "").strip()[:LONGEST]
    after = request.GET.get("after", "")
    rows = _found(request, kind, query) if query else _page(request, kind, beginning, after)
    shown, more = rows[:PAGE], len(rows) > PAGE and not query
    base = reverse(LISTS[kind])
    start = not (query or beginning or after)
    return render(
        request,
        "web/headings.html",
        {
            "words": heading_present.WORDS[kind],
            "kinds": [
                {"label": heading_present.WORDS[each].many, "url": reverse(LISTS[each]), "on": each == kind}
                for each in KINDS
            ],
            "base_url": base,
            "query": query,
            "letters": _letters(queries.initials(actor=actor, kind=kind), base, beginning),
            "most": [heading_present.link(row) for row in _most(request, kind)] if start else [],
            "headings": [heading_present.link(row) for row in shown],
            "search_url": f"{reverse('search')}?{urlencode({'q': query})}",
            "page": {
                "next_url": f"{base}?{urlencode({'after': short(shown[-1].id)})}" if more else "",
                "first_url": base if after or beginning else "",
            },
            "crumbs": [
                {"text": T("ค้นหา", "Search"), "url": reverse("search")},
                {"text": heading_present.WORDS[kind].many, "url": ""},
            ],
        },
    )


def _most(request: HttpRequest, kind: Kind) -> list[HeadingRow]:
    return queries.most_held(actor=actor_of(request), kind=kind, limit=MOST)


def _found(request: HttpRequest, kind: Kind, query: str) -> list[HeadingRow]:
    """The best names of the index."""
    found = ask.search(query, kind=kind, limit=PAGE)
    return queries.heading_rows(actor=actor_of(request), ids=[hit.id for hit in found.hits])


def _page(request: HttpRequest, kind: Kind, beginning: str, after: str) -> list[HeadingRow]:
    try:
        behind = from_short(after) if after else None
    except ValueError:
        behind = None
    actor = actor_of(request)
    if not beginning and behind is None and get_language() == "th":
        # Figures and Latin letters come before Thai ones in the dictionary; a Thai reader begins at ก.
        rows = queries.heading_page(actor=actor, kind=kind, beginning=FIRST_THAI, limit=PAGE + 1)
        if rows:
            return rows
    return queries.heading_page(actor=actor, kind=kind, beginning=beginning, after=behind, limit=PAGE + 1)


def _letters(initials: list[str], base: str, beginning: str) -> list[dict[str, Any]]:
    """The letters with which names begin: the page's own script first, figures as one, other scripts as one."""
    thai = [letter for letter in initials if FIRST_THAI <= letter <= LAST_THAI]
    latin = [letter for letter in initials if letter.isascii() and letter.isalpha()]
    figures = [FIGURES] if any(letter.isascii() and letter.isdigit() for letter in initials) else []
    others = [letter for letter in initials if not letter.isascii() and letter not in thai][:1]
    ordered = [*thai, *latin] if get_language() == "th" else [*latin, *thai]
    return [
        {
            "label": "0–9" if letter == FIGURES else T("อื่น ๆ", "Other") if letter in others else letter.upper(),
            "on": letter == beginning.lower(), "url": f"{base}?{urlencode({'from': letter})}",
        }
        for letter in (*ordered, *figures, *others)
    ]
