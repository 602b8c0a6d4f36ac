"""Dictionary order as a stored key, for databases without Thai collations.

The order of the Royal Institute's dictionary, as CLDR's Thai collation writes it down: consonants first, then vowels;
a leading vowel after the consonant it is spoken after; tone marks, mai taikhu and thanthakhat only where all else is
equal; signs and repetition marks ignored.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

import regex  # type: ignore[import-untyped]

from rianru.kernel.thai.normal import fold, fold_normal, normalise

_LEADING: Final = re.compile(r"([เ-ไ])([ก-ฮ])")
# Whatever does not count for order: signs, symbols, blanks, and the Thai marks of repetition and abbreviation.
_IGNORED: Final = regex.compile(r"[^\p{L}\p{M}\p{N} ]|[ๆฯ๏๚๛]")
# A blank parts words of Latin letters (New York before Newark); beside Thai, which has no rule for it, it is ignored.
_IDLE_BLANK: Final = regex.compile(r"^ +|(?<=[ก-๎]) +| +(?=[ก-๎]|$)")
_IGNORED_ASCII: Final = re.compile(r"[^A-Za-z0-9 ]")
_NUMBER: Final = re.compile(r"[0-9]+")
_WEIGHTS: Final = {mark: str(weight) for weight, mark in enumerate("๎์็่้๊๋ํ", start=1)}
_ANY_MARK: Final = re.compile(f"[{''.join(_WEIGHTS)}]")


class _Marks(dict[int, str]):
    """For str.translate: marks become their weights, and whatever else there is a 0."""

    def __missing__(self, character: int) -> str:
        return self.setdefault(character, "0")


_MARKS: Final = _Marks({ord(mark): weight for mark, weight in _WEIGHTS.items()})
_PHINTHU: Final = "\u0e45"  # above ไ, where CLDR puts phinthu; free, because folding writes ๅ as า
_LEVEL: Final = "\x01"  # below all that a text can hold, and allowed in PostgreSQL's text
_LONGEST: Final = 240  # characters: the key then fits into the 2,704 bytes of a B-tree entry


def sort_key(text: str) -> str:
    """A key whose bytewise order (collation C) is dictionary order: digits, then Latin, then Thai; case aside.

    Whole numbers sort by size (เล่ม 2 before เล่ม 10). Keys are equal only where `normalise` makes the texts equal, up
    to a 64-bit hash for what lies beyond the first 240 characters.
    """
    return sort_key_normal(normalise(text))


def sort_key_normal(whole: str) -> str:
    """The same of a text that `normalise` gave."""
    head = whole[:_LONGEST]
    spoken = _spoken(fold_normal(whole) if head == whole else fold(head))
    primary = spoken if spoken.isascii() else _ANY_MARK.sub("", spoken)
    secondary = "" if primary == spoken else _marks(spoken)
    tail = "" if head == whole else blake2b(whole.encode(), digest_size=8).hexdigest()
    return _LEVEL.join((primary[:_LONGEST], secondary[:_LONGEST], head + tail))


def key_start(text: str) -> str:
    """How the keys of all texts begin that begin like this one, tone marks aside: `กม` for `กมล` and `ก้มหน้า`."""
    return _ANY_MARK.sub("", _spoken(fold(normalise(text)[:_LONGEST]))).rstrip(" ")[:_LONGEST]


def _spoken(folded: str) -> str:
    """What counts, in the order it is spoken, numbers with their size before them."""
    if folded.isascii():
        return _NUMBER.sub(_by_size, _IGNORED_ASCII.sub("", folded).strip(" "))
    bare = _IDLE_BLANK.sub("", _IGNORED.sub("", folded))
    return _LEADING.sub(_turned, _NUMBER.sub(_by_size, bare)).replace("ฺ", _PHINTHU)


def _turned(pair: re.Match[str]) -> str:
    return pair[2] + pair[1]


def _marks(spoken: str) -> str:
    """A 0 for each letter, followed by the weights of the marks upon it; nothing after the last mark."""
    first = "0" if spoken[0] in _WEIGHTS else ""  # a mark upon nothing
    return (first + spoken.translate(_MARKS)).rstrip("0")


def _by_size(number: re.Match[str]) -> str:
    """Digits with their count before them, so that 10 follows 2: one digit of count up to 8, or 9 and three."""
    digits = number[0].lstrip("0") or "0"
    return (str(len(digits)) if len(digits) < 9 else f"9{len(digits):03}") + digits
