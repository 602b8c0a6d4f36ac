"""Forms of the catalogue's staff pages: files, columns, copies, spaces. Those of sources are in source_form.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rianru.catalogue.words import TYPES
from rianru.core.actors import Actor
from rianru.kernel.formats.marc.columns import COLUMNS
from rianru.kernel.money import AmountUnclear, format_baht, parse_baht
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed

ACCEPTED = ".mrc,.marc,.iso,.dat,.xml,.json,.csv,.tsv,.txt,application/marc,application/xml,application/json,text/csv"
MOST_NAMED = 6


class ImportForm(Keyed):
    """A file of records, whose it is, and whether it is all that they have."""

    source = forms.ChoiceField()
    file = forms.FileField()
    complete = forms.BooleanField(required=False)

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source, file = self.fields["source"], self.fields["file"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = sources
        source.label = str(T("ระเบียนของใคร", "Whose records"))
        file.label = str(T("ไฟล์ระเบียน", "File of records"))
        file.help_text = str(T(
            "MARC (.mrc), MARCXML, MARC-in-JSON หรือตาราง CSV ตัวอักษรแบบไหนก็ได้ ตรวจและซ่อมให้",
            "MARC (.mrc), MARCXML, MARC-in-JSON or a CSV table, in any encoding: it is looked at and mended",
        ))
        file.widget.attrs["accept"] = ACCEPTED
        file.error_messages |= {
            "required": str(T("เลือกไฟล์ก่อนส่ง", "Choose a file first")),
            "empty": str(
                T("ไฟล์นี้ว่าง ส่งออกใหม่จากระบบห้องสมุดแล้วลองอีกครั้ง", "The file is empty. Export it again and retry.")
            ),
        }
        self.fields["complete"].label = str(T("ไฟล์นี้คือทั้งหมดที่แหล่งนี้มี", "This file is all that the source has"))
        self.fields["complete"].help_text = str(T(
            "ระเบียนเดิมที่ไม่อยู่ในไฟล์จะถูกถอนออก ถ้าเป็นไฟล์เฉพาะรายการใหม่ อย่าเลือกข้อนี้",
            "Records that are not in the file are withdrawn. Leave this off for a file of new ones only.",
        ))


class ColumnsForm(Keyed):
    """What each column of a spreadsheet is; fields `column_0`, `column_1`, …"""

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"column_{number}" for number in range(len(headings))]
        choices = [(name, str(label)) for name, label in COLUMNS.items()]
        for name, number, heading in zip(self.names, range(1, len(headings) + 1), headings, strict=True):
            self.fields[name] = forms.ChoiceField(choices=choices)
            self.fields[name].label = heading or str(T("คอลัมน์ที่ {n}", "Column {n}", n=number))

    def columns(self) -> list[str]:
        """The words chosen, in the order of the table."""
        return [self.cleaned_data[name] for name in self.names]


class SpaceField(forms.CharField):
    """A space by its code, or by a part of its name that only one has; gives its code."""

    def __init__(self, *, actor: Actor, at: datetime, label: T, required: bool = True, help: T | None = None) -> None:
        super().__init__(
            max_length=120, required=required, label=str(label), help_text=str(help or ""),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        self.actor, self.at = actor, at

    def clean(self, value: str | None) -> str:
        """The code; says which spaces are meant where there are several."""
        typed = str(super().clean(value)).strip()
        if not typed or typed in places.space_ids([typed]):
            return typed
        rows = places.find_spaces(
            actor=self.actor, at=self.at, wanted=places.Wanted(name=typed), limit=MOST_NAMED + 1
        ).rows
        if len(rows) == 1:
            return rows[0].space.code
        raise ValidationError([str(line) for line in _which(typed, [row.space for row in rows])])


def _which(typed: str, spaces: Sequence[places.Space]) -> list[T]:
    if not spaces:
        return [T("ไม่พบที่ชื่อหรือรหัส {typed}", "No space has the name or code {typed}", typed=typed)]
    named = [T("{name}: รหัส {code}", "{name}: code {code}", name=T.verbatim(one.name_th, one.name_en), code=one.code)
             for one in spaces[:MOST_NAMED]]
    more = [T("และอีกหลายแห่ง พิมพ์ชื่อให้ยาวขึ้น", "and more; type more of the name")] * (len(spaces) > MOST_NAMED)
    return [T("มีหลายแห่ง ใส่รหัสของแห่งที่หมายถึง", "There are several. Type the code of the one you mean."), *named, *more]


class BahtField(forms.CharField):
    """A price as typed, in satang; nothing where it is blank."""

    def __init__(self, *, label: T) -> None:
        super().__init__(
            max_length=30, required=False, label=str(label),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: str | None) -> Any:
        """Satang, or None."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        try:
            return parse_baht(typed)
        except AmountUnclear as refusal:
            raise ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        """Baht without the unit, as a person would type it."""
        return format_baht(value, "en").split("\u00a0")[0] if isinstance(value, int) else value


class ItemForm(Keyed):
    """What the label and the staff say of a copy."""

    barcode = forms.CharField(max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    call_number = forms.CharField(max_length=200, required=False)
    copy = forms.CharField(max_length=60, required=False)
    shelf = forms.CharField(max_length=120, required=False)
    note = forms.CharField(max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "barcode": T("บาร์โค้ด", "Barcode"), "call_number": T("เลขเรียกหนังสือ", "Call number"),
            "copy": T("ฉบับที่ (ฉ.)", "Copy"), "shelf": T("ชั้นหรือมุม", "Shelf or corner"),
            "note": T("หมายเหตุสำหรับเจ้าหน้าที่", "Note for staff"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["note"].help_text = str(T("ผู้อ่านไม่เห็น", "Readers do not see it"))
        self.fields["price"] = BahtField(label=T("ราคา (บาท)", "Price (baht)"))
        by_edition = str(T("ตามฉบับ", "As its edition"))
        self.fields["type"] = forms.ChoiceField(
            required=False, label=str(T("ชนิดสำหรับกติกายืม", "Kind, for the lending rules")),
            choices=[("", by_edition), *((code, str(word)) for code, word in TYPES.items())],
        )
        self.order_fields(["space", "barcode", "call_number", "copy", "shelf", "price", "type", "note"])

    def said(self) -> dict[str, Any]:
        """The values as the actions take them."""
        names = ("barcode", "call_number", "copy", "shelf", "price", "note", "type")
        return {name: self.cleaned_data[name] for name in names}


class NewItemForm(ItemForm):
    """The same for a copy that is not known yet, and where it stands."""

    def __init__(self, *args: Any, actor: Actor, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"] = SpaceField(
            actor=actor, at=at, label=T("อยู่ที่ไหน", "Where it stands"),
            help=T("รหัสหรือชื่อห้องสมุด เช่น lib-56", "The code or name of a library, such as lib-56"),
        )
        self.order_fields(["space", "barcode", "call_number", "copy", "shelf", "price", "type", "note"])


class MoveForm(Keyed):
    """Where a copy goes."""

    def __init__(self, *args: Any, actor: Actor, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"] = SpaceField(
            actor=actor, at=at, label=T("ย้ายไปที่", "Move it to"),
            help=T("รหัสหรือชื่อห้องสมุด เช่น lib-56", "The code or name of a library, such as lib-56"),
        )


class DecisionForm(Keyed):
    """A librarian's word, with room for why."""

    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = str(T("เพราะอะไร", "Why"))
