"""From the bytes of one record to everything that is stored of it. Nothing here asks the database."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rianru.catalogue.actions import columns
from rianru.catalogue.models import Import, Source
from rianru.kernel.formats import marc
from rianru.kernel.formats.marc.forms import Form
from rianru.kernel.ids import new_id
from rianru.kernel.matching import Traits, keys, traits
from rianru.kernel.thai import sort_key

VERSION = 1  # of what the reader makes of the same bytes; a higher one reads every record anew when it comes again
_PLAIN = tuple(name for name in columns.NAMES if name not in ("title_sort", "people", "roles", "links", "link_labels"))
LONGEST_NUMBER = 200  # characters; a longer one fits no index
MOST_COPIES = 10_000  # of one record


@dataclass(slots=True)
class Row:
    """A record that can be stored: its bytes, how they were read, what it says, its copies, what it is found by."""

    id: UUID
    chunk: marc.Chunk
    digest: bytes
    treatment: marc.Treatment
    description: marc.Description
    holdings: tuple[marc.Holding, ...]
    deleted: bool
    traits: Traits
    keys: list[int]
    title_sort: str


@dataclass(slots=True)
class Rejected:
    """A record that cannot be stored, and why."""

    chunk: marc.Chunk
    reason: str
    control_number: str = ""
    title: str = ""
    encoding: str = ""


@dataclass(slots=True)
class Reader:
    """How the records of one source are read."""

    form: Form
    holdings: marc.HoldingsMapping
    fields: marc.FieldMapping
    read_with: str
    common: set[int] = field(default_factory=set)  # keys that too many records share: settling.Fresh

    @classmethod
    def of(cls, source: Source, form: Form, columns: Sequence[str]) -> "Reader":
        """With the source's own mappings; `read_with` changes whenever one of them does."""
        rules = json.dumps([source.holdings, source.fields, source.encoding, list(columns)], sort_keys=True)
        return cls(
            form, marc.HoldingsMapping.parse(source.holdings), marc.FieldMapping.parse(source.fields),
            f"{VERSION}-{hashlib.sha256(rules.encode()).hexdigest()[:16]}",
        )

    def read(self, chunk: marc.Chunk, digest: bytes) -> Row | Rejected:
        """One record, however broken. Never raises for anything that stands in a file."""
        if chunk.too_long:
            return Rejected(chunk, "too_long")
        treatment = self.form.treat(chunk.raw)
        record = treatment.record
        if record is None:
            return Rejected(chunk, treatment.error, encoding=treatment.encoding)
        said = marc.describe(record, self.fields)
        number = said.control_number
        if not number:
            number = said.control_number = f"x{digest.hex()[:24]}"
            treatment.repairs = (*treatment.repairs, "control_number_made")
        copies = tuple(marc.holdings(record, self.holdings))
        deleted = record.leader[5:6] == "d"
        reason = _unusable(said, copies, deleted)
        if reason:
            return Rejected(chunk, reason, number[:LONGEST_NUMBER], said.title[:200], treatment.encoding)
        found = traits(said)
        return Row(
            new_id(), chunk, digest, treatment, said, copies, deleted, found, keys(found), sort_key(said.title)
        )


def _unusable(said: marc.Description, copies: Sequence[marc.Holding], deleted: bool) -> str:
    if len(said.control_number) > LONGEST_NUMBER:
        return "number_long"
    if not said.title and not deleted:
        return "no_title"
    return "too_many_copies" if len(copies) > MOST_COPIES else ""


def described(said: marc.Description, title_sort: str) -> dict[str, Any]:
    """The columns of a reading that are not empty."""
    found = {name: value for name in _PLAIN if (value := getattr(said, name))}
    found["title_sort"] = title_sort
    if said.people:
        found["people"] = [person.name for person in said.people]
        found["roles"] = [person.role for person in said.people]
    if said.links:
        found["links"] = [link.url for link in said.links]
        found["link_labels"] = [link.label for link in said.links]
    return found


def form_of(run: Import) -> dict[str, Any]:
    """How a file is opened again: the arguments of `forms.open_form` beside the stream."""
    return {"name": run.form, "columns": run.columns or None, "encoding": run.source.encoding}
