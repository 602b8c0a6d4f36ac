"""No more is read of what a visitor sends than the page it is for can use.

Django keeps every posted file before the first line of a view, and before the token of the form is looked at: without
this anybody could fill the disk.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from rianru.kernel.formats import pictures
from rianru.kernel.numbers import size_of
from rianru.kernel.refusals import BodyTooLarge
from rianru.web.middleware import refused

FORM_BYTES = 2_621_440  # what a form without files holds at most: DATA_UPLOAD_MAX_MEMORY_SIZE
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(view: View) -> View:
    """Marks a view whose form sends files. Signed-in people may send it as much as an upload may hold."""
    view.takes_files = lambda: settings.UPLOAD_MAX_BYTES  # type: ignore[attr-defined]
    return view


def takes_a_picture(view: View) -> View:
    """Marks a view whose form sends one picture: signed-in people may send it as much as a picture may have."""
    view.takes_files = lambda: pictures.MOST_BYTES  # type: ignore[attr-defined]
    return view


def takes_answers(holds: Callable[..., bool]) -> Callable[[View], View]:
    """Marks a view whose form sends a picture or a document as an answer: whoever `holds` what its address names (its
    keywords are given) may send it as much as one may have, signed in or not.
    """
    def marked(view: View) -> View:
        view.takes_files = lambda: pictures.MOST_BYTES  # type: ignore[attr-defined]
        view.takes_files_of = holds  # type: ignore[attr-defined]
        return view

    return marked


class Bodies:
    """Refuses by the length that the request says, before anything of it is read; a body without a length has none."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None where the body is small enough."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = FORM_BYTES
        if not length.isdigit() or int(length) <= limit:
            return None
        more, holds = getattr(view, "takes_files", None), getattr(view, "takes_files_of", None)
        if more and (holds(**kwargs) if holds else request.user.is_authenticated):
            limit += more()
        if int(length) <= limit:
            return None
        return refused(request, BodyTooLarge(limit=size_of(limit)))
