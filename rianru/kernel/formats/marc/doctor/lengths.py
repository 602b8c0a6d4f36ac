"""What lengths in a directory can still tell: whether a field is whole, where one was torn apart, where two ran together."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_LOOK: Final = re.compile(rb"[ -~]{2}\x1f", re.DOTALL)
_ASCII: Final = bytes(range(0x80))
_FOLLOWS: Final = bytes(range(0x80, 0xC0))


class Entry(NamedTuple):
    """One entry of a directory; -1 where the digits are none."""

    tag: bytes
    length: int
    start: int


def fits(body: bytes) -> set[int]:
    """The lengths that systems have written for a field: its bytes, its characters, its bytes before or after it was
    turned from an old Thai encoding (one byte a letter) into UTF-8 (three), or cut to four digits; its terminator counted.
    """
    size = len(body) + 1
    if body.isascii():
        found = {size}
    else:
        high = body.translate(None, _ASCII)
        follows = len(high) - len(high.translate(None, _FOLLOWS))
        found = {size, size - follows, size + 2 * len(high)}
    return found | {one % 10_000 for one in found} if size > 9_999 else found


def whole_until(entries: Sequence[Entry], bodies: Sequence[bytes], *, strict: bool = False, slack: int = 0) -> int:
    """How many fields from the first on are surely their entries' own.

    Where lengths are right for some fields and wrong for many, or for all from some field on, a piece of the file is
    missing. Where they are right nowhere, or wrong only here and there, they say nothing: all of them (with `strict`: those up to the
    first that is wrong). `slack`: bytes that were taken out of a field.
    """
    right = [
        not fits(body).isdisjoint(range(entry.length - slack, entry.length + 1))
        for entry, body in zip(entries, bodies, strict=False)
    ]
    if all(right):
        return len(right)
    first = right.index(False)
    if strict:
        return first
    after, matches = right[first + 1 :], sum(right)
    if 2 <= matches < 0.7 * len(right) or (first >= 3 and sum(after) * 2 <= len(after)):
        return first
    return len(right)


def joined(entries: Sequence[Entry], bodies: Sequence[bytes]) -> list[bytes]:
    """Fields with the pieces put together that a field end inside a text had torn apart; `bodies` where none comes out."""
    found, at = [], 0
    for entry in entries:
        if at >= len(bodies):
            return list(bodies)
        body, at = bodies[at], at + 1
        room = len(bodies) - at - (len(entries) - len(found) - 1)
        while room > 0 and entry.length not in fits(body) and _belongs(entry, body + b"\x1e" + bodies[at], bodies[at]):
            body, at, room = body + bodies[at], at + 1, room - 1
        found.append(body)
    return found if at == len(bodies) else _by_look(entries, bodies)


def _belongs(entry: Entry, whole: bytes, piece: bytes) -> bool:
    """Whether a piece goes on with the field before it: the lengths say so, or it does not look like a field."""
    return entry.length in fits(whole) or (entry.tag >= b"010" and not _LOOK.match(piece))


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
    found, at = [], 0
    for body in bodies:
        while True:
            if at >= len(entries):
                return list(bodies)
            entry, after = entries[at], entries[at + 1] if at + 1 < len(entries) else None
            if after is None or entry.length in fits(body):
                break
            cut = _cut(body, entry, after)
            if cut is None:
                break
            found.append(body[:cut])
            body, at = body[cut:], at + 1
        found.append(body)
        at += 1
    return found if at == len(entries) else list(bodies)


def _cut(body: bytes, entry: Entry, after: Entry) -> int | None:
    """Where the field of `entry` ends in a body that holds the next one too."""
    size = entry.length - 1
    if 0 < size < len(body) and (after.tag < b"010" or _LOOK.match(body, size)):
        return size
    if not body.isascii():
        for match in re.finditer(rb"[ -~]{2}\x1f", body):
            if match.start() and entry.length in fits(body[: match.start()]):
                return match.start()
    return None
