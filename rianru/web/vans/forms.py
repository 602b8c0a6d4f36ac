"""The forms of those who plan vans: vehicles, routes, stops, halts that repeat, one visit."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms

from rianru.kernel.repeating import WEEKDAY_CODES
from rianru.kernel.words import T
from rianru.places.actions import Halt, NewStop
from rianru.places.queries import Stop, Timetable
from rianru.places.words import HOLIDAYS, STOP_TYPES
from rianru.web.catalogue.staff import Keyed
from rianru.web.learning.times import ClockField, DayField

EVERY = {
    "1": T("ทุกสัปดาห์", "Every week"), "2": T("ทุกสองสัปดาห์", "Every two weeks"),
    "3": T("ทุกสามสัปดาห์", "Every three weeks"), "4": T("ทุกสี่สัปดาห์", "Every four weeks"),
    "once": T("ครั้งเดียว", "Once"), "rule": T("กฎ RRULE", "An RRULE"),
}


def _text(label: T, *, required: bool = False, most: int = 200, help: T | None = None) -> forms.CharField:
    return forms.CharField(label=str(label), required=required, max_length=most, help_text=str(help or ""))


class VehicleForm(Keyed):
    """What a mobile library drives in."""

    def __init__(self, *args: Any, spaces: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(spaces)
        if choices:
            self.fields["space"] = forms.ChoiceField(label=str(T("รถห้องสมุด", "Mobile library")), choices=choices)
        self.fields["plate_th"] = _text(T("ทะเบียนรถ", "Number plate"), most=40)
        self.fields["capacity"] = forms.IntegerField(
            required=False, min_value=1, max_value=100_000, label=str(T("บรรทุกหนังสือได้กี่เล่ม", "Books it carries")),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
        self.fields["accessible"] = forms.BooleanField(
            required=False, label=str(T("รถเข็นขึ้นได้", "One gets in with a wheelchair")))


class RouteForm(Keyed):
    """A round of a van."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_th"] = _text(T("ชื่อสาย", "Name of the route"), required=True)
        self.fields["name_en"] = _text(T("ชื่อภาษาอังกฤษ", "Name in English"))


