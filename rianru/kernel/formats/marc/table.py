"""A spreadsheet saved as text (CSV and its kin): what it is like, and each row as a MARC record.

Formulas are text here: nothing is ever evaluated.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from rianru.kernel.formats.marc.columns import ColumnsWrong, check, guess_columns, headings_known, is_isbn, is_issn
from rianru.kernel.formats.marc.decoding import Findings, clean, decode, known
from rianru.kernel.formats.marc.iso2709 import LONGEST, Chunk, Readable
from rianru.kernel.formats.marc.rowrecord import record_of, row_of
from rianru.kernel.formats.marc.rows import Layout, cells, split
from rianru.kernel.formats.marc.treatment import Treatment

__all__ = [
    "BOOKS", "ColumnsWrong", "Layout", "Table", "Vocabulary", "guess", "layout_of", "read_row", "row_cells", "split",
]

LOOKED_AT = 1 << 17  # bytes from which a table is judged
LONGEST_CELL = 100_000  # bytes
SHOWN = 5
_DELIMITERS = ",;\t|"
_ABOVE = 6  # rows that may stand above the heading: the library's name, the date
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_VALUES = re.compile(rb"[^,;\t|\"\r\n]+")
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What columns may be: `columns` names each by its heading and values; `known` counts the headings among cells."""

    columns: Callable[[Sequence[str], Sequence[Sequence[str]]], tuple[str, ...]]
    known: Callable[[Iterable[str]], int]


BOOKS = Vocabulary(guess_columns, headings_known)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as looked at. `columns` is a guess for a person to confirm, a word of COLUMNS for each column; `headings`
    are blank where the table has none; `rows` are its first five, and `start` is the offset of the first of them.
    """

    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    start: int
    width: int

    def layout(self, columns: Sequence[str] | None = None) -> Layout:
        """How rows are read with these columns, or with those guessed. ColumnsWrong when they cannot be right."""
        chosen = check(self.columns if columns is None else columns, self.width)
        return Layout(self.encoding, self.delimiter, self.start, self.headings, chosen)


def guess(stream: Readable, *, encoding: str = "", words: Vocabulary = BOOKS) -> Table:
    """What a table is like, from its first bytes; `stream` is left at its beginning. `encoding` overrides the bytes."""
    stream.seek(0)
    head = stream.read(LOOKED_AT)
    stream.seek(0)
    found, begin = encoding_of(head, encoding)
    delimiter, begin = _separator(head, found, begin)
    delimiter = delimiter or _delimiter(head, found, begin)
    rows = _sample(head, Layout(found, delimiter, begin))
    texts = [row for _, row in rows]
    place = _heading_at(texts, words)
    width = len(texts[place]) if place >= 0 else _usual_width(texts)
    headings = _fitted(texts[place], width) if place >= 0 else ("",) * width
    below = texts[place + 1 :]
    start = rows[place][0].end if place >= 0 else begin
    columns = words.columns(headings, below[:200])
    return Table(found, delimiter, headings, tuple(_fitted(row, width) for row in below[:SHOWN]), columns, start, width)


def layout_of(stream: Readable, columns: Sequence[str] | None = None, *, encoding: str = "") -> Layout:
    """How the rows of a table are read, its columns confirmed or guessed. ColumnsWrong when they cannot be right."""
    return guess(stream, encoding=encoding).layout(columns)


def read_row(raw: bytes, layout: Layout) -> Treatment:
    """One row's bytes, without any other row. Errors: too_long, cells, cell_long, quotes, heading_again, no_title."""
    notes = Findings()
    found, error = row_cells(raw, layout, notes)
    record = None if error else record_of([row_of(found, layout.columns, notes)], notes)
    if record is None:
        return Treatment(None, encoding=notes.encoding, error=error or "no_title")
    return Treatment(record, notes.encoding, tuple(notes.repairs), tuple(notes.losses))


