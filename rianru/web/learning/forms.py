"""The forms of planning: an activity in a minute, and what else can be said of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from rianru.kernel.words import T
from rianru.learning.actions import Plan
from rianru.learning.words import BANDS, JOINING, KINDS
from rianru.web.catalogue.forms import BahtField
from rianru.web.catalogue.staff import Keyed
from rianru.web.learning.times import MomentField, add_times

LABELS = {
    "title_th": T("ชื่อกิจกรรม", "Title in Thai"),
    "title_en": T("ชื่อภาษาอังกฤษ", "Title in English"),
    "description_th": T("เล่าให้คนอยากมา", "What happens there"),
    "description_en": T("คำบรรยายภาษาอังกฤษ", "The same in English"),
    "for_whom_th": T("เหมาะกับใครเป็นพิเศษ", "For whom, in words"),
    "for_whom_en": T("เหมาะกับใคร (อังกฤษ)", "For whom, in English"),
    "cost_th": T("ค่าใช้จ่ายเพื่ออะไร หรือต้องเตรียมอะไรมา", "What the cost is for, or what to bring"),
    "cost_en": T("ค่าใช้จ่าย (อังกฤษ)", "The same in English"),
    "place_th": T("หรือจัดที่อื่น", "Or somewhere else"),
    "place_en": T("ที่จัด (อังกฤษ)", "The place, in English"),
    "online_link": T("ลิงก์ออนไลน์", "Online link"),
}
LINES = ("description_th", "description_en")
TEXTS = tuple(LABELS)


class ActivityForm(Keyed):
    """What an activity is, apart from when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=str(T("แบบไหน", "Kind")), widget=forms.RadioSelect,
            choices=[(value, str(label)) for value, label in KINDS.items()])
        for name, label in LABELS.items():
            self.fields[name] = forms.CharField(
                label=str(label), required=name == "title_th", max_length=8_000 if name in LINES else 200,
                widget=forms.Textarea(attrs={"rows": 5}) if name in LINES else forms.TextInput())
        self.fields["ages"] = forms.MultipleChoiceField(
            required=False, label=str(T("สำหรับใคร", "For whom")), widget=forms.CheckboxSelectMultiple,
            choices=[(value, str(label)) for value, label in BANDS.items()])
        self._numbers()
        self._rules()
        self.fields["place_th"].help_text = str(T("เช่น ลานวัด สวนสาธารณะ จุดนัดพบ", "Such as a park or a meeting point"))
        self.fields["online_link"].help_text = str(
            T("คนที่มีที่นั่งเท่านั้นที่เห็น", "Shown only to those who have a seat"))

    def _numbers(self) -> None:
        self.fields["capacity"] = forms.IntegerField(
            required=False, min_value=1, max_value=100_000, label=str(T("รับกี่คน", "How many people")),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            help_text=str(T("ว่างไว้ถ้าไม่จำกัด", "Leave it blank for no limit")))
        self.fields["baht"] = BahtField(label=T("ค่าเข้าร่วม (บาท)", "Cost (baht)"))
        self.fields["baht"].help_text = str(T("ว่างไว้ถ้าไม่เสียค่าใช้จ่าย", "Leave it blank where it is free"))

    def _rules(self) -> None:
        self.fields["joining"] = forms.ChoiceField(
            label=str(T("เข้าร่วมอย่างไร", "How people join")), widget=forms.RadioSelect, required=False,
            choices=[(value, str(label)) for value, label in JOINING.items()])
        for name, label in (
            ("accounts_only", T("ต้องมีบัญชีจึงจองได้", "Only with an account")),
            ("waiting_list", T("มีคิวรอเมื่อเต็ม", "Keep a waiting list when it is full")),
            ("fair_seats", T("แบ่งที่นั่งให้ทั่วถึง", "Share the seats out fairly")),
        ):
            self.fields[name] = forms.BooleanField(required=False, label=str(label))
        self.fields["offer_hours"] = forms.IntegerField(
            required=False, min_value=1, max_value=336,
            label=str(T("ให้เวลาคนในคิวตอบกี่ชั่วโมง", "Hours to answer an offered seat")))
        self.fields["party_most"] = forms.IntegerField(
            required=False, min_value=1, max_value=50, label=str(T("จองพร้อมกันได้กี่คน", "People joining together")))
        self.fields["joining_opens_at"] = MomentField(label=T("เริ่มรับจอง", "Joining opens"))
        self.fields["joining_closes_at"] = MomentField(label=T("ปิดรับจอง", "Joining closes"))

    def plan(self) -> Plan:
        """What was said, as the action wants it."""
        said = self.cleaned_data
        texts: dict[str, str] = {name: said[name] for name in TEXTS}
        return Plan(
            kind=said["kind"], **texts, ages=said["ages"], satang=said["baht"] or 0,
            capacity=said["capacity"], joining=said["joining"] or "each", accounts_only=said["accounts_only"],
            waiting_list=said["waiting_list"], fair_seats=said["fair_seats"], offer_hours=said["offer_hours"] or 24,
            party_most=said["party_most"] or 6, joining_opens_at=_seconds_off(said["joining_opens_at"]),
            joining_closes_at=_seconds_off(said["joining_closes_at"]),
        )


