"""Forms of definitions: an achievement in two languages, its levels and units line by line; rules; endorsements."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from rianru.core.kinds import Kind
from rianru.credentials.actions import LevelSaid, Said, UnitSaid
from rianru.credentials.queries import DefinitionRow
from rianru.credentials.words import DYES, KINDS, WEAVES
from rianru.kernel.formats import pictures
from rianru.kernel.words import T
from rianru.web.catalogue.covers import ACCEPTED
from rianru.web.catalogue.staff import Keyed

LABELS = {
    "issuer": T("ออกในนามของ", "Issued by"), "kind": T("ชนิด", "Kind"), "name_th": T("ชื่อ", "Name in Thai"),
    "name_en": T("ชื่อภาษาอังกฤษ", "Name in English"),
    "description_th": T("คนที่ได้รับทำอะไรได้", "What its holder can do, in Thai"),
    "description_en": T("เป็นภาษาอังกฤษ", "In English"),
    "criteria_th": T("เกณฑ์: ต้องทำอะไรจึงได้", "Criteria, in Thai: what has to be done"),
    "criteria_en": T("เกณฑ์ภาษาอังกฤษ", "Criteria in English"), "hours": T("ชั่วโมงเรียนรู้", "Hours of learning"),
    "credits": T("หน่วยกิตสะสม", "Credits"), "months": T("ใช้ได้กี่เดือน", "Valid for how many months"),
    "levels": T("ระดับ บรรทัดละระดับ จากต่ำไปสูง", "Levels, one a line, the lowest first"),
    "units": T("หน่วยสมรรถนะ บรรทัดละหน่วย", "Competency units, one a line"), "dye": T("สี", "Colour"),
    "weave": T("ลาย", "Motif"), "signer_th": T("ผู้ลงนามบนใบประกาศ", "Who signs the certificate"),
    "signer_en": T("ผู้ลงนาม ภาษาอังกฤษ", "Who signs, in English"),
}
HELPS = {
    "months": T("เว้นว่างคือใช้ได้ตลอดไป", "Blank: for ever"),
    "levels": T("ไทย | อังกฤษ เช่น เริ่มต้น | Beginner เว้นว่างถ้าไม่มีระดับ", "Thai | English. Blank: no levels"),
    "units": T("ชื่อ | รหัส | กรอบสมรรถนะ | ที่อยู่เว็บ ใส่แค่ชื่อก็ได้",
               "Name | code | framework | web address; the name will do"),
    "credits": T("ของธนาคารหน่วยกิต ถ้ามี", "Of a credit bank, if any"),
}
TEXTS = ("description_th", "description_en", "criteria_th", "criteria_en", "levels", "units")
SHORT = ("name_th", "name_en", "signer_th", "signer_en")
NEEDED = ("name_th", "description_th", "criteria_th", "kind")


class DefinitionForm(Keyed):
    """Everything that a definition says."""

    def __init__(self, data: Any = None, *, row: DefinitionRow | None, places: Sequence[Any]) -> None:
        super().__init__(data, initial=_initial(row))
        if row is None:
            self.fields["issuer"] = forms.ChoiceField(
                choices=[(f"{one.kind}:{one.id}", str(one.name)) for one in places])
        self.fields["kind"] = forms.ChoiceField(choices=[(code, str(word)) for code, word in KINDS.items()])
        for name in ("name_th", "name_en", "description_th", "description_en", "criteria_th", "criteria_en"):
            self.fields[name] = _text(name)
        for name, places_after in (("hours", 2), ("credits", 2)):
            self.fields[name] = forms.DecimalField(
                min_value=Decimal("0.01"), max_value=10_000, max_digits=7, decimal_places=places_after,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}))
        self.fields["months"] = forms.IntegerField(min_value=1, max_value=600, widget=forms.TextInput(
            attrs={"inputmode": "numeric"}))
        for name in ("levels", "units", "signer_th", "signer_en"):
            self.fields[name] = _text(name)
        self.fields["dye"] = forms.ChoiceField(choices=[(code, str(word)) for code, word in DYES.items()])
        self.fields["weave"] = forms.ChoiceField(choices=[(code, str(word)) for code, word in WEAVES.items()])
        for name, field in self.fields.items():
            if name in LABELS:
                field.label, field.help_text = str(LABELS[name]), str(HELPS.get(name, ""))
                field.required = name in (*NEEDED, "issuer", "dye", "weave")

    def said(self) -> Said:
        """As the action takes it."""
        values = self.cleaned_data
        names = ("kind", "name_th", "name_en", "description_th", "description_en", "criteria_th", "criteria_en",
                 "hours", "credits", "months", "dye", "weave", "signer_th", "signer_en")
        return Said(**{name: values[name] for name in names})

    def levels(self) -> list[LevelSaid]:
        """One a line, Thai before English."""
        return [LevelSaid(*[*parts, ""][:2]) for parts in _lines(self.cleaned_data["levels"])]

    def units(self) -> list[UnitSaid]:
        """One a line: name, code, framework, address."""
        return [UnitSaid(*[*parts, "", "", ""][:4]) for parts in _lines(self.cleaned_data["units"])]

    def clean_levels(self) -> str:
        """Nine at most."""
        typed = str(self.cleaned_data["levels"])
        if len(_lines(typed)) > 9:
            raise ValidationError(str(T("ไม่เกิน 9 ระดับ", "At most nine levels")))
        return typed


class RuleForm(Keyed):
    """Who completes what, with how many hours. What it is stands in the address of its page."""

    object_kind = forms.ChoiceField()
    object_id = forms.CharField(max_length=500)
    hours = forms.DecimalField(required=False, min_value=0, max_value=10_000, max_digits=7, decimal_places=2,
                               widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def __init__(self, *args: Any, row: DefinitionRow, kinds_known: Mapping[str, Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds_known = kinds_known
        kind = self.fields["object_kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(name, str(kinds_known[name].label)) for name in COMPLETED if name in kinds_known]
        if row.levels:
            self.fields["level"] = forms.ChoiceField(choices=[
                (str(one.number), str(T.verbatim(one.name_th, one.name_en))) for one in row.levels])
            self.fields["level"].label = str(T("ได้ระดับ", "Gives the level"))
        labels = {"object_kind": T("เรียนจบ", "Completing"), "hours": T("อย่างน้อยกี่ชั่วโมง", "At least how many hours"),
                  "object_id": T("ที่อยู่ของหน้านั้น หรือรหัส", "The address of its page, or its id")}
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["object_id"].help_text = str(T("ของที่นี่ ตั้งได้จากหน้ากิจกรรมหรือหลักสูตรนั้นเลย",
                                                   "One held here has a button for it on its own desk page."))

    def clean_object_id(self) -> UUID:
        """The id at the end of an address, of something that exists."""
        typed = self.cleaned_data["object_id"].strip().rstrip("/").rsplit("/", 1)[-1]
        try:
            found = UUID(typed)
        except ValueError:
            said = T("คัดลอกที่อยู่ของหน้ากิจกรรมหรือหลักสูตรมาวาง", "Paste the address of its page")
            raise ValidationError(str(said)) from None
        kind = self.kinds_known.get(self.cleaned_data.get("object_kind", ""))
        if kind is None or found not in kind.cards([found]):
            raise ValidationError(str(T("ไม่พบรายการนี้", "There is no such thing")))
        return found

    def rule(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        return {"object_kind": said["object_kind"], "object_id": said["object_id"],
                "hours": said["hours"] or Decimal(0), "level": int(said["level"]) if said.get("level") else None}


COMPLETED = ("programme", "activity")
"""Kinds that can be completed, where the house has them."""


class PictureForm(Keyed):
    """A picture of its own for the middle of the medallion."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = str(T("รูป", "Picture"))
        self.fields["file"].help_text = str(T(
            "เราตัดเป็นวงกลมจากกลางรูป JPEG, PNG, WebP, GIF หรือ AVIF ไม่เกิน {limit} MB",
            "It is cut to a circle about its middle. JPEG, PNG, WebP, GIF or AVIF, up to {limit} MB.",
            limit=pictures.MOST_BYTES >> 20))


