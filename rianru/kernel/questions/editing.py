"""Changes of a questionnaire, one at a time, as its makers think of them. The result need not make sense yet.

Names stay unique and well formed whatever is done: everything else may be half done and is for `checking` to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, Protocol

import orjson

from rianru.kernel.questions import faults
from rianru.kernel.questions.checking import find_faults
from rianru.kernel.questions.kept import said_of
from rianru.kernel.questions.model import (
    NOTHING,
    ChoiceList,
    Choosing,
    Matrix,
    Question,
    Questionnaire,
    Row,
    Section,
)
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

_NAMING: Final = (faults.NameBad, faults.NameTwice, faults.TooLarge, faults.CodeBad)


class Gone(Refused):
    """The question or page that was to be changed is not there any more."""

    code = "questions.gone"
    says = T(
        "“{name}” ถูกลบหรือเปลี่ยนชื่อไปแล้ว สิ่งที่คุณพิมพ์ยังอยู่ตรงนี้ เก็บเป็นข้อใหม่ได้",
        "“{name}” was removed or renamed. What you typed is still here, and can be kept as a new one.",
    )


class Change(Protocol):
    """What can be done to a questionnaire."""

    @property
    def did(self) -> str:
        """Which kind of change."""

    @property
    def about(self) -> str:
        """Which question or page."""

    def on(self, form: Questionnaire) -> Questionnaire:
        """The questionnaire afterwards. Refuses with Gone."""


def changed(form: Questionnaire, change: Change) -> Questionnaire:
    """The questionnaire after a change. Refuses with Gone, NameBad, NameTwice, CodeBad and TooLarge."""
    after = change.on(form)
    before = {_fault_key(fault) for fault in find_faults(form)}
    for fault in find_faults(after):
        if isinstance(fault.why, _NAMING) and _fault_key(fault) not in before:
            raise fault.why
    return after


def mark_of(form: Questionnaire, name: str) -> str:
    """Names the state of a question (with its list) or of a page (its own words and rule): 16 hex digits; blank where
    there is none. Two makers who changed the same one have seen different marks.
    """
    question = find(form, name)
    kept: list[Any] = [said_of(question)] if question else []
    if isinstance(question, Choosing | Matrix):
        kept += [said_of(each) for each in form.lists if each.name == question.choices]
    kept += [said_of(replace(page, questions=())) for page in form.sections if page.name == name]
    return hashlib.sha256(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16] if kept else ""


def find(form: Questionnaire, name: str) -> Question | None:
    """The question of a name."""
    return next((question for question in form.questions if question.name == name), None)


def page_of(form: Questionnaire, name: str) -> Section | None:
    """The page on which a question stands."""
    return next((page for page in form.sections if any(each.name == name for each in page.questions)), None)


def free_name(form: Questionnaire, stem: str) -> str:
    """`stem` with the first number that makes it a name nobody has: q1, q2 …"""
    taken = {page.name for page in form.sections} | {each.name for each in form.lists}
    for question in form.questions:
        taken |= {question.name, *(column.name for column in question.columns)}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}{number}") not in taken)


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """A question as it is to be, in place of the one called `was`; a blank `was` is a new one: after the question
    `after`, else at the end of `page`. `listed` are its choices, in place of the list of that name.
    """

    question: Question
    was: str = ""
    page: str = ""
    after: str = ""
    listed: ChoiceList | None = None
    did: str = "question_put"

    @property
    def about(self) -> str:
        """The question."""
        return self.question.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """In its place; what pointed to its old name points to the new one."""
        spent = _list_of(find(form, self.was)) if self.was else ""
        if self.was:
            if find(form, self.was) is None:
                raise Gone(name=self.was)
            form = _with_question(form, self.was, lambda _: (self.question,))
            if self.was != self.question.name:
                form = _renamed(form, self.was, self.question.name)
        else:
            form = _placed(form, self.question, self.page, self.after)
        if self.listed is not None:
            form = _with_list(form, self.listed)
        return _without_list(form, spent)


@dataclass(frozen=True, slots=True)
class CopyQuestion:
    """The same question once more, right behind, under a name of its own and with choices of its own."""

    name: str
    did: str = "question_copied"

    @property
    def about(self) -> str:
        """The question."""
        return self.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """With the copy behind it."""
        question = find(form, self.name)
        if question is None:
            raise Gone(name=self.name)
        copy = replace(question, name=free_name(form, f"{question.name}_"), bank="")
        if isinstance(copy, Matrix):
            copy = replace(copy, rows=tuple(
                Row(f"{copy.name}_{place}", row.label) for place, row in enumerate(copy.rows, 1)
            ))  # fmt: skip
        own = next((each for each in form.lists if each.name == _list_of(question) == question.name), None)
        if own is not None and isinstance(copy, Choosing | Matrix):
            copy = replace(copy, choices=copy.name)
            form = _with_list(form, replace(own, name=copy.name))
        return _with_question(form, self.name, lambda each: (each, copy))


@dataclass(frozen=True, slots=True)
class RemoveQuestion:
    """A question goes, and its choices with it where nobody else uses them."""

    name: str
    did: str = "question_removed"

    @property
    def about(self) -> str:
        """The question."""
        return self.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """Without it."""
        question = find(form, self.name)
        if question is None:
            raise Gone(name=self.name)
        return _without_list(_with_question(form, self.name, lambda _: ()), _list_of(question))


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """One place up (-1) or down (1); over the edge of a page into the next one. At the end of all nothing happens."""

    name: str
    by: int
    did: str = "question_moved"

    @property
    def about(self) -> str:
        """The question."""
        return self.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """With it one place on."""
        page, question = page_of(form, self.name), find(form, self.name)
        if page is None or question is None:
            raise Gone(name=self.name)
        at, number = page.questions.index(question), form.sections.index(page)
        if 0 <= at + self.by < len(page.questions):
            row = list(page.questions)
            row.insert(at + self.by, row.pop(at))
            return _with_page(form, page.name, lambda one: (replace(one, questions=tuple(row)),))
        if not 0 <= number + self.by < len(form.sections):
            return form
        other = form.sections[number + self.by]
        form = _with_question(form, self.name, lambda _: ())
        moved = (question, *other.questions) if self.by > 0 else (*other.questions, question)
        return _with_page(form, other.name, lambda one: (replace(one, questions=moved),))


@dataclass(frozen=True, slots=True)
class PutPage:
    """A page as it is to be, in place of the one called `was`; a blank `was` is a new page, after `after` or at
    the end. Its questions stay.
    """

    page: Section
    was: str = ""
    after: str = ""
    did: str = "page_put"

    @property
    def about(self) -> str:
        """The page."""
        return self.page.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """In its place."""
        if self.was:
            if not any(page.name == self.was for page in form.sections):
                raise Gone(name=self.was)
            return _with_page(form, self.was, lambda one: (replace(self.page, questions=one.questions),))
        if any(page.name == self.after for page in form.sections):
            return _with_page(form, self.after, lambda one: (one, replace(self.page, questions=())))
        return replace(form, sections=(*form.sections, replace(self.page, questions=())))


@dataclass(frozen=True, slots=True)
class MovePage:
    """A page one place up (-1) or down (1)."""

    name: str
    by: int
    did: str = "page_moved"

    @property
    def about(self) -> str:
        """The page."""
        return self.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """With it one place on."""
        pages = list(form.sections)
        at = next((number for number, page in enumerate(pages) if page.name == self.name), None)
        if at is None:
            raise Gone(name=self.name)
        if 0 <= at + self.by < len(pages):
            pages.insert(at + self.by, pages.pop(at))
        return replace(form, sections=tuple(pages))


@dataclass(frozen=True, slots=True)
class RemovePage:
    """A page goes with everything on it."""

    name: str
    did: str = "page_removed"

    @property
    def about(self) -> str:
        """The page."""
        return self.name

    def on(self, form: Questionnaire) -> Questionnaire:
        """Without it."""
        gone = next((page for page in form.sections if page.name == self.name), None)
        if gone is None:
            raise Gone(name=self.name)
        form = _with_page(form, self.name, lambda _: ())
        for question in gone.questions:
            form = _without_list(form, _list_of(question))
        return form


def _fault_key(fault: faults.Fault) -> tuple[str, str, str]:
    return fault.question, fault.listed, str(fault.why)


def _list_of(question: Question | None) -> str:
    return question.choices if isinstance(question, Choosing | Matrix) else ""


def _with_question(
    form: Questionnaire, name: str, instead: Callable[[Question], tuple[Question, ...]]
) -> Questionnaire:
    return replace(form, sections=tuple(
        replace(page, questions=tuple(
            new for each in page.questions for new in (instead(each) if each.name == name else (each,))
        )) for page in form.sections
    ))  # fmt: skip


def _with_page(form: Questionnaire, name: str, instead: Callable[[Section], tuple[Section, ...]]) -> Questionnaire:
    return replace(form, sections=tuple(
        new for page in form.sections for new in (instead(page) if page.name == name else (page,))
    ))  # fmt: skip


def _placed(form: Questionnaire, question: Question, page: str, after: str) -> Questionnaire:
    if find(form, after):
        return _with_question(form, after, lambda each: (each, question))
    if not form.sections:
        form = replace(form, sections=(Section(free_name(form, "page"), NOTHING),))
    name = page if any(each.name == page for each in form.sections) else form.sections[-1].name
    return _with_page(form, name, lambda one: (replace(one, questions=(*one.questions, question)),))


def _with_list(form: Questionnaire, listed: ChoiceList) -> Questionnaire:
    known = any(each.name == listed.name for each in form.lists)
    lists = tuple(listed if each.name == listed.name else each for each in form.lists)
    return replace(form, lists=lists if known else (*lists, listed))


def _without_list(form: Questionnaire, name: str) -> Questionnaire:
    """Without a list that nobody uses any more."""
    if not name or any(_list_of(question) == name for question in form.questions):
        return form
    return replace(form, lists=tuple(each for each in form.lists if each.name != name))


def _renamed(form: Questionnaire, old: str, new: str) -> Questionnaire:
    """Everything that speaks of `${old}`, or of what is written beside its "other", speaks of the new name."""
    pointed = re.compile(r"\$\{\s*" + re.escape(old) + r"(_other)?\s*\}")

    def told(text: str) -> str:
        return pointed.sub(lambda found: f"${{{new}{found[1] or ''}}}", text)

    found = _told(form, told)
    assert isinstance(found, Questionnaire)
    return found


def _told(kept: Any, told: Callable[[str], str]) -> Any:
    """The same with every text changed; braces of data are doubled in a T, which changes nothing in `${name}` here."""
    if isinstance(kept, str):
        return told(kept)
    if isinstance(kept, T):
        plain = (side.replace("{{", "{").replace("}}", "}") for side in (kept.th, kept.en))
        return T.verbatim(*map(told, plain))
    if isinstance(kept, tuple):
        return tuple(_told(each, told) for each in kept)
    if not is_dataclass(kept) or isinstance(kept, type):
        return kept
    return replace(kept, **{each.name: _told(getattr(kept, each.name), told) for each in fields(kept)})
