"""When a space is open, and why we say so: an exception of its own, its network's, a holiday, then the week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from rianru.kernel.dates import WEEKDAYS, date_text, day_of, format_time, in_bangkok
from rianru.kernel.words import T
from rianru.places.models import Holiday, HoursException, OpeningHours, Space

Span = tuple[int, int]
"""Minutes from midnight, half-open."""

AHEAD = 8  # days looked at to say when a closed space opens next


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of one space: its spans, whether anything is known, and the steps that decided."""

    day: date
    spans: tuple[Span, ...]
    known: bool
    steps: tuple[T, ...]

    @property
    def line(self) -> T:
        """`10:00–20:00`, or closed, or not known."""
        if not self.known:
            return T("ไม่ทราบ", "Not known")
        if not self.spans:
            return T("ปิด", "Closed")
        text = ", ".join(f"{clock(start)}–{clock(end)}" for start, end in self.spans)
        return T.verbatim(f"{text} น.", text)


@dataclass(frozen=True, slots=True)
class Opening:
    """Open, closed or unknown at a moment; until when, or what comes next; and why."""

    state: str
    until: time | None = None
    next: T | None = None
    steps: tuple[T, ...] = ()
    approximate: bool = False


@dataclass(slots=True)
class Calendar:
    """Everything needed to answer for some spaces over some days; loaded set-based by `calendar`."""

    spaces: dict[UUID, Space]
    weekly: dict[UUID, dict[int, list[Span]]] = field(default_factory=dict)
    own: dict[tuple[UUID, date], HoursException] = field(default_factory=dict)
    holidays: dict[date, Holiday] = field(default_factory=dict)

    def day(self, space_id: UUID, day: date) -> DayHours:
        """The hours of one day: the first of life span, exception, network's exception, holiday, week that speaks."""
        space = self.spaces[space_id]
        if step := _outlived(space, day):
            return DayHours(day, (), True, (step,))
        for whose, key in (
            (T("ปฏิทินของที่นี่", "this place's calendar"), space_id),
            (T("ปฏิทินเครือข่าย", "the network's calendar"), space.network_id),
        ):
            found = self.own.get((key, day))
            if found:
                steps = (self._week_step(space_id, day), _exception_step(found, whose))
                return DayHours(day, _span(found), True, steps)
        if day in self.holidays:
            holiday = self.holidays[day]
            step = T(
                "วันนั้นเป็น{name} จึงปิด",
                "That day is {name}, so it is closed",
                name=T.verbatim(holiday.name_th, holiday.name_en),
            )
            return DayHours(day, (), True, (self._week_step(space_id, day), step))
        weekly = self.weekly.get(space_id)
        spans = tuple(weekly.get(day.isoweekday(), ())) if weekly else ()
        return DayHours(day, spans, weekly is not None, (self._week_step(space_id, day),))

    def _week_step(self, space_id: UUID, day: date) -> T:
        weekly = self.weekly.get(space_id)
        name = WEEKDAYS[day.isoweekday() - 1]
        if weekly is None:
            return T("ยังไม่มีใครบอกเวลาเปิดของที่นี่", "Nobody has told us the hours of this place yet")
        hours = DayHours(day, tuple(weekly.get(day.isoweekday(), ())), True, ())
        return T("วัน{day}ตามปกติ: {line}", "Usually on {day}: {line}", day=name, line=hours.line)

    def at(self, space_id: UUID, at: datetime) -> Opening:
        """Whether the space is open at a moment."""
        local = in_bangkok(at)
        today, minute = self.day(space_id, local.date()), local.hour * 60 + local.minute
        rough = self.spaces[space_id].approximate
        if not today.known:
            return Opening("unknown", steps=today.steps, approximate=rough)
        for start, end in _joined(today.spans):
            if start <= minute < end:
                return Opening("open", _time(end), steps=today.steps, approximate=rough)
        return Opening("closed", next=self._next(space_id, local.date(), minute), steps=today.steps, approximate=rough)

    def _next(self, space_id: UUID, today: date, minute: int) -> T | None:
        for ahead in range(AHEAD):
            day = today + timedelta(days=ahead)
            for start, _ in self.day(space_id, day).spans:
                if ahead or start > minute:
                    return _opens(ahead, day, start)
        return None


def calendar(ids: Iterable[UUID], *, days: Sequence[date]) -> Calendar:
    """A calendar of spaces over days, in four queries however many spaces."""
    return _calendar_of(Space.objects.filter(id__in=list(ids)), days)


