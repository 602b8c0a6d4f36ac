"""When something that repeats takes place: an RRULE (RFC 5545, 3.3.10) as days and times of Bangkok.

A rule must end (UNTIL or COUNT), repeat by days at the shortest, and stay within bounds; whatever a person typed is
either expanded or refused by name, in bounded time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from dateutil.rrule import rrulestr

from rianru.kernel.dates import in_bangkok
from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T

MOST: Final = 200  # times
FURTHEST: Final = timedelta(days=732)  # from the first time
FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = re.compile(r"([A-Z]+)=([-+A-Z0-9,:]+)")
_KNOWN: Final = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
}
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?")


class RepeatsForEver(Refused):
    """A rule without an end."""

    code = "dates.repeats_for_ever"
    status = 422
    says = T(
        "กิจกรรมที่จัดซ้ำต้องมีวันสุดท้าย ใส่วันที่จบ หรือจำนวนครั้ง แล้วค่อยเพิ่มรอบใหม่ได้ทุกเมื่อ",
        "What repeats needs an end. Give a last day or a number of times; more can be added whenever you like.",
    )


class RepeatsTooOften(Refused):
    """A rule that makes more than MOST times, or reaches further than two years."""

    code = "dates.repeats_too_often"
    status = 422
    says = T(
        "วางได้ไม่เกิน {most} ครั้ง และไม่เกินสองปีต่อรอบ ลดจำนวนลง หรือแบ่งเป็นหลายรอบ",
        "At most {most} times and two years can be planned at once. Plan fewer, or in several rounds.",
    )


class RuleUnclear(NotUnderstood):
    """Not a rule of RFC 5545, or one that repeats within a day, or never takes place."""

    code = "dates.rule_unclear"
    says = T(
        "อ่านกฎการจัดซ้ำ “{typed}” ไม่ออก เขียนแบบ FREQ=WEEKLY;BYDAY=SA;COUNT=8",
        "We cannot read the rule “{typed}”. Write it as FREQ=WEEKLY;BYDAY=SA;COUNT=8.",
    )


def rule_of(frequency: str, *, every: int = 1, days: tuple[str, ...] = (), until: date | None = None,
            times: int | None = None) -> str:
    """The text of a rule; RepeatsForEver where neither `until` (its last day) nor `times` is given."""
    if until is None and times is None:
        raise RepeatsForEver()
    parts = [f"FREQ={frequency}"] + [f"INTERVAL={every}"] * (every > 1)
    parts += [f"BYDAY={','.join(days)}"] * bool(days)
    parts.append(f"COUNT={times}" if until is None else f"UNTIL={until:%Y%m%d}T165959Z")  # the day's end in Bangkok
    return ";".join(parts)


def times_of(rule: str, first: datetime) -> list[datetime]:
    """The moments at which `rule` takes place from `first` on, in order, at the same time of Bangkok's clock.

    A blank rule: `first` alone. Refuses with RuleUnclear, RepeatsForEver and RepeatsTooOften.
    """
    if not rule.strip():
        return [first]
    parts = _parts(rule)
    local = in_bangkok(first)
    start = local.replace(tzinfo=None)
    if start.year > 9000:  # the calendar of the machine ends soon after
        raise RepeatsTooOften(most=MOST)
    bound = start + FURTHEST
    until = min(bound, _until(parts, rule) or bound)
    count = _count(parts, rule)
    found: list[datetime] = []
    for moment in _moments(parts, rule, start, bound):
        if moment > until or (count is not None and len(found) == count):
            return _zoned(found, local, rule)
        found.append(moment)
        if len(found) > MOST:
            raise RepeatsTooOften(most=MOST)
    if (count is not None and len(found) < count) or until == bound:
        raise RepeatsTooOften(most=MOST) if found else RuleUnclear(typed=rule[:120])
    return _zoned(found, local, rule)


def days_of(rule: str, first: date, last: date) -> list[date]:
    """The days of `rule` from `first` to `last`, both included: where the end is said beside the rule.

    An end of its own (UNTIL, COUNT) counts too. Blank: `first` alone. Refuses with RuleUnclear and RepeatsTooOften.
    """
    if not rule.strip():
        return [first]
    if last - first > FURTHEST:
        raise RepeatsTooOften(most=MOST)
    parts = _parts(rule, ends=False)
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - Bangkok's clock, compared with the same
    until = _until(parts, rule)
    end = min(last, until.date()) if until else last
    made = _plain_days(parts, first, end)
    if made is None:
        made = []
        for moment in _moments(parts, rule, start, start + FURTHEST):
            if moment.date() > end:
                break
            if not made or made[-1] != moment.date():
                made.append(moment.date())
    return made[:_count(parts, rule)]


def _plain_days(parts: dict[str, str], first: date, end: date) -> list[date] | None:
    """What most rules say, every so many days or weeks, by plain counting; None for all others."""
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 0
    if not parts.keys() <= {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT"} or every < 1:
        return None
    reach = (end - first).days + 1
    if parts["FREQ"] == "DAILY" and "BYDAY" not in parts:
        return [first + timedelta(days=n) for n in range(0, reach, every)]
    named = parts["BYDAY"].split(",") if "BYDAY" in parts else [WEEKDAY_CODES[first.weekday()]]
    if parts["FREQ"] != "WEEKLY" or not set(named) <= set(WEEKDAY_CODES):
        return None
    monday = -first.weekday()
    wanted = sorted({WEEKDAY_CODES.index(name) for name in named})
    found = (monday + week + day for week in range(0, reach + 7, 7 * every) for day in wanted)
    return [first + timedelta(days=n) for n in found if 0 <= n < reach]


def _zoned(found: list[datetime], local: datetime, rule: str) -> list[datetime]:
    if not found:
        raise RuleUnclear(typed=rule[:120])
    return [moment.replace(tzinfo=local.tzinfo).astimezone(UTC) for moment in found]


def _parts(rule: str, *, ends: bool = True) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        match = _PART.fullmatch(piece.strip())
        if len(text) > 300 or match is None or match[1] in parts or match[1] not in _KNOWN:
            raise RuleUnclear(typed=rule[:120])
        parts[match[1]] = match[2]
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleUnclear(typed=rule[:120])
    if ends and "UNTIL" not in parts and "COUNT" not in parts:
        raise RepeatsForEver()
    return parts


def _until(parts: dict[str, str], rule: str) -> datetime | None:
    """The last moment as Bangkok's clock has it; a bare day lasts until its end."""
    if "UNTIL" not in parts:
        return None
    match = _UNTIL.fullmatch(parts["UNTIL"])
    try:
        if match is None:
            raise ValueError
        year, month, day, *clock = (int(part or -1) for part in match.groups())
        if clock[0] < 0:
            return datetime(year, month, day, 23, 59, 59)  # noqa: DTZ001 - Bangkok's clock, compared with the same
        moment = datetime(year, month, day, clock[0], clock[1], clock[2], tzinfo=UTC)
    except ValueError as error:
        raise RuleUnclear(typed=rule[:120]) from error
    in_zone = in_bangkok(moment) if parts["UNTIL"].endswith("Z") else moment
    return in_zone.replace(tzinfo=None)


