"""The form by which a keeper keeps her space."""

from datetime import time

from django import forms

from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.words import T
from rianru.places.words import FACILITIES


class SpaceForm(forms.Form):
    """Contact, facilities and one span for each day of the week; a blank day is closed."""

    name_th = forms.CharField(max_length=200)
    name_en = forms.CharField(max_length=200)
    address_th = forms.CharField(max_length=300, required=False)
    address_en = forms.CharField(max_length=300, required=False)
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(required=False)
    facilities = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        labels = {
            "name_th": T("ชื่อภาษาไทย", "Name in Thai"),
            "name_en": T("ชื่อภาษาอังกฤษ", "Name in English"),
            "address_th": T("ที่อยู่ (ไทย)", "Address (Thai)"),
            "address_en": T("ที่อยู่ (อังกฤษ)", "Address (English)"),
            "phone": T("เบอร์โทร", "Telephone"),
            "email": T("อีเมล", "Email"),
            "facilities": T("มีอะไรที่นี่", "What is here"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        choices = self.fields["facilities"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(name, str(label)) for name, (_, label) in FACILITIES.items()]
        for day in range(1, 8):
            for part, word in (("opens", T("{day} เปิด", "{day} opens")), ("closes", T("{day} ปิด", "{day} closes"))):
                self.fields[f"{part}_{day}"] = forms.TimeField(
                    required=False,
                    label=str(word.having(day=WEEKDAYS[day - 1])),
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    def week(self) -> list[tuple[int, int, int]]:
        """The spans as the action wants them; a day with only one of both times counts from or to midnight."""
        found = []
        for day in range(1, 8):
            opens, closes = self.cleaned_data[f"opens_{day}"], self.cleaned_data[f"closes_{day}"]
            if opens is not None or closes is not None:
                found.append((day, _minutes(opens) if opens else 0, _minutes(closes) if closes else 1440))
        return found


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
