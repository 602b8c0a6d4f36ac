"""Tables of sparse rows: each row says something about some cases; of those that speak, the most specific one wins.

A row has a scope, one value a dimension or none (any), and says values by name. Dimensions are given from the strongest
to the weakest: a row that names a stronger one is more specific than any that does not, as the places of a number are.
Two rows that fit one case and name the same dimensions have the same scope, so there is never a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

OTHER: Final = "\0other"
"""A value of a dimension that no row names: what it says is said of all such values."""


@dataclass(frozen=True, slots=True)
class Row:
    """`scope`: dimension → value, without those that may be anything; `says`: name → value."""

    name: str
    scope: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, case: Mapping[str, str]) -> bool:
        """Whether the row speaks of a case."""
        return all(case.get(dimension) == value for dimension, value in self.scope.items())


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds of one name, the row that said so, and the rows that it went before, by specificity."""

    value: Any
    row: Row
    passed_over: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """A case in which nothing is said of a name; OTHER stands for every value that no row names."""

    name: str
    case: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What holds of a name in a case before and after; None where nothing does."""

    name: str
    case: Mapping[str, str]
    before: Decided | None
    after: Decided | None


class Table:
    """Rows over `dimensions`, the strongest first. ValueError: an unknown dimension, or two rows of one scope."""

    def __init__(self, dimensions: Sequence[str], rows: Iterable[Row]) -> None:
        self.dimensions = tuple(dimensions)
        self.rows = tuple(sorted(rows, key=self._specific, reverse=True))
        scopes = [tuple(sorted(row.scope.items())) for row in self.rows]
        unknown = {dimension for row in self.rows for dimension in row.scope} - set(self.dimensions)
        if unknown:
            raise ValueError(f"unknown dimensions: {sorted(unknown)}")
        if len(set(scopes)) < len(scopes):
            raise ValueError("two rows have one scope")

    def decide(self, case: Mapping[str, str]) -> dict[str, Decided]:
        """By name, what holds in a case; a name of which nothing is said is not there."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.fits(case):
                for name in row.says:
                    found.setdefault(name, []).append(row)
        return {name: Decided(rows[0].says[name], rows[0], tuple(rows[1:])) for name, rows in found.items()}

    def holes(self, names: Sequence[str], *, values: Mapping[str, Iterable[str]] | None = None) -> list[Hole]:
        """Where nothing is said of one of `names`: the first case of each name, in the order of names.

        `values`: more values of a dimension that must be looked at than those that rows name.
        """
        cases = list(self.cases(values))
        return [
            Hole(name, hole) for name in names
            if (hole := next((case for case in cases if name not in self.decide(case)), None)) is not None
        ]

    def cases(self, values: Mapping[str, Iterable[str]] | None = None) -> Iterator[dict[str, str]]:
        """Every case that rows can tell apart: of each dimension the values that are named, and OTHER."""
        named = {dimension: dict.fromkeys([*(values or {}).get(dimension, ())]) for dimension in self.dimensions}
        for row in reversed(self.rows):
            for dimension, value in row.scope.items():
                named[dimension][value] = None
        for combination in product(*([*named[dimension], OTHER] for dimension in self.dimensions)):
            yield dict(zip(self.dimensions, combination, strict=True))

    def _specific(self, row: Row) -> tuple[bool, ...]:
        return tuple(dimension in row.scope for dimension in self.dimensions)


def differences(before: Table, after: Table) -> list[Difference]:
    """Where two tables of the same dimensions say otherwise, case by case."""
    named: dict[str, dict[str, None]] = {dimension: {} for dimension in before.dimensions}
    for row in (*before.rows, *after.rows):
        for dimension, value in row.scope.items():
            named[dimension][value] = None
    found = []
    for case in after.cases(named):
        old, new = before.decide(case), after.decide(case)
        for name in dict.fromkeys((*old, *new)):
            one, other = old.get(name), new.get(name)
            if (one and one.value) != (other and other.value):
                found.append(Difference(name, case, one, other))
    return found
