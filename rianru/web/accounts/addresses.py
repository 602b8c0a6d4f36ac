"""Whom a request comes from, as limits of signing in count."""

from django.http import HttpRequest

from rianru.core import addresses


def client_address(request: HttpRequest) -> str:
    """The address of the client: a header is believed only where a proxy that we name has written it."""
    return addresses.client(*_said(request))


def limited_address(request: HttpRequest) -> str:
    """What limits count by: the address, or the /64 network of an IPv6 one."""
    return addresses.limited(*_said(request))


def _said(request: HttpRequest) -> tuple[str, str]:
    return request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
