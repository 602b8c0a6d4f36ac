"""UTF-8 out of which bytes are missing: what is whole is read, each letter that is not becomes U+FFFD."""

import re
from collections.abc import Callable
from typing import Final

_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_THAI: Final = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]?")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_STRAY: Final = re.compile("([\udc80-\udcff]+)(\\?)?")
_ONE_LETTER: Final = re.compile(rb"\xe0[\xb8\xb9]?|[\xc2-\xdf]|[\xe1-\xef][\x80-\xbf]?|[\x80-\xbf]{1,2}")
_BETWEEN: Final = re.compile(rb"((?:\xe0[\xb8\xb9][\x80-\xbf])+)")


def thai_share(raw: bytes) -> float:
    """Which share of the high bytes is in sequences that begin as Thai does in UTF-8, whole or torn."""
    high = len(_HIGH.findall(raw))
    return sum(map(len, _THAI.findall(raw))) / high if high else 0.0


def sequence_share(raw: bytes) -> float:
    """Which share of the high bytes is in whole sequences of UTF-8."""
    high = len(_HIGH.findall(raw))
    return sum(map(len, _SEQUENCE.findall(raw))) / high if high else 0.0


def from_torn_utf8(raw: bytes, read_stray: Callable[[bytes], str]) -> tuple[str, int]:
    """Text, and how many letters were lost in it. What stands between Thai letters and is no UTF-8 is given to
    `read_stray`, which returns an empty text where it knows nothing better.
    """
    text, lost = "", 0
    for number, piece in enumerate(_BETWEEN.split(raw)):
        if number % 2 or piece.isascii():
            text += piece.decode("utf-8")
        elif sequence_share(piece) < 0.7 and (known := read_stray(piece)):
            text += known
        else:
            patched = _patched(piece)
            lost += patched.count("\ufffd")
            text += patched
    return text, lost


def _patched(piece: bytes) -> str:
    def letter(match: re.Match[str]) -> str:
        stray = match[1].encode("utf-8", "surrogateescape")
        torn = stray[-1:] in (b"\xb8", b"\xb9") and _ONE_LETTER.fullmatch(stray)
        return "\ufffd" if torn else "\ufffd" + (match[2] or "")

    return _STRAY.sub(letter, piece.decode("utf-8", "surrogateescape"))
