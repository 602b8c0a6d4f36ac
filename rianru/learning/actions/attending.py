"""Who came: by the code on the wall, ticked at the desk, walked in. Hours are counted in facts from here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.changing_codes import PAPER, code_of, new_secret, window_of, windows_with
from rianru.kernel.dates import day_of, moment_text
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T
from rianru.learning.actions.completing import look_later
from rianru.learning.actions.guessing import TooManyCodes, guessing
from rianru.learning.actions.joining import Guest, add_at_desk
from rianru.learning.actions.leading import staff_or_leader
from rianru.learning.actions.stamps import advance_later, stamped, unstamped
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Attendance, Seat, Session, SessionCode
from rianru.learning.queries.attendance import Occasion, codes_around, guest_seats, occasion, seat_for
from rianru.learning.queries.learners import Learner, learners, with_household
from rianru.people.actions.members import PhoneUnusable, usable_phone

EARLY = timedelta(minutes=60)  # before the beginning, from when on people are there
LATE = timedelta(minutes=60)  # after the end, until when they may still say so
FOLLOWS = timedelta(days=14)  # after the end, until when the host may still tick
ON_TIME = timedelta(minutes=15)  # after the beginning, and still there for the whole of it
QUARTER = 15  # minutes
GRACE = 1  # windows that a code lives on, because it is typed slowly
REMEMBERED = 36  # windows by which an old code is known as such: three hours


class CodeWrong(NotUnderstood):
    """No session has this code."""

    code = "learning.code_wrong"
    says = T("รหัสนี้ไม่ตรงกับกิจกรรมที่กำลังมีอยู่ ดูตัวเลขหกหลักบนจอหรือกระดาษแล้วพิมพ์อีกครั้ง",
             "No session here has this code. Look at the six digits on the screen or the sheet, and type them again.")


class CodeOld(Refused):
    """It was the code some time ago."""

    code = "learning.code_old"
    says = T("รหัสนี้เปลี่ยนไปแล้ว ใช้เลขที่อยู่บนจอตอนนี้",
             "This code has changed since. Take the one that is on the screen now.")


class CodeOfAnother(Refused):
    """It is the code of another session."""

    code = "learning.code_of_another"
    says = T("รหัสนี้เป็นของ “{title}” ซึ่งคุณไม่ได้จองไว้ ดูเลขของห้องที่คุณอยู่ หรือบอกผู้จัด",
             "This is the code of “{title}”, which you have not joined. Look for that of your room, or ask the host.")


class NotYetThere(Refused):
    """Nobody is there yet, or it was too long ago."""

    code = "learning.not_now"
    says = T("เช็กชื่อได้ตั้งแต่ {since} ถึง {until}", "People can be ticked off from {since} until {until}.")


class NotComing(Refused):
    """It was called off, so nobody came."""

    code = "learning.nobody_came"
    says = T("ครั้งนี้งดแล้ว จึงเช็กชื่อไม่ได้", "This one was called off: nobody can have come.")


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody is noted as there; `minutes` count for them. `again`: they were already."""

    session_id: UUID
    title: T
    minutes: int
    again: bool = False


def open_code(*, actor: Actor, at: datetime, session_id: UUID, paper: bool = True) -> None:
    """Makes the secret behind the code of a session, once; and says whether the code of a printed sheet counts too."""
    m = _occasion(session_id)
    staff_or_leader("learning.keep_seats", actor=actor, at=at, activity_id=m.activity_id)
    with transaction.atomic():
        SessionCode.objects.bulk_create(
            [SessionCode(session_id=session_id, secret=new_secret(), paper=paper, made_at=at)], ignore_conflicts=True)
        SessionCode.objects.filter(session=session_id).exclude(paper=paper).update(paper=paper)
        facts.record(verbs.CODE_OPENED, actor=actor, at=at, object_kind="activity", object_id=m.activity_id,
                     space_id=m.space_id)


def come_by_code(*, actor: Actor, at: datetime, code: str, who: str = "") -> Came:
    """Somebody signed in types or scans what is on the wall: they, and those of their household who have seats, came.

    Whoever has no seat is noted where none is needed. `who`: what stands for their address, to count wrong
    codes also by that. Refuses with CodeWrong, CodeOld, CodeOfAnother, TooManyCodes, NotYetThere.
    """
    require("learning.come_by_code", actor=actor, at=at)
    with guessing(actor, at, who, CodeWrong, CodeOld, CodeOfAnother), transaction.atomic():
        return _come(actor, at, "".join(to_arabic(code).split()))


