"""Puts the actor on every request: who asks, with what roles, and whether the second factor was shown."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from rianru.core.actors import ANONYMOUS, Actor
from rianru.kernel.refusals import NotAllowed
from rianru.people import queries as people
from rianru.web.accounts import second_factor


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
    actor = people.actor_for(user.pk, at=timezone.now(), secure=False)
    if actor.is_staff and second_factor.is_shown(request, user):
        return replace(actor, secure=True)
    return actor


def step_before(request: HttpRequest, refusal: Exception) -> HttpResponse | None:
    """Where a refusal is only the second factor's absence: the way to it. For the middleware that renders refusals."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not isinstance(refusal, NotAllowed) or not actor.is_staff or actor.secure:
        return None
    then = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(second_factor.where_to_show(request, then=then))
