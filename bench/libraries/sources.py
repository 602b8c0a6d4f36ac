"""The libraries whose catalogues are invented, each with its habits: what one does, it mostly does throughout."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Habits:
    """How a library catalogues. Shares are between 0 and 1; a factor multiplies the share of a case."""

    code: str
    rda: bool
    """264 and 33X; else 260 and 245 $h."""
    isbd: float
    thai_digits: float
    years: tuple[int, ...]
    """Weights of the ways of writing a year, in the order of `cataloguing.YEARS`."""
    inverted: float
    ranks: tuple[int, int, int]
    """Weights of a title of rank before the name, after it ($c), and absent."""
    ten: float
    dressed: float
    in_statement_only: float
    thrift: float = 1.0
    number: str = "{:07}"
    """How control numbers are written."""


_FIRST = (
    Habits("uni-north", True, 0.98, 0.0, (70, 0, 0, 4, 2, 12, 12),
           0.02, (25, 45, 30), 0.10, 0.25, 0.05, 0.7, "b{:08}"),
    Habits("city-hall", False, 0.70, 0.35, (45, 20, 12, 6, 0, 15, 2),
           0.05, (55, 15, 30), 0.10, 0.45, 0.10, 1.2, "{:06}"),
    Habits("school-net", False, 0.30, 0.15, (60, 15, 8, 5, 2, 10, 0),
           0.30, (50, 10, 40), 0.05, 0.10, 0.20, 1.8, "{}"),
    Habits("old-college", False, 0.92, 0.10, (55, 10, 5, 10, 5, 10, 5),
           0.45, (20, 40, 40), 0.45, 0.50, 0.05, 1.0, "OC-{:06}"),
    Habits("tech-inst", True, 0.95, 0.0, (25, 0, 0, 2, 8, 45, 20),
           0.03, (10, 10, 80), 0.05, 0.15, 0.05, 0.8, "ti{:09}"),
    Habits("temple-lib", False, 0.60, 0.40, (30, 35, 20, 5, 0, 10, 0),
           0.10, (70, 10, 20), 0.25, 0.30, 0.18, 1.2, "ว{:05}"),
)


def habits(count: int) -> tuple[Habits, ...]:
    """The first `count` libraries; beyond six the same habits come again under other codes."""
    found = []
    for n in range(count):
        round, which = divmod(n, len(_FIRST))
        one = _FIRST[which]
        found.append(replace(one, code=f"{one.code}-{round + 1}") if round else one)
    return tuple(found)
