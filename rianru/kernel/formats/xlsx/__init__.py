"""Workbooks (.xlsx, ECMA-376) as rows of texts, in and out. Nothing is evaluated, nothing fetched, little is read."""

from rianru.kernel.formats.xlsx.reading import (
    MOST_BYTES,
    MOST_ROWS,
    NotAWorkbook,
    OldWorkbook,
    Rows,
    WorkbookTooLarge,
    sheets,
)
from rianru.kernel.formats.xlsx.writing import workbook

__all__ = ["MOST_BYTES", "MOST_ROWS", "NotAWorkbook", "OldWorkbook", "Rows", "WorkbookTooLarge", "sheets", "workbook"]
