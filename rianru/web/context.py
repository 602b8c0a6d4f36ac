"""What the page shell needs on every page."""

import functools
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from rianru.catalogue import queries as catalogue
from rianru.core.actors import ANONYMOUS, Actor, Role
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Network
from rianru.web import canonical
from rianru.web.catalogue.staff import keeps_items, serves, takes_records
from rianru.web.health import now

NAV = (
    ("home", T("หน้าแรก", "Home"), "home"),
    ("search", T("ค้นหา", "Search"), "search"),
    ("spaces", T("ใกล้บ้าน", "Near home"), "pin"),
    ("account", T("บัญชี", "Account"), "user"),
)
STAFF = (
    ("desk", T("ยืม–คืน", "Desk"), "scan"),
    ("sources", T("แหล่งข้อมูล", "Sources"), "door"),
    ("imports", T("นำเข้า", "Imports"), "upload"),
    ("doubts", T("ข้อสงสัย", "Doubts"), "why"),
    ("members", T("สมาชิก", "Members"), "user"),
    ("items", T("ตัวเล่ม", "Copies"), "book"),
    ("shelves", T("ชั้นแนะนำ", "Shelves"), "shelf"),
    ("people", T("สิทธิ์", "Roles"), "people"),
    ("search", T("ค้นหา", "Search"), "search"),
)
RECORDS = ("sources", "imports", "doubts")
WORK = T("งานบริการ", "Staff")
BAR = ("desk", "members", "items", "imports", "search")  # the bar at the bottom of a phone holds five

AREAS = {
    "work": "search", "work_cite": "search", "near": "spaces",
    "author": "search", "authors": "search", "subject": "search", "subjects": "search",
    "series": "search", "series_list": "search", "space": "spaces", "space_edit": "spaces",
    "areas": "spaces", "area": "spaces", "city": "spaces",
    "people_grant": "people", "people_end": "people",
    "source": "sources", "source_new": "sources", "import": "imports", "import_new": "imports",
    "import_columns": "imports", "import_undo": "imports", "import_missing": "imports", "record": "imports",
    "doubt": "doubts", "work_records": "doubts", "work_join": "doubts", "item": "items", "item_new": "items",
    "shelf": "shelves", "shelf_new": "shelves", "shelf_edit": "shelves",
    "list": "account", "lists": "account", "saved_searches": "account", "stop_search": "account",
    **dict.fromkeys(("account_profile", "account_consent", "account_sessions", "account_identities"), "account"),
    "new_works": "search", "loved_works": "search", "space_new": "spaces", "space_loved": "spaces",
    **dict.fromkeys(("member", "member_new", "member_edit", "member_household", "member_erase", "member_money",
                     "member_terms", "money_day", "receipt", "desk_where"), "members"),
    **dict.fromkeys(("my_card", "my_join", "my_household", "my_money"), "account"),
    **dict.fromkeys(("stocktakes", "stocktake", "stocktake_scan", "stocktake_list", "stocktake_close", "weeding",
                     "balancing", "buying", "visitors", "routes", "branch"), "desk"),
    **dict.fromkeys(("desk_scan", "desk_undo", "desk_act",
                     "desk_copy", "desk_receipt", "desk_slip", "desk_list", "bags",
                     "bag", "bag_act", "lending_rules", "lending_rule", "lending_rule_new"), "desk"),
    **dict.fromkeys(("my_shelf", "my_shelf_act"), "account"), "work_hold": "search",
    "item_withdraw": "items", "item_move": "items", "item_restore": "items",
}  # whose entry is lit on a page that has none of its own


def shell(request: HttpRequest) -> dict[str, Any]:
    """Language, addresses, navigation, look and banner."""
    language = get_language() or "th"
    other = "en" if language == "th" else "th"
    entries, network, staff = _nav(request, NAV), network_of(request), _staff_nav(request)
    return {
        "lang": language,
        "other_lang_url": translate_url(request.get_full_path(), other),
        "canonical_url": canonical.address(request, language),
        "alternates": {code: canonical.address(request, code) for code, _ in settings.LANGUAGES},
        "unlisted": settings.DEMO or canonical.unlisted(request),
        "nav": [*(entry for entry in entries if entry["name"] not in ("home", "account")), *_way_to_work(staff)],
        "tabs": entries,
        "staff_nav": staff,
        "staff_bar": [entry for name in BAR for entry in staff if entry["name"] == name],
        "staff_home": _way_to_work(staff),
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


def _nav(request: HttpRequest, wanted: Iterable[tuple[str, T, str]]) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.view_name if match else ""
    area = AREAS.get(here, here)
    return [
        {"name": name, "url": reverse(name), "label": label, "icon": icon, "current": area == name}
        for name, label, icon in wanted
    ]


def _staff_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """What a member of staff works with, by what their grants allow and where."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not actor.grants:
        return []
    at = now()
    proven = Actor(actor.kind, actor.key, actor.grants, secure=True)  # the second factor is asked for on the way
    shown = {"search": True, "people": any(grant.role == Role.ADMINISTRATOR for grant in actor.grants),
             **dict.fromkeys(("desk", "members"), serves(proven, at)),
             **dict.fromkeys(("items", "shelves"), keeps_items(proven, at)),
             **dict.fromkeys(RECORDS, takes_records(proven, at))}
    entries = _nav(request, [entry for entry in STAFF if shown[entry[0]]])
    for entry in entries:
        if entry["name"] == "doubts":
            # Counted where a page shows it, once a page.
            entry["count"] = functools.cache(lambda: catalogue.count_doubts(actor=actor, at=at))
    return entries


def _way_to_work(staff: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry on pages for everyone: what this member of staff does most."""
    wanted = ("desk", "imports", "items", "members", "people")
    entry = next((entry for name in wanted for entry in staff if entry["name"] == name), None)
    return [{"name": "staff", "url": entry["url"], "label": WORK, "icon": "shelf", "current": False}] if entry else []
