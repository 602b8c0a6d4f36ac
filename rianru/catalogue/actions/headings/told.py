"""The headings that editions name, one row a heading and work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rianru.kernel.matching.headings import Kind, broader, heading_id, heading_key, volumes

LONGEST_FORM = 500  # characters that are kept of a name
_SAID = """
    SELECT work_id, people, roles, subjects || genres, series, series_numbers, coalesce(year, 0)
    FROM catalogue_edition WHERE work_id = ANY(%s) AND live ORDER BY work_id, year DESC NULLS LAST, id
"""


@dataclass(slots=True)
class Told:
    """What the editions of one work say of one heading: the form that stands first, newest edition first."""

    kind: Kind
    key: str
    form: str
    year: int
    roles: list[str] = field(default_factory=list)
    number: str = ""
    position: int | None = None

    def add(self, role: str, number: str) -> None:
        """What one name says beside itself: each role once, of several numbers the lowest."""
        if role and role not in self.roles:
            self.roles.append(role)
        found = volumes(number) if number else None
        if number and (not self.number or (found and (self.position is None or found[0] < self.position))):
            self.number, self.position = number, found[0] if found else None


def told(cursor: Any, works: Sequence[UUID]) -> dict[tuple[UUID, UUID], Told]:
    """(heading, work) → what is said, for the live editions of these works."""
    cursor.execute(_SAID, [list(works)])
    found: dict[tuple[UUID, UUID], Told] = {}
    for work, people, roles, subjects, series, numbers, year in cursor.fetchall():
        for kind, form, role, number in _named(people, roles, subjects, series, numbers):
            key = heading_key(kind, form)
            if key:
                place = (heading_id(kind, key), work)
                one = found.get(place) or found.setdefault(place, Told(kind, key, form[:LONGEST_FORM], 0))
                one.year = max(one.year, year)
                one.add(role, number)
    return found


def _named(
    people: Sequence[str], roles: Sequence[str], subjects: Sequence[str], series: Sequence[str], numbers: Sequence[str]
) -> Iterator[tuple[Kind, str, str, str]]:
    """Kind, form, role, number; a divided subject also lies under those it divides."""
    for name, role in zip(people, roles, strict=True):
        yield "author", name, role, ""
    for name in subjects:
        yield "subject", name, "", ""
        for wider in broader(name):
            yield "subject", wider, "", ""
    for place, name in enumerate(series):
        yield "series", name, "", numbers[place] if place < len(numbers) else ""
