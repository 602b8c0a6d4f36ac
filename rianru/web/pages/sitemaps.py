"""What search engines are told: where they may go, and every page with its lasting address.

A sitemap has at most 50,000 addresses (sitemaps.org, protocol). Each part begins behind a key and is written as it is
read, so that a million works take no more memory than a thousand. Kinds come from the registry: whatever has pages.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse, translate_url
from django.views.decorators.http import require_safe

from rianru.core import kinds
from rianru.kernel.ids import from_short, short
from rianru.web.catalogue.narrowing import FACETS

Answer = TypeVar("Answer", bound=HttpResponseBase)
MOST, BATCH = 50_000, 1_000
HOUR = 3600
PAGES = ("home", "spaces", "activities", "authors", "subjects", "series_list", "about", "privacy", "accessibility",
         "developers")
FIRST = "first"
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CLOSED = ("/accounts/", "/account/", "/demo/", "/near/", "/theme/", "/works/*/cite/", "/*?*after=", "/*?*offset=")
_LANGUAGES = ("", "/en")  # how addresses of each language begin


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """All but forms, files to take away, and results that are narrowed or far down. A demo: nothing."""
    if settings.DEMO:
        return _public(HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8"))
    narrowed = [f"/*?*{name}=" for name in (*FACETS, "sort")]
    closed = ["/api/", *(begin + path for path in (*_CLOSED, *narrowed) for begin in _LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "",
             f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""]
    return _public(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts: one of pages that stand alone, and of each kind one for every 50,000. Made once an hour."""
    parts = cache.get_or_set("sitemap", _parts, HOUR)
    entries = "".join(f"<sitemap><loc>{escape(settings.PUBLIC_URL + part)}</loc></sitemap>\n" for part in parts or [])
    return _xml(HttpResponse(f"{_HEAD}<sitemapindex {_SPACE}>\n{entries}</sitemapindex>\n"))


@require_safe
def part(request: HttpRequest, kind: str, after: str) -> HttpResponseBase:
    """The addresses of one part, in the order of their keys, behind `after`."""
    if kind == "pages":
        return _xml(StreamingHttpResponse(_written(_url(path, None) for path in _alone())))
    found = kinds.all_kinds().get(kind)
    if found is None or found.pages is None:
        raise Http404
    return _xml(StreamingHttpResponse(_written(_entries(found, _key(after)))))


def _key(after: str) -> UUID | None:
    if after == FIRST:
        return None
    try:
        return from_short(after)
    except ValueError:
        raise Http404 from None


def _parts() -> list[str]:
    """Their paths. Of each kind only keys are read, one page of them at a time."""
    found = [reverse("sitemap_part", kwargs={"kind": "pages", "after": FIRST})]
    for name, kind in kinds.all_kinds().items():
        after: UUID | None = None
        while kind.pages is not None and (ids := kind.pages(after, MOST)):
            key = short(after) if after else FIRST
            found.append(reverse("sitemap_part", kwargs={"kind": name, "after": key}))
            after = ids[-1]
            if len(ids) < MOST:
                break
    return found


def _alone() -> Iterator[str]:
    for name in PAGES:
        try:
            yield translate_url(reverse(name), "th")
        except NoReverseMatch:
            continue


def _entries(kind: kinds.Kind, after: UUID | None) -> Iterator[str]:
    """At most MOST entries, BATCH at a time: their keys, their cards, when they changed."""
    left = MOST
    while left and kind.pages is not None and (ids := kind.pages(after, min(BATCH, left))):
        cards = kind.cards(ids)
        changed = kind.changed(ids) if kind.changed else {}
        for id in ids:
            if id in cards:
                path = reverse(cards[id].url_name, kwargs=dict(cards[id].url_kwargs))
                yield _url(translate_url(path, "th"), changed.get(id))
        after, left = ids[-1], left - len(ids)


def _url(path: str, changed: datetime | None) -> str:
    said = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc>{said}</url>\n"


def _written(entries: Iterator[str]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_SPACE}>\n"
    yield from entries
    yield "</urlset>\n"


def _xml(response: Answer) -> Answer:
    response["Content-Type"] = "application/xml; charset=utf-8"
    return _public(response)


def _public(response: Answer) -> Answer:
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
