"""What follows from proving an address, and the letters that say what changed."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from rianru.core.actors import system
from rianru.people import actions
from rianru.web.accounts.providers.named import NAMES


def first_proof(user: Any, email: str) -> None:
    """The address is theirs. Whoever proves it for the first time does not inherit a password that someone else set
    for it before.
    """
    drop_password_of_others(user, email)
    note(user, email)


def drop_password_of_others(user: AbstractBaseUser, email: str) -> None:
    """Clears a password of an account whose address nobody has proven yet."""
    if EmailAddress.objects.filter(user_id=user.pk, email=email.lower(), verified=True).exists():
        return
    actions.clear_password(actor=system("web.first_proof"), at=timezone.now(), account_id=user.pk)
    user.refresh_from_db()


def note(user: AbstractBaseUser, email: str) -> None:
    """The address is proven, and the one that counts."""
    EmailAddress.objects.filter(user_id=user.pk).exclude(email=email).update(primary=False)
    EmailAddress.objects.update_or_create(user_id=user.pk, email=email, defaults={"verified": True, "primary": True})


def is_proven(user: AbstractBaseUser) -> bool:
    """Whether the account's address is."""
    return bool(EmailAddress.objects.filter(user_id=user.pk, email=user.get_username(), verified=True).exists())


def tell(user: AbstractBaseUser, template: str, provider: str) -> None:
    """A letter about a provider."""
    get_adapter().send_notification_mail(template, user, {"provider": str(NAMES.get(provider, provider))})
