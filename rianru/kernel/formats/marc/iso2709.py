"""Splitting and reading ISO 2709: by record terminators; then directory tags are paired with fields in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

RECORD_END, FIELD_END, SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
CHUNK = 1 << 20
LEADER = 24
FIRST = 1 << 17  # the directory of the longest record ends before this
_BLANKS = b"\x00\r\n \t"
LONGEST = 8 << 20  # bytes of one record: ISO 2709 allows 99,999; broken exports go beyond, junk without an end further


class NotMarc(Refused):
    """The file as a whole is not MARC."""

    code = "marc.not_marc"
    status = 422
    says = T(
        "ไฟล์นี้ไม่ใช่ MARC (ISO 2709): {reason} ส่งออกใหม่จากระบบห้องสมุดเป็น MARC 21 (.mrc) แล้วลองอีกครั้ง",
        "This file is not MARC (ISO 2709): {reason}. Export it again from the library system as MARC 21 (.mrc).",
    )


class Unreadable(Exception):
    """One record cannot be read. `reason` is a short code: cut, too_long, leader, directory, fields, encoding."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Readable(Protocol):
    """What `split` needs of a file."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes."""

    def seek(self, offset: int, whence: int = ..., /) -> object:
        """Moves to an offset."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bytes of one record with its terminator: its number in the file from 1, its offset and the one behind it.

    `cut`: it has no terminator, or is longer than LONGEST; then only its first bytes are kept.
    """

    number: int
    offset: int
    raw: bytes
    end: int
    cut: bool = False

    @property
    def too_long(self) -> bool:
        """Whether it is longer than any record may be."""
        return self.end - self.offset > LONGEST + 1


def split(stream: Readable, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
    """The records of a file from `offset` on, in bounded memory; NUL, CR, LF and blanks between records are skipped.

    Refuses with NotMarc when the first bytes are not a leader or the file is empty. A last piece without terminator,
    or one longer than LONGEST, is given with `cut`; the records behind it are read.
    """
    rest, at, left_out = b"", offset, 0  # left_out: bytes behind `rest` of a piece that is too long
    if offset == 0:
        _look(stream)
    while block := stream.read(CHUNK):
        *pieces, rest = (rest + block).split(RECORD_END)
        for piece in pieces:
            raw, end = piece.lstrip(_BLANKS), at + left_out + len(piece) + 1
            if raw:
                number += 1
                yield Chunk(number, at + len(piece) - len(raw), raw + RECORD_END, end, cut=left_out > 0)
            at, left_out = end, 0
        if not left_out:
            at, rest = at + len(rest) - len(rest.lstrip(_BLANKS)), rest.lstrip(_BLANKS)
        if left_out or len(rest) > LONGEST:
            left_out, rest = left_out + len(rest) - LEADER, rest[:LEADER]
    tail = rest.lstrip(_BLANKS + b"\x1a")
    if tail:
        start = at + len(rest) - len(tail)
        yield Chunk(number + 1, start, tail.rstrip(_BLANKS + b"\x1a"), at + left_out + len(rest), cut=True)


def _look(stream: Readable) -> None:
    start = stream.read(FIRST)
    stream.seek(-len(start), 1)
    head = start.lstrip(b"\xef\xbb\xbf" + _BLANKS)
    if not head:
        raise NotMarc(reason=T("ไฟล์ว่าง", "the file is empty"))
    if head[:1] in b"<{[":
        raise NotMarc(reason=T("เป็น XML หรือ JSON", "it is XML or JSON"))
    if head[:2] in (b"PK", b"\x1f\x8b"):
        raise NotMarc(reason=T("เป็นไฟล์บีบอัด ให้แตกไฟล์ก่อน", "it is a compressed file; unpack it first"))
    if len(head) < LEADER or not head[:4].isdigit() or FIELD_END in head[:LEADER] or SUBFIELD in head[:LEADER]:
        raise NotMarc(reason=T("ไม่พบหัวระเบียน 24 ตัวอักษร", "no leader of 24 characters at its beginning"))
    if FIELD_END not in head:
        raise NotMarc(reason=T("ไม่พบเครื่องหมายจบเขตข้อมูล", "no field ends where a record would have one"))


def read(raw: bytes) -> Record:
    """The record in `raw` (with its terminator), in UTF-8. Unreadable says why it cannot be read."""
    if not raw.endswith(RECORD_END):
        raise Unreadable("cut")
    if len(raw) > LONGEST:
        raise Unreadable("too_long")
    directory, *bodies = raw[:-1].split(FIELD_END)
    if len(directory) < 24:
        raise Unreadable("leader")
    leader, entries = directory[:24], directory[24:]
    if bodies and not bodies[-1]:
        bodies.pop()
    if len(entries) % 12 or not bodies:
        raise Unreadable("directory")
    if len(entries) // 12 != len(bodies):
        raise Unreadable("fields")
    try:
        tags = [entries[start : start + 3].decode("ascii") for start in range(0, len(entries), 12)]
        fields = tuple(_field(tag, body) for tag, body in zip(tags, bodies, strict=True))
        return Record(leader.decode("ascii"), fields)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error


def _field(tag: str, body: bytes) -> Field:
    text = body.decode("utf-8")
    if tag < "010":
        return Field(tag, data=text)
    indicators, *parts = text.split("\x1f")
    subfields = tuple((part[0], part[1:]) for part in parts if part)
    return Field(tag, indicators=indicators[:2].ljust(2), subfields=subfields)
