"""Rows of a table cut out of its bytes (RFC 4180, as spreadsheets bend it), and taken apart into cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rianru.kernel.formats.marc import iso2709
from rianru.kernel.formats.marc.iso2709 import Chunk, Readable
from rianru.kernel.formats.marc.window import Window

QUOTED = 1 << 20  # bytes: a quotation mark that is not closed within so many is no quotation mark
_BLANK = re.compile(rb"[\s,;|\"\x00]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: its encoding (utf-8, cp874, latin-1, utf-16-le or utf-16-be); the sign between cells; the
    offset of the first row below the heading; the headings; what the columns are, words of a vocabulary; and the one
    of them without which a short row is a broken one.
    """

    encoding: str
    delimiter: str
    start: int
    headings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    needed: str = "title"

    @property
    def unit(self) -> int:
        """Bytes of one sign of the table's own (quotation mark, delimiter, end of line)."""
        return 2 if self.encoding.startswith("utf-16") else 1


def split(stream: Readable, layout: Layout, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
    """The rows below the heading from `offset` on, where `stream` stands, in bounded memory; blank rows are skipped.

    A row's bytes come with its end of line. A quotation mark that opens and is not closed, or behind whose end other
    text stands, does not hold rows together. A row longer than LONGEST is given with `cut`.
    """
    for start, raw, end, cut in lines(stream, layout, offset=offset):
        if cut or not blank(raw, layout):
            number += 1
            yield Chunk(number, start, raw, end, cut)


def lines(stream: Readable, layout: Layout, *, offset: int = 0) -> Iterator[tuple[int, bytes, int, bool]]:
    """Every row below the heading, blank ones too: its offset, its bytes, the offset behind it, whether it is cut."""
    return (row for row in _Cutter(Window(stream, offset), layout).rows() if row[0] >= layout.start)


def blank(raw: bytes, layout: Layout) -> bool:
    """Whether a row has nothing but delimiters."""
    signs = _shadow(raw, layout.encoding) if layout.unit == 2 else raw
    return _BLANK.fullmatch(signs) is not None


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    sign = re.escape(delimiter.encode())
    return re.compile(rb'"(?:[^"]++|"")*+"(?!")'), re.compile(rb"[^\r\n" + sign + rb"]*+")


class _Cutter:
    """Scans signs: the bytes, or for UTF-16 one byte for each unit, 0x80 for all that a table does not speak in."""

    def __init__(self, window: Window, layout: Layout) -> None:
        self.window, self.layout, self.signs = window, layout, b""
        self.quoted, self.plain = _patterns(layout.delimiter)
        self.seen = 0  # bytes of the window that are in `signs`

    def rows(self) -> Iterator[tuple[int, bytes, int, bool]]:
        """Offset, bytes, offset of the end and whether it is too long, of each row."""
        window, unit = self.window, self.layout.unit
        at = 0
        while at < len(self.signs) or self._more():
            end = self._row_end(at)
            if end is None:
                yield self._long(at)
                at = 0
                continue
            stop = min(end * unit, len(window.data))  # a file in UTF-16 may end in half a sign
            yield window.base + at * unit, window.data[at * unit : stop], window.base + stop, False
            at = end
            if at > 1 << 16:
                self._forget(at)
                at = 0

    def _row_end(self, at: int) -> int | None:
        """Where the row that begins at `at` ends; None when it is longer than any row may be."""
        begun = cell = at
        while True:
            if at == cell and self.signs[at : at + 1] == b'"':  # not where a block happens to begin in a cell
                at = self._quoted_end(at)
            at = self._plain_end(at)
            sign = self.signs[at : at + 1]
            if not sign and self._more():
                continue  # the cell goes on in the next block
            if at - begun > iso2709.LONGEST:
                return None
            if not sign:
                return at
            at += 1
            if sign in b"\r\n":
                if sign == b"\r" and (at < len(self.signs) or self._more()) and self.signs[at : at + 1] == b"\n":
                    at += 1
                return at
            cell = at

    def _plain_end(self, at: int) -> int:
        found = self.plain.match(self.signs, at)
        return found.end() if found else at

    def _quoted_end(self, at: int) -> int:
        """Behind the closing quotation mark; `at` itself where the opening one is none."""
        while True:
            found = self.quoted.match(self.signs, at)
            end = found.end() if found else len(self.signs)
            if end == len(self.signs) and end - at < QUOTED and self._more():
                continue
            if not found or end - at > QUOTED:
                return at
            after = self.signs[end : end + 1]
            torn = after not in (b"", b"\r", b"\n", self.layout.delimiter.encode())
            return at if torn and b"\n" in found[0] else end

    def _more(self) -> bool:
        """Reads on and lets the signs follow; False at the end of the file."""
        before = len(self.signs)
        self.window.more()
        whole = len(self.window.data)
        if self.layout.unit == 2 and not self.window.ended:
            whole -= whole % 2
        self.signs += _shadow(self.window.data[self.seen : whole], self.layout.encoding)
        self.seen = whole
        return len(self.signs) > before or not self.window.ended

    def _forget(self, at: int) -> None:
        self.window.forget(at * self.layout.unit)
        self.seen -= at * self.layout.unit
        self.signs = self.signs[at:]

    def _long(self, at: int) -> tuple[int, bytes, int, bool]:
        """Goes to the end of a line that is too long, keeping only its first bytes.

        Lines that only a quotation mark held together are short ones after all.
        """
        unit = self.layout.unit
        self._forget(at)
        start, head = self.window.base, self.window.data[: iso2709.LEADER * unit]
        end = self.signs.find(b"\n")
        cut = not 0 <= end < iso2709.LONGEST
        if not cut:
            head = self.window.data[: (end + 1) * unit]
        while end < 0:
            self._forget(len(self.signs))
            if not self._more():
                return start, head, self.window.base, True
            end = self.signs.find(b"\n")
        self._forget(end + 1)
        return start, head, self.window.base, cut


def _shadow(data: bytes, encoding: str) -> bytes:
    if not encoding.startswith("utf-16"):
        return data
    low, high = (data[0::2], data[1::2]) if encoding == "utf-16-le" else (data[1::2], data[0::2])
    if len(low) != len(high):  # the file ends in half a sign
        low, high = low + b"\x80" * (len(high) - len(low)), high + b"\x80" * (len(low) - len(high))
    return bytes(one if not upper and one < 128 else 128 for one, upper in zip(low, high, strict=True))


@cache
def _cell(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sign = re.escape(delimiter)
    return re.compile(r'"((?:[^"]++|"")*+)"(?!")'), re.compile(rf"[^{sign}]*+")


def cells(line: str, delimiter: str) -> tuple[list[str], bool]:
    """The cells of one row, and whether a quotation mark stood where it opens nothing."""
    quoted, plain = _cell(delimiter)
    line, at, torn = line.rstrip("\r\n"), 0, False
    found: list[str] = []
    while True:
        opened = quoted.match(line, at)
        if opened:
            text, at = opened[1].replace('""', '"'), opened.end()
        else:
            text, torn = "", torn or line.startswith('"', at)
        rest = plain.match(line, at)
        assert rest is not None
        if not opened and rest[0].startswith('"'):
            text = rest[0][1:]
        else:
            text += rest[0]
        found.append(text)
        at = rest.end()
        if at >= len(line):
            return found, torn
        at += 1
