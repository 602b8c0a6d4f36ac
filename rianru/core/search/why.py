"""Why an object stands where it does in an answer: which words it has where, and what lifts it. For staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import tantivy

from rianru.core.search import ask, schema, wording
from rianru.core.search.reading import reader


@dataclass(frozen=True, slots=True)
class Why:
    """What an object's score is made of.

    `words`: (word, field, what it gives), the most first; `phrase`: what the words side by side in a title add;
    `factor`: by how much all of it is multiplied because it is to be had and held by many; `typed`: because a title
    holds the query as typed; `close_by`: what being held close by adds.
    """

    score: float
    words: tuple[tuple[str, str, float], ...]
    phrase: float
    factor: float
    typed: float
    close_by: float


def why(text: str, hits: Sequence[ask.Hit], *, close_to: str = "") -> dict[UUID, Why]:
    """The reason of every hit of a page, which was found by all words as typed; others have none to tell."""
    asked = wording.asked(text)
    searcher, shape = reader.searcher(), schema.build()
    keys = [schema.key(hit.kind, hit.id) for hit in hits]
    if not keys or not asked:
        return {}
    page = tantivy.Query.term_set_query(shape, "key", keys)
    each = [
        (word, name, _scores(searcher, page, wording.weighed(shape, name, word, boost), len(keys)))
        for term, words in asked if not term.unwanted
        for word in dict.fromkeys(words)
        for name, boost in _fields(term.field).items()
    ]
    together = wording.phrase(shape, asked)
    phrases = _scores(searcher, page, together, len(keys)) if together else {}
    near_by = _scores(searcher, page, ask.close_by(shape, close_to), len(keys)) if close_to else {}
    places = _places(searcher, page, len(keys))
    typed = schema.beginning(text)
    return {
        hit.id: Why(
            hit.score, _best([(word, name, given[key]) for word, name, given in each if key in given]),
            phrases.get(key, 0.0), _factor(searcher, places[key]),
            ask.as_typed(searcher, places[key], typed), near_by.get(key, 0.0),
        )
        for hit, key in zip(hits, keys, strict=True) if key in places
    }


def _fields(named: str) -> dict[str, float]:
    """The fields a word is looked for in, with what each weighs."""
    if named in wording.BOOSTS:
        return {named: wording.BOOSTS[named]}
    return {**wording.BOOSTS, "pieces": wording.PIECE, "numbers": wording.NUMBER}


def _best(found: list[tuple[str, str, float]]) -> tuple[tuple[str, str, float], ...]:
    return tuple(sorted(found, key=lambda one: -one[2]))


def _scores(searcher: tantivy.Searcher, page: tantivy.Query, query: tantivy.Query, many: int) -> dict[str, float]:
    """What a query alone gives to each document of a page that it finds."""
    none = tantivy.Query.const_score_query(page, 0.0)
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, none), (tantivy.Occur.Must, query)])
    hits = searcher.search(both, limit=many, count=False).hits
    return {_key(searcher, address): float(score) for score, address in hits}


def _places(searcher: tantivy.Searcher, page: tantivy.Query, many: int) -> dict[str, tantivy.DocAddress]:
    return {_key(searcher, address): address for _, address in searcher.search(page, limit=many, count=False).hits}


def _factor(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> float:
    (lift,) = searcher.fast_field_values("lift", [address])
    return schema.factor_of(float(lift or 0.0))


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address)["key"][0])
