"""The form of one's own page."""

from django import forms

from rianru.kernel.words import T
from rianru.web.accounts.forms import Spoken
from rianru.web.accounts.words import said

LANGUAGES = [("th", "ไทย"), ("en", "English")]


class ProfileForm(Spoken):
    """Names, and the language of letters."""

    given_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    display_name = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    language = forms.ChoiceField(choices=LANGUAGES)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].help_text = said(T("เช่น ชื่อเล่น", "A nickname, for example"))
