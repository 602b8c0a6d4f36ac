"""Asking the index: one segmenter for documents and queries; all words first, then kinder readings, and saying so."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import tantivy

from rianru.core.search import near, schema, store
from rianru.core.search.query import MOST_SIGNS, MOST_WORDS, Term, number_in, parse
from rianru.kernel.formats import isbn
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import index_tokens, pieces
from rianru.kernel.thai.keyboard import other_layout
from rianru.kernel.words import T

BOOSTS = {"title": 6.0, "people": 5.0, "subjects": 2.5, "series": 2.5, "text": 1.0}
LAST_OFFSET = 1_000
MOST_VALUES = 8  # of a facet
_Only = list[tuple[tantivy.Occur, tantivy.Query]]
_Asked = list[tuple[Term, list[str]]]  # each term with its words


class IndexNotReady(Refused):
    """There is no index on this node yet."""

    code = "core.index_not_ready"
    status = 503
    says = T(
        "กำลังเตรียมดัชนีค้นหา อีกสักครู่ลองใหม่ได้เลย",
        "The search index is being prepared. Try again in a moment.",
    )


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
    these words and the hits sound like them; `relaxed`, words were let go. `facets`: value → how many, the most first.
    """

    total: int
    hits: tuple[Hit, ...]
    relaxed: bool
    words: tuple[str, ...]
    layout: str = ""
    near: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class _Reader:
    """The open index of this process; follows commits and new generations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._seen = 0

    def searcher(self) -> tantivy.Searcher:
        generation = store.current()
        if generation is None:
            raise IndexNotReady()
        with self._lock:
            stamp = (generation.folder / "meta.json").stat().st_mtime_ns
            if self._index is None or self._folder != generation.folder:
                self._index, self._folder = generation.open(), generation.folder
            elif stamp != self._seen:
                self._index.reload()
            self._seen = stamp
            return self._index.searcher()


_reader = _Reader()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How an answer is cut: which kind and facets, which page, in which order."""

    shape: tantivy.Schema
    only: _Only
    offset: int
    limit: int
    by_year: str
    facets: Sequence[str]


def search(
    text: str, *, kind: str | None = None, offset: int = 0, limit: int = 20,
    chosen: Mapping[str, Sequence[str]] | None = None, facets: Sequence[str] = (), sort: str = "",
) -> Found:
    """Objects for a query as typed; no words or an offset past LAST_OFFSET find nothing.

    `chosen`: facet → values, any of which fits; `facets`: those that are counted, over all that was found; `sort`:
    newest or oldest by year, else by how well they fit.
    """
    text = text[:MOST_SIGNS]
    if offset > LAST_OFFSET:
        return Found(0, (), False, _words(_asked(text)))
    shape = schema.build()
    only = _only(shape, kind, chosen or {})
    by_year = sort if sort in ("newest", "oldest") else ""
    return _kindly(text, _Wanted(shape, only, offset, limit, by_year, facets))


def _kindly(text: str, wanted: _Wanted) -> Found:
    """As typed; else as typed on the other keyboard; else what sounds like it; else with some of the words."""
    asked = _asked(text)
    words = _words(asked)
    found = _run(asked, text, wanted, tantivy.Occur.Must)
    if found.total:
        return found
    typed = other_layout(text)
    if typed and (other := _run(_asked(typed), typed, wanted, tantivy.Occur.Must)).total:
        return _said(other, layout=typed)
    plain = not any(term.field or term.phrase or term.unwanted for term, _ in asked)
    for read in (text, typed):
        if plain and read and (like := _near(read, wanted)).total:
            return _said(like, words=words, near=True, layout=typed if read != text else "")
    if len(words) > 1:
        return _said(_run(asked, text, wanted, tantivy.Occur.Should), relaxed=True)
    return found


def _said(
    found: Found, *, words: tuple[str, ...] | None = None, relaxed: bool = False, layout: str = "", near: bool = False
) -> Found:
    return Found(
        found.total, found.hits, relaxed, found.words if words is None else words, layout, near, found.facets
    )


def _asked(text: str) -> _Asked:
    """The terms of a query with their words, MOST_WORDS in all; terms without any are left out."""
    found: _Asked = []
    left = MOST_WORDS
    for term in parse(text):
        words = index_tokens(term.text)[:left]
        if words:
            found.append((term, words))
            left -= len(words)
    return found


def _words(asked: _Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for term, words in asked if not term.unwanted for word in words))