def _calendar_of(spaces: Iterable[Space], days: Sequence[date]) -> Calendar:
    made = Calendar({space.id: space for space in spaces})
    week = OpeningHours.objects.filter(space__in=list(made.spaces)).order_by("weekday", "opens")
    for space_id, weekday, opens, closes in week.values_list("space_id", "weekday", "opens", "closes"):
        made.weekly.setdefault(space_id, {}).setdefault(weekday, []).append((opens, closes))
    networks = {space.network_id for space in made.spaces.values()}
    exceptions = HoursException.objects.filter(day_on__in=days).filter(
        Q(space__in=list(made.spaces)) | Q(network__in=networks)
    )
    for one in exceptions:
        made.own[(one.space_id or one.network_id, one.day_on)] = one  # type: ignore[index]
    made.holidays = Holiday.objects.in_bulk(list(days))
    return made


def openings(ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Opening]:
    """Whether each of these spaces is open at a moment."""
    return openings_of(Space.objects.filter(id__in=list(ids)), at=at)


def openings_of(spaces: Iterable[Space], *, at: datetime) -> dict[UUID, Opening]:
    """The same for spaces that were read already."""
    today = day_of(at)
    made = _calendar_of(spaces, [today + timedelta(days=ahead) for ahead in range(AHEAD)])
    return {id: made.at(id, at) for id in made.spaces}


_SAID = """SELECT EXISTS (SELECT FROM places_holiday WHERE day_on = %(day)s),
    EXISTS (SELECT FROM places_hoursexception WHERE day_on = %(day)s AND space_id IS NOT NULL),
    EXISTS (SELECT FROM places_hoursexception WHERE day_on = %(day)s AND network_id IS NOT NULL)"""


def open_at(at: datetime, *, few: bool = False) -> Q:
    """The same rule as a condition on spaces, so that a list of what is open can be cut into pages.

    `few`: only some are looked at, so the week of each is asked for by itself, and not that of all of them first.
    """
    day, local = day_of(at), in_bangkok(at)
    minute = local.hour * 60 + local.minute
    with connection.cursor() as cursor:  # most days are as the week is: what nobody said anything of is not asked for
        cursor.execute(_SAID, {"day": day})
        holiday, own, shared = cursor.fetchone()
    within = Q(opens__lte=minute, closes__gt=minute)
    week = OpeningHours.objects.filter(within, space=OuterRef("pk"), weekday=day.isoweekday())
    found = Q(IsNull(Subquery(week.values("id")[:1]), False)) if few else Q(Exists(week))
    found = Q(pk__in=[]) if holiday else found
    for said, whose in ((shared, {"network": OuterRef("network_id")}), (own, {"space": OuterRef("pk")})):
        if said:
            differing = HoursException.objects.filter(day_on=day, **whose)
            found = Q(Exists(differing.filter(within))) | Q(~Exists(differing)) & found
    alive = (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gt=day))
    return alive & found


def _outlived(space: Space, day: date) -> T | None:
    if space.opened_on is not None and day < space.opened_on:
        first = date_text(space.opened_on, "day")
        return T("ที่นี่จะเปิดครั้งแรก {day}", "This place opens for the first time on {day}", day=first)
    if space.closed_on is not None and space.closed_on <= day:
        last = date_text(space.closed_on, "day")
        return T("ที่นี่ปิดถาวรตั้งแต่ {day}", "This place closed for good on {day}", day=last)
    return None


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch become one: open 10-12 and 12-14 is open until 14."""
    found: list[Span] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _span(exception: HoursException) -> tuple[Span, ...]:
    if exception.opens is None or exception.closes is None:
        return ()
    return ((exception.opens, exception.closes),)


def _exception_step(exception: HoursException, whose: T) -> T:
    hours = DayHours(exception.day_on, _span(exception), True, ())
    if not exception.reason_th and not exception.reason_en:
        return T("วันนั้น{line} ({whose})", "That day: {line} ({whose})", line=hours.line, whose=whose)
    return T(
        "วันนั้น{line} {reason} ({whose})",
        "That day: {line}, {reason} ({whose})",
        line=hours.line,
        whose=whose,
        reason=T.verbatim(exception.reason_th, exception.reason_en),
    )


def _opens(ahead: int, day: date, start: int) -> T:
    if ahead == 0:
        return T("เปิดวันนี้ {time}", "opens today {time}", time=_time_text(start))
    if ahead == 1:
        return T("เปิดพรุ่งนี้ {time}", "opens tomorrow {time}", time=_time_text(start))
    return T("เปิด{day} {time}", "opens {day} {time}", day=date_text(day, "day"), time=_time_text(start))


def _time_text(minute: int) -> T:
    return T.verbatim(format_time(_time(minute), "th"), format_time(_time(minute), "en"))


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def exceptions_of(space_id: UUID, *, since: date) -> list[HoursException]:
    """The days from `since` on for which this space set hours of its own."""
    return list(HoursException.objects.filter(space_id=space_id, day_on__gte=since).order_by("day_on"))


def clock(minute: int) -> str:
    """Minutes from midnight as 09:00; the end of the day is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"
