"""Days and times as forms take them: a first time, how it repeats, and until when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django import forms

from rianru.kernel.dates import BANGKOK, in_bangkok
from rianru.kernel.repeating import MOST, WEEKDAY_CODES, RuleUnclear, rule_of
from rianru.kernel.words import T
from rianru.learning import queries

REPEATS = {
    "": T("ครั้งเดียว", "Once"),
    "DAILY": T("ทุกวัน", "Every day"),
    "WEEKLY": T("ทุกสัปดาห์", "Every week"),
    "FORTNIGHT": T("ทุกสองสัปดาห์", "Every other week"),
    "MONTHLY": T("ทุกเดือน วันเดียวกันของสัปดาห์", "Every month, on the same weekday"),
    "RULE": T("กฎ RRULE", "An RRULE"),
}
CLOSED = {
    "skip": T("ข้ามวันที่ปิด", "Leave those days out"),
    "keep": T("จัดในวันที่ปิดด้วย", "Hold it all the same"),
}
UNREAD_TIME = T("ใส่เวลาแบบ 13:00", "Type the time as 13:00.")
UNREAD_DAY = T("เลือกวันจากปฏิทิน", "Choose the day from the calendar.")
EARLIEST, LATEST = 2000, 2200  # years CE that a form takes


class DayField(forms.DateField):
    """A day as the browser's own field gives it."""

    def __init__(self, *, label: T, required: bool = True, help: T | None = None) -> None:
        super().__init__(
            label=str(label), required=required, help_text=str(help or ""), input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": str(UNREAD_DAY)},
        )

    def to_python(self, value: Any) -> date | None:
        """The day; one that no calendar of ours reaches is none."""
        return _near(super().to_python(value))


class ClockField(forms.TimeField):
    """A time of the day."""

    def __init__(self, *, label: T) -> None:
        super().__init__(
            label=str(label), input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": str(UNREAD_TIME)},
        )


class MomentField(forms.DateTimeField):
    """A day and a time of Bangkok, or nothing."""

    def __init__(self, *, label: T, help: T | None = None) -> None:
        super().__init__(
            label=str(label), required=False, help_text=str(help or ""), input_formats=["%Y-%m-%dT%H:%M"],
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={"invalid": str(UNREAD_DAY)},
        )

    def to_python(self, value: Any) -> datetime | None:
        """The moment; one that no calendar of ours reaches is none."""
        return _near(super().to_python(value))


Day = TypeVar("Day", date, datetime)


def _near(day: Day | None) -> Day | None:
    if day is not None and not EARLIEST <= day.year <= LATEST:
        raise forms.ValidationError(str(UNREAD_DAY))
    return day


def moment(day: date, clock: time) -> datetime:
    """The moment at which Bangkok's clock shows that."""
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)


def add_times(form: forms.Form, *, repeating: bool = True) -> None:
    """The fields of a first time, and of how it repeats."""
    form.fields["day"] = DayField(label=T("วันที่", "Day"))
    form.fields["begins"] = ClockField(label=T("เริ่ม", "Begins"))
    form.fields["ends"] = ClockField(label=T("เลิก", "Ends"))
    form.fields["last_day"] = DayField(
        label=T("ถึงวันที่", "Until the day"), required=False,
        help=T("สำหรับนิทรรศการหรืองานข้ามคืน", "For an exhibition, or what goes on overnight"))
    if not repeating:
        return
    form.fields["repeats"] = _choice(T("จัดซ้ำ", "Repeats"), REPEATS)
    form.fields["weekdays"] = forms.MultipleChoiceField(
        required=False, choices=list(zip(WEEKDAY_CODES, WEEKDAY_CODES, strict=True)),
        widget=forms.CheckboxSelectMultiple)
    form.fields["until"] = DayField(label=T("จัดถึงวันที่", "The last day"), required=False)
    form.fields["times"] = forms.IntegerField(
        required=False, min_value=1, max_value=MOST, label=str(T("หรือกี่ครั้ง", "or how many times")))
    form.fields["rule"] = forms.CharField(
        required=False, max_length=300, label=str(T("กฎ RRULE (RFC 5545)", "RRULE (RFC 5545)")),
        widget=forms.TextInput(attrs={"placeholder": "FREQ=MONTHLY;BYDAY=1SA,3SA;COUNT=6", "spellcheck": "false",
                                      "autocomplete": "off"}))
    form.fields["closed"] = _choice(T("ถ้าตรงกับวันที่ปิด", "On days when it is closed"), CLOSED)


def _choice(label: T, choices: dict[str, T]) -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False, label=str(label), choices=[(value, str(text)) for value, text in choices.items()])


def first_span(said: dict[str, Any]) -> queries.Span:
    """The first time: it ends on its day, or on `last_day`."""
    return moment(said["day"], said["begins"]), moment(said.get("last_day") or said["day"], said["ends"])


def rule_said(said: dict[str, Any]) -> str:
    """The RRULE of what was chosen; blank for once. RepeatsForEver where nobody said until when."""
    chosen = said.get("repeats", "")
    if not chosen:
        return ""
    if chosen == "RULE":
        if not said.get("rule"):
            raise RuleUnclear(typed="")
        return str(said["rule"])
    until, times = said.get("until"), said.get("times")
    if until is not None and until < said["day"]:
        until, times = None, None
    weekly = chosen in ("WEEKLY", "FORTNIGHT")
    days = tuple(said.get("weekdays", ())) if weekly else (_nth(said["day"]),) if chosen == "MONTHLY" else ()
    frequency = {"FORTNIGHT": "WEEKLY"}.get(chosen, chosen)
    return rule_of(frequency, every=2 if chosen == "FORTNIGHT" else 1, days=days, until=until, times=times)


def _nth(day: date) -> str:
    """The third Saturday; the last one where there might be no fifth."""
    number = (day.day - 1) // 7 + 1
    return f"{number if number < 5 else -1}{WEEKDAY_CODES[day.weekday()]}"


def said_of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """A span as the fields show it."""
    begins, ends = in_bangkok(starts_at), in_bangkok(ends_at)
    return {"day": begins.date(), "begins": begins.time(), "ends": ends.time(),
            "last_day": ends.date() if ends.date() != begins.date() else None}


def soon(at: datetime) -> dict[str, Any]:
    """What a new plan begins with: next Saturday morning."""
    today = in_bangkok(at).date()
    return {"day": today + timedelta(days=(5 - today.weekday()) % 7 or 7), "begins": time(10), "ends": time(12)}
