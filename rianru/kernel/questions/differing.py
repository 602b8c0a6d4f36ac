"""What is different between two questionnaires, as people say it: questions that came, went, changed or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final, Literal

from rianru.kernel.questions.model import Choosing, Matrix, Question, Questionnaire, Section
from rianru.kernel.words import T

PARTS: Final[dict[str, T]] = {
    "label": T("คำถาม", "wording"), "hint": T("คำแนะนำ", "hint"), "choices": T("ตัวเลือก", "choices"),
    "rows": T("แถว", "rows"), "levels": T("ระดับ", "levels"), "kind": T("ชนิด", "kind"),
    "required": T("ต้องตอบ", "required"), "required_if": T("ต้องตอบ", "required"),
    "relevant": T("เงื่อนไขที่จะถาม", "when it is asked"), "constraint": T("เงื่อนไขของคำตอบ", "what is accepted"),
    "constraint_message": T("คำเตือน", "warning"), "choice_filter": T("ตัวกรองตัวเลือก", "choice filter"),
    "unit": T("หน่วย", "unit"), "least": T("ช่วงตัวเลข", "bounds"), "most": T("ช่วง", "bounds"),
    "step": T("ช่วงตัวเลข", "bounds"), "works": T("การคำนวณ", "calculation"), "default": T("คำตอบตั้งต้น", "default"),
    "other": T("ข้ออื่น ๆ", "“other”"), "page": T("หน้า", "page"), "order": T("ลำดับ", "order"),
}  # fmt: skip
What = Literal["new", "gone", "changed", "page_new", "page_gone", "page_changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: what, which question or page by name and in words, and which of its parts."""

    what: What
    name: str
    label: T
    parts: tuple[T, ...] = ()


def differences(earlier: Questionnaire, later: Questionnaire) -> tuple[Difference, ...]:
    """All of them, in the order of the later one; what is gone comes last. Questions are the same by their name."""
    return (*_pages(earlier, later), *_questions(earlier, later))


def _pages(earlier: Questionnaire, later: Questionnaire) -> Iterator[Difference]:
    before = {page.name: page for page in earlier.sections}
    for page in later.sections:
        was = before.pop(page.name, None)
        if was is None:
            yield Difference("page_new", page.name, page.label)
        elif (was.label, was.relevant) != (page.label, page.relevant):
            parts = [name for name in ("label", "relevant") if getattr(was, name) != getattr(page, name)]
            yield Difference("page_changed", page.name, page.label, tuple(PARTS[name] for name in parts))
    yield from (Difference("page_gone", page.name, page.label) for page in before.values())


def _questions(earlier: Questionnaire, later: Questionnaire) -> Iterator[Difference]:
    before = {question.name: (page, question) for page in earlier.sections for question in page.questions}
    stayed = [question.name for question in later.questions if question.name in before]
    moved = _moved([question.name for question in earlier.questions], stayed)
    for page in later.sections:
        for question in page.questions:
            if question.name not in before:
                yield Difference("new", question.name, question.label)
                continue
            was_on, was = before.pop(question.name)
            parts = [*_parts(earlier, later, was, question), *_place(was_on, page, question.name in moved)]
            if parts:
                yield Difference("changed", question.name, question.label, tuple(dict.fromkeys(parts)))
    yield from (Difference("gone", question.name, question.label) for _, question in before.values())


def _parts(earlier: Questionnaire, later: Questionnaire, was: Question, now: Question) -> Iterator[T]:
    if was.kind != now.kind:
        yield PARTS["kind"]
    for each in fields(now):
        told = each.name in PARTS and each.name != "choices" and hasattr(was, each.name)
        if told and getattr(was, each.name) != getattr(now, each.name):
            yield PARTS[each.name]
    if isinstance(now, Choosing | Matrix) and earlier.choices_of(was) != later.choices_of(now):
        yield PARTS["choices"]


def _place(was_on: Section, page: Section, moved: bool) -> Iterator[T]:
    if was_on.name != page.name:
        yield PARTS["page"]
    elif moved:
        yield PARTS["order"]


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The names that must have been moved, as few as possible: all but a longest run that kept its order."""
    stayed = set(after)
    at = {name: place for place, name in enumerate(name for name in before if name in stayed)}
    ends: list[int] = []  # of the rising runs of each length, the one that ends lowest: its place in `after`
    lows: list[int] = []  # where that one stood before
    earlier: list[int] = []  # for each place in `after`, the place before it on its run
    for place, name in enumerate(after):
        length = bisect_left(lows, at[name])
        earlier.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        lows[length : length + 1] = [at[name]]
    kept, place = set(), ends[-1] if ends else -1
    while place >= 0:
        kept.add(after[place])
        place = earlier[place]
    return stayed - kept
