"""What sounds like a query: for slips, other spellings, and Thai in Latin letters, where its words find nothing.

Candidates share runs of letters (grams) with the query; each is then weighed by how much of a title or a name it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import tantivy
from rapidfuzz import fuzz

from rianru.core.search import schema
from rianru.core.search.choices import Clause
from rianru.kernel.thai.latin import latin
from rianru.kernel.thai.sound import spoken

SHORTEST = 4  # letters
TAIL = 12.0  # of 100: what is this much less alike than the best is not what was meant
_LATIN = re.compile(r"[A-Za-z]")
_THAI = re.compile(r"[\u0e01-\u0e2e]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to hear a text: the field of its grams and their size, how many of the query's a candidate shares, how much
    alike the whole must then be, of 100, and how many are weighed; `apart`: words may be of several titles and names.
    """

    field: str
    size: int
    sound: Callable[[str], str]
    shared: float
    alike: float
    candidates: int = 120
    apart: bool = False


SPOKEN = Reading("spoken", schema.SPOKEN, spoken, shared=0.45, alike=80.0)  # what two slips leave
# Thai leaves vowels unwritten, so fewer grams are shared; and in Latin letters many words are alike.
LATIN = Reading("latin", schema.LATIN, latin, shared=0.3, alike=78.0, candidates=400, apart=True)
APART = 75.0  # of a word, where words are found one by one, in whatever order, in titles and in names
SHORTEST_APART = 3  # letters of such a word


@dataclass(frozen=True, slots=True)
class Like:
    """A document, how much alike of 100, and which of its titles and names is."""

    alike: float
    part: str
    address: tantivy.DocAddress


def near(
    searcher: tantivy.Searcher, shape: tantivy.Schema, text: str, only: Sequence[Clause], *, typed: bool = True
) -> list[Like]:
    """Documents with a title or name like the query, best first, of equals the most held; `only` narrows them. Often
    there is none, and what is much less alike than the best is left out.

    `typed`: the text is as it was typed, so Latin letters may be Thai; what another keyboard made of it is not.
    """
    found = _weighed(searcher, shape, SPOKEN, text, only)
    if typed and _LATIN.search(text) and not _THAI.search(text):
        found += _weighed(searcher, shape, LATIN, text, only)
    best: dict[tuple[int, int], Like] = {}
    for like in found:
        place = (like.address.segment_ord, like.address.doc)
        if place not in best or best[place].alike < like.alike:
            best[place] = like
    least = max((like.alike for like in best.values()), default=0.0) - TAIL
    likes = [like for like in best.values() if like.alike >= least]
    held = searcher.fast_field_values("copies", [like.address for like in likes])
    rank = {id(like): (-round(like.alike), -(copies or 0)) for like, copies in zip(likes, held, strict=True)}
    return sorted(likes, key=lambda like: rank[id(like)])


def _weighed(
    searcher: tantivy.Searcher, shape: tantivy.Schema, reading: Reading, text: str, only: Sequence[Clause]
) -> list[Like]:
    asked = reading.sound(text)
    grams = sorted(schema.grams(asked, reading.size))
    if sum(sign.isalpha() for sign in asked) < SHORTEST or not grams:  # another number is another number
        return []
    words = [word for word in map(reading.sound, text.split()) if len(word) >= SHORTEST_APART] if reading.apart else []
    either = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(shape, reading.field, gram, "basic")) for gram in grams],
        minimum_number_should_match=ceil(len(grams) * reading.shared),
    )
    hits = searcher.search(
        tantivy.Query.boolean_query([(tantivy.Occur.Must, either), *only]), limit=reading.candidates, count=False
    ).hits
    found = []
    for _, address in hits:
        parts = searcher.doc(address)["parts"][0].split("\n")
        alike, part = max((_alike(asked, reading, part), part) for part in parts)
        if len(words) > 1:
            alike = max(alike, _apart(words, [reading.sound(part) for part in parts]))
        if alike >= reading.alike:
            found.append(Like(alike, part, address))
    return found


def _apart(words: Sequence[str], parts: Sequence[str]) -> float:
    """Of 100: each word in some part, by its length; nothing where one of them is in none."""
    found = [max((fuzz.partial_ratio(word, part) for part in parts if len(part) >= len(word)), default=0.0)
             for word in words]
    if min(found) < APART:
        return 0.0
    return 0.92 * sum(len(word) * alike for word, alike in zip(words, found, strict=True)) / sum(map(len, words))


def _alike(asked: str, reading: Reading, part: str) -> float:
    """Of 100: the whole of a title or name, or a little less for the title before its colon, or for some of it."""
    said = reading.sound(part)
    whole = fuzz.ratio(asked, said) if said else 0.0
    if len(said) <= len(asked):
        return whole
    main = 0.99 * fuzz.ratio(asked, reading.sound(part.split(":", 1)[0])) if ":" in part else 0.0
    return max(whole, main, 0.97 * fuzz.partial_ratio(asked, said))
