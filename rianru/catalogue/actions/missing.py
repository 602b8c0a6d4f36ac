"""What a complete file leaves out: withdrawn at once where it is little, else listed until a person has said so."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.catalogue.actions.dropping import drop
from rianru.catalogue.actions.turns import Alone
from rianru.catalogue.models import Import
from rianru.catalogue.queries import later_imports, scope_of, waiting
from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T

BATCH = 1_000
SHARE = 0.1  # of a source's records: a complete file that leaves out more may be half a file
FEW = 20  # records that may be left out whatever the share
# An earlier try of the same import may have listed other records; those that it withdrew stay listed.
_LIST = """
    DELETE FROM catalogue_missing AS missing USING catalogue_record AS record
        WHERE missing.run_id = %(run)s AND record.id = missing.record_id AND record.state = 'live';
    INSERT INTO catalogue_missing (run_id, record_id)
        SELECT %(run)s, unnest(%(ids)s::uuid[]) ON CONFLICT DO NOTHING
"""


class LaterFile(Refused):
    """Another file of the source came after the one that left records out."""

    code = "catalogue.later_file"
    says = T(
        "มีไฟล์ {later} ของแหล่งเดียวกันเข้ามาทีหลัง รายการนี้จึงอาจเก่าไปแล้ว ส่งไฟล์ทั้งหมดล่าสุดเข้ามา แล้วเราจะถามใหม่",
        "{later} came in later from the same source, so this list may be out of date. Send the newest complete file, "
        "and you will be asked anew.",
    )


def settle_missing(*, run: Import, ids: Sequence[UUID], live: int, clock: Callable[[], datetime]) -> None:
    """Lists the records that a complete file leaves out (`ids`, of `live` ones of its source) and withdraws them,
    unless they are so many that the file may be half, much of it was rejected, or a file sent later has been read.
    """
    run.missing = run.withdrawn + len(ids)  # what an earlier try withdrew is live no more
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _LIST.split(";"):
            cursor.execute(statement, {"run": run.id, "ids": list(ids)})
    few = run.missing <= max(FEW, int((live + run.withdrawn) * SHARE))
    broken = run.rejected > FEW and run.rejected > run.number * SHARE
    if few and not broken and not _overtaken(run):
        _withdraw(run, ids, clock)


def _overtaken(run: Import) -> bool:
    return later_imports(run, run.source_id).filter(number__gt=0).exists()


def _withdraw(run: Import, ids: Sequence[UUID], clock: Callable[[], datetime]) -> None:
    """Drops records and counts them, a batch a transaction."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            drop(cursor, run=run, ids=batch, at=clock())
            run.withdrawn += len(batch)
            run.save(update_fields=["missing", "withdrawn"])


def confirm_missing(*, actor: Actor, at: datetime, import_id: UUID) -> None:
    """A person says that what a complete file left out is gone; a job withdraws it. Nothing where nothing waits.

    Refuses where a later file of the same source came in, or is about to.
    """
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("source").filter(id=import_id).first()
        if run is None:
            raise NotFound()
        require("catalogue.import_records", actor=actor, at=at, scope=scope_of(run.source))
        if not _waits(run):
            return
        if later := later_imports(run, run.source_id).first():
            raise LaterFile(later=later.file_name)
        facts.record("catalogue.missing_confirmed", actor=actor, at=at, object_kind="import", object_id=run.id)
        jobs.defer("catalogue.withdraw_missing", lock=f"source:{run.source_id}", import_id=str(run.id))


def _waits(run: Import) -> bool:
    return run.state == Import.State.DONE and run.withdrawn < run.missing


def withdraw_missing(*, actor: Actor, clock: Callable[[], datetime], import_id: UUID) -> Import:
    """Withdraws what a complete file left out, once a person confirmed it. Nothing happens where nothing waits, nor
    where a later file has been read since.
    """
    run = Import.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("catalogue.import_records", actor=actor, at=clock(), scope=scope_of(run.source))
    with Alone(run.source_id):
        run.refresh_from_db()
        if not _waits(run) or _overtaken(run):
            return run
        ids = waiting(run_id=run.id)
        run.missing = run.withdrawn + len(ids)
        _withdraw(run, ids, clock)
        with transaction.atomic():
            run.save(update_fields=["missing"])
            facts.record(
                "catalogue.missing_withdrawn", actor=actor, at=clock(), object_kind="import", object_id=run.id,
                count=len(ids),
            )
    return run
