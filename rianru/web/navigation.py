"""The ways through the house: for everyone, for staff by what their grants allow, and all work on one page."""

import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rianru.catalogue import queries as catalogue
from rianru.core.actors import ANONYMOUS, Actor, Role
from rianru.kernel.words import T
from rianru.web.catalogue.staff import EVERY, keeps_items, serves, somewhere, takes_records
from rianru.web.health import now

NAV = (
    ("home", T("หน้าแรก", "Home"), "home"),
    ("search", T("ค้นหา", "Search"), "search"),
    ("spaces", T("ใกล้บ้าน", "Near home"), "pin"),
    ("activities", T("กิจกรรม", "Activities"), "cal"),
    ("account", T("บัญชี", "Account"), "user"),
)


def _passes(rule: str) -> Callable[[Actor, datetime], bool]:
    return lambda actor, at: somewhere(rule, actor, at, EVERY)


def _administers(actor: Actor, at: datetime) -> bool:
    return any(grant.role == Role.ADMINISTRATOR for grant in actor.grants)


Entry = tuple[str, T, str, T, Callable[[Actor, datetime], bool]]
GROUPS: Sequence[tuple[T, Sequence[Entry]]] = (
    (T("เคาน์เตอร์", "The desk"), (
        ("desk", T("ยืม–คืน", "Desk"), "scan",
         T("ยืม คืน จอง และรายการของวันนี้", "Lending, returns, holds and the day's lists"), serves),
        ("members", T("สมาชิก", "Members"), "user",
         T("บัตร ครอบครัว และการเงิน", "Cards, households and money"), serves),
        ("branch", T("ดูแลสาขา", "The branch"), "home",
         T("ตรวจนับ คัดออก ซื้อ และตัวเลข", "Stocktake, weeding, buying and numbers"), serves),
        ("corrections", T("คนแจ้งแก้", "Corrections"), "info",
         T("ข้อมูลสถานที่ที่คนบอกว่าไม่ตรง", "What people say is wrong about a place"),
         _passes("places.change_space")),
    )),
    (T("รถห้องสมุด", "Mobile libraries"), (
        ("desk_van", T("ขับรถวันนี้", "Drive today"), "van",
         T("จุดจอดของวันนี้ นับคน ยืมคืน", "Today's stops: count, lend, leave"), _passes("places.drive_van")),
        ("vans", T("วางแผนรถ", "Plan the vans"), "cal",
         T("รถ สาย จุดจอด และตาราง", "Vehicles, routes, stops and timetables"), _passes("places.plan_vans")),
    )),
    (T("ชวนกันเรียน", "Learning together"), (
        ("plan_activities", T("กิจกรรม", "Activities"), "cal",
         T("วางแผน รายชื่อ เช็กชื่อ และห้อง", "Plans, lists, attendance and rooms"), _passes("learning.plan")),
        ("surveys", T("แบบสอบถาม", "Surveys"), "table",
         T("ถามคนในพื้นที่ และดูผล", "Ask people, and read the results"), _passes("surveys.see")),
        ("desk_credentials", T("ใบรับรอง", "Credentials"), "cert",
         T("ออก พัก และเพิกถอนใบรับรอง", "Issue, suspend and revoke them"), _passes("credentials.issue")),
    )),
    (T("หนังสือ", "Books"), (
        ("items", T("ตัวเล่ม", "Copies"), "book",
         T("เลขเรียก ชั้น สภาพ และการย้าย", "Call numbers, shelves, states and moves"), keeps_items),
        ("shelves", T("ชั้นแนะนำ", "Shelves"), "shelf",
         T("หนังสือที่อยากให้คนเห็น", "Books that people should see"), keeps_items),
        ("imports", T("นำเข้า", "Imports"), "upload",
         T("รับระเบียนจากไฟล์ และรายงาน", "Records from files, and their reports"), takes_records),
        ("sources", T("แหล่งข้อมูล", "Sources"), "door",
         T("ระเบียนมาจากไหน อ่านอย่างไร", "Where records come from, and how they are read"), takes_records),
        ("doubts", T("ข้อสงสัย", "Doubts"), "why",
         T("เล่มเดียวกันหรือไม่ ให้คนตัดสิน", "The same book or not: a person decides"), takes_records),
    )),
    (T("ทั้งระบบ", "The house"), (
        ("people", T("สิทธิ์", "Roles"), "people",
         T("ใครทำอะไรได้ ที่ไหน", "Who may do what, and where"), _administers),
        ("search", T("ค้นหา", "Search"), "search",
         T("หาหนังสือ สถานที่ และกิจกรรม", "Find books, places and activities"), lambda actor, at: True),
    )),
)
ALL = ("staff", T("งานทั้งหมด", "All work"), "filter")
WORK = T("งานบริการ", "Staff")
TOP = ("desk", "members", "plan_activities", "surveys", "desk_credentials", "items", "imports", "doubts", "people",
       "staff")
