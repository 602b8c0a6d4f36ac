"""Signing in: allauth's pages where we add to them, one-time links, and the demo's one-click sign-ins."""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rianru.people import actions, sample
from rianru.people import queries as people
from rianru.web.accounts import limits, passkeys, proofs, second_factor
from rianru.web.accounts.providers.named import providers
from rianru.web.requests import actor_of


class LoginView(account.LoginView):  # type: ignore[misc]
    """E-mail and password; in a demo, a button for each example person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the demo's people, and whether a passkey can be used here."""
        return {
            **super().get_context_data(**kwargs), "passkeys_possible": passkeys.possible(self.request),
            "providers": providers(),
            "demo_sign_ins": sample.demo_sign_ins() if settings.DEMO else [],
        }


class ConfirmLoginCodeView(account.ConfirmLoginCodeView):  # type: ignore[misc]
    """A code by e-mail; a wrong one counts like a wrong password, and so it is limited per account and address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses before looking once the limit is reached."""
        if self._action == "verify" and limits.is_locked(request, self._email()):
            return limits.locked_out(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Counts it."""
        limits.note_failure(self.request, self._email())
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        proofs.drop_password_of_others(self._process.user, self._email())
        answer: HttpResponse = super()._verify_form_valid(form)
        return answer

    def _email(self) -> str:
        return str(self._process.state.get("email") or "")


class ActivateTOTPView(totp.ActivateTOTPView):  # type: ignore[misc]
    """Enrolling an app shows the second factor: the code just typed proves it, so roles count from here on."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Records the proof in the session."""
        answer: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        post_authentication(self.request, app)
        return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: programs that look at links before people do must not spend them. Then signs in, as ever."""
    if request.method != "POST":
        return render(request, "account/sign_in_link.html")
    account_id = actions.use_sign_in_link(actor=actor_of(request), at=timezone.now(), token=token)
    logout(request)
    user = get_user_model().objects.get(pk=account_id)
    email = user.get_username()
    proofs.first_proof(user, email)
    record_authentication(request, user, method="link")
    answer: HttpResponse = perform_login(request, Login(user=user, email=email))
    return answer


@require_POST
def demo_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Signs in as one of the demo's people, second factor and all; there is no such page outside of a demo."""
    wanted = next((person for person in sample.demo_sign_ins() if person.key == key), None) if settings.DEMO else None
    account_id = people.account_named(wanted.email) if wanted else None
    if account_id is None:
        raise Http404
    logout(request)
    user = get_user_model().objects.get(pk=account_id)
    proofs.note(user, user.get_username())  # so that every page of the account can be tried
    record_authentication(request, user, method=second_factor.DEMO)
    get_adapter().login(request, user)
    UserSession.objects.create_from_request(request)
    return redirect("account")
