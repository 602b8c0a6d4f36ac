"""`rianru load-areas`: the areas and holidays that the project ships; again after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from rianru.core import jobs
from rianru.core.actors import system
from rianru.core.speech import both
from rianru.kernel.words import T
from rianru.places import actions


class Command(BaseCommand):
    """Idempotent."""

    help = "โหลดเขตการปกครองและวันหยุด · Load areas and holidays"

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads."""
        changed = actions.load_areas(actor=system("load-areas"), at=jobs.now())
        actions.load_holidays(actor=system("load-areas"), at=jobs.now())
        self.stdout.write(both(T("เขตที่เพิ่มหรือแก้ {n:,}", "Areas new or changed: {n:,}", n=changed)))