def _run(asked: _Asked, text: str, wanted: _Wanted, occur: tantivy.Occur) -> Found:
    words = _words(asked)
    if not words:
        return Found(0, (), False, words)
    searcher = _reader.searcher()
    query = _query(wanted.shape, asked, schema.number_key(number_in(text)), occur)
    whole = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *wanted.only])
    result = searcher.search(
        whole, limit=wanted.limit, offset=wanted.offset, count=True, order_by_field="year" if wanted.by_year else None,
        order=tantivy.Order.Asc if wanted.by_year == "oldest" else tantivy.Order.Desc,
    )
    hits = tuple(_hit(searcher, 0.0 if wanted.by_year else score, address) for score, address in result.hits)
    total: int = result.count or 0  # type: ignore[attr-defined]  # its stubs lag behind
    return Found(total, hits, False, words, facets=_counted(searcher, whole, wanted.facets if total else ()))


def _near(text: str, wanted: _Wanted) -> Found:
    searcher = _reader.searcher()
    like = near.near(searcher, wanted.shape, text, wanted.only)
    page = like[wanted.offset : wanted.offset + wanted.limit]
    return Found(len(like), tuple(_hit(searcher, weight, address) for weight, address in page), False, ())


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    kind, id = searcher.doc(address)["key"][0].split(":", 1)
    return Hit(kind, UUID(id), score)


def _counted(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    known = [name for name in names if name in schema.FACETS]
    if not known:
        return {}
    asked = {name: {"terms": {"field": schema.facet(name), "size": MOST_VALUES}} for name in known}
    found = searcher.aggregate(query, asked)
    return {name: {one["key"]: int(one["doc_count"]) for one in found[name]["buckets"]} for name in known}


def _only(shape: tantivy.Schema, kind: str | None, chosen: Mapping[str, Sequence[str]]) -> _Only:
    """What narrows and does not weigh: the kind, and one of the chosen values of each facet."""
    asked = [("kind", [kind])] if kind else []
    asked += [(schema.facet(name), list(values)) for name, values in chosen.items() if name in schema.FACETS and values]
    return [
        (tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.term_set_query(shape, name, values), 0.0))
        for name, values in asked
    ]


def _query(shape: tantivy.Schema, asked: _Asked, number: str, occur: tantivy.Occur) -> tantivy.Query:
    each = []
    for term, words in asked:
        found = _term(shape, term, words, together=occur is tantivy.Occur.Must)
        each += [(tantivy.Occur.MustNot, one) for one in found] if term.unwanted else [(occur, one) for one in found]
    whole = [(tantivy.Occur.Should, _number(shape, number))] if number else []
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, tantivy.Query.boolean_query(each)), *whole])
    plain = [word for term, words in asked if not (term.field or term.unwanted) for word in words]
    if len(plain) > 1:
        phrase = tantivy.Query.boost_query(tantivy.Query.phrase_query(shape, "title", list(plain)), 8.0)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Should, phrase)])
    return query


def _term(shape: tantivy.Schema, term: Term, words: list[str], *, together: bool) -> list[tantivy.Query]:
    """The queries of one term: a phrase is one, words are one each; `together`: a phrase is more than its words."""
    if term.field == "numbers":
        return [_number(shape, schema.number_key(term.text))]
    fields = {term.field: BOOSTS[term.field]} if term.field else BOOSTS
    if term.phrase and len(words) > 1 and (together or term.unwanted):
        return [tantivy.Query.disjunction_max_query([
            tantivy.Query.boost_query(tantivy.Query.phrase_query(shape, name, list(words)), boost)
            for name, boost in fields.items()
        ], 0.1)]
    return [_word(shape, word, fields) for word in dict.fromkeys(words)]


def _word(shape: tantivy.Schema, word: str, fields: Mapping[str, float]) -> tantivy.Query:
    """A word in any field, or inside a longer word; a compound nobody wrote is also found by all its pieces."""
    ways = _ways(shape, word, fields)
    inside = pieces(word)
    if inside:
        parts = [
            (tantivy.Occur.Must, tantivy.Query.disjunction_max_query(_ways(shape, piece, fields), 0.1))
            for piece in inside
        ]
        ways.append(tantivy.Query.boost_query(tantivy.Query.boolean_query(parts), 0.3))
    return tantivy.Query.disjunction_max_query(ways, 0.1)


def _ways(shape: tantivy.Schema, word: str, fields: Mapping[str, float]) -> list[tantivy.Query]:
    ways = [_weighed(shape, name, word, boost) for name, boost in fields.items()]
    return ways if len(fields) == 1 else [*ways, _weighed(shape, "pieces", word, 0.8)]


def _number(shape: tantivy.Schema, number: str) -> tantivy.Query:
    """A number as a whole; an ISBN of 10 as one of 13 too."""
    ways = {number, isbn.to_13(number.upper())} - {""}
    return tantivy.Query.disjunction_max_query([_weighed(shape, "numbers", each, 20.0) for each in sorted(ways)], 0.0)


def _weighed(shape: tantivy.Schema, name: str, word: str, boost: float) -> tantivy.Query:
    return tantivy.Query.boost_query(tantivy.Query.term_query(shape, name, word, "freq"), boost)
