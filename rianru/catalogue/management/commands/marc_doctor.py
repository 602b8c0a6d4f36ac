"""`rianru marc-doctor PATH [--out CLEAN.mrc] [--json]` and `rianru marc-doctor CLEAN.mrc --undo ORIGINAL.mrc`."""

import gzip
import json
import tempfile
import zlib
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from rianru.catalogue.words import mended, why
from rianru.core.speech import both
from rianru.kernel.formats.marc import clinic
from rianru.kernel.formats.marc.decoding import plain
from rianru.kernel.formats.marc.doctor.judging import HINTS
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

UNPACKED_AT_LEAST = 200 << 20  # bytes of an unpacked file that are never too many
UNPACKED_RATIO = 100


class PathUnreadable(Refused):
    """The path cannot be read or written."""

    code = "catalogue.path_unreadable"
    status = 404
    says = T(
        "เปิดหรือเขียน {path} ไม่ได้ ({reason}) ตรวจชื่อ โฟลเดอร์ และสิทธิ์",
        "{path} cannot be opened or written ({reason}). Check its name, folder and permissions.",
    )


class OutThere(Refused):
    """The file to write is there already, or is the one that is read."""

    code = "catalogue.out_there"
    says = T(
        "มี {path} อยู่แล้ว ใช้ชื่ออื่น หรือสั่ง --force ถ้าจะเขียนทับ (ไฟล์ต้นฉบับเขียนทับไม่ได้)",
        "{path} is there already. Use another name, or --force to replace it; the file that is read is never replaced.",
    )


class PackedTooTight(Refused):
    """What unpacks to so much more than it is holds no records, but a bomb."""

    code = "catalogue.packed_too_tight"
    status = 413
    says = T(
        "ไฟล์ {path} แตกออกมาใหญ่เกิน {limit} MB ถ้าเป็นระเบียนจริง ให้แตกไฟล์เองก่อนแล้วสั่งใหม่",
        "{path} unpacks to more than {limit} MB. If these are records, unpack the file yourself and try again.",
    )


class Command(BaseCommand):
    """Says what is wrong with each record, writes a clean file, and can undo it. Needs no database."""

    help = "ตรวจและซ่อมไฟล์ระเบียน · Examine and mend a file of records"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read, what to write."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--out", type=Path, metavar="CLEAN.mrc")
        parser.add_argument("--undo", type=Path, metavar="ORIGINAL.mrc")
        parser.add_argument("--encoding", default="", type=_encoding, help="believed where the bytes leave it open")
        parser.add_argument("--columns", default="", help="of a spreadsheet: title,author,…")
        parser.add_argument("--force", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examines, or gives the original back."""
        path, out, undo = options["path"], options["out"], options["undo"]
        try:
            for target in filter(None, (out, out and clinic.note_of(out), undo)):
                if (target.exists() and not options["force"]) or (target.exists() and target.samefile(path)):
                    raise OutThere(path=str(target))
            if undo:
                clinic.give_back(path, undo)
                self.stderr.write(both(T("คืนไฟล์เดิมไว้ที่ {path}", "The original is back at {path}.", path=str(undo))))
                return
            with _plain(path) as stream:
                self._examine(stream, path, out, options)
        except BrokenPipeError:  # whoever reads the lines has had enough
            raise
        except OSError as error:
            raise PathUnreadable(path=str(error.filename or path), reason=error.strerror or "") from error

    def _examine(self, stream: BinaryIO, path: Path, out: Path | None, options: dict[str, Any]) -> None:
        columns = [word.strip() for word in options["columns"].split(",")] if options["columns"] else None
        form = open_form(stream, name=path.name, columns=columns, encoding=options["encoding"])
        found = clinic.verdicts(stream, form, clean=out is not None)
        if out is None:
            self._tell(found, options["json"], None)
            return
        with clinic.written(out) as clean:
            self._tell(found, options["json"], clean)
            clean.flush()
            clinic.keep_original(path, Path(clean.name), clinic.note_of(out))

    def _tell(self, found: Iterator[clinic.Verdict], as_json: bool, clean: BinaryIO | None) -> None:
        counts, first, total, sound = Counter[tuple[bool, str]](), dict[tuple[bool, str], int](), 0, 0
        for one in found:
            total += 1
            if as_json:
                self.stdout.write(json.dumps(one.as_json(), ensure_ascii=False))
            codes = [(True, code) for code in one.repairs] + ([(False, one.error)] if one.error else [])
            sound += not codes
            for code in codes:
                counts[code] += 1
                first.setdefault(code, one.n)
            if clean is not None and one.clean is not None:
                clean.write(one.clean)
            if one.unwritable:
                left = T("ระเบียน {n} ไม่ได้เขียนลงไฟล์ใหม่ ({code})", "Record {n} was left out ({code}).",
                         n=one.n, code=one.unwritable)
                self.stderr.write(both(left))
        if not as_json:
            self._sum_up(counts, first, total, sound)

    def _sum_up(
        self, counts: Counter[tuple[bool, str]], first: dict[tuple[bool, str], int], total: int, sound: int
    ) -> None:
        self.stdout.write(both(T("{total:,} ระเบียน เรียบร้อยอยู่แล้ว {sound:,}",
                                 "{total:,} {total:record|records}, {sound:,} in order",
                                 total=total, sound=sound)))
        for (repaired, code), count in sorted(counts.items(), key=lambda one: (not one[0][0], -one[1])):
            words = mended(code) if repaired else why(code)
            number = first[repaired, code]
            self.stdout.write(f"  {count:,} × {code} (#{number}): {words.in_('th')} · {words.in_('en')}")


def _encoding(text: str) -> str:
    if text and plain(text) not in HINTS:
        raise ArgumentTypeError("ใช้ / one of: utf-8, cp874, cp866, marc-8, latin-1")
    return text


@contextmanager
def _plain(path: Path) -> Iterator[BinaryIO]:
    """The file, unpacked beside where it is gzip."""
    with path.open("rb") as stream:
        if not stream.seekable() or stream.read(2) != b"\x1f\x8b":
            yield stream
            return
    with tempfile.TemporaryFile() as unpacked:
        most = max(UNPACKED_AT_LEAST, UNPACKED_RATIO * path.stat().st_size)
        try:
            with gzip.open(path, "rb") as packed:
                while block := packed.read(1 << 20):
                    unpacked.write(block)
                    if unpacked.tell() > most:
                        raise PackedTooTight(path=path.name, limit=most >> 20)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise PathUnreadable(path=str(path), reason=f"gzip: {error}") from error
        unpacked.seek(0)
        yield unpacked
