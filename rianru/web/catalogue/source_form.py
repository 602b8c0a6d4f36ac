"""The form of a source: its names, its trust, and how its system writes copies and fields; nobody types JSON."""

import re
from collections.abc import Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from django import forms

from rianru.core.actors import Actor
from rianru.kernel.formats.marc.describe.mapping import FieldMapping
from rianru.kernel.formats.marc.holdings import HoldingsMapping
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.forms import SpaceField
from rianru.web.catalogue.staff import Keyed

OWN = "own"
PARTS = tuple(one.name for one in fields(HoldingsMapping) if one.name not in ("tag", "flags", "branches"))
SYSTEMS = {
    "852": T("852 แบบมาตรฐาน MARC", "852, as MARC has it"), "koha": T("Koha เขต 952", "Koha, field 952"),
    "sierra": T("Sierra เขต 945", "Sierra, field 945"),
}
LABELS = {
    "tag": T("เขตข้อมูล", "Field"), "branch": T("สาขา", "Branch"), "barcode": T("บาร์โค้ด", "Barcode"),
    "call_number": T("เลขเรียก", "Call number"), "copy": T("ฉบับที่", "Copy"), "shelf": T("ชั้น", "Shelf"),
    "price": T("ราคา", "Price"), "status": T("สถานะ", "Status"), "note": T("หมายเหตุ", "Note"),
    "volume": T("เล่มที่", "Volume"), "collection": T("หมวด", "Collection"),
}
FIELDS = {
    "control_number": T("เลขควบคุม", "Control number"), "title": T("ชื่อเรื่อง", "Title"),
    "other_titles": T("ชื่อเรื่องอื่น", "Other titles"), "uniform_title": T("ชื่อเรื่องแบบฉบับ", "Uniform title"),
    "people": T("ผู้แต่ง", "People"), "subjects": T("หัวเรื่อง", "Subjects"), "genres": T("รูปแบบเนื้อหา", "Genres"),
    "edition": T("ครั้งที่พิมพ์", "Edition"), "publisher": T("สำนักพิมพ์", "Publisher"),
    "place": T("เมืองที่พิมพ์", "Place"), "year": T("ปีพิมพ์", "Year"), "language": T("ภาษา", "Language"),
    "isbns": T("ISBN", "ISBN"), "issns": T("ISSN", "ISSN"), "extent": T("จำนวนหน้า", "Extent"),
    "series": T("ชุด", "Series"), "notes": T("หมายเหตุ", "Notes"), "contents": T("สารบัญ", "Contents"),
    "summary": T("เรื่องย่อ", "Summary"), "audience": T("ผู้อ่าน", "Audience"), "links": T("ลิงก์", "Links"),
    "call_number": T("เลขหมู่", "Call number"),
}
MAPPED = tuple(one.name for one in fields(FieldMapping) if one.init and one.default is not MISSING)
ENCODING_NAMES = (
    ("", T("ตรวจให้เอง (แนะนำ)", "Find out for each record (best)")),
    ("utf-8", T("UTF-8", "UTF-8")), ("cp874", T("TIS-620 / CP874", "TIS-620 / CP874")),
    ("marc-8", T("MARC-8", "MARC-8")), ("latin-1", T("Latin-1", "Latin-1")),
)
_TAG = re.compile(r"[0-9A-Z]{3}", re.ASCII)
_FLAG = re.compile(r"(?P<code>[a-z0-9])\s*=\s*(?P<status>[^,=]+)")
_CODES = re.compile(r"[a-z0-9]{0,12}", re.ASCII)
_PLACE = re.compile(r"(?:00[0-9]|[0-9A-Z][0-9A-Z]{2}[a-z0-9]{1,12})", re.ASCII)
_BRANCH = re.compile(r"(?P<theirs>.+?)\s*(?:=|→|=>|\t)\s*(?P<ours>[^\s=]+)")
WRONG_TAG = T("เขตข้อมูลเป็นเลขสามหลัก เช่น 852", "A field is three digits, such as 852")
WRONG_FLAG = T("เขียนแบบ 1 = หาย, 4 = ชำรุด", "Write it as 1 = lost, 4 = damaged")
WRONG_CODES = T("ใส่ตัวอักษรของเขตย่อย เช่น b หรือ hi", "Type the letters of subfields, such as b or hi")
WRONG_PLACE = T(
    "อ่าน {place} ไม่ออก ใส่เลขเขตตามด้วยเขตย่อย เช่น 095a หรือ 698ax คั่นด้วยช่องว่าง",
    "We cannot read {place}. Type a field and its subfields, such as 095a or 698ax, with blanks between.",
)
WRONG_LINE = T(
    "อ่านบรรทัดที่ {n} ไม่ออก เขียนแบบ BR01 = รหัสของเรา", "We cannot read line {n}. Write it as BR01 = our-code"
)
WRONG_SPACE = T("ไม่มีที่ของเรารหัส {codes}", "No space of ours has the code {codes}")


