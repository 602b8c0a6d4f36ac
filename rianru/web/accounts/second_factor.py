"""The second factor: whether this session showed it, and where to go to show it. Staff roles count only then."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from rianru.web.accounts.session_store import read_along

DEMO = "demo"  # the method that a one-click sign-in records


def is_shown(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Whether this session proved a second factor that is still enrolled; one-click sign-ins count in a demo."""
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    if settings.DEMO and any(record.get("method") == DEMO for record in records):
        return True
    proven = [record["id"] for record in records if record.get("method") == "mfa" and "id" in record]
    known = read_along(request, user.pk)
    if known and not known.factors.isdisjoint(proven):  # one enrolled since then is asked for
        return True
    return bool(proven and Authenticator.objects.filter(user_id=user.pk, pk__in=proven).exists())


def enrolled(user: AbstractBaseUser) -> frozenset[str]:
    """The kinds of second factor that the account has: "totp", "webauthn", or both; recovery codes are none."""
    kinds = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return frozenset(kinds.values_list("type", flat=True))


def is_enrolled(user: AbstractBaseUser) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return bool(enrolled(user))


def where_to_show(request: HttpRequest, *, then: str = "") -> str:
    """The page that enrols a second factor, or asks for the one that is enrolled; afterwards it leads to `then`."""
    kinds = enrolled(request.user)  # type: ignore[arg-type]
    name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return reverse(name if kinds else "mfa_activate_totp") + (f"?{urlencode({'next': then})}" if then else "")
