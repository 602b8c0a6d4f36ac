"""Puts account and actor on every request: who asks, with what roles, and whether the second factor was shown.

Both come with the session, in one statement (`session_store`). What the session itself says decides: where it names
another account than the one that was read along, or its seal does not fit the password of now, Django asks as ever.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from rianru.core.actors import ANONYMOUS, Actor
from rianru.kernel.refusals import NotAllowed
from rianru.people import queries as people
from rianru.people.queries import SignedIn
from rianru.web.accounts import second_factor
from rianru.web.accounts.session_store import read_along


class Accounts(AuthenticationMiddleware):
    """Sets `request.user`, read when someone looks at it: the account that came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """As Django's."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _account_of(request))  # type: ignore[assignment]


class Actors:
    """Sets `request.actor`, read from the database only when someone looks at it. After AccountMiddleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on, with the actor."""
        request.actor = SimpleLazyObject(lambda: actor_behind(request))  # type: ignore[attr-defined]
        return self.answer(request)


def actor_behind(request: HttpRequest) -> Actor:
    """The actor of the account that is signed in; ANONYMOUS for everyone else."""
    user = request.user
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return ANONYMOUS
    known = read_along(request, user.pk)
    actor = known.actor if known else people.actor_for(user.pk, at=timezone.now(), secure=False)
    if actor.is_staff and second_factor.is_shown(request, user):
        return replace(actor, secure=True)
    return actor


def _account_of(request: HttpRequest) -> Any:
    """What `django.contrib.auth.get_user` answers, without asking again for an account that is known."""
    return _known(request) or auth.get_user(request)


def _known(request: HttpRequest) -> Any:
    """The account that was read along with the session; none where the session does not say the same in its seal."""
    session = request.session
    if session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    found: SignedIn | None = getattr(session, "signed_in", None)
    account = found.account if found else None
    if account is None or session.get(auth.SESSION_KEY) != str(account.pk):
        return None
    sealed = session.get(auth.HASH_SESSION_KEY) or ""
    return account if constant_time_compare(sealed, account.get_session_auth_hash()) else None


def step_before(request: HttpRequest, refusal: Exception) -> HttpResponse | None:
    """Where a refusal is only the second factor's absence: the way to it. For the middleware that renders refusals."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not isinstance(refusal, NotAllowed) or not actor.is_staff or actor.secure:
        return None
    then = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(second_factor.where_to_show(request, then=then))
