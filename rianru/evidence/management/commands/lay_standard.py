"""`rianru lay-standard [FILE]`: the living-library standard that is shipped, or one from a JSON file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.evidence import actions
from rianru.evidence.actions.refusals import StandardUnreadable
from rianru.evidence.actions.standards import shipped
from rianru.evidence.queries.standards import SHIPPED
from rianru.kernel.words import T


class Command(BaseCommand):
    """Idempotent; other words of the same code are a new version."""

    help = "วางหรือปรับมาตรฐาน · Lay a standard, or bring it up to date"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it is read from."""
        parser.add_argument("file", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lays it."""
        said = _read(Path(options["file"])) if options["file"] else shipped(SHIPPED)
        actions.lay_standard(actor=system("lay-standard"), at=jobs.now(), said=said)
        self.stdout.write(both(T("วางมาตรฐาน {code} แล้ว", "The standard {code} is laid.", code=said.get("code", ""))))


def _read(path: Path) -> dict[str, Any]:
    try:
        said = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise StandardUnreadable(path=str(path)) from error
    if not isinstance(said, dict):
        raise StandardUnreadable(path=str(path))
    return said
