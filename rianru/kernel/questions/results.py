"""Results as everyone may see them: from counts that a database makes, without a row of answers in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from rianru.kernel.disclosure import LEAST, Published, published
from rianru.kernel.questions.model import Number

BINS = 10  # bars of a chart of numbers, about
_NEARLY = 1e-9  # 0.35 / 0.05 is a little less than 7
_THINNEST = 1e-6


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers summed up; None is not told. The least and the most are somebody's own and never told to everyone."""

    answered: int | None
    mean: float | None


def shares(codes: Sequence[str], counts: Mapping[str, int]) -> Published[str]:
    """Answers of which each person gave one. Codes in their order, those nobody chose as nought."""
    return published({code: counts.get(code, 0) for code in codes})


def several(codes: Sequence[str], counts: Mapping[str, int], answered: int) -> dict[str, int | None]:
    """Answers of which each person gave any number: each code is a row of its own, chosen or not."""
    return {code: _chosen(counts.get(code, 0), answered) for code in codes}


def amounts(answered: int, total: float) -> Amounts:
    """Count and mean of numbers, from at least five people."""
    return Amounts(answered, total / answered) if answered >= LEAST else Amounts(0 if answered == 0 else None, None)


def edges(question: Number, least: float, most: float) -> tuple[float, ...]:
    """Where the bars of a chart begin, and where the last one ends: round numbers around all answers.

    The question's own bounds count before those of the answers, so that a chart tells nothing of the outermost person.
    """
    low = question.least if question.least is not None else least
    high = max(question.most if question.most is not None else most, low)
    width = _round_width((high - low) / BINS, whole=not question.decimal)
    first = floor(low / width + _NEARLY)
    count = max(floor(high / width + _NEARLY) - first + 1, 1)
    return tuple(round((first + place) * width, 10) for place in range(count + 1))


def bars(bounds: Sequence[float], counts: Sequence[int]) -> Published[tuple[float, float]]:
    """Counts between edges (from one up to, not including, the next), as everyone may see them."""
    return published(dict(zip(pairwise(bounds), counts, strict=True)))


def _chosen(count: int, answered: int) -> int | None:
    return published({"chosen": count, "not": answered - count}).cells["chosen"]


def _round_width(exact: float, *, whole: bool) -> float:
    """1, 2 or 5 times a power of ten, not less than `exact`; at least 1 for whole numbers."""
    if exact < _THINNEST:
        return 1.0
    power = 10.0 ** floor(log10(exact))
    width = next(step * power for step in (1, 2, 5, 10) if step * power >= exact - 1e-12)
    return float(max(ceil(width), 1)) if whole else width
