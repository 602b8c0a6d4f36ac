"""Signs in for tests the way people do: through the pages."""

import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse as _reverse
from django.utils import translation

from rianru.people.actions.joining import Joined


def reverse(name: str, **kwargs: object) -> str:
    """The Thai address, whatever language the last request left behind."""
    with translation.override("th"):
        return _reverse(name, kwargs=kwargs or None)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(joined: Joined):
    return get_user_model().objects.get(pk=joined.account_id)


def proven(joined: Joined) -> Joined:
    """Marks the address as confirmed."""
    user = account(joined)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return joined


def enrol(joined: Joined) -> Authenticator:
    """An authenticator app with a known secret, and recovery codes."""
    user = account(joined)
    app = TOTP.activate(user, SECRET).instance
    RecoveryCodes.activate(user)
    return app


def app_code(secret: str = SECRET) -> str:
    """What the app shows now; a code may be used only once, so that earlier use is forgotten."""
    cache.clear()
    if time.time() % 30 > 27:  # about to change: what is typed now would come too late
        time.sleep(4)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, joined: Joined, password: str):
    """E-mail and password."""
    return client.post(reverse("account_login"), {"login": account(joined).email, "password": password})


def sign_in_with_app(client: Client, joined: Joined, password: str):
    """E-mail and password, then the app."""
    proven(joined)
    if not Authenticator.objects.filter(user_id=joined.account_id).exists():
        enrol(joined)
    assert sign_in(client, joined, password).url == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert response.status_code == 302
    return response
