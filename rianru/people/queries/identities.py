"""Ways in through LINE and ThaID, and what waits where a second step was lost."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rianru.people.models import Identity, Recovery


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One link of one's own account."""

    provider: str
    added_at: datetime
    used_at: datetime | None


def identities_of(account_id: UUID) -> dict[str, IdentityRow]:
    """What is linked, by the provider's code."""
    found = Identity.objects.filter(account_id=account_id).order_by("provider")
    return {one.provider: IdentityRow(one.provider, one.added_at, one.used_at) for one in found}


def recovery_due(account_id: UUID) -> datetime | None:
    """When an account may come in without its second step; None where nobody asked."""
    waiting = Recovery.objects.filter(account_id=account_id, ended_at__isnull=True)
    return waiting.values_list("due_at", flat=True).first()
