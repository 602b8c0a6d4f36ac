"""A leader that lost a byte, won one, or makes no sense: put back so that its landmarks stand where they must."""

import re
from functools import lru_cache
from typing import Final

from rianru.kernel.formats.marc.doctor.notes import Notes

SOUND: Final = re.compile(rb"[0-9 ]{5}[ -~]{5}22[0-9 ]{5}[ -~]{7}")
_PLAIN: Final = "00000nam a2200000   4500"
_DIGITS: Final = frozenset("0123456789")
# What may stand where (MARC 21, Leader), with what it is worth as a sign that the leader is in place.
_SIGNS: Final[tuple[tuple[int, frozenset[str], int], ...]] = (
    (5, frozenset("acdnp"), 3), (6, frozenset("acdefgijkmoprt"), 4), (7, frozenset("abcdims"), 4),
    (8, frozenset(" a"), 2), (9, frozenset(" a"), 3), (10, frozenset("2"), 3), (11, frozenset("2"), 3),
    (17, frozenset(" 12345678uzIKLM"), 2), (18, frozenset(" aciun"), 2), (19, frozenset(" abcr"), 2),
    (20, frozenset("4"), 3), (21, frozenset("5"), 3), (22, frozenset("0"), 1), (23, frozenset("0"), 1),
)  # fmt: skip
_NONSENSE: Final = 24  # of 36 + digits: below this nothing in it is believed


def leader_of(raw: bytes, notes: Notes) -> str:
    """24 printable characters from what stands before the directory. Lengths are not set here; a change is noted."""
    if len(raw) == 24 and SOUND.fullmatch(raw):
        return raw.decode("ascii")
    notes.mended("leader")
    return fitted(raw.decode("latin-1"))


def fitted(text: str) -> str:
    """24 printable characters from any text, its landmarks where they must be."""
    return _mended("".join(sign if " " <= sign <= "~" else "\x00" for sign in text[:40]))


@lru_cache(maxsize=512)
def _mended(text: str) -> str:
    candidates = [text.ljust(24)[:24], text.rjust(24)[-24:], text.strip().rjust(24)[-24:]]
    if len(text) < 24:
        blank = "\x00" * (24 - len(text))
        candidates += [text[:at] + blank + text[at:] for at in range(len(text) + 1)]
    elif 24 < len(text) <= 28:
        more = len(text) - 24
        candidates += [text[:at] + text[at + more :] for at in range(25)]
    best = max(candidates, key=_worth)
    if _worth(best) < _NONSENSE:
        return _PLAIN
    known = {at: signs for at, signs, _ in _SIGNS}
    kept = "".join(
        sign if sign != "\x00" and (at not in known or sign in known[at] or at > 16) else _PLAIN[at]
        for at, sign in enumerate(best)
    )
    return f"{kept[:10]}22{kept[12:20]}4500"


def _worth(leader: str) -> int:
    worth = sum(value for at, signs, value in _SIGNS if leader[at] in signs)
    return worth + sum(leader[at] in _DIGITS for at in (0, 1, 2, 3, 4, 12, 13, 14, 15, 16))
