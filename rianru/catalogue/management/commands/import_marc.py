"""`rianru import-marc PATH… --source CODE [--new NAME] [--space CODE] [--json]`."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.management.base import BaseCommand

from rianru.catalogue import actions, queries
from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.progress import Progress
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class FileMissing(Refused):
    """A path given to the command cannot be read."""

    code = "catalogue.file_missing"
    status = 404
    says = T(
        "เปิดไฟล์ {path} ไม่ได้ ({reason}) ตรวจชื่อและสิทธิ์ของไฟล์",
        "The file {path} cannot be opened ({reason}). Check its name and permissions.",
    )


class FilesRefused(Refused):
    """Of several files some were refused; the others were taken."""

    code = "catalogue.files_refused"
    status = 422
    says = T(
        "ไม่ได้นำเข้าไฟล์ {files} เหตุผลอยู่ข้างบน ไฟล์อื่นนำเข้าแล้ว แก้แล้วสั่งใหม่เฉพาะไฟล์เหล่านี้",
        "Not taken: {files}. Why is said above; the others were taken. Mend these and give the command for them again.",
    )


class CompleteInParts(Refused):
    """Several files, each said to be the whole catalogue: each would withdraw the records of the others."""

    code = "catalogue.complete_in_parts"
    status = 422
    says = T(
        "--complete ใช้กับไฟล์เดียวที่มีระเบียนครบทั้งแหล่ง รวมไฟล์เป็นไฟล์เดียว หรือสั่งใหม่โดยไม่ใช้ --complete",
        "--complete is for one file with all records of its source. Join the files into one, or leave --complete out.",
    )


class Command(BaseCommand):
    """Takes in MARC files; the last line with --json: accepted, repaired, unchanged, rejected, seconds."""

    help = "นำเข้าระเบียน MARC 21 · Import MARC 21 records"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, the source, and what to make of a source that is new."""
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--source", required=True, metavar="CODE")
        parser.add_argument("--new", metavar="NAME", help="add the source under this name if there is none")
        parser.add_argument("--space", default="", metavar="CODE", help="with --new: where copies stand")
        parser.add_argument("--complete", action="store_true", help="the file is the whole catalogue of its source")
        parser.add_argument("--columns", default="", help="of a spreadsheet: title,author,…; else as guessed")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Imports one file after another; those that are refused are named when the others are in."""
        actor, began = system("import-marc"), time.monotonic()
        totals = dict.fromkeys(("accepted", "repaired", "unchanged", "rejected"), 0)
        paths, refused = options["paths"], list[tuple[Path, Refused]]()
        if options["complete"] and len(paths) > 1:
            raise CompleteInParts()
        self._add_source(actor, options)
        for path in paths:
            try:
                run = self._take(actor, path, options)
            except Refused as refusal:
                refused.append((path, refusal))
                if len(paths) > 1:
                    self.stderr.write(f"  {path.name}: {refusal.text('th')} · {refusal.text('en')}")
                continue
            for name in totals:
                totals[name] += getattr(run, name)
            self._tell(run)
        self._sum_up(totals, round(time.monotonic() - began, 3), options["json"])
        if refused:
            raise refused[0][1] if len(paths) == 1 else FilesRefused(files=", ".join(path.name for path, _ in refused))

    def _add_source(self, actor: Any, options: dict[str, Any]) -> None:
        """Where --new names one that is not there yet."""
        if not options["new"]:
            return
        try:
            actions.add_source(
                actor=actor, at=jobs.now(), code=options["source"], name_th=options["new"],
                default_space=options["space"],
            )
        except actions.SourceCodeTaken:
            pass

    def _sum_up(self, totals: dict[str, int], seconds: float, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(totals | {"seconds": seconds}))
            return
        self.stdout.write(both(T(
            "รับ {accepted:,} (ซ่อม {repaired:,}) · เหมือนเดิม {unchanged:,} · ไม่รับ {rejected:,} · {seconds} วินาที",
            "accepted {accepted:,} (repaired {repaired:,}) · unchanged {unchanged:,} · rejected {rejected:,} · "
            "{seconds} s", **totals, seconds=seconds,
        )))

    def _tell(self, run: Any) -> None:
        """What was mended and how often, and the first rejections with their place in the file."""
        for code, words, count, _ in queries.repair_counts(run_id=run.id):
            self.stderr.write(f"  {count:,} × {code}: {words.in_('th')} · {words.in_('en')}")
        for one in queries.outcomes(run_id=run.id, which="rejected", limit=20):
            for _, why in one.losses:
                self.stderr.write(f"  #{one.number} @{one.offset}: {why.in_('th')} · {why.in_('en')}")
        if run.missing > run.withdrawn:
            waiting = T(
                "{count:,} ระเบียนไม่มีในไฟล์นี้ มากผิดปกติจึงยังไม่ถอน ยืนยันที่หน้านำเข้า",
                "{count:,} {count:record|records} {count:is|are} not in this file: so many that nothing was "
                "withdrawn. Confirm it on "
                "the page of the import.", count=run.missing - run.withdrawn,
            )
            self.stderr.write(both(waiting))

    def _confirm(self, actor: Any, id: UUID) -> None:
        """A spreadsheet without told columns: as confirmed last time for its source, else as guessed; said aloud."""
        view = queries.import_view(actor=actor, at=jobs.now(), id=id)
        if view is None or view.run.state != "columns":
            return
        guessed = queries.table_of(run=view.run)
        columns = queries.remembered(run=view.run, table=guessed) or list(guessed.columns)
        for heading, meaning in zip(guessed.headings, columns, strict=True):
            self.stderr.write(f"  {heading or '–'} → {meaning}")
        actions.confirm_columns(actor=actor, at=jobs.now(), import_id=id, columns=columns, queue=False)

    def _take(self, actor: Any, path: Path, options: dict[str, Any]) -> Any:
        try:
            stream = path.open("rb")
        except OSError as error:
            raise FileMissing(path=str(path), reason=error.strerror or "") from error
        with stream:
            id = actions.start_import(
                actor=actor, at=jobs.now(), source_code=options["source"], file=File(stream), file_name=path.name,
                queue=False, complete=options["complete"], columns=_named(options["columns"]),
            )
        try:
            self._confirm(actor, id)
            return self._run(actor, path, id)
        except Refused as refusal:
            actions.refuse_import(actor=actor, at=jobs.now(), import_id=id, refusal=refusal)
            raise

    def _run(self, actor: Any, path: Path, id: UUID) -> Any:
        with Progress(path.stat().st_size, T.verbatim(path.name, path.name), out=sys.stderr) as progress:
            done = 0

            def told(run: Any) -> None:
                nonlocal done
                progress.advance(run.offset - done)
                done = run.offset

            return actions.run_import(actor=actor, clock=jobs.now, import_id=id, told=told)


def _named(told: str) -> list[str]:
    return [word.strip() for word in told.split(",")] if told else []
