"""What narrows an answer and does not weigh: kinds, facets, what came after a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import tantivy

from rianru.core import kinds
from rianru.core.search import schema

ALWAYS = 2**62
Clause = tuple[tantivy.Occur, tantivy.Query]


@dataclass(frozen=True, slots=True)
class Choices:
    """Any of `kinds` (none: all), and of each facet in `chosen` any of its values."""

    kinds: tuple[str, ...] = ()
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    arrived_after: datetime | None = None

    def __bool__(self) -> bool:
        """Whether anything is chosen at all."""
        facets = any(values for name, values in self.chosen.items() if name in schema.FACETS)
        return bool(self.kinds or facets or self.arrived_after)

    def clauses(self, searcher: tantivy.Searcher, shape: tantivy.Schema, *, but: str = "") -> list[Clause]:
        """What every hit must be, or must not; `but`: without what is chosen of one facet, or of "kind"."""
        found = [
            must(any_of(shape, schema.facet(name), values))
            for name, values in self.chosen.items() if name in schema.FACETS and values and name != but
        ]
        if self.kinds and but != "kind":
            found.append(_of_kinds(searcher, shape, self.kinds))
        if self.arrived_after is not None:
            first = schema.arrived_from(int(self.arrived_after.timestamp()) + 1)
            found.append(must(between(shape, "by_arrival", first, ALWAYS)))
        return found


def _of_kinds(searcher: tantivy.Searcher, shape: tantivy.Schema, wanted: Sequence[str]) -> Clause:
    """Of these kinds; where most documents are, not of the others, whose lists are short."""
    others = [name for name in kinds.in_scope("") if name not in wanted]
    known = set(wanted) <= set(kinds.in_scope(""))
    few = sum(searcher.doc_freq("kind", name) for name in others) * 4 < searcher.num_docs
    if others and known and few:
        return tantivy.Occur.MustNot, any_of(shape, "kind", others)
    return must(any_of(shape, "kind", wanted))


def must(query: tantivy.Query) -> Clause:
    """A clause that narrows and gives nothing to the score."""
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)


def any_of(shape: tantivy.Schema, field: str, values: Sequence[str]) -> tantivy.Query:
    """What has one of the values. Term by term: a set of terms would be read whole before the first is asked for."""
    each = [tantivy.Query.term_query(shape, field, value, "basic") for value in dict.fromkeys(values)]
    return each[0] if len(each) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in each])


def between(shape: tantivy.Schema, name: str, first: int, last: int) -> tantivy.Query:
    """Documents whose integer `name` is in `first` to `last`, both included."""
    return tantivy.Query.range_query(shape, name, tantivy.FieldType.Integer, first, last)


def narrowed(query: tantivy.Query, clauses: Sequence[Clause]) -> tantivy.Query:
    """A query with the clauses that narrow it."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *clauses]) if clauses else query
