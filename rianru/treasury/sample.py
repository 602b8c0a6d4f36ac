"""The demo's money: deposits of its members, and one who returned late and owes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.core.actors import system
from rianru.people import queries as people
from rianru.treasury import actions
from rianru.treasury.models import Transaction

DEMO = system("demo")
DEPOSIT = 30_000  # satang: of items in Thai, as TK Park publishes it
LATE = 2_000


def build(*, at: datetime, network_id: UUID) -> None:
    """Deposits for all members but two, one of whom owes. Running it again changes nothing."""
    if Transaction.objects.exists():
        return
    members = people.look_up("ตัวอย่าง", network_id=network_id)
    for member in members:
        asked: dict[str, Any] = {"actor": DEMO, "at": at, "membership_id": member.id, "space_id": member.home_space_id}
        if member.given_name == "เพชรา":
            actions.fine(**asked, satang=LATE, reason="คืนช้า 2 วัน")
        elif member.category in ("child", "adult", "senior") and member.given_name != "ขวัญใจ":
            actions.take_deposit(**asked, satang=DEPOSIT)
