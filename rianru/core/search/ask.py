"""Asking the index: one segmenter for documents and queries; all words first, then kinder readings, and saying so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import tantivy

from rianru.core.search import near, schema, wording
from rianru.core.search.choices import Choices, Clause, narrowed
from rianru.core.search.counts import counted, how_many
from rianru.core.search.orders import ORDERS, Place, from_place, place_after
from rianru.core.search.query import MOST_SIGNS, MOST_WORDS
from rianru.core.search.reading import IndexNotReady, reader
from rianru.kernel.thai.keyboard import other_layout

__all__ = ["LAST_OFFSET", "MOST_WORDS", "Found", "Hit", "IndexNotReady", "search"]

LAST_OFFSET = 1_000
POOL = 50  # of the best that are looked at once more
WHOLE, WITHIN = 2.0, 1.25  # a title that is what was typed, or holds it as it was typed
CLOSE_BY = 1.5  # added to the score of what is held close by; a word in a title gives some 30


@dataclass(frozen=True, slots=True)
class Hit:
    """One found object and how well it fits."""

    kind: str
    id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: `total` of all, `hits` of this page, and the words that were looked for.

    What was done to the query: `layout`, it was read as typed on the other keyboard, as which text; `near`, nothing has
    these words and the hits sound like them; `relaxed`, words were let go. `meant`: a title or name that was probably
    meant. `facets`: value → how many, the most first. `then`: where the next page begins, in an order by a field.
    """

    total: int
    hits: tuple[Hit, ...]
    relaxed: bool
    words: tuple[str, ...]
    layout: str = ""
    near: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    meant: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How an answer is cut: which choices, which page, in which order, what is counted and what is lifted."""

    shape: tantivy.Schema
    choices: Choices
    offset: int
    limit: int
    sort: str
    place: Place | None
    facets: Sequence[str]
    close_to: str

    def only(self, searcher: tantivy.Searcher) -> list[Clause]:
        return self.choices.clauses(searcher, self.shape)


def search(
    text: str, *, kind: str | Sequence[str] | None = None, offset: int = 0, limit: int = 20,
    chosen: Mapping[str, Sequence[str]] | None = None, facets: Sequence[str] = (), sort: str = "", after: str = "",
    arrived_after: datetime | None = None, close_to: str = "", kindly: bool = True,
) -> Found:
    """Objects for a query as typed; where nothing is typed, but something chosen, all that is so. An offset past
    LAST_OFFSET finds nothing.

    `chosen`: facet → values, any of which fits; `facets`: those that are counted ("kind" is one), over all that was
    found; `sort`: one of ORDERS, else by how well they fit; `after`: Found.then of the page before, in such an order;
    `close_to`: a province, whose holdings are lifted gently; `kindly`: where nothing has all words as typed, kinder
    readings are tried.
    """
    text = text[:MOST_SIGNS]
    kinds = (kind,) if isinstance(kind, str) else tuple(kind or ())
    if offset > LAST_OFFSET:
        return Found(0, (), False, wording.words_of(wording.asked(text)))
    sort = sort if sort in ORDERS else ""
    choices = Choices(kinds, chosen or {}, arrived_after)
    place = Place.of(after) if sort else None
    wanted = _Wanted(schema.build(), choices, offset, limit, sort, place, facets, close_to)
    if not text.strip():
        return _all(wanted)
    return _kindly(text, wanted) if kindly else _run(wording.asked(text), text, wanted, tantivy.Occur.Must)


def _all(wanted: _Wanted) -> Found:
    """Whatever is chosen; nothing where nothing is."""
    if not wanted.choices:
        return Found(0, (), False, ())
    return _answer(tantivy.Query.const_score_query(tantivy.Query.all_query(), 1.0), wanted, ())


def _kindly(text: str, wanted: _Wanted) -> Found:
    """As typed; else as typed on the other keyboard; else what sounds like it; else with some of the words."""
    asked = wording.asked(text)
    words = wording.words_of(asked)
    found = _run(asked, text, wanted, tantivy.Occur.Must)
    if found.total:
        return found
    typed = other_layout(text)
    if typed and (other := _run(wording.asked(typed), typed, wanted, tantivy.Occur.Must)).total:
        return replace(other, layout=typed)
    plain = not any(term.field or term.phrase or term.unwanted for term, _ in asked)
    for read in (text, typed):
        if plain and read and (like := _near(read, wanted, typed=read == text)).total:
            return replace(like, words=words, layout=typed if read != text else "")
    if len(words) > 1:
        return replace(_run(asked, text, wanted, tantivy.Occur.Should), relaxed=True)
    return found


def _run(asked: wording.Asked, text: str, wanted: _Wanted, occur: tantivy.Occur) -> Found:
    words = wording.words_of(asked)
    if not words:
        return Found(0, (), False, words)
    plain = occur is tantivy.Occur.Must and not any(term.field or term.unwanted for term, _ in asked)
    typed = schema.beginning(text) if plain else ""
    having = wording.having(wanted.shape, asked, text) if occur is tantivy.Occur.Must else None
    return _answer(wording.query(wanted.shape, asked, text, occur), wanted, words, typed, having)


def _answer(
    query: tantivy.Query, wanted: _Wanted, words: tuple[str, ...], typed: str = "", having: tantivy.Query | None = None
) -> Found:
    """`having`: the same documents without how well they fit, which is quicker to count."""
    searcher = reader.searcher()
    only = wanted.only(searcher)
    if wanted.sort:
        total, hits, then = _sorted(searcher, narrowed(having or query, only), wanted)
    else:
        total, hits, then = *_ranked(searcher, narrowed(query, only), wanted, typed), ""
    facets = {}
    if wanted.facets:
        facets = counted(searcher, wanted.shape, having or query, wanted.choices, wanted.facets, total)
    return Found(total, hits, False, words, facets=facets, then=then)


def _ranked(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: _Wanted, typed: str
) -> tuple[int, tuple[Hit, ...]]:
    """By how well they fit: a title that is what was typed first; what is held close by, can be had now and
    is held by many is lifted gently.
    """
    if wanted.close_to:
        query = tantivy.Query.boolean_query([
            (tantivy.Occur.Must, query), (tantivy.Occur.Should, close_by(wanted.shape, wanted.close_to))
        ])
    if not typed or wanted.offset >= POOL:
        result = searcher.search(query, limit=wanted.limit, offset=wanted.offset, weight_by_field="lift")
        return how_many(result), tuple(_hit(searcher, score, address) for score, address in result.hits)
    end = wanted.offset + wanted.limit
    result = searcher.search(query, limit=max(POOL, end), weight_by_field="lift")
    best = [(score * as_typed(searcher, address, typed), address) for score, address in result.hits[:POOL]]
    best.sort(key=lambda one: -one[0])
    page = [*best, *result.hits[POOL:]][wanted.offset : end]
    return how_many(result), tuple(_hit(searcher, score, address) for score, address in page)


def as_typed(searcher: tantivy.Searcher, address: tantivy.DocAddress, typed: str) -> float:
    """What its score is multiplied by because a title or name holds the query as it was typed."""
    parts = searcher.doc(address)["typed"][0]
    if typed not in parts:
        return 1.0
    return WHOLE if typed in re.split(r"[\n\t]", parts) else WITHIN


def close_by(shape: tantivy.Schema, province: str) -> tantivy.Query:
    """What is held in a province, with what that adds to its score."""
    held = tantivy.Query.term_query(shape, schema.facet("province"), province, "basic")
    return tantivy.Query.const_score_query(held, CLOSE_BY)


def _sorted(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: _Wanted
) -> tuple[int, tuple[Hit, ...], str]:
    """By a field, from a place on; the total is of all, whatever the place."""
    order, place = ORDERS[wanted.sort], wanted.place
    page = narrowed(query, [from_place(wanted.shape, wanted.sort, place)]) if place else query
    past = wanted.offset + (place.past if place else 0)
    result = searcher.search(page, limit=wanted.limit + 1, offset=past, order_by_field=order.field, order=order.order)
    total = how_many(searcher.search(query, limit=1)) if place else how_many(result)
    shown = result.hits[: wanted.limit]
    more = len(result.hits) > len(shown)
    then = str(place_after(wanted.sort, [key for key, _ in shown], place)) if more and shown else ""
    return total, tuple(_hit(searcher, 0.0, address) for _, address in shown), then


def _near(text: str, wanted: _Wanted, *, typed: bool) -> Found:
    searcher = reader.searcher()
    like = near.near(searcher, wanted.shape, text, wanted.only(searcher), typed=typed)
    page = like[wanted.offset : wanted.offset + wanted.limit]
    hits = tuple(_hit(searcher, one.alike, one.address) for one in page)
    return Found(len(like), hits, False, (), near=bool(like), meant=like[0].part if like else "")


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    kind, id = searcher.doc(address)["key"][0].split(":", 1)
    return Hit(kind, UUID(id), score)
