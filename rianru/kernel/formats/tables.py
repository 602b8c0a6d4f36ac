"""CSV files that people send: rows by the names of their columns; and what became of each row."""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T

OUTCOMES = {
    "new": T("ใหม่", "New"), "changed": T("เปลี่ยน", "Changed"), "same": T("เหมือนเดิม", "As before"),
    "refused": T("รับไม่ได้", "Refused"),
}


class ColumnsMissing(NotUnderstood):
    """A file without the columns that it needs."""

    code = "tables.columns_missing"
    says = T("ไฟล์นี้ไม่มีคอลัมน์ {names} ดูตัวอย่างจากไฟล์ที่ดาวน์โหลดได้",
             "This file has no column {names}. The file that you can download shows how it looks.")


class FileTooLong(NotUnderstood):
    """More rows than are read at once."""

    code = "tables.file_too_long"
    says = T("หนึ่งไฟล์ได้ไม่เกิน {most:,} แถว แบ่งเป็นหลายไฟล์", "One file may have {most:,} rows. Send it in parts.")


class CellWrong(NotUnderstood):
    """A cell that says nothing one can read."""

    code = "tables.cell_wrong"
    says = T("อ่านช่อง {column} “{typed}” ไม่ออก", "We cannot read “{typed}” in the column {column}.")


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of a line: `outcome` is new, changed, same or refused, with the reason."""

    line: int
    what: str
    outcome: str
    reason: T | None = None


@dataclass(slots=True)
class Report:
    """What became of a file."""

    rows: list[RowReport] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many lines came out so."""
        return sum(row.outcome == outcome for row in self.rows)


def rows_of(
    data: bytes, *, needed: Collection[str], named: Callable[[str], str], most: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row that says anything, by the names of the columns, which `named` gives for what
    stands in the first row. Refuses with ColumnsMissing, FileTooLong and CellWrong.
    """
    text = data.decode("utf-8-sig", errors="replace").replace("\0", "")
    try:
        reader = csv.reader(io.StringIO(text, newline=""))
        names = [named(cell) for cell in next(reader, [])]
        missing = [name for name in needed if name not in names]
        if missing:
            raise ColumnsMissing(names=", ".join(missing))
        for count, cells in enumerate(reader):
            if count >= most:
                raise FileTooLong(most=most)
            if any(cell.strip() for cell in cells):
                plain = (cell.strip().removeprefix("'") for cell in cells)  # as we write what begins like a formula
                yield reader.line_num, dict(zip(names, plain, strict=False))
    except csv.Error as error:
        raise CellWrong(column="?", typed=str(error)[:80]) from error
