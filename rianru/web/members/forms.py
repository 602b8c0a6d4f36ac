"""Forms of members: registering, changing, blocks, PIN, households."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rianru.kernel.dates import YearUnclear, from_typed_year
from rianru.kernel.words import T, get_language
from rianru.people.actions import Particulars
from rianru.people.words import BLOCK_REASONS, CATEGORIES, JOINING_ONLINE
from rianru.places import queries as places
from rianru.web.accounts.grants import DayField
from rianru.web.catalogue.staff import Keyed

QUIET = {"autocomplete": "off", "spellcheck": "false"}
BY_AGE = T("ตามอายุ", "By age")
PLACED = ("card_lost", "address", "conduct", "other")  # reasons that a desk gives; the others come by themselves


class YearField(forms.CharField):
    """A year of birth in either era and either digits, as one of the common era."""

    def __init__(self, *, label: T, required: bool = False, help: T | None = None) -> None:
        super().__init__(
            max_length=10, required=required, label=str(label), help_text=str(help or ""),
            widget=forms.TextInput(attrs={"inputmode": "numeric", **QUIET}),
        )

    def clean(self, value: str | None) -> Any:
        """The year, or None."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        try:
            return from_typed_year(typed)
        except YearUnclear as refusal:
            raise ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        """As people say it: in the Buddhist era."""
        return value + 543 if isinstance(value, int) else value


class PersonForm(Keyed):
    """Who somebody is and how to reach them."""

    given_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs=QUIET))
    family_name = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs=QUIET))
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", **QUIET}))
    email = forms.CharField(max_length=254, required=False, widget=forms.TextInput(
        attrs={"inputmode": "email", "autocapitalize": "none", **QUIET}))

    def __init__(self, *args: Any, living: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_year"] = YearField(
            label=T("ปีเกิด (พ.ศ.)", "Year of birth"), help=T("เช่น 2540 หรือ 1997", "Such as 1997, or 2540"))
        if living:
            self.fields["lives_in"] = forms.ChoiceField(
                choices=living, required=False, label=str(T("อำเภอที่อยู่", "Lives in")),
                help_text=str(T("ใช้นับว่าแต่ละที่มีคนยืมจากไหน ไม่แสดงชื่อ", "Counted by district, without names")))
        labels = {"given_name": T("ชื่อ", "First name"), "family_name": T("นามสกุล", "Family name"),
                  "phone": T("เบอร์โทร", "Phone"), "email": T("อีเมล", "E-mail")}
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.order_fields(["given_name", "family_name", "birth_year", "phone", "email", "lives_in"])

    def who(self) -> Particulars:
        """The values as the actions take them."""
        names = ("given_name", "family_name", "birth_year", "phone", "email", "lives_in")
        return Particulars(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


def living(area: str, known: str = "") -> list[Any]:
    """Where somebody may live: the districts round a desk, other provinces, and what is `known` already."""
    province, language = area[:2], get_language()
    near = [(one.code, named(one, language)) for one in places.area_page(within=province, limit=100)]
    far = [(one.code, named(one, language)) for one in places.provinces() if one.code != province]
    codes = {"", *(code for code, _ in (*near, *far))}
    kept = [] if known in codes else [(known, str(places.area_name(known)) or known)]
    return [("", str(T("ไม่ระบุ", "Not said"))), *kept, (str(places.area_name(province)), near),
            (str(T("จังหวัดอื่น", "Other provinces")), far)]


def named(area: Any, language: str) -> str:
    """What an area is called."""
    return str(area.name_en if language == "en" else area.name_th)


class RegisterForm(PersonForm):
    """The same for someone new, with category, card and, for a child, the card of a guardian."""

    category = forms.ChoiceField(required=False)
    card = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs=QUIET))
    guardian = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs=QUIET))
    note = forms.CharField(max_length=1_000, required=False, widget=forms.TextInput(attrs=QUIET))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].widget.attrs["autofocus"] = True
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [("", str(BY_AGE)), *((name, str(label)) for name, label in CATEGORIES.items())]
        for name, label, help in (
            ("category", T("ประเภท", "Kind of member"), None),
            ("card", T("เลขบัตรเดิม", "Card they already have"), T("เว้นว่างไว้ ระบบจะออกเลขให้", "Blank: a new one")),
            ("guardian", T("บัตรของผู้ปกครอง (เมื่อสมัครให้เด็ก)", "A guardian's card (for a child)"),
             T("สแกนบัตรผู้ปกครองที่มาด้วยและยินยอม", "Scan the card of the guardian who is here and agrees")),
            ("note", T("บันทึกสำหรับเจ้าหน้าที่", "Note for staff"), None),
        ):
            self.fields[name].label, self.fields[name].help_text = str(label), str(help or "")