def _count(parts: dict[str, str], rule: str) -> int | None:
    typed = parts.get("COUNT")
    if typed is None:
        return None
    if not typed.isdigit() or int(typed[:6]) < 1:
        raise RuleUnclear(typed=rule[:120])
    if int(typed[:6]) > MOST:
        raise RepeatsTooOften(most=MOST)
    return int(typed)


def _moments(parts: dict[str, str], rule: str, start: datetime, bound: datetime) -> Iterator[datetime]:
    """What the rule gives up to `bound`: the library gets that bound in place of COUNT.

    A rule that gives nothing (30 February) is followed to the end of the year 9999. The calendar is the same every 400
    years, so it is asked about years close to that end, and it is soon there.
    """
    if parts.get("INTERVAL", "1").strip("0") == "":
        raise RuleUnclear(typed=rule[:120])
    ahead = (9990 - bound.year) // 400 * 400
    last = bound.replace(year=bound.year + ahead)
    own = {name: value for name, value in parts.items() if name not in ("UNTIL", "COUNT")}
    text = ";".join(f"{name}={value}" for name, value in own.items())
    try:
        made: Any = rrulestr(f"{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=start.replace(year=start.year + ahead))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise RuleUnclear(typed=rule[:120]) from error
    return (moment.replace(year=moment.year - ahead) for moment in made)
