"""Reads the texts of a workbook's sheets. A stranger's file: every part is bounded before it is unpacked."""

from __future__ import annotations

import lzma
import re
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from posixpath import join, normpath
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from rianru.kernel.numbers import size_of
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T

MOST_BYTES: Final = 10 << 20  # of the file
MOST_UNPACKED: Final = 48 << 20  # of all parts that are read
MOST_PARTS: Final = 2_000
MOST_ROWS: Final = 20_000  # of one sheet
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 400_000  # of one sheet
MOST_ELEMENTS: Final = 1_500_000  # of one part; a second or two
LONGEST: Final = 32_767  # letters of one cell, as in Excel
_OLD: Final = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook locked with a password
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

Rows = list[list[str]]


class NotAWorkbook(NotUnderstood):
    """Bytes that are no workbook, or a broken one."""

    code = "xlsx.not_a_workbook"
    says = T(
        "เปิดไฟล์นี้เป็นตาราง .xlsx ไม่ได้ เปิดในโปรแกรมตาราง บันทึกเป็น .xlsx ใหม่ แล้วส่งอีกครั้ง",
        "This file does not open as an .xlsx workbook. Open it in a spreadsheet, save it as .xlsx, and send it again.",
    )
    status = 422


class OldWorkbook(NotUnderstood):
    """The form of before 2007, or a file with a password."""

    code = "xlsx.old_workbook"
    says = T(
        "ไฟล์นี้เป็น .xls แบบเก่าหรือมีรหัสผ่าน บันทึกเป็น .xlsx โดยไม่ใส่รหัส แล้วส่งอีกครั้ง",
        "This is an old .xls file, or it has a password. Save it as .xlsx without one, and send it again.",
    )
    status = 422


class WorkbookTooLarge(NotUnderstood):
    """More than is read: bytes, parts, rows or columns."""

    code = "xlsx.too_large"
    says = T(
        "ตารางใหญ่เกินไป รับได้ไม่เกิน {size} และ {rows} แถวต่อแผ่น ตัดส่วนที่ไม่ใช้ออก แล้วส่งอีกครั้ง",
        "The workbook is too large: at most {size} and {rows} {rows:row|rows} a sheet. Cut what is not needed, "
        "and send it again.",
    )
    status = 413


def too_large() -> WorkbookTooLarge:
    """The refusal with its bounds."""
    return WorkbookTooLarge(size=size_of(MOST_BYTES), rows=f"{MOST_ROWS:,}")


def sheets(file: bytes, wanted: Collection[str]) -> dict[str, Rows]:
    """The sheets with these names (in small letters), as rows of texts; row n of a sheet is item n-1.

    Refuses with NotAWorkbook, OldWorkbook, WorkbookTooLarge.
    """
    if len(file) > MOST_BYTES:
        raise too_large()
    if file.startswith(_OLD):
        raise OldWorkbook
    with _sound(), ZipFile(BytesIO(file)) as packed:
        return _Workbook(packed).sheets(wanted)


@contextmanager
def _sound() -> Iterator[None]:
    """What a broken archive or document raises, as NotAWorkbook."""
    try:
        yield
    except (
        BadZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError, EOFError, OSError, ValueError,
        LookupError, RuntimeError, OverflowError,  # an encoding of no such name is a LookupError
    ):  # fmt: skip
        raise NotAWorkbook from None


class _Workbook:
    """An archive of which so much may still be unpacked."""

    def __init__(self, packed: ZipFile) -> None:
        self.packed = packed
        self.left = MOST_UNPACKED
        if len(packed.namelist()) > MOST_PARTS:
            raise too_large()

    def sheets(self, wanted: Collection[str]) -> dict[str, Rows]:
        """Their rows, by name."""
        targets = _Relations.of(self.part("xl/_rels/workbook.xml.rels"))
        found = _Sheets.of(self.part("xl/workbook.xml"))
        chosen = {name: targets[key] for name, key in found.items() if name in wanted and key in targets}
        shared = _Shared.of(self.part("xl/sharedStrings.xml")) if self.has("xl/sharedStrings.xml") else []
        return {name: _Cells.of(self.part(path), shared) for name, path in chosen.items()}

    def has(self, path: str) -> bool:
        return path in self.packed.NameToInfo

    def part(self, path: str) -> bytes:
        """One part, unpacked, never more than is left. KeyError where it is not there."""
        with self.packed.open(path) as opened:
            data = opened.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise too_large()
        return data


