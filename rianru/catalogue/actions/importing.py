"""Taking in a file: started once, then advanced by batches that each commit whole, so that a kill loses nothing."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction

from rianru.catalogue.actions import storing
from rianru.catalogue.models import Import, Source
from rianru.catalogue.queries import scope_of
from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import marc
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

BATCH_RECORDS = 1_000
BATCH_SECONDS = 1.0  # of reading; storing takes about as long, and no transaction should pass two seconds
LONGEST_NUMBER = 200  # characters; a longer one fits no index
MOST_COPIES = 10_000  # of one record


class SourceNotFound(Refused):
    """No source has this code."""

    code = "catalogue.source_not_found"
    status = 404
    says = T(
        "ไม่พบแหล่งข้อมูลรหัส {source} แหล่งที่มีคือ {known}",
        "There is no source {source}. Those there are: {known}.",
    )


class FileTooLarge(Refused):
    """The file is larger than this installation takes."""

    code = "catalogue.file_too_large"
    status = 413
    says = T(
        "ไฟล์ใหญ่เกิน {limit} MB แบ่งไฟล์เป็นส่วนย่อยแล้วส่งทีละไฟล์",
        "The file is larger than {limit} MB. Split it and send the parts one by one.",
    )


def start_import(
    *, actor: Actor, at: datetime, source_code: str, file: "File[bytes]", file_name: str, queue: bool = True
) -> UUID:
    """Keeps the file and queues its import; the import's id. The first bytes are looked at here and now.

    Refuses an unknown source, a file over the limit, and one that is no MARC at all (NotMarc); nothing is kept then.
    """
    source = Source.objects.filter(code=source_code).first()
    require("catalogue.import_records", actor=actor, at=at, scope=scope_of(source))
    if source is None:
        known = ", ".join(Source.objects.order_by("code").values_list("code", flat=True)[:20]) or "–"
        raise SourceNotFound(source=source_code, known=known)
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(limit=settings.UPLOAD_MAX_BYTES // 1024**2)
    next(marc.split(file.file if hasattr(file, "file") else file), None)  # type: ignore[arg-type]
    file.seek(0)
    with transaction.atomic():
        name = normalise(file_name)[:200]
        run = Import(source=source, file_name=name, size=file.size, queued_at=at, started_by=actor.key)
        run.file.save(f"{run.id}.mrc", file, save=False)
        run.save(force_insert=True)
        facts.record("catalogue.import_started", actor=actor, at=at, object_kind="import", object_id=run.id)
        if queue:
            jobs.defer("catalogue.run_import", lock=f"source:{source.id}", import_id=str(run.id))
    return run.id


@dataclass(slots=True)
class _Batch:
    chunks: int = 0
    offset: int = 0
    number: int = 0
    rows: list[storing.Row] = field(default_factory=list)
    rejected: list[tuple[int, int, str]] = field(default_factory=list)


def run_import(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[Import], None] | None = None
) -> Import:
    """Advances an import until it is done and returns it. Two imports into one source wait for each other."""
    run = Import.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("catalogue.import_records", actor=actor, at=clock(), scope=scope_of(run.source))
    with _Alone(run.source_id):
        run.refresh_from_db()
        if run.state in (Import.State.DONE, Import.State.REFUSED):
            return run
        seen = _seen_before(run)
        with closing(run.file.open("rb")) as stream:
            stream.seek(run.offset)
            for batch in _batches(marc.split(stream, offset=run.offset, number=run.number), run, seen):
                _advance(actor=actor, at=clock(), run=run, batch=batch)
                if told:
                    told(run)
        _end(actor=actor, at=clock(), run=run)
    return run


def _advance(*, actor: Actor, at: datetime, run: Import, batch: _Batch) -> None:
    """Stores one batch and how far the file has been read, in one transaction."""
    with transaction.atomic():
        stored = storing.store(run=run, rows=batch.rows, rejected=batch.rejected, at=at)
        run.state, run.started_at = Import.State.RUNNING, run.started_at or at
        run.offset, run.number = batch.offset, batch.number
        run.accepted += stored.new + stored.changed
        run.unchanged += stored.unchanged
        run.rejected += len(batch.rejected)
        run.unplaced += stored.unplaced
        counts = ("number", "accepted", "unchanged", "rejected", "unplaced")
        run.save(update_fields=["state", "started_at", "offset", *counts])
        if stored.new + stored.changed:
            facts.record(
                "catalogue.records_imported",
                actor=actor,
                at=at,
                object_kind="import",
                object_id=run.id,
                count=stored.new + stored.changed,
            )


def refuse_import(*, actor: Actor, at: datetime, import_id: UUID, refusal: Refused) -> None:
    """Marks an import that cannot go on; what its batches stored stays and is counted."""
    with transaction.atomic():
        run = Import.objects.select_for_update().select_related("source").get(id=import_id)
        require("catalogue.import_records", actor=actor, at=at, scope=scope_of(run.source))
        run.state, run.ended_at = Import.State.REFUSED, at
        run.refusal_th, run.refusal_en = refusal.text("th"), refusal.text("en")
        run.save(update_fields=["state", "ended_at", "refusal_th", "refusal_en"])
        facts.record("catalogue.import_ended", actor=actor, at=at, object_kind="import", object_id=run.id, count=0)


def _end(*, actor: Actor, at: datetime, run: Import) -> None:
    with transaction.atomic():
        run.state, run.ended_at, run.offset = Import.State.DONE, at, run.size
        run.save(update_fields=["state", "ended_at", "offset"])
        facts.record(
            "catalogue.import_ended", actor=actor, at=at, object_kind="import", object_id=run.id, count=run.number
        )


def _batches(chunks: Iterator[marc.Chunk], run: Import, seen: set[bytes]) -> Iterator[_Batch]:
    mapping = marc.HoldingsMapping.parse(run.source.holdings)
    batch, began = _Batch(), time.monotonic()
    for chunk in chunks:
        _take(batch, chunk, mapping, seen)
        if batch.chunks >= BATCH_RECORDS or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, began = _Batch(), time.monotonic()
    if batch.chunks:
        yield batch


def _take(batch: _Batch, chunk: marc.Chunk, mapping: marc.HoldingsMapping, seen: set[bytes]) -> None:
    batch.chunks += 1
    batch.offset, batch.number = chunk.end, chunk.number
    try:
        batch.rows.append(_row(chunk, mapping, seen))
    except marc.Unreadable as error:
        batch.rejected.append((chunk.number, chunk.offset, error.reason))


def _row(chunk: marc.Chunk, mapping: marc.HoldingsMapping, seen: set[bytes]) -> storing.Row:
    if chunk.cut:
        raise marc.Unreadable("too_long" if chunk.too_long else "cut")
    record = marc.read(chunk.raw)
    description = marc.describe(record)
    if not description.control_number:
        raise marc.Unreadable("no_control_number")
    if len(description.control_number) > LONGEST_NUMBER:
        raise marc.Unreadable("number_long")
    if not description.title:
        raise marc.Unreadable("no_title")
    mark = _mark(description.control_number)
    if mark in seen:
        raise marc.Unreadable("number_twice")
    copies = tuple(marc.holdings(record, mapping))
    if len(copies) > MOST_COPIES:
        raise marc.Unreadable("too_many_copies")
    seen.add(mark)
    return storing.Row(chunk.raw, description, copies)


def _mark(control_number: str) -> bytes:
    return hashlib.blake2b(control_number.encode(), digest_size=12).digest()


def _seen_before(run: Import) -> set[bytes]:
    """The control numbers of the part of the file that an earlier try dealt with."""
    seen: set[bytes] = set()
    if run.offset:
        with closing(run.file.open("rb")) as stream:
            for chunk in marc.split(stream):
                if chunk.number > run.number:
                    break
                with suppress(marc.Unreadable):
                    _row(chunk, marc.HoldingsMapping(), seen)
    return seen


class _Alone:
    """Holds a source for this session; a second import of the same source waits."""

    def __init__(self, source_id: UUID) -> None:
        self.key = source_id.int % 2**31

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7422, %s)", [self.key])

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(7422, %s)", [self.key])
