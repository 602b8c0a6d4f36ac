"""`rianru export-matches --out FILE.tsv`: source code, control number, edition id, work id."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rianru.catalogue import queries
from rianru.core.speech import both
from rianru.kernel.formats.marc.clinic import written
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

_SIGNS = str.maketrans("\t\r\n", "   ")


class FileNotWritable(Refused):
    """The file to write cannot be made."""

    code = "catalogue.file_not_writable"
    status = 422
    says = T(
        "เขียนไฟล์ {path} ไม่ได้ ({reason}) ตรวจโฟลเดอร์และสิทธิ์",
        "The file {path} cannot be written ({reason}). Check the folder and its permissions.",
    )


class Command(BaseCommand):
    """One line a live record, tab-separated, without a heading; whole or not at all."""

    help = "ส่งออกผลจับคู่ระเบียน · Export which records are the same edition and work"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.tsv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes beside the file, then puts it in its place."""
        path, count = Path(options["out"]), 0
        try:
            with written(path) as out:
                for source, number, edition, work in queries.matches():
                    out.write(f"{source}\t{number.translate(_SIGNS)}\t{edition}\t{work}\n".encode())
                    count += 1
        except OSError as error:
            raise FileNotWritable(path=str(path), reason=error.strerror or "") from error
        self.stdout.write(both(T("ส่งออก {count:,} ระเบียน", "{count:,} {count:record|records} exported", count=count)))