def _seconds_off(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


class RoomField(forms.ChoiceField):
    """A room of a space, or none."""

    def __init__(self, rooms: Iterable[Any], *, label: T | None = None) -> None:
        choices = [("", str(T("ไม่ใช้ห้อง", "No room")))]
        choices += [(str(one.id), _room(one)) for one in rooms]
        super().__init__(required=False, label=str(label or T("ห้อง", "Room")), choices=choices)

    def clean(self, value: Any) -> Any:
        """The room's number, or None."""
        chosen = super().clean(value)
        return int(chosen) if chosen else None


def _room(one: Any) -> str:
    name = str(T.verbatim(one.name_th, one.name_en))
    return str(T("{name} ({n} ที่)", "{name} ({n} {n:seat|seats})", name=name, n=one.seats)) if one.seats else name


class PlanForm(ActivityForm):
    """A whole new activity: what, when, where."""

    def __init__(self, *args: Any, rooms: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_times(self)
        self.fields["room"] = RoomField(rooms)
        self.fields["agreed"] = _agreed()


def _agreed() -> forms.BooleanField:
    return forms.BooleanField(
        required=False, label=str(T("ตั้งใจจัดนอกเวลาเปิด", "It is meant to be outside opening hours")))


class SessionsForm(Keyed):
    """More sessions of an activity."""

    def __init__(self, *args: Any, rooms: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_times(self)
        self.fields["room"] = RoomField(rooms)
        self.fields["agreed"] = _agreed()


class SessionForm(Keyed):
    """One session, and perhaps all that follow."""

    def __init__(self, *args: Any, rooms: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_times(self, repeating=False)
        self.fields["room"] = RoomField(rooms)
        for name, label in (
            ("place_th", T("หรือจัดที่อื่น", "Or somewhere else")), ("place_en", T("ที่จัด (อังกฤษ)", "In English")),
            ("title_th", T("ครั้งนี้เรื่องอะไร", "What this time is about")),
            ("title_en", T("เรื่อง (อังกฤษ)", "The same in English")),
        ):
            self.fields[name] = forms.CharField(required=False, max_length=200, label=str(label))
        self.fields["capacity"] = forms.IntegerField(
            required=False, min_value=1, max_value=100_000, label=str(T("รับกี่คนเฉพาะครั้งนี้", "Seats of this session")))
        self.fields["following"] = forms.ChoiceField(
            required=False, widget=forms.RadioSelect, label=str(T("แก้ครั้งไหน", "Which ones")),
            choices=[("", str(T("ครั้งนี้เท่านั้น", "Only this one"))),
                     ("all", str(T("ครั้งนี้และทุกครั้งที่ตามมา", "This one and all that follow")))])
        self.fields["agreed"] = _agreed()


class RoomForm(Keyed):
    """A room of a space."""

    prefix = "room"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_th"] = forms.CharField(max_length=120, label=str(T("ชื่อห้อง", "Name in Thai")))
        self.fields["name_en"] = forms.CharField(
            max_length=120, required=False, label=str(T("ชื่อภาษาอังกฤษ", "Name in English")))
        self.fields["seats"] = forms.IntegerField(
            required=False, min_value=1, max_value=100_000, label=str(T("จุได้กี่คน", "How many it holds")))
        self.fields["closed"] = forms.BooleanField(required=False, label=str(T("เลิกให้จองห้องนี้", "No longer booked")))


class BookingForm(Keyed):
    """A room for something that is no activity."""

    prefix = "book"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(max_length=120, label=str(T("ใช้ทำอะไร", "What for")))
        add_times(self, repeating=False)
