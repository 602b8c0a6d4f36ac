"""In which order an answer comes, and the place after which its next page begins."""

import re
from dataclasses import dataclass

import tantivy

from rianru.core.search import schema
from rianru.core.search.choices import ALWAYS, Clause, between, must

_PLACE = re.compile(r"(-?[0-9]{1,19})(?:\.([0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class Order:
    """A field of the index to sort by."""

    field: str
    order: tantivy.Order


ORDERS = {
    "newest": Order("by_newest", tantivy.Order.Desc),
    "oldest": Order("by_oldest", tantivy.Order.Asc),
    "arrived": Order("by_arrival", tantivy.Order.Desc),
    "title": Order("by_title", tantivy.Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: at `key` of the order, `past` of the hits that have it or come after it left out."""

    key: int
    past: int = 0

    def __str__(self) -> str:
        return f"{self.key}.{self.past}" if self.past else str(self.key)

    @classmethod
    def of(cls, text: str) -> "Place | None":
        """From an address; None where it is no place."""
        found = _PLACE.fullmatch(text)
        if found is None or abs(int(found[1])) > ALWAYS:
            return None
        return cls(int(found[1]), int(found[2] or 0))


def from_place(shape: tantivy.Schema, sort: str, place: Place) -> Clause:
    """What every hit of the page must be."""
    if sort == "title":
        return must(between(shape, "title_head", place.key, ALWAYS))
    order = ORDERS[sort]
    first, last = (-ALWAYS, place.key - 1) if order.order is tantivy.Order.Desc else (place.key + 1, ALWAYS)
    return must(between(shape, order.field, first, last))


def place_after(sort: str, keys: list[int | str], before: Place | None) -> Place:
    """Where the next page begins, by the sort keys of the hits of this one.

    Titles can only be cut by how they begin, so among those that begin alike the hits shown are counted.
    """
    last = keys[-1]
    if not isinstance(last, str):
        return Place(last)
    heads = [schema.title_head(str(key)) for key in keys]
    past = sum(head == heads[-1] for head in heads)
    return Place(heads[-1], past + (before.past if before and before.key == heads[-1] else 0))
