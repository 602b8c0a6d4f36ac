"""A library with hours, rooms, people who plan, and activities that are planned through the actions that everyone uses."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Role
from rianru.kernel.dates import BANGKOK
from rianru.learning import actions
from rianru.learning.actions import Plan
from rianru.learning.models import Activity, Session
from rianru.places import actions as places
from tests.factories import AT, HOUSE
from tests.people import making

OPEN = tuple((day, 9 * 60, 17 * 60) for day in range(2, 7))  # Tuesday to Saturday
SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=BANGKOK)  # the first one after AT
HOUR = timedelta(hours=1)


@dataclass
class Host:
    """A library that is open Tuesday to Saturday, with two rooms; its caretaker, and that of another."""

    space: UUID
    network: UUID
    other: UUID
    hall: int
    corner: int
    planner: Actor
    stranger: Actor

    def plan(self, times: list[tuple[datetime, datetime]] | None = None, *, at: datetime = AT, **more: Any) -> Activity:
        """A draft; `more`: fields of the plan, or what planning takes besides."""
        asked = {name: more.pop(name) for name in ("room_id", "agreed", "repeats", "like") if name in more}
        said = {"kind": "workshop", "title_th": "ย้อมคราม"} | more
        id = actions.plan_activity(
            actor=self.planner, at=at, space_id=self.space, plan=Plan(**said), times=times or [span(SATURDAY)], **asked
        )
        return Activity.objects.get(id=id)

    def opened(self, *args: Any, **more: Any) -> Activity:
        """The same, open to everyone."""
        made = self.plan(*args, **more)
        actions.open_activity(actor=self.planner, at=more.get("at", AT), activity_id=made.id)
        return Activity.objects.get(id=made.id)


def span(starts_at: datetime, hours: float = 2) -> tuple[datetime, datetime]:
    return starts_at, starts_at + timedelta(hours=hours)


def weekly(number: int, first: datetime = SATURDAY, hours: float = 2) -> list[tuple[datetime, datetime]]:
    return [span(first + timedelta(weeks=week), hours) for week in range(number)]


def clock(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime.combine(datetime(2026, month, day), time(hour, minute), BANGKOK)


def sessions(activity: Activity) -> list[Session]:
    return list(Session.objects.filter(activity=activity).order_by("starts_at", "id"))


def host() -> Host:
    network = making.network("north")
    space, other = making.space("lib", within=network), making.space("far", within=network)
    places.set_weekly_hours(actor=HOUSE, at=AT, space_id=space.id, hours=OPEN)
    planner = making.acting(making.staff(AT, Role.CARETAKER, "space", space.id), AT)
    stranger = making.acting(making.staff(AT, Role.CARETAKER, "space", other.id), AT)
    hall, corner = (
        actions.keep_room(actor=planner, at=AT, space_id=space.id, name_th=name, seats=seats)
        for name, seats in (("ห้องประชุม", 40), ("มุมนิทาน", 15))
    )
    return Host(space.id, network.id, other.id, hall, corner, planner, stranger)
