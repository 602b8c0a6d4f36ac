"""Taking in a file: started once, then advanced by batches that each commit whole, so that a kill loses nothing."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.dropping import drop
from rianru.catalogue.actions.reading import Reader, Rejected, Row, form_of
from rianru.catalogue.models import Import, Source
from rianru.catalogue.queries import scope_of
from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import marc
from rianru.kernel.formats.marc.columns import ColumnsWrong
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

BATCH_RECORDS = 1_000
BATCH_BYTES = 8 << 20
MISSING_SHARE = 0.1  # of a source's records: a complete file that leaves out more may be half a file
MISSING_FEW = 20  # records that may be left out whatever the share
_OVER = (Import.State.DONE, Import.State.REFUSED, Import.State.UNDOING, Import.State.UNDONE)


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


class ColumnsMissing(Refused):
    """A spreadsheet whose columns nobody has confirmed."""

    code = "catalogue.columns_missing"
    status = 409
    says = T(
        "ยังไม่ได้ยืนยันว่าแต่ละคอลัมน์ของตารางคืออะไร ยืนยันก่อน แล้วการนำเข้าจะเริ่มเอง",
        "Nobody has confirmed what the columns of this table are. Confirm them, and the import begins by itself.",
    )


def start_import(
    *, actor: Actor, at: datetime, source_code: str, file: "File[bytes]", file_name: str, queue: bool = True,
    complete: bool = False, columns: Sequence[str] = (),
) -> UUID:
    """Keeps the file and queues its import; the import's id. The first bytes are looked at here and now.

    `complete`: the file is the whole catalogue of its source: what it leaves out is withdrawn. A spreadsheet waits for
    `confirm_columns` unless `columns` are given. Refuses an unknown source, a file over the limit, and one that is none
    of our forms (NotMarc); nothing is kept then.
    """
    source = Source.objects.filter(code=source_code).first()
    require("catalogue.import_records", actor=actor, at=at, scope=scope_of(source))
    if source is None:
        known = ", ".join(Source.objects.order_by("code").values_list("code", flat=True)[:20]) or "–"
        raise SourceNotFound(source=source_code, known=known)
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(limit=settings.UPLOAD_MAX_BYTES // 1024**2)
    form = _form_name(file, file_name, list(columns) or None, source.encoding)
    file.seek(0)
    waits = form == Import.Form.CSV and not columns
    with transaction.atomic():
        name = normalise(file_name)[:200]
        run = Import(
            source=source, file_name=name, size=file.size, queued_at=at, started_by=actor.key, form=form,
            complete=complete, columns=list(columns), state=Import.State.COLUMNS if waits else Import.State.QUEUED,
        )
        run.file.save(f"{run.id}.{'mrc' if form == Import.Form.ISO2709 else form}", file, save=False)
        run.save(force_insert=True)
        facts.record("catalogue.import_started", actor=actor, at=at, object_kind="import", object_id=run.id)
        if queue and not waits:
            _queue(run)
    return run.id


def _form_name(file: "File[bytes]", name: str, columns: list[str] | None, encoding: str) -> str:
    """What the file is. A table in which no column looks like a title may still have one: a person will say."""
    try:
        return open_form(file, name=name, columns=columns, encoding=encoding).name
    except ColumnsWrong:
        if columns is not None:
            raise
        return Import.Form.CSV


def confirm_columns(*, actor: Actor, at: datetime, import_id: UUID, columns: Sequence[str], queue: bool = True) -> None:
    """Says what each column of a waiting spreadsheet is, remembers it for its source, and queues the import.

    Refuses columns among which there is no title (ColumnsWrong).
    """
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("source").filter(id=import_id).first()
        if run is None:
            raise NotFound()
        require("catalogue.import_records", actor=actor, at=at, scope=scope_of(run.source))
        if run.state != Import.State.COLUMNS:
            return
        run.columns = list(columns)
        with closing(run.file.open("rb")) as stream:
            open_form(stream, **form_of(run))
        run.state = Import.State.QUEUED
        run.save(update_fields=["columns", "state"])
        Source.objects.filter(id=run.source_id).update(columns=run.columns)
        facts.record("catalogue.columns_confirmed", actor=actor, at=at, object_kind="import", object_id=run.id)
        if queue:
            _queue(run)


def _queue(run: Import) -> None:
    jobs.defer("catalogue.run_import", lock=f"source:{run.source_id}", import_id=str(run.id))


@dataclass(slots=True)
class _Batch:
    offset: int
    number: int
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unchanged: int = 0


def run_import(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[Import], None] | None = None
) -> Import:
    """Advances an import until it is done and returns it. Two imports into one source wait for each other."""
    run = Import.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("catalogue.import_records", actor=actor, at=clock(), scope=scope_of(run.source))
    with Alone(run.source_id):
        run.refresh_from_db()
        if run.state in _OVER:
            return run
        if run.state == Import.State.COLUMNS:
            raise ColumnsMissing()
        with closing(run.file.open("rb")) as stream:
            form = open_form(stream, **form_of(run))
            reader = Reader.of(run.source, form, run.columns)
            seen = _seen_before(run, stream, reader)
            chunks = form.split(stream, offset=run.offset, number=run.number)
            sizes = _Sizes()
            for batch in _batches(chunks, run, reader, seen):
                _advance(actor=actor, at=clock(), run=run, batch=batch, reader=reader)
                sizes.grew(len(batch.rows))
                if told:
                    told(run)
        if run.complete:
            _withdraw_missing(run, seen, clock)
        _end(actor=actor, at=clock(), run=run)
    return run


class _Sizes:
    """Tells the planner how large the tables have become, each time they have doubled since it was told.

    The server does so by itself, minutes late: until then it would read whole tables for every batch.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE relname = 'catalogue_record'")
            self.told = self.grown = int(cursor.fetchone()[0])

    def grew(self, by: int) -> None:
        """Some records were stored."""
        self.grown += by
        if self.grown < 2 * self.told + BATCH_RECORDS:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_statistics_target = 20")
            cursor.execute(
                "ANALYZE catalogue_work, catalogue_edition, catalogue_record, catalogue_reading, catalogue_matchkey, "
                "catalogue_item"
            )
        self.told = self.grown