def come_as_guest(*, actor: Actor, at: datetime, code: str, contact: str, who: str = "") -> Came:
    """Whoever joined without an account types the code and the phone or e-mail they joined with: all of their party
    came. Refuses as `come_by_code` does; a contact that joined nothing there counts as a wrong code does.
    """
    require("learning.answer_own", actor=actor, at=at)
    own = salted_hmac("learning.guest", contact.strip().casefold(), algorithm="sha256").hexdigest()[:32]
    with guessing(actor, at, who, CodeWrong, CodeOld, CodeOfAnother, own=own), transaction.atomic():
        known = _as_kept(contact.strip())
        now = _sessions_now(at, "".join(to_arabic(code).split()))
        seats = {id: found for id in now if (found := guest_seats(id, **known))}
        m = _occasion(next(iter(seats or now)))
        if not seats:
            raise CodeOfAnother(title=m.title)
        _there_now(m, at)
        noted = [_noted(actor, at, m, by="code", person=None, seat_id=seat) for seat in seats[m.id]]
    return Came(m.id, m.title, noted[0][0], all(again for _, again in noted))


def _as_kept(contact: str) -> dict[str, str]:
    if "@" in contact:
        return {"email": contact}
    try:
        return {"phone": usable_phone(contact)}
    except PhoneUnusable:
        return {}


def _sessions_now(at: datetime, code: str) -> list[UUID]:
    """The sessions that have this code now. Refuses with CodeOld and CodeWrong."""
    known = codes_around(at, early=EARLY, late=LATE)
    fits = [(one, ago) for one in known if (ago := _ago(one.secret, code, at, paper=one.paper)) is not None]
    now = [one.session_id for one, ago in fits if ago <= GRACE]
    if not now:
        raise (CodeOld if fits else CodeWrong)()
    return now


def _come(actor: Actor, at: datetime, code: str) -> Came:
    assert actor.key is not None
    mine = with_household(actor.key)
    now = _sessions_now(at, code)
    seated = [id for id in now if seat_for(id, [one.id for one in mine])]
    m = _occasion((seated or now)[0])
    _there_now(m, at)
    persons = seat_for(m.id, [one.id for one in mine])
    if not persons:
        persons = _walked_in(m, next(one for one in mine if one.key == actor.key))
    wanted = {one.id: one for one in mine}
    noted = [_noted(actor, at, m, by="code", person=wanted[person], seat_id=seat) for person, seat in persons.items()]
    return Came(m.id, m.title, noted[0][0], all(again for _, again in noted))


def _ago(secret: bytes, code: str, at: datetime, *, paper: bool) -> int | None:
    if paper and code == code_of(secret, PAPER):
        return 0
    return windows_with(secret, code, newest=window_of(at), back=REMEMBERED)


def _walked_in(m: Occasion, me: Learner) -> dict[UUID, UUID | None]:
    """Whoever has no seat needs none where nothing is booked; elsewhere the host puts them on the list."""
    if m.joining == "free":
        return {me.id: None}
    raise CodeOfAnother(title=m.title)


def mark_seat(*, actor: Actor, at: datetime, session_id: UUID, seat_id: UUID, came: bool) -> None:
    """At the desk: somebody on the list came, or was ticked by mistake. Twice is once. NotFound for a seat of another
    list. Refuses with NotYetThere and NotComing.
    """
    m = kept_by(actor, at, session_id)
    with transaction.atomic():
        seat = Seat.objects.select_for_update(of=("self",)).select_related("seating").filter(
            id=seat_id, seating__activity=m.activity_id, party__state="joined").first()
        if seat is None or seat.seating.session_id not in (None, session_id):
            raise NotFound()
        found = learners([seat.person_id]) if seat.person_id else {}
        if came:
            who = found.get(seat.person_id) if seat.person_id else None
            _noted(actor, at, m, by="desk", person=who, seat_id=seat_id)
        else:
            _taken_back(actor, at, m, seat_id)


