"""The one address of each page, and the pages that search engines should leave alone.

What stands in an address and changes the page is kept, in one order; everything else (marks of campaigns, of who shared
it) is dropped. Results beyond the first page, and results narrowed by a choice, can be reached but are not listed.
"""

from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from rianru.web.catalogue.narrowing import FACETS

_PLACE: Final = ("after", "offset", "cursor")  # where in a list
KEPT: Final[dict[str, tuple[str, ...]]] = {
    "search": ("q", *FACETS, "sort"), "spaces": ("q", "province", "kind", "open"), "work_cite": ("edition",),
    "activities": ("when", "day", "view", "kind", "area", "for", "free", "online", "near"),
    **dict.fromkeys(("authors", "subjects", "series_list"), ("q", "from")),
    **dict.fromkeys(("author", "subject", "series"), ("sort", "role", "format", "language", "decade")),
}
"""By route: what makes another page of it, beside the place in a list."""
LISTED: Final[dict[str, tuple[str, ...]]] = {"search": ("q",), "spaces": ("province", "kind"),
                                         "activities": ("area", "for", "kind")}
"""By route: what may stand in an address that search engines list; nothing where a route is not named."""
UNLISTED: Final = frozenset({"near", "work_cite"})


def address(request: HttpRequest, language: str) -> str:
    """The address on the public host, in a language."""
    wanted = (*KEPT.get(_route(request), ()), *_PLACE)
    pairs = [(name, value) for name in wanted for value in sorted(request.GET.getlist(name)) if value]
    path = translate_url(request.path, language)
    return settings.PUBLIC_URL + path + (f"?{urlencode(pairs)}" if pairs else "")


def unlisted(request: HttpRequest) -> bool:
    """Whether search engines are asked to leave the page out of their lists."""
    route = _route(request)
    listed = LISTED.get(route, ())
    narrowing = [name for name in (*KEPT.get(route, ()), *_PLACE) if name not in listed]
    return route in UNLISTED or any(request.GET.get(name) for name in narrowing)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def site() -> str:
    """Where our pages stand for the world, without a slash at the end."""
    return str(settings.PUBLIC_URL)