def _advance(*, actor: Actor, at: datetime, run: Import, batch: _Batch, reader: Reader) -> None:
    """Stores one batch and how far the file has been read, in one transaction."""
    with transaction.atomic():
        stored = storing.store(
            run=run, rows=batch.rows, rejected=batch.rejected, at=at, read_with=reader.read_with, common=reader.common
        )
        taken = stored.new + stored.changed + stored.deleted
        run.state, run.started_at = Import.State.RUNNING, run.started_at or at
        run.offset, run.number = batch.offset, batch.number
        run.accepted += taken
        run.repaired += stored.repaired
        run.damaged += stored.damaged
        run.deleted += stored.deleted
        run.unchanged += stored.unchanged + batch.unchanged
        run.rejected += len(batch.rejected) + stored.kept
        run.unplaced += stored.unplaced
        run.save(update_fields=[
            "state", "started_at", "offset", "number", "accepted", "repaired", "damaged", "deleted", "unchanged",
            "rejected", "unplaced",
        ])
        if taken:
            facts.record(
                "catalogue.records_imported", actor=actor, at=at, object_kind="import", object_id=run.id, count=taken
            )


def refuse_import(*, actor: Actor, at: datetime, import_id: UUID, refusal: Refused) -> None:
    """Marks an import that cannot go on; what its batches stored stays and is counted."""
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("source").get(id=import_id)
        require("catalogue.import_records", actor=actor, at=at, scope=scope_of(run.source))
        run.state, run.ended_at = Import.State.REFUSED, at
        run.refusal_th, run.refusal_en = refusal.text("th"), refusal.text("en")
        run.save(update_fields=["state", "ended_at", "refusal_th", "refusal_en"])
        facts.record("catalogue.import_ended", actor=actor, at=at, object_kind="import", object_id=run.id, count=0)


def _end(*, actor: Actor, at: datetime, run: Import) -> None:
    with transaction.atomic():
        run.state, run.ended_at, run.offset = Import.State.DONE, at, run.size
        run.save(update_fields=["state", "ended_at", "offset", "missing", "withdrawn"])
        facts.record(
            "catalogue.import_ended", actor=actor, at=at, object_kind="import", object_id=run.id, count=run.number
        )


def _batches(chunks: Iterator[marc.Chunk], run: Import, reader: Reader, seen: set[bytes]) -> Iterator[_Batch]:
    """Batches in order. The next is read while the caller stores the last one: the database works beside us."""
    with _turns(), ThreadPoolExecutor(1, thread_name_prefix="reading") as pool:
        waiting: Future[_Batch] | None = None
        for group, digests in _groups(chunks):
            known = _unchanged(run, digests, reader.read_with)
            reading = pool.submit(_read, group, digests, known, reader, seen)
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


def _groups(chunks: Iterator[marc.Chunk]) -> Iterator[tuple[list[marc.Chunk], list[bytes]]]:
    group: list[marc.Chunk] = []
    size = 0
    for chunk in chunks:
        group.append(chunk)
        size += len(chunk.raw)
        if len(group) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield group, _digests(group)
            group, size = [], 0
    if group:
        yield group, _digests(group)


