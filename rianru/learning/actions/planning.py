"""Planning an activity: its words and numbers, when it is open to people, when it is called off."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import actions as credentials
from rianru.credentials import queries as proven
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.learning.actions import refusals, telling
from rianru.learning.actions.booking import take_room
from rianru.learning.actions.checking import Plan, check_hours, check_times, columns_of
from rianru.learning.kinds import verbs
from rianru.learning.models import Activity, Facilitator, Material, RoomBooking, Session
from rianru.learning.queries.timing import Span
from rianru.places import queries as places

TOLD = ("title_th", "title_en", "place_th", "place_en", "online_link", "satang")  # what those with a seat are told of
LIVE = ("draft", "open")


def plan_activity(
    *, actor: Actor, at: datetime, space_id: UUID, plan: Plan, times: Sequence[Span], repeats: str = "",
    room_id: int | None = None, agreed: bool = False, like: UUID | None = None,
) -> UUID:
    """A draft with its sessions, and its room booked for each; the activity's id.

    `repeats`: the rule that the times came from, to be remembered; `agreed`: outside opening hours on purpose; `like`:
    an activity whose materials and team are taken along. Refusals of checking, and RoomTaken; then nothing is there.
    """
    scope = places.scope_of_space(space_id)
    require("learning.plan", actor=actor, at=at, scope=scope)
    columns, ordered = columns_of(plan), check_times(times, kind=plan.kind, at=at)
    if not agreed:
        check_hours(ordered, space_id=space_id, at_space=plan.at_space or room_id is not None)
    with transaction.atomic():
        made = Activity.objects.create(
            id=new_id(), space_id=space_id, repeats=repeats[:300], made_at=at, changed_at=at, **columns
        )
        add_rows(made, ordered, room_id=room_id, at=at)
        if like is not None:
            _take_along(made, like, actor=actor, at=at)
        record(verbs.COPIED if like else verbs.PLANNED, made, actor=actor, at=at, count=len(ordered))
    return made.id


def add_rows(activity: Activity, times: Sequence[Span], *, room_id: int | None, at: datetime) -> list[UUID]:
    """Sessions of an activity with their room, in the caller's transaction; their ids in order."""
    made = [Session(id=new_id(), activity=activity, starts_at=start, ends_at=end, changed_at=at)
            for start, end in times]
    Session.objects.bulk_create(made)
    if room_id is not None:
        take_room(room_id, space_id=activity.space_id, sessions={
            one.id: (one.starts_at, one.ends_at) for one in made})
    return [one.id for one in made]


def _take_along(made: Activity, like: UUID, *, actor: Actor, at: datetime) -> None:
    """Materials, team and promised credentials of another activity that the actor plans; of these as many as they may
    promise.
    """
    model = Activity.objects.filter(id=like).first()
    if model is None:
        raise NotFound()
    require("learning.plan", actor=actor, at=at, scope=places.scope_of_space(model.space_id))
    Material.objects.bulk_create(
        Material(activity=made, work_id=one.work_id, title=one.title, position=one.position)
        for one in model.materials.order_by("position", "id")
    )
    Facilitator.objects.bulk_create(
        Facilitator(activity=made, person_id=one.person_id, part=one.part, shown=one.shown, added_at=at)
        for one in model.facilitators.order_by("id")
    )
    for one in proven.promises("activity", like):
        if proven.may("credentials.define", actor=actor, at=at, issuer=one.definition.issuer):
            credentials.set_award_rule(
                actor=actor, at=at, definition_id=one.definition.id, object_kind="activity", object_id=made.id,
                hours=one.hours, level=one.level.number if one.level else None)


def change_activity(*, actor: Actor, at: datetime, activity_id: UUID, plan: Plan, tell: bool = True) -> None:
    """Other words or numbers. Those with a seat are told where it is another title, place, link or cost, unless not to
    `tell`. Refuses with ActivityEnded, and as planning does.
    """
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        columns = columns_of(plan)
        changed = sorted(name for name, value in columns.items() if getattr(activity, name) != value)
        if not changed:
            return
        Activity.objects.filter(id=activity_id).update(
            **columns, sequence=F("sequence") + 1, changed_at=at
        )
        if tell and activity.state == "open" and set(changed) & set(TOLD):
            telling.tell_later("changed", activity_id, at=at)
        record(verbs.CHANGED, activity, actor=actor, at=at, changed=changed)


def open_activity(*, actor: Actor, at: datetime, activity_id: UUID) -> None:
    """Everyone sees it from now on. Refuses with SessionNeeded where nothing of it is still to come."""
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        if activity.state == "open":
            return
        if not activity.sessions.filter(state="planned", ends_at__gt=at).exists():
            raise refusals.SessionNeeded()
        Activity.objects.filter(id=activity_id).update(state="open", changed_at=at, opened_at=at)
        record(verbs.OPENED, activity, actor=actor, at=at)


def cancel_activity(*, actor: Actor, at: datetime, activity_id: UUID, reason: str) -> None:
    """It does not take place: its sessions to come are off, their rooms free, and everyone with a seat is told why.

    Refuses with ReasonNeeded where people knew of it.
    """
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        said = normalise(reason).strip()[:500]
        if activity.state == "open" and not said:
            raise refusals.ReasonNeeded()
        ahead = activity.sessions.filter(state="planned", ends_at__gt=at)
        ids = list(ahead.values_list("id", flat=True))
        RoomBooking.objects.filter(session__in=ids).delete()
        Session.objects.filter(id__in=ids).update(
            state="cancelled", reason=said, sequence=F("sequence") + 1, changed_at=at
        )
        Activity.objects.filter(id=activity_id).update(
            state="cancelled", reason=said, sequence=F("sequence") + 1, changed_at=at
        )
        if activity.state == "open":
            telling.tell_later("cancelled", activity_id, sessions=ids, at=at)
        record(verbs.CANCELLED, activity, actor=actor, at=at, count=len(ids))


def locked(activity_id: UUID, *, actor: Actor, at: datetime) -> Activity:
    """An activity that may still be changed, by one who plans for its space, with its row locked."""
    activity = Activity.objects.select_for_update(no_key=True).filter(id=activity_id).first()
    if activity is None:
        raise NotFound()
    require("learning.plan", actor=actor, at=at, scope=places.scope_of_space(activity.space_id))
    if activity.state not in LIVE:
        raise refusals.ActivityEnded()
    return activity


def record(
    verb: str, activity: Activity, *, actor: Actor, at: datetime, count: int = 1, changed: Sequence[str] = ()
) -> None:
    """The fact about an activity, with where and of what kind it is; what finds it looks again."""
    place = places.space_by_id(activity.space_id)
    facts.record(
        verb, actor=actor, at=at, object_kind="activity", object_id=activity.id, space_id=activity.space_id,
        area=place.area_id if place else "", format=activity.kind, count=count, changed=changed,
    )
    changes.touch("activity", [activity.id])
