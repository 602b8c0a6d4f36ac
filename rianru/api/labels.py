"""What codes are called, in both languages: by their words, or by the names of places."""

from collections.abc import Sequence

from rianru.api.house import Text, text
from rianru.catalogue.words import facet_value
from rianru.core import kinds
from rianru.kernel.words import T
from rianru.places import queries as places

_OF_PLACES = {"province": "provinces", "network": "networks", "space": "spaces"}


def labels_of(facet: str, values: Sequence[str]) -> dict[str, Text]:
    """value → what it is called, in a number of queries that does not grow with the values; else the value itself."""
    named: dict[tuple[str, str], T] = {}
    if facet in _OF_PLACES and values:
        named = places.names_of_places(**{_OF_PLACES[facet]: values})
    return {value: text(named.get((facet, value)) or _word(facet, value)) for value in values}


def _word(facet: str, value: str) -> T:
    return kinds.get(value).label if facet == "kind" else facet_value(facet, value)
