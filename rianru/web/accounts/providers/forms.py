"""Forms for those whom a provider vouches for."""

from django import forms
from django.core.exceptions import ValidationError

from rianru.kernel.thai import normalise
from rianru.people.actions import NameMissing
from rianru.web.accounts import words
from rianru.web.accounts.forms import Code, Spoken
from rianru.web.accounts.words import said


class ArrivalForm(Spoken):
    """A name and an address, as for everyone who joins."""

    given_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_given_name(self) -> str:
        """A name that holds something to see."""
        if not normalise(self.cleaned_data["given_name"]):
            raise ValidationError(said(NameMissing.says))
        return str(self.cleaned_data["given_name"])


class CodeForm(Code):
    """The code from the letter."""

    code = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    def refuse(self) -> None:
        """Says that it is not the one."""
        self.add_error("code", words.error("incorrect_code"))
