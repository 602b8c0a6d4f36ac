"""Forms of the rules: a row with its scope and values, and a case that is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from rianru.catalogue.words import LANGUAGES, TYPES
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.lending.actions import RuleScope
from rianru.lending.queries import RuleView
from rianru.lending.words import VALUES, Value
from rianru.people.words import CATEGORIES
from rianru.places import queries as places
from rianru.web.catalogue.forms import BahtField, SpaceField
from rianru.web.catalogue.staff import Keyed

ANY = T("ทั้งหมด", "Any")
UNSAID = T("ไม่บอก ใช้ตามกติกาที่กว้างกว่า", "Not said: by a wider rule")
PREFIX = "v_"
FARTHEST = 730  # days


def _choice(label: T, options: Mapping[str, T], blank: T | None = ANY) -> forms.ChoiceField:
    first = [("", str(blank))] if blank is not None else []
    return forms.ChoiceField(
        required=False, label=str(label), choices=[*first, *((code, str(word)) for code, word in options.items())]
    )


class CaseForm(forms.Form):
    """Of what the table is asked: sent by GET, so that an answer can be shared."""

    card = forms.CharField(max_length=40, required=False)
    barcode = forms.CharField(max_length=100, required=False)
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any = None, *, actor: Actor, at: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["category"] = _choice(T("ประเภทสมาชิก", "Kind of member"), CATEGORIES, None)
        self.fields["item_type"] = _choice(T("ชนิดสื่อ", "Kind of item"), TYPES, None)
        self.fields["language"] = _choice(T("ภาษา", "Language"), LANGUAGES, None)
        self.fields["space"] = SpaceField(actor=actor, at=at, label=T("ที่", "Place"), required=False)
        self.fields["card"].label = str(T("บัตรของสมาชิก", "A member's card"))
        self.fields["barcode"].label = str(T("บาร์โค้ดของเล่ม", "A copy's barcode"))
        self.fields["barcode"].help_text = str(T(
            "ใส่ทั้งบัตรและบาร์โค้ด เพื่อดูว่าเคาน์เตอร์จะตอบว่าอะไร", "Give both to see what the desk would answer"))
        self.fields["day"].label = str(T("วัน", "Day"))
        self.order_fields(["category", "item_type", "language", "space", "day", "card", "barcode"])
        self.today = day_of(at)

    def clean_day(self) -> date | None:
        """Within two years: further away nobody knows which days are open."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and abs((day - self.today).days) > FARTHEST:
            raise ValidationError(str(T("เลือกวันภายในสองปีจากวันนี้", "Choose a day within two years from now")))
        return day


class RuleForm(Keyed):
    """The scope of a row, and every value that it may say; a blank one is not said."""

    note = forms.CharField(max_length=500, required=False)

    def __init__(
        self, data: Any = None, *, row: RuleView | None, actor: Actor, at: Any, network: UUID
    ) -> None:
        super().__init__(data, initial=said_of(row))
        self.network = network if row is None or row.network is not None else None
        self.fields["space"] = SpaceField(
            actor=actor, at=at, label=T("เฉพาะที่", "Only at"), required=False,
            help=T("เว้นว่างคือทุกแห่งในเครือข่าย", "Blank: everywhere in the network"),
        )
        self.fields["item_type"] = _choice(T("ชนิดสื่อ", "Kind of item"), TYPES)
        self.fields["category"] = _choice(T("ประเภทสมาชิก", "Kind of member"), CATEGORIES)
        self.fields["language"] = _choice(T("ภาษา", "Language"), LANGUAGES)
        for name, value in VALUES.items():
            self.fields[PREFIX + name] = _field(value)
        self.fields["note"].label = str(T("หมายเหตุ", "Note"))

    def scope_fields(self) -> list[forms.BoundField]:
        """To what it speaks."""
        return [self[name] for name in ("space", "item_type", "category", "language")]

    def value_fields(self) -> list[forms.BoundField]:
        """What it says."""
        return [self[PREFIX + name] for name in VALUES]

    def scope(self) -> RuleScope:
        """The scope as the action takes it."""
        said = self.cleaned_data
        space = places.space_ids([said["space"]]).get(said["space"]) if said["space"] else None
        return RuleScope(self.network, space, said["item_type"], said["category"], said["language"])

    def says(self) -> dict[str, Any]:
        """The values that are said, as the action takes them."""
        found: dict[str, Any] = {}
        for name, value in VALUES.items():
            typed = self.cleaned_data.get(PREFIX + name)
            if typed in (None, ""):
                continue
            found[name] = typed == "yes" if value.kind == "yes" else (
                typed.isoformat() if value.kind == "date" else typed)
        return found

    def clean(self) -> dict[str, Any]:
        """At least one value."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.says():
            raise ValidationError(str(T("ใส่อย่างน้อยหนึ่งค่า", "Give at least one value")))
        return said


def said_of(row: RuleView | None) -> dict[str, Any]:
    """What the form shows of a row."""
    if row is None:
        return {}
    code = places.codes_of([row.space]).get(row.space, "") if row.space else ""
    shown = {
        PREFIX + name: ("yes" if value else "no") if VALUES[name].kind == "yes" else value
        for name, value in row.says.items()
    }
    return {"space": code, "item_type": row.item_type, "category": row.category, "language": row.language,
            "note": row.note, **shown}


def _field(value: Value) -> forms.Field:
    if value.kind == "yes":
        options = {"yes": T("ได้", "Yes"), "no": T("ไม่ได้", "No")}
        return _choice(value.label, options, UNSAID)
    if value.kind == "choice":
        return _choice(value.label, value.choices or {}, UNSAID)
    if value.kind == "satang":
        return BahtField(label=T("{label} (บาท)", "{label} (baht)", label=value.label))
    if value.kind == "date":
        return forms.DateField(required=False, label=str(value.label), widget=forms.DateInput(attrs={"type": "date"}))
    unit = {"days": T("{label} (วัน)", "{label} (days)"), "years": T("{label} (ปี)", "{label} (years)")}
    label = unit.get(value.kind, T("{label}", "{label}")).having(label=value.label)
    return forms.IntegerField(required=False, label=str(label), min_value=value.least, max_value=value.most,
                              widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
