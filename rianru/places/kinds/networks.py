"""What networks are to the rest of the house: something to follow."""

from collections.abc import Iterable
from uuid import UUID

from rianru.core import kinds
from rianru.kernel.words import T
from rianru.places.models import Network

LABEL = T("เครือข่าย", "Network")


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a network: its name."""
    return {
        one.id: kinds.Card(one.name_th, one.name_en, LABEL, "network", {"code": one.code})
        for one in Network.objects.filter(id__in=list(ids))
    }


kinds.register(kinds.Kind(name="network", label=LABEL, cards=cards))
