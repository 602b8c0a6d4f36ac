"""Pairwise precision and recall of a grouping, counted over groups and never by listing all pairs.

Of n records in one group, n(n-1)/2 pairs are joined. A pair is right where truth joins it too. So three sums over
groups are enough: of truth's groups, of the found ones, and of where both meet (a contingency table).
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from bench.libraries.shelves import Truth

Key = tuple[str, str]
"""Code of a source, control number."""


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that truth joins, pairs that were joined, and pairs that are in both."""

    true: int
    found: int
    both: int

    @property
    def precision(self) -> float:
        """Share of joined pairs that are right; 1 where nothing was joined."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were joined; 1 where there are none."""
        return self.both / self.true if self.true else 1.0

    @property
    def missed(self) -> int:
        """True pairs that were not joined."""
        return self.true - self.both

    @property
    def false(self) -> int:
        """Joined pairs that are not true."""
        return self.found - self.both


@dataclass(frozen=True, slots=True)
class Placed:
    """A record, the group that truth puts it in, and the group that it was found in."""

    key: Key
    true: str
    found: str
    cases: frozenset[str]


def score(placed: Iterable[Placed]) -> Score:
    """Counts pairs."""
    true, found, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for one in placed:
        true[one.true] += 1
        found[one.found] += 1
        both[one.true, one.found] += 1
    return Score(*(sum(n * (n - 1) // 2 for n in counts.values()) for counts in (true, found, both)))


def by_case(placed: Sequence[Placed]) -> dict[str, Score]:
    """For each case the pairs in which at least one record is an example of it: all pairs less those without any."""
    whole, cases = score(placed), sorted({case for one in placed for case in one.cases})
    scores = {}
    for case in cases:
        rest = score(one for one in placed if case not in one.cases)
        scores[case] = Score(whole.true - rest.true, whole.found - rest.found, whole.both - rest.both)
    return scores


def missed_pairs(placed: Iterable[Placed], *, each: int = 12) -> Iterator[tuple[Placed, Placed]]:
    """Some pairs that should have been joined: at most `each` of one true group."""
    return _across(placed, lambda one: one.true, lambda one: one.found, each)


def false_pairs(placed: Iterable[Placed], *, each: int = 12) -> Iterator[tuple[Placed, Placed]]:
    """Some pairs that should have stayed apart: at most `each` of one found group."""
    return _across(placed, lambda one: one.found, lambda one: one.true, each)


def _across(
    placed: Iterable[Placed], same: Callable[[Placed], str], other: Callable[[Placed], str], each: int
) -> Iterator[tuple[Placed, Placed]]:
    groups: dict[str, dict[str, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for one in placed:
        groups[same(one)][other(one)].append(one)
    for group in groups.values():
        if len(group) > 1:
            first, *rest = group.values()
            yield from islice(((a, b) for part in rest for a, b in product(first, part)), each)


def read_joined(path: Path) -> dict[Key, tuple[str, str]]:
    """What `rianru export-matches` wrote: (source, control number) → (edition, work). Headings are passed over.

    Raises ValueError where a record comes twice or a line has other than four columns.
    """
    joined: dict[Key, tuple[str, str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.reader(file, delimiter="\t"), 1):
            if line == 1 and _headings(row):
                continue
            if len(row) != 4:
                raise ValueError(f"{path.name}:{line}: {len(row)} columns")
            if (row[0], row[1]) in joined:
                raise ValueError(f"{path.name}:{line}: {row[0]} {row[1]} comes twice")
            joined[row[0], row[1]] = (row[2], row[3])
    return joined


def _headings(row: list[str]) -> bool:
    """Ids hold a digit; headings hold none."""
    return not any(sign.isdigit() for text in row[2:] for sign in text)


def placed(truth: Iterable[Truth], joined: dict[Key, tuple[str, str]], *, works: bool) -> list[Placed]:
    """Truth beside what was found. A record that is not in the export is a group of its own."""
    found = []
    for one in truth:
        key = (one.source, one.number)
        group = joined.get(key, (f"absent {key}", f"absent {key}"))
        found.append(Placed(key, one.work if works else one.edition, group[works], frozenset(one.cases)))
    return found
