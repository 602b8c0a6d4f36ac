"""A file of spaces is sent, its columns are confirmed, and it is dropped or written."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import fold, normalise
from rianru.kernel.words import T
from rianru.places.actions.importing import columns as words
from rianru.places.actions.importing import files
from rianru.places.models import Network, SpaceImport, SpaceImportRow, SpaceSource
from rianru.places.queries import scope_of_network
from rianru.places.words import KINDS

State = SpaceImport.State


class SourceUnnamed(Refused):
    """Nobody said whose list it is."""

    code = "places.source_unnamed"
    status = 422
    says = T(
        "บอกว่ารายชื่อนี้มาจากไหน เช่น สพฐ. 2569 เมื่อส่งใหม่ปีหน้าจะได้ไม่ซ้ำ",
        "Say where this list comes from, such as OBEC 2026, so that sending it again adds nothing twice.",
    )


class ImportNotReady(Refused):
    """It is not at the point where this can be done."""

    code = "places.import_not_ready"
    says = T(
        "ไฟล์นี้อยู่ขั้น “{state}” จึงยังทำขั้นนี้ไม่ได้ เปิดหน้าของไฟล์อีกครั้ง",
        "This file is at “{state}”, where that cannot be done. Open its page again.",
    )


class PreviewStale(Refused):
    """Something of the same source was written after the preview was made."""

    code = "places.preview_stale"
    says = T(
        "มีไฟล์อื่นของต้นทางนี้เขียนหลังจากตรวจไฟล์นี้ ยืนยันคอลัมน์อีกครั้งเพื่อตรวจใหม่ แล้วค่อยเขียน",
        "Another file of this source was written since this was checked. Confirm the columns again to check it anew.",
    )


STATES = {
    State.COLUMNS: T("รอยืนยันคอลัมน์", "Columns to confirm"), State.CHECKING: T("กำลังตรวจ", "Being looked at"),
    State.CHECKED: T("รอคำสั่งเขียน", "Waiting for your word"), State.WRITING: T("กำลังเขียน", "Being written"),
    State.DONE: T("เสร็จแล้ว", "Done"), State.REFUSED: T("หยุดกลางทาง", "Stopped"),
    State.DROPPED: T("ยกเลิกแล้ว", "Dropped"),
}


def start_space_import(
    *, actor: Actor, at: datetime, network_id: UUID, source: str, file: "File[bytes]", file_name: str,
) -> UUID:
    """Keeps a file of spaces of a network; the import's id. Its columns are confirmed next.

    Refuses what is no list of spaces, has no rows, or too many (NotASpaceList, NoRows, TooManyRows, SpaceFileTooLarge);
    nothing is kept then.
    """
    require("places.add_space", actor=actor, at=at, scope=scope_of_network(network_id))
    name = normalise(source)[:120]
    if not fold(name):
        raise SourceUnnamed()
    if not Network.objects.filter(id=network_id).exists():
        raise NotFound()
    sheet = files.look(file, file.size)
    rows = files.count(sheet, file)
    file.seek(0)
    with transaction.atomic():
        known, _ = SpaceSource.objects.get_or_create(
            network_id=network_id, found_by=fold(name), defaults={"name": name, "created_at": at}
        )
        run = SpaceImport(
            source=known, file_name=normalise(file_name)[:200], size=file.size, form=sheet.form, rows=rows, sent_at=at,
            started_by=actor.key,
        )
        run.file.save(f"{run.id}.{sheet.form}", file, save=False)
        run.save(force_insert=True)
        facts.record(
            "places.space_list_sent", actor=actor, at=at, object_kind="space_import", object_id=run.id, count=rows
        )
    return run.id


def confirm_space_columns(
    *, actor: Actor, at: datetime, import_id: UUID, columns: Sequence[str], kind: str = "", approximate: bool = False,
    queue: bool = True,
) -> None:
    """Says what each column is, and what holds for every row that does not say it; the rows are then looked at.

    May be said again while nothing is written. Refuses with SpaceColumnsWrong what spaces cannot be read from.
    """
    with transaction.atomic():
        run = _locked(import_id, actor, at)
        if run.state not in (State.COLUMNS, State.CHECKED):
            raise ImportNotReady(state=STATES[State(run.state)])
        defaults: dict[str, Any] = {"kind": kind if kind in KINDS else "", "approximate": approximate}
        with closing(run.file.open("rb")) as stream:
            sheet = files.look(stream, run.size)
        run.columns = list(words.check(columns, sheet.width, defaults))
        run.defaults, run.state = defaults, State.CHECKING
        run.save(update_fields=["columns", "defaults", "state"])
        SpaceSource.objects.filter(id=run.source_id).update(columns=_by_heading(sheet, run.columns), defaults=defaults)
        facts.record(
            "places.space_columns_confirmed", actor=actor, at=at, object_kind="space_import", object_id=run.id
        )
        if queue:
            jobs.defer("places.check_spaces", lock=_lock(run), import_id=str(run.id))


def _by_heading(sheet: files.Sheet, columns: Sequence[str]) -> list[list[str]]:
    """What is remembered for the next file of this source: heading and column."""
    return [[heading, column] for heading, column in zip(sheet.headings, columns, strict=True)]


def guessed_columns(run: SpaceImport) -> tuple[files.Sheet, Sequence[str], bool]:
    """How a file is written; what its columns are: as confirmed, as in its source's last file with these headings, or
    guessed; and whether a person has said so once.
    """
    with closing(run.file.open("rb")) as stream:
        sheet = files.look(stream, run.size)
    if run.columns:
        return sheet, run.columns, True
    known: Mapping[str, str] = dict(run.source.columns)
    if any(sheet.headings) and all(one in known for one in sheet.headings):
        return sheet, [known[one] for one in sheet.headings], True
    return sheet, sheet.columns, False


def write_space_import(*, actor: Actor, at: datetime, import_id: UUID, queue: bool = True) -> None:
    """Lets what was previewed be written. Refuses with PreviewStale what is older than another file's writing."""
    with transaction.atomic():
        run = _locked(import_id, actor, at)
        if run.state != State.CHECKED:
            raise ImportNotReady(state=STATES[State(run.state)])
        others = SpaceImport.objects.filter(source=run.source_id).exclude(id=run.id)
        if others.filter(state=State.WRITING).exists() or others.filter(
            state__in=(State.DONE, State.REFUSED), ended_at__gt=run.checked_at
        ).exists():
            raise PreviewStale()
        run.state = State.WRITING
        run.save(update_fields=["state"])
        facts.record(
            "places.space_import_begun", actor=actor, at=at, object_kind="space_import", object_id=run.id,
            count=run.added + run.changed,
        )
        if queue:
            jobs.defer("places.write_spaces", lock=_lock(run), import_id=str(run.id))


