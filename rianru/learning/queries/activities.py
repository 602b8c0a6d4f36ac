"""Activities and their sessions: what readers see, and what those who plan see besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.words import T
from rianru.learning.models import Activity, Facilitator, Material, Party, RoomBooking, Seat, Session
from rianru.learning.words import JOINING, KINDS, when_text
from rianru.people import queries as people
from rianru.places import queries as places

SHOWN = ("open", "cancelled", "over")
GROWN = 18  # younger ones are named on no public page


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with its activity and where it is; `room` as its booking says."""

    session: Session
    activity: Activity
    room: T | None = None
    more: int = 0  # sessions after it, of a list that shows each activity once
    left: bool = False  # its reader had a seat and gave it back
    left_at: datetime | None = None
    steps: int = 0  # how often they did, and took one again
    km: float | None = None  # from where its reader is

    @property
    def title(self) -> T:
        """Of the activity."""
        return T.verbatim(self.activity.title_th, self.activity.title_en)

    @property
    def about(self) -> T | None:
        """What this time is about, where that is said."""
        one = self.session
        return T.verbatim(one.title_th, one.title_en) if one.title_th else None

    @property
    def when(self) -> T:
        """Day and time."""
        return when_text(self.session.starts_at, self.session.ends_at)

    @property
    def place(self) -> T | None:
        """Where at its host, or elsewhere: of the session, its room, or of the activity; none: just there."""
        if self.session.place_th:
            return T.verbatim(self.session.place_th, self.session.place_en)
        if self.room:
            return self.room
        return T.verbatim(self.activity.place_th, self.activity.place_en) if self.activity.place_th else None

    @property
    def off(self) -> bool:
        """Whether it does not take place."""
        return self.session.state == "cancelled" or self.activity.state == "cancelled"

    @property
    def seats(self) -> int | None:
        """How many may come; none: no limit."""
        return self.session.capacity or self.activity.capacity


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Who teaches or helps. `name` as it may be shown."""

    person_id: UUID
    name: str
    part: str
    shown: bool


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its sessions in order. `may_plan`: whether this reader may change it."""

    activity: Activity
    meetings: tuple[Meeting, ...]
    team: tuple[TeamMember, ...]
    work_ids: tuple[UUID, ...]
    titles: tuple[str, ...]  # of the works, as they were when they were picked
    may_plan: bool

    @property
    def title(self) -> T:
        """In both languages."""
        return T.verbatim(self.activity.title_th, self.activity.title_en)

    @property
    def kind(self) -> T:
        """Storytelling, club …"""
        return KINDS[self.activity.kind]

    @property
    def joining(self) -> T:
        """How one joins."""
        return JOINING[self.activity.joining]

    def ahead(self, at: datetime) -> tuple[Meeting, ...]:
        """What is on and has not ended."""
        return tuple(one for one in self.meetings if not one.off and one.session.ends_at > at)


def may_plan(*, actor: Actor, at: datetime, space_id: UUID) -> bool:
    """Whether the actor plans activities of a space."""
    return permitted("learning.plan", actor=actor, at=at, scope=places.scope_of_space(space_id))


def activity(*, actor: Actor, at: datetime, id: UUID) -> ActivityView | None:
    """One activity; a draft only for those who plan it."""
    found = Activity.objects.select_related("space__network", "space__area").filter(id=id).first()
    if found is None:
        return None
    plans = may_plan(actor=actor, at=at, space_id=found.space_id)
    if found.state not in SHOWN and not plans:
        return None
    works = list(Material.objects.filter(activity=found).order_by("position", "id").values_list("work_id", "title"))
    return ActivityView(
        found, tuple(meetings_of(found)), tuple(team(found, at=at, staff=plans)), tuple(id for id, _ in works),
        tuple(title for _, title in works), plans,
    )


def meetings_of(found: Activity) -> list[Meeting]:
    """All sessions of one activity, in order."""
    rows = list(found.sessions.order_by("starts_at", "id"))
    rooms = rooms_of_sessions([row.id for row in rows])
    return [Meeting(row, found, rooms.get(row.id)) for row in rows]


