"""Rooms of a space, and a calendar of who has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rianru.kernel.words import T
from rianru.learning.models import Room, RoomBooking


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as those who plan see it; `activity_id` none: something else, which may be given up."""

    id: UUID
    room_id: int
    starts_at: datetime
    ends_at: datetime
    title: T
    activity_id: UUID | None
    session_id: UUID | None
    draft: bool = False


def rooms(space_id: UUID, *, closed: bool = False) -> list[Room]:
    """The rooms of a space by name; those that are no longer booked on request."""
    rows = Room.objects.filter(space=space_id)
    return list((rows if closed else rows.filter(closed=False)).order_by("name_th", "id"))


def room(space_id: UUID, room_id: int) -> Room | None:
    """One room of a space."""
    return Room.objects.filter(space=space_id, id=room_id).first()


def room_of(session_id: UUID) -> int | None:
    """The room that a session has."""
    return RoomBooking.objects.filter(session=session_id).values_list("room_id", flat=True).first()


def bookings(room_ids: Iterable[int], *, since: datetime, until: datetime) -> list[Booked]:
    """What has rooms within a period, in order of beginning."""
    rows = (
        RoomBooking.objects.filter(room__in=list(room_ids), starts_at__lt=until, ends_at__gt=since)
        .select_related("session__activity").order_by("starts_at", "id")
    )
    return [_booked(row) for row in rows]


def _booked(row: RoomBooking) -> Booked:
    activity = row.session.activity if row.session else None
    title = T.verbatim(activity.title_th, activity.title_en) if activity else T.verbatim(row.words, row.words)
    return Booked(row.id, row.room_id, row.starts_at, row.ends_at, title, activity.id if activity else None,
                  row.session_id, bool(activity and activity.state == "draft"))
