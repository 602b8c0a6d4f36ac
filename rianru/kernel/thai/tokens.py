"""What a text is found by: whole words, and the pieces inside them.

Document and query go through the same two functions. A query word finds a document that holds it among its tokens or
pieces, or that holds every one of its own pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

import regex  # type: ignore[import-untyped]

from rianru.kernel.thai.clusters import clusters, graphemes
from rianru.kernel.thai.lexicon import Lexicon, lexicon
from rianru.kernel.thai.normal import fold
from rianru.kernel.thai.segments import segment

# A Thai run keeps its dots until it is segmented, because พ.ศ. is one word. Everything else parts at what is neither
# letter, mark nor digit; marks count as letters, or scripts that write vowels as marks would fall apart.
_RUN: Final = regex.compile(r"([ก-ฺเ-๎][ก-ฺเ-๎.]*)|((?:(?![ก-ฺเ-๎])[\p{L}\p{M}\p{N}])+)")
_PLAIN: Final = re.compile(r"[a-z0-9]+")  # the same of folded ASCII
_ET_CETERA: Final = "ฯลฯ"  # a sign that is written with a letter
_SIGNS: Final = str.maketrans("", "", ".ๆฯ")
_CONSONANT: Final = re.compile("[ก-ฮ]")
_CONSONANTS: Final = frozenset(map(chr, range(ord("ก"), ord("ฮ") + 1)))
_NO_SPACES: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Lao}\p{Khmer}\p{Myanmar}]")
_WORTH_KEEPING: Final = 64  # characters: longer words are rare, unlikely to return, and would fill the cache
_CACHED_WORDS: Final = 65_536


def index_tokens(text: str) -> list[str]:
    """Folded words in order, without signs and blanks; each is one token for a tokenizer that splits on blanks.

    Thai by the word list; other scripts between signs, digits kept, nothing stemmed.
    """
    folded = fold(text)
    if folded.isascii():
        return _PLAIN.findall(folded)
    tokens: list[str] = []
    for thai, other in _RUN.findall(folded.replace(_ET_CETERA, " ")):
        if thai:
            tokens += _cached_segments(thai) if len(thai) <= _WORTH_KEEPING else _segments(thai)
        else:
            tokens.append(other)
    return tokens


def _segments(run: str) -> tuple[str, ...]:
    """The words of a Thai run."""
    words = segment(run)
    if "ๆ" in run or "ฯ" in run or "." in run:
        words = [word.translate(_SIGNS) for word in words]
    return tuple([word for word in words if not _CONSONANTS.isdisjoint(word)])


def pieces(word: str) -> tuple[str, ...]:
    """What else a token is found by: the known words inside it and, where it is unknown, pairs of neighbours.

    For Thai: every listed word of two or more consonants on cluster boundaries; shorter ones (ผ้า in ผ้าไหม) only
    where listed words fill the whole of it, or กา would be found in every การ; pairs of clusters where no listed word
    covers them. For scripts without spaces: pairs of characters. Never the word itself; in order, each once.
    """
    return _cached_pieces(word) if len(word) <= _WORTH_KEEPING else _pieces(word)


def _pieces(word: str) -> tuple[str, ...]:
    if _CONSONANT.match(word) or "เ" <= word[:1] <= "ไ":
        return tuple(dict.fromkeys(_thai_pieces(word, lexicon())))
    if _NO_SPACES.search(word):
        return tuple(dict.fromkeys(pair for pair in _pairs(graphemes(word)) if pair != word))
    return ()


_cached_segments = lru_cache(maxsize=_CACHED_WORDS)(_segments)
_cached_pieces = lru_cache(maxsize=_CACHED_WORDS)(_pieces)


def _parted(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a Thai run, and the pieces inside them."""
    words = _segments(run)
    return words, tuple(dict.fromkeys([piece for word in words for piece in pieces(word)]))


_cached_parted = lru_cache(maxsize=_CACHED_WORDS)(_parted)


def tokens_and_pieces(text: str) -> tuple[list[str], list[str]]:
    """`index_tokens` of a text, and the `pieces` of all of them, each once for each run of letters that it is in."""
    folded = fold(text)
    if folded.isascii():
        return _PLAIN.findall(folded), []
    tokens: list[str] = []
    inside: list[str] = []
    for thai, other in _RUN.findall(folded.replace(_ET_CETERA, " ")):
        if thai:
            words, within = _cached_parted(thai) if len(thai) <= _WORTH_KEEPING else _parted(thai)
            tokens += words
            inside += within
        else:
            tokens.append(other)
            inside += () if other.isascii() else pieces(other)
    return tokens, inside


def _thai_pieces(word: str, known: Lexicon) -> Iterator[str]:
    parts = clusters(word)
    inside = _words_inside(word, parts, known)
    filling = _filling(inside, len(parts))
    kept = [span for span in inside if span in filling or _is_long(inside[span])]
    yield from (inside[span] for span in kept)
    if word not in known.words:
        covered = {place for start, end in kept for place in range(start, end)}
        for place, pair in enumerate(_pairs(parts)):
            if pair != word and not {place, place + 1} <= covered:
                yield pair


def _words_inside(word: str, parts: list[str], known: Lexicon) -> dict[tuple[int, int], str]:
    """Listed words by the half-open span of clusters that they cover, in order of place."""
    found = {}
    for start in range(len(parts)):
        text = ""
        for end in range(start, len(parts)):
            text += parts[end]
            if len(text) > known.longest:
                break
            if len(text) > 1 and text != word and text in known.words:
                found[start, end + 1] = text
    return found


def _filling(spans: dict[tuple[int, int], str], length: int) -> set[tuple[int, int]]:
    """The spans that take part in some row of spans from 0 to `length` without gap or overlap."""
    from_start, to_end = {0}, {length}
    for start, end in sorted(spans):
        if start in from_start:
            from_start.add(end)
    for start, end in sorted(spans, reverse=True):
        if end in to_end:
            to_end.add(start)
    return {(start, end) for start, end in spans if start in from_start and end in to_end}


def _is_long(word: str) -> bool:
    return len(_CONSONANT.findall(word)) >= 2


def _pairs(parts: list[str]) -> list[str]:
    return [left + right for left, right in pairwise(parts)]
