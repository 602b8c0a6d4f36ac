"""Cells that a spreadsheet opens as text, whatever stands in them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The value as text; one that a spreadsheet would run (= + - @ tab CR) gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("-").isdigit() else text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A CSV file with BOM, a line at a time; every cell is safe to open."""
    written = StringIO()
    writer = csv.writer(written)
    written.write("\ufeff")
    writer.writerow(head)
    yield written.getvalue()
    for row in rows:
        written.seek(0)
        written.truncate()
        writer.writerow(map(safe_cell, row))
        yield written.getvalue()
