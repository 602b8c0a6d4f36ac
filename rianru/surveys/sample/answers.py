"""Made-up people answer made-up surveys: any questionnaire, with gaps, and a written line now and then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from rianru.core.actors import ANONYMOUS
from rianru.kernel.dates import day_of
from rianru.kernel.questions import (
    Answer,
    Answers,
    Consent,
    Date,
    Matrix,
    Multiple,
    Number,
    Place,
    Question,
    Questionnaire,
    Ranking,
    Rubric,
    Single,
    Text,
    Time,
    look,
)
from rianru.kernel.refusals import Refused
from rianru.surveys import actions

AREAS = ("560101", "560102", "560301", "560501", "5601", "5609", "570301", "570101", "5701", "500101")
WORDS = (
    "อยากให้เปิดถึงสองทุ่ม ลูกเลิกเรียนพิเศษแล้วจะได้แวะ", "ที่นั่งใต้ต้นไม้ดีมาก อยากได้ปลั๊กเพิ่ม",
    "คุณตาอ่านตัวเล็กไม่ไหว อยากได้หนังสือเสียง", "มีรถเมล์ผ่านแค่เช้ากับเย็น ถ้ามีรถหนังสือมาถึงหมู่บ้านจะดี",
    "อยากเรียนย้อมครามกับแม่ ๆ ในหมู่บ้าน", "ห้องเด็กน่ารัก แต่เสียงดังไปหน่อยตอนบ่าย",
    "ขอมุมเงียบสำหรับอ่านหนังสือสอบ", "เจ้าหน้าที่ใจดี ช่วยหาหนังสือให้ทุกครั้ง",
)


def answer(
    survey_id: UUID, questionnaire: Questionnaire, *, since: datetime, until: datetime, times: int, seed: int,
    spaces: Sequence[UUID] = (),
) -> int:
    """So many people hand in what `filled` gives, one after another between two moments; how many were taken."""
    random, taken = Random(seed), 0  # noqa: S311 - a demo is the same every time
    for turn in range(times):
        at = since + (until - since) * ((turn + random.random()) / times)
        given = filled(questionnaire, random, today=day_of(at))
        try:
            actions.hand_in(
                actor=ANONYMOUS, at=at, survey_id=survey_id, answers=given,
                space_id=random.choice(spaces) if spaces and random.random() < 0.8 else None,
            )
        except Refused:
            continue  # a quota, or a rule that no guess has met
        taken += 1
    return taken


def filled(questionnaire: Questionnaire, random: Random, *, today: date) -> Answers:
    """Answers to what is asked, page by page, most of what may be left out too."""
    answers: Answers = {}
    for question in questionnaire.questions:
        if question.name not in look(questionnaire, answers, today).relevant or not question.asked:
            continue
        if question.required or random.random() < 0.8:
            answers |= _given(questionnaire, question, random, today)
    return answers


def _given(questionnaire: Questionnaire, question: Question, random: Random, today: date) -> Answers:
    codes = [choice.code for choice in questionnaire.choices_of(question)]
    if isinstance(question, Matrix):
        return {row.name: _leaning(codes, random) for row in question.rows}
    found = _one(question, codes, random, today)
    if found is None:
        return {}
    chosen = found if isinstance(found, list) else [found]
    return {question.name: found} | ({f"{question.name}_other": "ที่วัด"} if "other" in chosen else {})


def _one(question: Question, codes: list[str], random: Random, today: date) -> Answer | None:
    if isinstance(question, Single | Rubric):
        return _leaning(codes, random)
    if isinstance(question, Multiple):
        return [code for at, code in enumerate(codes) if random.random() < 0.65 / (1 + at / 3)] or codes[:1]
    if isinstance(question, Ranking):
        return sorted(codes, key=lambda code: codes.index(code) + random.gauss(0, 1.6))
    if isinstance(question, Number):
        low, high = question.least or 0.0, question.most if question.most is not None else 90.0
        value = min(max(random.gauss(low + (high - low) * 0.4, (high - low) * 0.18), low), high)
        return round(value, 1) if question.decimal else round(value)
    if isinstance(question, Text):
        return random.choice(WORDS)[: question.most] if random.random() < 0.4 else None
    if isinstance(question, Date):
        return (today - timedelta(days=int(random.expovariate(1 / 40)))).isoformat()
    if isinstance(question, Time):
        return f"{random.randint(8, 19):02d}:{random.choice(('00', '30'))}"
    if isinstance(question, Place):
        return {"area": random.choice(AREAS)} if question.area else {"latitude": 19.16, "longitude": 99.9}
    return True if isinstance(question, Consent) else None


def _leaning(codes: list[str], random: Random) -> str:
    """One of them, the first ones more often."""
    return random.choices(codes, weights=[1 / (1 + at / 2) for at in range(len(codes))])[0]


__all__ = ["answer", "filled"]