BAR = ("desk", "members", "plan_activities", "items", "staff")  # the bar at the bottom of a phone holds five
FIRST = ("desk", "plan_activities", "imports", "items", "members", "surveys", "people")

AREAS = {
    "work": "search", "work_cite": "search", "near": "spaces",
    "author": "search", "authors": "search", "subject": "search", "subjects": "search",
    "series": "search", "series_list": "search", "space": "spaces", "space_edit": "spaces",
    "areas": "spaces", "area": "spaces", "city": "spaces", "space_correct": "spaces", "space_photos": "spaces",
    "correction": "corrections",
    "people_grant": "people", "people_end": "people",
    "source": "sources", "source_new": "sources", "import": "imports", "import_new": "imports",
    "import_columns": "imports", "import_undo": "imports", "import_missing": "imports", "record": "imports",
    "doubt": "doubts", "work_records": "doubts", "work_join": "doubts", "item": "items", "item_new": "items",
    "shelf": "shelves", "shelf_new": "shelves", "shelf_edit": "shelves",
    "list": "account", "lists": "account", "saved_searches": "account", "stop_search": "account",
    **dict.fromkeys(("following", "stop_following", "follow"), "account"),
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
    **dict.fromkeys(("my_credentials", "my_credential", "my_statement"), "account"), "desk_issue": "desk_credentials",
    **dict.fromkeys(("my_learning", "my_teaching", "my_feedback"), "account"),
    "attend": "activities", "party": "activities",
    **dict.fromkeys(("activity_people", "activity_sharing", "session_roster", "session_heads", "session_code"),
                    "plan_activities"),
    "item_withdraw": "items", "item_move": "items", "item_restore": "items",
}  # whose entry is lit on a page that has none of its own
PREFIXES = (
    ("stop", "spaces"), ("van", "vans"),
    ("survey_", "surveys"), ("definition", "desk_credentials"), ("desk_credential", "desk_credentials"),
    ("plan_", "plan_activities"), ("activity", "activities"), ("programme", "activities"),
)


def entries_for(request: HttpRequest, wanted: Iterable[tuple[str, T, str]]) -> list[dict[str, Any]]:
    """Name, address, label, icon of each, and whether it is where the reader is."""
    match = request.resolver_match
    here = match.view_name if match else ""
    area = AREAS.get(here) or next((name for prefix, name in PREFIXES if here.startswith(prefix)), here)
    return [
        {"name": name, "url": reverse(name), "label": label, "icon": icon, "current": area == name}
        for name, label, icon in wanted
    ]


def staff_entries(request: HttpRequest) -> list[dict[str, Any]]:
    """What a member of staff works with, by what their grants allow and where; the way to all of it last."""
    entries = [entry for _, group in work_groups(request) for entry in group]
    return [*entries, *entries_for(request, [ALL])] if entries else []


def work_groups(request: HttpRequest) -> list[tuple[T, list[dict[str, Any]]]]:
    """The same by what belongs together; an entry has a `text` of what is done there. Nothing for who has no duty."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not actor.grants:
        return []
    at = now()
    proven = Actor(actor.kind, actor.key, actor.grants, secure=True)  # the second factor is asked for on the way
    groups = [(title, [entry for entry in group if entry[4](proven, at)]) for title, group in GROUPS]
    return [(title, _told(request, group, actor, at)) for title, group in groups if group]


def _told(request: HttpRequest, group: Sequence[Entry], actor: Actor, at: datetime) -> list[dict[str, Any]]:
    entries = entries_for(request, [entry[:3] for entry in group])
    for entry, (*_, text, _may) in zip(entries, group, strict=True):
        entry["text"] = text
        if entry["name"] == "doubts":
            # Counted where a page shows it, once a page.
            entry["count"] = functools.cache(lambda: catalogue.count_doubts(actor=actor, at=at))
    return entries


def chosen(entries: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    """Those of these names, in their order."""
    by_name = {entry["name"]: entry for entry in entries}
    return [by_name[name] for name in names if name in by_name]


def way_to_work(staff: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry on pages for everyone: what this member of staff does most."""
    first = chosen(staff, FIRST)[:1]
    return [{"name": "staff", "url": entry["url"], "label": WORK, "icon": "shelf", "current": False} for entry in first]
