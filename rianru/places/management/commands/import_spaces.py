"""`rianru import-spaces NETWORK FILE --source NAME [--kind …] [--columns …] [--approximate] [--preview] [--json]`."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.actions import importing
from rianru.places.management.commands.add_spaces import NetworkMissing
from rianru.places.models import SpaceImport

COUNTED = ("added", "changed", "unchanged", "rejected")
TOLD = 20


class Command(BaseCommand):
    """Looks at every row of a list of spaces, tells those it does not take, and writes the rest unless --preview."""

    help = "นำรายชื่อแหล่งเรียนรู้เข้าจาก CSV หรือ GeoJSON · Bring in a list of spaces from CSV or GeoJSON"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The network, the file, and what its rows do not say."""
        parser.add_argument("network")
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, metavar="NAME", help="whose list it is; the same name each time")
        parser.add_argument("--kind", default="", help="the kind of rows that do not say it")
        parser.add_argument("--columns", default="", help="key,name_th,area,…; else as last time, or as guessed")
        parser.add_argument("--approximate", action="store_true", help="positions are no better than their area")
        parser.add_argument("--preview", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Takes the file in."""
        actor, began = system("import-spaces"), time.monotonic()
        network = next((one for one in queries.networks() if one.code == options["network"]), None)
        if network is None:
            raise NetworkMissing(network=options["network"])
        with options["file"].open("rb") as stream:
            id = importing.start_space_import(
                actor=actor, at=jobs.now(), network_id=network.id, source=options["source"], file=File(stream),
                file_name=options["file"].name,
            )
        run = SpaceImport.objects.select_related("source").get(id=id)
        _, guessed, _ = importing.guessed_columns(run)
        importing.confirm_space_columns(
            actor=actor, at=jobs.now(), import_id=id, kind=options["kind"] or run.source.defaults.get("kind", ""),
            columns=options["columns"].split(",") if options["columns"] else guessed,
            approximate=options["approximate"], queue=False,
        )
        run = importing.check_import(actor=actor, clock=jobs.now, import_id=id)
        if not options["preview"]:
            importing.write_space_import(actor=actor, at=jobs.now(), import_id=id, queue=False)
            run = importing.run_write(actor=actor, clock=jobs.now, import_id=id)
        self._tell(run, round(time.monotonic() - began, 3), as_json=options["json"])
        if options["preview"]:
            importing.drop_space_import(actor=actor, at=jobs.now(), import_id=id)

    def _tell(self, run: SpaceImport, seconds: float, *, as_json: bool) -> None:
        for code, rejected, count in queries.reason_counts(run_id=run.id):
            words = importing.short(code)
            self.stderr.write(f"  {count:,} × {'–' if rejected else '+'} {words.in_('th')} · {words.in_('en')}")
        for one in queries.import_rows(run_id=run.id, which="rejected", limit=TOLD):
            said = " · ".join(importing.words(code, values).in_("en") for code, values in one.reasons)
            self.stderr.write(f"  {one.line}: {one.name} {said}")
        counts = {name: getattr(run, name) for name in COUNTED}
        if as_json:
            self.stdout.write(json.dumps(counts | {"seconds": seconds}))
            return
        self.stdout.write(both(T(
            "ใหม่ {added:,} · แก้ไข {changed:,} · เหมือนเดิม {unchanged:,} · ไม่รับ {rejected:,} · {seconds} วินาที",
            "new {added:,} · changed {changed:,} · unchanged {unchanged:,} · not taken {rejected:,} · {seconds} s",
            **counts, seconds=seconds,
        )))
