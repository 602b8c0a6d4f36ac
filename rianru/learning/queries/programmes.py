"""Programmes: what they ask for, and how far somebody has come, in words that explain themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from rianru.core.actors import Actor
from rianru.kernel.words import T
from rianru.learning.models import (
    Activity,
    Attendance,
    Programme,
    ProgrammeCompletion,
    ProgrammePart,
    ProgrammeStep,
    Session,
)
from rianru.learning.queries.activities import may_plan
from rianru.learning.words import hours_text

SHOWN = ("open", "over")
SHARE = 80  # per cent of the sessions of a series that is joined as a whole


@dataclass(frozen=True, slots=True)
class Step:
    """An activity in a part: how many of its sessions have to be attended."""

    activity: Activity
    needs: int
    next_at: datetime | None = None

    @property
    def title(self) -> T:
        """Of the activity."""
        return T.verbatim(self.activity.title_th, self.activity.title_en)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its steps; `needs` of them complete it."""

    part: ProgrammePart
    steps: tuple[Step, ...]

    @property
    def needs(self) -> int:
        """How many of its activities, never more than there are."""
        return min(self.part.needs or len(self.steps), len(self.steps))

    @property
    def title(self) -> T:
        """In both languages."""
        return T.verbatim(self.part.title_th, self.part.title_en)

    @property
    def rule(self) -> T:
        """What it asks for."""
        if self.needs == len(self.steps):
            return T("ครบทุกกิจกรรม", "All of them")
        return T("เลือก {n} จาก {of} กิจกรรม", "{n} of these {of}", n=self.needs, of=len(self.steps))


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme with its parts in order."""

    programme: Programme
    parts: tuple[PartView, ...]
    may_plan: bool = False

    @property
    def title(self) -> T:
        """In both languages."""
        return T.verbatim(self.programme.title_th, self.programme.title_en)


@dataclass(frozen=True, slots=True)
class StepDone:
    """How many sessions of a step were attended, and since when that is enough."""

    step: Step
    came: int
    done_at: datetime | None

    @property
    def line(self) -> T:
        """`มาแล้ว 3 จาก 8 ครั้ง`, where one is not enough."""
        if self.step.needs == 1:
            return T("มาแล้ว", "Attended") if self.done_at else T("ยังไม่ได้มา", "Not yet")
        return T("มาแล้ว {n} จาก {of} ครั้ง", "Attended {n} of {of}", n=self.came, of=self.step.needs)


@dataclass(frozen=True, slots=True)
class PartDone:
    """How much of a part is done; `waits`: for the part before it."""

    part: PartView
    steps: tuple[StepDone, ...]
    done: int
    done_at: datetime | None
    waits: bool

    @property
    def line(self) -> T:
        """`ทำแล้ว 2 จาก 3`"""
        return T("ทำแล้ว {n} จาก {of}", "{n} of {of} done", n=min(self.done, self.part.needs), of=self.part.needs)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come, and what is still missing, in words."""

    parts: tuple[PartDone, ...]
    minutes: int
    least_minutes: int

    @property
    def completed(self) -> bool:
        """Whether nothing is missing."""
        return all(one.done_at for one in self.parts) and self.minutes >= self.least_minutes

    @property
    def done(self) -> int:
        """Parts."""
        return sum(1 for one in self.parts if one.done_at)

    @property
    def missing(self) -> list[T]:
        """What is still to be done."""
        found = [
            T("อีก {n} กิจกรรมใน “{part}”", "{n} more in “{part}”", n=one.part.needs - one.done, part=one.part.title)
            for one in self.parts if not one.done_at
        ]
        if self.minutes < self.least_minutes:
            found.append(T("อีก {hours}", "{hours} more", hours=hours_text(self.least_minutes - self.minutes)))
        return found

    @property
    def line(self) -> T:
        """`ทำแล้ว 1 จาก 3 ตอน`"""
        return T("ทำแล้ว {n} จาก {of} ตอน", "{n} of {of} {of:part|parts} done", n=self.done, of=len(self.parts))


Came = Mapping[UUID, Sequence[tuple[datetime, int]]]
"""When somebody came to each activity, in order, and for how many minutes."""


def reckon(view: ProgrammeView, came: Came) -> Progress:
    """How far that leads: in an ordered programme a part counts only what was attended after the part before it."""
    since: datetime | None = None
    parts: list[PartDone] = []
    waits = False
    for part in view.parts:
        done = _part(part, came, since, waits=waits)
        parts.append(done)
        if view.programme.ordered:
            waits, since = waits or done.done_at is None, done.done_at
    ids = {step.activity.id for part in view.parts for step in part.steps}
    minutes = sum(one for id in ids for _, one in came.get(id, ()))
    return Progress(tuple(parts), minutes, view.programme.least_minutes)


def _part(part: PartView, came: Came, since: datetime | None, *, waits: bool) -> PartDone:
    steps = tuple(_step(step, () if waits else came.get(step.activity.id, ()), since) for step in part.steps)
    ends = sorted(one.done_at for one in steps if one.done_at)
    return PartDone(part, steps, len(ends), ends[part.needs - 1] if len(ends) >= part.needs else None, waits)


def _step(step: Step, came: Sequence[tuple[datetime, int]], since: datetime | None) -> StepDone:
    times = [moment for moment, _ in came if since is None or moment > since]
    return StepDone(step, len(times), times[step.needs - 1] if len(times) >= step.needs else None)


