"""The second factor: whether this session showed it, and where to go to show it. Staff roles count only then."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

DEMO = "demo"  # the method that a one-click sign-in records


def is_shown(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Whether this session proved a second factor that is still enrolled; one-click sign-ins count in a demo."""
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    if settings.DEMO and any(record.get("method") == DEMO for record in records):
        return True
    proven = [record["id"] for record in records if record.get("method") == "mfa" and "id" in record]
    return bool(proven and Authenticator.objects.filter(user_id=user.pk, pk__in=proven).exists())


def is_enrolled(user: AbstractBaseUser) -> bool:
    """Whether the account has an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def where_to_show(request: HttpRequest, *, then: str = "") -> str:
    """The page that enrols a second factor, or asks for the one that is enrolled; afterwards it leads to `then`."""
    name = "mfa_reauthenticate" if is_enrolled(request.user) else "mfa_activate_totp"  # type: ignore[arg-type]
    return reverse(name) + (f"?{urlencode({'next': then})}" if then else "")
