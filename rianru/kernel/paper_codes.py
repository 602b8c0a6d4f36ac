"""The number on a sheet that somebody types by hand: digits alone, as every keyboard has them, Thai ones too.

Whose it is (five digits or more), six of `changing_codes` that only who holds the secret can make, and Damm's check
digit, so that a slip of the hand is told from a guess. The six belong to a day, a week or a month in Bangkok.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rianru.kernel.cards import check_digit, cleaned
from rianru.kernel.changing_codes import DIGITS, PAPER, code_of, windows_with

FIRST: Final = 10_000  # so that whose it is has five digits from the first one on
SHORTEST, LONGEST = 5 + DIGITS + 1, 9 + DIGITS + 1
REMEMBERED: Final = {"day": 60, "week": 12, "month": 6}  # windows by which an old number is known as such


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: whose it claims to be, and the six digits. `slip`: the check digit says that one is wrong."""

    number: int
    six: str
    slip: bool


def window_on(turns: str, day: date) -> int:
    """Which window a day is in. Those of days, weeks (from Monday) and months never meet."""
    if turns == "month":
        return day.year * 12 + day.month
    return (day.toordinal() - 1) // 7 if turns == "week" else day.toordinal()


def span_of(turns: str, day: date) -> tuple[date, date]:
    """The first and the last day of the window of a day."""
    if turns == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first = day - timedelta(days=day.weekday()) if turns == "week" else day
    return first, first + timedelta(days=6 if turns == "week" else 0)


def written(number: int, secret: bytes, window: int = PAPER) -> str:
    """The digits of a sheet, without blanks. ValueError for a number below 1."""
    if number < 1:
        raise ValueError(f"no number: {number}")
    digits = f"{FIRST + number}{code_of(secret, window)}"
    return digits + check_digit(digits)


def shown(digits: str) -> str:
    """As it is read aloud, three by three."""
    return " ".join(digits[at:at + 3] for at in range(0, len(digits), 3))


def read(typed: str) -> Typed | None:
    """What was typed; None where it is no such number at all: too short, too long, or not digits."""
    digits = cleaned(typed)
    if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
        return None
    number = int(digits[:-DIGITS - 1]) - FIRST
    return Typed(number, digits[-DIGITS - 1:-1], check_digit(digits[:-1]) != digits[-1] or number < 1)


def ago(secret: bytes, six: str, turns: str, day: date) -> int | None:
    """How many windows ago these were the six digits: 0 is now; None in none of those that are remembered."""
    return windows_with(secret, six, newest=window_on(turns, day), back=REMEMBERED[turns])
