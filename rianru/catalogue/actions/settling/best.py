"""The best record: of what the records of an edition say, the best, group by group, each knowing whose it is.

A group of columns comes from one record. First the source that is trusted most; among equals the value that says most;
then the record that says most; then the oldest. Numbers are the exception: an edition has all that any record gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rianru.kernel.matching.traits import key

GROUPS: tuple[tuple[str, ...], ...] = (
    ("title", "title_sort", "title_main", "part"),
    ("uniform_title",),
    ("statement",),
    ("people", "roles"),
    ("subjects",),
    ("genres",),
    ("edition",),
    ("publisher",),
    ("place",),
    ("year", "year_text"),
    ("language", "languages"),
    ("original_language",),
    ("format",),
    ("audience",),
    ("extent",),
    ("pages",),
    ("series", "series_numbers"),
    ("notes",),
    ("contents",),
    ("summary",),
    ("links", "link_labels"),
    ("restricted",),
    ("call_number",),
)
_KEPT = 10_000  # titles: one record after the other gives the same
_THAI = re.compile("[\u0e00-\u0e7f]")
_GROUP_OF = {group[0]: group for group in GROUPS}
TOGETHER: tuple[tuple[str, str | None], ...] = (
    ("isbns", "isbn_notes"), ("isbns_wrong", None), ("issns", None), ("identifiers", None), ("other_titles", None),
)


@dataclass(slots=True)
class Told:
    """What one record says (columns that are not empty: as many as it is full), and how much its source is trusted."""

    record: str
    trust: int
    values: dict[str, Any]


def best(told: Sequence[Told]) -> tuple[dict[str, Any], dict[str, str]]:
    """Every column, and for each group (by its first column) the id of the record that it is from."""
    ranked = sorted(told, key=_rank) if len(told) > 1 else told
    values: dict[str, Any] = {}
    said_by: dict[str, str] = {}
    for name, chosen in _chosen(ranked).items():
        said_by[name] = chosen.record
        values[name] = chosen.values[name]
        for each in _GROUP_OF[name][1:]:
            if each in chosen.values:
                values[each] = chosen.values[each]
    for name, beside in TOGETHER:
        _gather(ranked, name, beside, values)
    _other_titles(ranked, values)
    return values, said_by


def _rank(one: Told) -> tuple[int, int, str]:
    return -one.trust, -len(one.values), one.record


def _chosen(ranked: Sequence[Told]) -> dict[str, Told]:
    """For each group the record that says most of it, of those trusted most that say anything; the first of equals.

    A Thai title goes before any other.
    """
    first = ranked[0]
    now = {name: value for name, value in first.values.items() if name in _GROUP_OF}
    found = dict.fromkeys(now, first)
    for one in ranked[1:]:
        for name, value in one.values.items():
            known = now.get(name)
            if known is None:
                if name in _GROUP_OF:
                    found[name], now[name] = one, value
            elif value != known and (
                (one.trust == found[name].trust or name == "title") and _size(name, value) > _size(name, known)
            ):
                found[name], now[name] = one, value
    return found


def _size(name: str, value: Any) -> int:
    if name == "title":
        return 1 if _THAI.search(value) else 0
    if isinstance(value, str):
        return len(value)
    return sum(map(len, value)) if isinstance(value, list) else 1


def _gather(ranked: Sequence[Told], name: str, beside: str | None, values: dict[str, Any]) -> None:
    found: dict[str, str] = {}
    for one in ranked:
        given = one.values.get(name)
        if given is None:
            continue
        notes = one.values.get(beside, given) if beside else given
        for value, note in zip(given, notes, strict=False):
            found[value] = found.get(value) or note
    if found:
        values[name] = list(found)
        if beside:
            values[beside] = list(found.values())


def _other_titles(ranked: Sequence[Told], values: dict[str, Any]) -> None:
    """Titles that other records give are other titles of the edition; not where they differ in signs or case alone."""
    shown = values.get("title", "")
    others = dict.fromkeys((*values.get("other_titles", ()), *(one.values.get("title", "") for one in ranked)))
    kept: list[str] = []
    told: set[str] = set()
    for title in others:
        if not title or title == shown:
            continue
        told = told or {_letters(shown)}
        if (letters := _letters(title)) not in told:
            told.add(letters)
            kept.append(title)
    values["other_titles"] = kept


@lru_cache(_KEPT)
def _letters(title: str) -> str:
    """What is left without signs, case and kind of digits; of signs alone the title itself."""
    return key(title) or title
