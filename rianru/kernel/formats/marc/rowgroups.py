"""Rows of a table that stand for the same book, one row a copy as Thai libraries keep them, made one record.

Only rows that follow each other are joined; between them may be blank rows. A row that cannot be used breaks the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from rianru.kernel.formats.marc import rows
from rianru.kernel.formats.marc.decoding import Findings
from rianru.kernel.formats.marc.iso2709 import Chunk, Readable
from rianru.kernel.formats.marc.rowrecord import Row, record_of, row_of, same_book
from rianru.kernel.formats.marc.rows import Layout
from rianru.kernel.formats.marc.table import read_row, row_cells
from rianru.kernel.formats.marc.treatment import Treatment

MOST_ROWS = 5_000  # of one group; behind them another begins, of the same control number
MOST_BYTES = 1 << 20


@dataclass(slots=True)
class _Group:
    """Rows of one book: their bytes as they stand in the file, and `after`, blank rows behind the last of them."""

    row: Row
    start: int
    end: int
    size: int
    cut: bool
    parts: list[bytes]
    after: list[bytes] = field(default_factory=list)
    count: int = 1

    def takes(self, row: Row, raw: bytes) -> bool:
        """Whether a row belongs here, and there is room for it."""
        return self.count < MOST_ROWS and self.size + len(raw) <= MOST_BYTES and same_book(self.row, row)

    def add(self, raw: bytes, end: int) -> None:
        """Takes a row, and the blank ones before it."""
        self.parts += [*self.after, raw]
        self.after.clear()
        self.size, self.end, self.count = self.size + len(raw), end, self.count + 1

    def pass_over(self, blank: bytes) -> None:
        """A blank row; where there is no room for it nothing more is taken."""
        self.size += len(blank)
        if self.size > MOST_BYTES:
            self.row = {}
            self.after.clear()
        else:
            self.after.append(blank)


def split(stream: Readable, layout: Layout, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
    """The records from `offset` on, where `stream` stands: rows of one book as one chunk of at most MOST_ROWS rows and
    MOST_BYTES bytes, every other row (longer, broken, or cut) by itself. Numbers count records.

    A chunk's end lies behind all its rows, so that going on from there is the same as never having stopped.
    """
    group: _Group | None = None
    for start, raw, end, cut in rows.lines(stream, layout, offset=offset):
        if not cut and rows.blank(raw, layout):
            if group:
                group.pass_over(raw)
            continue
        row = {} if cut else _row(raw, layout, Findings())
        if group and group.takes(row, raw):
            group.add(raw, end)
            continue
        if group:
            number += 1
            yield _chunk(group, number)
        group = _Group(row, start, end, len(raw), cut, [raw])
    if group:
        yield _chunk(group, number + 1)


def _chunk(group: _Group, number: int) -> Chunk:
    return Chunk(number, group.start, b"".join(group.parts), group.end, group.cut)


def _row(raw: bytes, layout: Layout, notes: Findings) -> Row:
    """What one row says; nothing where it cannot be used."""
    cells, error = row_cells(raw, layout, notes)
    return {} if error else row_of(cells, layout.columns, notes)


def read(raw: bytes, layout: Layout) -> Treatment:
    """One chunk's bytes as a record: the fullest value of each column, the copies of every row, `rows_joined` among the
    repairs. Of one row, or bytes that are no rows of one book, what `table.read_row` says.
    """
    lines = [chunk.raw for chunk in rows.split(BytesIO(raw), layout, offset=layout.start)]
    if len(lines) < 2:
        return read_row(raw, layout)
    notes = Findings()
    found = _rows(lines, layout, notes)
    if not found:
        return read_row(raw, layout)
    notes.mended("rows_joined")
    return Treatment(record_of(found, notes), notes.encoding, tuple(notes.repairs), tuple(notes.losses))


def _rows(lines: list[bytes], layout: Layout, notes: Findings) -> list[Row]:
    """The rows, when all of them are of one book; each is decoded by itself, as if it stood alone."""
    found: list[Row] = []
    encodings: set[str] = set()
    for line in lines:
        own = Findings()
        found.append(_row(line, layout, own))
        if not same_book(found[0], found[-1]):
            return []
        encodings.add(own.encoding)
        notes.repairs |= own.repairs
        notes.losses |= own.losses
    told = encodings - {"ascii"}
    notes.encoding = "mixed" if len(told) > 1 else next(iter(told), "ascii")
    return found