class EndorseForm(Keyed):
    """In whose name, and in which words."""

    place = forms.ChoiceField()
    comment = forms.CharField(max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, places: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(f"{one.kind}:{one.id}", str(one.name)) for one in places]
        place.label = str(T("ในนามของ", "In the name of"))
        self.fields["comment"].label = str(T("คำรับรอง", "What you vouch for"))


def _text(name: str) -> forms.CharField:
    if name in TEXTS:
        return forms.CharField(max_length=5_000, widget=forms.Textarea(attrs={"rows": 4 if name in TEXTS[:4] else 3}))
    return forms.CharField(max_length=200)


def _lines(typed: str) -> list[list[str]]:
    rows = [[part.strip() for part in line.split("|")] for line in typed.replace("\0", "").splitlines()]
    return [row for row in rows if row[0]]


def _initial(row: DefinitionRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("kind", "name_th", "name_en", "description_th", "description_en", "criteria_th", "criteria_en", "months",
             "dye", "weave", "signer_th", "signer_en")
    levels = "\n".join(" | ".join(part for part in (one.name_th, one.name_en) if part) for one in row.levels)
    units = "\n".join(f"{one.name} | {one.code} | {one.framework} | {one.url}".rstrip(" |") for one in row.units)
    numbers = {name: f"{value.normalize():f}" if (value := getattr(row, name)) is not None else None
               for name in ("hours", "credits")}
    return {**{name: getattr(row, name) for name in names}, **numbers, "levels": levels, "units": units}
