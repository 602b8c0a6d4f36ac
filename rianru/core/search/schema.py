"""The shape of the index on disk. Any change here is a new VERSION, and every node rebuilds by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import log2, log10

import tantivy

from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.thai import fold, index_tokens, sort_key, tokens_and_pieces
from rianru.kernel.thai.latin import latin_of_folded
from rianru.kernel.thai.sound import spoken_of_folded

VERSION = 6
WORDS = "words"
KEPT_ONLY = "kept_only"  # no words at all: what is stored and never asked for; a whole text as one word costs dearly
FIELDS = ("title", "people", "subjects", "series", "text")
ANYWHERE = "anywhere"  # the words of all five and the words inside them: what has a word, without how well it fits
FACETS = (
    "format", "language", "audience", "decade", "author", "subject", "series_title", "province", "network", "space",
    "available",
)
NAMED = ("author", "subject", "series_title")
"""Facets of more values than anyone could list: counted by their codes, since the names are slow to read."""
PROFILE = ("available", "format", "audience", "language")
"""Facets of few values, of which a document has one or a few: what it has of all of them is one value, since looking at
each apart takes as long as counting it."""
SPOKEN, LATIN = 3, 3  # characters a gram
LONGEST_PART = 120  # characters of a title or name that are cut into grams
MOST_PARTS = 8
FEWEST, MOST = 3, 12  # characters of a beginning
MOST_BEGINNINGS = 4  # titles of one object that are found by how they begin
SORTED = 80  # characters by which titles are sorted
AND_BEFORE = "\t"  # between a title as it is typed and the title before its colon
_NO_YEAR = 9_999
_ARRIVALS = 2**24
_BLANK = re.compile(r"[^\w\u0e31-\u0e3a\u0e47-\u0e4e]+")
_HEARD = 16_384  # titles and names whose sounds are kept: names come again and again
_PROFILES = 8_192  # that are taken apart once
_IDS = 2**40  # so that no two objects of one year or moment stand in one place


def build() -> tantivy.Schema:
    """Words of five fields, the pieces inside them, whole numbers, what sounds alike, how titles begin, facets, orders.

    Stored: the key; titles and names, with which what sounds alike is weighed, and as they are typed; the values behind
    the codes of NAMED.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field("pieces", tokenizer_name=WORDS, index_option="freq")
    for name in (ANYWHERE, "numbers", "spoken", "latin", "begins"):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for name in ("parts", "typed", "named"):
        builder.add_text_field(name, stored=True, tokenizer_name=KEPT_ONLY, index_option="basic")
    for name in FACETS:
        counted = name not in NAMED + PROFILE
        builder.add_text_field(facet(name), fast=counted, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("profile", fast=True, tokenizer_name="raw", index_option="basic")
    for name in NAMED:
        builder.add_integer_field(coded(name), fast=True, indexed=True)
    for name in ("by_newest", "by_oldest", "by_arrival", "title_head", "copies"):
        builder.add_integer_field(name, fast=True, indexed=True)
    builder.add_text_field("by_title", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("lift", fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Registers our tokenizers: the text is segmented already, so only blanks separate words."""
    index.register_tokenizer(WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    none = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.remove_long(1))
    index.register_tokenizer(KEPT_ONLY, none.build())
    return index


def key(kind: str, id: object) -> str:
    """The one term that names a document."""
    return f"{kind}:{id}"


def facet(name: str) -> str:
    """The field of a facet."""
    return f"facet_{name}"


def coded(name: str) -> str:
    """The field of the codes of a facet of NAMED."""
    return f"code_{name}"


def code(value: str) -> int:
    """Forty-eight bits of a value's BLAKE2: of a million values, two alike are expected once in six hundred indexes."""
    return int.from_bytes(blake2b(value.encode(), digest_size=6).digest(), "big")


def row(document: Document) -> tantivy.Document:
    """A document as the index keeps it: folded words joined by blanks."""
    made = tantivy.Document()
    made.add_text("key", key(document.kind, document.id))
    made.add_text("kind", document.kind)
    found: list[str] = []
    anywhere: set[str] = set()
    for name in FIELDS:
        if not (text := getattr(document, name)):
            made.add_text(name, "")
            continue
        if name == "text" or text.isascii():
            words = index_tokens(text)
            made.add_text(name, " ".join(words))
            anywhere.update(words)
            continue
        parts = [_worded(part) if len(part) <= LONGEST_PART else _words_of(part) for part in text.split(BETWEEN)]
        made.add_text(name, " ".join([part[0] for part in parts if part[0]]))
        inside: dict[str, None] = {}
        for _, words, within in parts:
            anywhere.update(words)
            inside.update(dict.fromkeys(within))
        if inside:
            anywhere.update(inside)
            found += inside
            found += [piece_of(name, piece) for piece in inside]
    made.add_text("pieces", " ".join(dict.fromkeys(found)))
    made.add_text(ANYWHERE, " ".join(anywhere))
    made.add_text("numbers", " ".join(map(number_key, document.numbers)))
    _add_sounds(made, document)
    for name, values in document.facets.items():
        for value in values:
            made.add_text(facet(name), value)
            if name in NAMED:
                made.add_integer(coded(name), code(value))
    made.add_text("profile", profile(document.facets))
    made.add_text("named", "\n".join(value for name in NAMED for value in document.facets.get(name, ())))
    _add_orders(made, document)
    return made


def _words_of(part: str) -> tuple[str, list[str], list[str]]:
    """What one title, name or subject is found by: its words joined, its words, and the pieces inside them."""
    words, inside = tokens_and_pieces(part)
    return " ".join(words), words, inside


_worded = lru_cache(_HEARD // 4)(_words_of)


def piece_of(field: str, piece: str) -> str:
    """A piece of a word in one field; pieces stand by themselves as well, for queries that name no field."""
    return f"{field}/{piece}"


def profile(facets: Mapping[str, Sequence[str]]) -> str:
    """What a document has of the facets of PROFILE, each value on a line after its facet and a blank."""
    return "\n".join(f"{name} {value}" for name in PROFILE for value in sorted(set(facets.get(name, ()))))


@lru_cache(_PROFILES)
def of_profile(text: str) -> tuple[tuple[str, str], ...]:
    """Facet and value of each line."""
    return tuple((name, value) for line in text.split("\n") for name, _, value in [line.partition(" ")] if name)


def _add_orders(made: tantivy.Document, document: Document) -> None:
    """Years and moments with some of the id, so that one place follows another; titles in the dictionary's order."""
    own, year = document.id.int % _IDS, document.year
    made.add_integer("by_newest", (year or 0) * _IDS + own)
    made.add_integer("by_oldest", (year or _NO_YEAR) * _IDS + own)
    arrived = int(document.arrived_at.timestamp()) if document.arrived_at else 0
    made.add_integer("by_arrival", arrived_from(arrived) + own % _ARRIVALS)
    title = sort_key(document.title.split(BETWEEN, 1)[0][:SORTED])
    made.add_text("by_title", title)
    made.add_integer("title_head", title_head(title))
    made.add_integer("copies", document.copies)
    made.add_float("lift", lifted("yes" in document.facets.get("available", ()), document.copies))


def title_head(key: str) -> int:
    """The first seven bytes of a title's sort key as a number of the same order."""
    return int.from_bytes(key.encode()[:7].ljust(7, b"\0"), "big")


def arrived_from(second: int) -> int:
    """The first place of a second (of the Unix epoch) in the order of arrival."""
    return second * _ARRIVALS


@lru_cache(_PROFILES)
def lifted(available: bool, copies: int) -> float:
    """The factor of an object's score, at most 1.16, as tantivy takes it: it multiplies by log2(2 + this)."""
    return float(2.0 ** factor(available, copies) - 2.0)


def factor_of(lift: float) -> float:
    """The factor that a stored lift stands for."""
    return log2(2.0 + lift)


def factor(available: bool, copies: int) -> float:
    """1; 0.08 more where it can be had now; up to 0.08 more for many copies."""
    return 1.0 + 0.08 * available + min(0.08, 0.02 * log10(1 + copies) * 2)


def _add_sounds(made: tantivy.Document, document: Document) -> None:
    heard = {part: _heard(part) for part in _parts(document)}
    made.add_text("spoken", " ".join(_all_grams([one[0] for one in heard.values()], SPOKEN)))
    made.add_text("latin", " ".join(_all_grams([one[1] for one in heard.values()], LATIN)))
    made.add_text("parts", "\n".join(heard))
    made.add_text("typed", "\n".join([one[2] for one in heard.values()]))
    titles = list(dict.fromkeys(document.title.split(BETWEEN)))[:MOST_BEGINNINGS]
    begins = {start for title in titles for start in _starts(heard[title][3] if title in heard else beginning(title))}
    made.add_text("begins", " ".join(begins))


@lru_cache(_HEARD)
def _heard(part: str) -> tuple[str, str, str, str]:
    """What a title or name sounds like, a Thai one in Latin letters; how it is typed, whole and to its colon; whole."""
    folded = fold(part)
    whole = _BLANK.sub("", folded)
    main = beginning(part.split(":", 1)[0]) if ":" in part else whole
    return (
        spoken_of_folded(folded), "" if part.isascii() else latin_of_folded(folded),
        whole if main == whole else whole + AND_BEFORE + main, whole,
    )


def _all_grams(texts: Iterable[str], size: int) -> set[str]:
    return {text[start : start + size] for text in set(texts) for start in range(len(text) - size + 1)}


def beginning(text: str) -> str:
    """How a text begins, as it is typed: folded, letters, marks and digits only."""
    return _BLANK.sub("", fold(text))


def beginnings(title: str) -> set[str]:
    """The first letters of a title, FEWEST to MOST of them."""
    return _starts(beginning(title))


def _starts(typed: str) -> set[str]:
    whole = typed[:MOST]
    return {whole[:length] for length in range(min(FEWEST, len(whole)), len(whole) + 1)} - {""}


def _parts(document: Document) -> Iterator[str]:
    """Its titles and names, each once."""
    whole = [*document.title.split(BETWEEN), *document.people.split(BETWEEN)]
    for part in list(dict.fromkeys(filter(None, (each.strip() for each in whole))))[:MOST_PARTS]:
        yield part[:LONGEST_PART]


def grams(text: str, size: int) -> set[str]:
    """Every run of `size` characters; nothing of a text that is shorter."""
    return {text[start : start + size] for start in range(len(text) - size + 1)}


def number_key(number: str) -> str:
    """A number as it is found: folded, letters and digits only (978-616-... and 978616... are one)."""
    folded = fold(number)
    return folded if folded.isalnum() else "".join(sign for sign in folded if sign.isalnum())
