"""An XLSForm as a questionnaire: everything that must be mended is said at once, by sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rianru.kernel.formats import xlsx
from rianru.kernel.formats.xlsform.columns import SETTINGS, SURVEY, Line, lines
from rianru.kernel.formats.xlsform.faults import (
    ColumnMissing,
    Fault,
    FormFaulty,
    Left,
    Place,
    SheetEmpty,
    SurveyMissing,
)
from rianru.kernel.formats.xlsform.groups import Pages
from rianru.kernel.questions import checking
from rianru.kernel.questions import faults as wrong
from rianru.kernel.questions.model import NOTHING, Choice, ChoiceList, Questionnaire
from rianru.kernel.words import T

_COLUMN_OF: Final[Mapping[str, str]] = {
    "works": "calculation", "required_if": "required", "choices": "type", "bounds": "constraint",
}  # fmt: skip
_BLANK_NAME: Final = "form"
_THAI: Final = re.compile("[\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was read, and what was left out of it."""

    questionnaire: Questionnaire
    left: tuple[Left, ...]


def read(file: bytes) -> Form:
    """From an .xlsx file. Refuses as `xlsx.sheets` does, with SurveyMissing, and with FormFaulty."""
    sheets = xlsx.sheets(file, {"survey", "choices", "settings"})
    if "survey" not in sheets:
        raise SurveyMissing
    return _Reading(sheets).form()


class _Reading:
    """One form, as it is read."""

    def __init__(self, sheets: Mapping[str, xlsx.Rows]) -> None:
        self.faults: list[Fault] = []
        self.left: list[Left] = []
        survey, columns, left = lines("survey", sheets["survey"], SURVEY)
        self.survey = [line for line in survey if line.text("disabled").casefold() not in {"yes", "true", "true()"}]
        self.left += left
        for name in ("type", "name"):
            if name not in columns:
                self.faults.append(Fault(Place("survey", 1), ColumnMissing(name=name)))
        if not self.survey and not self.faults:
            self.faults.append(Fault(Place("survey"), SheetEmpty()))
        settings, _, left = lines("settings", sheets.get("settings", []), SETTINGS)
        self.left += left
        self.settings = settings[0] if settings else Line(0)
        self.list_rows: dict[str, int] = {}
        self.lists = self.choices(sheets.get("choices", []))

    def form(self) -> Form:
        """The questionnaire, checked. Refuses with FormFaulty."""
        pages = Pages(self.lists, {line.text("name") for line in self.survey})
        for line in () if self.faults else self.survey:
            pages.take(line)
        pages.end()
        self.faults += pages.faults
        self.left += pages.left
        found = Questionnaire(self.name(), self.title(), tuple(pages.sections), self.kept_lists(pages))
        self.faults += self.found_by_check(found, pages)
        if self.faults:
            raise FormFaulty.of(sorted(self.faults, key=lambda fault: fault.place.row))
        return Form(found, tuple(self.left))

    def choices(self, rows: xlsx.Rows) -> dict[str, ChoiceList]:
        """The lists, in the order in which they first come; every column that is not known is a fact of choices."""
        found, columns, left = lines("choices", rows, frozenset({"list_name", "name", "label"}))
        self.left += [each for each in left if not checking.NAME.fullmatch(each.place.column)]
        if found and not {"list_name", "name"} <= columns:
            missing = sorted({"list_name", "name"} - columns)
            self.faults.append(Fault(Place("choices", 1), ColumnMissing(name=missing[0])))
            return {}
        lists: dict[str, list[Choice]] = {}
        for line in found:
            name = line.text("list_name")
            if not name and not line.text("name"):
                continue
            facts = tuple(sorted((key, text) for key, text in line.others.items() if checking.NAME.fullmatch(key)))
            self.list_rows.setdefault(name, line.row)
            lists.setdefault(name, []).append(Choice(line.text("name"), line.words("label"), facts))
        return {name: ChoiceList(name, tuple(choices)) for name, choices in lists.items()}

    def kept_lists(self, pages: Pages) -> tuple[ChoiceList, ...]:
        """All lists but those that only stood for levels of a rubric, or for a list with "other" at its end."""
        used = {getattr(question, "choices", "") for page in pages.sections for question in page.questions}
        return tuple(_plain(each) for name, each in self.lists.items() if name in used or name not in pages.spent)

    def name(self) -> str:
        """The form's id, with _ for what a name cannot have."""
        said = re.sub(r"[^A-Za-z0-9_.-]+", "_", self.settings.text("form_id"))[:64].lstrip("0123456789.-")
        return said or _BLANK_NAME

    def title(self) -> T:
        """In both languages where the form says both."""
        th, en = self.settings.text("title_th"), self.settings.text("title_en")
        if th or en:
            return T.verbatim(th, en)
        plain = self.settings.text("form_title")
        if plain == self.settings.text("form_id"):
            return NOTHING
        return T.verbatim(plain, "") if _THAI.search(plain) else T.verbatim("", plain)

    def found_by_check(self, found: Questionnaire, pages: Pages) -> list[Fault]:
        """What makes no sense, at the row where it stands; nothing is said twice of one row."""
        said = {fault.place.row for fault in self.faults}
        faults = []
        for fault in checking.find_faults(found):
            if isinstance(fault.why, wrong.NoQuestions) and self.faults:
                continue
            place = self.place_of(fault, pages)
            if not place.row or place.row not in said:
                faults.append(Fault(place, fault.why))
        return faults

    def place_of(self, fault: wrong.Fault, pages: Pages) -> Place:
        """The cell of a fault that the check found."""
        if row := self.list_rows.get(fault.listed, 0):
            return Place("choices", row, "list_name")
        row = pages.rows.get(fault.question, 0)
        return Place("survey", row, _COLUMN_OF.get(fault.part, fault.part) if row else "")


def _plain(listed: ChoiceList) -> ChoiceList:
    """Without what only levels of a rubric have."""
    return ChoiceList(listed.name, tuple(
        Choice(choice.code, choice.label, tuple(fact for fact in choice.facts if fact[0] not in checking.NO_FACTS))
        for choice in listed.choices
    ))  # fmt: skip
