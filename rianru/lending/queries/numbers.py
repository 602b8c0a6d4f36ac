"""Lending and visits in numbers, from the daily roll-up of facts: for those who keep a place whole, for everyone safe.

What everyone sees of a month of a space goes through `kernel.disclosure`; larger sums add up only what is told there,
so that no two tables give away together what neither tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.catalogue.words import FORMATS
from rianru.kernel.dates import Period
from rianru.kernel.disclosure import published
from rianru.lending import words

VERBS: Mapping[str, tuple[str, str]] = {  # a measure → what is counted, and what takes it back
    "loans": ("lending.lent", "lending.lend_undone"),
    "returns": ("lending.returned", "lending.return_undone"),
    "renewals": ("lending.renewed", ""),
    "holds": ("lending.hold_filled", ""),
    "in_house": ("lending.used_in_house", ""),
    "visitors": ("lending.visitors_counted", ""),
}
SPLITS: Mapping[str, Mapping[str, Any]] = {
    # The order says which parts cover others that are too small to be told: those that say the least go first.
    "age": words.AGES, "format": dict(reversed(FORMATS.items())),
}
MEASURES_BY: Mapping[str, tuple[str, ...]] = {  # a measure → by what it can be split
    "loans": ("month", "space", "area", "age", "format"), "returns": ("month", "space", "area", "format"),
    "renewals": ("month", "space", "area", "age", "format"), "holds": ("month", "space", "area", "format"),
    "in_house": ("month", "space", "area", "format"), "turnover": ("space", "area", "format"),
    "visitors": ("month", "space", "area"),
}
_SPACES = """
    SELECT space.id, space.area_id FROM places_space AS space
    WHERE (%(network)s::uuid IS NULL OR space.network_id = %(network)s)
      AND starts_with(space.area_id, %(area)s) AND (%(space)s::uuid IS NULL OR space.id = %(space)s)
"""
_CELLS = """
    SELECT daily.space_id, space.area_id, date_trunc('month', daily.day_on)::date, {split},
           sum(CASE daily.verb WHEN %(back)s THEN -daily.count ELSE daily.count END)::bigint
    FROM core_factdaily AS daily JOIN ({spaces}) AS space ON space.id = daily.space_id
    WHERE daily.day_on >= %(start)s AND daily.day_on < %(end)s AND daily.verb IN (%(verb)s, %(back)s)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4
"""
_DAYS = """
    SELECT space_id, day_on, verb, sum(count)::bigint FROM core_factdaily
    WHERE day_on = ANY(%(days)s) AND verb = ANY(%(verbs)s) AND space_id = ANY(%(spaces)s) GROUP BY 1, 2, 3
"""
_HELD = """
    SELECT item.space_id, space.area_id, edition.format, count(*) FROM catalogue_item AS item
    JOIN ({spaces}) AS space ON space.id = item.space_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    WHERE item.state NOT IN ('absent', 'withdrawn', 'lost') GROUP BY 1, 2, 3
"""
PROVINCE, DISTRICT = 2, 4  # digits of their codes


@dataclass(frozen=True, slots=True)
class Where:
    """Which spaces: of a network, in an area (by the beginning of its code), one of them; blank: all."""

    network: UUID | None = None
    area: str = ""
    space: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. `n`: none where nothing of it may be told; `least`: there is more that may not be told.
    `held`: copies, where it is told how often each went out.
    """

    key: str
    n: int | None
    least: bool = False
    held: int = 0

    @property
    def turnover(self) -> float | None:
        """Loans of a copy in the period."""
        return self.n / self.held if self.held and self.n is not None else None


@dataclass(frozen=True, slots=True)
class Table:
    """Lines in order, and their sum. `untold`: how many of the total no line tells; `least`: some of it is not told."""

    lines: tuple[Line, ...]
    total: int
    untold: int = 0
    least: bool = False
    held: int = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    space: UUID
    area: str
    month: date
    part: str
    n: int


def numbers(measure: str, *, by: str, where: Where, period: Period, whole: bool) -> Table:
    """A measure in a period, by `month`, `space`, `area`, `age` or `format`. `whole`: as it is, else as everyone may
    see it. KeyError for what cannot be split so.
    """
    if by not in MEASURES_BY[measure]:
        raise KeyError(by)
    split = by if by in SPLITS else ""
    cells = _cells("loans" if measure == "turnover" else measure, split, where, period)
    table = _table(cells, _key(by, where), split, whole=whole)
    lines = _filled(table.lines, by, period)
    if measure != "turnover":
        return Table(lines, table.total, table.untold, table.least)
    held = _held(by, where)
    keys = [line.key for line in lines] + [key for key in held if key not in {line.key for line in lines}]
    known = {line.key: line for line in lines}
    both = tuple(
        Line(key, known[key].n if key in known else 0, key in known and known[key].least, held.get(key, 0))
        for key in keys
    )
    return Table(both, table.total, table.untold, table.least, sum(held.values()))


