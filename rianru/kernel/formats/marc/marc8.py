"""MARC-8 to Unicode, one subfield at a time.

The code tables, East Asian ones too, are pymarc's (made from those of the Library of Congress). Its converter prints to
the terminal, writes a blank for what it does not know and drops marks without a letter; here all of that is counted,
because the doctor has to say it. Rules: https://www.loc.gov/marc/specifications/speccharmarc8.html
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_ASCII, _ANSEL, _EACC = 0x42, 0x45, 0x31
_SHORT = {0x62: 0x62, 0x67: 0x67, 0x70: 0x70, 0x73: _ASCII}  # ESC and one letter: sub-, superscript, Greek, back
_ESCAPE = re.compile(rb"\x1b(?:([bgps])|([(,)\-])!?([1-4BENQS])|\$([,)\-]?)(1))")
_UNKNOWN = re.compile(rb"\x1b[\x20-\x2f]+[\x30-\x7e]|\x1b")  # what ISO 2022 has for an escape, known here or not
_PLAIN = re.compile(rb"[\x20-\x7e\t\r\n]+")
_WHOLE = re.compile(rb"[\x20-\x7e]*")
LOST = "\ufffd"
Table = Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Converted:
    """Text in NFC. `unknown`: signs that no table has (U+FFFD in the text) and marks without a letter. `idle`: escapes
    that changed nothing, or that nobody knows. `open`: it ends in another set than it began with. `used`: sets beyond
    Latin were switched to and used.
    """

    text: str
    unknown: int = 0
    idle: int = 0
    open: bool = False
    used: bool = False


def from_marc8(raw: bytes) -> Converted:
    """The text of one subfield; sets are the standard ones at its beginning (ASCII in G0, ANSEL in G1)."""
    if _WHOLE.fullmatch(raw):
        return Converted(raw.decode("ascii"))
    return _Walk(raw).converted()


@cache
def _tables() -> Mapping[int, Table]:
    from pymarc.marc8_mapping import CODESETS

    found: Mapping[int, Table] = CODESETS
    return found


class _Walk:
    """One pass over the bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.low, self.high = raw, _ASCII, _ANSEL
        self.signs: list[str] = []
        self.marks: list[str] = []
        self.found = Converted("")

    def converted(self) -> Converted:
        at, raw, end = 0, self.raw, len(self.raw)
        while at < end:
            if raw[at] == 0x1B:
                at = self._escape(at)
            elif self.low == _EACC and 0x20 < raw[at] < 0x7F:
                at = self._east_asian(at)
            elif self.low == _ASCII and (piece := _PLAIN.match(raw, at)):
                self._plain(piece[0].decode("ascii"))
                at = piece.end()
            else:
                self._sign(raw[at])
                at += 1
        if self.marks:
            self.found.unknown += len(self.marks)
            self.signs += self.marks
        self.found.open = self.low != _ASCII
        self.found.text = unicodedata.normalize("NFC", "".join(self.signs))
        return self.found

    def _escape(self, at: int) -> int:
        match = _ESCAPE.match(self.raw, at)
        if match is None:
            unknown = _UNKNOWN.match(self.raw, at)
            assert unknown is not None
            self.found.idle += 1
            self.low = _ASCII
            return unknown.end()
        short, place, letter, aside, wide = match.groups()
        before = self.low, self.high
        if short:
            self.low = _SHORT[short[0]]
        elif wide:
            self._designate(aside in (b")", b"-"), _EACC)
        else:
            self._designate(place in (b")", b"-"), letter[0])
        self.found.idle += before == (self.low, self.high)
        return match.end()

    def _designate(self, high: bool, table: int) -> None:
        if high:
            self.high = table
        else:
            self.low = table

    def _plain(self, text: str) -> None:
        if self.marks:
            self.signs += (text[0], *self.marks, text[1:])
            self.found.unknown += not text[0].isalpha()
            self.marks.clear()
        else:
            self.signs.append(text)

    def _east_asian(self, at: int) -> int:
        three = self.raw[at : at + 3]
        known = _tables()[_EACC].get(int.from_bytes(three, "big")) if len(three) == 3 else None
        if known is None:
            self._put(LOST)
            self.found.unknown += 1
            return at + len(three)
        self._put(chr(known[0]))
        self.found.used = True
        return at + 3

    def _sign(self, code: int) -> None:
        if code < 0x20 or code == 0x7F:
            self._put(chr(code))
            return
        table = self.low if code < 0x80 else self.high
        known = _tables()[table].get(code)
        if known is None:
            known = _tables()[table].get(
                code ^ 0x80
            )  # sets that stand in the other half than the table was written for
        if code == 0x20:
            known = (0x20, 0)
        if known is None:
            self._put(LOST)
            self.found.unknown += 1
        elif known[1]:
            self.marks.append(chr(known[0]))
        else:
            self.found.used |= table not in (_ASCII, _ANSEL) and code != 0x20
            self._put(chr(known[0]))

    def _put(self, sign: str) -> None:
        self.signs += (sign, *self.marks)
        self.marks.clear()
