"""allauth's hooks: joining through `people`, our words, letters through the outbox, limits, encrypted second factors.

No signals: whatever must follow from signing in is done here or in the views.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from rianru.core.actors import system
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.web.accounts import devices, letters, limits, passkeys, second_factor, secrets, words
from rianru.web.accounts.addresses import limited_address
from rianru.web.accounts.providers import arrivals
from rianru.web.requests import actor_of

# What allauth sends a notification for, by what `people` calls it; the rest is not about the means of signing in.
NOTED = {
    "account/email/email_changed": "email_changed",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_reset",
    "mfa/email/totp_activated": "second_factor_on",
    "mfa/email/totp_deactivated": "second_factor_off",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: e-mail and password, or a code by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages, **{code: words.said(text) for code, text in words.ERRORS.items()}
    }

    def validation_error(self, code: str, *numbers: Any) -> ValidationError:
        """Our sentence for allauth's code."""
        return words.error(code, *numbers)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        """Joins through `people`; allauth goes on with the account that this made. May refuse with EmailTaken."""
        data = form.cleaned_data
        joined = actions.join(
            actor=actor_of(request), at=timezone.now(), email=data["email"], password=data.get("password1"),
            given_name=data["given_name"], family_name=data.get("family_name", ""),
            language=letters.language_of(request),
        )
        return get_user_model().objects.get(pk=joined.account_id)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Django's validators, in our words."""
        try:
            return str(super().clean_password(password, user=user))
        except ValidationError as problem:
            raise words.translated(problem) from problem

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """One attempt at a time per account and address, so that the limit holds for many at once."""
        name = limits.account_name(request, credentials)
        with limits.one_at_a_time(name, limited_address(request)) as my_turn:
            if not my_turn:
                raise self.validation_error("rate_limited")
            found: AbstractBaseUser | None = super().authenticate(request, **credentials)
            return found

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as everywhere else in the house."""
        return limited_address(request)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Staff without an authenticator go to the page that enrols one; everyone else where they wanted to go."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        arrivals.settle(request, user)
        if second_factor.is_shown(request, user):
            actions.end_recovery(actor=system("web.signed_in"), at=timezone.now(), account_id=user.pk)
        actor = people.actor_for(user.pk, at=timezone.now(), secure=False)
        if actor.is_staff and not second_factor.is_shown(request, user):
            return HttpResponseRedirect(second_factor.where_to_show(request, then=response.get("Location", "")))
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Marks the address as proven; an address that another account took meanwhile is refused, not a crash."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            said = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, said, {"email": email_address.email})
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: the answer does not wait for a mail server, and takes as long for any address."""
        letters.send(template_prefix, email, {"request": self.request, **context})

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Records what happened to the means of signing in, and tells the owner."""
        what = NOTED.get(template_prefix)
        if what:
            actions.note_security(actor=system(template_prefix), at=timezone.now(), account_id=user.pk, what=what)
        if what == "password_reset":
            limits.forget(user.get_username())
        super().send_notification_mail(template_prefix, user, context, email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for those who have just signed in: nobody types a password twice in five minutes. Whoever has neither
        password nor second step proves it by a code: allauth would ask them for nothing.
        """
        records = get_authentication_records(self.request, self.request.user)
        recent = any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
        if recent or not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired()
        return True

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """Password, app or passkey; a code by e-mail where there is none of them, for it is then the only way in."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_code = {"id": "mailed_code", "description": "", "url": reverse("account_reauthenticate_code")}
        return methods or [by_code]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the language of the page."""
        return reverse("home")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """One's own page."""
        return reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own page."""
        return reverse("account")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: kept encrypted, with a key that is backed up apart from the data."""

    error_messages = {
        **DefaultMFAAdapter.error_messages, **{code: words.said(text) for code, text in words.ERRORS.items()}
    }

    def validation_error(self, code: str, *numbers: Any) -> ValidationError:
        """Our sentence for allauth's code."""
        return words.error(code, *numbers)

    def encrypt(self, text: str) -> str:
        """For the database."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return secrets.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The code to scan, dark on white in both themes: cameras want that."""
        paper = '<rect width="100%" height="100%" fill="#fff"/>'
        return str(super().build_totp_svg(url)).replace("<path ", f"{paper}<path ", 1)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says otherwise: by the device that makes it."""
        where = devices.system(context.request.headers.get("User-Agent", ""))
        return str(T("พาสคีย์ของ {where}", "Passkey of {where}").having(where=where) if where else words.PASSKEY)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the passkey is for."""
        return {"id": passkeys.bound_to(context.request.get_host()), "name": str(words.HOUSE)}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Whose it is, as the browser shows it; the id is the account's, which says nothing about anyone."""
        me = people.me(user.pk)
        usual = super().get_public_key_credential_user_entity(user)
        return {**usual, "name": user.get_username(), "display_name": me.name if me else user.get_username()}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Always: whoever changes phones must be able to. Roles stop counting until the next one is enrolled."""
        return True
