"""What is wrong with a questionnaire, and where: all of it at once, so that nobody mends one thing after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which question or page (blank for the whole), where in words, and why.

    `part` is the field of the question; `listed` the choice list, where it is in one.
    """

    question: str
    place: T
    why: Refused
    part: str = ""
    listed: str = ""

    @property
    def says(self) -> T:
        """Place and reason in one sentence."""
        return T("{place}: {why}", "{place}: {why}", place=self.place, why=self.why.message)


class Faulty(NotUnderstood):
    """A questionnaire that cannot be used; `faults` holds everything that is wrong with it."""

    code = "questions.faulty"
    says = T(
        "แบบสอบถามนี้มี {count} จุดที่ต้องแก้ก่อน จุดแรก: {first}",
        "Places to mend before this questionnaire can be used: {count}. The first: {first}",
    )
    status = 422
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> Faulty:
        """A refusal that holds these, of which there must be one."""
        refused = cls(count=len(faults), first=faults[0].says)
        refused.faults = tuple(faults)
        return refused


class NameBad(NotUnderstood):
    """Names begin with a Latin letter or _, go on with those, digits, - and ., and have up to 64 letters."""

    code = "questions.name_bad"
    says = T(
        "ชื่อ “{name}” ใช้ไม่ได้ ใช้อักษรอังกฤษ ตัวเลข และ _ ไม่เว้นวรรค ขึ้นต้นด้วยตัวอักษร เช่น age หรือ q1",
        "The name “{name}” cannot be used. Take Latin letters, digits and _, a letter first, such as age or q1.",
    )


class NameTwice(NotUnderstood):
    """Two questions, rows, pages, lists or choices share a name."""

    code = "questions.name_twice"
    says = T(
        "ชื่อ “{name}” ซ้ำกับที่อื่น ตั้งชื่อใหม่ให้ต่างกัน",
        "The name “{name}” is used twice. Give one of them another.",
    )


class NameUnknown(NotUnderstood):
    """A rule or a text refers to a question that is not there."""

    code = "questions.name_unknown"
    says = T(
        "อ้างถึง “{name}” แต่ไม่มีคำถามชื่อนี้ ดูตัวสะกด หรือเพิ่มคำถามนั้น",
        "It refers to “{name}”, but no question has that name. Look at the spelling, or add the question.",
    )


class RulesCircular(NotUnderstood):
    """Rules that wait for one another for ever."""

    code = "questions.rules_circular"
    says = T(
        "กฎวนกลับมาหากันเอง: {names} ตัดการอ้างถึงออกสักข้อหนึ่ง",
        "The rules go round in a circle: {names}. Take one of the references out.",
    )


class ListUnknown(NotUnderstood):
    """A question takes its choices from a list that is not there."""

    code = "questions.list_unknown"
    says = T(
        "ยังไม่มีรายการตัวเลือกชื่อ “{name}” เพิ่มรายการนี้ หรือดูตัวสะกด",
        "There is no choice list “{name}”. Add it, or look at the spelling.",
    )


class NothingToChoose(NotUnderstood):
    """A list, a table or a rubric without anything in it."""

    code = "questions.nothing_to_choose"
    says = T(
        "“{name}” ยังไม่มีตัวเลือกเลย เพิ่มอย่างน้อยหนึ่งข้อ",
        "“{name}” has nothing to choose yet. Add at least one.",
    )


class CodeBad(NotUnderstood):
    """A choice's code has up to 64 signs without spaces."""

    code = "questions.code_bad"
    says = T(
        "รหัสตัวเลือก “{name}” ใช้ไม่ได้ ใช้ไม่เกิน 64 ตัวและไม่เว้นวรรค",
        "The code “{name}” of a choice cannot be used. Take up to 64 signs without spaces.",
    )


class LabelMissing(NotUnderstood):
    """People would see a question without words."""

    code = "questions.label_missing"
    says = T(
        "ยังไม่มีคำถามให้อ่าน เขียนเป็นไทย อังกฤษ หรือทั้งสองภาษา",
        "It has no words yet. Write them in Thai, English or both.",
    )


class WorksMissing(NotUnderstood):
    """A calculation that does not say what is worked out."""

    code = "questions.works_missing"
    says = T(
        "ยังไม่บอกว่าคำนวณอะไร เขียนสูตร เช่น ${{age}} + 1",
        "It does not say what is worked out. Write a formula, such as ${{age}} + 1.",
    )


class FactUnknown(NotUnderstood):
    """A bare name stands where none of a choice can be looked at."""

    code = "questions.fact_unknown"
    says = T(
        "ไม่รู้จัก “{name}” ถ้าหมายถึงคำถาม เขียนเป็น ${{{name}}} ถ้าหมายถึงข้อความ ใส่เครื่องหมายคำพูด",
        "“{name}” is not known. Write a question as ${{{name}}}, and put quotes around a text.",
    )


class BoundsCrossed(NotUnderstood):
    """The least is more than the most, or a number is none."""

    code = "questions.bounds_crossed"
    says = T(
        "ค่าต่ำสุดมากกว่าค่าสูงสุด สลับหรือแก้ตัวเลขก่อน",
        "The least is more than the most. Turn them round or mend one.",
    )


class DefaultUnfit(NotUnderstood):
    """An answer given beforehand that the question would not take."""

    code = "questions.default_unfit"
    says = T(
        "คำตอบตั้งต้น “{value}” ใช้กับคำถามนี้ไม่ได้ แก้หรือลบออก",
        "“{value}” is no answer to this question. Change or remove it.",
    )


class TooLarge(NotUnderstood):
    """More questions, choices or letters than a questionnaire takes."""

    code = "questions.too_large"
    says = T(
        "มีมากเกินไป ({what}) ไม่เกิน {most} แบ่งเป็นหลายชุดแทน",
        "There is too much of it ({what}): at most {most}. Split it.",
    )


class NoQuestions(NotUnderstood):
    """Nothing is asked."""

    code = "questions.none"
    says = T("ยังไม่มีคำถามเลย เพิ่มสักข้อก่อน", "There are no questions yet. Add one first.")


class ShapeWrong(NotUnderstood):
    """Data that is no questionnaire: where in it, and in which question if it is in one."""

    code = "questions.shape_wrong"
    says = T(
        "อ่านแบบสอบถามไม่ได้ตรง {path} (คำถาม “{question}”) ส่งออกจากต้นทางใหม่แล้วลองอีกครั้ง",
        "The questionnaire cannot be read at {path} (question “{question}”). Export it again and retry.",
    )


class ShapeUnknown(NotUnderstood):
    """Kept in a shape that this version of the platform does not know."""

    code = "questions.shape_unknown"
    says = T(
        "แบบสอบถามนี้เก็บไว้ในรูปแบบ {version} ซึ่งที่นี่ยังไม่รู้จัก ปรับปรุงระบบก่อน แล้วเปิดอีกครั้ง",
        "This questionnaire has the shape {version}, which is not known here. Update the platform, then open it again.",
    )
