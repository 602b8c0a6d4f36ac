"""What one object looks like to the search index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

BETWEEN = " ; "  # between the titles, and between the names, of one object


@dataclass(frozen=True, slots=True)
class Document:
    """Plain text by field, not yet segmented. `numbers` are found whole (ISBN, barcode, call number).

    `facets`: values by which results are counted and narrowed, by a name of schema.FACETS. `copies`: how many there are
    of it for people to use (copies of a work, works of an author); more lift it gently. `arrived_at`: when it came.
    """

    id: UUID
    kind: str
    title: str
    people: str = ""
    subjects: str = ""
    series: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    year: int | None = None
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    copies: int = 0
    arrived_at: datetime | None = None
