"""What the page shell needs on every page."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from rianru.core.actors import ANONYMOUS, Actor, Role
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Network

NAV = (
    ("home", T("หน้าแรก", "Home"), "home"),
    ("search", T("ค้นหา", "Search"), "search"),
    ("spaces", T("ใกล้บ้าน", "Near home"), "pin"),
    ("account", T("บัญชี", "Account"), "user"),
)
STAFF = (
    ("imports", T("นำเข้า", "Imports"), "upload"),
    ("people", T("สิทธิ์", "Roles"), "people"),
    ("spaces", T("ใกล้บ้าน", "Near home"), "pin"),
    ("search", T("ค้นหา", "Search"), "search"),
)

AREAS = {
    "work": "search", "space": "spaces", "space_edit": "spaces", "import": "imports", "import_new": "imports",
    "grant": "people",
}  # whose entry is lit on a page that has none of its own


def shell(request: HttpRequest) -> dict[str, Any]:
    """Language, addresses, navigation, look and banner."""
    language = get_language() or "th"
    other = "en" if language == "th" else "th"
    entries, network, staff = _nav(request, NAV), network_of(request), _staff_nav(request)
    work = [entry for entry in staff if entry["name"] in ("imports", "people")]
    return {
        "lang": language,
        "other_lang_url": translate_url(request.get_full_path(), other),
        "canonical_url": _canonical(request, language),
        "alternates": {code: _canonical(request, code) for code, _ in settings.LANGUAGES},
        "nav": [*(entry for entry in entries if entry["name"] not in ("home", "account")), *work],
        "tabs": entries,
        "staff_nav": staff,
        "network": network,
        "hue": network.dye if network else "indigo",
        "weave": network.weave if network else "diamond",
        "theme": request.COOKIES.get("theme", "auto") if request.COOKIES.get("theme") in ("light", "dark") else "auto",
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
    }


def network_of(request: HttpRequest) -> Network | None:
    """The network whose host name this is, or the only one there is; looked up once a minute in each process."""
    known: dict[str | None, Network] | None = cache.get("networks")
    if known is None:
        known = {network.host: network for network in queries.networks()}
        cache.set("networks", known, 60)
    host = request.get_host().split(":")[0]
    return known.get(host) or (next(iter(known.values())) if len(known) == 1 else None)


def _canonical(request: HttpRequest, language: str) -> str:
    kept = {key: value for key, value in request.GET.items() if key in ("q", "offset")}
    path = translate_url(request.path, language)
    return settings.PUBLIC_URL + path + (f"?{urlencode(kept)}" if kept else "")


def _nav(request: HttpRequest, wanted: Iterable[tuple[str, T, str]]) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.view_name if match else ""
    area = AREAS.get(here, here)
    return [
        {"name": name, "url": reverse(name), "label": label, "icon": icon, "current": area == name}
        for name, label, icon in wanted
    ]


def _staff_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """What a member of staff works with: imports for librarians, roles for administrators."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    roles = {grant.role for grant in actor.grants}
    needed = {"imports": {Role.ADMINISTRATOR, Role.LIBRARIAN}, "people": {Role.ADMINISTRATOR}}
    return _nav(request, [entry for entry in STAFF if needed.get(entry[0], roles) & roles])
