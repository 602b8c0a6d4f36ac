"""From what evidence says to what a template shows."""

from datetime import date
from typing import Any

from django.urls import reverse

from rianru.evidence.queries import Fact
from rianru.kernel.dates import year_number
from rianru.kernel.words import T

LESS = T("น้อยกว่า 5", "fewer than 5")
AHEAD = T("ปียังไม่เริ่ม", "not begun")


def crumbs(*steps: tuple[T, str]) -> list[dict[str, Any]]:
    """From the networks on."""
    return [{"text": T("เครือข่าย", "Networks"), "url": reverse("networks")},
            *({"text": text, "url": url} for text, url in steps)]


def year_text(year: int) -> T:
    """`ปีงบประมาณ 2570` and `Fiscal year 2027`: Buddhist years are Thai ones."""
    return T("ปีงบประมาณ {year}", "Fiscal year {year}", year=year_number(year))


def fact_text(fact: Fact) -> str:
    """A number, or why there is none."""
    if fact.ahead:
        return str(AHEAD)
    if fact.number is None:
        return str(LESS)
    return f"≥ {fact.number:,}" if fact.least else f"{fact.number:,}"


def day_typed(text: str) -> date | None:
    """The day that the browser's own field gives; none for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def number_typed(text: str, *, most: int = 100_000_000) -> int:
    """A whole number, nought for anything else: the action says what it takes. Thousands may have their commas."""
    plain = text.replace(",", "").strip()
    return min(int(plain), most + 1) if plain.isascii() and plain.isdigit() and len(plain) < 12 else 0
