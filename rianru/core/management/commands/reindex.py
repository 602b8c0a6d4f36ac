"""`rianru reindex`: builds the search index of this node anew; readers notice nothing."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core.search import follow, store
from rianru.core.speech import both
from rianru.kernel.words import T


class Command(BaseCommand):
    """While the follower runs it is asked to rebuild, since only one process writes; else it is done here."""

    help = "สร้างดัชนีค้นหาใหม่ · Rebuild the search index"

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuilds, or asks the running follower to."""
        began = time.monotonic()
        try:
            with store.writing():
                count = follow.rebuild()
        except store.IndexBusy:
            store.ask_for_rebuild()
            self.stdout.write(both(T(
                "ระบบกำลังทำงานอยู่ จึงสั่งให้สร้างดัชนีใหม่ต่อเบื้องหลังแล้ว",
                "The system is running, so its follower was asked to rebuild in the background.",
            )))
            return
        self.stdout.write(both(T(
            "สร้างดัชนีแล้ว {count:,} รายการใน {seconds} วินาที", "Indexed {count:,} documents in {seconds} s.",
            count=count, seconds=round(time.monotonic() - began, 1),
        )))