class _Document:
    """Listens to a part being parsed. Declarations of a document type are refused: nothing is expanded."""

    elements = 0

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.Parse(data, True)

    def refuse(self, *_: object) -> None:
        raise NotAWorkbook

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_large()
        self.start(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()})

    def _end(self, name: str) -> None:
        self.end(name.rpartition(" ")[2])

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Letters between."""


class _Relations(_Document):
    """Which part each relation of the workbook leads to."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    @classmethod
    def of(cls, data: bytes) -> dict[str, str]:
        reading = cls()
        reading.parse(data)
        return reading.found

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            self.found[given.get("Id", "")] = path


class _Sheets(_Document):
    """The sheets by name, in small letters, with the relation of each."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    @classmethod
    def of(cls, data: bytes) -> dict[str, str]:
        reading = cls()
        reading.parse(data)
        return reading.found

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            self.found.setdefault(given.get("name", "").strip().casefold(), given.get("id", ""))


class _Shared(_Document):
    """Texts that cells refer to by number; how they look and how they are read aloud is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parts: list[str] = []
        self.within: list[str] = []

    @classmethod
    def of(cls, data: bytes) -> list[str]:
        reading = cls()
        reading.parse(data)
        return reading.found

    def start(self, name: str, given: dict[str, str]) -> None:
        self.within.append(name)
        if name == "si":
            self.parts = []

    def end(self, name: str) -> None:
        self.within.pop()
        if name == "si":
            self.found.append(_plain("".join(self.parts)))

    def text(self, text: str) -> None:
        if self.within[-1:] == ["t"] and "rPh" not in self.within:
            self.parts.append(text)


class _Cells(_Document):
    """A sheet as rows of texts."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.rows: Rows = []
        self.cells = 0
        self.row = self.column = 0  # where one is, from 1
        self.kind = "n"
        self.parts: list[str] = []
        self.within: list[str] = []

    @classmethod
    def of(cls, data: bytes, shared: list[str]) -> Rows:
        reading = cls(shared)
        reading.parse(data)
        return reading.rows

    def start(self, name: str, given: dict[str, str]) -> None:
        self.within.append(name)
        if name == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            self.kind, self.parts = given.get("t", "n"), []

    def end(self, name: str) -> None:
        self.within.pop()
        if name == "c" and (value := self.value()):
            self.put(value)

    def text(self, text: str) -> None:
        if self.within[-1:] in (["v"], ["t"]) and "rPh" not in self.within:
            self.parts.append(text)

    def value(self) -> str:
        """What the cell says."""
        said = "".join(self.parts)
        if self.kind == "s":
            return self.shared[int(said)] if said.strip() else ""
        if self.kind == "b":
            return "true" if said.strip() == "1" else "false"
        if self.kind in {"n", ""}:
            return _number(said.strip())
        return "" if self.kind == "e" else _plain(said)

    def put(self, value: str) -> None:
        """Keeps it where it stands. Refuses with WorkbookTooLarge what stands too far out."""
        self.cells += 1
        if not 0 < self.row <= MOST_ROWS or not 0 < self.column <= MOST_COLUMNS or self.cells > MOST_CELLS:
            raise too_large()
        while len(self.rows) < self.row:
            self.rows.append([])
        row = self.rows[self.row - 1]
        row.extend([""] * (self.column - len(row)))
        row[self.column - 1] = value


def _column(place: str) -> int:
    found = _CELL.fullmatch(place)
    if found is None:
        raise NotAWorkbook
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _number(said: str) -> str:
    """12.0 as 12; what a spreadsheet keeps as a number and people typed as one."""
    if not said or len(said) > 40:
        return said[:40]
    value = float(said)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _plain(text: str) -> str:
    """Without what Excel writes for control letters, and not longer than a cell."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)[:LONGEST].replace("\0", "")
