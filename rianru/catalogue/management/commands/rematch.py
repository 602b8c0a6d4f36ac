"""`rianru rematch [--source CODE]`: reads every record anew from its bytes and matches it by today's rules."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rianru.catalogue import actions
from rianru.catalogue.models import Record, Source
from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.progress import Progress
from rianru.kernel.words import T


class Command(BaseCommand):
    """After a rule, a mapping or the reader changed. Decisions of librarians hold as before."""

    help = "อ่านและจับคู่ระเบียนใหม่ · Read and match the records anew"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose records; all, unless told."""
        parser.add_argument("--source", default="", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rematches, with progress."""
        code = options["source"]
        source = Source.objects.filter(code=code).first() if code else None
        if code and source is None:
            known = ", ".join(Source.objects.order_by("code").values_list("code", flat=True)[:20]) or "–"
            raise actions.SourceNotFound(source=code, known=known)
        records = Record.objects.filter(state=Record.State.LIVE)
        total = (records.filter(source=source) if source else records).count()
        with Progress(total, T("จับคู่ระเบียนใหม่", "Matching anew"), out=sys.stderr) as progress:
            count = actions.rematch(actor=system("rematch"), clock=jobs.now, source=source, told=progress.advance)
        self.stdout.write(both(T("จับคู่ใหม่ {count:,} ระเบียน",
                                 "{count:,} {count:record|records} matched anew", count=count)))