def rooms_of_sessions(ids: Sequence[UUID]) -> dict[UUID, T]:
    """The name of the room of each session that has one."""
    rows = RoomBooking.objects.filter(session__in=list(ids)).values_list("session", "room__name_th", "room__name_en")
    return {session: T.verbatim(th, en) for session, th, en in rows}


def team(found: Activity, *, at: datetime, staff: bool) -> list[TeamMember]:
    """Teachers, then volunteers; for readers only grown-ups who agreed to be shown."""
    rows = Facilitator.objects.filter(activity=found).select_related("person").order_by("part", "id")
    return [
        TeamMember(row.person_id, row.person.name, row.part, row.shown) for row in rows
        if staff or (row.shown and not _young(row.person.birth_year, at))
    ]


def _young(birth_year: int | None, at: datetime) -> bool:
    return birth_year is not None and at.year - birth_year <= GROWN


def planned(
    *, space_id: UUID, at: datetime, state: str = "", after: UUID | None = None, limit: int = 30
) -> list[tuple[Activity, datetime | None, datetime | None, int]]:
    """Activities of a space for those who plan them, the newest first: first and last moment, and how many sessions."""
    rows = Activity.objects.filter(space=space_id)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(id__lt=after) if after else rows
    rows = rows.annotate(
        first=Min("sessions__starts_at", filter=Q(sessions__state="planned", sessions__ends_at__gt=at)),
        last=Max("sessions__ends_at"), number=Count("sessions", filter=Q(sessions__state="planned")),
    ).order_by("-id")[:limit]
    return [(row, row.first, row.last, row.number) for row in rows]


def online_link(*, actor: Actor, at: datetime, activity_id: UUID) -> str:
    """Where it takes place online: for those who have a seat, lead or help, or plan it; blank for everybody else."""
    found = Activity.objects.filter(id=activity_id).first()
    if found is None or not found.online_link:
        return ""
    if may_plan(actor=actor, at=at, space_id=found.space_id):
        return found.online_link
    me = people.named(actor.key) if found.state in SHOWN else None
    return found.online_link if me and takes_part(person_id=me.person_id, activity_id=activity_id) else ""


def takes_part(*, person_id: UUID, activity_id: UUID) -> bool:
    """Whether somebody has a seat (their own, or one that they joined for), leads or helps."""
    return Facilitator.objects.filter(activity=activity_id, person=person_id).exists() or Party.objects.filter(
        Q(by=person_id) | Exists(Seat.objects.filter(party=OuterRef("pk"), person=person_id, ended_at=None)),
        seating__activity=activity_id, state="joined",
    ).exists()


def next_of(ids: Sequence[UUID], *, at: datetime) -> dict[UUID, datetime]:
    """When each of these activities meets next."""
    rows = (
        Session.objects.filter(activity__in=list(ids), state="planned", ends_at__gt=at)
        .values("activity").annotate(first=Min("starts_at")).values_list("activity", "first")
    )
    return dict(rows)


def changed_at(view: ActivityView) -> datetime:
    """When anything of it changed last."""
    return max([view.activity.changed_at, *(one.session.changed_at for one in view.meetings)])


def using(work_id: UUID, *, at: datetime, limit: int = 3) -> list[Meeting]:
    """The next sessions of open activities that use a work, one an activity."""
    first = Session.objects.filter(
        activity=OuterRef("activity"), state="planned", ends_at__gt=at
    ).order_by("starts_at", "id").values("id")[:1]
    rows = Session.objects.filter(
        activity__materials__work_id=work_id, activity__state="open", state="planned", ends_at__gt=at
    ).filter(id=first).select_related("activity__space__area").order_by("starts_at", "id")[:limit]
    found = list(rows)
    rooms = rooms_of_sessions([row.id for row in found])
    return [Meeting(row, row.activity, rooms.get(row.id)) for row in found]


def ended(*, at: datetime) -> list[UUID]:
    """Open activities of which nothing is still to come."""
    ahead = Session.objects.filter(activity=OuterRef("pk"), state="planned", ends_at__gt=at)
    rows = Activity.objects.filter(~Exists(ahead), Exists(Session.objects.filter(activity=OuterRef("pk"))),
                                   state="open")
    return list(rows.order_by("id").values_list("id", flat=True))


def sequence_of(one: Meeting) -> int:
    """The number of changes that calendars count."""
    return one.activity.sequence + one.session.sequence + one.steps