def row_cells(raw: bytes, layout: Layout, notes: Findings) -> tuple[tuple[str, ...], str]:
    """One row's cells, as many as there are columns; or none and the code of why it cannot be used, as in read_row."""
    if len(raw) > LONGEST:
        return (), "too_long"
    found, torn = cells(_text(raw, layout, notes), layout.delimiter)
    error = _misfit(found, torn, layout)
    if error:
        return (), error
    if torn:
        notes.mended("quotes_open")
    if len(found) < len(layout.columns):
        notes.mended("cells_added")
    return _fitted(found, len(layout.columns)), ""


def _misfit(found: list[str], torn: bool, layout: Layout) -> str:
    """Why a row cannot be used. Spreadsheets leave out blank cells at the end, but not half of the row."""
    width = len(layout.columns)
    if any(len(cell) > LONGEST_CELL // 4 and len(cell.encode("utf-8", "replace")) > LONGEST_CELL for cell in found):
        return "cell_long"
    if any(cell.strip() for cell in found[width:]) or len(found) * 2 < width:
        return "quotes" if torn else "cells"
    if layout.headings and any(layout.headings) and _fitted(found, width) == layout.headings:
        return "heading_again"
    if len(found) < width and len(found) <= layout.columns.index(layout.needed):
        return "quotes" if torn else "cells"
    return ""


def _text(raw: bytes, layout: Layout, notes: Findings) -> str:
    if layout.unit == 2:
        notes.encoding = "utf-16"
        text = raw.decode(layout.encoding, "replace")
        if "\ufffd" in text:
            notes.lost("characters_lost")
    else:
        text = decode(raw, layout.encoding, _VALUES, notes)
    return clean(text, notes)


def _fitted(row: Sequence[str], width: int) -> tuple[str, ...]:
    """As many cells as there are columns, without blanks around them."""
    return tuple(cell.strip() for cell in (*row, *[""] * (width - len(row))))[:width]


def encoding_of(head: bytes, given: str = "") -> tuple[str, int]:
    """The encoding and where the text begins: by its mark, else as told, else by the bytes."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    if given and known(given):
        return known(given), 0
    sample = head[: len(head) // 2 * 2][:4000]
    for name, upper in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if upper and sum(one in (0x00, 0x0E) for one in upper) > 0.9 * len(upper):
            return name, 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp874", 0
    return "utf-8", 0


def _separator(head: bytes, encoding: str, begin: int) -> tuple[str, int]:
    """What Excel's first line `sep=;` says, and where the table goes on behind it."""
    for line, row in _sample(head, Layout(encoding, "\x01", begin), most=1):
        if said := _SEPARATOR.fullmatch(row[0].strip()):
            return said[1], line.end
    return "", begin


def _delimiter(head: bytes, encoding: str, begin: int) -> str:
    """The sign that cuts most rows into the same number of cells, more than one."""
    best, most = ",", 0.0
    for sign in _DELIMITERS:
        widths = [len(row) for _, row in _sample(head, Layout(encoding, sign, begin), most=30)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1
        score = widths.count(usual) / len(widths) * min(usual, 10) if usual > 1 else 0.0
        if score > most:
            best, most = sign, score
    return best


def _sample(head: bytes, layout: Layout, *, most: int = 210) -> list[tuple[Chunk, list[str]]]:
    """The first rows that are whole, with their cells."""
    stream = BytesIO(head)
    stream.seek(layout.start)
    found = list(islice(split(stream, layout, offset=layout.start), most + 1))
    if len(found) > most or (len(head) == LOOKED_AT and len(found) > 1):
        found.pop()
    return [(chunk, cells(_text(chunk.raw, layout, Findings()), layout.delimiter)[0]) for chunk in found]


def _heading_at(rows: Sequence[Sequence[str]], words: Vocabulary) -> int:
    """Which row is the heading; -1 without one."""
    said = [words.known(row) for row in rows[:_ABOVE]]
    if said and max(said) >= 2:
        return said.index(max(said))
    if not rows or any(map(_is_value, rows[0])) or not any(cell.strip() for cell in rows[0]):
        return -1
    below = any(_is_value(cell) for row in rows[1:20] for cell in row)
    return 0 if said[0] or below else -1


def _is_value(cell: str) -> bool:
    """Whether no heading would be written so."""
    text = cell.strip()
    return is_isbn(text) or is_issn(text) or text.replace(",", "").replace(".", "").isdigit()


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = [len(row) for row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 0
