"""`rianru reindex`: builds the search index of this node anew; readers notice nothing."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core import kinds
from rianru.core.search import follow, store
from rianru.core.speech import both
from rianru.kernel.progress import Progress
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

PAGE = 20_000
LOOK = 10  # seconds between two looks at whether the follower lives


class NobodyFollows(Refused):
    """The follower that was to rebuild has ended."""

    code = "core.nobody_follows"
    says = T(
        "ตัวตามดัชนีหยุดไปก่อนจะสร้างเสร็จ สั่ง rianru reindex อีกครั้ง",
        "The follower ended before it had rebuilt. Run rianru reindex again.",
    )


class Command(BaseCommand):
    """While the follower runs it is asked to rebuild, since only one process writes; else it is done here."""

    help = "สร้างดัชนีค้นหาใหม่ · Rebuild the search index"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be typed."""
        parser.add_argument("--wait", action="store_true", help=(
            "ถ้าระบบทำงานอยู่ ให้รอจนดัชนีใหม่ใช้งานได้ / where the follower runs, wait until the new index is used"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuilds, or asks the running follower to."""
        began = time.monotonic()
        try:
            with store.writing():
                count = self._rebuild()
        except store.IndexBusy:
            self._ask(wait=options["wait"])
            return
        self.stdout.write(both(T(
            "สร้างดัชนีแล้ว {count:,} รายการใน {seconds} วินาที",
            "Indexed {count:,} {count:document|documents} in {seconds} s.",
            count=count, seconds=round(time.monotonic() - began, 1),
        )))

    def _rebuild(self) -> int:
        label = T("สร้างดัชนีค้นหา", "Building the search index")
        with Progress(total(), label, out=sys.stderr) as progress:
            count = follow.rebuild(told=lambda done: progress.advance(done - progress.done))
            progress.advance(count - progress.done)
        return count

    def _ask(self, *, wait: bool) -> None:
        before = store.current()
        store.ask_for_rebuild()
        self.stdout.write(both(T(
            "ระบบกำลังทำงานอยู่ จึงสั่งให้สร้างดัชนีใหม่ต่อเบื้องหลังแล้ว",
            "The system is running, so its follower was asked to rebuild in the background.",
        )))
        if not wait:
            return
        label = T("รอดัชนีใหม่ (วินาที)", "Waiting for the new index (seconds)")
        with Progress(None, label, out=sys.stderr) as told:
            while store.current() == before:
                time.sleep(1)
                told.advance()
                if told.done % LOOK == 0 and not _followed():
                    raise NobodyFollows()


def _followed() -> bool:
    """Whether some process still writes the index."""
    try:
        with store.writing():
            return False
    except store.IndexBusy:
        return True


def total() -> int:
    """How many objects are to be indexed."""
    count = 0
    for kind in kinds.all_kinds().values():
        if kind.documents is not None and kind.pages is not None:
            last = None
            while ids := kind.pages(last, PAGE):
                last, count = ids[-1], count + len(ids)
    return count
