"""The forms by which a keeper keeps her space: contact and the week, and days that differ."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms

from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T
from rianru.places.queries import Space, clock, week_of
from rianru.places.words import ACCESS, AGES, FACILITIES, LANGUAGES

Span = tuple[int, int]

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:น\.?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|—|ถึง|to)\s*{_TIME}", re.IGNORECASE)
UNREADABLE = T(
    "อ่านเวลานี้ไม่ออก พิมพ์แบบ 9:00-12:00, 13:00-20:00", "We cannot read these times. Type them as 9:00-12:00, 13:00-20:00."
)

PASSED = T("วันนั้นผ่านไปแล้ว เลือกวันนี้หรือวันหลังจากนี้", "That day has passed. Choose today or later.")
ONE_SPAN = T("วันพิเศษใส่ได้ช่วงเดียว เช่น 9:00-12:00", "Such a day has one span, such as 9:00-12:00.")


class HoursField(forms.CharField):
    """Spans of one day, `9:00-12:00, 13:00-20:00`, as minutes from midnight; blank is closed. Thai digits will do."""

    def __init__(self, *, label: str, blank: str = "9:00-17:00") -> None:
        super().__init__(
            required=False,
            max_length=120,
            label=label,
            widget=forms.TextInput(attrs={"placeholder": blank, "autocomplete": "off"}),
        )

    def clean(self, value: str | None) -> tuple[Span, ...]:
        """The spans, in order of the clock. What they may be is for the action to say."""
        parts = [part.strip() for part in re.split(r"[,;]", to_arabic(super().clean(value))) if part.strip()]
        return tuple(sorted(self._span(part) for part in parts))

    def _span(self, text: str) -> Span:
        found = _SPAN.fullmatch(text)
        minutes = [int(part or 0) for part in found.groups()] if found else []
        if not found or minutes[0] > 24 or minutes[2] > 24 or minutes[1] > 59 or minutes[3] > 59:
            raise forms.ValidationError(str(UNREADABLE))
        return minutes[0] * 60 + minutes[1], minutes[2] * 60 + minutes[3]


def written(spans: Sequence[Span]) -> str:
    """Spans as the field reads them."""
    return ", ".join(f"{clock(opens)}-{clock(closes)}" for opens, closes in spans)


CONTACT = ("name_th", "name_en", "address_th", "address_en", "phone", "line_id", "email", "website")
OFFERS = ("facilities", "access", "ages", "languages")
HALF = T("ใส่ทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งคู่", "Give both latitude and longitude, or neither.")


class DegreesField(forms.DecimalField):
    """A part of a position, to the metre."""

    def __init__(self, *, min_value: int, max_value: int) -> None:
        super().__init__(
            required=False, min_value=min_value, max_value=max_value,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input num"}),
        )

    def clean(self, value: Any) -> Any:
        """Thai digits will do, and as many places as a map gives."""
        found = super().clean(to_arabic(value) if isinstance(value, str) else value)
        return Decimal(found).quantize(Decimal("0.00001")) if found is not None else None


class WeekForm(forms.Form):
    """A field for each weekday; a blank day is closed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for day in range(1, 8):
            opens = T("{day} เปิดเวลา", "{day}, open", day=WEEKDAYS[day - 1])
            self.fields[f"day_{day}"] = HoursField(label=str(opens), blank=str(T("ปิด", "closed")))

    def days(self) -> list[forms.BoundField]:
        """The fields of the week."""
        return [self[f"day_{day}"] for day in range(1, 8)]

    def week(self) -> list[tuple[int, int, int]]:
        """The spans as the action wants them."""
        return [(day, *span) for day in range(1, 8) for span in self.cleaned_data.get(f"day_{day}", ())]


def written_week(week: Sequence[tuple[int, int, int]]) -> dict[str, str]:
    """What WeekForm begins with."""
    return {
        f"day_{day}": written([(opens, closes) for _, opens, closes in rows])
        for day, rows in groupby(week, key=lambda row: row[0])
    }


