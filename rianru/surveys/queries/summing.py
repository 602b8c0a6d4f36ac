"""One question summed up from counts: whole, or as a row that tells of nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from math import sqrt

from rianru.kernel.disclosure import LEAST, published
from rianru.kernel.questions import Column, Question, Questionnaire, results
from rianru.kernel.questions.codebook import Way, codes_of, way_of
from rianru.kernel.questions.model import Number
from rianru.kernel.questions.saying import NO, YES
from rianru.kernel.words import T
from rianru.surveys.queries.counting import Counts

_AGREED = {"true": YES, "false": NO}
_NONE = (0, Decimal(0))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a choice, a span of numbers, a month. None is not told. `share` is of those who answered."""

    code: str
    label: T
    count: int | None
    share: float | None
    mean: float | None = None  # place in a ranking


@dataclass(frozen=True, slots=True)
class Summed:
    """One column summed up. `answered` None: not told. `secret`: nothing is, because of a question before it."""

    column: str
    label: T
    way: Way
    answered: int | None
    lines: tuple[Line, ...] = ()
    mean: float | None = None
    least: float | None = None
    most: float | None = None
    spread: float | None = None
    secret: bool = False

    @property
    def hides(self) -> bool:
        """Whether anything in it is not told."""
        return self.secret or self.answered is None or any(line.count is None for line in self.lines)


def summed(
    shown: Questionnaire, question: Question, column: Column, found: Counts, *, whole: bool, weighted: bool = False
) -> Summed:
    """One column of a question, from counts of the questionnaire's columns."""
    way = way_of(question, column)
    every, answered = found.get(("", ""), _NONE)[0], found.get((column.name, ""), _NONE)[0]
    label = column.label if len(question.columns) > 1 else question.label
    empty = Summed(column.name, label or T.verbatim(column.name, column.name), way, answered)
    codes = {code: count for (name, code), count in found.items() if name == column.name and code}
    if way in ("words", "attached"):
        return empty if whole else replace(empty, answered=_row({"": answered}, every)[1])
    if way == "amounts":
        return _amounts(empty, question, {float(code): count for code, (count, _) in codes.items()}, every, whole=whole)
    labels = labels_of(shown, question, column, way, list(codes))
    if way == "ranks":
        return _ranks(empty, labels, codes, every, whole=whole)
    plain = {code: codes.get(code, _NONE)[0] for code in labels}
    told, total = _told(plain, answered, every, several=way == "several", whole=whole)
    mass = found.get((column.name, ""), _NONE)[1] if weighted and None not in told.values() else Decimal(0)
    lines = tuple(
        Line(code, labels[code], count, _share(count, total, codes.get(code, _NONE)[1], mass))
        for code, count in told.items()
    )
    return replace(empty, answered=total, lines=lines)


def _told(
    plain: Mapping[str, int], answered: int, every: int, *, several: bool, whole: bool
) -> tuple[Mapping[str, int | None], int | None]:
    if whole:
        return plain, answered
    if not several:
        return _row(plain, every)
    total = _row({"": answered}, every)[1]
    return (results.several(list(plain), plain, answered) if total else dict.fromkeys(plain)), total


def _row(cells: Mapping[str, int], every: int) -> tuple[dict[str, int | None], int | None]:
    """Cells as everyone may see them, and how many answered. Those who did not are a cell like the others: their number
    follows from how many responses there are.
    """
    row = published({**cells, "\0none": every - sum(cells.values())})
    none = row.cells["\0none"]
    answered = None if row.total is None or none is None else row.total - none
    return {code: row.cells[code] for code in cells}, answered


def _share(count: int | None, total: int | None, weight: Decimal, mass: Decimal) -> float | None:
    if count is None or not total:
        return None
    return float(weight / mass) if mass else count / total


