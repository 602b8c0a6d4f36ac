"""`rianru demo`: builds the demo; refused where somebody else keeps the database."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.demo import building
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class DemoRefused(Refused):
    """DATABASE_URL is set: example people with one-click sign-ins have no place there."""

    code = "demo.refused"
    status = 403
    says = T(
        "ตั้ง DATABASE_URL ไว้ จึงไม่สร้างข้อมูลตัวอย่างให้ ระบบจริงเริ่มที่ rianru admin EMAIL",
        "DATABASE_URL is set, so no demo is built there. A real installation starts with rianru admin EMAIL.",
    )


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
        self.stdout.write(str(T(
            "สร้างข้อมูลตัวอย่างแล้วใน {seconds} วินาที", "The demo was built in {seconds} s.",
            seconds=round(time.monotonic() - began, 1),
        )))
