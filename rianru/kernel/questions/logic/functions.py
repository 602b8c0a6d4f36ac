"""What each function and sign of a rule gives for values; `if`, `and`, `or`, `once`, `regex` are in `evaluating`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import ceil, floor, fmod, inf, isfinite, isnan, nan
from typing import Final

from rianru.kernel.questions.logic.values import (
    Value,
    day_in,
    day_of_number,
    number,
    power,
    rounded,
    same,
    text,
    truth,
)

LONGEST: Final = 10_000  # letters that a text may grow to
Function = Callable[..., Value]


def _divided(left: Value, right: Value) -> float:
    above, below = number(left), number(right)
    if below:
        return above / below
    return nan if isnan(above) or isnan(below) or above == 0 else (inf if above > 0 else -inf)


def _rest(left: Value, right: Value) -> float:
    above, below = number(left), number(right)
    return fmod(above, below) if isfinite(above) and below and not isnan(below) else nan


def _int(value: Value) -> float:
    whole = number(value)
    return float(int(whole)) if isfinite(whole) else whole


def _floor(value: Value) -> float:
    exact = number(value)
    return float(floor(exact)) if isfinite(exact) else exact


def _ceiling(value: Value) -> float:
    exact = number(value)
    return float(ceil(exact)) if isfinite(exact) else exact


def _round(value: Value, places: Value = 0.0) -> float:
    wanted = number(places)
    return rounded(number(value), int(wanted) if isfinite(wanted) else 0)


def _sum(*values: Value) -> float:
    return sum(map(number, values))


def _product(*values: Value) -> float:
    total = 1.0
    for value in values:
        total *= number(value)
    return total


def _least(*values: Value) -> float:
    given = [number(value) for value in values if value != ""]
    return min(given) if given and not any(map(isnan, given)) else nan


def _most(*values: Value) -> float:
    given = [number(value) for value in values if value != ""]
    return max(given) if given and not any(map(isnan, given)) else nan


def _joined(*values: Value) -> str:
    return "".join(map(text, values))[:LONGEST]


def _with_between(between: Value, *values: Value) -> str:
    return text(between).join(map(text, values))[:LONGEST]


def _piece(value: Value, start: Value, end: Value = inf) -> str:
    whole = text(value)
    low, high = number(start), number(end)
    if isnan(low) or isnan(high):
        return ""
    first, last = (int(min(max(at, 0.0), len(whole))) for at in (low, high))
    return whole[first:last]


def _chosen_at(value: Value, at: Value) -> str:
    codes, place = text(value).split(), number(at)
    return codes[int(place)] if isfinite(place) and 0 <= place < len(codes) else ""


def _before(value: Value, sign: Value) -> str:
    found, middle, _ = text(value).partition(text(sign) or "\0")
    return found if middle else ""


def _after(value: Value, sign: Value) -> str:
    return text(value).partition(text(sign) or "\0")[2]


def _translated(value: Value, letters: Value, others: Value) -> str:
    source, target = text(letters), text(others)
    turned: dict[int, str | None] = {}
    for place, letter in enumerate(source):
        turned.setdefault(ord(letter), target[place] if place < len(target) else None)
    return text(value).translate(turned)


def _date(value: Value) -> str:
    if isinstance(value, str):
        found = day_in(value)
        return found.isoformat() if found else (day_of_number(number(value)) if isfinite(number(value)) else "")
    return day_of_number(number(value)) if isfinite(number(value)) else ""


def _formatted(value: Value, form: Value) -> str:
    day = day_in(_date(value))
    return "" if day is None else _spelled(day, text(form))[:LONGEST]


def _spelled(day: date, form: str) -> str:
    signs = {
        "%Y": f"{day.year:04}", "%y": f"{day.year % 100:02}", "%m": f"{day.month:02}", "%n": f"{day.month}",
        "%d": f"{day.day:02}", "%e": f"{day.day}",
    }
    for sign, spelled in signs.items():
        form = form.replace(sign, spelled)
    return form


def _first(*values: Value) -> Value:
    return next((value for value in values if text(value) != ""), "")


FUNCTIONS: Final[dict[str, Function]] = {
    "=": same,
    "!=": lambda left, right: not same(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
    "+": _sum,
    "-": lambda left, right: number(left) - number(right),
    "*": _product,
    "div": _divided,
    "mod": _rest,
    "negative": lambda value: -number(value),
    "not": lambda value: not truth(value),
    "true": lambda: True,
    "false": lambda: False,
    "boolean": truth,
    "boolean-from-string": lambda value: text(value) in {"true", "1"},
    "selected": lambda value, code: bool(text(code).strip()) and text(code).strip() in text(value).split(),
    "selected-at": _chosen_at,
    "count-selected": lambda value: float(len(text(value).split())),
    "coalesce": _first,
    "number": number,
    "int": _int,
    "round": _round,
    "floor": _floor,
    "ceiling": _ceiling,
    "abs": lambda value: abs(number(value)),
    "pow": lambda base, exponent: power(number(base), number(exponent)),
    "sqrt": lambda value: power(number(value), 0.5),
    "sum": _sum,
    "min": _least,
    "max": _most,
    "string": text,
    "string-length": lambda value: float(len(text(value))),
    "concat": _joined,
    "join": _with_between,
    "contains": lambda whole, part: text(part) in text(whole),
    "starts-with": lambda whole, part: text(whole).startswith(text(part)),
    "ends-with": lambda whole, part: text(whole).endswith(text(part)),
    "substr": _piece,
    "substring-before": _before,
    "substring-after": _after,
    "normalize-space": lambda value: " ".join(text(value).split()),
    "translate": _translated,
    "date": _date,
    "format-date": _formatted,
    "decimal-date-time": number,
}
