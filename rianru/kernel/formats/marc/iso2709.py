"""Splitting ISO 2709 by its terminators, and the strict reading of one record. The doctor reads what is broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rianru.kernel.formats.marc.record import Record
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

RECORD_END, FIELD_END, SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
CHUNK = 1 << 20
LEADER = 24
FIRST = 1 << 17  # the directory of the longest record ends before this
LONGEST_DIRECTORY = 1 << 14  # where a first record of nonsense is looked at for one
_BLANKS = b"\x00\r\n \t"
# A leader and the beginning of its directory.
_HEAD = re.compile(rb"[0-9 ]{5}[a-z ][a-zA-Z ]{2}[ -~]{2}22[0-9 ]{5}[ -~]{7}(?=(?:[0-9A-Za-z]{3}[0-9]{9}){2})")
_TRACE = re.compile(rb"22[0-9 ]{5}[ -~]{7}[0-9A-Za-z]{3}[0-9]{9}")  # of a head, cheap to look for
_DIRECTORY = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9]{9}){2,}\x1e")
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

    def seekable(self) -> bool:
        """Whether it can; a pipe cannot."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bytes of one record with its terminator: its number in the file from 1, its offset and the one behind it.

    `cut`: it has no terminator (the file ends in it, or the next record's leader follows), or is longer than LONGEST;
    then only its first bytes are kept.
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

    Refuses with NotMarc when nothing at the beginning looks like a leader or a directory, or the file is empty. A piece
    without terminator, or one longer than LONGEST, is given with `cut`; the records behind it are read.
    """
    rest, at, left_out = b"", offset, 0  # left_out: bytes behind `rest` of a piece that is too long
    if offset == 0:
        _look(stream)
    while block := stream.read(CHUNK):
        *pieces, rest = (rest + block).split(RECORD_END)
        for piece in pieces:
            raw, end = piece.lstrip(_BLANKS), at + left_out + len(piece) + 1
            begin = at + len(piece) - len(raw)
            if raw and not left_out:
                *early, raw = _records(raw)
                for one in early:
                    number += 1
                    yield Chunk(number, begin, one, begin + len(one), cut=True)
                    begin += len(one)
            if raw:
                number += 1
                yield Chunk(number, begin, raw + RECORD_END, end, cut=left_out > 0)
            at, left_out = end, 0
        if not left_out:
            at, rest = at + len(rest) - len(rest.lstrip(_BLANKS)), rest.lstrip(_BLANKS)
        if left_out or len(rest) > LONGEST:
            left_out, rest = left_out + len(rest) - LEADER, rest[:LEADER]
    tail = rest.lstrip(_BLANKS + b"\x1a")
    if tail:
        start, end = at + len(rest) - len(tail), at + left_out + len(rest)
        *early, last = _records(tail)
        for one in early:
            number += 1
            yield Chunk(number, start, one, start + len(one), cut=True)
            start += len(one)
        yield Chunk(number + 1, start, last.rstrip(_BLANKS + b"\x1a"), end, cut=True)


def _records(piece: bytes) -> list[bytes]:
    """The records in a piece between two terminators: one, or more where terminators are missing."""
    end = piece.find(FIELD_END)
    if end < 0 or not _TRACE.search(piece, 24 if not piece[24:end].isdigit() else end):
        return [piece]
    heads = [match.start() for match in _HEAD.finditer(piece, 24)]
    return [piece[start:stop] for start, stop in zip([0, *heads], [*heads, len(piece)], strict=True)]


def _look(stream: Readable) -> None:
    start = stream.read(FIRST)
    stream.seek(-len(start), 1)
    head = start.lstrip(b"\xef\xbb\xbf" + _BLANKS)
    if not head:
        raise NotMarc(reason=T("ไฟล์ว่าง", "the file is empty"))
    if head[:1] in b"<{[" and FIELD_END not in head[:LONGEST_DIRECTORY]:
        raise NotMarc(reason=T("เป็น XML หรือ JSON", "it is XML or JSON"))
    if head[:2] in (b"PK", b"\x1f\x8b"):
        raise NotMarc(reason=T("เป็นไฟล์บีบอัด ให้แตกไฟล์ก่อน", "it is a compressed file; unpack it first"))
    headed = head[:4].isdigit() and FIELD_END not in head[:LEADER] and SUBFIELD not in head[:LEADER]
    if len(head) < LEADER or not (headed or _DIRECTORY.search(head[:LONGEST_DIRECTORY])):
        raise NotMarc(reason=T("ไม่พบหัวระเบียน 24 ตัวอักษร", "no leader of 24 characters at its beginning"))
    if FIELD_END not in head:
        raise NotMarc(reason=T("ไม่พบเครื่องหมายจบเขตข้อมูล", "no field ends where a record would have one"))


def read(raw: bytes) -> Record:
    """The record in `raw` (with its terminator), in sound UTF-8. Unreadable says why it cannot be read.

    For what we wrote ourselves. Records of others go through `doctor.treat`.
    """
    if not raw.endswith(RECORD_END):
        raise Unreadable("cut")
    if len(raw) > LONGEST:
        raise Unreadable("too_long")
    directory, *bodies = raw[:-1].split(FIELD_END)
    if len(directory) < LEADER:
        raise Unreadable("leader")
    leader, entries = directory[:LEADER], directory[LEADER:]
    if bodies and not bodies[-1]:
        bodies.pop()
    if len(entries) % 12 or not bodies:
        raise Unreadable("directory")
    if len(entries) // 12 != len(bodies):
        raise Unreadable("fields")
    try:
        tags = [entries[start : start + 3].decode("ascii") for start in range(0, len(entries), 12)]
        return Record.of(leader.decode("ascii"), tags, [body.decode("utf-8") for body in bodies])
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