class StopForm(Keyed):
    """Where vans halt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_th"] = _text(T("ชื่อจุดจอด", "Name of the stop"), required=True)
        self.fields["name_en"] = _text(T("ชื่อภาษาอังกฤษ", "Name in English"))
        self.fields["kind"] = forms.ChoiceField(
            label=str(T("ใครใช้จุดนี้", "Who it is for")), widget=forms.RadioSelect,
            choices=[(value, str(label)) for value, label in STOP_TYPES.items()])
        self.fields["community_th"] = _text(T("หมู่บ้านหรือชุมชน", "Village or community"))
        self.fields["community_en"] = _text(T("ชุมชน (อังกฤษ)", "Community, in English"))
        self.fields["address_th"] = _text(T("จอดตรงไหน", "Where exactly it halts"),
                                          help=T("เช่น ใต้ต้นโพธิ์หน้าศาลา", "Such as: under the bodhi tree"))
        self.fields["address_en"] = _text(T("จอดตรงไหน (อังกฤษ)", "The same in English"))
        self.fields["area"] = _text(T("รหัสตำบล 6 หลัก", "Code of the sub-district, 6 digits"), most=8,
                                    help=T("เว้นว่างได้ถ้าใส่พิกัด", "May be left out where the position is given"))
        self.fields["postal_code"] = _text(T("รหัสไปรษณีย์", "Postal code"), most=5)
        self.fields["lat"] = _degrees(T("ละติจูด", "Latitude"))
        self.fields["lon"] = _degrees(T("ลองจิจูด", "Longitude"))

    def stop(self, area: str) -> NewStop:
        """What was said, in an area."""
        said = self.cleaned_data
        names = ("name_th", "name_en", "kind", "community_th", "community_en", "address_th", "address_en",
                 "postal_code", "lat", "lon")
        return NewStop(area=area, **{name: said[name] for name in names})


def _degrees(label: T) -> forms.DecimalField:
    return forms.DecimalField(required=False, max_digits=8, decimal_places=5, label=str(label),
                              widget=forms.NumberInput(attrs={"step": "0.00001", "inputmode": "decimal"}))


class HaltForm(Keyed):
    """A halt that repeats."""

    def __init__(self, *args: Any, routes: Iterable[tuple[str, str]], stops: Iterable[Stop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"] = forms.ChoiceField(label=str(T("สาย", "Route")), choices=list(routes))
        self.fields["stop"] = forms.ChoiceField(
            label=str(T("จุดจอด", "Stop")), choices=[(str(one.id), _stop_label(one)) for one in stops])
        self.fields["first_on"] = DayField(label=T("วันแรก", "First day"))
        self.fields["begins"] = ClockField(label=T("ถึง", "Arrives"))
        self.fields["ends"] = ClockField(label=T("ออก", "Leaves"))
        self.fields["every"] = forms.ChoiceField(
            label=str(T("มาบ่อยแค่ไหน", "How often")), choices=[(value, str(label)) for value, label in EVERY.items()])
        self.fields["last_on"] = DayField(label=T("วันสุดท้าย", "Last day"), required=False)
        self.fields["weekdays"] = forms.MultipleChoiceField(
            required=False, choices=list(zip(WEEKDAY_CODES, WEEKDAY_CODES, strict=True)),
            widget=forms.CheckboxSelectMultiple)
        self.fields["rule"] = forms.CharField(
            required=False, max_length=300, label=str(T("กฎ RRULE (RFC 5545)", "RRULE (RFC 5545)")),
            widget=forms.TextInput(attrs={"placeholder": "FREQ=MONTHLY;BYDAY=2TU", "spellcheck": "false",
                                          "autocomplete": "off"}))
        self.fields["on_holidays"] = forms.ChoiceField(
            label=str(T("วันหยุดราชการ", "Public holidays")),
            choices=[(value, str(label)) for value, label in HOLIDAYS.items()])

    def halt(self) -> Halt:
        """What was said."""
        said = self.cleaned_data
        once = said["every"] == "once"
        return Halt(
            route_id=UUID(said["route"]), stop_id=UUID(said["stop"]), arrives=_minutes(said["begins"]),
            leaves=_minutes(said["ends"]), rule=self._rule(), first_on=said["first_on"],
            last_on=said["first_on"] if once or not said["last_on"] else said["last_on"],
            on_holidays=said["on_holidays"],
        )

    def clean(self) -> dict[str, Any]:
        """What repeats needs its last day."""
        said = super().clean() or {}
        if said.get("every") not in (None, "once") and not said.get("last_on"):
            self.add_error("last_on", str(T("บอกวันสุดท้ายด้วย ต่ออีกได้เมื่อใกล้ถึง",
                                            "Give the last day. It can be prolonged when that comes near.")))
        return said

    def _rule(self) -> str:
        said = self.cleaned_data
        if said["every"] == "once":
            return ""
        if said["every"] == "rule":
            return str(said["rule"])
        days = f";BYDAY={','.join(said['weekdays'])}" if said["weekdays"] else ""
        return f"FREQ=WEEKLY;INTERVAL={said['every']}{days}"


def _stop_label(one: Stop) -> str:
    name = T.verbatim(one.name_th, one.name_en or one.name_th)
    return f"{name} · {T.verbatim(one.community_th, one.community_en or one.community_th)}".rstrip(" ·")


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute or 1440 if clock == time(0) else clock.hour * 60 + clock.minute


def said_of(one: Timetable) -> dict[str, Any]:
    """A halt that repeats, as the form shows it."""
    parts = dict(part.split("=", 1) for part in one.rule.split(";") if "=" in part)
    plain = parts.keys() <= {"FREQ", "INTERVAL", "BYDAY"} and parts.get("FREQ") == "WEEKLY" and (
        parts.get("INTERVAL", "1") in EVERY) and set(parts.get("BYDAY", "MO").split(",")) <= set(WEEKDAY_CODES)
    every = "once" if not one.rule else parts.get("INTERVAL", "1") if plain else "rule"
    return {
        "route": str(one.route_id), "stop": str(one.stop_id), "first_on": one.first_on, "begins": _clock(one.arrives),
        "ends": _clock(one.leaves), "every": every, "last_on": one.last_on, "rule": "" if plain else one.rule,
        "weekdays": parts.get("BYDAY", "").split(",") if plain and "BYDAY" in parts else [],
        "on_holidays": one.on_holidays,
    }


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def new_halt(today: date) -> dict[str, Any]:
    """What a new one begins with: every three weeks, to the end of the next year's first quarter."""
    return {"first_on": today, "begins": time(9), "ends": time(11), "every": "3", "on_holidays": "skip",
            "last_on": date(today.year + 1, 3, 31)}


class VisitForm(Keyed):
    """Another time for one visit."""

    def __init__(self, *args: Any, stops: Iterable[Stop] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), _stop_label(one)) for one in stops]
        if choices:
            self.fields["stop"] = forms.ChoiceField(label=str(T("จุดจอด", "Stop")), choices=choices)
        self.fields["day"] = DayField(label=T("วันที่", "Day"))
        self.fields["begins"] = ClockField(label=T("ถึง", "Arrives"))
        self.fields["ends"] = ClockField(label=T("ออก", "Leaves"))
        if not choices:
            self.fields["reason_th"] = _text(T("เพราะอะไร", "Why"), most=300)
            self.fields["reason_en"] = _text(T("เพราะอะไร (อังกฤษ)", "Why, in English"), most=300)
