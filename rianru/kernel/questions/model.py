"""A questionnaire: pages of questions, what may be answered, and the rules between them. Frozen; equal by content.

Answers are flat, by column: a plain question is one column under its name, a table one column for each of its rows, a
choice with "other" a second one, `name_other`, for what was written. What an answer looks like, by kind of column:
`code` a choice's code · `codes` several, in order · `whole`, `decimal` a number · `text` · `day` "2026-11-21" · `clock`
"09:30" · `place` {"area": "500101"} or {"latitude": 18.79, "longitude": 98.98}, or all three · `files` the keys of what
was uploaded · `yes` true or false · `worked` what a calculation gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from rianru.kernel.words import T

VERSION: Final = 1  # of the shape in which a questionnaire is kept
NOTHING: Final = T("", "")
OTHER: Final = "other"
USUAL_LETTERS: Final = 2_000  # of a text
Form = Literal["code", "codes", "whole", "decimal", "text", "day", "clock", "place", "files", "yes", "worked"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `facts` are named values by which a choice filter picks."""

    code: str
    label: T = NOTHING
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Choices under a name, for any number of questions."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a rubric, what it means, and what it counts."""

    code: str
    label: T = NOTHING
    meaning: T = NOTHING
    points: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a question with the choices of all the others."""

    name: str
    label: T = NOTHING


@dataclass(frozen=True, slots=True)
class Column:
    """Where an answer is kept."""

    name: str
    form: Form
    label: T = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every kind has. Rules are written in the language of `logic`; blank means none.

    `bank` is the lasting id under which a question is used in several questionnaires, so that answers can be compared.
    """

    kind: ClassVar[str] = ""
    form: ClassVar[Form | None] = None
    name: str
    label: T = NOTHING
    hint: T = NOTHING
    bank: str = ""
    required: bool = False
    required_if: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: T = NOTHING
    default: str = ""
    appearance: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Where its answers are kept; none for a note."""
        return (Column(self.name, self.form, self.label),) if self.form else ()

    @property
    def asked(self) -> bool:
        """Whether people see it."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing(Question):
    """What single, multiple and ranking questions share."""

    choices: str
    choice_filter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Choosing):
    """One of a list; `other` adds a choice and a line to write in."""

    kind = "single"
    form = "code"
    other: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The code, and what was written beside "other"."""
        return _with_other(self.name, "code", self.label, self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Choosing):
    """Any of a list."""

    kind = "multiple"
    form = "codes"
    other: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The codes, and what was written beside "other"."""
        return _with_other(self.name, "codes", self.label, self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Choosing):
    """All of a list, the first one first."""

    kind = "ranking"
    form = "codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Question):
    """Rows that are each answered with one of the same choices."""

    kind = "matrix"
    choices: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """One for each row."""
        return tuple(Column(row.name, "code", row.label) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric(Question):
    """One judgement by described levels."""

    kind = "rubric"
    form = "code"
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question):
    """A number with its unit; bounds are included. `step` is only for how it is asked."""

    kind = "number"
    unit: T = NOTHING
    decimal: bool = False
    least: float | None = None
    most: float | None = None
    step: float | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The number."""
        return (Column(self.name, "decimal" if self.decimal else "whole", self.label),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Question):
    """A line, or several where `long`; at most `most` letters."""

    kind = "text"
    form = "text"
    long: bool = False
    most: int = USUAL_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Question):
    """A day; shown in the Buddhist Era, kept in the common era."""

    kind = "date"
    form = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Question):
    """A time of day."""

    kind = "time"
    form = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Question):
    """Where something is: an area by its geocode, a point, or both."""

    kind = "place"
    form = "place"
    area: bool = True
    point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Question):
    """Pictures, at most so many."""

    kind = "photo"
    form = "files"
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Question):
    """Documents, at most so many."""

    kind = "file"
    form = "files"
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Question):
    """An agreement. Where it is required, only yes goes on."""

    kind = "consent"
    form = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Question):
    """Something to read."""

    kind = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation(Question):
    """A value that is worked out from others and that nobody is asked for."""

    kind = "calculation"
    form = "worked"
    works: str

    @property
    def asked(self) -> bool:
        """Nobody sees it."""
        return False


@dataclass(frozen=True, slots=True)
class Section:
    """One page."""

    name: str
    label: T = NOTHING
    relevant: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Pages in order, and the choice lists that they use."""

    name: str
    title: T = NOTHING
    sections: tuple[Section, ...] = ()
    lists: tuple[ChoiceList, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """What may be chosen, with "other" last where it is offered; none where nothing is chosen."""
        if isinstance(question, Rubric):
            return tuple(Choice(level.code, level.label) for level in question.levels)
        if not isinstance(question, Choosing | Matrix):
            return ()
        found = next((each.choices for each in self.lists if each.name == question.choices), ())
        return (*found, THE_OTHER) if has_other(question) else found


THE_OTHER: Final = Choice(OTHER, T("อื่น ๆ", "Other"))
KINDS: Final[tuple[type[Question], ...]] = (
    Single, Multiple, Ranking, Matrix, Rubric, Number, Text, Date, Time, Place, Photo, File, Consent, Note, Calculation,
)  # fmt: skip


def has_other(question: Question) -> bool:
    """Whether one may answer with something that is not on the list."""
    return isinstance(question, Single | Multiple) and question.other


def _with_other(name: str, form: Form, label: T, other: bool) -> tuple[Column, ...]:
    own = Column(name, form, label)
    return (own, Column(f"{name}_other", "text", THE_OTHER.label)) if other else (own,)
