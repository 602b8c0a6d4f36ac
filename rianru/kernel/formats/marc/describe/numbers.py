"""Numbers: control number, ISBN, ISSN, identifiers, call number, links."""

import re
from typing import Final

from rianru.kernel.formats import isbn
from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean, joined, once
from rianru.kernel.formats.marc.description import Link
from rianru.kernel.formats.marc.record import Field

_OCLC: Final = re.compile(r"^\(ocolc\)\s*(?:ocm|ocn|on)?\s*0*(\d+)", re.I)
_OCLC_BARE: Final = re.compile(r"^(?:ocm|ocn|on)\s?0*(\d{6,})\s*$")
_DOI: Final = re.compile(r"(?:doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)
_SCHEMES: Final = {"0": "isrc", "1": "upc", "2": "ismn", "3": "ean", "4": "sici"}  # 024, first indicator
_CALL_REST: Final = ("060", "055", "080", "070")
_CALL_ORDER: Final = {tag: at for at, tag in enumerate(("090", "099", "092", "082", "050", "086", *_CALL_REST))}
_CALL_WHOLE: Final = frozenset({"099", "092"})  # local numbers, written a line a subfield
_CLOSED: Final = re.compile(
    r"restricted|subscri|authori[sz]ed users|members only|campus|login required|จำกัดการเข้าถึง|จำกัดสิทธิ์|เฉพาะสมาชิก|"
    r"เฉพาะผู้มีสิทธิ์|เฉพาะเครือข่าย|เฉพาะนักศึกษา|ต้องเข้าสู่ระบบ",
    re.I,
)


def control_number(fields: Gathered) -> str:
    """001; else 035 $a, 999 $c or 090 $c (Koha's own number); empty when there is none."""
    for about in ("own_number", "number"):
        for field in fields.get(about, ()):
            if found := (field.data or field.first("a")).replace("\0", "").strip():
                return found
    for field in fields.get("system", ()):
        if found := field.first("a"):
            return found
    for field in fields.get("koha", ()):
        if found := field.first("c"):
            return found
    for field in fields.get("call", ()):
        if field.tag == "090" and (found := field.first("c")).isdigit():
            return found
    return ""


def isbns(fields: Gathered) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """13 digits each once; one for one what kind of copy they are of; wrong numbers as written without hyphens."""
    right: dict[str, str] = {}
    wrong: dict[str, None] = {}
    for field in fields.get("isbn", ()):
        found: list[isbn.Found] = []
        notes: list[str] = []
        for code, value in field.subfields:
            if code == "a":
                found += isbn.find(value.strip())
            elif code == "q":
                notes.append(clean(value).strip("() "))
            elif code == "z":
                wrong.update((one.written, None) for one in isbn.find(value.strip()))
        for place, one in enumerate(found):
            if not one.isbn:
                wrong[one.written] = None
                continue
            note = one.note or (", ".join(notes) if len(found) == 1 else "".join(notes[place : place + 1]))
            right[one.isbn] = right.get(one.isbn) or note
    if not wrong:
        return tuple(right), tuple(right.values()), ()
    return tuple(right), tuple(right.values()), tuple(one for one in wrong if (isbn.to_13(one) or one) not in right)


def issns(fields: Gathered) -> tuple[str, ...]:
    """Right numbers of eight signs, each once."""
    found = fields.get("issn")
    return once(isbn.issn(field.first("a")) for field in found) if found else ()


def identifiers(fields: Gathered) -> tuple[str, ...]:
    """Other numbers with their system, each once: lccn, nbn, oclc, those of 024 by name, 035 as written."""
    found: dict[str, None] = {}
    for field in fields.get("lccn", ()):
        if number := lccn(field.first("a")):
            found[f"lccn:{number}"] = None
    for field in fields.get("national", ()):
        if number := field.first("a"):
            found[f"nbn:{number}"] = None
    for field in fields.get("standard", ()):
        if text := _standard(field):
            found[text] = None
    for field in fields.get("system", ()):
        if text := _system(field):
            found[text] = None
    for field in fields.get("links", ()):
        for code, value in field.subfields:
            if code == "u" and "doi.org/10." in value and (doi := _DOI.search(value)):
                found[f"doi:{doi[1].lower()}"] = None
    return tuple(found)


def lccn(text: str) -> str:
    """A Library of Congress number in its one form: `   85-2 /AC/r842` is `85000002`."""
    bare = text.replace(" ", "").partition("/")[0]
    head, hyphen, tail = bare.partition("-")
    return f"{head}{tail.zfill(6)}" if hyphen else bare


def _standard(field: Field) -> str:
    number, kind = field.first("a"), field.indicators[:1]
    if not number:
        return ""
    if kind == "7":
        scheme = field.first("2").lower()
        doi = _DOI.search(number) if scheme == "doi" else None
        return f"doi:{doi[1].lower()}" if doi else f"{scheme or 'other'}:{number}"
    return f"{_SCHEMES.get(kind, 'other')}:{isbn.bare(number) if kind in '0123' else number}"


def _system(field: Field) -> str:
    for code, value in field.subfields:
        if code == "a" and (number := value.strip()):
            if number.startswith("(OCoLC)") and number[7:].isdecimal():
                return f"oclc:{number[7:].lstrip('0')}"
            oclc = _OCLC.match(number) or _OCLC_BARE.match(number)
            return f"oclc:{oclc[1]}" if oclc else f"035:{number}"
    return ""


def call_number(fields: Gathered) -> str:
    """The first there is of 090, 099, 092, 082, 050, 086, 852 (k h i), 060, 055, 080, 070."""
    found = fields.get("call", [])
    for field in sorted(found, key=_call_rank) if len(found) > 1 else found:
        if field.tag in _CALL_REST:
            break
        if text := _class(field):
            return text
    for field in fields.get("shelf", ()):
        if text := joined(field, "khi"):
            return text
    return next((text for field in sorted(found, key=_call_rank) if (text := _class(field))), "") if found else ""


def _call_rank(field: Field) -> int:
    return _CALL_ORDER[field.tag]


def _class(field: Field) -> str:
    if field.tag in _CALL_WHOLE:
        return joined(field, "ab")
    first: list[str] = []
    for code, value in field.subfields:
        if code == "b" or (code == "a" and not first):
            first.append(value)
    text = clean(" ".join(first)) if first else ""
    return text.replace("/", "").replace("'", "") if field.tag == "082" else text


def links(fields: Gathered) -> tuple[Link, ...]:
    """Addresses, each once, with the record's word for what is there ($y, $3, $z)."""
    if "links" not in fields:
        return ()
    found: dict[str, Link] = {}
    for field in fields["links"]:
        label = clean(field.first("y") or field.first("3") or field.first("z"))
        for code, value in field.subfields:
            if code == "u" and (url := value.strip()) and url not in found:
                found[url] = Link(url, label)
    return tuple(found.values())


def restricted(fields: Gathered) -> bool:
    """506 with first indicator 1, or links that all say that not everybody may follow ($7 1, or words in $z n 3 y)."""
    for field in fields.get("access", ()):
        if field.indicators[:1] == "1":
            return True
    if "links" not in fields:
        return False
    found = [field for field in fields["links"] if field.first("u")]
    return bool(found) and all(map(_closed, found))


def _closed(field: Field) -> bool:
    if (access := field.first("7")) in ("0", "1"):
        return access == "1"
    return any(code in "zn3y" and _CLOSED.search(value) is not None for code, value in field.subfields)