def _text(label: T, *, most: int = 60, help: T | None = None, required: bool = False, **attrs: str) -> forms.CharField:
    return forms.CharField(
        max_length=most, required=required, label=str(label), help_text=str(help or ""),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attrs}),
    )


class FlagsField(forms.CharField):
    """`1 = lost, 4 = damaged`; gives a mapping of a subfield to the status that it stands for."""

    def clean(self, value: str | None) -> Any:
        """Subfield → status."""
        found: dict[str, str] = {}
        for part in filter(None, map(str.strip, str(super().clean(value)).split(","))):
            pair = _FLAG.fullmatch(part)
            if pair is None:
                raise forms.ValidationError(str(WRONG_FLAG))
            found[pair["code"]] = pair["status"].strip()
        return found


class BranchesField(forms.CharField):
    """Lines of `BR01 = space-code`; gives a mapping of theirs to ours."""

    def __init__(self) -> None:
        super().__init__(
            max_length=60_000, required=False, label=str(T("สาขาของเขาคือที่ไหนของเรา", "Their branches are our spaces")),
            help_text=str(T(
                "บรรทัดละสาขา เช่น BR01 = lib-56 สาขาที่ไม่ได้เขียนไว้ถือว่าใช้รหัสเดียวกับเรา",
                "A line for each, such as BR01 = lib-56. A branch that is not named is taken for a code of ours.",
            )),
            widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "placeholder": "BR01 = lib-56"}),
        )

    def clean(self, value: str | None) -> Any:
        """Theirs → ours."""
        found: dict[str, str] = {}
        for number, line in enumerate(str(super().clean(value)).splitlines(), 1):
            if not line.strip():
                continue
            pair = _BRANCH.fullmatch(line.strip())
            if pair is None:
                raise forms.ValidationError(str(WRONG_LINE.having(n=number)))
            found[pair["theirs"]] = pair["ours"]
        if unknown := sorted(set(found.values()) - set(places.space_ids(found.values()))):
            raise forms.ValidationError(str(WRONG_SPACE.having(codes=", ".join(unknown[:5]))))
        return found


class PlacesField(forms.CharField):
    """Places of a record, `095a 698ax`; gives a list."""

    def clean(self, value: str | None) -> Any:
        """Each place by itself."""
        found = re.split(r"[\s,;]+", str(super().clean(value)).replace("$", "").strip())
        for place in filter(None, found):
            if not _PLACE.fullmatch(place):
                raise forms.ValidationError(str(WRONG_PLACE.having(place=place)))
        return [place for place in found if place]


