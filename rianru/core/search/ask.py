"""Asking the index: one segmenter for documents and queries, all words first, then any of them and saying so."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import tantivy

from rianru.core.search import schema, store
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import index_tokens, pieces
from rianru.kernel.words import T

BOOSTS = {"title": 6.0, "people": 5.0, "subjects": 2.5, "text": 1.0}
LAST_OFFSET = 1_000
MOST_WORDS = 24
MOST_SIGNS = 500
_PREFIX = re.compile(r"\s*is[bs]n\b", re.IGNORECASE)


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
    """An answer: `total` of all, `hits` of this page, whether words were let go, and the words asked for."""

    total: int
    hits: tuple[Hit, ...]
    relaxed: bool
    words: tuple[str, ...]


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


def search(text: str, *, kind: str | None = None, offset: int = 0, limit: int = 20) -> Found:
    """Objects for a query as typed; no words or an offset past LAST_OFFSET find nothing."""
    words = tuple(dict.fromkeys(index_tokens(text[:MOST_SIGNS])))[:MOST_WORDS]
    if not words or offset > LAST_OFFSET:
        return Found(0, (), False, words)
    shape = schema.build()
    number = schema.number_key(_PREFIX.sub("", text[:MOST_SIGNS]))
    found = _run(_query(shape, words, number, tantivy.Occur.Must, kind), offset, limit)
    if found[0] or len(words) == 1:
        return Found(*found, False, words)
    return Found(*_run(_query(shape, words, number, tantivy.Occur.Should, kind), offset, limit), True, words)


def _run(query: tantivy.Query, offset: int, limit: int) -> tuple[int, tuple[Hit, ...]]:
    searcher = _reader.searcher()
    result = searcher.search(query, limit=limit, offset=offset, count=True)
    hits = []
    for score, address in result.hits:
        kind, id = searcher.doc(address)["key"][0].split(":", 1)
        hits.append(Hit(kind, UUID(id), score))
    total: int = result.count  # type: ignore[attr-defined]  # its stubs lag behind
    return total or 0, tuple(hits)


def _query(
    shape: tantivy.Schema, words: Sequence[str], number: str, occur: tantivy.Occur, kind: str | None
) -> tantivy.Query:
    each = [(occur, _word(shape, word)) for word in words]
    whole = [(tantivy.Occur.Should, _term(shape, "numbers", number, 20.0))] if number else []
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, tantivy.Query.boolean_query(each)), *whole])
    if len(words) > 1:
        phrase = tantivy.Query.boost_query(tantivy.Query.phrase_query(shape, "title", list(words)), 8.0)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Should, phrase)])
    if kind is None:
        return query
    only = tantivy.Query.const_score_query(tantivy.Query.term_query(shape, "kind", kind, "basic"), 0.0)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)])


def _word(shape: tantivy.Schema, word: str) -> tantivy.Query:
    """A word in any field, or inside a longer word; a compound nobody wrote is also found by all its pieces."""
    ways = [_term(shape, name, word, boost) for name, boost in BOOSTS.items()]
    ways.append(_term(shape, "pieces", word, 0.8))
    inside = pieces(word)
    if inside:
        parts = [(tantivy.Occur.Must, _either(shape, piece)) for piece in inside]
        ways.append(tantivy.Query.boost_query(tantivy.Query.boolean_query(parts), 0.3))
    return tantivy.Query.disjunction_max_query(ways, 0.1)


def _either(shape: tantivy.Schema, word: str) -> tantivy.Query:
    return tantivy.Query.disjunction_max_query(
        [_term(shape, name, word, boost) for name, boost in BOOSTS.items()] + [_term(shape, "pieces", word, 0.8)]
    )


def _term(shape: tantivy.Schema, name: str, word: str, boost: float) -> tantivy.Query:
    return tantivy.Query.boost_query(tantivy.Query.term_query(shape, name, word, "freq"), boost)
