"""What the address of the list of activities asks for, in days, places and people; and the same in words."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from rianru.kernel.dates import BANGKOK, Period, date_text, day_of, month, start_of_day
from rianru.kernel.words import T
from rianru.learning.queries import Near, Wanted
from rianru.learning.words import CHILDREN, KINDS
from rianru.places import queries as places
from rianru.places.words import full_name

EVENING = time(16)  # o'clock: from when it is tonight
WHENS = {
    "": T("ทั้งหมด", "All to come"),
    "tonight": T("คืนนี้", "Tonight"),
    "today": T("วันนี้", "Today"),
    "weekend": T("เสาร์อาทิตย์นี้", "This weekend"),
    "week": T("ใน 7 วัน", "The next 7 days"),
    "month": T("เดือนนี้", "This month"),
}
WHOM = {
    "children": (T("เด็ก", "Children"), CHILDREN),
    "young": (T("เยาวชน", "Young people"), ("15-24",)),
    "elders": (T("ผู้สูงอายุ", "Elders"), ("60+",)),
}
VIEWS = {
    "": (T("รายการ", "List"), "filter"),
    "week": (T("สัปดาห์", "Week"), "table"),
    "month": (T("ปฏิทิน", "Month"), "cal"),
    "map": (T("แผนที่", "Map"), "pin"),
}
NEAR = {"5": 5, "15": 15, "50": 50}  # kilometres
_NAMES = ("when", "day", "view", "kind", "area", "for", "free", "online", "near")


class Chosen:
    """`?when=&day=&view=&kind=&area=&for=&free=1&online=1&near=15`; what is none of what may be asked is left out."""

    def __init__(self, said: QueryDict | Mapping[str, str], place: places.Whereabouts | None = None) -> None:
        typed = {name: said.get(name, "").replace("\0", "").strip()[:20] for name in _NAMES}
        code = typed["area"]
        self.place = place
        self.when = typed["when"] if typed["when"] in WHENS else ""
        self.view = typed["view"] if typed["view"] in VIEWS else ""
        self.kind = typed["kind"] if typed["kind"] in KINDS else ""
        self.area = code if code.isascii() and code.isdigit() and len(code) in (2, 4, 6) else ""
        self.whom = typed["for"] if typed["for"] in WHOM else ""
        self.free, self.online = typed["free"] == "1", typed["online"] == "1"
        self.near = typed["near"] if typed["near"] in NEAR and place else ""
        self.day = _day(typed["day"])

    def here(self, **other: str) -> str:
        """The address with these, or `other` ones."""
        said = {"when": self.when, "day": self.day.isoformat() if self.day else "", "view": self.view,
                "kind": self.kind, "area": self.area, "for": self.whom, "free": "1" if self.free else "",
                "online": "1" if self.online else "", "near": self.near, **other}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the days was chosen."""
        return bool(self.kind or self.area or self.whom or self.free or self.online or self.near)

    def wanted(self, at: datetime, days: Period | None = None, **more: Any) -> Wanted:
        """As the query takes it: in the days that were chosen, or in these."""
        since, until, begins = self._span(at) if days is None else _within(days, at)
        near = Near(self.place.middle, NEAR[self.near]) if self.near and self.place else None
        return Wanted(
            since=since, until=until, begins=begins, area=self.area, kind=self.kind,
            ages=WHOM[self.whom][1] if self.whom else (), free=self.free, online=self.online, near=near, **more)

    def _span(self, at: datetime) -> tuple[datetime, datetime | None, datetime | None]:
        if self.day:
            return _within(Period(self.day, self.day + timedelta(days=1)), at)
        return period_of(self.when, at)

    @property
    def around(self) -> T | None:
        """`ตำบลเวียง`: where its reader said to be, without the rest of the address."""
        if self.place is None:
            return None
        name = self.place.name
        return full_name(self.place.code, name.in_("th").split(" ")[0], name.in_("en").split(",")[0])

    def words(self) -> T:
        """`กิจกรรมคืนนี้ สำหรับเด็ก ใกล้ตำบลเวียง`, as the page is called."""
        head = KINDS[self.kind] if self.kind else T("กิจกรรม", "Activities")
        if self.when and not self.day:
            when, apart = WHENS[self.when], " " if WHENS[self.when].th[0].isdigit() else ""
            head = T.verbatim(f"{head.th}{apart}{when.th}", f"{head.en} {when.en.lower()}")
        parts = [head, *([date_text(self.day, "day")] if self.day else [])]
        if self.whom:
            whom = WHOM[self.whom][0]
            parts.append(T("สำหรับ{whom}", "for {whom}", whom=T.verbatim(whom.th, whom.en.lower())))
        parts += [T("ไม่เสียค่าใช้จ่าย", "free")] * self.free + [T("ออนไลน์", "online")] * self.online
        if self.near and (around := self.around):
            parts.append(T("ใกล้{place}", "near {place}", place=around))
        elif self.area and (name := places.area_name(self.area)):
            parts.append(T("ใน{place}", "in {place}", place=name))
        return T.verbatim(*(" ".join(one.in_(lang) for one in parts) for lang in ("th", "en")))


def chosen_by(request: HttpRequest, place: places.Whereabouts | None) -> Chosen:
    """What this address asks for; `place`: where its reader said to be."""
    return Chosen(request.GET, place)


def period_of(name: str, at: datetime) -> tuple[datetime, datetime | None, datetime | None]:
    """From now until the end of what was chosen; and before which moment nothing of it begins, where that matters."""
    today = day_of(at)
    if name == "tonight":
        evening = datetime.combine(today, EVENING, BANGKOK)
        return max(at, evening), start_of_day(today + timedelta(days=1)), evening
    if name == "today":
        return at, start_of_day(today + timedelta(days=1)), None
    if name == "week":
        return at, start_of_day(today + timedelta(days=7)), None
    if name == "weekend":
        saturday = today + timedelta(days=5 - today.weekday()) if today.weekday() < 5 else today
        sunday = today + timedelta(days=6 - today.weekday())
        return max(at, start_of_day(saturday)), start_of_day(sunday + timedelta(days=1)), None
    return at, start_of_day(month(today.year, today.month).end) if name == "month" else None, None


def _within(days: Period, at: datetime) -> tuple[datetime, datetime | None, datetime | None]:
    """Days of a calendar, from now on where today is one of them; what is past stays as it was."""
    since, until = days.moments()
    return (at if since < at < until else since), until, None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2200 else None
