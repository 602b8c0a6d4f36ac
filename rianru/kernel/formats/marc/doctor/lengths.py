"""What lengths in a directory can still tell: whether a field is whole, torn apart, or run together with the next."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_LOOK: Final = re.compile(rb"[ -~]{2}\x1f", re.DOTALL)
_CHANGED: Final = re.compile(rb"[\x1b&$|]|\xc2[\x80-\xa0]|\xc3[\x80-\xbf]|\xe0\xb9\x80\xe0\xb8[\x98\x99]|\xef\xbb\xbf")
_TELLING: Final = (b"245", b"260", b"264")
_ASCII: Final = bytes(range(0x80))
_FOLLOWS: Final = bytes(range(0x80, 0xC0))


class Entry(NamedTuple):
    """One entry of a directory; -1 where the digits are none."""

    tag: bytes
    length: int
    start: int


def fits(body: bytes) -> set[int]:
    """The lengths that systems have written for a field, its terminator counted: its bytes, its characters, its bytes
    before or after it was turned from an encoding of one byte a letter into UTF-8 (two, for Thai three), or these cut
    to four digits, or the most that these can say.
    """
    size = len(body) + 1
    if body.isascii():
        found = {size}
    else:
        high = body.translate(None, _ASCII)
        follows = len(high) - len(high.translate(None, _FOLLOWS))
        found = {size, size - follows, size + len(high), size + 2 * len(high)}
    return found | {9_999} | {one % 10_000 for one in found} if size > 9_999 else found


def right_ones(entries: Sequence[Entry], bodies: Sequence[bytes], *, slack: int = 0) -> list[bool]:
    """For each field whether a system would have written its length; `slack`: bytes that were taken out of a field."""
    return [
        entry.length == len(body) + 1 or not fits(body).isdisjoint(range(entry.length - slack, entry.length + 1))
        for entry, body in zip(entries, bodies, strict=False)
    ]


def whole_until(entries: Sequence[Entry], bodies: Sequence[bytes], *, slack: int = 0) -> int:
    """How many fields from the first on have the length that the directory says."""
    right = right_ones(entries, bodies, slack=slack)
    return right.index(False) if False in right else len(right)


def piece_missing(entries: Sequence[Entry], bodies: Sequence[bytes], *, slack: int = 0) -> bool:
    """Whether lengths say that a piece of the file is gone, so that a record may end as another one.

    That is so where they are right for some fields and wrong for many, or for all from some field on, or for title or
    publication without a reason that shows. Where they are right nowhere they say nothing.
    """
    right = right_ones(entries, bodies, slack=slack)
    matches = sum(right)
    if matches == len(right) or matches < 2:
        return False
    first = right.index(False)
    after = right[first + 1 :]
    if matches < 0.7 * len(right) or (first >= 3 and sum(after) * 2 <= len(after)):
        return True
    telling = (bodies[at] for at, fine in enumerate(right) if not fine and entries[at].tag in _TELLING)
    return not slack and any(map(_unchanged, telling))


def _unchanged(body: bytes) -> bool:
    """Whether nothing in a field shows that its text was turned into something longer or shorter."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _CHANGED.search(body) is None


def more_fields(entries: Sequence[Entry], bodies: Sequence[bytes]) -> bool:
    """Whether more pieces look like fields with subfields than there are entries for such."""
    return sum(map(bool, map(_LOOK.match, bodies))) > sum(entry.tag >= b"010" for entry in entries)


def joined(entries: Sequence[Entry], bodies: Sequence[bytes]) -> list[bytes]:
    """Fields put together again that a field end inside a text had torn apart; `bodies` where none comes out."""
    found: list[bytes] = []
    at = 0
    for entry in entries:
        if at >= len(bodies):
            return list(bodies)
        body, at = bodies[at], at + 1
        room = len(bodies) - at - (len(entries) - len(found) - 1)
        while room > 0 and entry.length not in fits(body) and _belongs(entry, body, bodies[at]):
            body, at, room = body + bodies[at], at + 1, room - 1
        found.append(body)
    return found if at == len(bodies) else _by_look(entries, bodies)


def _belongs(entry: Entry, body: bytes, piece: bytes) -> bool:
    """Whether a piece goes on with the field before it: the lengths say so, or it does not look like a field."""
    return entry.length in fits(body + b"\x1e" + piece) or (entry.tag >= b"010" and not _LOOK.match(piece))


def _by_look(entries: Sequence[Entry], bodies: Sequence[bytes]) -> list[bytes]:
    """Pieces that do not begin with indicators joined to the field before them."""
    controls = sum(entry.tag < b"010" for entry in entries)
    found = list(bodies[:controls])
    for body in bodies[controls:]:
        if _LOOK.match(body) or len(found) == controls:
            found.append(body)
        else:
            found[-1] += body
    return found if len(found) == len(entries) else list(bodies)


def parted(entries: Sequence[Entry], bodies: Sequence[bytes]) -> list[bytes]:
    """Fields with those taken apart that ran together for want of a field end; `bodies` where none comes out."""
    found: list[bytes] = []
    for body in bodies:
        rest, cut = body, _cut(body, entries, len(found))
        while cut:
            found.append(rest[:cut])
            rest = rest[cut:]
            cut = _cut(rest, entries, len(found))
        found.append(rest)
    return found if len(found) == len(entries) else list(bodies)


def _cut(body: bytes, entries: Sequence[Entry], at: int) -> int:
    """Where the field of entry number `at` ends in a body that holds the next one too; 0 where it does not."""
    if at + 1 >= len(entries) or entries[at].length in fits(body):
        return 0
    entry, after = entries[at], entries[at + 1]
    size = entry.length - 1
    if 0 < size < len(body) and (after.tag < b"010" or _LOOK.match(body, size)):
        return size
    if not body.isascii():
        for match in re.finditer(rb"[ -~]{2}\x1f", body):
            if match.start() and entry.length in fits(body[: match.start()]):
                return match.start()
    return 0
