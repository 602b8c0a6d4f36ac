"""Builds the demo by calling every app's sample, floor by floor."""

from collections.abc import Callable
from datetime import datetime

import rianru.catalogue.sample as catalogue
import rianru.credentials.sample as credentials
import rianru.evidence.sample as evidence
import rianru.learning.sample as learning
import rianru.lending.sample as lending
import rianru.people.sample as people
import rianru.places.sample as places
import rianru.surveys.sample as surveys
import rianru.treasury.sample as treasury


def build(*, at: datetime, told: Callable[[str], None]) -> None:
    """Areas, cities, network and spaces; people with cards and money; the library; a day at its desk; a month of
    activities. Twice is once.
    """
    told("places")
    places.build(at=at)
    told("people")
    people.build(at=at)
    told("treasury")
    treasury.build(at=at, network_id=places.demo_network())
    told("surveys")
    surveys.build(at=at)
    told("credentials")
    credentials.build(at=at, network_id=places.demo_network(), space_code=places.demo_space_codes()[0])
    told("catalogue")
    catalogue.build(at=at, space_codes=places.demo_space_codes(), network_id=places.demo_network())
    told("lending")
    lending.build(at=at)
    told("learning")
    learning.build(at=at)
    told("evidence")
    evidence.build(at=at, network_id=places.demo_network())
