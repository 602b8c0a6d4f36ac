"""Whether a questionnaire makes sense: names, lists, rules, bounds. Everything that is wrong is said at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from rianru.kernel.questions import faults
from rianru.kernel.questions.answers import fits, from_text
from rianru.kernel.questions.depending import circle, owners, piped_in
from rianru.kernel.questions.faults import Fault, Faulty
from rianru.kernel.questions.logic import Call, Literal, facts_in, names_in, parsed, pattern, walked
from rianru.kernel.questions.model import (
    OTHER,
    Calculation,
    Choosing,
    Matrix,
    Note,
    Number,
    Question,
    Questionnaire,
    Rubric,
    Section,
    has_other,
)
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

MOST_QUESTIONS: Final = 1_000
MOST_CHOICES: Final = 20_000
MOST_LISTS: Final = 1_000
NO_FACTS: Final = frozenset({"name", "label", "list_name", "points", "meaning_th", "meaning_en"})
NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_CODE: Final = re.compile(r"\S{1,64}")

PARTS: Final[dict[str, T]] = {
    "relevant": T("เงื่อนไขที่จะถาม", "relevant"), "constraint": T("เงื่อนไขของคำตอบ", "constraint"),
    "required_if": T("เงื่อนไขที่ต้องตอบ", "required"), "choice_filter": T("ตัวกรองตัวเลือก", "choice filter"),
    "works": T("การคำนวณ", "calculation"), "label": T("ข้อความ", "label"), "hint": T("คำแนะนำ", "hint"),
    "constraint_message": T("คำเตือน", "constraint message"), "choices": T("ตัวเลือก", "choices"),
    "name": T("ชื่อ", "name"), "default": T("คำตอบตั้งต้น", "default"), "bounds": T("ช่วงตัวเลข", "bounds"),
}  # fmt: skip
_RULES: Final = ("relevant", "constraint", "required_if", "choice_filter", "works")
_TEXTS: Final = ("label", "hint", "constraint_message")


def check(questionnaire: Questionnaire) -> None:
    """Refuses with Faulty, which holds every fault."""
    if found := list(find_faults(questionnaire)):
        raise Faulty.of(found)


def find_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the questionnaire; circles last, because other faults hide them."""
    yield from _sizes(questionnaire)
    if any(_too_many(questionnaire)):
        return  # looking on would take long
    yield from _twice(questionnaire)
    for each in questionnaire.lists:
        facts = dict.fromkeys(name for choice in each.choices for name, _ in choice.facts)
        yield from _list(each.name, [choice.code for choice in each.choices], facts)
        if not _CODE.fullmatch(each.name):
            yield Fault("", _list_place(each.name[:64]), faults.NameBad(name=each.name[:64]), listed=each.name)
    known, broken = owners(questionnaire), False
    for section in questionnaire.sections:
        yield from _named(section.name, section.name)
        for fault in _rules(section, section.name, known):
            broken = True
            yield fault
        for question in section.questions:
            yield from _question(questionnaire, question)
            for fault in _rules(question, question.name, known):
                broken = True
                yield fault
    if not broken and (names := circle(questionnaire)):
        yield Fault(names[0], _question_place(names[0]), faults.RulesCircular(names=" → ".join(names)), "relevant")


def place_of(question: str, part: str) -> T:
    """Where a fault is, in words."""
    return T("คำถาม “{name}” {part}", "Question “{name}”, {part}", name=question, part=PARTS[part])


def _question_place(name: str) -> T:
    return T("คำถาม “{name}”", "Question “{name}”", name=name)


def _fault(question: str, part: str, why: Refused) -> Fault:
    return Fault(question, place_of(question, part), why, part)


def _sizes(questionnaire: Questionnaire) -> Iterator[Fault]:
    whole = T("แบบสอบถาม", "Questionnaire")
    if not any(question.asked for question in questionnaire.questions):
        yield Fault("", whole, faults.NoQuestions())
    yield from (Fault("", whole, why) for why in _too_many(questionnaire))


def _too_many(questionnaire: Questionnaire) -> Iterator[Refused]:
    if max(len(questionnaire.questions), len(questionnaire.sections)) > MOST_QUESTIONS:
        yield faults.TooLarge(what=T("คำถาม", "questions"), most=MOST_QUESTIONS)
    if len(questionnaire.lists) > MOST_LISTS:
        yield faults.TooLarge(what=T("รายการตัวเลือก", "choice lists"), most=MOST_LISTS)
    if sum(len(each.choices) for each in questionnaire.lists) > MOST_CHOICES:
        yield faults.TooLarge(what=T("ตัวเลือก", "choices"), most=MOST_CHOICES)