def labels_of(shown: Questionnaire, question: Question, column: Column, way: Way, given: Sequence[str]) -> dict[str, T]:
    """The lines of a table in their order: choices as they were offered, everything else as it comes in time."""
    if way == "agreed":
        return dict(_AGREED)
    known = {choice.code: choice.label or T.verbatim(choice.code, choice.code) for choice in shown.choices_of(question)}
    offered = {code: known[code] for code in codes_of(shown, question, column)}
    later = [] if way == "ranks" else sorted(code for code in given if code not in offered)
    return offered | {code: T.verbatim(code, code) for code in later}


def _amounts(
    empty: Summed, question: Question, values: Mapping[float, int], every: int, *, whole: bool
) -> Summed:
    assert isinstance(question, Number)
    answered = sum(values.values())
    if not answered:
        return replace(empty, answered=0)
    total = sum(value * count for value, count in values.items())
    bounds = results.edges(question, *((min(values), max(values)) if whole else _inner(values)))
    cells = _binned(values, bounds)
    told, known = (cells, answered) if whole else _row(cells, every)
    spans = pairwise(bounds)
    lines = tuple(
        Line(code, _span(start, end, whole_numbers=not question.decimal), count, _share(count, known, *_UNWEIGHTED))
        for (start, end), (code, count) in zip(spans, told.items(), strict=True)
    )
    if not whole:
        mean = results.amounts(answered, total).mean if known else None
        return replace(empty, answered=known, mean=None if mean is None else round(mean, 1), lines=lines)
    mean = total / answered
    spread = sqrt(sum(count * (value - mean) ** 2 for value, count in values.items()) / answered)
    return replace(empty, answered=answered, mean=mean, least=min(values), most=max(values), spread=spread, lines=lines)


_UNWEIGHTED = (Decimal(0), Decimal(0))


def _binned(values: Mapping[float, int], bounds: Sequence[float]) -> dict[str, int]:
    """Counts between edges, by the edge at which they begin; what lies outside counts at the end nearest to it."""
    bins = dict.fromkeys((_plain(start) for start in bounds[:-1]), 0)
    names = list(bins)
    for value, count in values.items():
        place = next((at for at in range(len(names) - 1, -1, -1) if value >= bounds[at]), 0)
        bins[names[place]] += count
    return bins


def _inner(values: Mapping[float, int]) -> tuple[float, float]:
    """The fifth value from either end: the outermost ones are somebody's own."""
    rising = sorted(values)
    return _fifth(values, rising), _fifth(values, rising[::-1])


def _fifth(values: Mapping[float, int], ordered: Sequence[float]) -> float:
    seen = 0
    for value in ordered:
        seen += values[value]
        if seen >= LEAST:
            return value
    return ordered[len(ordered) // 2]


def _span(start: float, end: float, *, whole_numbers: bool) -> T:
    last = end - 1 if whole_numbers else end
    text = _plain(start) if last == start else f"{_plain(start)}–{_plain(last)}"
    return T.verbatim(text, text)


def _plain(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def _ranks(
    empty: Summed, labels: Mapping[str, T], codes: Mapping[str, tuple[int, Decimal]], every: int, *, whole: bool
) -> Summed:
    """How often each choice came first, and its mean place."""
    first = {code: codes.get(f"1:{code}", _NONE)[0] for code in labels}
    told, total = _told(first, empty.answered or 0, every, several=False, whole=whole)
    lines = tuple(
        Line(code, label, told[code], _share(told[code], total, *_UNWEIGHTED), _mean_place(codes, code, whole=whole))
        for code, label in labels.items()
    )
    return replace(empty, answered=total, lines=lines)


def _mean_place(codes: Mapping[str, tuple[int, Decimal]], code: str, *, whole: bool) -> float | None:
    places = [(int(key.partition(":")[0]), count) for key, (count, _) in codes.items() if key.partition(":")[2] == code]
    many = sum(count for _, count in places)
    if not many or (not whole and many < LEAST):
        return None
    mean = sum(place * count for place, count in places) / many
    return mean if whole else round(mean, 1)
