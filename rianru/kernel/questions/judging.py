"""Why an answer is not taken: its form, its bounds, its choices. Said to people who want to help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rianru.kernel.questions.answers import Answer
from rianru.kernel.questions.logic import Around, Budget, holds
from rianru.kernel.questions.model import (
    OTHER,
    Choosing,
    File,
    Number,
    Photo,
    Place,
    Question,
    Questionnaire,
    Ranking,
    Text,
)
from rianru.kernel.words import T

MESSAGES: Final[Mapping[str, T]] = {
    "missing": T("ข้อนี้ต้องตอบก่อนส่ง", "This one needs an answer before you send."),
    "code": T("เลือกหนึ่งข้อจากที่มีให้", "Choose one of those on the list."),
    "codes": T("เลือกจากที่มีให้ ข้อละครั้ง", "Choose from the list, each once."),
    "filtered": T("ตัวเลือกนี้ไม่เข้ากับคำตอบก่อนหน้า เลือกใหม่อีกครั้ง", "This does not go with an earlier answer. Choose again."),
    "whole": T("ใส่เป็นตัวเลขจำนวนเต็ม เช่น 12", "Write a whole number, such as 12."),
    "decimal": T("ใส่เป็นตัวเลข เช่น 12.5", "Write a number, such as 12.5."),
    "text": T("ข้อความยาวเกินไป ตัดให้สั้นลงหน่อย", "That is too long. Make it a little shorter."),
    "day": T("ใส่วันที่แบบ วัน/เดือน/ปี เช่น 21/11/2569", "Write a day as day/month/year, such as 21/11/2026."),
    "clock": T("ใส่เวลาเป็นชั่วโมงกับนาที เช่น 09:30", "Write a time as hours and minutes, such as 09:30."),
    "place": T("เลือกพื้นที่จากรายชื่อ หรือปักหมุดบนแผนที่", "Choose an area from the list, or put a pin on the map."),
    "files": T("แนบไฟล์ไม่สำเร็จ ลองแนบใหม่อีกครั้ง", "The file did not arrive. Try to attach it again."),
    "yes": T("เลือกว่าตกลงหรือไม่ตกลง", "Choose yes or no."),
    "worked": T("ค่านี้ระบบคิดให้เอง ไม่ต้องใส่", "This is worked out for you; nothing is to be written."),
    "consent": T("ถ้าตกลง ทำเครื่องหมายตรงนี้แล้วไปต่อได้เลย", "If you agree, tick here and go on."),
    "constraint": T("คำตอบนี้ยังไม่ตรงเงื่อนไข ดูอีกครั้ง", "This answer does not meet the rule yet. Have another look."),
    "ranking": T("เรียงให้ครบทุกข้อ ข้อที่ชอบที่สุดอยู่บนสุด", "Put all of them in order, the best one first."),
}  # fmt: skip
_TOO_SMALL: Final = T("ต้องไม่น้อยกว่า {bound}", "It should be {bound} or more.")
_TOO_LARGE: Final = T("ต้องไม่มากกว่า {bound}", "It should be {bound} or less.")
_TOO_LONG: Final = T("ยาวเกิน {most} ตัวอักษร ตัดให้สั้นลงหน่อย", "That is more than {most} letters. Make it a little shorter.")
_TOO_MANY: Final = T("แนบได้ไม่เกิน {most} ไฟล์", "Attach {most} at most.")
_NO_AREA: Final = T("เลือกพื้นที่จากรายชื่อ", "Choose an area from the list.")
_NO_POINT: Final = T("ปักหมุดบนแผนที่", "Put a pin on the map.")


def misfit(questionnaire: Questionnaire, question: Question, answer: Answer) -> T | None:
    """Why an answer of the right form is beyond its question's bounds; None where it is not."""
    if isinstance(question, Number):
        return _beyond(question, answer)
    if isinstance(question, Text) and len(answer) > question.most:
        return _TOO_LONG.having(most=question.most)
    if isinstance(question, Ranking) and not question.choice_filter:
        return MESSAGES["ranking"] if len(answer) < len(questionnaire.choices_of(question)) else None
    if isinstance(question, Photo | File) and len(answer) > question.most:
        return _TOO_MANY.having(most=question.most)
    return _misplaced(question, answer) if isinstance(question, Place) else None


def chosen_facts(
    questionnaire: Questionnaire, question: Question, answer: Answer, around: Around, budget: Budget
) -> bool:
    """Whether everything chosen passes the question's filter."""
    if not isinstance(question, Choosing) or not question.choice_filter.strip():
        return True
    chosen = set(answer) if isinstance(answer, list) else {answer}
    return all(
        choice.code == OTHER or passes(question, dict(choice.facts), choice.code, around, budget)
        for choice in questionnaire.choices_of(question) if choice.code in chosen
    )  # fmt: skip


def passes(question: Choosing, facts: Mapping[str, str], code: str, around: Around, budget: Budget) -> bool:
    """Whether a choice with these facts is offered; its code is the fact `name`."""
    known = Around(around.answers, around.today, around.own, {"name": code, **facts})
    return holds(question.choice_filter, known, budget)


def _beyond(question: Number, answer: Answer) -> T | None:
    if question.least is not None and answer < question.least:
        return _TOO_SMALL.having(bound=_plain(question.least))
    if question.most is not None and answer > question.most:
        return _TOO_LARGE.having(bound=_plain(question.most))
    return None


def _plain(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:,}"


def _misplaced(question: Place, answer: Answer) -> T | None:
    if "area" in answer and not question.area:
        return _NO_POINT
    if "latitude" in answer and not question.point:
        return _NO_AREA
    return None
