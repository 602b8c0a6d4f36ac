"""What stops of mobile libraries are to the rest of the house: a card, by which they are followed."""

from collections.abc import Iterable
from uuid import UUID

from rianru.core import kinds
from rianru.kernel.words import T
from rianru.places.models import Stop


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a stop: its name and community."""
    return {
        stop.id: kinds.Card(
            stop.name_th, stop.name_en or stop.name_th,
            T.verbatim(stop.community_th, stop.community_en or stop.community_th), "stop", {"code": stop.code},
        )
        for stop in Stop.objects.filter(id__in=list(ids))
    }


kinds.register(kinds.Kind(name="van_stop", label=T("จุดจอดรถหนังสือ", "Stops of mobile libraries"), cards=cards))