class PlaceForm(WeekForm):
    """A week, and a position."""

    lat = DegreesField(min_value=-90, max_value=90)
    lon = DegreesField(min_value=-180, max_value=180)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("lat", T("ละติจูด", "Latitude")), ("lon", T("ลองจิจูด", "Longitude"))):
            self.fields[name].label = str(label)

    def clean(self) -> dict[str, Any]:
        """Half a position is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if (given.get("lat") is None) != (given.get("lon") is None):
            self.add_error("lon" if given.get("lon") is None else "lat", str(HALF))
        return given


def written_place(space: Space) -> dict[str, Any]:
    """What PlaceForm begins with."""
    return {"lat": space.lat, "lon": space.lon} | written_week(week_of(space.id))


def pin_of(space: Space) -> dict[str, Any]:
    """Where the pin of js/space-pin.js stands: at the space, or in the middle of its area until somebody knows."""
    area = space.area
    lat, lon = (space.lat, space.lon) if space.lat is not None else (area.lat, area.lon)
    return {"lat": lat or "", "lon": lon or "", "label": T("หมุดของที่นี่ ใช้ลูกศรเลื่อนได้", "The pin; arrow keys move it")}


class SpaceForm(PlaceForm):
    """Contact, facilities and the week; a blank day is closed, and a blank week is not known."""

    name_th = forms.CharField(max_length=200)
    name_en = forms.CharField(max_length=200)
    address_th = forms.CharField(max_length=300, required=False)
    address_en = forms.CharField(max_length=300, required=False)
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(required=False)
    line_id = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"autocapitalize": "none"}))
    website = forms.CharField(max_length=300, required=False, widget=forms.URLInput)
    facilities = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    access = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    ages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name_th": T("ชื่อภาษาไทย", "Name in Thai"),
            "name_en": T("ชื่อภาษาอังกฤษ", "Name in English"),
            "address_th": T("ที่อยู่ (ไทย)", "Address (Thai)"),
            "address_en": T("ที่อยู่ (อังกฤษ)", "Address (English)"),
            "phone": T("เบอร์โทร", "Telephone"),
            "email": T("อีเมล", "Email"),
            "line_id": T("ไลน์ไอดี เช่น @tambonlib", "LINE ID, such as @tambonlib"),
            "website": T("เว็บไซต์", "Website"),
            "facilities": T("มีอะไรที่นี่", "What is here"),
            "access": T("ใครก็เข้าได้", "Access"),
            "ages": T("เหมาะกับใคร", "For whom"),
            "languages": T("พูดภาษาอะไรได้", "Languages spoken"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        lists = {
            "facilities": {name: label for name, (_, label) in FACILITIES.items()},
            "access": {name: label for name, (_, label) in ACCESS.items()}, "ages": AGES, "languages": LANGUAGES,
        }
        for name, words in lists.items():
            choices = self.fields[name]
            assert isinstance(choices, forms.MultipleChoiceField)
            choices.choices = [(value, str(label)) for value, label in words.items()]

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields as web/space_edit.html shows them; the position apart, beside its map."""
        return {
            "contact": [self[name] for name in CONTACT], "week": self.days(),
            "offers": [self[name] for name in OFFERS],
        }


class ExceptionForm(forms.Form):
    """One day that differs, and why; no times means closed."""

    prefix = "differs"
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason_th = forms.CharField(max_length=120, required=False)
    reason_en = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["day"].label = str(T("วันที่", "Day"))
        self.fields["hours"] = HoursField(label=str(T("เปิดเวลา เว้นว่างถ้าปิดทั้งวัน", "Hours, blank if closed all day")))
        self.fields["reason_th"].label = str(T("เพราะอะไร (ไทย)", "Why (Thai)"))
        self.fields["reason_en"].label = str(T("เพราะอะไร (อังกฤษ)", "Why (English)"))
        self.order_fields(["day", "hours", "reason_th", "reason_en"])

    def clean_day(self) -> date:
        """Today or later: what has passed cannot help anyone."""
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(str(PASSED))
        return day

    def clean_hours(self) -> tuple[Span, ...]:
        """One span at most."""
        spans: tuple[Span, ...] = self.cleaned_data["hours"]
        if len(spans) > 1:
            raise forms.ValidationError(str(ONE_SPAN))
        return spans
