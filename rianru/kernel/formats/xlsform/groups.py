"""Groups as pages: rows are taken one after another, groups within groups become pages after one another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rianru.kernel.formats.xlsform.columns import Line
from rianru.kernel.formats.xlsform.faults import (
    Fault,
    GroupNotOpen,
    GroupOpen,
    Left,
    Place,
    RepeatNotTaken,
    TypeUnknown,
)
from rianru.kernel.formats.xlsform.kinds import BEGUN_BY_THE_PHONE, CellWrong, Lists, question_of, without
from rianru.kernel.questions.model import NOTHING, Choosing, Matrix, Question, Row, Rubric, Section, Single, has_other
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

_BEGINS: Final = frozenset({"begin group", "begin_group"})
_ENDS: Final = frozenset({"end group", "end_group"})
_REPEATS: Final = frozenset({"begin repeat", "begin_repeat", "end repeat", "end_repeat"})
_KEPT_ALREADY: Final = T("ระบบบันทึกเรื่องนี้ให้เองอยู่แล้ว", "this is kept by the platform itself")
_FLATTENED: Final = T("กลุ่มซ้อนกลุ่มกลายเป็นหน้าต่อกัน", "a group within a group becomes a page of its own")
_DEEPEST: Final = 20
_SHARED: Final = ("required", "required_if", "constraint", "constraint_message")  # by all rows of a table


@dataclass(slots=True)
class _Group:
    """A group that is open, or the rows outside of all groups."""

    line: Line
    name: str = ""
    questions: list[Question] = field(default_factory=list)
    pieces: int = 0


class Pages:
    """Sections as they come; `rows` says where each name stands, `faults` and `left` what was found on the way."""

    def __init__(self, lists: Lists, taken: Collection[str]) -> None:
        self.lists = lists
        self.taken = set(taken)  # names that no page may be given
        self.sections: list[Section] = []
        self.rows: dict[str, int] = {}
        self.spent: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.left: list[Left] = []
        self.open: list[_Group] = [_Group(Line(0))]

    def take(self, line: Line) -> None:
        """The next row."""
        kind = " ".join(line.text("type").split()).casefold()
        if kind in _REPEATS:
            self.fault(line, "type", RepeatNotTaken())
        elif kind in _BEGINS:
            self.begin(line)
        elif kind in _ENDS:
            self.close(line)
        elif kind in BEGUN_BY_THE_PHONE:
            self.left.append(Left(Place("survey", line.row), _KEPT_ALREADY))
        elif self.is_written_other(line, kind):
            self.note(line.text("name"), line)
        elif not kind:
            self.fault(line, "type", TypeUnknown(type=""))
        else:
            self.ask(line)

    def is_written_other(self, line: Line, kind: str) -> bool:
        """Whether this is the line for what is not on the list of the question before it, as we write it."""
        before = self.open[-1].questions[-1:]
        return (
            kind == "text" and line.text("kind") == "other" and bool(before) and has_other(before[0])
            and line.text("name") == f"{before[0].name}_other"
        )  # fmt: skip

    def ask(self, line: Line) -> None:
        """A question, into the group that is open."""
        try:
            question = question_of(line, self.lists)
        except CellWrong as found:
            self.fault(line, found.column, found.why)
            return
        listed = " ".join(line.text("type").split()).split(" ")
        if isinstance(question, Rubric):
            self.spent[listed[-1]] = question.name
        elif isinstance(question, Choosing) and question.choices != listed[1]:
            self.spent[listed[1]] = question.name
        self.note(question.name, line)
        self.open[-1].questions.append(question)

    def begin(self, line: Line) -> None:
        """A group begins; what stood before it outside of it becomes a page."""
        if len(self.open) > _DEEPEST:
            self.fault(line, "type", GroupOpen())
            return
        if not self.is_table(line):
            self.turn(self.open[-1])
            if len(self.open) > 1:
                self.left.append(Left(Place("survey", line.row), _FLATTENED))
        self.note(line.text("name"), line)
        self.open.append(_Group(line, line.text("name")))

    def close(self, line: Line) -> None:
        """The group that is open ends."""
        if len(self.open) == 1:
            self.fault(line, "type", GroupNotOpen())
            return
        group = self.open[-1]
        table = self.table(group) if self.is_table(group.line) else None
        if table is not None:
            self.open.pop()
            self.open[-1].questions.append(table)
            return
        if self.is_table(group.line):  # its rows differ: an ordinary page
            self.turn(self.open[-2])
        self.turn(group, whole=True)
        self.open.pop()

    def end(self) -> None:
        """No more rows."""
        self.turn(self.open[0])
        for group in self.open[1:]:
            self.fault(group.line, "type", GroupOpen())

    def turn(self, group: _Group, *, whole: bool = False) -> None:
        """Makes a page of the questions that a group has gathered; of an empty one only where it is `whole`."""
        if not group.questions and not (whole and not group.pieces):
            return
        group.pieces += 1
        inside = self.open[1 : self.open.index(group) + 1]
        rules = [each.line.text("relevant") for each in inside if each.line.text("relevant")]
        relevant = rules[0] if len(rules) == 1 else " and ".join(f"({rule})" for rule in rules)
        label = group.line.words("label") if group.name else NOTHING
        self.sections.append(Section(self.page_name(group), label, relevant, tuple(group.questions)))
        group.questions = []

    def page_name(self, group: _Group) -> str:
        """The group's own for its first page, another that is free for the following ones."""
        if group.name and group.pieces == 1:
            return group.name
        stem, number = group.name or "page", group.pieces
        while (name := f"{stem}_{number}") in self.taken:
            number += 1
        self.taken.add(name)
        self.rows[name] = group.line.row
        return name

    @staticmethod
    def is_table(line: Line) -> bool:
        """Whether a group is shown as a table."""
        return "table-list" in line.text("appearance").split()

    def table(self, group: _Group) -> Matrix | None:
        """The group as one question, where all its rows are alike."""
        singles = [question for question in group.questions if isinstance(question, Single)]
        if not singles or len(singles) != len(group.questions) or group.pieces:
            return None
        first = singles[0]
        shared: dict[str, Any] = {name: getattr(first, name) for name in (*_SHARED, "choices")}
        plain = Single(name="", choices=first.choices, **{name: shared[name] for name in _SHARED})
        if any(replace(single, name="", label=NOTHING) != plain for single in singles):
            return None
        line = group.line
        return Matrix(
            name=group.name, label=line.words("label"), hint=line.words("hint"), bank=line.text("bank"),
            relevant=line.text("relevant"), appearance=without(line.text("appearance"), "table-list"), **shared,
            rows=tuple(Row(single.name, single.label) for single in singles),
        )

    def note(self, name: str, line: Line) -> None:
        """Where a name stands; the later of two, which is the one to rename."""
        self.rows[name] = line.row

    def fault(self, line: Line, column: str, why: Refused) -> None:
        """Something in this row must be mended."""
        self.faults.append(Fault(Place("survey", line.row, column), why))

