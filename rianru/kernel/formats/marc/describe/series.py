"""Series: 490 and 440 as the book says them, 8XX as catalogues know them."""

import re
from functools import lru_cache
from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean, joined
from rianru.kernel.formats.marc.record import Field
from rianru.kernel.thai import fold

_QUALIFIER: Final = re.compile(r"\s*\([^()]*\)$")
_SIGNS: Final = re.compile(r"[\s.,:;/\-–'\"()\[\]]+")
_NAMED: Final = frozenset({"800", "810", "811"})


def series(fields: Gathered) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles of series and, one for one, numbers in them. What 490 and 8XX both say stands once, with its number."""
    found = [*fields.get("series", ()), *fields.get("series_traced", ())]
    if not found:
        return (), ()
    told: dict[str, tuple[str, str]] = {}
    for field in found:
        name, number = _name(field), _number(field)
        if not name:
            continue
        mark = _mark((field.tag in _NAMED and joined(field, "tnp")) or name)
        known = told.get(mark)
        if known is None:
            told[mark] = (name, number)
        elif number and not known[1]:
            told[mark] = (known[0], number)
    return tuple(name for name, _ in told.values()), tuple(number for _, number in told.values())


def _name(field: Field) -> str:
    if field.tag in _NAMED:
        return joined(field, "abcnpqt")
    return joined(field, "anp") if field.tag != "490" else joined(field, "a")


def _number(field: Field) -> str:
    found = [value for code, value in field.subfields if code == "v"]
    return clean(found[0]) if found else ""


@lru_cache(maxsize=1 << 12)
def _mark(name: str) -> str:
    """Under what a series is one: its title (of 800-811 $t) without case, signs, and the qualifier at its end."""
    return _SIGNS.sub("", _QUALIFIER.sub("", fold(name)))
