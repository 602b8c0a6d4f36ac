"""What a proxy says of a request, believed only where one of ours said it."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SAID = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class Proxies:
    """Drops X-Forwarded-Proto and X-Forwarded-Host that anyone but a proxy of RIANRU_TRUSTED_PROXIES sent.

    First of all middleware: whatever asks whether a request is secure comes after it.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.networks = [ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on what is left."""
        if not self._is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in SAID:
                request.META.pop(name, None)
        return self.answer(request)

    def _is_trusted(self, remote: str) -> bool:
        """An IPv4 address in IPv6 clothes is an IPv4 address; whoever comes without an address is not trusted."""
        try:
            found = ipaddress.ip_address(remote.partition("%")[0])
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)
