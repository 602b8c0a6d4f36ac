"""How often one address may do what anybody may: counted in the cache, under a keyed digest of the address."""

import time
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from rianru.core.addresses import limited

WINDOW: Final = 900  # seconds


def tried(request: HttpRequest, what: str, *, most: int) -> bool:
    """Counts one try from this address, kept for the window alone; whether it still may."""
    name = _name(request, what)
    if cache.get(name, 0) >= most:
        return False
    cache.add(name, 0, WINDOW * 2)
    try:
        cache.incr(name)
    except ValueError:  # dropped between the two by a full cache
        return True
    return True


def _name(request: HttpRequest, what: str) -> str:
    address = limited(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    key = settings.SECRET_KEY.encode()[:64]
    who = blake2b(address.encode(), digest_size=12, key=key).hexdigest()
    return f"{what}:{int(time.time() // WINDOW)}:{who}"
