"""What calendars are told: the events of an activity, of a space, and of one person."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rianru.kernel.formats.calendars import Event
from rianru.kernel.words import T
from rianru.learning.models import CalendarLink, Facilitator, Party, Seat, Session
from rianru.learning.queries.activities import SHOWN, Meeting, rooms_of_sessions, sequence_of
from rianru.learning.queries.on import Wanted, meetings

BACK, AHEAD = timedelta(days=60), timedelta(days=366)  # a feed forgets what is long past
LATELY = timedelta(days=7)  # the same where there is much
MOST = 2_000


def of_space(space_id: UUID, *, at: datetime) -> list[Meeting]:
    """Sessions of a space that readers see, cancelled ones among them."""
    rows = Session.objects.filter(activity__space=space_id, activity__state__in=SHOWN)
    return _meetings(rows.filter(ends_at__gt=at - BACK, starts_at__lt=at + AHEAD))


def of_wanted(wanted: Wanted, *, at: datetime) -> list[Meeting]:
    """Sessions of what is wanted, from last week to a year ahead, cancelled ones among them."""
    return meetings(replace(wanted, since=at - LATELY, until=at + AHEAD, begins=None, once=False), limit=MOST)


@dataclass(slots=True)
class _Seats:
    """What somebody had of one gathering: whether they have a seat now, and how often they gave one back, and when."""

    live: bool = False
    ended: int = 0
    ended_at: datetime | None = None


def of_person(person_id: UUID, *, at: datetime) -> list[Meeting]:
    """Sessions to which somebody has a seat, or in which they lead or help; those to which they gave theirs back stay
    as `left`, so that a calendar takes them away.
    """
    own = _seats(person_id)
    led = set(Facilitator.objects.filter(person=person_id).values_list("activity", flat=True))
    rows = Session.objects.filter(
        Q(id__in=[session for _, session in own if session])
        | Q(activity__in=[*led, *(activity for activity, session in own if session is None)]),
        ends_at__gt=at - BACK, starts_at__lt=at + AHEAD, activity__state__in=SHOWN,
    )
    return [_of(one, own, led) for one in _meetings(rows)]


def _seats(person_id: UUID) -> dict[tuple[UUID, UUID | None], _Seats]:
    """By activity and session (none: the whole series)."""
    mine = Seat.objects.filter(party=OuterRef("pk"), person=person_id)
    rows = Party.objects.filter(Q(by=person_id) | Exists(mine), joined_at__isnull=False).annotate(
        seated=Exists(mine.filter(ended_at=None))
    )
    found: dict[tuple[UUID, UUID | None], _Seats] = {}
    for activity, session, state, by, seated, ended_at in rows.values_list(
        "seating__activity", "seating__session", "state", "by", "seated", "ended_at"
    ):
        seats = found.setdefault((activity, session), _Seats())
        if state == "joined" and (by == person_id or seated):
            seats.live = True
        else:
            seats.ended += 1
            seats.ended_at = max(filter(None, [seats.ended_at, ended_at]), default=None)
    return found


def _of(one: Meeting, own: Mapping[tuple[UUID, UUID | None], _Seats], led: set[UUID]) -> Meeting:
    """The meeting with what its reader did: each seat that was given back and taken again counts as two changes."""
    found = [seats for session in (one.session.id, None) if (seats := own.get((one.activity.id, session)))]
    left = one.activity.id not in led and not any(seats.live for seats in found)
    ended = sum(seats.ended for seats in found)
    return replace(one, left=left, steps=2 * ended - left if ended else 0,
                   left_at=max(filter(None, [seats.ended_at for seats in found]), default=None))


def _meetings(rows: QuerySet[Session]) -> list[Meeting]:
    found = list(rows.select_related("activity__space__area").order_by("starts_at", "id")[:MOST])
    rooms = rooms_of_sessions([row.id for row in found])
    return [Meeting(row, row.activity, rooms.get(row.id)) for row in found]


def owner_of(token: str) -> UUID | None:
    """The person whose calendar a secret address shows, or None."""
    if not 20 <= len(token) <= 100:
        return None
    digest = hashlib.sha256(token.encode()).digest()
    return CalendarLink.objects.filter(token_hash=digest).values_list("person_id", flat=True).first()


def linked_at(person_id: UUID) -> datetime | None:
    """When somebody's secret address was made; none where they have none."""
    return CalendarLink.objects.filter(person=person_id).values_list("made_at", flat=True).first()


def events(
    found: Sequence[Meeting], *, url: str, language: Literal["th", "en"], links: bool = False
) -> list[Event]:
    """Meetings as events, each under the UUID of its session (RFC 7986, 5.3). `url` with `{id}` is the page of an
    activity; `links`: whether the online link may be told.
    """
    return [_event(one, url=url, language=language, links=links) for one in found]


def _event(one: Meeting, *, url: str, language: Literal["th", "en"], links: bool) -> Event:
    activity, session, space = one.activity, one.session, one.activity.space
    title = T("{title}: {about}", "{title}: {about}", title=one.title, about=one.about) if one.about else one.title
    names = [T.verbatim(space.name_th, space.name_en).in_(language)]
    where = [one.place.in_(language), *names] if one.place else names
    words = [T.verbatim(activity.description_th, activity.description_en).in_(language)[:1_000]]
    gone = one.off or one.left
    if links and activity.online_link and not gone:
        words.append(activity.online_link)
    if one.off and (session.reason or activity.reason):
        words.insert(0, session.reason or activity.reason)
    elsewhere = bool(session.place_th or activity.place_th) or activity.kind == "online"
    known = space.lat is not None and space.lon is not None and not space.approximate and not elsewhere
    return Event(
        uid=str(session.id), starts_at=session.starts_at, ends_at=session.ends_at,
        changed_at=max(filter(None, [session.changed_at, activity.changed_at, one.left_at])),
        sequence=sequence_of(one), title=title.in_(language),
        where=", ".join(where), words="\n\n".join(filter(None, words)), url=url.format(id=activity.id),
        cancelled=gone, point=(float(space.lat), float(space.lon)) if known else None,  # type: ignore[arg-type]
    )
