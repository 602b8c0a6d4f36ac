"""Bags: what waits to be put into one, what is inside, and which are on their way here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from rianru.lending.models import Manifest, Transit

MOST = 500  # copies shown of a bag


@dataclass(frozen=True, slots=True)
class Way:
    """A space to which something waits to be sent: how many, and how many of them lie in the open bag `code`."""

    receiver: UUID
    waiting: int
    inside: int
    code: str


@dataclass(frozen=True, slots=True)
class BagView:
    """A bag with what is inside (title, barcode, whether it has arrived)."""

    id: UUID
    code: str
    sender: UUID
    receiver: UUID
    made_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    inside: tuple[tuple[str, str, bool], ...] = ()
    count: int = 0


def ways_from(space_id: UUID) -> list[Way]:
    """Where something is to be sent from a space, the most first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT way.receiver_id, count(*) FILTER (WHERE way.manifest_id IS NULL),
                   count(*) FILTER (WHERE way.manifest_id IS NOT NULL), coalesce(max(bag.code), '')
            FROM lending_transit AS way LEFT JOIN lending_manifest AS bag
              ON bag.sender_id = way.sender_id AND bag.receiver_id = way.receiver_id AND bag.sent_at IS NULL
            WHERE way.sender_id = %s AND way.received_at IS NULL AND way.sent_at IS NULL
            GROUP BY way.receiver_id ORDER BY count(*) DESC, way.receiver_id
            """,
            [space_id],
        )
        return [Way(*row) for row in cursor.fetchall()]


def bags_to(space_id: UUID, *, limit: int = 50) -> list[BagView]:
    """Bags that were sent to a space and have not been received, the oldest first."""
    found = Manifest.objects.filter(receiver=space_id, received_at=None).exclude(sent_at=None)
    counted = found.annotate(count=Count("transits", filter=Q(transits__received_at=None)))
    return [_view(bag, count=bag.count) for bag in counted.order_by("sent_at", "id")[:limit]]


def bag(code: str) -> BagView | None:
    """One bag by the code on it, with what is inside."""
    found = Manifest.objects.filter(code=code.upper()).first()
    if found is None:
        return None
    inside = Transit.objects.filter(manifest=found).order_by("id").values_list(
        "item__edition__title", "item__barcode", "received_at"
    )[:MOST]
    listed = tuple((title, barcode, received is not None) for title, barcode, received in inside)
    return _view(found, listed, count=len(listed))


def _view(bag: Manifest, inside: tuple[tuple[str, str, bool], ...] = (), *, count: int) -> BagView:
    return BagView(bag.id, bag.code, bag.sender_id, bag.receiver_id, bag.made_at, bag.sent_at, bag.received_at, inside,
                   count)
