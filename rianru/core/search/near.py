"""What sounds like a query: for slips, other spellings, and Thai in Latin letters, where its words find nothing.

Candidates share runs of letters (grams) with the query; each is then weighed by how much of a title or a name it is.
"""

import re
from math import ceil

import tantivy
from rapidfuzz import fuzz

from rianru.core.search import schema
from rianru.kernel.thai.sound import skeleton, spoken

CANDIDATES = 120
SHARED = 0.45  # of the query's grams: what two slips leave
ALIKE, ALIKE_SKELETON = 80.0, 90.0  # of 100
SHORTEST = 4  # characters, or classes of consonants
_LATIN = re.compile(r"[A-Za-z]")
_THAI = re.compile(r"[\u0e01-\u0e2e]")


def near(
    searcher: tantivy.Searcher, shape: tantivy.Schema, text: str, only: list[tuple[tantivy.Occur, tantivy.Query]]
) -> list[tuple[float, tantivy.DocAddress]]:
    """Documents with a title or name like the query, best first; `only` narrows them. Often there is none."""
    asked = spoken(text)
    found = _weighed(searcher, shape, "spoken", asked, schema.SPOKEN, SHARED, ALIKE, only)
    if not found and _LATIN.search(text) and not _THAI.search(text):
        found = _weighed(
            searcher, shape, "skeleton", skeleton(text), schema.SKELETON, 1.0, ALIKE_SKELETON, only
        )
    return found


def _weighed(
    searcher: tantivy.Searcher, shape: tantivy.Schema, name: str, asked: str, size: int, shared: float, alike: float,
    only: list[tuple[tantivy.Occur, tantivy.Query]],
) -> list[tuple[float, tantivy.DocAddress]]:
    grams = sorted(schema.grams(asked, size))
    if sum(sign.isalpha() for sign in asked) < SHORTEST or not grams:  # another number is another number
        return []
    either = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(shape, name, gram, "basic")) for gram in grams],
        minimum_number_should_match=ceil(len(grams) * shared),
    )
    hits = searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, either), *only]), limit=CANDIDATES).hits
    sound = spoken if name == "spoken" else skeleton
    weighed = []
    for score, address in hits:
        parts = searcher.doc(address)["parts"][0].split("\n")
        weight = max(_alike(asked, sound(part)) for part in parts)
        if weight >= alike:
            weighed.append((weight, score, address))
    weighed.sort(key=lambda one: (-one[0], -one[1]))
    return [(weight, address) for weight, _, address in weighed]


def _alike(asked: str, said: str) -> float:
    """Of 100: the whole of it, or a little less for a part of it."""
    if not said:
        return 0.0
    whole = fuzz.ratio(asked, said)
    if len(said) <= len(asked):
        return whole
    return max(whole, 0.97 * fuzz.partial_ratio(asked, said))
