"""Telling members what waits for them: a letter, in the language of their account. Who has none is told at the desk."""

from datetime import date, datetime
from uuid import UUID

from rianru.core import notices
from rianru.kernel.dates import date_text
from rianru.kernel.words import T
from rianru.people.models import Membership
from rianru.places import queries as places


def tell_ready(membership_id: UUID, *, title: str, space_id: UUID, until: date, at: datetime) -> bool:
    """What they hold can be picked up; whether there was somebody to write to."""
    address = _address(membership_id)
    if address is None:
        return False
    email, lang = address
    place = places.scope_words([("space", space_id)])[("space", space_id)]
    notices.send(
        "lending.hold_ready", to_email=email, lang=lang, at=at,
        subject=T("พร้อมรับแล้ว: {title}", "Ready for you: {title}", title=title[:80]),
        body=T(
            "“{title}” ที่จองไว้มาถึงแล้ว\n\nรับได้ที่ {place} ถึง {until}\nพกบัตรสมาชิกไปด้วย "
            "ถ้าไม่ต้องการแล้ว ยกเลิกได้ คนต่อไปจะได้อ่านเร็วขึ้น",
            "“{title}”, which you asked for, is here.\n\nPick it up at {place} until {until}. Bring your card. "
            "If you no longer want it, cancel it: the next in the queue gets it sooner.",
            title=title, place=place, until=date_text(until, "day"),
        ),
    )
    return True


def _address(membership_id: UUID) -> tuple[str, str] | None:
    who = Membership.objects.filter(id=membership_id, person__account__is_active=True)
    return who.values_list("person__account__email", "person__account__language").first()
