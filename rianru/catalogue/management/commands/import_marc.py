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
        """Imports one file after another."""
        actor, began = system("import-marc"), time.monotonic()
        totals = dict.fromkeys(("accepted", "repaired", "unchanged", "rejected"), 0)
        if options["new"]:
            try:
                actions.add_source(
                    actor=actor,
                    at=jobs.now(),
                    code=options["source"],
                    name_th=options["new"],
                    default_space=options["space"],
                )
            except actions.SourceCodeTaken:
                pass
        for path in options["paths"]:
            run = self._take(actor, path, options)
            for name in totals:
                totals[name] += getattr(run, name)
            self._tell(run)
        seconds = round(time.monotonic() - began, 3)
        if options["json"]:
            self.stdout.write(json.dumps(totals | {"seconds": seconds}))
        else:
            self.stdout.write(
                both(
                    T(
                        "รับ {accepted:,} (ซ่อม {repaired:,}) · เหมือนเดิม {unchanged:,} · "
                        "ไม่รับ {rejected:,} · {seconds} วินาที",
                        "accepted {accepted:,} (repaired {repaired:,}) · unchanged {unchanged:,} · "
                        "rejected {rejected:,} · {seconds} s",
                        **totals,
                        seconds=seconds,
                    )
                )
            )

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
                "{count:,} records are not in this file: so many that nothing was withdrawn. Confirm it on "
                "the page of the import.", count=run.missing - run.withdrawn,
            )
            self.stderr.write(both(waiting))

    def _confirm(self, actor: Any, id: UUID) -> None:
        """A spreadsheet without told columns: as confirmed last time for its source, else as guessed; said aloud."""
        view = queries.import_view(actor=actor, at=jobs.now(), id=id)
        if view is None or view.run.state != "columns":
            return
        guessed = queries.table_of(run=view.run)
        known = view.run.source.columns
        columns = known if len(known) == guessed.width else list(guessed.columns)
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
        self._confirm(actor, id)
        with Progress(path.stat().st_size, T.verbatim(path.name, path.name), out=sys.stderr) as progress:
            done = 0

            def told(run: Any) -> None:
                nonlocal done
                progress.advance(run.offset - done)
                done = run.offset

            return actions.run_import(actor=actor, clock=jobs.now, import_id=id, told=told)


def _named(told: str) -> list[str]:
    return [word.strip() for word in told.split(",")] if told else []
