"""From the bytes of one record to everything that is kept of it: what it says, what it is found by, its copies.

Plain data all through, so that it can be done in another process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from rianru.kernel.formats import marc
from rianru.kernel.formats.marc.forms import Form
from rianru.kernel.ids import new_texts
from rianru.kernel.matching import keys, traits
from rianru.kernel.thai import sort_key_normal

VERSION = 2  # of what the reader makes of the same bytes; a higher one reads every record anew when it comes again
_NOT_PLAIN = ("control_number", "people", "links")
_PLAIN = tuple(each.name for each in fields(marc.Description) if each.name not in _NOT_PLAIN)
_VALUES = attrgetter(*_PLAIN)
# LDR/06 of what is no bibliographic record → why it is not taken
_OTHER_RECORDS = {**dict.fromkeys("uvxy", "holdings_record"), "z": "authority_record", "w": "authority_record"}
LONGEST_NUMBER = 200  # characters; a longer one fits no index
MOST_COPIES = 10_000  # of one record


class Row(NamedTuple):
    """A record that can be kept. `said`: JSON of what it says, without what is empty (`values`); `traits`: JSON of what
    of it counts in matching (Traits.stored); `keys`: what it is found by.
    """

    id: str
    control_number: str
    encoding: str
    repairs: tuple[str, ...]
    losses: tuple[str, ...]
    deleted: bool
    said: str
    traits: str
    keys: list[int]
    holdings: tuple[marc.Holding, ...]

    @property
    def title(self) -> str:
        """Empty for a deletion without one."""
        title: str = orjson.loads(self.said).get("title", "")
        return title


class Rejected(NamedTuple):
    """A record that cannot be kept: the code of why (form_words.ERRORS), and what is known of it."""

    reason: str
    control_number: str = ""
    title: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """How the records of one source are read; `read_with` changes whenever the rules, or a mapping, do."""

    form: Form
    holdings: marc.HoldingsMapping
    fields: marc.FieldMapping
    read_with: str

    @classmethod
    def of(
        cls, form: Form, *, holdings: dict[str, Any], fields: dict[str, Any], encoding: str, columns: Sequence[str]
    ) -> Reader:
        """With a source's own mappings as they are stored. Refuses with MappingWrong what is none."""
        rules = json.dumps([holdings, fields, encoding, list(columns)], sort_keys=True)
        return cls(
            form, marc.HoldingsMapping.parse(holdings), marc.FieldMapping.parse(fields),
            f"{VERSION}-{hashlib.sha256(rules.encode()).hexdigest()[:16]}",
        )

    def read_all(self, records: Sequence[tuple[bytes, bytes]]) -> list[Row | Rejected]:
        """Records, each as its bytes and their SHA-256, in their order."""
        return [self.read(raw, digest) for raw, digest in records]

    def read(self, raw: bytes, digest: bytes) -> Row | Rejected:
        """One record, however broken. Never raises for anything that stands in a file."""
        treatment = self.form.treat(raw)
        record = treatment.record
        if record is None:
            return Rejected(treatment.error, encoding=treatment.encoding)
        said = marc.describe(record, self.fields)
        number, repairs = said.control_number, treatment.repairs
        if not number:
            number, repairs = f"x{digest.hex()[:24]}", (*repairs, "control_number_made")
        copies = tuple(marc.holdings(record, self.holdings))
        deleted = record.leader[5:6] == "d"
        reason = _unusable(number, said, copies, deleted, record.leader[6:7])
        if reason:
            return Rejected(reason, number[:LONGEST_NUMBER], said.title[:200], treatment.encoding)
        found = traits(said)
        return Row(
            new_texts(1)[0], number, treatment.encoding, repairs, treatment.losses, deleted,
            orjson.dumps(values(said)).decode(), found.stored(), keys(found), copies,
        )


def _unusable(
    number: str, said: marc.Description, copies: Sequence[marc.Holding], deleted: bool, kind: str
) -> str:
    if len(number) > LONGEST_NUMBER:
        return "number_long"
    if not said.title and not deleted:
        return _OTHER_RECORDS.get(kind, "no_title")
    return "too_many_copies" if len(copies) > MOST_COPIES else ""


def values(said: marc.Description) -> dict[str, Any]:
    """What a description says as columns of an edition: those that are not empty, and the title's place in order."""
    found = {name: value for name, value in zip(_PLAIN, _VALUES(said), strict=True) if value}
    found["title_sort"] = sort_key_normal(said.title)
    if said.people:
        found["people"] = [person.name for person in said.people]
        found["roles"] = [person.role for person in said.people]
    if said.links:
        found["links"] = [link.url for link in said.links]
        found["link_labels"] = [link.label for link in said.links]
    return found
