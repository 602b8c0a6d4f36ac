"""allauth's forms with our labels and sentences, and wrong codes counted as failures to sign in."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.people.actions import EmailTaken, NameMissing
from rianru.web.accounts import limits, words
from rianru.web.accounts.words import said

LABELS: dict[str, T] = {
    "login": T("อีเมล", "E-mail"),
    "email": T("อีเมล", "E-mail"),
    "password": T("รหัสผ่าน", "Password"),
    "password1": T("รหัสผ่านใหม่", "New password"),
    "password2": T("พิมพ์รหัสผ่านใหม่อีกครั้ง", "The new password again"),
    "oldpassword": T("รหัสผ่านปัจจุบัน", "Current password"),
    "code": T("รหัส", "Code"),
    "remember": T("จำเครื่องนี้ไว้ เฉพาะเครื่องของตัวเอง", "Remember me here, on a device of my own"),
    "given_name": T("ชื่อ", "First name"),
    "family_name": T("นามสกุล", "Family name"),
    "name": T("ชื่อที่จำได้ว่าอยู่เครื่องไหน", "A name that tells where it is"),
    "display_name": T("ชื่อที่อยากให้เรียก", "What we call you"),
    "language": T("ภาษาของจดหมาย", "Language of letters"),
}
HELP: dict[str, T] = {
    "password1": T(
        "อย่างน้อย 10 ตัวอักษร ประโยคสั้น ๆ ที่จำได้ดีกว่าคำยาก ๆ",
        "At least 10 characters. A short sentence you remember beats a difficult word.",
    ),
}


class Spoken(forms.Form):
    """Gives every field our label, help and errors, and takes placeholders away: a label says it and stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in LABELS:
                field.label = said(LABELS[name])
            field.help_text = said(HELP[name]) if name in HELP else ""
            field.error_messages |= {code: said(text) for code, text in words.FIELDS.items()}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = said(words.EMAIL_INVALID)
                field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class Twice(Spoken):
    """Two passwords that must be the same, in our words."""

    def clean(self) -> dict[str, Any]:
        """Replaces allauth's sentence for a mismatch."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.has_error("password2") and cleaned.get("password1"):
            given = self.data.get(self.add_prefix("password2"))
            if given and given != cleaned["password1"]:
                self.errors["password2"] = self.error_class([said(words.PASSWORD_MISMATCH)])
        return cleaned


class Code(Spoken):
    """One code, typed on any keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false", "maxlength": "40"}


class LoginForm(Spoken, account.LoginForm):  # type: ignore[misc]
    """E-mail and password; the address's field is also where browsers offer passkeys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignupForm(Spoken, account.SignupForm):  # type: ignore[misc]
    """A given name, an address and a password: nothing more is needed to begin."""

    given_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ["given_name", "family_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = said(LABELS["password"])

    def clean_given_name(self) -> str:
        """A name that holds something to see."""
        if not normalise(self.cleaned_data["given_name"]):
            raise ValidationError(said(NameMissing.says))
        return str(self.cleaned_data["given_name"])

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponseBase | None]:
        """The same answer, after the same work, whether or not the address has an account already."""
        if self.account_already_exists:
            get_user_model()().set_password(self.cleaned_data["password1"])
        try:
            saved: tuple[Any, HttpResponseBase | None] = super().try_save(request)
            return saved
        except EmailTaken:
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])


class AddEmailForm(Spoken, account.AddEmailForm):  # type: ignore[misc]
    """A new address."""


class ChangePasswordForm(Twice, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one."""


class SetPasswordForm(Twice, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordForm(Spoken, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""


class ResetPasswordKeyForm(Twice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link."""


class ReauthenticateForm(Spoken, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again."""


class RequestLoginCodeForm(Spoken, account.RequestLoginCodeForm):  # type: ignore[misc]
    """Where to send the code."""


class ConfirmLoginCodeForm(Code, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the letter. The view counts what is wrong: it knows whose code it is."""


class SecondFactor(Code):
    """A code of the app or a recovery code; a wrong one counts like a wrong password."""

    user: Any

    def clean_code(self) -> str:
        """Refuses before looking once the limit is reached."""
        request, email = context.request, self.user.get_username()
        if limits.is_locked(request, email):
            raise words.error("too_many_login_attempts")
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            limits.note_failure(request, email)
            raise


class AuthenticateForm(SecondFactor, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateCodeForm(SecondFactor, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step again."""


class ActivateTOTPForm(Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: proof that it works."""


class DeactivateTOTPForm(Spoken, totp.DeactivateTOTPForm):  # type: ignore[misc]
    """Nothing to fill in."""


class GenerateRecoveryCodesForm(Spoken, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""
