"""Rolling an import back: what it changed is as before, what it brought is gone, what it dropped is there again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.batches import Arrived
from rianru.catalogue.actions.dropping import drop
from rianru.catalogue.actions.reading import reader_of
from rianru.catalogue.actions.shelving import restore_items
from rianru.catalogue.actions.turns import Alone
from rianru.catalogue.models import Import, Record, RecordVersion
from rianru.catalogue.queries import scope_of
from rianru.catalogue.queries.imports import UNDOABLE
from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import marc
from rianru.kernel.reading import Reader, Row
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T

BATCH = 500


class NotOver(Refused):
    """The import is still waiting or running."""

    code = "catalogue.import_not_over"
    says = T(
        "การนำเข้านี้ยังไม่จบ รอให้จบก่อน แล้วค่อยย้อนกลับ", "This import is not over. Wait for its end, then roll it back."
    )


class LaterImport(Refused):
    """A later import changed the same records."""

    code = "catalogue.later_import"
    says = T(
        "มีการนำเข้าครั้งหลังแก้ระเบียนเดียวกันแล้ว ย้อนครั้งนั้นก่อน: {later}",
        "A later import changed the same records. Roll that one back first: {later}.",
    )


def undo_import(*, actor: Actor, at: datetime, import_id: UUID, queue: bool = True) -> None:
    """Begins to roll an import back; a job does the work. Refuses one that is not over, and one under a later one."""
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("source").filter(id=import_id).first()
        if run is None:
            raise NotFound()
        require("catalogue.undo_import", actor=actor, at=at, scope=scope_of(run.source))
        if run.state in (Import.State.UNDOING, Import.State.UNDONE):
            return
        if run.state not in UNDOABLE:
            raise NotOver()
        later = RecordVersion.objects.filter(taken_by=run).select_related("replaced_by").order_by("-id").first()
        if later:
            raise LaterImport(later=later.replaced_by.file_name)
        run.state = Import.State.UNDOING
        run.save(update_fields=["state"])
        facts.record("catalogue.undo_started", actor=actor, at=at, object_kind="import", object_id=run.id)
        if queue:
            jobs.defer("catalogue.run_undo", lock=f"source:{run.source_id}", import_id=str(run.id))


def run_undo(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[Import], None] | None = None
) -> Import:
    """Rolls back batch by batch until nothing of the import is left; a kill in between loses nothing."""
    run = Import.objects.select_related("source").get(id=import_id)
    require("catalogue.undo_import", actor=actor, at=clock(), scope=scope_of(run.source))
    with Alone(run.source_id):
        run.refresh_from_db()
        if run.state != Import.State.UNDOING:
            return run
        while _undo_batch(run, clock()):
            if told:
                told(run)
        with transaction.atomic():
            run.state, run.undone_at = Import.State.UNDONE, clock()
            run.save(update_fields=["state", "undone_at"])
            facts.record("catalogue.import_undone", actor=actor, at=clock(), object_kind="import", object_id=run.id,
                         count=run.accepted)
    return run


def _undo_batch(run: Import, at: datetime) -> int:
    """The next records that still are as the import left them; how many."""
    before = RecordVersion.objects.filter(record=OuterRef("pk"), replaced_by=run)
    touched = Record.objects.filter(Exists(before) | Q(state=Record.State.LIVE), taken_by=run)
    ids = list(touched.order_by("id").values_list("id", flat=True)[:BATCH])
    if not ids:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        versions = list(
            RecordVersion.objects.filter(record__in=ids, replaced_by=run)
            .select_related("record", "taken_by__source").order_by("id")
        )
        known = {version.record_id for version in versions}
        fresh = [id for id in ids if id not in known]
        if fresh:
            drop(cursor, run=run, ids=fresh, at=at, versions=False)
        _put_back(cursor, versions, at)
        restore_items(cursor, run=run, ids=known, at=run.ended_at or at)
        RecordVersion.objects.filter(id__in=[version.id for version in versions]).delete()
    return len(ids)


def _put_back(cursor: Any, versions: list[RecordVersion], at: datetime) -> None:
    by_import: dict[UUID, list[RecordVersion]] = {}
    for version in versions:
        by_import.setdefault(version.taken_by_id, []).append(version)
    for own in by_import.values():
        run = own[0].taken_by
        reader = reader_of(run)
        read = [(version, read_again(reader, version, version.record.control_number)) for version in own]
        arrived = [one for _, one in read if one]
        storing.store(run=run, arrived=arrived, rejected=(), at=at, read_with=reader.read_with, again=True)
        for version, one in read:
            if one is None:  # the bytes are put back all the same
                Record.objects.filter(id=version.record_id).update(
                    raw=version.raw, digest=version.digest, form=version.form, taken_by=run
                )
        gone = [version.record_id for version, one in read if one is None or version.state == Record.State.GONE]
        if gone:
            drop(cursor, run=run, ids=gone, at=at, versions=False)


def read_again(reader: Reader, taken: Record | RecordVersion, control_number: str) -> Arrived | None:
    """A stored record from its bytes; None where today's reader can make nothing of them."""
    raw = bytes(taken.raw)
    digest = hashlib.sha256(raw).digest()
    row = reader.read(raw, digest)
    if not isinstance(row, Row):
        return None
    return Arrived(marc.Chunk(1, 0, raw, len(raw)), digest, row._replace(control_number=control_number))
