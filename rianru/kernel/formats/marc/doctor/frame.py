"""The frame of a record: leader, tags and the bytes of each field, out of bytes whose lengths nobody believes.

Fields end where their terminators stand. Directory entries are found from the directory's end, and paired with fields
by their positions where those are right, else in order. Lengths serve only to decide what counts do not tell.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, lt
from struct import Struct
from typing import Final

from rianru.kernel.formats.marc.doctor.leaders import leader_of
from rianru.kernel.formats.marc.doctor.lengths import (
    Entry,
    fits,
    joined,
    more_fields,
    parted,
    piece_missing,
    whole_until,
)
from rianru.kernel.formats.marc.doctor.notes import Hopeless, Notes
from rianru.kernel.formats.marc.iso2709 import FIELD_END, RECORD_END

_ENTRY: Final = re.compile(rb"[0-9A-Za-z]{3}[0-9 ]{9}")
_ENTRIES: Final = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9 ]{9})+")
_BLANKS: Final = b"\x00\r\n \t"
_MARK: Final = b"\xef\xbb\xbf"
_MOST_FIELDS: Final = 50_000  # six times as many as a base address of five digits allows
_ODD_LEADER: Final = range(18, 31)  # lengths of a leader that has lost or won a few bytes


@dataclass(slots=True)
class Frame:
    """Tags and bodies one for one; `leader` has 24 characters."""

    leader: str
    tags: list[str]
    bodies: list[bytes]


def frame_of(raw: bytes, notes: Notes) -> Frame:
    """The frame of one record. Hopeless where it cannot be put together."""
    raw = _bare(raw, notes)
    ended = raw.endswith(RECORD_END)
    head, *bodies = raw.rstrip(RECORD_END).replace(RECORD_END, b"").split(FIELD_END)
    torn = _last(bodies, ended, notes)
    if not bodies:
        raise Hopeless("directory" if ended else "cut")
    if len(bodies) > _MOST_FIELDS:
        raise Hopeless("fields")
    leader, entries, bodies = _directory(head, bodies, notes)
    if torn and len(entries) == len(bodies) + 1 and entries[-1].length in fits(torn):
        bodies.append(torn)  # only terminators are missing
        torn = b""
    if not ended:
        _note_cut(entries, bodies, torn, notes)
    pairs = _pairs(entries, bodies, not ended, notes)
    _count(raw, leader, entries, bodies, notes)
    return Frame(leader_of(leader, notes), [tag for tag, _ in pairs], [body for _, body in pairs])


def _bare(raw: bytes, notes: Notes) -> bytes:
    raw = raw.lstrip(_BLANKS) if raw[:1] in (b"\x00", b"\r", b"\n", b"\t") else raw
    if raw.startswith(_MARK):
        notes.mended("bom")
        raw = raw[3:]
    return raw


def _last(bodies: list[bytes], ended: bool, notes: Notes) -> bytes:
    """Takes off what stands behind the last field end; bytes of a field that was torn, if any."""
    if not bodies:
        return b""
    if not bodies[-1].strip(_BLANKS + b"\x1a"):
        bodies.pop()
        return b""
    if ended:
        notes.mended("record_end")
        return b""
    return bodies.pop()


def _note_cut(entries: list[Entry], bodies: list[bytes], torn: bytes, notes: Notes) -> None:
    if len(entries) <= len(bodies) and not torn:
        notes.mended("record_end")
        return
    notes.mended("cut")
    notes.lost("fields_lost")


def _directory(head: bytes, bodies: list[bytes], notes: Notes) -> tuple[bytes, list[Entry], list[bytes]]:
    """Leader and entries out of what stands before the first field end; one more body where that end is gone."""
    count = len(bodies)
    if len(head) == 12 * count and _ENTRIES.fullmatch(head):
        return b"", _entries(head), bodies
    if len(head) % 12 == 0 and _ENTRIES.fullmatch(head, 24):
        return head[:24], _entries(head[24:]), bodies
    merged = 24 + 12 * (count + 1)
    if len(head) > merged and _ENTRIES.fullmatch(head, 24, merged) and head[12:17] == b"%05d" % (merged + 1):
        notes.mended("directory")
        return head[:24], _entries(head[24:merged]), [head[merged:], *bodies]
    if wide := _wide(head, bodies):
        notes.mended("directory")
        return head[:24], wide, bodies
    begin = len(head)
    while begin - 12 >= _ODD_LEADER.start and _ENTRY.fullmatch(head, begin - 12, begin):
        begin -= 12
    if len(head) - 12 * count in _ODD_LEADER and begin <= len(head) - 12 * count:
        begin = len(head) - 12 * count
    if begin in _ODD_LEADER and begin < len(head):
        return head[:begin], _entries(head[begin:]), bodies
    if len(head) - 12 * count == 24:
        notes.mended("directory")
        return head[:24], _entries(head[24:]), bodies
    raise Hopeless("leader" if len(head) < 24 else "directory")


def _entries(directory: bytes) -> list[Entry]:
    parts = entries_struct(len(directory) // 12).unpack(directory)
    try:
        return list(map(Entry, parts[::3], map(int, parts[1::3]), map(int, parts[2::3])))
    except ValueError:
        return [
            Entry(tag, _number(size), _number(start))
            for tag, size, start in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]


@lru_cache(maxsize=256)
def entries_struct(count: int) -> Struct:
    """Tag, length and position of so many entries."""
    return Struct("3s4s5s" * count)


def _number(digits: bytes) -> int:
    text = digits.strip()
    return int(text) if text.isdigit() else -1


def _wide(head: bytes, bodies: list[bytes]) -> list[Entry]:
    """Entries some of which have five digits for a length, or six for a position; none where that does not come out."""
    at, found, start = 24, [], 0
    for body in bodies:
        size = len(body) + 1
        for places in ((4, 5), (5, 5), (5, 6), (4, 6)):
            entry = b"%0*d%0*d" % (places[0], size, places[1], start)
            if head.startswith(entry, at + 3):
                found.append(Entry(head[at : at + 3], size, start))
                at += 3 + len(entry)
                break
        else:
            return []
        start += size
    return found if at == len(head) else []


def _pairs(entries: list[Entry], bodies: list[bytes], cut: bool, notes: Notes) -> list[tuple[str, bytes]]:
    """Tags with their fields, in the fields' own order."""
    slack = max(0, len(bodies) - len(entries))
    if len(entries) != len(bodies):
        entries, bodies = _evened(entries, bodies, cut, notes)
    order = _order(entries, bodies, notes)
    if order is None and piece_missing(entries, bodies, slack=slack):
        notes.lost("fields_unsure")
    entries = entries if order is None else [entries[at] for at in order]
    found = []
    for entry, body in zip(entries, bodies, strict=True):
        if entry.tag.isalnum() and entry.tag.isascii():
            found.append((entry.tag.decode("ascii"), body))
        else:
            notes.lost("fields_lost")
    return found


