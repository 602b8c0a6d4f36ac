"""Whose turn it is on a waiting list of parties that sit together or not at all.

Seats that come free go to the first in line who fits. A party that did not fit is passed over by PASSES others at most;
from then on what comes free is kept for it until it fits: it waits, but never for ever. Shortly before the beginning
nothing is kept any more, because an empty seat helps nobody (`keeps` is then false).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

PASSES: Final = 2
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Name]):
    """A party in line: how many seats it wants, and how often it was passed over."""

    name: Name
    size: int
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Turn(Generic[Name]):
    """Who gets seats now, in order; how often the parties that stay behind have been passed over, where that changed;
    and for whom what is left is kept, if for somebody.
    """

    given: tuple[Name, ...]
    passed: Mapping[Name, int]
    kept_for: Name | None


def turn(waiting: Sequence[Waiting[Name]], *, free: int | None, most: int | None, keeps: bool = True) -> Turn[Name]:
    """Gives `free` seats (None: as many as are wanted) to `waiting`, who stand in their order.

    `most`: seats altogether (None: no limit); a party larger than that cannot ever fit, and nothing is kept for it.
    """
    given: list[Name] = []
    behind: dict[Name, int] = {}
    changed: set[Name] = set()
    kept_for = None
    for one in waiting:
        if free is not None and free <= 0:
            break
        if free is None or one.size <= free:
            given.append(one.name)
            free = None if free is None else free - one.size
            changed |= behind.keys()
            behind = {name: passed + 1 for name, passed in behind.items()}
        elif most is None or one.size <= most:
            behind[one.name] = one.passed
        kept_for = next((name for name, passed in behind.items() if passed >= PASSES), None) if keeps else None
        if kept_for is not None:
            break
    return Turn(tuple(given), {name: behind[name] for name in behind if name in changed}, kept_for)
