"""Money in whole satang: 100 satang are a baht, and no floating point ever touches them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NewType

from rianru.kernel.numbers import NO_BREAK_SPACE
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T, get_language

Satang = NewType("Satang", int)

SATANG_IN_A_BAHT: Final = 100
# Thousands grouped in threes or not at all: "1,50" would be one and a half elsewhere, so nobody may guess.
# Thirteen digits of baht stay below the largest bigint of the database.
_AMOUNT = re.compile(r"(?P<baht>[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.(?P<satang>[0-9]{1,2}))?", re.ASCII)
_UNIT = re.compile(r"^(?:฿|THB)\s*|\s*(?:฿|THB|baht|บาท)$", re.IGNORECASE)


class AmountUnclear(NotUnderstood, ValueError):
    """A typed amount that has no exact value in satang."""

    code = "money.amount_unclear"
    says = T(
        "อ่านจำนวนเงิน “{typed}” ไม่ออก พิมพ์เป็นตัวเลข เช่น 1,234.50",
        "We cannot read the amount “{typed}”. Type it in figures, such as 1,234.50.",
    )


def parse_baht(text: str) -> Satang:
    """Satang from what a person typed: "1,234.50", "๑,๒๓๔.๕๐", "฿590", "590 บาท".

    Exact, and never negative. Refuses with AmountUnclear (a ValueError) anything else: a third decimal, a sign, wrong
    grouping, blanks inside the figure.
    """
    found = _AMOUNT.fullmatch(_UNIT.sub("", to_arabic(text.strip()), count=1))
    if not found:
        raise AmountUnclear(typed=text)
    baht = int(found["baht"].replace(",", ""))
    return Satang(baht * SATANG_IN_A_BAHT + int((found["satang"] or "").ljust(2, "0")))


def format_baht(satang: int, language: str | None = None, unit: Literal["word", "code"] = "word") -> str:
    """`59000` is "590.00 บาท", "590.00 baht", or "590.00 THB" for papers that cross borders.

    The space before the unit does not break. Speaks the active language unless one is given.
    """
    baht, rest = divmod(abs(satang), SATANG_IN_A_BAHT)
    name = "THB" if unit == "code" else _BAHT.in_(language or get_language())
    return f"{'-' if satang < 0 else ''}{baht:,}.{rest:02}{NO_BREAK_SPACE}{name}"


def baht_text(satang: int) -> T:
    """The amount in both languages, as a value for another text."""
    return T.verbatim(format_baht(satang, "th"), format_baht(satang, "en"))


def allocate(total: int, weights: Sequence[int]) -> list[Satang]:
    """Shares of `total` satang in proportion to `weights` (whole, not negative), by the largest remainder.

    The shares add up to `total` exactly, each is within a satang of its fair part, and of equal remainders the earlier
    gets the satang. A negative total is shared as its mirror image. ValueError without any positive weight.
    """
    if any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise ValueError("an allocation needs weights of nought or more, and one above nought")
    if total < 0:
        return [Satang(-share) for share in allocate(-total, weights)]
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return [Satang(share) for share in shares]


_BAHT = T("บาท", "baht")
