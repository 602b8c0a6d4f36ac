"""What the desk shows of the member who is there, of what came back today, and of the day's lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from rianru.kernel.cards import shown
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.lending import queries
from rianru.lending.words import STATES
from rianru.people.words import BLOCK_REASONS, CATEGORIES
from rianru.web.desks.where import Sitting

BANDS = (
    (5, T("0–5 ปี", "0–5")), (14, T("6–14 ปี", "6–14")), (24, T("15–24 ปี", "15–24")), (59, T("25–59 ปี", "25–59")),
    (200, T("60 ปีขึ้นไป", "60 and over")),
)
AWAY = {
    "available": T("ขึ้นชั้น", "On its shelf"), "on_hold_shelf": T("ชั้นรอรับ", "Hold shelf"),
    "in_transit": T("ส่งต่อ", "To be sent"), "on_loan": T("ยืมออกไปแล้ว", "Lent again"),
}


def panel(desk: Sitting, membership_id: UUID | None, known: queries.Borrower | None = None) -> dict[str, Any] | None:
    """A member at the desk: who, what stands in the way, what they owe, have out, and can take with them now."""
    if membership_id is None:
        return None
    today = day_of(desk.at)
    who = known or queries.borrower(membership_id, day=today)
    if who is None or who.network != desk.space.network_id:
        return None
    loans = queries.loans_of(who.id) if who.out else []
    return {
        "id": who.id, "name": who.name, "card": shown(who.card or ""), "category": CATEGORIES[who.category],
        "age": _band(who.age(today)), "expired": who.until_on if who.until_on < today else None,
        "blocks": [BLOCK_REASONS.get(reason, reason) for reason in who.blocks], "out": who.out,
        "overdue": who.overdue, "owed": who.owed, "deposit": who.deposit, "holds": who.holds,
        "ready": queries.ready_for(who.id, space_id=desk.space.id) if who.ready else [],
        "loans": [loan_row(one, today) for one in loans], "more": who.out - len(loans),
        "url": _address("member", id=who.id), "money_url": _address("member_money", id=who.id),
    }


def loan_row(one: queries.LoanRow, today: date) -> dict[str, Any]:
    """A loan in a list."""
    late = (today - one.due_on).days
    return {
        "id": one.id, "title": one.title, "barcode": one.barcode, "due_on": one.due_on, "late": max(late, 0),
        "lent_at": one.lent_at, "lent_today": day_of(one.lent_at) == today, "claimed": one.claimed_at is not None,
        "renewals": one.renewals, "work_url": reverse("work", kwargs={"id": one.work_id}), "price": one.price,
    }


def came_back(desk: Sitting) -> list[dict[str, Any]]:
    """What came back to this desk today, the latest first, and where it went."""
    return [
        {
            "title": one.title, "barcode": one.barcode, "at": one.returned_at,
            "went": AWAY.get(one.state, STATES.get(one.state, "")),
            "tone": "" if one.state == "available" else "wait",
        }
        for one in queries.came_back(desk.space.id, day=day_of(desk.at))
    ]


def day(desk: Sitting) -> list[dict[str, Any]]:
    """The day's lists with how many wait in each."""
    counted: Mapping[str, int] = queries.counts(space_id=desk.space.id, day=day_of(desk.at))
    return [
        {"name": name, "label": label, "count": counted[name], "url": reverse("desk_list", kwargs={"name": name})}
        for name, label in queries.LISTS.items()
    ]


def _band(age: int | None) -> T | None:
    return None if age is None else next((words for oldest, words in BANDS if age <= oldest), None)


def _address(name: str, **where: Any) -> str:
    """A page that another part of the house may have; blank where it has not."""
    try:
        return reverse(name, kwargs=where)
    except NoReverseMatch:
        return ""
