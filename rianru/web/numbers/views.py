"""Numbers of lending and visits: a chart and its table, a file, and the month of a space on paper."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue.words import FORMATS
from rianru.core.permissions import permitted
from rianru.kernel.dates import (
    MONTHS,
    MONTHS_SHORT,
    Period,
    day_of,
    fiscal_year,
    fiscal_year_span,
    month,
    to_be,
    year_number,
)
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.lending import queries
from rianru.lending.queries import MEASURES_BY, Line, Table, Where
from rianru.lending.words import AGES, BYS, MEASURES
from rianru.places import queries as places
from rianru.web.health import now
from rianru.web.numbers.asked import Asked, asked, years
from rianru.web.requests import actor_of
from rianru.web.spreadsheets import table as spreadsheet

SHOWN = 25  # lines on a page; a file has all
BARS = 12  # of them in the chart
SPLIT = ("format", "age")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """One measure by one thing in one fiscal year, with a chart and its table."""
    question = asked(request)
    table = question.table
    rows = _rows(question, table)
    return render(request, "web/numbers.html", {
        "asked": question, "measure": MEASURES[question.measure], "by": BYS[question.by], "table": table,
        "rows": rows[:SHOWN], "more": len(rows) - SHOWN, "year": year_number(question.year),
        "empty": not table.total and not table.least and not table.held,
        "chart": _chart(rows[:BARS], tall=question.by in ("space", "area", "format")),
        "turnover": question.measure == "turnover",
        "measures": _choices(MEASURES, question.measure),
        "bys": _choices({name: BYS[name] for name in MEASURES_BY[question.measure]}, question.by),
        "years": [{"value": to_be(year), "label": year_number(year), "chosen": year == question.year}
                  for year in years(question.at)],
        "provinces": [{"value": area.code, "label": T.verbatim(area.name_th, area.name_en),
                       "chosen": question.where.area[:2] == area.code} for area in places.provinces()],
        "file_url": reverse("numbers_file") + question.address(),
        "whole_url": question.address(public=""), "public_url": question.address(public="1"),
        "all_url": question.address(space="", area=""), "month_url": _month_url(question),
        "overall": f"{table.total / table.held:.2f}" if table.held else "",
    })


@require_safe
def numbers_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a CSV file, with every line."""
    question = asked(request)
    table = question.table
    head = [str(T("รหัส", "Code")), str(BYS[question.by]), str(MEASURES[question.measure]), str(T("หมายเหตุ", "Note"))]
    name = f"{question.measure}-{question.by}-{to_be(question.year)}"
    return spreadsheet(name, head, _lines(question, table))