class SourceForm(Keyed):
    """A source as a librarian sees it. `code` and `network` are asked for a new one alone."""

    def __init__(
        self, *args: Any, actor: Actor, at: datetime, networks: Sequence[tuple[str, str]] = (), new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.new = new
        self.fields["name_th"] = _text(T("ชื่อภาษาไทย", "Name in Thai"), most=200, required=True)
        self.fields["name_en"] = _text(T("ชื่อภาษาอังกฤษ", "Name in English"), most=200)
        if new:
            self.fields["code"] = _text(
                T("รหัส", "Code"), most=40, required=True,
                help=T("a-z 0-9 และขีด เช่น phayao-library เปลี่ยนทีหลังไม่ได้",
                       "a-z, 0-9 and hyphen, such as phayao-library. It cannot be changed later."),
            )
            self.fields["network"] = forms.ChoiceField(
                choices=networks, required=False, label=str(T("อยู่ในเครือข่าย", "Network"))
            )
        self.fields["default_space"] = SpaceField(
            actor=actor, at=at, required=False, label=T("บ้านของแหล่งนี้", "Its home"),
            help=T("เล่มที่ไม่บอกสาขา หรือบอกสาขาที่เราไม่รู้จัก จะอยู่ที่นี่ ใส่รหัสหรือชื่อห้องสมุด",
                   "Copies that name no branch, or one we do not know, stand here. The code or name of a library."),
        )
        self.fields["trust"] = forms.IntegerField(
            min_value=0, max_value=100, initial=50, label=str(T("ความน่าเชื่อถือ 0 ถึง 100", "Trust, 0 to 100")),
            help_text=str(T("ปกติ 50 เมื่อหลายแหล่งบอกไม่ตรงกัน แหล่งที่เลขสูงกว่าได้แสดง",
                            "50 is usual. Where sources differ, the one with the higher number is shown.")),
            error_messages={name: str(T("ใส่เลข 0 ถึง 100", "Type a number from 0 to 100"))
                            for name in ("invalid", "min_value", "max_value")},
        )
        self.fields["encoding"] = forms.ChoiceField(
            required=False, choices=[(name, str(label)) for name, label in ENCODING_NAMES],
            label=str(T("ชุดอักษร", "Encoding")),
            help_text=str(T("เลือกเฉพาะเมื่อรู้แน่ และที่ตรวจให้ออกมาผิด",
                            "Choose one only when you know it, and what is found out is wrong")),
        )
        self._ask_holdings()
        for name in MAPPED:
            self.fields[f"field_{name}"] = PlacesField(
                max_length=200, required=False, label=str(FIELDS.get(name, T.verbatim(name, name))),
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def _ask_holdings(self) -> None:
        presets = [(name, str(label)) for name, label in SYSTEMS.items()]
        own = (OWN, str(T("แบบของเราเอง กรอกข้างล่าง", "Our own way, as filled in below")))
        self.fields["preset"] = forms.ChoiceField(
            choices=[*presets, own], widget=forms.RadioSelect, initial="852",
            label=str(T("ระบบของเขาเขียนตัวเล่มไว้อย่างไร", "How their system writes copies")),
        )
        self.fields["tag"] = _text(LABELS["tag"], most=3, inputmode="numeric")
        for name in PARTS:
            self.fields[f"part_{name}"] = _text(LABELS.get(name, T.verbatim(name, name)), most=12)
        self.fields["flags"] = FlagsField(
            max_length=400, required=False, label=str(T("เขตย่อยที่เป็นสถานะ", "Subfields that are a status")),
            help_text=str(T("มีค่าแล้วหมายถึงอะไร เช่น 1 = หาย, 4 = ชำรุด",
                            "What it means when one is set, such as 1 = lost, 4 = damaged")),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        self.fields["branches"] = BranchesField()

    def clean(self) -> dict[str, Any]:
        """Says at each box what is wrong with it; boxes count only where the way is one's own."""
        given = super().clean() or {}
        if given.get("preset") == OWN:
            if not _TAG.fullmatch(given.get("tag", "")):
                self.add_error("tag", str(WRONG_TAG))
            for name in PARTS:
                if not _CODES.fullmatch(given.get(f"part_{name}", "")):
                    self.add_error(f"part_{name}", str(WRONG_CODES))
        return given

    def said(self) -> dict[str, Any]:
        """The values as the actions take them."""
        given = self.cleaned_data
        names = ("name_th", "name_en", "default_space", "trust", "encoding")
        mapped = {name: given[f"field_{name}"] for name in MAPPED if given[f"field_{name}"]}
        return {**{name: given[name] for name in names}, "holdings": self._holdings(), "fields": mapped}

    def _holdings(self) -> dict[str, Any]:
        """A system's usual way by its name, else every part; 852 without branches needs nothing said."""
        given = self.cleaned_data
        found: dict[str, Any] = {} if given["preset"] == "852" else {"preset": given["preset"]}
        if given["preset"] == OWN:
            found = {"tag": given["tag"], **{name: given[f"part_{name}"] for name in PARTS}}
            found |= {"flags": given["flags"]} if given["flags"] else {}
        return {**found, "branches": given["branches"]} if given["branches"] else found

    def holdings_boxes(self) -> list[forms.BoundField]:
        """The small boxes of one's own way."""
        return [self["tag"], *(self[f"part_{name}"] for name in PARTS)]

    def field_boxes(self) -> list[forms.BoundField]:
        """A box for each thing that a field of theirs may mean."""
        return [self[f"field_{name}"] for name in MAPPED]

    @property
    def open_fields(self) -> bool:
        """Whether the boxes of fields have something to show."""
        return any(bound.value() or bound.errors for bound in self.field_boxes())

    @property
    def open_boxes(self) -> bool:
        """Whether the boxes of copies are in use."""
        return self["preset"].value() == OWN or any(bound.errors for bound in (*self.holdings_boxes(), self["flags"]))


def initial_of(source: Any) -> dict[str, Any]:
    """What the form shows of a source as it is."""
    said = HoldingsMapping.parse({name: value for name, value in source.holdings.items() if name != "branches"})
    preset = next((name for name in SYSTEMS if HoldingsMapping.named(name) == said), OWN)
    branches = source.holdings.get("branches", {})
    return {
        "name_th": source.name_th, "name_en": source.name_en, "trust": source.trust, "encoding": source.encoding,
        "default_space": source.default_space.code if source.default_space else "", "preset": preset, "tag": said.tag,
        "flags": ", ".join(f"{code} = {status}" for code, status in said.flags.items()),
        "branches": "\n".join(f"{theirs} = {ours}" for theirs, ours in branches.items()),
        **{f"part_{name}": getattr(said, name) for name in PARTS},
        **{f"field_{name}": " ".join(source.fields.get(name, ())) for name in MAPPED},
    }
