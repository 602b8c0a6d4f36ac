"""How people name a place: by a part of its name, what it is called, and the words of an address.

`ต.บ้านตุ่น อ.เมืองพะเยา`, `กศน. พะเยา`, `ห้องสมุดโคราช`, `library phayao`: every word has to fit the space somehow.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from django.db.models import F, Q, Value
from django.db.models.functions import Left, Length, StrIndex
from django.db.models.lookups import GreaterThan, In

from rianru.kernel.thai import fold, normalise, segment
from rianru.kernel.thai.keyboard import other_layout
from rianru.places.models import Area
from rianru.places.words import CALLED, KINDS, KNOWN_AS

MOST_WORDS = 6
MOST_AREAS = 400  # of one word
FEW = 4  # codes that are asked for one by one, by the index
SHORTEST = 2  # letters of a name of an area that begins as typed
_LEVELS = {
    6: "ตำบล|ต\\.|แขวง|tambon|khwaeng|subdistrict|sub-district", 4: "อำเภอ|อ\\.|เขต|amphoe|khet|district",
    2: "จังหวัด|จ\\.|changwat|province",
}
_BEFORE = re.compile(r"(?<=[\u0e00-\u0e7f.])(?=ตำบล|แขวง|อำเภอ|จังหวัด|ต\.|อ\.|จ\.)")
_LEVEL = {digits: re.compile(rf"(?:{said})\s*(.*)") for digits, said in _LEVELS.items()}
_BARE = re.compile("|".join(_LEVELS.values()))


def readings(text: str) -> Iterator[tuple[str, Q]]:
    """The ways to read a text, the nearest to what was typed first; each as it reads and as a condition on spaces.

    As typed; in words, where it was typed without blanks; as typed on the other keyboard. The first that finds
    anything is meant, so the next is made only where it is asked for.
    """
    typed = _words(text)
    ways: tuple[Callable[[], list[str]], ...] = (
        lambda: typed, lambda: _parted(typed), lambda: _words(other_layout(text)),
    )
    seen: list[list[str]] = [[]]
    for way in ways:
        words = way()
        if words not in seen:
            seen.append(words)
            yield " ".join(words), conditions(words)


def conditions(words: Sequence[str]) -> Q:
    """That a space fits every word, by name, by what its kind is called, or by an area that it lies in."""
    found = Q()
    for word in words:
        found &= _fits(word)
    return found


def named(text: str) -> Q:
    """That every word is a part of its name."""
    found = Q()
    for word in fold(text.replace("\0", " ")).split():
        found &= _in_name(word)
    return found


def _in_name(word: str) -> Q:
    return Q(GreaterThan(StrIndex("found_by", Value(word)), 0))  # in Thai half the work of LIKE


def _words(text: str) -> list[str]:
    """Words of an address stay with the name behind them: `ต. บ้านตุ่น` is one."""
    parts: list[str] = []
    for word in fold(_BEFORE.sub(" ", normalise(text.replace("\0", " ")))).replace(",", " ").split():
        if parts and parts[-1] in ("ต.", "อ.", "จ.", "ตำบล", "อำเภอ", "จังหวัด", "แขวง", "เขต"):
            parts[-1] += word
        elif not (word.isascii() and _BARE.fullmatch(word)):  # `Phayao district`: the name says it
            parts.append(word)
    return parts[:MOST_WORDS]


def _parted(words: Iterable[str]) -> list[str]:
    return [part for word in words for part in segment(word) if len(part.strip(" .")) > 1][:MOST_WORDS]


def _fits(word: str) -> Q:
    found = _in_name(word)
    if kinds := _kinds_called(word):
        found |= Q(kind__in=kinds)
    for digits, level in _LEVEL.items():
        if (named := level.fullmatch(word)) and named[1]:
            return found | _inside(_areas(named[1], digits))
    return found | _inside(_areas(word, 0))


def _areas(name: str, digits: int) -> list[str]:
    """Codes of areas of a level (0: of any) that are called so, or begin so."""
    known = [code for code, names in _other_names().items() if name in names and digits in (0, len(code))]
    if known or len(name) < SHORTEST:
        return known
    called = Q(name_th__startswith=name) | (Q(name_en__istartswith=name) if name.isascii() else Q())
    rows = Area.objects.annotate(digits=Length("code")).filter(called).order_by("digits", "code")
    if digits:
        rows = rows.filter(digits=digits)
    return list(rows.values_list("code", flat=True)[:MOST_AREAS])


def _inside(codes: Sequence[str]) -> Q:
    """In one of these areas."""
    found = Q(pk__in=[]) if not codes else Q()
    if len(codes) <= FEW:
        for code in codes:
            found |= Q(area__code__startswith=code)
        return found
    for digits in sorted({len(code) for code in codes}):
        own = [code for code in codes if len(code) == digits]
        found |= Q(In(Left(F("area_id"), Value(digits)), own))
    return found


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    return {code: tuple(fold(one) for one in names.split(";")) for code, names in KNOWN_AS.items()}


@lru_cache(maxsize=500)
def _kinds_called(word: str) -> tuple[str, ...]:
    """Kinds that are called so; those whose own name begins so."""
    return tuple(
        kind for kind, label in KINDS.items()
        if word in {fold(one) for one in CALLED[kind].split(";")}
        or (len(word) > 3 and any(fold(side).startswith(word) for side in (label.th, label.en)))
    )
