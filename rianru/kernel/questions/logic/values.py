"""Values of rules and how they turn into one another, as XForms does it: texts, numbers, yes and no; days are texts.

A text that is a day counts as days since 1970 where a number is wanted, a time of day as a part of a day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from math import floor, inf, isfinite, isnan, nan
from typing import Final

Value = str | float | bool
_NUMBER: Final = re.compile(r"\s*-?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})\s*", re.ASCII)
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.{0,40})?", re.ASCII)
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?", re.ASCII)
_EPOCH: Final = date(1970, 1, 1)


def number(value: Value) -> float:
    """As a number; not-a-number for what is none."""
    if not isinstance(value, str):
        return float(value)
    if _NUMBER.fullmatch(value):
        return float(value)
    day = day_in(value)
    if day:
        return float((day - _EPOCH).days)
    clock = _CLOCK.fullmatch(value)
    return (int(clock[1]) * 60 + int(clock[2])) / 1440 if clock else nan


def text(value: Value) -> str:
    """As a text: whole numbers without a point, none with an exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isnan(value) or not isfinite(value):
        return "NaN" if isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return str(int(value)) if value == floor(value) else format(Decimal(repr(float(value))), "f")


def truth(value: Value) -> bool:
    """As yes or no: something, or a number other than nought."""
    if isinstance(value, float | int):
        return not isnan(value) and value != 0
    return value != ""


def day_in(value: str) -> date | None:
    """The day that a text is, if it is one."""
    found = _DAY.fullmatch(value.strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def day_of_number(days: float) -> str:
    """The day so many days after 1970 began; blank beyond the calendar."""
    try:
        return (_EPOCH + timedelta(days=floor(days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def rounded(value: float, places: int = 0) -> float:
    """Halves go up, as in XPath."""
    if not isfinite(value):
        return value
    by = 10.0 ** min(max(places, -15), 15)
    scaled = value * by
    return floor(scaled + 0.5) / by if isfinite(scaled) else value


def power(base: float, exponent: float) -> float:
    """Infinite rather than too large, not-a-number rather than imaginary."""
    try:
        result: float | complex = base**exponent
    except OverflowError:
        return inf
    except ZeroDivisionError:
        return inf
    return nan if isinstance(result, complex) else float(result)


def same(left: Value, right: Value) -> bool:
    """As XPath compares: as yes and no where one is, else as numbers where one is, else letter by letter."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return number(left) == number(right)
