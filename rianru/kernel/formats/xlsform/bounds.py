"""What XLSForm can only say inside a rule: put beside the author's own when written, taken off when read."""

from __future__ import annotations

from typing import Final

OR_OTHER: Final = "_or_other"  # after a list's name: the same list with "other" at its end
_OR_OTHER: Final = " or name = 'other'"


def constraint_of(
    own: str, *, least: float | None = None, most: float | None = None, letters: int | None = None
) -> str:
    """The bounds and the author's own rule as one."""
    bounds = _bounds(least, most, letters)
    return f"({bounds}) and ({own})" if bounds and own else bounds or own


def rest_of(
    whole: str, *, least: float | None = None, most: float | None = None, letters: int | None = None
) -> str:
    """The author's own rule out of one that `constraint_of` wrote; any other stays whole."""
    bounds = _bounds(least, most, letters)
    if not bounds or whole == bounds:
        return "" if bounds else whole
    before = f"({bounds}) and ("
    return whole[len(before) : -1] if whole.startswith(before) and whole.endswith(")") else whole


def filter_with_other(own: str) -> str:
    """A filter that lets "other" pass."""
    return f"({own}){_OR_OTHER}" if own else ""


def filter_without_other(whole: str) -> str:
    """The author's own filter out of one that `filter_with_other` wrote; any other stays whole."""
    ours = whole.startswith("(") and whole.endswith(f"){_OR_OTHER}")
    return whole[1 : -len(_OR_OTHER) - 1] if ours else whole


def plain(number: float) -> str:
    """12.0 as 12."""
    return str(int(number)) if number == int(number) else repr(number)


def _bounds(least: float | None, most: float | None, letters: int | None) -> str:
    parts = [f". >= {plain(least)}"] if least is not None else []
    parts += [f". <= {plain(most)}"] if most is not None else []
    parts += [f"string-length(.) <= {letters}"] if letters is not None else []
    return " and ".join(parts)