class ChangeForm(PersonForm):
    """What is known of a member."""

    category = forms.ChoiceField()
    note = forms.CharField(max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [(name, str(label)) for name, label in CATEGORIES.items()]
        category.label = str(T("ประเภท", "Kind of member"))
        self.fields["note"].label = str(T("บันทึกสำหรับเจ้าหน้าที่", "Note for staff"))
        self.fields["note"].help_text = str(T("สมาชิกขอดูได้ เขียนเท่าที่จำเป็น", "Members may see it: only what is needed"))


class BlockForm(Keyed):
    """Why somebody may not borrow for now, and until when."""

    reason = forms.ChoiceField()
    until_on = DayField(required=False)
    note = forms.CharField(max_length=1_000, required=False, widget=forms.TextInput(attrs=QUIET))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(name, str(BLOCK_REASONS[name])) for name in PLACED]
        for name, label in (("reason", T("เพราะอะไร", "Why")), ("until_on", T("ถึงวันที่", "Until")),
                            ("note", T("บันทึก", "Note"))):
            self.fields[name].label = str(label)
        self.fields["until_on"].help_text = str(T("เว้นว่างไว้ จนกว่าจะเลิกเอง", "Blank: until somebody ends it"))


class PinForm(Keyed):
    """A new PIN, typed by the member."""

    pin = forms.CharField(max_length=20, widget=forms.PasswordInput(
        attrs={"inputmode": "numeric", "autocomplete": "new-password"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"].label = str(T("PIN ใหม่", "New PIN"))
        self.fields["pin"].help_text = str(T("ตัวเลข 4 ถึง 6 ตัว เจ้าของบัตรพิมพ์เอง", "4 to 6 digits, typed by its owner"))


class ReplaceForm(Keyed):
    """A new card: the next number, or one that is printed already."""

    card = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs=QUIET))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].label = str(T("เลขบัตรใบใหม่", "Number of the new card"))
        self.fields["card"].help_text = str(T("เว้นว่างไว้ ระบบจะออกเลขให้", "Blank: the next number"))


class HouseholdForm(Keyed):
    """Who joins a household, as what; for those who are acted for, that they agreed."""

    card = forms.CharField(max_length=40, widget=forms.TextInput(attrs=QUIET))
    part = forms.ChoiceField(widget=forms.RadioSelect)
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, of: str, alone: bool, young: bool, **kwargs: Any) -> None:
        acts = ("acts", str(T("ผู้ปกครองหรือผู้ทำแทนของ{name}", "Guardian of {name}, who acts for them", name=of)))
        others = [
            ("child", str(T("เด็ก: ผู้ปกครองทำแทนได้", "Child: guardians act for them"))),
            ("elder", str(T("ผู้สูงอายุหรือผู้ที่ให้ทำแทน", "Elder, or somebody else who is acted for"))),
            ("guardian", str(T("ผู้ปกครองอีกคน", "Another guardian"))),
            ("other", str(T("คนในบ้าน ต่างคนต่างดูแลเอง", "Lives here too, acts alone"))),
        ]
        choices = [acts] if young and alone else [*others, acts] if alone else others
        super().__init__(*args, initial={"part": choices[0][0]}, **kwargs)
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = choices
        part.label = str(T("เข้ามาเป็น", "Joins as"))
        self.fields["card"].label = str(T("บัตรของคนที่จะเพิ่ม", "Card of who joins"))
        self.fields["agreed"].label = str(T(
            "ผู้ปกครอง (ของเด็ก) หรือเจ้าตัว (ผู้สูงอายุ) อยู่ตรงนี้หรือคุยทางโทรศัพท์แล้ว และยินยอม",
            "The guardian (of a child) or they themselves (an elder) are here, or on the phone, and agree",
        ))

    def clean(self) -> dict[str, Any]:
        """Nobody is acted for without agreement."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("part") in ("child", "elder", "acts") and not cleaned.get("agreed"):
            wrong = T("ต้องได้รับความยินยอมก่อน จึงทำแทนได้", "Without their leave nobody acts for them.")
            self.add_error("agreed", str(wrong))
        return cleaned


class TermsForm(Keyed):
    """How a network takes people in."""

    online = forms.ChoiceField(widget=forms.RadioSelect)
    years = forms.IntegerField(min_value=1, max_value=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        online = self.fields["online"]
        assert isinstance(online, forms.ChoiceField)
        online.choices = [(name, str(label)) for name, label in JOINING_ONLINE.items()]
        online.label = str(T("สมัครออนไลน์แล้ว", "Joining online"))
        self.fields["years"].label = str(T("บัตรใช้ได้กี่ปี", "Years a card is good for"))
