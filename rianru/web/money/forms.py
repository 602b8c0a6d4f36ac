"""Forms in which money moves: how much, in which way, and why."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rianru.kernel.money import AmountUnclear, format_baht, parse_baht
from rianru.kernel.words import T
from rianru.treasury.words import WAYS
from rianru.web.catalogue.staff import Keyed

AMOUNT = T("จำนวนเงิน (บาท)", "Amount (baht)")
WHY = T("เพราะอะไร", "Why")
ON_PAPER = T("พิมพ์ไว้ในใบเสร็จ ไม่ใส่ชื่อคน", "It stands on the receipt: no names of people")


class AmountField(forms.CharField):
    """Baht as typed, in satang. Whether it is too much, or nothing, is the action's to say."""

    def __init__(self) -> None:
        super().__init__(
            max_length=30, label=str(AMOUNT),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: str | None) -> Any:
        """Satang."""
        try:
            return parse_baht(str(super().clean(value)))
        except AmountUnclear as refusal:
            raise ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        """Baht without the unit, as a person would type it."""
        return format_baht(value, "en").split("\u00a0")[0] if isinstance(value, int) else value


class MoneyForm(Keyed):
    """An amount and the way in which it is handed over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["satang"] = AmountField()
        self.fields["way"] = forms.ChoiceField(
            choices=[(name, str(label)) for name, label in WAYS.items()], initial="cash",
            label=str(T("รับหรือจ่ายเป็น", "In")), widget=forms.RadioSelect,
        )


class WaiveForm(Keyed):
    """An amount that is let go, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["satang"] = AmountField()
        self.fields["reason"] = forms.CharField(
            max_length=500, label=str(WHY), help_text=str(ON_PAPER),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class ReverseForm(Keyed):
    """Why a move is taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            max_length=500, label=str(WHY), help_text=str(ON_PAPER),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
