"""Counts of people that everyone may see: nobody can be told from them, not by subtraction either.

A cell under `LEAST` is not told. Where it could be worked out from the total and the cells that are told, others are
not told with it (complementary suppression); a row that is small altogether is not split at all. Noughts are told: they
are about nobody. Whoever adds up published rows adds up only what is told, so that sums tell nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

LEAST: Final = 5
SPLIT: Final = 4 * LEAST  # the least total that is split where one of its cells is not told
WIDTH: Final = 2  # a cell that is not told may be at least this much more or less

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Published(Generic[Key]):
    """A row as everyone may see it; None is not told."""

    total: int | None
    cells: Mapping[Key, int | None]

    @property
    def untold(self) -> int:
        """How many of the total are in cells that are not told; nought where the total is not told either."""
        return (self.total or 0) - sum(told for told in self.cells.values() if told is not None)


def published(cells: Mapping[Key, int]) -> Published[Key]:
    """A row of counts as everyone may see it; its total is their sum. Below nought counts as nought.

    Which cells cover others is decided by the order of `cells`, the first ones first, never by how large they are: that
    the smallest was taken would tell something of those that were not.
    """
    counts = {key: max(count, 0) for key, count in cells.items()}
    total = sum(counts.values())
    if 0 < total < LEAST:
        return Published(None, dict.fromkeys(counts))
    hidden = {key for key, count in counts.items() if 0 < count < LEAST}
    if not hidden:
        return Published(total, dict(counts))
    shown = [key for key, count in counts.items() if count >= LEAST]
    while total >= SPLIT:
        if _safe([counts[key] for key in hidden]):
            return Published(total, {key: None if key in hidden else counts[key] for key in counts})
        if not shown:
            break
        hidden.add(shown.pop(0))
    return Published(total, dict.fromkeys(counts))


def _safe(hidden: list[int]) -> bool:
    """Whether each small cell may be one of several numbers to one who knows which cells are hidden because they are
    small, which to cover them, and the sum of both.
    """
    covers = sum(count >= LEAST for count in hidden)
    small, total = len(hidden) - covers, sum(hidden)
    most = min(LEAST - 1, total - (small - 1) - LEAST * covers)
    least = 1 if covers else max(1, total - (LEAST - 1) * (small - 1))
    return most - least >= WIDTH
