"""Where vans are already: what a file of timetables is compared with, row by row, without asking the database again."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from rianru.kernel.dates import when_text
from rianru.kernel.words import T
from rianru.places.actions import mobile_refusals as refusals
from rianru.places.models import Visit
from rianru.places.queries.expanding import Span

Taken = tuple[datetime, datetime, UUID, str, str]
"""When a van is where: arrives, leaves, by which timetable (or visit, of one beside all), the stop's names."""


@dataclass(slots=True)
class Busy:
    """The planned visits of vans in their order, and the days of each timetable that stay as they are."""

    taken: dict[UUID, list[Taken]] = field(default_factory=dict)
    held: dict[UUID, set[date]] = field(default_factory=dict)

    def meet(self, vehicle: UUID, timetable: UUID, spans: Sequence[Span]) -> None:
        """Refuses with TwoPlacesAtOnce where one of the spans meets a visit of another timetable."""
        there, held = self.taken.get(vehicle, []), self.held.get(timetable, set())
        for day, arrives, leaves in spans:
            if day in held:
                continue
            place = max(bisect_left(there, (arrives,)) - 1, 0)  # visits of a van follow one another
            for start, end, by, th, en in there[place:]:
                if start >= leaves:
                    break
                if end > arrives and by != timetable:
                    raise refusals.TwoPlacesAtOnce(when=when_text(start, end), stop=T.verbatim(th, en or th))

    def put(self, vehicle: UUID, timetable: UUID, spans: Sequence[Span], stop: tuple[str, str]) -> None:
        """From now on the van is there then, and no more where the same timetable had it."""
        there, held = self.taken.setdefault(vehicle, []), self.held.get(timetable, set())
        there[:] = [one for one in there if one[2] != timetable]
        for day, arrives, leaves in spans:
            if day not in held:
                insort(there, (arrives, leaves, timetable, *stop))


def busy(vehicles: Iterable[UUID], *, at: datetime) -> Busy:
    """What these vans do from now on; one query. Visits that were moved or begun by hand count for themselves."""
    found = Busy()
    rows = Visit.objects.filter(vehicle__in=list(vehicles), leaves_at__gt=at).values_list(
        "id", "vehicle_id", "timetable_id", "day_on", "arrives_at", "leaves_at", "state", "moved_from_at", "arrived_at",
        "stop__name_th", "stop__name_en")
    for id, vehicle, by, day, arrives, leaves, state, moved, begun, th, en in rows.order_by("arrives_at", "id"):
        timetable: UUID | None = by  # an extra visit has none
        by_hand = moved is not None or begun is not None
        if timetable is not None and (by_hand or state != "planned"):
            found.held.setdefault(timetable, set()).add(day)
        if state == "planned":
            holder = id if timetable is None or by_hand else timetable
            found.taken.setdefault(vehicle, []).append((arrives, leaves, holder, th, en))
    return found
