"""Results as a page draws them: each line of a table with its bar, months by name, versions as a line."""

from dataclasses import dataclass
from typing import Any

from rianru.kernel.dates import MONTHS_SHORT, to_be
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.surveys.queries.crosses import Trend
from rianru.surveys.queries.results import Asked, Results
from rianru.surveys.queries.summing import Line, Summed

SHORT = 12  # lines that are shown at once; the others open
_AWAY = T("ปักหมุดไว้ ไม่ได้เลือกพื้นที่", "A pin alone")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: `width` in per cent of the widest one."""

    label: str
    count: int | None
    percent: str
    width: str
    mean: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One column with its bars."""

    summed: Summed
    label: str
    bars: tuple[Bar, ...]
    more: tuple[Bar, ...]
    mean: str
    spread: str
    least: str
    most: str
    ranked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its columns; `stacked` where its rows share their choices and are drawn as one."""

    asked: Asked
    label: str
    unit: str
    columns: tuple[Drawn, ...]
    heads: tuple[str, ...]
    stacked: tuple[dict[str, Any], ...]


def drawn(found: Results) -> list[Group]:
    """Every question."""
    return [
        Group(asked, str(asked.label), str(asked.unit), tuple(_drawn(column) for column in asked.columns),
              tuple(str(line.label) for line in asked.columns[0].lines) if asked.kind == "matrix" else (),
              tuple(_stacked(column) for column in asked.columns) if asked.kind == "matrix" else ())
        for asked in found.questions
    ]


def _drawn(column: Summed) -> Drawn:
    most = max((line.count or 0 for line in column.lines), default=0)
    names = _names(column)
    bars = [
        Bar(names.get(line.code, str(line.label)), line.count, _percent(line.share),
            f"{100 * (line.count or 0) / most:.2f}%" if most else "0%", "" if line.mean is None else f"{line.mean:.1f}")
        for line in column.lines
    ]
    return Drawn(column, str(column.label), tuple(bars[:SHORT]), tuple(bars[SHORT:]), _plain(column.mean),
                 _plain(column.spread), _plain(column.least), _plain(column.most), column.way == "ranks")


def _stacked(column: Summed) -> dict[str, Any]:
    """One row as a bar of a hundred per cent; what is not told is left white."""
    parts, left = [], 0.0
    for place, line in enumerate(column.lines):
        share = 100 * (line.share or 0)
        parts.append({"x": f"{left:.2f}%", "width": f"{share:.2f}%", "tone": place % 6})
        left += share
    return {"label": str(column.label), "parts": parts, "column": column,
            "cells": [{"count": line.count, "percent": _percent(line.share)} for line in column.lines]}


def _names(column: Summed) -> dict[str, str]:
    """What codes that are no choices are called: months, provinces, hours."""
    codes = [line.code for line in column.lines]
    if column.way == "days":
        return {code: str(month_name(code)) for code in codes}
    if column.way == "areas":
        names = places.names_of_places(provinces=codes)
        return {code: str(names.get(("province", code), _AWAY if code == "-" else code)) for code in codes}
    if column.way == "clock":
        return {code: f"{code}:00" for code in codes}
    return {}


def month_name(code: str) -> T:
    """`2026-11` as พ.ย. 2569, Nov 2026."""
    year, _, number = code.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        return T.verbatim(code, code)
    short = MONTHS_SHORT[int(number) - 1]
    return T.verbatim(f"{short.th} {to_be(int(year))}", f"{short.en} {year}")


def trend_rows(trend: Trend) -> dict[str, Any]:
    """A question over versions: for each choice its share in each of them, and the points of a line."""
    numbers = [number for number, _ in trend.points]
    last = trend.points[-1][1]
    if last.way == "amounts":
        values = [summed.mean for _, summed in trend.points]
        return {"label": str(trend.label), "numbers": numbers, "rows": [_course(T("ค่าเฉลี่ย", "Mean"), values, _plain)]}
    rows = []
    for line in last.lines:
        values = [_line(summed, line.code) for _, summed in trend.points]
        rows.append(_course(line.label, values, _percent))
    return {"label": str(trend.label), "numbers": numbers, "rows": rows}


def _line(summed: Summed, code: str) -> float | None:
    found: Line | None = next((line for line in summed.lines if line.code == code), None)
    return found.share if found else None


def _course(label: T, values: list[float | None], said: Any) -> dict[str, Any]:
    """Values and the line through them, on a field of a hundred by twenty-eight."""
    known = [value for value in values if value is not None]
    top = max(known, default=0) or 1
    step = 100 / max(len(values) - 1, 1)
    points = [f"{at * step:.1f},{26 - 24 * value / top:.1f}" for at, value in enumerate(values) if value is not None]
    return {"label": str(label), "cells": [said(value) for value in values], "points": " ".join(points)}


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}%" if share in (0, 1) else f"{100 * share:.1f}%"


def _plain(number: float | None) -> str:
    return "" if number is None else f"{int(number):,}" if number == int(number) else f"{number:,.1f}"
