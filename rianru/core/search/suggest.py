"""Suggestions while typing: titles, names, subjects and places that begin with what stands in the box."""

from collections.abc import Sequence
from uuid import UUID

import tantivy

from rianru.core.search import schema
from rianru.core.search.choices import Choices
from rianru.core.search.query import MOST_SIGNS
from rianru.core.search.reading import reader
from rianru.kernel.thai.keyboard import other_layout

POOL = 40  # of the most held that begin so; longer beginnings than the index has are looked for among them
_ORDER = "copies"


def suggestions(text: str, *, kinds: Sequence[tuple[str, ...]], each: int = 3) -> list[tuple[str, UUID]]:
    """(kind, id) of what begins with a text, the most held first, at most `each` of every group of kinds.

    From schema.FEWEST letters on, Thai or other; where nothing begins so, as typed on the other keyboard.
    """
    text = text[:MOST_SIGNS]
    for typed in filter(None, (text, other_layout(text))):
        start = schema.beginning(typed)
        if len(start) < schema.FEWEST:
            continue
        if found := _beginning(start, kinds, each):
            return found
    return []


def _beginning(start: str, kinds: Sequence[tuple[str, ...]], each: int) -> list[tuple[str, UUID]]:
    searcher, shape = reader.searcher(), schema.build()
    gram = tantivy.Query.term_query(shape, "begins", start[: schema.MOST], "basic")
    longer = len(start) > schema.MOST
    found = []
    for group in kinds:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, gram), *Choices(group).clauses(searcher, shape)])
        hits = searcher.search(query, limit=POOL if longer else each, count=False, order_by_field=_ORDER).hits
        documents = (searcher.doc(address) for _, address in hits)
        kept = [document for document in documents if not longer or _begins(document, start)]
        found += [_named(document) for document in kept[:each]]
    return found


def _begins(document: tantivy.Document, start: str) -> bool:
    return any(schema.beginning(part).startswith(start) for part in document["parts"][0].split("\n"))


def _named(document: tantivy.Document) -> tuple[str, UUID]:
    kind, id = document["key"][0].split(":", 1)
    return kind, UUID(id)
