"""Questions as a page shows them: with what was answered, what is wrong, and the choices that are offered now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from rianru.kernel.dates import MONTHS, to_be
from rianru.kernel.questions import (
    Answers,
    Choice,
    Looked,
    Matrix,
    Question,
    Questionnaire,
    Rubric,
    Section,
    piped,
    said,
)
from rianru.kernel.questions.answers import to_rules
from rianru.kernel.questions.judging import MESSAGES, passes
from rianru.kernel.questions.logic import Around, Budget, TooMuchWork
from rianru.kernel.questions.model import Choosing, Date, Number, Place, Ranking, Text, has_other
from rianru.kernel.words import T, get_language
from rianru.places import queries as places
from rianru.web.surveys.typed import field as field_name

MANY = 9  # choices: from here on two columns on a wide page
LONG_LIST = 25  # choices: from here on a list that opens


@dataclass(frozen=True, slots=True)
class Offered:
    """One choice as it is shown."""

    code: str
    label: str
    meaning: str = ""
    chosen: bool = False
    place: str = ""  # in a ranking, as it was typed


@dataclass(frozen=True, slots=True)
class Answerable:
    """One column of a question: its field, what stands in it, what is wrong."""

    field: str
    id: str
    label: str = ""
    value: str = ""
    choices: tuple[Offered, ...] = ()
    error: str = ""
    more: Mapping[str, Any] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on the page. `state` tells whether it looks as it did before, whatever stands in it."""

    name: str
    kind: str
    label: str
    hint: str
    required: bool
    columns: tuple[Answerable, ...]
    unit: str = ""
    error: str = ""
    more: Mapping[str, Any] = dataclass_field(default_factory=dict)

    @property
    def first(self) -> Answerable:
        """Its own column."""
        return self.columns[0] if self.columns else Answerable("", "")

    @property
    def template(self) -> str:
        """The part that draws it."""
        return f"web/ask_{self.kind}.html"

    @property
    def state(self) -> str:
        """A digest of everything but the answers."""
        offered = [[choice.code, choice.label] for column in self.columns for choice in column.choices]
        seen = repr((self.label, self.hint, self.required, [column.label for column in self.columns], offered))
        return hashlib.blake2b(seen.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """What is needed to show questions: the form, the draft's answers, and what a look at them found."""

    questionnaire: Questionnaire
    answers: Answers
    found: Looked
    today: date
    judged: frozenset[str] = frozenset()  # columns whose gaps and slips are said
    files: Mapping[str, Any] = dataclass_field(default_factory=dict)  # id → attachment
    finding: tuple[str, str] = ("", "")  # the place column that looks for an area, and what was typed

    def section(self, section: Section) -> tuple[Shown, ...]:
        """The questions of a page that are asked now, in order."""
        spoken = said(self.questionnaire, self.found.answers, get_language())
        spoken |= _areas_said(self.found.answers)
        return tuple(
            self._shown(question, spoken) for question in section.questions
            if question.asked and question.name in self.found.relevant
        )

    def _shown(self, question: Question, spoken: Mapping[str, str]) -> Shown:
        def text(words: T) -> str:
            return piped(words.in_(get_language()), spoken)

        columns = tuple(
            self._column(question, at, text(column.label), text) for at, column in enumerate(question.columns)
        )
        own = columns[:1] if has_other(question) else ()
        return Shown(
            question.name, question.kind, text(question.label), text(question.hint), question.required, columns,
            unit=text(question.unit) if isinstance(question, Number) else "",
            error=next((column.error for column in own or columns[:1] if not isinstance(question, Matrix)), ""),
            more=_more(question),
        )

    def _column(self, question: Question, at: int, label: str, text: Any) -> Answerable:
        column = question.columns[at]
        answer = self.answers.get(column.name)
        choices: tuple[Offered, ...] = ()
        if at == 0 or isinstance(question, Matrix):
            choices = tuple(_offered(choice, question, answer, text) for choice in self._choices(question))
        return Answerable(
            field_name(column.name), f"q-{column.name}", label, _value(answer, column.form), choices,
            self._error(column.name), self._rest(question, column.name, answer),
        )

    def _error(self, column: str) -> str:
        if column not in self.judged:
            return ""
        if column in self.found.missing:
            return str(MESSAGES["missing"])
        wrong = self.found.wrong.get(column)
        return str(wrong) if wrong else ""

    def _choices(self, question: Question) -> tuple[Choice, ...]:
        every = self.questionnaire.choices_of(question)
        if not isinstance(question, Choosing) or not question.choice_filter.strip():
            return every
        around = Around({name: to_rules(answer) for name, answer in self.found.answers.items()}, self.today)
        budget = Budget()
        try:
            return tuple(
                one for one in every
                if one.code == "other" or passes(question, dict(one.facts), one.code, around, budget)
            )
        except TooMuchWork:
            return every

    def _rest(self, question: Question, column: str, answer: Any) -> dict[str, Any]:
        if isinstance(question, Date):
            return _day_parts(answer)
        if isinstance(question, Place):
            return _place_parts(question, column, answer, self.finding)
        if question.kind in ("photo", "file"):
            names = answer if isinstance(answer, list) else []
            return {"files": [self.files[name] for name in map(str, names) if name in self.files]}
        if question.kind == "consent":
            return {"yes": answer is True, "no": answer is False}
        return {}


def _offered(choice: Choice, question: Question, answer: Any, text: Any) -> Offered:
    meaning, place = "", ""
    if isinstance(question, Rubric):
        meaning = next(text(level.meaning) for level in question.levels if level.code == choice.code)
    if isinstance(question, Ranking):
        given = answer.get("places", {}) if isinstance(answer, dict) else {}
        ranked = isinstance(answer, list) and choice.code in answer
        place = str(answer.index(choice.code) + 1 if ranked else given.get(choice.code, ""))
    chosen = choice.code in answer if isinstance(answer, list) else answer == choice.code
    return Offered(choice.code, text(choice.label) or choice.code, meaning, chosen, place)


def _value(answer: Any, form: str) -> str:
    if answer is None or isinstance(answer, bool | list | dict):
        return ""
    return str(answer)


def _more(question: Question) -> dict[str, Any]:
    """What only one kind has."""
    if isinstance(question, Text):
        return {"long": question.long, "most": question.most}
    if isinstance(question, Number):
        return {"decimal": question.decimal, "least": question.least, "most": question.most}
    if isinstance(question, Place):
        return {"area": question.area, "point": question.point}
    if question.kind in ("photo", "file"):
        return {"most": getattr(question, "most", 1)}
    return {"many": MANY, "long_list": LONG_LIST, "small": question.appearance in ("minimal", "autocomplete")}


def _day_parts(answer: Any) -> dict[str, Any]:
    """Day, month and year as they stand in three fields; a year in the era of the language."""
    day = month = year = ""
    if isinstance(answer, str):
        try:
            found = date.fromisoformat(answer)
            day, month = str(found.day), str(found.month)
            year = str(to_be(found.year) if get_language() == "th" else found.year)
        except ValueError:
            day, month, year = [*answer.split("/"), "", "", ""][:3]
    months = [{"number": str(at), "name": str(name), "chosen": month.lstrip("0") == str(at)}
              for at, name in enumerate(MONTHS, 1)]
    return {"day": day, "months": months, "year": year}


def _place_parts(question: Place, column: str, answer: Any, finding: tuple[str, str]) -> dict[str, Any]:
    given = answer if isinstance(answer, dict) else {}
    area = str(given.get("area", ""))
    typed = finding[1] if finding[0] == column else ""
    found = places.areas_named(typed) if typed else {}
    known = places.area_names([area]) if area else {}
    return {
        "typed": typed, "sought": bool(typed), "code": area, "name": str(known.get(area, "")),
        "found": [{"code": code, "name": str(name)} for code, name in found.items()],
        "lat": given.get("latitude", ""), "lon": given.get("longitude", ""),
    }


def _areas_said(answers: Mapping[str, Any]) -> dict[str, str]:
    """The names of areas that were answered, which the kernel does not know."""
    codes = {name: answer["area"] for name, answer in answers.items() if isinstance(answer, dict) and "area" in answer}
    names = places.area_names(codes.values()) if codes else {}
    return {name: str(names[code]) for name, code in codes.items() if code in names}


def read_over(questionnaire: Questionnaire, found: Looked) -> list[dict[str, Any]]:
    """Everything that was answered, for reading over: by page, question and answer."""
    spoken = said(questionnaire, found.answers, get_language())
    spoken |= _areas_said(found.answers)
    pages = []
    for section in questionnaire.sections:
        rows = [
            {"name": question.name, "label": piped(question.label.in_(get_language()), spoken),
             "row": column.label if isinstance(question, Matrix) else "", "answer": spoken.get(column.name, ""),
             "wrong": found.wrong.get(column.name) or (MESSAGES["missing"] if column.name in found.missing else "")}
            for question in section.questions if question.asked and question.name in found.relevant
            for column in question.columns
            if column.name in found.answers or column.name in found.missing or column.name in found.wrong
            or not column.name.endswith("_other")
        ]
        if rows:
            pages.append({"section": section, "rows": rows})
    return pages