def _digests(group: Sequence[marc.Chunk]) -> list[bytes]:
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
    group: Sequence[marc.Chunk], digests: Sequence[bytes], known: dict[bytes, str], reader: Reader, seen: set[bytes]
) -> _Batch:
    batch = _Batch(group[-1].end, group[-1].number)
    for chunk, digest in zip(group, digests, strict=True):
        number = known.get(digest)
        row = None if number is not None else reader.read(chunk, digest)
        if isinstance(row, Rejected):
            batch.rejected.append(row)
            continue
        mark = _mark(number if row is None else row.description.control_number)
        if mark in seen:
            batch.rejected.append(_twice(chunk, number, row))
            continue
        seen.add(mark)
        if row is None:
            batch.unchanged += 1
        else:
            batch.rows.append(row)
    return batch


def _twice(chunk: marc.Chunk, number: str | None, row: Row | None) -> Rejected:
    if row is None:
        return Rejected(chunk, "number_twice", number or "")
    return Rejected(
        chunk, "number_twice", row.description.control_number, row.description.title[:200], row.treatment.encoding
    )


def _mark(control_number: str | None) -> bytes:
    return hashlib.blake2b((control_number or "").encode(), digest_size=12).digest()


def _seen_before(run: Import, stream: Any, reader: Reader) -> set[bytes]:
    """The control numbers of the part of the file that an earlier try dealt with.

    Most of its records are known by now; deleted and cut ones, and those that changed since, are read once more.
    """
    seen: set[bytes] = set()
    if run.number:
        dealt = islice(reader.form.split(stream), run.number)
        for group, digests in _groups(dealt):
            known = _unchanged(run, digests, reader.read_with)
            for chunk, digest in zip(group, digests, strict=True):
                row = None if digest in known else reader.read(chunk, digest)
                if not isinstance(row, Rejected):
                    seen.add(_mark(known[digest] if row is None else row.description.control_number))
        stream.seek(0)
    return seen


def _withdraw_missing(run: Import, seen: set[bytes], clock: Callable[[], datetime]) -> None:
    """Withdraws the records that a complete file leaves out, unless they are so many that the file may be half."""
    missing, live = _missing(run, seen)
    run.missing = run.withdrawn + len(missing)  # what an earlier try withdrew is live no more
    few = run.missing <= max(MISSING_FEW, int((live + run.withdrawn) * MISSING_SHARE))
    if few and not (run.rejected > MISSING_FEW and run.rejected > run.number * MISSING_SHARE):
        withdraw_all(run, missing, clock)


def _missing(run: Import, seen: set[bytes]) -> tuple[list[UUID], int]:
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


def withdraw_all(run: Import, ids: Sequence[UUID], clock: Callable[[], datetime]) -> None:
    """Drops records and counts them, a batch a transaction."""
    for start in range(0, len(ids), BATCH_RECORDS):
        batch = ids[start : start + BATCH_RECORDS]
        with transaction.atomic(), connection.cursor() as cursor:
            drop(cursor, run=run, ids=batch, at=clock())
            run.withdrawn += len(batch)
            run.save(update_fields=["missing", "withdrawn"])


def confirm_missing(*, actor: Actor, at: datetime, import_id: UUID) -> None:
    """A person says that what a complete file left out is gone; a job withdraws it."""
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("source").filter(id=import_id).first()
        if run is None:
            raise NotFound()
        require("catalogue.import_records", actor=actor, at=at, scope=scope_of(run.source))
        facts.record("catalogue.missing_confirmed", actor=actor, at=at, object_kind="import", object_id=run.id)
        jobs.defer("catalogue.withdraw_missing", lock=f"source:{run.source_id}", import_id=str(run.id))


def withdraw_missing(*, actor: Actor, clock: Callable[[], datetime], import_id: UUID) -> Import:
    """Withdraws what a complete file left out, once a person confirmed it. Nothing happens where nothing waits."""
    run = Import.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("catalogue.import_records", actor=actor, at=clock(), scope=scope_of(run.source))
    with Alone(run.source_id):
        run.refresh_from_db()
        if run.state != Import.State.DONE or run.withdrawn >= run.missing:
            return run
        with closing(run.file.open("rb")) as stream:
            reader = Reader.of(run.source, open_form(stream, **form_of(run)), run.columns)
            seen = _seen_before(run, stream, reader)
        missing, _ = _missing(run, seen)
        run.missing = run.withdrawn + len(missing)
        withdraw_all(run, missing, clock)
        with transaction.atomic():
            run.save(update_fields=["missing"])
            facts.record(
                "catalogue.missing_withdrawn", actor=actor, at=clock(), object_kind="import", object_id=run.id,
                count=len(missing),
            )
    return run


class Alone:
    """Holds a source for this session; a second import of the same source waits."""

    def __init__(self, source_id: UUID) -> None:
        self.key = source_id.int % 2**31

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7422, %s)", [self.key])

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(7422, %s)", [self.key])
