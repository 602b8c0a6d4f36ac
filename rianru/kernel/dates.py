"""Days and moments as Thailand reads them: Buddhist years, Bangkok time, fiscal years from October.

Stored values stay in the common era and in UTC; everything here is for reading what people type and for showing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from rianru.kernel.numbers import NO_BREAK_SPACE
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T, get_language

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
BUDDHIST_OFFSET: Final = 543

DateStyle = Literal["short", "long", "day"]

MONTHS: Final = (
    T("มกราคม", "January"), T("กุมภาพันธ์", "February"), T("มีนาคม", "March"), T("เมษายน", "April"),
    T("พฤษภาคม", "May"), T("มิถุนายน", "June"), T("กรกฎาคม", "July"), T("สิงหาคม", "August"),
    T("กันยายน", "September"), T("ตุลาคม", "October"), T("พฤศจิกายน", "November"), T("ธันวาคม", "December"),
)  # fmt: skip
MONTHS_SHORT: Final = (
    T("ม.ค.", "Jan"), T("ก.พ.", "Feb"), T("มี.ค.", "Mar"), T("เม.ย.", "Apr"), T("พ.ค.", "May"), T("มิ.ย.", "Jun"),
    T("ก.ค.", "Jul"), T("ส.ค.", "Aug"), T("ก.ย.", "Sep"), T("ต.ค.", "Oct"), T("พ.ย.", "Nov"), T("ธ.ค.", "Dec"),
)  # fmt: skip
WEEKDAYS: Final = (
    T("จันทร์", "Mon"), T("อังคาร", "Tue"), T("พุธ", "Wed"), T("พฤหัสบดี", "Thu"),
    T("ศุกร์", "Fri"), T("เสาร์", "Sat"), T("อาทิตย์", "Sun"),
)  # fmt: skip


class YearUnclear(NotUnderstood, ValueError):
    """A typed year that is clearly neither Buddhist nor of the common era."""

    code = "dates.year_unclear"
    says = T(
        "ปี “{typed}” เป็นได้หลายแบบ พิมพ์ปี พ.ศ. สี่หลัก เช่น 2569 หรือ ค.ศ. เช่น 2026",
        "The year “{typed}” could mean several things. Type four digits, such as 2569 or 2026.",
    )


def to_be(year: int) -> int:
    """The Buddhist year of a common-era year: 2026 is 2569."""
    return year + BUDDHIST_OFFSET


def from_typed_year(year: int | str) -> int:
    """The common-era year of a typed one, in Thai or Arabic digits.

    2400 to 2650 is Buddhist, 1000 to 2200 is common era; YearUnclear (a ValueError) for anything else.
    """
    digits = to_arabic(str(year)).strip()
    value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else 0
    if 2400 <= value <= 2650:
        return value - BUDDHIST_OFFSET
    if 1000 <= value <= 2200:
        return value
    raise YearUnclear(typed=year)


def in_bangkok(moment: datetime) -> datetime:
    """The moment on a clock in Bangkok. ValueError without a zone: nobody may guess which clock was meant."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs a zone: {moment!r}")
    return moment.astimezone(BANGKOK)


def day_of(moment: datetime) -> date:
    """The day it is in Bangkok at that moment."""
    return in_bangkok(moment).date()


def start_of_day(day: date) -> datetime:
    """The moment, in UTC, at which the day begins in Bangkok."""
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC)


def format_date(value: date | datetime, language: str | None = None, style: DateStyle = "short") -> str:
    """A day, or the Bangkok day of a moment.

    short "21 พ.ย. 2569" / "21 Nov 2026"; long "21 พฤศจิกายน 2569" / "21 November 2026"; day "เสาร์ 21 พ.ย. 2569" /
    "Sat 21 Nov 2026". Thai shows Buddhist years, English common-era ones. Speaks the active language unless another
    is given.
    """
    day = day_of(value) if isinstance(value, datetime) else value
    spoken = language or get_language()
    months = MONTHS if style == "long" else MONTHS_SHORT
    year = to_be(day.year) if spoken == "th" else day.year
    text = f"{day.day} {months[day.month - 1].in_(spoken)} {year}"
    return f"{WEEKDAYS[day.weekday()].in_(spoken)} {text}" if style == "day" else text