def _twice(questionnaire: Questionnaire) -> Iterator[Fault]:
    names = [section.name for section in questionnaire.sections]
    for question in questionnaire.questions:
        names += dict.fromkeys([question.name, *(column.name for column in question.columns)])
    for name in _repeated(names):
        yield Fault(name, _question_place(name), faults.NameTwice(name=name), "name")
    lists = [each.name for each in questionnaire.lists]
    open_ended = {each.choices for each in questionnaire.questions if isinstance(each, Choosing) and has_other(each)}
    for name in _repeated([*lists, *(f"{name}_or_other" for name in sorted(open_ended))]):  # as XLSForms call them
        yield Fault("", _list_place(name), faults.NameTwice(name=name), listed=name)


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _list_place(name: str) -> T:
    return T("รายการ “{name}”", "List “{name}”", name=name)


def _list(name: str, codes: list[str], facts: Iterable[str] = (), question: str = "") -> Iterator[Fault]:
    place = _list_place(name)
    if not codes:
        yield Fault(question, place, faults.NothingToChoose(name=name), "choices", name)
    for code in _repeated(codes):
        yield Fault(question, place, faults.NameTwice(name=code), "choices", name)
    for code in codes:
        if not _CODE.fullmatch(code):
            yield Fault(question, place, faults.CodeBad(name=code[:64]), "choices", name)
    for fact in facts:
        if not NAME.fullmatch(fact) or fact in NO_FACTS:
            yield Fault(question, place, faults.NameBad(name=fact[:64]), "choices", name)


def _named(name: str, question: str) -> Iterator[Fault]:
    if not NAME.fullmatch(name):
        yield _fault(question, "name", faults.NameBad(name=name[:64]))


def _question(questionnaire: Questionnaire, question: Question) -> Iterator[Fault]:
    yield from _named(question.name, question.name)
    if question.asked and not question.label:
        yield _fault(question.name, "label", faults.LabelMissing())
    if isinstance(question, Choosing | Matrix) and question.choices not in {each.name for each in questionnaire.lists}:
        yield _fault(question.name, "choices", faults.ListUnknown(name=question.choices))
    elif has_other(question) and OTHER in {choice.code for choice in questionnaire.choices_of(question)[:-1]}:
        yield _fault(question.name, "choices", faults.NameTwice(name=OTHER))
    if isinstance(question, Matrix):
        yield from _table(question)
    if isinstance(question, Rubric):
        yield from _list(question.name, [level.code for level in question.levels], question=question.name)
    if isinstance(question, Number) and None not in (question.least, question.most) and question.least > question.most:  # type: ignore[operator]
        yield _fault(question.name, "bounds", faults.BoundsCrossed())
    yield from _default(questionnaire, question)


def _table(question: Matrix) -> Iterator[Fault]:
    if not question.rows:
        yield _fault(question.name, "choices", faults.NothingToChoose(name=question.name))
    for row in question.rows:
        yield from _named(row.name, question.name)
        if not row.label:
            yield _fault(question.name, "label", faults.LabelMissing())


def _default(questionnaire: Questionnaire, question: Question) -> Iterator[Fault]:
    if not question.default or (question.default == "today()" and question.form == "day"):
        return
    codes = [choice.code for choice in questionnaire.choices_of(question)]
    column = question.columns[0] if question.columns and not isinstance(question, Matrix | Calculation | Note) else None
    if column is None or not fits(column, from_text(question, column, question.default), codes):
        yield _fault(question.name, "default", faults.DefaultUnfit(value=question.default[:40]))


def _rules(thing: Question | Section, name: str, known: dict[str, str]) -> Iterator[Fault]:
    """Rules that cannot be read, and names and facts that are not there, in rules and in texts."""
    for part in _RULES:
        rule = getattr(thing, part, "")
        if rule.strip():
            yield from (_fault(name, part, why) for why in _rule(rule, part, known))
        elif part == "works" and isinstance(thing, Calculation):
            yield _fault(name, part, faults.WorksMissing())
    texts = [getattr(thing, part, None) for part in _TEXTS]
    texts += [row.label for row in thing.rows] if isinstance(thing, Matrix) else []
    for text in filter(None, texts):
        for unknown in {name for side in (text.th, text.en) for name in piped_in(_plain(side))} - known.keys():
            yield _fault(name, "label", faults.NameUnknown(name=unknown[:64]))


def _plain(side: str) -> str:
    return side.replace("{{", "{").replace("}}", "}")


def _rule(rule: str, part: str, known: dict[str, str]) -> Iterator[Refused]:
    try:
        tree = parsed(rule)
    except Refused as why:
        yield why
        return
    yield from (faults.NameUnknown(name=name[:64]) for name in names_in(rule) if name not in known)
    if part != "choice_filter":
        yield from (faults.FactUnknown(name=name[:64]) for name in facts_in(rule))
    for node in walked(tree):
        if isinstance(node, Call) and node.name == "regex" and isinstance(form := node.given[1], Literal):
            try:
                pattern(str(form.value))
            except Refused as why:
                yield why
