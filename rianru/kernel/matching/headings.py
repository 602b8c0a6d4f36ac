"""Under what an author, a subject or a series is one: a key that is read from the name alone, and is its address too.

Being right goes before being clever: what is folded is the writing (case, blanks, signs, order of marks, Thai digits,
`Family, Given`) and titles of rank, as names.py knows them. Nothing is guessed from what sounds alike.
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal
from uuid import UUID, uuid5

import regex  # type: ignore[import-untyped]

from rianru.kernel.formats.marc.describe import part_number
from rianru.kernel.matching.names import words_of
from rianru.kernel.thai import fold

Kind = Literal["author", "subject", "series"]
KINDS: Final[tuple[Kind, ...]] = ("author", "subject", "series")
LONGEST: Final = 100  # characters of a key; what is longer ends in a hash of the whole
DIVIDED: Final = " -- "  # between a subject and its subdivisions
BELOW: Final = "--"  # the same in a key
_NAMESPACE: Final = UUID("6f1a7c1e-5c0a-5d6b-9a53-0d7f5b1d9c24")
_KEPT: Final = 50_000
_OWN_WORD: Final = 8  # characters: a single word at least so long is a name of its own (ดำรงราชานุภาพ)
_SIGNS: Final = regex.compile(r"[^\p{L}\p{M}\p{N}+#]+")  # C++ and C# are no C
_PLAIN: Final = regex.compile(r"[\x00-\x7f\u0e00-\u0e7f\p{Latin}\p{P}\p{S}]*")  # scripts whose ranks and orders we know
_DATES: Final = re.compile(r"[,\s(]*(?<!\d)\d{4}\s*[-–]\s*(?:\d{4})?\)?(?=[\s.,)]*$)")
_DIGITS: Final = re.compile(r"\d+")
_DIVISION: Final = re.compile(r"\s*(?:--|—)\s*")
_RANGE: Final = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


@lru_cache(_KEPT)
def heading_key(kind: Kind, name: str) -> str:
    """The key of a name, of letters, digits and hyphens; empty where the name is of signs alone.

    Authors: without titles of rank and years of life, `Family, Given` as Given Family. A given name alone keeps its
    title: there are many of the name. Subjects: parts joined by two hyphens, `ผ้าทอ--น่าน`.
    """
    if kind == "author":
        return _short(_author(fold(name)))
    if kind == "subject":
        return _short(BELOW.join(filter(None, map(_slug, _DIVISION.split(fold(name))))))
    return _short(_slug(fold(name)))


@lru_cache(_KEPT)
def heading_id(kind: Kind, key: str) -> UUID:
    """The id of the heading that has this key: the same on every machine."""
    return uuid5(_NAMESPACE, f"{kind}:{key}")


def broader(name: str) -> tuple[str, ...]:
    """The subjects that a divided one lies under, the widest first: `ผ้าทอ -- น่าน -- ประวัติ` under two."""
    parts = _DIVISION.split(name)
    return tuple(found for end in range(1, len(parts)) if (found := DIVIDED.join(filter(None, parts[:end]))))


def volumes(number: str) -> tuple[int, int] | None:
    """The first and last volume that a number in a series names: `เล่ม ๓` is 3 to 3, `1-2` is 1 to 2.

    None where it names none, or a part of a part (ปีที่ 3 ฉบับที่ 5), whose place among whole ones nobody can tell.
    """
    folded = fold(number)
    plain = folded.strip(" .,;:()[]")
    said = plain if _RANGE.fullmatch(plain) else part_number(folded)
    found = _RANGE.fullmatch(said)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first, last) if first <= last else None


def _author(folded: str) -> str:
    if not _PLAIN.fullmatch(folded):
        return _slug(folded)
    dateless = _DATES.sub("", folded) or folded
    words = words_of(dateless)
    numbers = _DIGITS.findall(dateless)  # words_of takes digits for dates; here they tell schools and kings apart
    whole = _slug(dateless)
    if not words or (len(words) == 1 and len(words[0]) < _OWN_WORD):
        return whole
    return _slug(" ".join([*words, *numbers]))


def _slug(folded: str) -> str:
    made: str = _SIGNS.sub("-", folded)
    return made.strip("-")


def _short(key: str) -> str:
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 9].rstrip('-')}-{blake2b(key.encode(), digest_size=4).hexdigest()}"
