"""Who asks: a partner by `Authorization: Bearer rianru_…`, anybody else by their address."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from rianru.api import limits
from rianru.api.problems import KeyUnknown, ScopeMissing
from rianru.core import addresses
from rianru.core.actors import ANONYMOUS
from rianru.people import actions
from rianru.people import queries as people

PUBLIC = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Asker:
    """What this request may read, and what is left of its minute. `key` is None without a key."""

    allowance: limits.Allowance
    scopes: frozenset[str] = PUBLIC
    key: people.PartnerKeyRow | None = None


def by_address(request: HttpRequest) -> limits.Allowance:
    """Counts this request for its address."""
    where = addresses.limited(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return limits.take(f"address:{where}", settings.API_PER_MINUTE)


def shown(request: HttpRequest) -> str | None:
    """The secret that the request shows; None where it shows none."""
    said = request.headers.get("Authorization")
    return None if said is None else said.partition(" ")[2].strip() if said[:7].lower() == "bearer " else ""


def behind(secret: str, at: datetime) -> people.PartnerKeyRow:
    """The key of a secret. Refuses with KeyUnknown."""
    found = people.partner_key(secret=secret, at=at) if secret else None
    if found is None:
        raise KeyUnknown()
    return found


def counted(key: people.PartnerKeyRow, at: datetime) -> Asker:
    """Counts this request for its key, by the minute and by the day."""
    allowance = limits.take(f"key:{key.id}", key.per_minute)
    if allowance.left >= 0:
        actions.count_partner_use(actor=ANONYMOUS, at=at, key_id=key.id)
    return Asker(allowance, key.scopes, key)


def demand(asker: Asker, scope: str) -> None:
    """Refuses with ScopeMissing."""
    if scope not in asker.scopes:
        raise ScopeMissing(scope=scope)
