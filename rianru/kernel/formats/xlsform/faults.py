"""What an XLSForm holds that cannot be taken, by sheet, row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a workbook: rows count from 1, as spreadsheets show them; 0 is the whole sheet."""

    sheet: str
    row: int = 0
    column: str = ""

    @property
    def says(self) -> T:
        """ "survey แถว 4 คอลัมน์ relevant"."""
        words = T.verbatim(self.sheet, self.sheet)
        if self.row:
            words = T("{sheet} แถว {row}", "{sheet} row {row}", sheet=words, row=self.row)
        if self.column:
            words = T("{place} คอลัมน์ {column}", "{place} column {column}", place=words, column=self.column)
        return words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be mended, and where."""

    place: Place
    why: Refused

    @property
    def says(self) -> T:
        """Place and reason."""
        return T("{place}: {why}", "{place}: {why}", place=self.place.says, why=self.why.message)


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that was left out, and where; the form works without it."""

    place: Place
    why: T

    @property
    def says(self) -> T:
        """Place and reason."""
        return T("{place}: {why}", "{place}: {why}", place=self.place.says, why=self.why)


class FormFaulty(NotUnderstood):
    """A form that cannot be taken; `faults` says everything that is wrong with it."""

    code = "xlsform.faulty"
    says = T(
        "แบบฟอร์มนี้มี {count} จุดที่ต้องแก้ก่อน จุดแรก: {first}",
        "Places to mend before this form can be taken: {count}. The first: {first}",
    )
    status = 422
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> FormFaulty:
        """A refusal that holds these, of which there must be one."""
        refused = cls(count=len(faults), first=faults[0].says)
        refused.faults = tuple(faults)
        return refused


class SurveyMissing(NotUnderstood):
    """A workbook without a sheet `survey`."""

    code = "xlsform.survey_missing"
    says = T(
        "ไม่พบแผ่นงานชื่อ survey ตั้งชื่อแผ่นที่มีคำถามว่า survey แล้วส่งอีกครั้ง",
        "There is no sheet “survey”. Give that name to the sheet with the questions, and send it again.",
    )
    status = 422


class SheetEmpty(NotUnderstood):
    """A sheet without anything under its headings."""

    code = "xlsform.sheet_empty"
    says = T("แผ่นงานนี้ว่างอยู่ ใส่คำถามสักข้อก่อน", "This sheet is empty. Put a question in it first.")


class ColumnMissing(NotUnderstood):
    """A sheet without a column that it cannot do without."""

    code = "xlsform.column_missing"
    says = T(
        "ไม่พบคอลัมน์ “{name}” ใส่หัวคอลัมน์นี้ในแถวแรก",
        "The column “{name}” is missing. Put this heading in the first row.",
    )


class TypeUnknown(NotUnderstood):
    """A type of row that is not known or not taken."""

    code = "xlsform.type_unknown"
    says = T(
        "ยังไม่รองรับชนิด “{type}” ดูตัวสะกด หรือใช้ชนิดอื่นแทน",
        "The type “{type}” is not taken here. Look at the spelling, or use another.",
    )


class ListUnnamed(NotUnderstood):
    """A choice question that does not say from which list."""

    code = "xlsform.list_unnamed"
    says = T(
        "“{type}” ยังไม่บอกว่าใช้รายการตัวเลือกไหน เติมชื่อรายการต่อท้าย",
        "“{type}” does not say which list it chooses from. Add the list's name after it.",
    )


class RepeatNotTaken(NotUnderstood):
    """Groups that are asked several times."""

    code = "xlsform.repeat_not_taken"
    says = T(
        "ยังไม่รองรับกลุ่มที่ถามซ้ำ (repeat) แยกเป็นคำถามทีละข้อแทน",
        "Groups that repeat are not taken yet. Write the questions out one by one.",
    )


class GroupOpen(NotUnderstood):
    """A group that begins and never ends."""

    code = "xlsform.group_open"
    says = T("กลุ่มนี้ยังไม่ปิด เพิ่มแถว end_group", "This group never ends. Add a row end_group.")


class GroupNotOpen(NotUnderstood):
    """A group that ends and never began."""

    code = "xlsform.group_not_open"
    says = T("ไม่มีกลุ่มให้ปิดตรงนี้ ลบแถวนี้ หรือเพิ่ม begin_group", "No group is open here. Remove this row, or add begin_group.")


class NotANumber(NotUnderstood):
    """A bound, a step or points that are no number."""

    code = "xlsform.not_a_number"
    says = T("“{value}” ไม่ใช่ตัวเลข ใส่ตัวเลขแทน", "“{value}” is no number. Write a number instead.")


class NotTaken(NotUnderstood):
    """Something in a cell that would change what is asked, and is not taken."""

    code = "xlsform.not_taken"
    says = T(
        "ยังไม่รองรับค่าในคอลัมน์นี้สำหรับชนิด “{type}” ลบค่านี้ หรือย้ายไปแถว calculate",
        "This column is not taken for the type “{type}”. Empty the cell, or move it to a calculate row.",
    )
