"""What views take from a request."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from rianru.core.actors import ANONYMOUS, Actor
from rianru.kernel.ids import from_short
from rianru.kernel.refusals import NotAllowed, NotFound, Refused


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: set by the Actors middleware; nobody where it has not run."""
    found: Actor = getattr(request, "actor", ANONYMOUS)
    return found


def number(request: HttpRequest, name: str, *, default: int = 0, most: int) -> int:
    """A whole number from the address, between 0 and `most`; the default where it is none."""
    typed = request.GET.get(name, "")
    return min(int(typed), most) if typed.isascii() and typed.isdigit() and len(typed) < 10 else default


def moment_behind(request: HttpRequest) -> tuple[datetime, UUID] | None:
    """`?after=`, `moment~id`: the key behind which a list goes on; None on the first page, and for what is no key."""
    moment, _, id = request.GET.get("after", "").partition("~")
    try:
        day, found = datetime.fromisoformat(moment), uuid_of(id)
    except ValueError:
        return None
    return (day, found) if found and day.tzinfo else None


def posted_id(request: HttpRequest, name: str) -> UUID:
    """An id that a form sends. NotFound where it is none."""
    found = uuid_of(request.POST.get(name, ""))
    if found is None:
        raise NotFound()
    return found


def short_id(text: str) -> UUID | None:
    """An id as addresses write it; None where it is none."""
    try:
        return from_short(text) if text else None
    except ValueError:
        return None


def told(request: HttpRequest, refusal: Refused) -> None:
    """A refusal on the next page; what is not there or not allowed has a page of its own."""
    if isinstance(refusal, NotAllowed | NotFound):
        raise refusal
    messages.error(request, str(refusal))


def uuid_of(text: str) -> UUID | None:
    """An id from the address; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
