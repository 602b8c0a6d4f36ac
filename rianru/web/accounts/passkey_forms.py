"""Forms of passkeys: what the browser hands over, in a hidden field; refused in our words whatever is wrong with it."""

from typing import Any

from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError

from rianru.web.accounts import words
from rianru.web.accounts.forms import Spoken

NAME_LONGEST = 60


class Handed(Spoken):
    """Something from the browser, checked by fido2. One answer for all that is wrong: nothing is told to a guesser."""

    def clean_credential(self) -> Any:
        """The passkey, or our sentence."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (ValidationError, AttributeError, KeyError, TypeError, ValueError) as problem:
            raise words.error("passkey_unknown") from problem


class LoginPasskeyForm(Handed, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in."""


class AuthenticatePasskeyForm(Handed, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step."""


class ReauthenticatePasskeyForm(Handed, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Once more."""


class AddPasskeyForm(Spoken, webauthn._BaseAddWebAuthnForm):  # type: ignore[misc]
    """A new one and a name for it. It always signs in by itself, so nobody is asked whether it may."""

    name = forms.CharField(required=False, max_length=NAME_LONGEST)
    field_order = ["name", "credential"]

    def clean(self) -> dict[str, Any]:
        """Refuses what the browser handed over where it is not a fresh passkey for this page."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except (ValidationError, AttributeError, KeyError, TypeError, ValueError) as problem:
            raise words.error("passkey_not_made") from problem
        return cleaned


class EditPasskeyForm(Spoken, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Its name."""

    name = forms.CharField(max_length=NAME_LONGEST)
