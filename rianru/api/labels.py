"""What values of facets are called, in both languages: codes by their words or by the names of places."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rianru.api.house import Text, names, text
from rianru.catalogue.words import FORMATS, language
from rianru.core.actors import ANONYMOUS
from rianru.kernel.dates import to_be
from rianru.kernel.words import T
from rianru.places import queries as places

AVAILABLE = T("มีให้ยืมตอนนี้", "Available now")


def labels_of(facet: str, values: Sequence[str]) -> dict[str, Text]:
    """value → what it is called, in a number of queries that does not grow with the values; else the value itself."""
    known = _of_places(facet, values) if values else {}
    return {value: known.get(value) or text(_word(facet, value)) for value in values}


def _of_places(facet: str, values: Sequence[str]) -> dict[str, Text]:
    if facet == "province":
        return {one.code: names(one) for one in places.provinces()}
    if facet == "network":
        return {one.code: names(one) for one in places.networks()}
    if facet == "space":
        shown = places.visible_to(ANONYMOUS, datetime.now(UTC)).filter(code__in=values)
        return {one.code: names(one) for one in shown}
    return {}


def _word(facet: str, value: str) -> T:
    if facet == "language":
        return language(value)
    if facet == "format" and value in FORMATS:
        return FORMATS[value]
    if facet == "decade" and value.isascii() and value.isdigit() and len(value) == 4:
        first = int(value)
        return T.verbatim(f"{to_be(first)}–{to_be(first + 9)}", f"{first}–{first + 9}")
    return AVAILABLE if facet == "available" else T.verbatim(value, value)