def format_time(value: time | datetime, language: str | None = None) -> str:
    """ "18:30 น." / "18:30"; a moment is shown on Bangkok's clock, a bare time as it is. The space does not break."""
    clock = in_bangkok(value).time() if isinstance(value, datetime) else value
    text = f"{clock.hour:02}:{clock.minute:02}"
    return f"{text}{NO_BREAK_SPACE}น." if (language or get_language()) == "th" else text


def format_moment(moment: datetime, language: str | None = None, style: DateStyle = "short") -> str:
    """Day and time: "21 พ.ย. 2569 18:30 น." / "21 Nov 2026 18:30"."""
    return f"{format_date(moment, language, style)} {format_time(moment, language)}"


def date_text(value: date | datetime, style: DateStyle = "short") -> T:
    """The day in both languages, as a value for another text."""
    return T.verbatim(format_date(value, "th", style), format_date(value, "en", style))


def when_text(starts_at: datetime, ends_at: datetime) -> T:
    """`เสาร์ 21 พ.ย. 2569 10:00–12:00 น.`; over several days `21–30 พ.ย. 2569`."""
    if day_of(starts_at) != day_of(ends_at):
        return days_text(day_of(starts_at), day_of(ends_at))
    return T("{day} {time}", "{day}, {time}", day=date_text(starts_at, "day"), time=time_text(starts_at, ends_at))


def days_text(first: date, last: date) -> T:
    """`21–30 พ.ย. 2569`, `23 พ.ย. – 14 ธ.ค. 2569`, `30 ธ.ค. 2569 – 2 ม.ค. 2570`: what both share is said once."""
    if first == last:
        return date_text(first)
    if first.year != last.year:
        return T("{first} – {last}", "{first} – {last}", first=date_text(first), last=date_text(last))
    if first.month != last.month:
        return T("{first} {month} – {last}", "{first} {month} – {last}", first=str(first.day),
                 month=MONTHS_SHORT[first.month - 1], last=date_text(last))
    return T("{first}–{last}", "{first}–{last}", first=str(first.day), last=date_text(last))


def year_number(year: int) -> T:
    """`2570` and `2027`: Buddhist years are Thai ones."""
    return T.verbatim(str(to_be(year)), str(year))


def time_text(starts_at: datetime, ends_at: datetime) -> T:
    """`10:00–12:00 น.`"""
    first, last = (format_time(moment, "en") for moment in (starts_at, ends_at))
    return T.verbatim(f"{first}–{last}\N{NO-BREAK SPACE}น.", f"{first}–{last}")


def moment_text(moment: datetime, style: DateStyle = "short") -> T:
    """Day and time in both languages, as a value for another text."""
    return T.verbatim(format_moment(moment, "th", style), format_moment(moment, "en", style))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`. ValueError when it would end before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        # A datetime is a date to Python, but half a day has no place in a period of days.
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise ValueError("a period is made of days; take day_of(moment)")
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """Its last day, for showing. ValueError when it has none."""
        if self.end == self.start:
            raise ValueError("an empty period has no last day")
        return self.end - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return max(self.start, other.start) < min(self.end, other.end)

    def moments(self) -> tuple[datetime, datetime]:
        """Its half-open bounds in UTC: the Bangkok midnights of both ends."""
        return start_of_day(self.start), start_of_day(self.end)

    def each_day(self) -> Iterator[date]:
        """Its days, in order."""
        return (self.start + timedelta(days=offset) for offset in range(self.days))

    def months(self) -> list[Period]:
        """It, cut at the first of each month; the first and the last piece may be parts of months."""
        pieces, start = [], self.start
        while start < self.end:
            end = min(month(start.year, start.month).end, self.end)
            pieces.append(Period(start, end))
            start = end
        return pieces


def month(year: int, number: int) -> Period:
    """The calendar month `number` (1 to 12) of a common-era year."""
    after = date(year + number // 12, number % 12 + 1, 1)
    return Period(date(year, number, 1), after)


def fiscal_year(day: date) -> int:
    """The Thai fiscal year of a day, in the common era: 1 October 2025 to 30 September 2026 is 2026."""
    return day.year + (day.month >= 10)


def fiscal_year_be(day: date) -> int:
    """The same in the Buddhist era, as it is always shown: 2569."""
    return to_be(fiscal_year(day))


def fiscal_year_span(year: int) -> Period:
    """The days of fiscal year `year`, which may be given as 2569 or 2026: from 1 October of the year before."""
    common = from_typed_year(year)
    return Period(date(common - 1, 10, 1), date(common, 10, 1))
