"""How often one may ask: so many times in each minute of the clock, counted in Django's cache.

An address without a key has `API_PER_MINUTE`, a key its own rate. Where no shared cache is set, every process counts
for itself. Headers as in draft-ietf-httpapi-ratelimit-headers-06: RateLimit-Limit, -Remaining, -Reset, -Policy.
"""

import time
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute: `left` below nought is refused, `reset` seconds until the next one."""

    limit: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As an answer tells it."""
        found = {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.reset), "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }
        return found | ({"Retry-After": str(self.reset)} if self.left < 0 else {})


def take(who: str, limit: int) -> Allowance:
    """Counts one request of `who` (an address or a key, kept only as a keyed digest and only for this minute)."""
    now = time.time()
    minute = int(now // WINDOW)
    name = f"api:{minute}:{_hidden(who)}"
    cache.add(name, 0, WINDOW * 2)
    try:
        used = cache.incr(name)
    except ValueError:  # dropped between the two by a full cache
        used = 1
    return Allowance(limit, limit - used, max(1, int((minute + 1) * WINDOW - now)))


def _hidden(who: str) -> str:
    return blake2b(who.encode(), digest_size=12, key=settings.SECRET_KEY.encode()[:64]).hexdigest()
