"""Ways in through LINE and ThaID on one's own account: which there are, since when, and ending one."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.web.accounts import passkeys, proofs
from rianru.web.accounts.providers.named import NAMES, providers
from rianru.web.requests import actor_of


@never_cache
@login_required
@require_safe
def identities(request: HttpRequest) -> HttpResponse:
    """Those that are linked, and those that can be."""
    held = people.identities_of(request.user.pk)  # type: ignore[arg-type]
    offered = {one.code: one.name for one in providers()}
    codes = [*offered, *(code for code in held if code not in offered)]
    return render(request, "account/identities.html", {"rows": [
        {"code": code, "name": NAMES.get(code, code), "held": held.get(code), "offered": code in offered}
        for code in codes
    ]})


@login_required
@require_POST
def unlink(request: HttpRequest, code: str) -> HttpResponse:
    """Ends one, after fresh proof; the letter says so. Never the last way in."""
    raise_if_reauthentication_required(request, app="rianru.web")
    user: AbstractBaseUser = request.user  # type: ignore[assignment]
    actions.unlink_identity(
        actor=actor_of(request), at=timezone.now(), account_id=user.pk, provider=code, another_way=another_way(user)
    )
    proofs.tell(user, "account/email/provider_unlinked", code)
    messages.success(request, str(T("เลิกผูกแล้ว", "Unlinked")))
    return redirect("account_identities")


def another_way(user: AbstractBaseUser) -> bool:
    """Whether something else signs the account in: a code to a proven address, a password, a passkey."""
    return proofs.is_proven(user) or user.has_usable_password() or bool(passkeys.of(user))
