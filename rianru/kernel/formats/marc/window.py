"""A view of a file through which records are cut out of its bytes, holding no more than the record at hand."""

from __future__ import annotations

from rianru.kernel.formats.marc import iso2709
from rianru.kernel.formats.marc.iso2709 import Chunk, Readable

PARTIAL = 256  # bytes at the end of what is in memory that may be the beginning of a mark


class Window:
    """The bytes of a file from `base` on that are in memory. Positions given and taken are positions in `data`."""

    def __init__(self, stream: Readable, base: int = 0) -> None:
        self.stream, self.base, self.data, self.ended = stream, base, b"", False

    def more(self) -> bool:
        """Reads another block; False at the end of the file."""
        block = b"" if self.ended else self.stream.read(iso2709.CHUNK)
        self.ended = self.ended or not block
        self.data += block
        return bool(block)

    def forget(self, upto: int) -> None:
        """Lets go of what lies before a position."""
        self.data, self.base = self.data[upto:], self.base + upto

    def find(self, mark: bytes, start: int, *, within: int) -> int:
        """Where the first `mark` from `start` on ends, when that is at most `within` bytes away; else -1."""
        seen = start
        while True:
            found = self.data.find(mark, seen, start + within)
            if found >= 0:
                return found + len(mark)
            seen = max(start, len(self.data) - len(mark))
            if len(self.data) - start >= within or not self.more():
                return -1

    def fill(self, size: int) -> None:
        """Reads until `size` bytes are in memory, or the file ends."""
        while len(self.data) < size and self.more():
            pass


class Cutter:
    """Gives out chunks: `at` is where the scan stands in the window, `start` where the open record begins in the file.

    Of a record longer than LONGEST only its first bytes are kept, in `head`.
    """

    def __init__(self, window: Window, number: int) -> None:
        self.window, self.number, self.at = window, number, 0
        self.start, self.head = -1, b""

    def begin(self, position: int) -> None:
        """A record begins here; what was open before is forgotten."""
        self.start, self.head = self.window.base + position, b""

    def chunk(self, end: int, *, cut: bool = False) -> Chunk:
        """The open record up to `end`; from there on nothing is open."""
        window = self.window
        raw = self.head or window.data[self.start - window.base : end].rstrip()
        self.number += 1
        made = Chunk(self.number, self.start, raw, window.base + end, cut or bool(self.head))
        self.drop(end)
        return made

    def drop(self, upto: int) -> None:
        """Nothing that lies before `upto` is wanted any more."""
        self.at, self.start, self.head = max(self.at, upto), -1, b""

    def skip(self) -> None:
        """No mark is in sight: goes to the end of what is in memory, but for what may be the beginning of one."""
        self.at = max(self.at, len(self.window.data) - PARTIAL)

    def read_on(self) -> bool:
        """Reads another block; lets go of all but the open record, and of one that is too long but for its head.

        False at the end of the file.
        """
        window = self.window
        wanted = self.at
        if self.start >= 0 and not self.head:
            begun = self.start - window.base
            if self.at - begun > iso2709.LONGEST:
                self.head = window.data[begun : begun + iso2709.LEADER]
            else:
                wanted = min(begun, wanted)
        window.forget(wanted)
        self.at -= wanted
        return window.more()
