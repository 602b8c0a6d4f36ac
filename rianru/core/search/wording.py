"""What a query says, as the index is asked: words in any field, or in one; phrases; numbers; words inside words."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

import tantivy

from rianru.core.search import schema
from rianru.core.search.query import MOST_WORDS, Term, number_in, parse
from rianru.kernel.formats import isbn
from rianru.kernel.thai import index_tokens, pieces

BOOSTS = {"title": 6.0, "people": 5.0, "subjects": 2.5, "series": 2.5, "text": 1.0}
PHRASE, NUMBER, PIECE, IN_PIECES = 8.0, 20.0, 0.8, 0.3
FEWEST_DIGITS = 5  # of a number among words: a call number, an ISBN
BUT_ONE, MOST_LET_GO = 60.0, 8  # what has all words but one; of so many words at most
MOST_SPREAD = 4  # ways to have all words: two compounds
TIE = 0.1  # of what the other fields give beside the best one
Asked = list[tuple[Term, list[str]]]
"""Each term with its words."""


def asked(text: str) -> Asked:
    """The terms of a query with their words, MOST_WORDS in all; terms without any are left out."""
    found: Asked = []
    left = MOST_WORDS
    for term in parse(text):
        words = index_tokens(term.text)[:left]
        if words:
            found.append((term, words))
            left -= len(words)
    return found


def words_of(terms: Asked) -> tuple[str, ...]:
    """The words that are looked for, each once."""
    return tuple(dict.fromkeys(word for term, words in terms if not term.unwanted for word in words))


def query(shape: tantivy.Schema, terms: Asked, text: str, occur: tantivy.Occur) -> tantivy.Query:
    """All of the terms (Must), or any of them (Should); or the whole text as a number."""
    loosely = occur is tantivy.Occur.Should
    those = None if loosely else having(shape, terms, text)
    if those is not None:
        return _weighed(shape, those, terms, text)
    lifts = [phrase(shape, terms), *(_nearly_all(shape, terms) if loosely else ())]
    made = by_field(shape, terms, text, occur)
    each = [(tantivy.Occur.Should, one) for one in lifts if one is not None]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, made), *each]) if each else made


def by_field(shape: tantivy.Schema, terms: Asked, text: str, occur: tantivy.Occur) -> tantivy.Query:
    """Every term looked for in each field, and as well as in the field where it weighs most."""
    each = []
    for term, words in terms:
        found = _term(shape, term, words, together=occur is tantivy.Occur.Must)
        each += [(tantivy.Occur.MustNot, one) for one in found] if term.unwanted else [(occur, one) for one in found]
    number = schema.number_key(number_in(text))
    whole = [(tantivy.Occur.Should, _number(shape, number))] if number else []
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, tantivy.Query.boolean_query(each)), *whole])


def _nearly_all(shape: tantivy.Schema, terms: Asked) -> list[tantivy.Query]:
    """What has all words but one goes before what has one rare word of them."""
    words = list(dict.fromkeys(word for term, words in terms if not (term.field or term.unwanted) for word in words))
    if not 3 <= len(words) <= MOST_LET_GO:
        return []
    has = [_every(shape, [word]) for word in words]
    return [
        tantivy.Query.const_score_query(_all_of([*has[:at], *has[at + 1 :]]), BUT_ONE) for at in range(len(has))
    ]


def _weighed(shape: tantivy.Schema, those: tantivy.Query, terms: Asked, text: str) -> tantivy.Query:
    """What `having` finds, weighed by every word in every field. Finding first and weighing in one flat sum takes a
    third of the time of weighing each word by its best field while finding.
    """
    weights = [weight for term, words in terms for word in dict.fromkeys(words) for weight in _weights(shape, word)]
    long = {number for term, _ in terms if _is_long(number := schema.number_key(term.text))}
    numbers = long | {schema.number_key(number_in(text))} - {""}
    weights += [_number(shape, number) for number in sorted(numbers)]
    made = tantivy.Query.boolean_query([
        (tantivy.Occur.Must, those), *((tantivy.Occur.Should, weight) for weight in weights)
    ])
    if side_by_side := phrase(shape, terms):  # outside of the sum, which would look for it far beyond what was found
        made = tantivy.Query.boolean_query([(tantivy.Occur.Must, made), (tantivy.Occur.Should, side_by_side)])
    return made


def _weights(shape: tantivy.Schema, word: str) -> list[tantivy.Query]:
    """A word in each of the fields and inside a longer word; the pieces it has itself only in a title."""
    within = [weighed(shape, "title", piece, BOOSTS["title"] * IN_PIECES) for piece in pieces(word)]
    return [*ways(shape, word, BOOSTS), *within]


def having(shape: tantivy.Schema, terms: Asked, text: str) -> tantivy.Query | None:
    """The same documents as all of the terms, without how well each fits: one list of documents a word, not one a
    field. None where some term asks for more than plain words.
    """
    if any(term.field or term.phrase or term.unwanted for term, _ in terms):
        return None
    plain = [word for term, words in terms if not _is_long(schema.number_key(term.text)) for word in words]
    each = [(tantivy.Occur.Must, _every(shape, plain))] if plain else []
    for term, words in terms:
        if _is_long(number := schema.number_key(term.text)):
            each.append((tantivy.Occur.Must, _any_of([_every(shape, words), _number(shape, number)])))
    number = schema.number_key(number_in(text))
    made = tantivy.Query.boolean_query(each)
    return tantivy.Query.const_score_query(_any_of([made, _number(shape, number)]) if number else made, 0.0)


def _is_long(number: str) -> bool:
    return sum(sign.isdigit() for sign in number) >= FEWEST_DIGITS


def _every(shape: tantivy.Schema, words: Sequence[str]) -> tantivy.Query:
    """All of the words, each by itself or by all of its pieces. Few compounds are spread into every way of having the
    words: what several lists share is found by leaping, while one list or another is read from end to end.
    """
    ways = [_ways_to_have(word) for word in dict.fromkeys(words)]
    if prod(map(len, ways)) > MOST_SPREAD:
        return _all_of([_any_of([_together(shape, way) for way in own]) for own in ways])
    return _any_of([_together(shape, [word for way in chosen for word in way]) for chosen in product(*ways)])


def _ways_to_have(word: str) -> list[tuple[str, ...]]:
    """The word, and where it is a compound its pieces."""
    inside = tuple(pieces(word))
    return [(word,), inside] if inside else [(word,)]


def _together(shape: tantivy.Schema, words: Sequence[str]) -> tantivy.Query:
    """Words in any field, or inside a word of one."""
    return _all_of([
        tantivy.Query.term_query(shape, schema.ANYWHERE, word, "basic") for word in dict.fromkeys(words)
    ])


def _all_of(each: Sequence[tantivy.Query]) -> tantivy.Query:
    return each[0] if len(each) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in each])


def _any_of(each: Sequence[tantivy.Query]) -> tantivy.Query:
    return each[0] if len(each) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in each])


def phrase(shape: tantivy.Schema, terms: Asked) -> tantivy.Query | None:
    """The plain words side by side in a title, which lifts; None where there are not two."""
    plain = [word for term, words in terms if not (term.field or term.unwanted) for word in words]
    if len(plain) < 2:
        return None
    return tantivy.Query.boost_query(tantivy.Query.phrase_query(shape, "title", list(plain)), PHRASE)


def _term(shape: tantivy.Schema, term: Term, words: list[str], *, together: bool) -> list[tantivy.Query]:
    """The queries of one term: a phrase is one, words are one each; `together`: a phrase is more than its words. Where
    words may be let go a compound weighs as the words in it.

    What is not wanted is always a phrase: without ภาษาจีน is not without ภาษา.
    """
    if term.field == "numbers":
        return [_number(shape, schema.number_key(term.text))]
    fields = {term.field: BOOSTS[term.field]} if term.field else BOOSTS
    if len(words) > 1 and (term.unwanted or (term.phrase and together)):
        return [tantivy.Query.disjunction_max_query([
            tantivy.Query.boost_query(tantivy.Query.phrase_query(shape, name, list(words)), boost)
            for name, boost in fields.items()
        ], TIE)]
    each = [
        _word(shape, word, fields) if together
        else tantivy.Query.boost_query(_word(shape, word, fields), float(words_in(word)))
        for word in dict.fromkeys(words)
    ]
    number = schema.number_key(term.text)
    if term.field or not _is_long(number):
        return each
    all_of_it = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in each])
    return [tantivy.Query.disjunction_max_query([all_of_it, _number(shape, number)], TIE)]


def _word(shape: tantivy.Schema, word: str, fields: Mapping[str, float]) -> tantivy.Query:
    """A word in any field, or inside a longer word; a compound nobody wrote is also found by all its pieces."""
    found = ways(shape, word, fields)
    inside = pieces(word)
    if inside:
        parts = [
            (tantivy.Occur.Must, tantivy.Query.disjunction_max_query(ways(shape, piece, fields), TIE))
            for piece in inside
        ]
        found.append(tantivy.Query.boost_query(tantivy.Query.boolean_query(parts), IN_PIECES))
    return tantivy.Query.disjunction_max_query(found, TIE)


def words_in(word: str) -> int:
    """Of how many words a compound is made: the fewest of its pieces that are the whole of it; else one."""
    fewest = {0: 0}
    for end in range(1, len(word) + 1):
        before = [end - len(one) for one in pieces(word) if word.endswith(one, 0, end)]
        reached = [fewest[start] for start in before if start in fewest]
        if reached:
            fewest[end] = 1 + min(reached)
    return fewest.get(len(word), 1)


def ways(shape: tantivy.Schema, word: str, fields: Mapping[str, float]) -> list[tantivy.Query]:
    """A word in each of the fields, and inside a longer word of them."""
    inside = word if len(fields) > 1 else schema.piece_of(next(iter(fields)), word)
    whole = [weighed(shape, name, word, boost) for name, boost in fields.items()]
    return [*whole, weighed(shape, "pieces", inside, PIECE)]


def _number(shape: tantivy.Schema, number: str) -> tantivy.Query:
    """A number as a whole; an ISBN of 10 as one of 13 too."""
    each = {number, isbn.to_13(number.upper())} - {""}
    return tantivy.Query.disjunction_max_query([weighed(shape, "numbers", one, NUMBER) for one in sorted(each)], 0.0)


def weighed(shape: tantivy.Schema, name: str, word: str, boost: float) -> tantivy.Query:
    """One word of one field."""
    return tantivy.Query.boost_query(tantivy.Query.term_query(shape, name, word, "freq"), boost)
