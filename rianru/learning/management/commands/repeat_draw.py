"""`rianru repeat-draw FILE`: computes a published draw of seats anew, on any machine, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rianru.core.speech import both
from rianru.kernel.draws import repeated
from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T

LARGEST = 50_000_000  # bytes


class NotADraw(NotUnderstood):
    """The file is not what a page publishes, or its seed is another."""

    code = "learning.not_a_draw"
    says = T("ไฟล์ {path} ไม่ใช่ผลแบ่งที่นั่งที่ประกาศ หรือเลขลับไม่ตรงกับลายนิ้วมือ ดาวน์โหลด draw.json ใหม่จากหน้าผล",
             "{path} is not a published draw, or its seed is not the one that was committed to. Download draw.json "
             "from the page of results again.")


class DrawDiffers(Refused):
    """The outcome is not what the list and the seed give."""

    code = "learning.draw_differs"
    says = T("ผลไม่ตรง ตั้งแต่ลำดับที่ {rank} แจ้งผู้จัดและเครือข่ายพร้อมไฟล์นี้",
             "The outcome differs from rank {rank} on. Tell the host and the network, with this file.")


class Command(BaseCommand):
    """Exit code 0: the same, rank for rank; 1: it differs, or is no draw."""

    help = "คำนวณผลแบ่งที่นั่งที่ประกาศไว้ซ้ำ · Compute a published draw of seats again"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, metavar="draw.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, computes, compares."""
        path = Path(options["file"])
        try:
            told = json.loads(path.read_bytes()[:LARGEST])
            came = [[one.rank, one.code, one.ticket, one.why] for one in repeated(told)]
            said = [[one["rank"], one["code"], one["ticket"], one["why"]] for one in told["outcome"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotADraw(path=str(path)) from error
        if came != said:
            pairs = zip([*came, None], [*said, None], strict=False)
            raise DrawDiffers(rank=next(n for n, (ours, theirs) in enumerate(pairs, 1) if ours != theirs))
        self.stdout.write(both(T("ตรงกันทั้ง {n:,} ลำดับ", "The same, rank for rank: {n:,}", n=len(came))))
