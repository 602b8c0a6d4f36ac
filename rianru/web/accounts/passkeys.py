"""Passkeys: the pages that add, name, remove and use them, over allauth's ceremony and fido2's checks.

Every key that is added here can sign in by itself: it is kept on the device and asks for a finger, a face or a PIN
(WebAuthn level 2, a discoverable credential with user verification). So it is both steps in one.
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.mfa.base import views as base
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from rianru.web.accounts import words


def home() -> str:
    """The host that passkeys are bound to: the configured one."""
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def bound_to(host: str) -> str:
    """The relying party's id for a page of `host` (WebAuthn, 5.1.2): the configured host on it and on all below it,
    so that www and the plain name share passkeys; elsewhere the host itself.
    """
    host = host.partition(":")[0].lower()
    return home() if home() and host.endswith("." + home()) else host


def possible(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys on this page: HTTPS, or localhost; and a name, never a bare address."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    local = host == "localhost" or host.endswith(".localhost")
    return (request.is_secure() or local) and not _is_address(host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def of(user: AbstractBaseUser) -> list[Authenticator]:
    """Someone's passkeys, the oldest first."""
    keys = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return list(keys.order_by("created_at", "pk"))


class AddView(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Adds one. Having just made it with a finger or a PIN shows the second factor, as enrolling an app does."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Asks the browser for a key that can sign in by itself."""
        context: dict[str, Any] = super(webauthn.AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "options": options, "possible": possible(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Records the proof in the session."""
        answer: HttpResponse = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
        post_authentication(self.request, newest)
        return answer

    def get_success_url(self) -> str:
        """First the recovery codes, where this made some; else the list."""
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_list_webauthn")


class ListView(webauthn.ListWebAuthnView):  # type: ignore[misc]
    """Mine: when each was added and last used."""

    def get_queryset(self) -> list[Authenticator]:
        """The oldest first."""
        return of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether another can be added here."""
        return {**super().get_context_data(**kwargs), "possible": possible(self.request)}


class EditView(webauthn.EditWebAuthnView):  # type: ignore[misc]
    """Another name for it."""


class RemoveView(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Asks first, then removes."""


class SignInView(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """Signs in with a passkey alone: no address is asked for, so none is told."""

    def form_valid(self, form: Any) -> HttpResponse:
        """As ever, and on to where they wanted to go."""
        key = form.cleaned_data["credential"]
        answer: HttpResponse = perform_passwordless_login(self.request, key, Login(user=key.user, email=key.user.email))
        return answer


class ReauthenticateView(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey once more, before something that matters."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Says so, and asks again."""
        get_adapter().add_message(self.request, messages.ERROR, message=words.refusal(form))
        return HttpResponseRedirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the browser needs."""
        context = super().get_context_data(**kwargs)
        return {**context, "options": context["js_data"]["request_options"], "possible": possible(self.request)}


class AuthenticateView(base.AuthenticateView):  # type: ignore[misc]
    """The second step: a passkey, a code from the app, or a recovery code, whichever the account has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which of them there are."""
        context = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **context, "options": context["js_data"]["request_options"], "kinds": kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds and possible(self.request),
            "has_app": Authenticator.Type.TOTP in kinds, "wrong_key": words.refusal(self.webauthn_form),
        }