def _evened(entries: list[Entry], bodies: list[bytes], cut: bool, notes: Notes) -> tuple[list[Entry], list[bytes]]:
    """As many entries as fields: terminators too many or too few are found by lengths and by the look of fields."""
    if cut and len(entries) > len(bodies):
        entries = entries[: len(bodies)]
        if not {b"001", b"245"} <= {entry.tag for entry in entries}:
            raise Hopeless("cut")
        return entries, bodies
    mended = joined(entries, bodies) if len(entries) < len(bodies) else parted(entries, bodies)
    if len(mended) == len(entries):
        notes.mended("directory")
        wrong = whole_until(entries, mended, slack=max(0, len(bodies) - len(entries))) < len(entries)
        if wrong or more_fields(entries, bodies):
            notes.lost("fields_unsure")
        return entries, mended
    sure = whole_until(entries, bodies)
    if {b"001", b"245"} <= {entry.tag for entry in entries[:sure]}:
        notes.mended("directory")
        notes.lost("fields_lost")
        return entries[:sure], bodies[:sure]
    raise Hopeless("cut" if cut else "fields")


def _order(entries: list[Entry], bodies: list[bytes], notes: Notes) -> list[int] | None:
    """Which entry belongs to each field, where that is not simply the order in which they stand."""
    starts = [entry.start for entry in entries]
    if all(map(lt, starts, starts[1:])):
        return None
    real, at = [], 0
    for body in bodies:
        real.append(at)
        at += len(body) + 1
    ranked = sorted(range(len(entries)), key=starts.__getitem__)
    if sorted(starts) == real:
        return ranked
    if len(set(starts)) < len(starts) or all(
        entry.length in fits(body) or entry.length >= 9999 for entry, body in zip(entries, bodies, strict=True)
    ):
        return None
    as_ranked = [entries[at] for at in ranked]
    if _likely(as_ranked, bodies) > _likely(entries, bodies):
        return ranked
    if _likely(as_ranked, bodies) == _likely(entries, bodies):
        notes.lost("fields_unsure")
    return None


def _likely(entries: list[Entry], bodies: list[bytes]) -> int:
    """How many fields look and measure as their entries say."""
    return sum(
        ((entry.tag < b"010") == (body[2:3] != b"\x1f")) + (entry.length in fits(body))
        for entry, body in zip(entries, bodies, strict=True)
    )


def _count(raw: bytes, leader: bytes, entries: list[Entry], bodies: list[bytes], notes: Notes) -> None:
    """Notes where lengths were wrong, unless something graver was noted that explains it."""
    if notes.repairs & {"leader", "cut", "directory", "record_end"} or len(leader) != 24:
        return
    base = 24 + 12 * len(entries) + 1
    at = 0
    for entry, body in zip(sorted(entries, key=attrgetter("start")), bodies, strict=False):
        if entry.start != at or entry.length != len(body) + 1:
            notes.mended("lengths")
            return
        at += len(body) + 1
    if leader[:5] != b"%05d" % len(raw) or leader[12:17] != b"%05d" % base:
        notes.mended("lengths")
