"""`rianru verify-facts`: recounts every sealed hour and day against its seal."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core.facts import rollup, seal
from rianru.core.models import FactHour
from rianru.core.speech import both
from rianru.kernel.words import T


class Command(BaseCommand):
    """Exit code 1 with a line for each fault; 0 and the last sealed hour otherwise."""

    help = "ตรวจว่าบันทึกเหตุการณ์ไม่ถูกแก้ · Verify the facts against their seals"

    def handle(self, *args: Any, **options: Any) -> None:
        """Recounts."""
        faults = list(seal.verify())
        for fault in faults:
            self.stdout.write(f"✗ {fault.where}: {fault.what}")
        wrong = rollup.differences()
        if wrong:
            self.stdout.write(f"✗ roll-up: {wrong} cells differ from a fresh count")
        if faults or wrong:
            sys.exit(1)
        last = FactHour.objects.order_by("-hour_at").first()
        self.stdout.write(both(T(
            "✓ ตราประทับ {hours:,} ชั่วโมงตรงทั้งหมด ถึง {last}",
            "✓ {hours:,} sealed {hours:hour|hours} {hours:holds|hold}, up to {last}.",
            hours=FactHour.objects.count(), last=last.hour_at.isoformat() if last else "–",
        )))
