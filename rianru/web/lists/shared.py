"""Lists that their owners share: by a link that nobody can guess, or with everyone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.kernel.refusals import NotFound
from rianru.web.lists.own import PAGE, after_of, shared_context
from rianru.web.requests import actor_of


@require_safe
def public_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """A list that its owner made public; every other one is not there."""
    found = queries.public_list(actor=actor_of(request), id=id, after=after_of(request), limit=PAGE)
    return _page(request, found, hidden=False)


@never_cache
@require_safe
def linked_list(request: HttpRequest, token: str) -> HttpResponse:
    """A list behind a link, without its owner's name; search engines are told to leave it alone."""
    found = queries.linked_list(actor=actor_of(request), token=token, after=after_of(request), limit=PAGE)
    return _page(request, found, hidden=True)


def _page(request: HttpRequest, found: queries.ListView | None, *, hidden: bool) -> HttpResponse:
    if found is None:
        raise NotFound()
    answer = render(request, "web/list_shared.html", shared_context(request, found))
    if hidden:
        answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
