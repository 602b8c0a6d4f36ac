"""At which desk a member of staff sits: the only one they may, or the one they chose for this session."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.places.queries import Space
from rianru.web.health import now
from rianru.web.requests import actor_of

KEPT = "desk"  # in the session: the code of the space
NAMED = "at_space"  # of a form on a page of several places: the code of the one that it is for
SHOWN = 30
SERVES = "people.register_member"  # the rule that says who serves at a desk
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at the desk of which space, and when."""

    actor: Actor
    at: datetime
    space: Space

    @property
    def name(self) -> T:
        """Of the space."""
        return T.verbatim(self.space.name_th, self.space.name_en)

    @property
    def asked(self) -> dict[str, Any]:
        """What every action at a desk takes."""
        return {"actor": self.actor, "at": self.at, "space_id": self.space.id}


def seat(request: HttpRequest) -> Sitting | None:
    """The desk that a form names, or that of this session; None where one is to be chosen. NotAllowed to whoever serves
    at none, or not at the one that is named.
    """
    actor, at = actor_of(request), now()
    if named := request.POST.get(NAMED, "").replace("\0", "")[:100]:
        here = people.desks(actor=actor, at=at, code=named, limit=1)
        if not here:
            raise NotAllowed()
        return Sitting(actor, at, here[0])
    kept = places.space_in_scope(request.session[KEPT]) if request.session.get(KEPT) else None
    if kept and not _closed(kept[0], at) and permitted(SERVES, actor=actor, at=at, scope=kept[1]):
        return Sitting(actor, at, kept[0])
    found = people.desks(actor=actor, at=at, limit=2)
    if not found:
        raise NotAllowed()
    return Sitting(actor, at, found[0]) if len(found) == 1 else None


def _closed(space: Space, at: datetime) -> bool:
    return space.closed_on is not None and space.closed_on <= day_of(at)


def seated(
    view: Callable[Concatenate[HttpRequest, Sitting, P], HttpResponseBase]
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view that is given the desk; whoever may sit at several is asked first which one it is."""

    @functools.wraps(view)
    def with_desk(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        desk = seat(request)
        if desk is None:
            return redirect(f"{reverse('desk_where')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, desk, *args, **kwargs)

    return never_cache(with_desk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Which desk: those one may serve at, narrowed by `?q=`; a POST keeps the `space` for this session."""
    actor, at = actor_of(request), now()
    if not people.desks(actor=actor, at=at, limit=1):
        raise NotAllowed()
    back = request.GET.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    if request.method == "POST":
        code = request.POST.get("space", "").replace("\0", "")[:100]
        if not code or not people.desks(actor=actor, at=at, code=code, limit=1):
            raise NotFound()
        request.session[KEPT] = code
        return redirect(back if safe else reverse("members"))
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = people.desks(actor=actor, at=at, text=text, limit=SHOWN + 1)
    return render(request, "web/desk_where.html", {
        "spaces": found[:SHOWN], "more": len(found) > SHOWN, "query": text, "next": back if safe else "",
        "here": request.session.get(KEPT, ""),
    })
