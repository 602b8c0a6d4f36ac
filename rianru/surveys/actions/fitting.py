"""What a survey has to be to stand open for a use of the house: three taps after an activity."""

from typing import Final

from rianru.kernel.questions import Note, Questionnaire, Single, Text
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

MOST_TAPS: Final = 6
NAMED = T("ต้องไม่ระบุชื่อ และคนละหนึ่งคำตอบ ตั้งที่หน้านี้ก่อน",
          "it asks no names and takes one answer a person; set that here first")
SHUT = T("ต้องเปิดรับคำตอบอยู่ เปิดก่อน", "it has to be open; open it first")
NO_TAPS = T("ต้องมีข้อเลือกหนึ่งข้อ 1 ถึง {most} ข้อ", "it has 1 to {most} questions with one choice", most=MOST_TAPS)
OTHERS = T("มีได้แค่ข้อเลือกหนึ่งข้อ ข้อความ และคำชี้แจง แก้ข้อ {name}",
           "it has questions with one choice, text and notes alone; change {name}")
RULED = T("ทุกข้อต้องถามทุกคน เอาเงื่อนไขของข้อ {name} ออก", "everyone is asked everything; take the condition off {name}")
WORDS = T("ข้อความต้องไม่บังคับตอบ และมีได้ข้อเดียว แก้ข้อ {name}",
          "it has one text question at most, not required; change {name}")


class FeedbackUnfit(Refused):
    """It cannot be answered in a few taps after an activity."""

    code = "surveys.feedback_unfit"
    says = T("ใช้ถามหลังกิจกรรมไม่ได้: {why}", "This cannot be asked after activities: {why}.")


def demand_fit(*, asking: str, once: bool, form: Questionnaire) -> None:
    """Refuses with FeedbackUnfit, which says what to change."""
    if asking != "anonymous" or not once:
        raise FeedbackUnfit(why=NAMED)
    pages = [page for page in form.sections if page.relevant]
    if pages:
        raise FeedbackUnfit(why=RULED.having(name=pages[0].name))
    words = 0
    for question in form.questions:
        if not isinstance(question, Single | Text | Note):
            raise FeedbackUnfit(why=OTHERS.having(name=question.name))
        if question.relevant:
            raise FeedbackUnfit(why=RULED.having(name=question.name))
        words += isinstance(question, Text)
        if isinstance(question, Text) and (question.required or words > 1):
            raise FeedbackUnfit(why=WORDS.having(name=question.name))
    if not 1 <= sum(isinstance(question, Single) for question in form.questions) <= MOST_TAPS:
        raise FeedbackUnfit(why=NO_TAPS)
