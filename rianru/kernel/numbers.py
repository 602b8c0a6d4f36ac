"""Counts as people read them: grouped by thousands, and never parted from their unit at the end of a line."""

from __future__ import annotations

from typing import Final

from rianru.kernel.words import T

NO_BREAK_SPACE: Final = "\u00a0"


def format_number(value: int) -> str:
    """`12345` is "12,345", in both languages; Arabic digits on screen."""
    return f"{value:,}"


def size_of(count: int) -> str:
    """So many bytes as a limit is said, whole and never more than it is: `64 kB`, `12 MB`."""
    return f"{format_number(count >> 20)} MB" if count >= 1 << 20 else f"{format_number(count >> 10)} kB"


def counted(value: int, th: str, one: str, many: str | None = None) -> T:
    """A count with its unit: `counted(3, "เล่ม", "book")` is "3 เล่ม" and "3 books".

    The Thai classifier never changes; English takes `many`, or `one` with an s, unless the value is 1 or -1.
    """
    unit = one if abs(value) == 1 else (many or f"{one}s")
    number = format_number(value)
    return T.verbatim(f"{number}{NO_BREAK_SPACE}{th}", f"{number}{NO_BREAK_SPACE}{unit}")
