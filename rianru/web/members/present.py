"""From a member to what templates show of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from rianru.kernel.dates import date_text
from rianru.kernel.words import T
from rianru.people.queries import BlockRow, Member

SOON = 60  # days before its end a membership may be renewed


def state(member: Member, blocks: Sequence[BlockRow], day: date) -> dict[str, Any]:
    """Whether they may borrow, in word and shape."""
    if blocks:
        return {"shape": "out", "words": blocks[0].label}
    if member.until_on < day:
        return {"shape": "out", "words": T("หมดอายุ {day}", "Ended {day}", day=date_text(member.until_on))}
    near = (member.until_on - day).days <= SOON
    good = T("ใช้ได้ถึง {day}", "Good until {day}", day=date_text(member.until_on))
    return {"shape": "wait" if near else "", "words": good}


def member_row(member: Member, blocks: Sequence[BlockRow], day: date) -> dict[str, Any]:
    """A member in a list."""
    return {
        "url": reverse("member", kwargs={"id": member.id}), "name": member.name, "card": member.card_shown,
        "category": member.category_label, "birth_year": member.birth_year, "phone": phone_shown(member.phone),
        "state": state(member, blocks, day),
    }


def phone_shown(phone: str) -> str:
    """In groups: 081-234-5678, 02-123-4567."""
    if len(phone) == 10:
        return f"{phone[:3]}-{phone[3:6]}-{phone[6:]}"
    return f"{phone[:2]}-{phone[2:5]}-{phone[5:]}" if len(phone) == 9 else phone
