"""Cross-tables that everyone may see: no small cell follows from rows, columns and totals that are told elsewhere.

`disclosure` guards one row. Here both margins are taken as known, because each question is also told by itself. A cell
that is not told is safe where it lies on a rectangle of cells that are not told, around which people could be moved
without changing any margin: then there are several tables that look the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rianru.kernel.disclosure import LEAST, WIDTH

Row = TypeVar("Row", bound=Hashable)
Col = TypeVar("Col", bound=Hashable)
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Crossed(Generic[Row, Col]):
    """A table as everyone may see it; None is not told. `total` is None where the whole table is not told."""

    total: int | None
    cells: Mapping[tuple[Row, Col], int | None]


def crossed(rows: Sequence[Row], cols: Sequence[Col], counts: Mapping[tuple[Row, Col], int]) -> Crossed[Row, Col]:
    """A table of counts as everyone may see it. Noughts are told, below nought counts as nought.

    What covers is chosen by the order of rows and columns, never by size. Where nothing can cover, no cell is told.
    """
    table = [[max(counts.get((row, col), 0), 0) for col in cols] for row in rows]
    total = sum(map(sum, table))
    everything = {cell for cell, _ in _all(table)}
    hidden: set[Cell] | None = set() if total == 0 else _hidden(table) if total >= LEAST else None
    untold = everything if hidden is None else hidden
    cells = {
        (rows[down], cols[across]): None if (down, across) in untold else count
        for (down, across), count in _all(table)
    }  # fmt: skip
    return Crossed(total if total == 0 or total >= LEAST else None, cells)


def _hidden(table: list[list[int]]) -> set[Cell] | None:
    """The cells not to be told; None where no choice of them is safe."""
    small = [cell for cell, count in _all(table) if 0 < count < LEAST]
    hidden = set(small)
    for cell in small:
        if any(_several(table, corners) for corners in _rectangles(table, cell) if hidden.issuperset(corners)):
            continue
        corners = next((each for each in _rectangles(table, cell) if _several(table, each)), None)
        if corners is None:
            return None
        hidden.update(corners)
    return hidden


def _all(table: list[list[int]]) -> Iterator[tuple[Cell, int]]:
    return (((down, across), count) for down, row in enumerate(table) for across, count in enumerate(row))


def _rectangles(table: list[list[int]], cell: Cell) -> Iterator[tuple[Cell, Cell, Cell, Cell]]:
    """All rectangles of cells with someone in them on which a cell lies: itself, beside, across, below."""
    down, across = cell
    for other_down in range(len(table)):
        for other in range(len(table[0])):
            corners = (cell, (down, other), (other_down, other), (other_down, across))
            if other_down != down and other != across and all(table[row][col] for row, col in corners):
                yield corners


def _several(table: list[list[int]], corners: tuple[Cell, Cell, Cell, Cell]) -> bool:
    """Whether the first corner may be one of several numbers while small cells stay small and others do not."""
    (up_most, up_least), (down_most, down_least) = _room(table, corners[0::2]), _room(table, corners[1::2])
    return min(up_most, down_least) + min(up_least, down_most) >= WIDTH


def _room(table: list[list[int]], cells: Sequence[Cell]) -> tuple[int, int]:
    """How many more, and how many fewer, both cells may be without passing from small to large or back."""
    counts = [table[row][col] for row, col in cells]
    more = min(LEAST - 1 - count if count < LEAST else count + WIDTH for count in counts)
    fewer = min(count - 1 if count < LEAST else count - LEAST for count in counts)
    return more, fewer
