"""Rooms of a space: what there is, and who has it when. That nothing overlaps is the database's word."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.learning.actions import refusals
from rianru.learning.kinds import verbs
from rianru.learning.models import Room, RoomBooking
from rianru.learning.queries.timing import Span
from rianru.learning.words import when_text
from rianru.places import queries as places

NAME = 120  # letters


def keep_room(
    *, actor: Actor, at: datetime, space_id: UUID, name_th: str, name_en: str = "", seats: int | None = None,
    closed: bool = False, room_id: int | None = None,
) -> int:
    """A new room, or another name, size or state of one. Refuses with TitleNeeded, NumbersWrong and RoomNamed."""
    require("learning.keep_rooms", actor=actor, at=at, scope=places.scope_of_space(space_id))
    said: dict[str, Any] = {"name_th": normalise(name_th).strip()[:NAME], "name_en": normalise(name_en).strip()[:NAME],
                            "seats": seats, "closed": closed}
    if not said["name_th"]:
        raise refusals.TitleNeeded()
    if seats is not None and not 1 <= seats <= 100_000:
        raise refusals.NumbersWrong()
    with transaction.atomic():
        named = Room.objects.filter(space=space_id, name_th=said["name_th"])
        if (named if room_id is None else named.exclude(id=room_id)).exists():
            raise refusals.RoomNamed(name=said["name_th"])
        if room_id is None:
            room_id = Room.objects.create(space_id=space_id, **said).pk
        elif not Room.objects.filter(id=room_id, space=space_id).update(**said):
            raise NotFound()
        facts.record(verbs.ROOM_KEPT, actor=actor, at=at, object_kind="space", object_id=space_id, space_id=space_id)
    return room_id


def book_room(
    *, actor: Actor, at: datetime, room_id: int, starts_at: datetime, ends_at: datetime, words: str
) -> UUID:
    """The room is taken for something that is no activity. Refuses with TitleNeeded, EndsBeforeItStarts, RoomTaken."""
    with transaction.atomic():
        room = Room.objects.select_for_update().filter(id=room_id, closed=False).first()
        if room is None:
            raise NotFound()
        require("learning.keep_rooms", actor=actor, at=at, scope=places.scope_of_space(room.space_id))
        said = normalise(words).strip()[:NAME]
        if not said:
            raise refusals.TitleNeeded()
        if ends_at <= starts_at:
            raise refusals.EndsBeforeItStarts()
        made = RoomBooking(id=new_id(), room=room, words=said, starts_at=starts_at, ends_at=ends_at)
        with _once(room, [(starts_at, ends_at)]):
            made.save(force_insert=True)
        facts.record(verbs.ROOM_BOOKED, actor=actor, at=at, object_kind="space", object_id=room.space_id,
                     space_id=room.space_id)
    return made.id


def free_room(*, actor: Actor, at: datetime, booking_id: UUID) -> None:
    """Gives up a booking that is no activity's; those go with their session. Refuses with NotFound."""
    with transaction.atomic():
        found = RoomBooking.objects.select_related("room").filter(id=booking_id, session=None).first()
        if found is None:
            raise NotFound()
        space_id = found.room.space_id
        require("learning.keep_rooms", actor=actor, at=at, scope=places.scope_of_space(space_id))
        found.delete()
        facts.record(verbs.ROOM_FREED, actor=actor, at=at, object_kind="space", object_id=space_id, space_id=space_id)


def take_room(room_id: int, *, space_id: UUID, sessions: Mapping[UUID, Span]) -> None:
    """Books a room for sessions, in the caller's transaction; what they had before is given up first.

    The room's row is locked before: two plans that meet would otherwise wait for each other. Refuses with RoomUnknown
    and RoomTaken.
    """
    room = Room.objects.select_for_update().filter(id=room_id, space=space_id, closed=False).first()
    if room is None:
        raise refusals.RoomUnknown()
    RoomBooking.objects.filter(session__in=list(sessions)).delete()
    ordered = sorted(sessions.items(), key=lambda item: item[1])
    with _once(room, [span for _, span in ordered]):
        RoomBooking.objects.bulk_create(
            RoomBooking(id=new_id(), room=room, session_id=id, starts_at=start, ends_at=end)
            for id, (start, end) in ordered
        )


@contextmanager
def _once(room: Room, times: Sequence[Span]) -> Iterator[None]:
    """Turns the database's last word into what people understand."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "learning_room_once" not in str(error):
            raise
        raise _taken(room, times) from error


def _taken(room: Room, times: Sequence[Span]) -> refusals.RoomTaken:
    """What stands in the way of the first of these times that has something."""
    name = T.verbatim(room.name_th, room.name_en)
    for start, end in times:
        other = (
            RoomBooking.objects.filter(room=room, starts_at__lt=end, ends_at__gt=start)
            .select_related("session__activity").order_by("starts_at", "id").first()
        )
        if other is not None:
            activity = other.session.activity if other.session else None
            what = T.verbatim(activity.title_th, activity.title_en) if activity else other.words
            return refusals.RoomTaken(room=name, what=what, when=when_text(other.starts_at, other.ends_at))
    start, end = times[0]
    return refusals.RoomTaken(room=name, what=T("เวลาที่ซ้อนกันเอง", "a time of its own"), when=when_text(start, end))
