"""Small MARC records for tests, and the ways in which real files are broken."""

from typing import Any

from rianru.kernel.formats.marc import Field, Record
from rianru.kernel.formats.marc.write import write

LEADER = "00000nam a2200000 a 4500"
FIXED = "261121s2569    th a          000 0 tha d"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
NO_MARC = {
    "empty": b"",
    "blanks": b"\x00\r\n \t" * 20,
    "byte order mark": b"\xef\xbb\xbf",
    "xml": b'<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"></collection>',
    "xml behind a mark": b"\xef\xbb\xbf<?xml version='1.0'?><collection/>",
    "json": b'{"leader": "00000nam a2200000 a 4500", "fields": []}',
    "json list": b'[{"leader": "00000nam a2200000 a 4500"}]',
    "zip": b"PK\x03\x04" + bytes(60),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(60),
    "text": "รายชื่อหนังสือของห้องสมุดประชาชน\n".encode() * 9,
    "a table of numbers": b"9786161234567,Title,Author,2569\n" * 9,
    "png": PNG,
    "pdf": b"%PDF-1.7\n" + bytes(60),
    "23 bytes": b"00000nam a2200000 a 450",
}


def field(tag: str, *pairs: str, ind: str = "  ") -> Field:
    """`field("245", "a", "ชื่อเรื่อง", "c", "ผู้แต่ง")`."""
    return Field(tag, indicators=ind, subfields=tuple(zip(pairs[::2], pairs[1::2], strict=True)))


def copy(branch: str, barcode: str, *, call_number: str = "") -> Field:
    """A copy in field 852, as the mapping has it unless told otherwise."""
    return field("852", "b", branch, "p", barcode, *(("h", call_number) if call_number else ()))


def record(
    number: str, title: str | None = "พระอภัยมณี", *more: Field, leader: str = LEADER, fixed: str = FIXED
) -> Record:
    """A record in memory; without `title` it has no 245."""
    titles = () if title is None else (field("245", "a", title, ind="00"),)
    return Record(leader, (Field("001", data=number), Field("008", data=fixed), *titles, *more))


def marc(number: str, title: str | None = "พระอภัยมณี", *more: Field) -> bytes:
    """The same as bytes."""
    return write(record(number, title, *more))


def raw_with(number: bytes, body: bytes) -> bytes:
    """A record of two fields, 001 and 245, with bytes that no writer would write."""
    return b"".join([LEADER.encode(), b"001000000000", b"245000000000", b"\x1e", number, b"\x1e", body, b"\x1e\x1d"])


def book(
    number: str, title: str = "พระอภัยมณี", *more: Field, author: str = "", year: int | str = 2543, pages: int = 0,
    publisher: str = "", isbn: str = "", edition: str = "", language: str = "tha", leader: str = LEADER,
) -> Record:
    """A record in memory as a library would write it; years as written, Buddhist or common, and what is empty left out."""
    parts = [field("245", "a", title, ind="00")]
    if author:
        parts.append(field("100", "a", author, ind="0 "))
    if isbn:
        parts.append(field("020", "a", isbn))
    if edition:
        parts.append(field("250", "a", edition))
    printed = [pair for pair in (("b", publisher), ("c", str(year) if year else "")) if pair[1]]
    if printed:
        parts.append(field("264", *(text for pair in printed for text in pair), ind=" 1"))
    if pages:
        parts.append(field("300", "a", f"{pages} หน้า"))
    fixed = f"261121s{year or '    '}    th a          000 0 {language} d"
    return Record(leader, (Field("001", data=number), Field("008", data=fixed), *parts, *more))


FOUR: dict[str, Any] = {"author": "คึกฤทธิ์ ปราโมช", "year": 2543, "pages": 300, "isbn": "9789749906477"}


def four(number: str, *more: Field, **values: Any) -> Record:
    """One book that several libraries have, with all that tells that it is the same; `values` make another edition."""
    return book(number, "สี่แผ่นดิน", *more, **(FOUR | values))


def gone(number: str) -> bytes:
    """A record by which its source says that it is gone."""
    return write(Record("00000dam a2200000 a 4500", (Field("001", data=number),)))


def deleted(of: Record) -> bytes:
    """The same record, whole, with the leader's word that it is deleted."""
    return write(Record(of.leader[:5] + "d" + of.leader[6:], of.fields))
