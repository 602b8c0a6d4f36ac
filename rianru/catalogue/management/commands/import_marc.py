"""`rianru import-marc PATH… --source CODE [--new NAME] [--space CODE] [--json]`."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

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
            run = self._take(actor, path, options["source"])
            for name in totals:
                totals[name] += getattr(run, name)
            for one, why in queries.rejections(run_id=run.id, limit=20):
                self.stderr.write(f"  #{one.number} @{one.offset}: {why.in_('th')} · {why.in_('en')}")
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

    def _take(self, actor: Any, path: Path, source: str) -> Any:
        try:
            stream = path.open("rb")
        except OSError as error:
            raise FileMissing(path=str(path), reason=error.strerror or "") from error
        with stream:
            id = actions.start_import(
                actor=actor, at=jobs.now(), source_code=source, file=File(stream), file_name=path.name, queue=False
            )
        with Progress(path.stat().st_size, T.verbatim(path.name, path.name), out=sys.stderr) as progress:
            done = 0

            def told(run: Any) -> None:
                nonlocal done
                progress.advance(run.offset - done)
                done = run.offset

            return actions.run_import(actor=actor, clock=jobs.now, import_id=id, told=told)
