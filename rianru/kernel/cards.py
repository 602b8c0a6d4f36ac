"""Numbers of library cards: three digits of the network, seven that count up, and one that catches slips of the hand.

The check digit is Damm's (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): it notices every single wrong digit
and every two neighbours that changed places. A card of an older system keeps the number it has.
"""

from __future__ import annotations

import re
from typing import Final

from rianru.kernel.thai.digits import to_arabic

_TABLE: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_BETWEEN: Final = re.compile(r"[\s\x00-\x1f\x7f.‐-―-]+")
COUNTED: Final = 7


def check_digit(digits: str) -> str:
    """The digit to write behind `digits`; ValueError unless they are ASCII digits."""
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(f"not digits: {digits!r}")
    state = 0
    for digit in digits:
        state = int(_TABLE[state][int(digit)])
    return str(state)


def card_number(prefix: int, count: int) -> str:
    """The card of a network (100 to 999) that is the `count`-th: eleven digits. ValueError beyond ten million."""
    if not 100 <= prefix <= 999 or not 1 <= count < 10**COUNTED:
        raise ValueError(f"no card {prefix}/{count}")
    digits = f"{prefix}{count:0{COUNTED}}"
    return digits + check_digit(digits)


def is_ours(number: str) -> bool:
    """Whether it has the form of a card that we gave out, its check digit right."""
    formed = len(number) == 3 + COUNTED + 1 and number.isascii() and number.isdigit()
    return formed and check_digit(number[:-1]) == number[-1]


def cleaned(typed: str) -> str:
    """A number as it is kept: capitals, Arabic digits, no blanks or hyphens."""
    return _BETWEEN.sub("", to_arabic(typed.strip())).upper()


def shown(number: str) -> str:
    """In groups that are easily read aloud: `101 0000 0123`; other numbers as they are."""
    return f"{number[:3]} {number[3:7]} {number[7:]}" if is_ours(number) else number
