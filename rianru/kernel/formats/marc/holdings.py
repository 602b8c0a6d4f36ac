"""Copies a record speaks of. Where they stand is local to each library system, so every source has its own mapping."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rianru.kernel.formats.marc.record import Record
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T


class MappingWrong(Refused):
    """A holdings mapping does not have the shape that HoldingsMapping describes."""

    code = "marc.mapping_wrong"
    status = 422
    says = T(
        "ตารางจับคู่ตัวเล่มไม่ถูกต้องที่ {part} ดูตัวอย่างใน docs/catalogue.md",
        "The holdings mapping is wrong at {part}. See the example in docs/catalogue.md.",
    )


@dataclass(frozen=True, slots=True)
class HoldingsMapping:
    """Which field and subfields hold a copy: Koha 952 (b p o t), Sierra 945, 852 (b p h i t) or a local one."""

    tag: str = "852"
    branch: str = "b"
    barcode: str = "p"
    call_number: str = "hi"
    copy: str = "t"
    shelf: str = "c"
    branches: Mapping[str, str] = field(default_factory=dict)
    """A branch as the source writes it → our code of the space; branches not named here stand for themselves."""

    @classmethod
    def parse(cls, value: Mapping[str, Any]) -> "HoldingsMapping":
        """From stored JSON; refuses unknown keys, wrong types and tags that are not three digits."""
        known = set(cls.__dataclass_fields__)
        for key, part in value.items():
            texts = part.values() if key == "branches" and isinstance(part, dict) else [part]
            right = (key == "branches") == isinstance(part, dict) and all(isinstance(text, str) for text in texts)
            if key not in known or not right:
                raise MappingWrong(part=key)
        made = cls(**value)
        if not (len(made.tag) == 3 and made.tag.isdigit()):
            raise MappingWrong(part="tag")
        return made


@dataclass(frozen=True, slots=True)
class Holding:
    """One copy: the code of its space, and what the label says."""

    space_code: str
    barcode: str = ""
    call_number: str = ""
    copy: str = ""
    shelf: str = ""


def holdings(record: Record, mapping: HoldingsMapping) -> Iterator[Holding]:
    """The copies in a record, in its own order; a field without a branch is left out."""
    for found in record.get(mapping.tag):
        branch, barcode, call_number, copy, shelf = (
            normalise(" ".join(found.all(codes)))
            for codes in (mapping.branch, mapping.barcode, mapping.call_number, mapping.copy, mapping.shelf)
        )
        if branch:
            yield Holding(mapping.branches.get(branch, branch), barcode, call_number, copy, shelf)