def walk_in(
    *, actor: Actor, at: datetime, session_id: UUID, person_id: UUID | None = None, name: str = ""
) -> None:
    """At the desk: somebody came who is on no list: they go on it, beyond the number of seats if need be, and came.

    A person with a card, or a name alone. Refuses with SeatTaken, NameUnusable, NotYetThere, NotComing.
    """
    m = kept_by(actor, at, session_id)
    with transaction.atomic():
        seat_id = None
        if m.joining != "free":
            taken = add_at_desk(
                actor=actor, at=at, activity_id=m.activity_id,
                session_id=None if m.joining == "whole" else session_id, persons=[person_id] if person_id else [],
                guests=[] if person_id else [Guest(name)], beyond=True, source="walk_in",
            )
            seat_id = Seat.objects.values_list("id", flat=True).get(party=taken.party_id)
        found = learners([person_id]) if person_id else {}
        if person_id and person_id not in found:
            raise NotFound()
        _noted(actor, at, m, by="walk_in", person=found.get(person_id) if person_id else None, seat_id=seat_id,
               name="" if seat_id else name.strip()[:100])


def _noted(
    actor: Actor, at: datetime, m: Occasion, *, by: str, person: Learner | None, seat_id: UUID | None, name: str = ""
) -> tuple[int, bool]:
    """Writes that somebody came, once; the minutes that count, and whether it was known."""
    minutes = counted_minutes(m, at) if by == "code" else m.minutes
    row = Attendance(session_id=m.id, person_id=person.id if person else None, seat_id=seat_id, name=name, came_at=at,
                     minutes=minutes, by=by, marked_by=actor.key)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return minutes, True
    _count(verbs.ATTENDED, actor, at, m, person, minutes)
    if person is not None:
        look_later(m.activity_id, [person.key])
        if stamped(actor, at, person, kind="activity", space_id=m.space_id, on=day_of(m.starts_at), source="attendance",
                   session_id=m.id, minutes=minutes):
            advance_later([person.key])
        facts.first_in_period(verbs.FIRST_ATTENDED, key=person.key, at=at, area=m.area, home_area=person.lives_in)
    return minutes, False


def _taken_back(actor: Actor, at: datetime, m: Occasion, seat_id: UUID) -> None:
    """It was a slip: it is taken off what was counted, as it was counted."""
    row = Attendance.objects.filter(session=m.id, seat=seat_id).first()
    if row is None:
        return
    found = learners([row.person_id]) if row.person_id else {}
    row.delete()
    person = found.get(row.person_id) if row.person_id else None
    _count(verbs.ATTENDANCE_UNDONE, actor, at, m, person, row.minutes)
    if person is not None and unstamped(actor, at, person, session_id=m.id, space_id=m.space_id):
        advance_later([person.key])


def _count(verb: str, actor: Actor, at: datetime, m: Occasion, person: Learner | None, minutes: int) -> None:
    facts.record(
        verb, actor=actor, at=max(min(at, m.ends_at), m.starts_at), subject=person.key if person else None,
        object_kind="activity", object_id=m.activity_id, space_id=m.space_id, area=m.area, format=m.kind,
        minutes=minutes, age_band=person.band(day_of(at)) if person else "",
        home_area=person.lives_in if person else "",
    )


def counted_minutes(m: Occasion, at: datetime) -> int:
    """The whole of it for whoever is there within a quarter of an hour; else from then on, in whole quarters."""
    if at <= m.starts_at + ON_TIME:
        return m.minutes
    rest = max(int((m.ends_at - at).total_seconds() // 60), 0)
    return min(-(-rest // QUARTER) * QUARTER, m.minutes)


def kept_by(actor: Actor, at: datetime, session_id: UUID) -> Occasion:
    """The session, for whoever keeps its list, while somebody may be there or has just been. NotFound."""
    m = _occasion(session_id)
    staff_or_leader("learning.keep_seats", actor=actor, at=at, activity_id=m.activity_id)
    _there_now(m, at, until=FOLLOWS)
    return m


def _there_now(m: Occasion, at: datetime, *, until: timedelta = LATE) -> None:
    if m.state == "cancelled":
        raise NotComing()
    if not m.starts_at - EARLY <= at <= m.ends_at + until:
        raise NotYetThere(since=moment_text(m.starts_at - EARLY, "day"), until=moment_text(m.ends_at + until, "day"))


def _occasion(session_id: UUID) -> Occasion:
    found = occasion(session_id)
    if found is None or not Session.objects.filter(id=session_id).exists():
        raise NotFound()
    return found


__all__ = ["Came", "TooManyCodes", "come_as_guest", "come_by_code", "kept_by", "mark_seat", "open_code", "walk_in"]
