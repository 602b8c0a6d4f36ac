"""`rianru demo`: builds the demo; refused where somebody else keeps the database."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.speech import both
from rianru.demo import building
from rianru.demo.management.commands._refusals import DemoRefused
from rianru.kernel.words import T


class Command(BaseCommand):
    """Idempotent: what is there already stays."""

    help = "สร้างข้อมูลตัวอย่าง · Build the demo"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No options."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Builds."""
        if settings.DATABASE_ELSEWHERE:
            raise DemoRefused()
        began = time.monotonic()
        building.build(at=jobs.now(), told=lambda name: self.stderr.write(f"  demo: {name}"))
        self.stdout.write(both(T(
            "สร้างข้อมูลตัวอย่างแล้วใน {seconds} วินาที", "The demo was built in {seconds} s.",
            seconds=round(time.monotonic() - began, 1),
        )))
