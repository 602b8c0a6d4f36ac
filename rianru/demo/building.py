"""Builds the demo by calling every app's sample, floor by floor."""

from collections.abc import Callable
from datetime import datetime

from rianru.catalogue import sample as catalogue
from rianru.people import sample as people
from rianru.places import sample as places


def build(*, at: datetime, told: Callable[[str], None]) -> None:
    """Areas, cities, network and spaces; example people; the demo library. Running it again changes nothing."""
    told("places")
    places.build(at=at)
    told("people")
    people.build(at=at)
    told("catalogue")
    catalogue.build(at=at, space_codes=places.demo_space_codes())
