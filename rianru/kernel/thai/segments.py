"""Words of running text: for reading, for breaking lines and for cutting short."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import nlpo3

from rianru.kernel.thai.clusters import graphemes, may_part
from rianru.kernel.thai.lexicon import lexicon

_CLINGS: Final = frozenset("ๆฯ")
_NOT: Final = "ไม่"
_SHORT: Final = 300  # characters: titles and names, which a page shows more than once
_REMEMBERED: Final = 4_096
_JUST_NOW: Final = 256  # texts: the index asks for the words of a title, then for those that it is read by


def segment(text: str) -> list[str]:
    """Words, blanks and signs in order, which joined again give `text` exactly. Newmm over our word list.

    Segments what it is given: pass `normalise(text)` where the spelling may be doubtful.
    """
    if len(text) > _SHORT:
        return _segmented(text)
    return _just_segmented(text).copy() if text else []


def _segmented(text: str) -> list[str]:
    found: list[str] = nlpo3.segment(text, lexicon().name)
    return found


_just_segmented = lru_cache(maxsize=_JUST_NOW)(_segmented)


def break_points(text: str) -> list[str]:
    """Pieces between which a line may break (for `<wbr>`), which joined again give `text` exactly.

    A piece is a Thai word with the signs and blanks that cling to it, or a stretch without Thai. Never parted: a
    cluster, a repeated word's ๆ, ไม่ and what it denies, a number and what it counts, a sign and its word, anything
    beside a no-break space.
    Pass text that `normalise` has seen: words in doubtful spelling are not recognised.
    """
    return list(_broken_before(text) if len(text) <= _SHORT else _broken(text))


def _broken(text: str) -> tuple[str, ...]:
    pieces: list[str] = []
    last = ""
    for word in segment(text):
        if pieces and (last == _NOT or not _may_break(pieces[-1], word)):
            pieces[-1] += word
        else:
            pieces.append(word)
        last = word
    return tuple(pieces)


_broken_before = lru_cache(maxsize=_REMEMBERED)(_broken)


def truncate(text: str, n_graphemes: int, ellipsis: str = "…") -> str:
    """`text` in at most `n_graphemes` graphemes, the ellipsis counted, cut between words where that keeps half of it.

    Never cuts a Thai cluster. ValueError when not even the ellipsis fits.
    """
    units = graphemes(text)
    room = n_graphemes - len(graphemes(ellipsis))
    if room < 0 or n_graphemes < 1:
        raise ValueError(f"{n_graphemes} graphemes have no room for {ellipsis!r}")
    if len(units) <= n_graphemes:
        return text
    longest = len("".join(units[:room]))
    cut = _word_end(text, longest)
    if len(graphemes(text[:cut])) * 2 < room:
        cut = _cluster_end(units[: room + 1])
    # A cluster across the cut may leave the joined text longer than its parts; there is nothing more to take then.
    return text[:cut].rstrip() + ellipsis


def _may_break(before: str, word: str) -> bool:
    left, right = before[-1], word[0]
    if left == "\u00a0" or right == "\u00a0" or right.isspace():
        return False
    if not may_part(left, right) or len(graphemes(left + right)) == 1:
        return False
    return left.isspace() or _are_words(left, right)


def _are_words(left: str, right: str) -> bool:
    """Letters on both sides, Thai on one: only Thai runs its words together."""
    if right in _CLINGS or not (_is_thai(left) or _is_thai(right)):
        return False
    return _is_letter(left) and _is_letter(right)


def _is_thai(letter: str) -> bool:
    return "\u0e01" <= letter <= "\u0e4e"


def _is_letter(letter: str) -> bool:
    return letter.isalpha() or _is_thai(letter)


def _word_end(text: str, longest: int) -> int:
    """The end of the last whole piece within `longest` characters; 0 when there is none."""
    end = 0
    for piece in break_points(text):
        if end + len(piece.rstrip()) > longest:
            break
        end += len(piece)
    return min(end, longest)


def _cluster_end(units: list[str]) -> int:
    """The last place within all but the last unit where Thai may be cut; 0 when there is none."""
    room = len(units) - 1
    while room > 0 and not may_part(units[room - 1][-1], units[room][0]):
        room -= 1
    return len("".join(units[:room]))
