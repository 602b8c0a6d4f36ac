"""A MARC record in memory: leader, and fields in their order."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One variable field. A control field (00X) has `data` and no subfields."""

    tag: str
    data: str = ""
    indicators: str = "  "
    subfields: tuple[tuple[str, str], ...] = ()

    def first(self, code: str) -> str:
        """The first subfield of a code, stripped; empty when there is none."""
        return next((value.strip() for name, value in self.subfields if name == code), "")

    def all(self, codes: str) -> list[str]:
        """Every subfield whose code is among `codes`, in the field's own order, stripped, blanks left out."""
        return [value.strip() for name, value in self.subfields if name in codes and value.strip()]


@dataclass(frozen=True, slots=True)
class Record:
    """A leader of 24 characters and the fields."""

    leader: str
    fields: tuple[Field, ...]

    def get(self, *tags: str) -> Iterator[Field]:
        """Fields of any of these tags, in the record's own order."""
        return (field for field in self.fields if field.tag in tags)

    def control(self, tag: str) -> str:
        """The data of the first control field of a tag; empty when there is none."""
        return next((field.data for field in self.fields if field.tag == tag), "")

    def linked(self, tag: str) -> Iterator[Field]:
        """The 880 fields that give `tag` in another script ($6 `245-01/...`)."""
        return (field for field in self.get("880") if field.first("6").startswith(tag + "-"))
