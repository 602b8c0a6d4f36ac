"""Changes and cancellations reach everyone: those who hold or wait for a seat, those who sit on it, and the team.

What happened is queued with the change and told by a job, in one transaction: a letter to each address, once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, jobs, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.words import T
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, Facilitator, Party, RoomBooking, Seat, Session
from rianru.learning.words import OPEN_PARTIES, when_text
from rianru.people.models import Person

NAMED = 12  # sessions in a letter
SUBJECTS = {
    "changed": T("มีการเปลี่ยนแปลง: {title}", "Something has changed: {title}"),
    "moved": T("เปลี่ยนเวลาหรือสถานที่: {title}", "Another time or place: {title}"),
    "off": T("งดจัด: {title}", "Off: {title}"),
    "cancelled": T("ยกเลิก: {title}", "Cancelled: {title}"),
}
SAYS = {
    "changed": T("รายละเอียดของ “{title}” เปลี่ยนไป ดูล่าสุดได้ที่ลิงก์ด้านล่าง",
                 "Something about “{title}” has changed. See the page below for how it is now."),
    "moved": T("“{title}” จัดตามนี้\n\n{lines}", "“{title}” is held as follows.\n\n{lines}"),
    "off": T("“{title}” งดจัดครั้งนี้\n\n{lines}\n\n{reason}",
             "“{title}” does not take place this time.\n\n{lines}\n\n{reason}"),
    "cancelled": T("“{title}” ที่ {place} ยกเลิกแล้ว\n\n{lines}\n\n{reason}",
                   "“{title}” at {place} is cancelled.\n\n{lines}\n\n{reason}"),
}
FOOT = T(
    "\n\n{url}\n\nปฏิทินที่ติดตามไว้จะแก้ตามเอง ถ้ามาไม่ได้แล้ว คืนที่นั่งได้ที่หน้านี้ คนอื่นจะได้มา",
    "\n\n{url}\n\nCalendars that follow it change by themselves. If you cannot come, give your seat back on that page.",
)


def tell_later(what: str, activity_id: UUID, *, at: datetime, sessions: Sequence[UUID] = ()) -> None:
    """Queues the telling in the caller's transaction."""
    jobs.defer("learning.tell", priority=5, what=what, activity_id=str(activity_id),
               sessions=[str(id) for id in sessions], at=at.isoformat())


@transaction.atomic
def tell(
    *, actor: Actor, at: datetime, what: str, activity_id: UUID, sessions: Sequence[UUID], site: str
) -> int:
    """A letter to each address of those whom it concerns; how many. `site`: the address before all paths."""
    require("learning.tend_activities", actor=actor, at=at)
    activity = Activity.objects.select_related("space").filter(id=activity_id).first()
    if activity is None:
        return 0
    body = SAYS[what].having(**_values(what, activity, sessions))
    subject = SUBJECTS[what].having(title=_title(activity))
    found = _addresses(activity, sessions)
    for email, lang in sorted(found.items()):
        notices.send(f"learning.{what}", to_email=email, lang=lang, at=at, subject=subject,
                     body=T("{body}{foot}", "{body}{foot}", body=body,
                            foot=FOOT.having(url=f"{site}{_path(activity, lang)}")))
    if found:
        facts.record(verbs.TOLD, actor=actor, at=at, object_kind="activity", object_id=activity_id,
                     space_id=activity.space_id, count=len(found))
    return len(found)


def _title(activity: Activity) -> T:
    return T.verbatim(activity.title_th, activity.title_en)


def _values(what: str, activity: Activity, sessions: Sequence[UUID]) -> dict[str, T]:
    values = {"title": _title(activity)}
    if what != "changed":
        values["lines"] = _lines(sessions)
    if what == "cancelled":
        values["place"] = T.verbatim(activity.space.name_th, activity.space.name_en)
        values["reason"] = T.verbatim(activity.reason, activity.reason)
    if what == "off":
        said = Session.objects.filter(id__in=sessions).order_by("starts_at").values_list("reason", flat=True).first()
        values["reason"] = T.verbatim(said or "", said or "")
    return values


def _lines(sessions: Sequence[UUID]) -> T:
    """When, with the room or place, a line each."""
    rows = list(Session.objects.filter(id__in=sessions).order_by("starts_at", "id")[: NAMED + 1])
    rooms = {
        booking.session_id: booking.room
        for booking in RoomBooking.objects.filter(session__in=rows).select_related("room")
    }
    lines = [_line(one, rooms.get(one.id)) for one in rows[:NAMED]]
    lines += [T("… และครั้งต่อ ๆ ไป", "… and those that follow")] * (len(rows) > NAMED)
    return T.verbatim("\n".join(line.in_("th") for line in lines), "\n".join(line.in_("en") for line in lines))


def _line(session: Session, room: object) -> T:
    when = when_text(session.starts_at, session.ends_at)
    where = T.verbatim(session.place_th, session.place_en) if session.place_th else (
        T.verbatim(getattr(room, "name_th", ""), getattr(room, "name_en", "")))
    return T("{when} {where}", "{when} {where}", when=when, where=where) if where else when


def _addresses(activity: Activity, sessions: Sequence[UUID]) -> dict[str, str]:
    """Each address with its language: of parties, of those on their seats, of the team."""
    concerned = Q(seating__activity=activity) & (
        Q(seating__session__isnull=True) | Q(seating__session__in=list(sessions)) if sessions else Q()
    )
    parties = Party.objects.filter(concerned, state__in=OPEN_PARTIES)
    seats = Seat.objects.filter(party__in=parties, ended_at=None)
    found: dict[str, str] = {}
    for rows in (
        parties.filter(by__account__is_active=True).values_list("by__account__email", "by__account__language"),
        parties.exclude(email="").values_list("email", "lang"),
        _people(seats.filter(person__isnull=False).values("person")),
        _people(Facilitator.objects.filter(activity=activity).values("person")),
    ):
        for email, lang in rows:
            found.setdefault(email, lang)
    return found


def _people(ids: QuerySet[Any, Any]) -> list[tuple[str, str]]:
    rows = Person.objects.filter(id__in=ids).values_list(
        "account__email", "account__language", "account__is_active", "email"
    )
    return [(account, lang) if account and active else (own, "th") for account, lang, active, own in rows
            if (account and active) or own]


def _path(activity: Activity, lang: str) -> str:
    with translation.override(lang):
        return reverse("activity", kwargs={"id": activity.id})
