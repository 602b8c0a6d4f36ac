"""Opening hours as OpenStreetMap writes them: `Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-15:00; PH off`.

Written is what our weeks hold, with days that differ. Read is that, and what people type into spreadsheets: names of
days in Thai and English, dots for colons, `น.`, Thai digits. A later rule takes the place of an earlier one for its
days, one behind a comma adds to it. Seasons, sunrise and open ends do not fit a week of ours: HoursUnclear.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rianru.kernel.refusals import Refused
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T

Span = tuple[int, int]
Week = Sequence[tuple[int, int, int]]
"""(weekday 1 Monday to 7 Sunday, opens, closes) in minutes from midnight."""

DAY: Final = 1440
LONGEST: Final = 500
_SHORT: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMES: Final = {
    1: "monday mon mo จันทร์ จ", 2: "tuesday tues tue tu อังคาร อ", 3: "wednesday wed we พุธ พ",
    4: "thursday thurs thur thu th พฤหัสบดี พฤหัส พฤ", 5: "friday fri fr ศุกร์ ศ", 6: "saturday sat sa เสาร์ ส",
    7: "sunday sun su อาทิตย์ อา",
}
_DAYS: Final = {name: day for day, names in _NAMES.items() for name in names.split()}
_PUBLIC: Final = 8  # the days on which state offices close, where a weekday stands
_HOLIDAYS: Final = ("ph", "วันหยุดนักขัตฤกษ์", "วันหยุดราชการ", "นักขัตฤกษ์")
_EVERY: Final = ("ทุกวัน", "daily", "every day", "everyday")
_SHUT: Final = ("off", "closed", "ปิดทำการ", "หยุดทำการ", "ปิด", "หยุด")
_DASHES: Final = re.compile(r"\s*(?:–|—|−|ถึง|\bto\b)\s*")
_FILLER: Final = re.compile(r"(?<!ทุก)วัน(?!หยุด)|เวลา|น\.|นาฬิกา|\bopen\b|เปิดทำการ|เปิด")


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TOKEN: Final = re.compile(
    rf"\s*(?:(?P<always>24/7)|(?P<date>\d{{4}}\s+(?:{_one_of(one.lower() for one in _MONTHS)})\s+\d{{1,2}})"
    rf"|(?P<time>\d{{1,2}}(?:[:.]\d{{2}})?)|(?P<public>{_one_of(_HOLIDAYS)})|(?P<every>{_one_of(_EVERY)})"
    rf"|(?P<shut>{_one_of(_SHUT)})|(?P<day>{_one_of(_DAYS)})\.?|(?P<sign>[-,;]))\s*"
)


class HoursUnclear(Refused):
    """Hours that cannot be read, or that no week of ours can hold."""

    code = "hours.unclear"
    status = 422
    says = T(
        "อ่านเวลาเปิด “{text}” ไม่ออก เขียนแบบ Mo-Fr 09:00-17:00; Sa 10:00-15:00",
        "We cannot read the hours “{text}”. Write them as Mo-Fr 09:00-17:00; Sa 10:00-15:00.",
    )


@dataclass(frozen=True, slots=True)
class Hours:
    """A week in order; days that differ (no spans: closed); whether public holidays are open, where that is said."""

    week: tuple[tuple[int, int, int], ...]
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    holidays: bool | None = None


def write(week: Week, *, days: Mapping[date, Sequence[Span]] | None = None, holidays_off: bool = True) -> str:
    """The hours in one line; blank where nothing is known. Weekdays with the same spans stand together."""
    by_day: dict[int, list[Span]] = {}
    for day, opens, closes in sorted(week):
        by_day.setdefault(day, []).append((opens, closes))
    rules = [f"{_weekdays(run)} {_spans(by_day[run[0]])}" for run in _runs(by_day)]
    if rules and holidays_off:
        rules.append("PH off")
    rules += [
        f"{day.year} {_MONTHS[day.month - 1]} {day.day:02} {_spans(spans) if spans else 'off'}"
        for day, spans in sorted((days or {}).items())
    ]
    return "; ".join(rules)


def _runs(by_day: Mapping[int, Sequence[Span]]) -> list[list[int]]:
    """Weekdays with the same spans, those that follow each other in one run."""
    found: list[list[int]] = []
    for day in sorted(by_day):
        if found and found[-1][-1] == day - 1 and by_day[found[-1][0]] == by_day[day]:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _weekdays(run: Sequence[int]) -> str:
    first, last = _SHORT[run[0] - 1], _SHORT[run[-1] - 1]
    return first if len(run) == 1 else f"{first}{',' if len(run) == 2 else '-'}{last}"


def _spans(spans: Iterable[Span]) -> str:
    return ",".join(f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}" for opens, closes in spans)


def read(text: str) -> Hours:
    """What a line says. Spans over midnight end on the day after. Refuses with HoursUnclear."""
    if len(text) > LONGEST:
        raise HoursUnclear(text=text[:40] + "…")
    tokens = list(_tokens(text))
    reading = _Reading(text)
    at = 0
    while at < len(tokens):
        at = reading.rule(tokens, at)
    return reading.hours()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    plain = _FILLER.sub(" ", _DASHES.sub("-", to_arabic(text).lower().replace("\n", ";"))).strip()
    at = 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None or found.lastgroup is None:
            raise HoursUnclear(text=text[:80])
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Reading:
    """A line as it is read, rule by rule."""

    def __init__(self, text: str) -> None:
        self.text = text[:80]
        self.by_day: dict[int, list[Span]] = {}
        self.dates: dict[date, list[Span]] = {}
        self.adds = False

    def rule(self, tokens: Sequence[tuple[str, str]], at: int) -> int:
        """Reads one rule and the sign behind it; where the next one begins."""
        chosen, at = self._chosen(tokens, at)
        spans, at = self._times(tokens, at)
        for one in chosen:
            known: dict[date, list[Span]] | dict[int, list[Span]] = self.dates if isinstance(one, date) else self.by_day
            before = known.get(one, []) if self.adds and spans else []  # type: ignore[call-overload]
            known[one] = [*before, *spans]  # type: ignore[index]
        if at < len(tokens):
            if tokens[at][0] != "sign" or tokens[at][1] == "-":
                raise HoursUnclear(text=self.text)
            self.adds = tokens[at][1] == ","
            at += 1
        return at

    def _chosen(self, tokens: Sequence[tuple[str, str]], at: int) -> tuple[list[int | date], int]:
        """The days that a rule is about; every day where it names none."""
        found: list[int | date] = []
        while at < len(tokens) and tokens[at][0] in ("day", "public", "every", "date"):
            kind, word = tokens[at]
            if kind == "date":
                found.append(self._date(word))
            elif kind == "every":
                found += range(1, 8)
            elif kind == "public":
                found.append(_PUBLIC)
            elif tokens[at + 1 : at + 2] == [("sign", "-")] and tokens[at + 2 : at + 3] and tokens[at + 2][0] == "day":
                first, last = _DAYS[word], _DAYS[tokens[at + 2][1]]
                found += [(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)]
                at += 2
            else:
                found.append(_DAYS[word])
            at += 1
            if tokens[at : at + 1] == [("sign", ",")] and tokens[at + 1 : at + 2] and tokens[at + 1][0] in (
                "day", "public", "date",
            ):
                at += 1
        return found or [*range(1, 8)], at

    def _date(self, word: str) -> date:
        year, month, day = word.split()
        try:
            return date(int(year), [one.lower() for one in _MONTHS].index(month) + 1, int(day))
        except ValueError as error:
            raise HoursUnclear(text=self.text) from error

    def _times(self, tokens: Sequence[tuple[str, str]], at: int) -> tuple[list[Span], int]:
        if at < len(tokens) and tokens[at][0] in ("shut", "always"):
            return ([] if tokens[at][0] == "shut" else [(0, DAY)]), at + 1
        found = []
        while True:
            part = tokens[at : at + 3]
            if [kind for kind, _ in part] != ["time", "sign", "time"] or part[1][1] != "-":
                raise HoursUnclear(text=self.text)
            found.append(self._span(part[0][1], part[2][1]))
            at += 3
            if tokens[at : at + 1] == [("sign", ",")] and tokens[at + 1 : at + 2] and tokens[at + 1][0] == "time":
                at += 1
                continue
            return found, at

    def _span(self, opens: str, closes: str) -> Span:
        start, end = (self._minute(text) for text in (opens, closes))
        end += DAY if end <= start else 0
        if start >= DAY or end > 2 * DAY:
            raise HoursUnclear(text=self.text)
        return start, end

    def _minute(self, text: str) -> int:
        hours, _, minutes = text.replace(".", ":").partition(":")
        if int(minutes or 0) > 59 or int(hours) > 26:
            raise HoursUnclear(text=self.text)
        return int(hours) * 60 + int(minutes or 0)

    def hours(self) -> Hours:
        """The week with what spills over midnight on the day after; touching spans stay apart."""
        week: set[tuple[int, int, int]] = set()
        for day, spans in self.by_day.items():
            for opens, closes in spans if day != _PUBLIC else ():
                week.add((day, opens, min(closes, DAY)))
                if closes > DAY:
                    week.add((day % 7 + 1, 0, closes - DAY))
        holidays = bool(self.by_day[_PUBLIC]) if _PUBLIC in self.by_day else None
        if any(closes > DAY for spans in self.dates.values() for _, closes in spans):
            raise HoursUnclear(text=self.text)
        return Hours(tuple(sorted(week)), {day: tuple(sorted(spans)) for day, spans in self.dates.items()}, holidays)