@require_safe
def month_page(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """A month of a space on one sheet; `?whole=1` for who keeps it: everyone else sees what may hang on a wall."""
    actor, at = actor_of(request), now()
    space = places.space(actor=actor, at=at, code=code)
    if not 1 <= number <= 12 or not 2000 <= year <= day_of(at).year:
        raise NotFound()
    keeps = permitted("lending.see_numbers", actor=actor, at=at, scope=places.scope_of_space(space.id))
    whole = keeps and request.GET.get("whole") == "1"
    where, these = Where(space=space.id), month(year, number)
    found = queries.totals(where=where, period=these, whole=whole)
    before = queries.totals(where=where, period=_before(these), whole=whole)
    span = fiscal_year_span(fiscal_year(these.start))
    course = queries.numbers("loans", by="month", where=where, period=span, whole=whole)
    bars = [{**_line(line, _short_months([line])), "here": line.key == f"{these.start:%Y-%m}"} for line in course.lines
            if line.key <= f"{day_of(at):%Y-%m}"]
    return render(request, "web/numbers_month.html", {
        "space": space, "month": MONTHS[number - 1], "year": to_be(year) if get_language() == "th" else year,
        "figures": [{"label": MEASURES[name], "n": _total(found[name]), "before": _total(before[name])}
                    for name in found],
        "chart": _chart(bars), "rows": bars, "fiscal": year_number(fiscal_year(these.start)),
        "splits": [_split(by, where, these, whole=whole) for by in SPLIT], "keeps": keeps, "whole": whole,
        "before_url": _address(code, _before(these).start),
        "after_url": _address(code, these.end) if these.end <= day_of(at) else "",
        "numbers_url": f"{reverse('numbers')}?space={code}&year={to_be(fiscal_year(these.start))}",
    })


def _split(by: str, where: Where, period: Period, *, whole: bool) -> dict[str, Any]:
    table = queries.numbers("loans", by=by, where=where, period=period, whole=whole)
    names = AGES if by == "age" else FORMATS
    rows = [_line(line, names) for line in table.lines if line.n != 0]
    return {"label": BYS[by], "rows": rows, "untold": table.untold}


def _total(table: Table) -> int | None:
    return None if table.least else table.total


def _before(period: Period) -> Period:
    first = period.start
    return month(first.year - (first.month == 1), 12 if first.month == 1 else first.month - 1)


def _address(code: str, day: date) -> str:
    return reverse("numbers_month", kwargs={"code": code, "year": day.year, "number": day.month})


def _month_url(question: Asked) -> str:
    return _address(question.space_code, day_of(question.at)) if question.space_code else ""


def _months(question: Asked) -> dict[str, str]:
    return {f"{one.start:%Y-%m}": _address(question.space_code, one.start) for one in question.period.months()
            if one.start <= day_of(question.at)}


def _choices(known: Mapping[str, T], chosen: str) -> list[dict[str, Any]]:
    return [{"value": name, "label": label, "chosen": name == chosen} for name, label in known.items()]


def _rows(question: Asked, table: Table) -> list[dict[str, Any]]:
    names = _names(question, table)
    this = f"{day_of(question.at):%Y-%m}"
    rows = [_line(line, names) for line in table.lines if question.by != "month" or line.key <= this]
    if question.by == "month" and question.space_code:
        known = _months(question)
        rows = [row | {"month_url": known.get(row["key"], "")} for row in rows]
    if question.by in ("space", "area"):
        rows.sort(key=lambda row: (-(row["value"] or 0), str(row["label"])))
        codes = places.codes_of(UUID(row["key"]) for row in rows) if question.by == "space" else {}
        for row in rows:
            place = {"space": codes.get(UUID(row["key"]), "")} if question.by == "space" else {"area": row["key"]}
            by = "month" if question.measure != "turnover" else "format"
            row["url"] = question.address(by=by if question.by == "space" else "space", **place)
    return rows


def _line(line: Line, names: Mapping[str, T]) -> dict[str, Any]:
    turnover = line.turnover if line.held else None
    return {
        "key": line.key, "label": names.get(line.key, T.verbatim(line.key, line.key)), "n": line.n, "least": line.least,
        "held": line.held, "turnover": turnover, "url": "",
        "value": turnover if turnover is not None else line.n,
    }


def _names(question: Asked, table: Table) -> Mapping[str, T]:
    keys = [line.key for line in table.lines]
    if question.by == "space":
        found = places.scope_words([("space", UUID(key)) for key in keys])
        return {str(id): name for (_, id), name in found.items()}
    if question.by == "area":
        return {code: name for (_, code), name in places.names_of_places(provinces=keys).items()}
    if question.by == "month":
        return _short_months(table.lines)
    return AGES if question.by == "age" else FORMATS


def _short_months(lines: tuple[Line, ...] | list[Line]) -> dict[str, T]:
    names = {}
    for line in lines:
        year, number = map(int, line.key.split("-"))
        short = MONTHS_SHORT[number - 1]
        names[line.key] = T.verbatim(f"{short.th} {to_be(year) % 100:02}", f"{short.en} {year}")
    return names


def _chart(rows: list[dict[str, Any]], *, tall: bool = False) -> dict[str, Any]:
    """Bars: x in per cent, y in pixels, so that words never shrink. `tall`: long names stand above their bars."""
    height, wide, text = (52, 80, 17) if tall else (34, 50, 24)
    most = max((row["value"] or 0 for row in rows), default=0)
    bars = [
        {**row, "y": (24 if tall else 8) + height * place, "text_y": text + height * place,
         "count_y": (40 if tall else 24) + height * place,
         "width": f"{wide * (row['value'] or 0) / most:.2f}%" if most else "0%"}
        for place, row in enumerate(rows)
    ]
    return {"bars": bars, "height": height * len(rows) + 12, "empty": not most, "x": "0" if tall else "34%",
            "letters": 40 if tall else 15}


def _lines(question: Asked, table: Table) -> Iterator[tuple[object, ...]]:
    few, least = T("น้อยกว่า 5 ไม่แสดง", "Under 5: not told"), T("อย่างน้อย", "At least")
    for row in _rows(question, table):
        said = "" if row["value"] is None else f"{row['value']:.2f}" if row["held"] else row["value"]
        yield row["key"], str(row["label"]), said, str(few if row["n"] is None else least if row["least"] else "")
