"""Taking in a file: started once, then advanced by batches that each commit whole, so that a kill loses nothing."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.batches import Batch, batches, left_out, seen_before
from rianru.catalogue.actions.missing import settle_missing
from rianru.catalogue.actions.reading import form_of, reader
from rianru.catalogue.actions.turns import Alone
from rianru.catalogue.models import Import, Record, Source
from rianru.catalogue.queries import scope_of
from rianru.core import changes, facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats.marc.columns import ColumnsWrong
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

_FEW = 1_000  # records: tables of fewer are read whole as quickly
_YOUNG = timedelta(minutes=1)  # a command that has kept its file begins within it
_ADRIFT = """
    SELECT run.id FROM catalogue_import AS run
    WHERE run.state IN ('queued', 'running') AND run.queued_at < %s AND NOT EXISTS (
        SELECT FROM procrastinate_jobs
        WHERE task_name = 'catalogue.run_import' AND args ->> 'import_id' = run.id::text)
"""
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
            complete=complete, columns=list(columns) if form == Import.Form.CSV else [],
            state=Import.State.COLUMNS if waits else Import.State.QUEUED,
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


@transaction.atomic
def adopt_imports(*, actor: Actor, at: datetime) -> int:
    """Queues the imports that nobody will go on with: a command that was killed leaves no job. How many."""
    require("catalogue.import_records", actor=actor, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_ADRIFT, [at - _YOUNG])
        ids = [id for (id,) in cursor.fetchall()]
    adrift = [run for run in Import.objects.filter(id__in=ids).order_by("id") if Alone(run.source_id).free()]
    for run in adrift:
        _queue(run)
        facts.record("catalogue.import_adopted", actor=actor, at=at, object_kind="import", object_id=run.id)
    return len(adrift)


def _queue(run: Import) -> None:
    jobs.defer("catalogue.run_import", lock=f"source:{run.source_id}", import_id=str(run.id))


def run_import(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[Import], None] | None = None
) -> Import:
    """Advances an import until it is done and returns it. Two imports into one source wait for each other."""
    run = Import.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("catalogue.import_records", actor=actor, at=clock(), scope=scope_of(run.source))
    with Alone(run.source_id), changes.coming():
        run.refresh_from_db()
        if run.state in _OVER:
            return run
        if run.state == Import.State.COLUMNS:
            raise ColumnsMissing()
        with closing(run.file.open("rb")) as stream:
            reading = reader(run.source, open_form(stream, **form_of(run)), run.columns)
            seen = seen_before(run, stream, reading)
            sizes = _Sizes()
            common: set[int] = set()
            any_known = Record.objects.filter(source=run.source_id).exists()
            with closing(batches(run, stream, reading, seen, any_known=any_known)) as found:
                for batch in found:
                    _advance(
                        actor=actor, at=clock(), run=run, batch=batch, read_with=reading.read_with, common=common,
                        any_known=any_known,
                    )
                    sizes.grew(len(batch.arrived))
                    if told:
                        told(run)
        if run.complete:
            missing, live = left_out(run, seen)
            settle_missing(run=run, ids=missing, live=live, clock=clock)
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
        if self.grown < 2 * self.told + _FEW:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_statistics_target = 20")
            cursor.execute(
                "ANALYZE catalogue_work, catalogue_edition, catalogue_record, catalogue_reading, catalogue_matchkey, "
                "catalogue_item"
            )
        self.told = self.grown


def _advance(
    *, actor: Actor, at: datetime, run: Import, batch: Batch, read_with: str, common: set[int], any_known: bool
) -> None:
    """Stores one batch and how far the file has been read, in one transaction."""
    with transaction.atomic():
        stored = storing.store(
            run=run, arrived=batch.arrived, rejected=batch.rejected, at=at, read_with=read_with, common=common,
            any_known=any_known,
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