def drop_space_import(*, actor: Actor, at: datetime, import_id: UUID) -> None:
    """Gives up a file of which nothing was written: its rows are forgotten."""
    with transaction.atomic():
        run = _locked(import_id, actor, at)
        if run.state not in (State.COLUMNS, State.CHECKED, State.CHECKING):
            raise ImportNotReady(state=STATES[State(run.state)])
        SpaceImportRow.objects.filter(run=run).delete()
        run.state, run.ended_at = State.DROPPED, at
        run.save(update_fields=["state", "ended_at"])
        facts.record("places.space_list_dropped", actor=actor, at=at, object_kind="space_import", object_id=run.id)


def refuse_space_import(*, actor: Actor, at: datetime, import_id: UUID, refusal: Refused) -> None:
    """Marks a file that cannot be gone on with; what was written of it stays and is counted."""
    with transaction.atomic():
        run = _locked(import_id, actor, at)
        run.state, run.ended_at = State.REFUSED, at
        run.refusal_th, run.refusal_en = refusal.text("th"), refusal.text("en")
        run.save(update_fields=["state", "ended_at", "refusal_th", "refusal_en"])
        facts.record(
            "places.space_import_ended", actor=actor, at=at, object_kind="space_import", object_id=run.id, count=0
        )


def _locked(import_id: UUID, actor: Actor, at: datetime) -> SpaceImport:
    run = SpaceImport.objects.select_for_update(of=("self",)).select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("places.add_space", actor=actor, at=at, scope=scope_of_network(run.source.network_id))
    return run


def _lock(run: SpaceImport) -> str:
    """Files of one source are looked at and written one after another."""
    return f"space-source:{run.source_id}"


