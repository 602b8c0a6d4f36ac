"""What views take from a request."""

from uuid import UUID

from django.http import HttpRequest

from rianru.core.actors import ANONYMOUS, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: set by the Actors middleware; nobody where it has not run."""
    found: Actor = getattr(request, "actor", ANONYMOUS)
    return found


def number(request: HttpRequest, name: str, *, default: int = 0, most: int) -> int:
    """A whole number from the address, between 0 and `most`; the default where it is none."""
    typed = request.GET.get(name, "")
    return min(int(typed), most) if typed.isascii() and typed.isdigit() and len(typed) < 10 else default


def uuid_of(text: str) -> UUID | None:
    """An id from the address; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
