"""The networks that a space is in: its home, and those that it joined."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from rianru.places.models import Network, Space, SpaceNetwork


def networks_of(ids: Iterable[UUID], *, on: date) -> dict[UUID, list[Network]]:
    """The networks of each space on a day, its home first; two queries however many spaces."""
    wanted = list(ids)
    found = {
        space.id: [space.network] for space in Space.objects.filter(id__in=wanted).select_related("network")
    }
    joined = SpaceNetwork.objects.filter(space__in=wanted, since_on__lte=on).filter(
        Q(until_on=None) | Q(until_on__gt=on)
    )
    for one in joined.select_related("network").order_by("since_on", "id"):
        found[one.space_id].append(one.network)
    return found


def memberships_of(space_id: UUID) -> list[SpaceNetwork]:
    """Every membership beside its home, ended ones too, in the order of their first days."""
    return list(
        SpaceNetwork.objects.filter(space_id=space_id).select_related("network").order_by("since_on", "id")
    )
