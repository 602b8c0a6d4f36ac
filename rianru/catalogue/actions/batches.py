"""A file cut into batches, each read while the one before it is stored."""

import hashlib
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rianru.catalogue.models import Import
from rianru.core.beside import Beside
from rianru.core.rubbish import looked_for_rarely
from rianru.kernel.formats.marc import Chunk
from rianru.kernel.reading import Reader, Rejected, Row

BATCH_RECORDS = 3_000  # the larger, the closer what is looked up lies together, and the more memory it takes
FIRST_RECORDS = 1_000  # of the first, and twice as many of the next: nothing is stored while the first is read
BATCH_BYTES = 8 << 20
BESIDE_BYTES = 2 << 20  # of a file that is worth a process of its own
OBJECTS = 2_000_000  # more than a batch is made of: looking through them for rubbish finds none
_TOO_LONG = Rejected("too_long")
_Reads = Callable[[Sequence[tuple[bytes, bytes]]], list[Row | Rejected]]


class Arrived(NamedTuple):
    """A record that can be stored: where it stood in the file, its bytes and their digest, what was read in them."""

    chunk: Chunk
    digest: bytes
    row: Row


@dataclass(slots=True)
class Batch:
    """What a part of a file brought, and how far the file has been dealt with then."""

    offset: int
    number: int
    arrived: list[Arrived] = field(default_factory=list)
    rejected: list[tuple[Chunk, Rejected]] = field(default_factory=list)
    unchanged: int = 0


def batches(
    run: Import, stream: Any, reader: Reader, seen: set[bytes], *, any_known: bool
) -> Generator[Batch, None, None]:
    """From where the import stands, in order; `seen` are the numbers dealt with so far, and is added to. `any_known`:
    whether there was any record of the source before.
    """
    chunks = reader.form.split(stream, offset=run.offset, number=run.number)
    wide = run.size - run.offset >= BESIDE_BYTES and len(os.sched_getaffinity(0)) > 1
    with (
        _turns(), looked_for_rarely(OBJECTS),
        Beside(reader.read_all) if wide else nullcontext(reader.read_all) as reads,
        ThreadPoolExecutor(1, thread_name_prefix="reading") as pool,
    ):
        waiting: Future[Batch] | None = None
        for group, digests in _groups(chunks):
            known = _unchanged(run, digests, reader.read_with) if any_known else {}
            reading = pool.submit(_read, group, digests, known, reads, seen)
            if waiting:
                yield waiting.result()
            waiting = reading
        if waiting:
            yield waiting.result()


@contextmanager
def _turns() -> Iterator[None]:
    """Who waits for the database gets the interpreter back within half a millisecond of the answer, not after five."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _groups(chunks: Iterator[Chunk]) -> Iterator[tuple[list[Chunk], list[bytes]]]:
    group: list[Chunk] = []
    size, most = 0, min(FIRST_RECORDS, BATCH_RECORDS)
    for chunk in chunks:
        group.append(chunk)
        size += len(chunk.raw)
        if len(group) >= most or size >= BATCH_BYTES:
            yield group, _digests(group)
            group, size, most = [], 0, min(2 * most, BATCH_RECORDS)
    if group:
        yield group, _digests(group)


def _digests(group: Sequence[Chunk]) -> list[bytes]:
    return [hashlib.sha256(chunk.raw).digest() for chunk in group]


def _unchanged(run: Import, digests: Sequence[bytes], read_with: str) -> dict[bytes, str]:
    """Digest → control number of the records that are known as they are, and were read as we read now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest, control_number FROM catalogue_record "
            "WHERE source_id = %s AND digest = ANY(%s) AND state = 'live' AND read_with = %s",
            [run.source_id, list(digests), read_with],
        )
        return {bytes(digest): number for digest, number in cursor.fetchall()}


def _read(
    group: Sequence[Chunk], digests: Sequence[bytes], known: dict[bytes, str], reads: _Reads, seen: set[bytes]
) -> Batch:
    batch = Batch(group[-1].end, group[-1].number)
    found = iter(reads(_unread(group, digests, known)))
    for chunk, digest in zip(group, digests, strict=True):
        number = known.get(digest)
        row = None if number is not None else _TOO_LONG if chunk.too_long else next(found)
        if isinstance(row, Rejected):
            batch.rejected.append((chunk, row))
            continue
        mark = _mark(number if row is None else row.control_number)
        if mark in seen:
            batch.rejected.append((chunk, _twice(number, row)))
            continue
        seen.add(mark)
        if row is None:
            batch.unchanged += 1
        else:
            batch.arrived.append(Arrived(chunk, digest, row))
    return batch


def _unread(
    group: Sequence[Chunk], digests: Sequence[bytes], known: dict[bytes, str]
) -> list[tuple[bytes, bytes]]:
    return [
        (chunk.raw, digest) for chunk, digest in zip(group, digests, strict=True)
        if digest not in known and not chunk.too_long
    ]


def _twice(number: str | None, row: Row | None) -> Rejected:
    if row is None:
        return Rejected("number_twice", number or "")
    return Rejected("number_twice", row.control_number, row.title[:200], row.encoding)


def _mark(control_number: str | None) -> bytes:
    return hashlib.blake2b((control_number or "").encode(), digest_size=12).digest()


def seen_before(run: Import, stream: Any, reader: Reader) -> set[bytes]:
    """The control numbers of the part of the file that an earlier try dealt with.

    Most of its records are known by now; deleted and cut ones, and those that changed since, are read once more.
    """
    seen: set[bytes] = set()
    if run.number:
        for group, digests in _groups(islice(reader.form.split(stream), run.number)):
            known = _unchanged(run, digests, reader.read_with)
            seen.update(_mark(number) for number in known.values())
            seen.update(
                _mark(row.control_number) for row in reader.read_all(_unread(group, digests, known))
                if isinstance(row, Row)
            )
    return seen


def left_out(run: Import, seen: set[bytes]) -> tuple[list[UUID], int]:
    """The records that the file leaves out, but for those that a later import brought; and how many there are."""
    live, missing = 0, []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, control_number FROM catalogue_record "
            "WHERE source_id = %s AND state = 'live' AND taken_by_id <= %s ORDER BY id",
            [run.source_id, run.id],
        )
        while rows := cursor.fetchmany(10_000):
            live += len(rows)
            missing += [id for id, number in rows if _mark(number) not in seen]
    return missing, live
