"""Keys of partners, for whoever keeps them and for the face that is shown one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, Sum

from rianru.kernel.dates import day_of
from rianru.people.models import PartnerKey

DAYS = 30


@dataclass(frozen=True, slots=True)
class PartnerKeyRow:
    """A key without its secret. `uses` in the last 30 days, where a list asked for it."""

    id: UUID
    name: str
    scopes: frozenset[str]
    per_minute: int
    ending: str
    made_at: datetime
    ended_at: datetime | None
    uses: int = 0


def hash_of(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def partner_key(*, secret: str, at: datetime) -> PartnerKeyRow | None:
    """The key of a secret, if it is in force; one answer for those that ended and those that never were."""
    found = PartnerKey.objects.filter(secret_hash=hash_of(secret)).filter(Q(ended_at=None) | Q(ended_at__gt=at)).first()
    return _row(found) if found else None


def partner_keys(*, at: datetime) -> list[PartnerKeyRow]:
    """Every key in the order in which they were made, with its uses."""
    since = day_of(at) - timedelta(days=DAYS - 1)
    used = PartnerKey.objects.annotate(used=Sum("days__uses", filter=Q(days__day_on__gte=since)))
    return [_row(key, key.used or 0) for key in used.order_by("made_at", "id")]


def _row(key: PartnerKey, uses: int = 0) -> PartnerKeyRow:
    return PartnerKeyRow(
        key.id, key.name, frozenset(key.scopes), key.per_minute, key.ending, key.made_at, key.ended_at, uses
    )
