"""Bingo: the lines of a square board, and how many of them are full."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

SIDES: Final = {9: 3, 16: 4, 25: 5}
"""How many squares make a board of which side."""


def lines(side: int) -> tuple[tuple[int, ...], ...]:
    """The rows, the columns and the two diagonals, as positions from 0, row by row."""
    rows = [tuple(range(side * row, side * row + side)) for row in range(side)]
    columns = [tuple(range(column, side * side, side)) for column in range(side)]
    return (*rows, *columns, tuple(range(0, side * side, side + 1)), tuple(range(side - 1, side * side - 1, side - 1)))


def full(side: int, reached: Collection[int]) -> list[tuple[int, ...]]:
    """The lines of which every square is reached."""
    there = set(reached)
    return [line for line in lines(side) if there.issuperset(line)]
