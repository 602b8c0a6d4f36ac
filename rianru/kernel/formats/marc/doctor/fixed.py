"""Field 008 of a bibliographic record: 40 characters of which each place has its meaning.

Exports lose a character of it or put a blank in, and everything behind stands one place off. What may stand where (MARC
21, 008) says where it happened: of all ways to put one back or take one out, that one after which most is right.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rianru.kernel.formats.marc.doctor.notes import Notes
from rianru.kernel.formats.marc.doctor.tongues import LANGUAGES

LENGTH: Final = 40
# What is surely in place: date entered, kind of date, dates, language, and the two last signs.
SOUND: Final = re.compile(
    "[0-9| u#^\\\\-]{6}[bcdeikmnpqrstu| #^\\\\][0-9u|x #^\\\\?-]{8}.{20}"
    "(?:[a-z]{3}|[ |#^\\\\]{3}|[A-Z]{3})[ dorsx|#^\\\\].",
    re.DOTALL,
)
_DATE: Final = re.compile("(?:[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))")
_KINDS: Final = frozenset("bcdeikmnpqrstu|")
_YEAR: Final = re.compile("(?:1[4-9]|20|2[45])[0-9u]{2}|[uU|]{4}|9999")
_SECOND: Final = re.compile("[0-9u]{4}| {4}|[|]{4}|[#^]{4}")
_PLACE: Final = re.compile("[a-z]{2}[ a-z]|[|]{3}| {3}")
_MODIFIED: Final = frozenset(" dorsx|")
_SOURCE: Final = frozenset(" cdu|abo")
# Of a field whose runs of blanks were drawn together: date, kind, dates and place; language and the two last signs.
_BEGINNING: Final = re.compile("([0-9]{6}[bcdeikmnpqrstu|][0-9u|]{4})(?:([0-9u|]{4})| )([a-z]{2}[a-z ])")
_END: Final = re.compile("([a-z]{3})(?:([ dorsx|])([cdu|])?)?$")
_SURE: Final = 20
_ALL: Final = 32
_BORDERS: Final = (0, 6, 7, 11, 15, 18, 22, 23, 24, 28, 29, 33, 35, 38, 39, 40)


def is_sound(text: str) -> bool:
    """Whether every landmark is in its place."""
    return len(text) == LENGTH and SOUND.fullmatch(text) is not None


def mended_fixed(text: str, notes: Notes) -> str:
    """40 characters: the field as it was before it slipped, or as near to it as can be told."""
    text = text.replace("\r", " ").replace("\n", " ")
    if 0 < len(bare := text.rstrip()) < LENGTH - 3 and (spread := _spread(bare)):
        notes.mended("fixed_length")
        notes.lost("fixed_unsure")
        return spread
    found, before = _best(text), _worth(text.ljust(LENGTH)[:LENGTH])
    after = _worth(found)
    if found == text:
        return text
    if after >= before + 4 and after >= _SURE and SOUND.fullmatch(found):
        notes.mended("fixed_shifted")
        return found
    if len(text) == LENGTH:
        if after >= before + 4:
            notes.lost("fixed_unsure")
        return text
    notes.mended("fixed_length")
    fitted = text.ljust(LENGTH)[:LENGTH]
    told = len(bare) > 35  # or it ends before its language
    if bare and (before < _SURE or not told or text[LENGTH:].strip() or not SOUND.fullmatch(fitted)):
        notes.lost("fixed_unsure")
    return fitted


def _spread(text: str) -> str:
    """The two ends of a field whose blanks were drawn together, and what lay between them as not coded (`|`)."""
    begin, end = _BEGINNING.match(text), _END.search(text)
    if begin is None or end is None or end[1] not in LANGUAGES or end.start() < begin.end():
        return ""
    first = f"{begin[1]}{begin[2] or '    '}{begin[3]}"
    return f"{first}{'|' * (35 - len(first))}{end[1]}{end[2] or ' '}{end[3] or ' '}"


@lru_cache(maxsize=1024)
def _best(text: str) -> str:
    """The candidate with the most in place; of equals the first, which changes least."""
    length = len(text)
    if length < LENGTH - 3 or length > LENGTH + 3:
        return text.ljust(LENGTH)[:LENGTH]
    best = max(_candidates(text, _BORDERS), key=_worth)
    return best if _worth(best) >= _ALL else max(_candidates(text, range(LENGTH + 1)), key=_worth)


def _candidates(text: str, places: Iterable[int]) -> list[str]:
    """The text with a blank put in, a sign taken out, or both, at these places."""
    length = len(text)
    found = [text.ljust(LENGTH)[:LENGTH]]
    if length <= LENGTH:
        found += [_put(text, at, LENGTH) for at in places if at <= length]
    if length == LENGTH:
        found += [(text[:at] + text[at + 1 :]).ljust(LENGTH) for at in places if text[at : at + 1] == " "]
    if length > LENGTH:
        more = length - LENGTH
        found += [text[:at] + text[at + more :] for at in places if at + more <= length]
    return found


def _put(text: str, at: int, length: int) -> str:
    blank = " " * max(1, length - len(text))
    return (text[:at] + blank + text[at:])[:length]


def _worth(text: str) -> int:
    """How much stands where it may; 32 at most."""
    worth = 5 if _DATE.fullmatch(text, 0, 6) else 0
    worth += 4 if text[6] in _KINDS else 0
    worth += 6 if _YEAR.fullmatch(text, 7, 11) else 0
    worth += 2 if _SECOND.fullmatch(text, 11, 15) else 0
    worth += 4 if _PLACE.fullmatch(text, 15, 18) and text[15:18].strip() else 0
    worth += 7 if text[35:38] in LANGUAGES else 0
    worth += 2 if text[38] in _MODIFIED else 0
    return worth + (2 if text[39] in _SOURCE else 0)
