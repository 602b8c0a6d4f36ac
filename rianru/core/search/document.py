"""What one object looks like to the search index."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Document:
    """Plain text by field, not yet segmented. `numbers` are found whole (ISBN, barcode, call number)."""

    id: UUID
    kind: str
    title: str
    people: str = ""
    subjects: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    year: int | None = None