def totals(*, where: Where, period: Period, whole: bool) -> dict[str, Table]:
    """Each measure that is counted, in a period, without splitting it."""
    return {
        name: _table(_cells(name, "", where, period), _key("space", where), "", whole=whole) for name in VERBS
    }


def beside_each_other(space_ids: Collection[UUID], periods: Sequence[Period]) -> dict[UUID, dict[str, list[int]]]:
    """Each measure of each space in several periods, as it is: only for those who keep the places. One statement."""
    known = {verb: (name, sign) for name, verbs in VERBS.items() for verb, sign in zip(verbs, (1, -1), strict=True)}
    days = [day for period in periods for day in period.each_day()]
    sums = {id: {name: [0] * len(periods) for name in VERBS} for id in space_ids}
    given = {"spaces": list(sums), "days": days, "verbs": [one for one in known if one]}
    for id, day, verb, count in _all(_DAYS, given):
        name, sign = known[verb]
        for place, period in enumerate(periods):
            sums[id][name][place] += sign * int(count) * (day in period)
    return sums


def _cells(measure: str, split: str, where: Where, period: Period) -> list[_Cell]:
    column = {"age": "daily.age_band", "format": "daily.format"}.get(split, "''")
    verb, back = VERBS[measure]
    given = _given(where) | {"start": period.start, "end": period.end, "verb": verb, "back": back}
    return [_Cell(*row) for row in _all(_CELLS.format(split=column, spaces=_SPACES), given)]


def _table(cells: Iterable[_Cell], key: Callable[[_Cell], str], split: str, *, whole: bool) -> Table:
    """Adds up the months of spaces; what is not `whole` adds up only what may be told of each."""
    rows: dict[tuple[UUID, date], list[_Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.space, cell.month].append(cell)
    sums: dict[str, int] = defaultdict(int)
    short: set[str] = set()
    told_of: set[str] = set()
    total, untold, least = 0, 0, False
    for row in rows.values():
        said = _row(row, split, whole=whole)
        total, untold, least = total + (said.total or 0), untold + said.untold, least or said.total is None
        for part, n in said.cells.items():
            line = part if split else key(row[0])
            sums[line] += n or 0
            (short if n is None else told_of).add(line)
    lines = tuple(
        Line(line, sums[line] if line in told_of else None, line in short) for line in _in_order(sums, split)
    )
    return Table(lines, total, untold, least)


@dataclass(frozen=True, slots=True)
class _Said:
    total: int | None
    cells: Mapping[str, int | None]
    untold: int


def _row(row: list[_Cell], split: str, *, whole: bool) -> _Said:
    counts = {cell.part: cell.n for cell in row}
    if whole:
        return _Said(sum(counts.values()), counts, 0)
    known = SPLITS.get(split, {})
    ordered = {part: counts[part] for part in [*known, *sorted(set(counts) - set(known))] if part in counts}
    safe = published(ordered)
    return _Said(safe.total, safe.cells, safe.untold)


def _in_order(keys: Iterable[str], split: str) -> list[str]:
    order = {"age": [*[*words.AGES][1:], ""], "format": [*FORMATS]}.get(split, [])
    place = {key: number for number, key in enumerate(order)}
    return sorted(keys, key=lambda key: (place.get(key, len(place)), key))


def _filled(lines: tuple[Line, ...], by: str, period: Period) -> tuple[Line, ...]:
    """Months in which nothing happened are lines too."""
    if by != "month":
        return lines
    known = {line.key: line for line in lines}
    months = [f"{month.start:%Y-%m}" for month in period.months()]
    return tuple(known.get(month, Line(month, 0)) for month in months)


def _key(by: str, where: Where) -> Callable[[_Cell], str]:
    digits = _digits(where)
    return {
        "space": lambda cell: str(cell.space), "area": lambda cell: cell.area[:digits],
        "month": lambda cell: f"{cell.month:%Y-%m}",
    }.get(by, lambda cell: cell.part)


def _digits(where: Where) -> int:
    return DISTRICT if len(where.area) >= PROVINCE or where.space else PROVINCE


def _held(by: str, where: Where) -> dict[str, int]:
    """Copies that could be lent, by space, area or format."""
    found: dict[str, int] = defaultdict(int)
    for space, area, format, copies in _all(_HELD.format(spaces=_SPACES), _given(where)):
        key = {"space": str(space), "area": area[:_digits(where)]}.get(by, format)
        found[key] += copies
    return found


def _given(where: Where) -> dict[str, Any]:
    return {"network": where.network, "area": where.area, "space": where.space}


def _all(sql: str, given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
