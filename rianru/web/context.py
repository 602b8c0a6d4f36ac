"""What the page shell needs on every page."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from rianru.places import queries
from rianru.places.queries import Network
from rianru.web import canonical
from rianru.web.navigation import NAV, TOP, bar, chosen, entries_for, staff_entries, way_to_work


def shell(request: HttpRequest) -> dict[str, Any]:
    """Language, addresses, navigation, look and banner."""
    language = get_language() or "th"
    other = "en" if language == "th" else "th"
    entries, network, staff = entries_for(request, NAV), network_of(request), staff_entries(request)
    return {
        "lang": language,
        "other_lang_url": translate_url(request.get_full_path(), other),
        "canonical_url": canonical.address(request, language),
        "alternates": {code: canonical.address(request, code) for code, _ in settings.LANGUAGES},
        "unlisted": settings.DEMO or canonical.unlisted(request),
        "nav": [*(entry for entry in entries if entry["name"] not in ("home", "account")), *way_to_work(staff)],
        "tabs": entries,
        "staff_nav": chosen(staff, TOP),
        "staff_bar": bar(staff),
        "staff_home": way_to_work(staff),
        "network": network,
        "hue": network.dye if network else "indigo",
        "weave": network.weave if network else "diamond",
        "theme": request.COOKIES.get("theme", "auto") if request.COOKIES.get("theme") in ("light", "dark") else "auto",
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
    }


def network_of(request: HttpRequest) -> Network | None:
    """The network whose host name this is, else the only one without a host name, else the only one there is; looked
    up once a minute in each process.
    """
    known: list[Network] | None = cache.get("networks")
    if known is None:
        known = queries.networks()
        cache.set("networks", known, 60)
    host = request.get_host().split(":")[0]
    own = [network for network in known if network.host == host]
    hostless = [network for network in known if not network.host]
    return next((found[0] for found in (own, hostless, known) if len(found) == 1), None)
