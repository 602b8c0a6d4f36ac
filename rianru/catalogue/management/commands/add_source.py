"""`rianru add-source CODE NAME_TH [--network CODE] [--space CODE] [--holdings FILE.json]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rianru.catalogue import actions
from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.formats.marc import MappingWrong
from rianru.kernel.words import T
from rianru.places.management.commands.add_spaces import network_called


class Command(BaseCommand):
    """Adds a source of records; the mapping's form is told in docs/catalogue.md."""

    help = "เพิ่มแหล่งข้อมูลระเบียน · Add a source of records"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose records, and how they name branches and copies."""
        parser.add_argument("code")
        parser.add_argument("name_th")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--network", default="")
        parser.add_argument("--space", default="")
        parser.add_argument("--holdings", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Adds it."""
        network = network_called(options["network"]).id if options["network"] else None
        actions.add_source(
            actor=system("add-source"), at=jobs.now(), code=options["code"], name_th=options["name_th"],
            name_en=options["name_en"], network_id=network, default_space=options["space"],
            holdings=_mapping(options["holdings"]),
        )
        self.stdout.write(both(T("เพิ่มแหล่งข้อมูล {code} แล้ว", "The source {code} was added.", code=options["code"])))


def _mapping(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MappingWrong(part=path.name) from error
    if not isinstance(found, dict):
        raise MappingWrong(part=path.name)
    return found
