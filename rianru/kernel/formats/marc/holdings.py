"""Copies a record speaks of. Where they stand is local to each library system, so every source has its own mapping."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.money import AmountUnclear, parse_baht
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

_TAG: Final = re.compile(r"[0-9A-Z]{3}", re.ASCII)
_CODES: Final = re.compile(r"[a-z0-9]*", re.ASCII)
_MAPS: Final = ("branches", "flags")
_ITEMS: Final = ("876", "877", "878")  # items of a basic unit, of supplements, of indexes
_PIECES: Final = ("863", "864", "865")  # enumeration of the same, with a barcode where there is one item
_PRICE_SIGN: Final = re.compile(r"^(?:[Pp](?=\s*[0-9๐-๙])|ราคา|price)\s*:?\s*|\s*(?:\.-|บ\.|-)$", re.IGNORECASE)


class MappingWrong(Refused):
    """A mapping of holdings or of fields does not have the shape that HoldingsMapping or FieldMapping describes."""

    code = "marc.mapping_wrong"
    status = 422
    says = T(
        "ตารางจับคู่ไม่ถูกต้องที่ {part} ดูตัวอย่างใน docs/catalogue.md",
        "The mapping is wrong at {part}. See the example in docs/catalogue.md.",
    )


@dataclass(frozen=True, slots=True)
class HoldingsMapping:
    """Which field and subfields hold a copy; without anything said, 852 as MARC 21 has it.

    Call number and note join their subfields in the record's order; branch, barcode, copy, shelf, price and status take
    the first of theirs that says something, in the order in which they are named here. `named` has the usual systems.
    """

    tag: str = "852"
    branch: str = "b"
    barcode: str = "p"
    call_number: str = "khi"
    copy: str = "t"
    shelf: str = "c"
    price: str = "9"
    status: str = ""
    note: str = "xz"
    flags: Mapping[str, str] = field(default_factory=dict)
    """A subfield that is neither blank nor 0 → the status that it stands for (Koha's 1 → lost)."""
    branches: Mapping[str, str] = field(default_factory=dict)
    """A branch as the source writes it → our code of the space; branches not named here stand for themselves."""

    @classmethod
    def named(cls, system: str) -> "HoldingsMapping":
        """The usual mapping of `852`, `koha` or `sierra`. Refuses other names with MappingWrong."""
        if system not in PRESETS:
            raise MappingWrong(part=f"preset: {system}")
        return PRESETS[system]

    @classmethod
    def parse(cls, value: Mapping[str, Any]) -> "HoldingsMapping":
        """From stored JSON; refuses unknown keys, wrong types and tags that are not three signs.

        `preset` names a system to begin with; every other key replaces its part.
        """
        known = set(cls.__dataclass_fields__)
        for key, part in value.items():
            texts = [*part, *part.values()] if key in _MAPS and isinstance(part, dict) else [part]
            right = (key in _MAPS) == isinstance(part, dict) and all(isinstance(text, str) for text in texts)
            if not right or (key not in known and key != "preset"):
                raise MappingWrong(part=key)
            if key not in (*_MAPS, "tag", "preset") and not _CODES.fullmatch(part):
                raise MappingWrong(part=key)
        made = replace(
            cls.named(value.get("preset", "852")), **{key: part for key, part in value.items() if key != "preset"}
        )
        if not _TAG.fullmatch(made.tag):
            raise MappingWrong(part="tag")
        if not all(len(code) == 1 for code in made.flags):
            raise MappingWrong(part="flags")
        return made


PRESETS: Final = {
    "852": HoldingsMapping(),
    "koha": HoldingsMapping(
        tag="952", branch="ba", call_number="o", price="vg", note="zx",
        flags={"0": "withdrawn", "1": "lost", "4": "damaged", "7": "not for loan"},
    ),
    "sierra": HoldingsMapping(
        tag="945", branch="l", barcode="i", call_number="abk", copy="g", shelf="", price="p", status="s", note="n"
    ),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One copy: the code of its space, and what the label says.

    `price` is in satang; none where there is none, where it is nought, and where it is not in baht. `status` and `note`
    are the source's own words; `note` is for staff.
    """

    space_code: str
    barcode: str = ""
    call_number: str = ""
    copy: str = ""
    shelf: str = ""
    price: int | None = None
    status: str = ""
    note: str = ""


def holdings(record: Record, mapping: HoldingsMapping) -> Iterator[Holding]:
    """The copies in a record, in its own order; a field without a branch is left out.

    With 852, items written beside it (876-878, or 863-865 with a barcode) are copies of the 852 that their $8 names, or
    of the one before them.
    """
    own = list(record.get(mapping.tag))
    items = _items_of(record, own) if own and mapping.tag == "852" else {}
    for place, found in enumerate(own):
        shelf = _holding(found, mapping)
        if shelf is None:
            continue
        if place in items:
            yield from (_item(shelf, item) for item in items[place])
        else:
            yield shelf


def price_in(text: str) -> int | None:
    """Satang from a price as written (`250`, `250.00 บาท`, `฿250`, `๒๕๐.-`); none for nought and other currencies."""
    if not text:
        return None
    try:
        return parse_baht(_PRICE_SIGN.sub("", normalise(text))) or None
    except AmountUnclear:
        return None


def _holding(found: Field, mapping: HoldingsMapping) -> Holding | None:
    said: dict[str, str] = {}
    for code, value in found.subfields:
        if code not in said and (value := value.strip()):
            said[code] = value
    branch = _first(said, mapping.branch)
    if not branch:
        return None
    return Holding(
        space_code=mapping.branches.get(branch, branch),
        barcode=_first(said, mapping.barcode),
        call_number=_joined(found, mapping.call_number),
        copy=_first(said, mapping.copy),
        shelf=_first(said, mapping.shelf),
        price=price_in(_first(said, mapping.price)),
        status=_status(said, mapping),
        note=_joined(found, mapping.note),
    )


def _status(said: Mapping[str, str], mapping: HoldingsMapping) -> str:
    """As written; a lone hyphen is Sierra's word for available."""
    words = [_first(said, mapping.status).strip("-")]
    words += [word for code, word in mapping.flags.items() if said.get(code, "0") != "0"]
    return ", ".join(filter(None, words))


def _first(said: Mapping[str, str], codes: str) -> str:
    for code in codes:
        if code in said:
            return normalise(said[code])
    return ""


def _joined(found: Field, codes: str) -> str:
    texts = [value for code, value in found.subfields if code in codes]
    return normalise(" ".join(texts)) if texts else ""


def _items_of(record: Record, own: list[Field]) -> dict[int, list[Field]]:
    """Items by the place of their 852 among `own`."""
    tags = _ITEMS if next(record.get(*_ITEMS), None) else _PIECES
    links = {link: place for place, one in enumerate(own) if (link := _link(one))}
    items: dict[int, list[Field]] = {}
    last = -1
    for found in record.fields:
        if found.tag == "852":
            last += 1
        elif found.tag in tags and (found.first("p") or found.tag in _ITEMS):
            items.setdefault(links.get(_link(found), max(last, 0)), []).append(found)
    return items


def _link(found: Field) -> str:
    """The linking number of $8: `1.2` and `1.1\\\\a` belong to `1`."""
    return found.first("8").partition(".")[0].partition("\\")[0]


def _item(shelf: Holding, item: Field) -> Holding:
    """A copy with what 876-878 or 863-865 say of it: $p barcode, $t copy, $c cost, $j status, $x and $z notes."""
    described = item.tag in _ITEMS
    return replace(
        shelf,
        barcode=normalise(item.first("p")) or shelf.barcode,
        copy=normalise(item.first("t")) or shelf.copy,
        price=(price_in(item.first("c")) if described else None) or shelf.price,
        status=(normalise(item.first("j")) if described else "") or shelf.status,
        note=" ".join(filter(None, (shelf.note, _joined(item, "xz")))),
    )