def needed_sessions(joining: str, planned: int) -> int:
    """How many sessions of an activity have to be attended: four in five of a series that is joined as a whole, else
    one.
    """
    return max(1, -(-planned * SHARE // 100)) if joining == "whole" else 1


def programme(*, actor: Actor, at: datetime, id: UUID) -> ProgrammeView | None:
    """One programme; a draft only for those who plan it."""
    found = Programme.objects.select_related("space").filter(id=id).first()
    if found is None:
        return None
    plans = may_plan(actor=actor, at=at, space_id=found.space_id)
    if found.state not in SHOWN and not plans:
        return None
    return ProgrammeView(found, parts_of([found.id], at=at).get(found.id, ()), plans)


def programmes(*, space_id: UUID | None = None, drafts: bool = False, after: UUID | None = None,
               limit: int = 30) -> list[Programme]:
    """The newest first; of one space, or of all."""
    rows = Programme.objects.select_related("space")
    rows = rows.filter(space=space_id) if space_id else rows
    rows = rows if drafts else rows.filter(state__in=SHOWN)
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:limit])


def parts_of(ids: Sequence[UUID], *, at: datetime) -> dict[UUID, tuple[PartView, ...]]:
    """The parts of programmes with their steps, in three queries."""
    rows = list(ProgrammePart.objects.filter(programme__in=list(ids)).order_by("programme", "position"))
    steps = list(ProgrammeStep.objects.filter(part__in=rows).select_related("activity").order_by("position", "id"))
    planned: dict[UUID, int] = {}
    ahead: dict[UUID, datetime] = {}
    for id, starts, ends in Session.objects.filter(
        activity__in={one.activity_id for one in steps}, state="planned"
    ).order_by("-starts_at", "id").values_list("activity", "starts_at", "ends_at"):
        planned[id] = planned.get(id, 0) + 1
        if ends > at:
            ahead[id] = starts
    own: dict[UUID, list[Step]] = {}
    for one in steps:
        needs = needed_sessions(one.activity.joining, planned.get(one.activity_id, 0))
        own.setdefault(one.part_id, []).append(Step(one.activity, needs, ahead.get(one.activity_id)))
    found: dict[UUID, list[PartView]] = {}
    for row in rows:
        found.setdefault(row.programme_id, []).append(PartView(row, tuple(own.get(row.id, ()))))
    return {id: tuple(parts) for id, parts in found.items()}


def came(person_id: UUID, activity_ids: Sequence[UUID]) -> Came:
    """When somebody came to each of these activities, and for how many minutes."""
    found: dict[UUID, list[tuple[datetime, int]]] = {}
    for activity, moment, minutes in Attendance.objects.filter(
        person=person_id, session__activity__in=list(activity_ids)
    ).order_by("came_at", "id").values_list("session__activity", "came_at", "minutes"):
        found.setdefault(activity, []).append((moment, minutes))
    return found


def progress(view: ProgrammeView, person_id: UUID) -> Progress:
    """How far a person has come in a programme."""
    return reckon(view, came(person_id, [step.activity.id for part in view.parts for step in part.steps]))


def completed_at(programme_id: UUID, person_id: UUID) -> datetime | None:
    """When somebody completed a programme."""
    rows = ProgrammeCompletion.objects.filter(programme=programme_id, person=person_id)
    return rows.values_list("completed_at", flat=True).first()


def containing(activity_id: UUID) -> list[Programme]:
    """Open programmes of which an activity is part."""
    rows = Programme.objects.filter(state="open", parts__steps__activity=activity_id)
    return list(rows.distinct().order_by("id"))


def choices(*, space_id: UUID, view: ProgrammeView | None = None, limit: int = 80) -> list[tuple[UUID, T]]:
    """The activities that a programme of a space may hold, the newest first: its own, and those in it already."""
    there = [step.activity for part in view.parts for step in part.steps] if view else []
    rows = Activity.objects.filter(space=space_id, state__in=("draft", "open", "over")).order_by("-id")[:limit]
    found = {one.id: T.verbatim(one.title_th, one.title_en) for one in (*there, *rows)}
    return list(found.items())


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that somebody completed: an activity or a programme, where it is held, and the minutes attended."""

    kind: str
    id: UUID
    space_id: UUID
    minutes: int


def proofs(*, person_id: UUID, activity_id: UUID) -> list[Proof]:
    """What somebody has completed with an activity: itself, where they came often enough, and programmes it is in."""
    row = Activity.objects.filter(id=activity_id).values_list("space", "joining").first()
    if row is None:
        return []
    space_id, joining = row
    own = came(person_id, [activity_id]).get(activity_id, ())
    planned = Session.objects.filter(activity=activity_id, state="planned").count()
    found = [Proof("activity", activity_id, space_id, sum(minutes for _, minutes in own))] if (
        len(own) >= needed_sessions(joining, planned)) else []
    rows = ProgrammeCompletion.objects.filter(person=person_id, programme__parts__steps__activity=activity_id)
    found += [
        Proof("programme", id, space, minutes)
        for id, space, minutes in rows.distinct().order_by("programme").values_list(
            "programme", "programme__space", "minutes")
    ]
    return found


def completers(kind: str, id: UUID) -> list[UUID]:
    """Who has completed an activity or a programme, in order; of an activity whoever came often enough."""
    if kind == "programme":
        rows = ProgrammeCompletion.objects.filter(programme=id).order_by("person")
        return list(rows.values_list("person", flat=True))
    joining = Activity.objects.filter(id=id).values_list("joining", flat=True).first() or "free"
    planned = Session.objects.filter(activity=id, state="planned").count()
    own = Attendance.objects.filter(session__activity=id, person__isnull=False).values("person")
    enough = own.annotate(times=Count("id")).filter(times__gte=needed_sessions(joining, planned))
    return list(enough.order_by("person").values_list("person", flat=True))
