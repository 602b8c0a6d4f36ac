"""When an activity meets: more sessions, others instead, this one or all that follow, and those that are off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core.actors import Actor
from rianru.kernel.dates import moment_text
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.learning.actions import refusals, telling
from rianru.learning.actions.booking import take_room
from rianru.learning.actions.checking import MOST_SESSIONS, TITLE, at_its_space, check_hours, check_times
from rianru.learning.actions.planning import add_rows, locked, record
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, RoomBooking, Session
from rianru.learning.queries.timing import Span

ASIDE = timedelta(days=36_525)  # sessions that move stand here for a statement: no two of them meet on the way


def add_sessions(
    *, actor: Actor, at: datetime, activity_id: UUID, times: Sequence[Span], room_id: int | None = None,
    agreed: bool = False,
) -> list[UUID]:
    """More sessions of an activity. Refuses as planning does, with SessionTwice and SessionsTooMany."""
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        ordered = check_times(times, kind=activity.kind, at=at)
        if activity.sessions.count() + len(ordered) > MOST_SESSIONS:
            raise refusals.SessionsTooMany(most=MOST_SESSIONS)
        _not_there(activity, [start for start, _ in ordered])
        if not agreed:
            check_hours(ordered, space_id=activity.space_id, at_space=at_its_space(activity) or room_id is not None)
        made = add_rows(activity, ordered, room_id=room_id, at=at)
        if activity.state == "open" and activity.joining == "whole":
            telling.tell_later("moved", activity_id, sessions=made, at=at)
        record(verbs.SESSIONS_ADDED, activity, actor=actor, at=at, count=len(made))
    return made


def change_session(
    *, actor: Actor, at: datetime, session_id: UUID, starts_at: datetime, ends_at: datetime,
    room_id: int | None = None, following: bool = False, title_th: str = "", title_en: str = "", place_th: str = "",
    place_en: str = "", capacity: int | None = None, agreed: bool = False,
) -> int:
    """Another time, room, place or number of seats for a session, and with `following` for all planned ones after it,
    each as much earlier or later as this one; the title stays this one's. How many were changed.

    Those with a seat are told where day, time, room or place changed. Refuses as planning does, and with SessionEnded.
    """
    with transaction.atomic():
        session, activity = _session(session_id, actor=actor, at=at)
        if capacity is not None and not 1 <= capacity <= 100_000:
            raise refusals.NumbersWrong()
        moved = _after(session, activity, at) if following else [session]
        shift, long = starts_at - session.starts_at, ends_at - starts_at
        spans = {one.id: (one.starts_at + shift, one.starts_at + shift + long) for one in moved}
        changed = _changed(moved, spans, room_id=room_id, place=(place_th, place_en))
        check_times(list(spans.values()), kind=activity.kind, at=at)
        _not_there(activity, [start for start, _ in spans.values()], but=list(spans))
        if not agreed and "time" in changed:
            check_hours(list(spans.values()), space_id=activity.space_id,
                        at_space=not place_th and (at_its_space(activity) or room_id is not None))
        _move(activity, spans, room_id=room_id)
        Session.objects.filter(id__in=list(spans)).update(
            place_th=_short(place_th), place_en=_short(place_en), capacity=capacity, sequence=F("sequence") + 1,
            changed_at=at,
        )
        Session.objects.filter(id=session_id).update(title_th=_short(title_th), title_en=_short(title_en))
        if changed and activity.state == "open":
            telling.tell_later("moved", activity.id, sessions=list(spans), at=at)
        record(verbs.SESSIONS_MOVED, activity, actor=actor, at=at, count=len(spans), changed=sorted(changed))
    return len(spans)


def cancel_sessions(
    *, actor: Actor, at: datetime, session_id: UUID, reason: str, following: bool = False
) -> int:
    """A session is off, or it and all planned ones after it; rooms are free, and those with a seat are told why.

    How many. Refuses with ReasonNeeded where people knew of it, and SessionEnded.
    """
    with transaction.atomic():
        session, activity = _session(session_id, actor=actor, at=at)
        said = normalise(reason).strip()[:500]
        if activity.state == "open" and not said:
            raise refusals.ReasonNeeded()
        ids = [one.id for one in (_after(session, activity, at) if following else [session])]
        RoomBooking.objects.filter(session__in=ids).delete()
        Session.objects.filter(id__in=ids).update(
            state="cancelled", reason=said, sequence=F("sequence") + 1, changed_at=at
        )
        if activity.state == "open":
            telling.tell_later("off", activity.id, sessions=ids, at=at)
        record(verbs.SESSIONS_CANCELLED, activity, actor=actor, at=at, count=len(ids))
    return len(ids)


def _session(session_id: UUID, *, actor: Actor, at: datetime) -> tuple[Session, Activity]:
    """A session that has not ended and is on, and its activity, which is locked before it."""
    activity_id = Session.objects.filter(id=session_id).values_list("activity_id", flat=True).first()
    if activity_id is None:
        raise NotFound()
    activity = locked(activity_id, actor=actor, at=at)
    session = Session.objects.select_for_update().get(id=session_id)
    if session.state != "planned" or session.ends_at <= at:
        raise refusals.SessionEnded()
    return session, activity


def _after(session: Session, activity: Activity, at: datetime) -> list[Session]:
    """The session and every planned one that begins after it."""
    found = activity.sessions.select_for_update().filter(
        state="planned", starts_at__gte=session.starts_at, ends_at__gt=at
    )
    return list(found.order_by("starts_at", "id"))


def _changed(
    moved: Sequence[Session], spans: dict[UUID, Span], *, room_id: int | None, place: tuple[str, str]
) -> set[str]:
    """What those who come must know: `time`, `room`, `place`."""
    rooms = dict(RoomBooking.objects.filter(session__in=list(spans)).values_list("session_id", "room_id"))
    return {
        *(["time"] if any(spans[one.id] != (one.starts_at, one.ends_at) for one in moved) else []),
        *(["room"] if any(rooms.get(one.id) != room_id for one in moved) else []),
        *(["place"] if any((one.place_th, one.place_en) != tuple(map(_short, place)) for one in moved) else []),
    }


def _move(activity: Activity, spans: dict[UUID, Span], *, room_id: int | None) -> None:
    """New times, set aside first, because one may go where another of them was; then the room."""
    ids = list(spans)
    RoomBooking.objects.filter(session__in=ids).delete()
    Session.objects.filter(id__in=ids).update(starts_at=F("starts_at") - ASIDE)
    Session.objects.bulk_update(
        [Session(id=id, starts_at=start, ends_at=end) for id, (start, end) in spans.items()], ["starts_at", "ends_at"]
    )
    if room_id is not None:
        take_room(room_id, space_id=activity.space_id, sessions=spans)


def _not_there(activity: Activity, starts: Sequence[datetime], but: Sequence[UUID] = ()) -> None:
    """Refuses with SessionTwice a moment at which another planned session begins."""
    there = activity.sessions.filter(state="planned", starts_at__in=starts).exclude(id__in=but)
    found = there.order_by("starts_at").values_list("starts_at", flat=True).first()
    if found is not None:
        raise refusals.SessionTwice(when=moment_text(found, "day"))


def _short(text: str) -> str:
    return normalise(text).strip()[:TITLE]
