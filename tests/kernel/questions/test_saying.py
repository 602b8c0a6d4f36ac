from datetime import date

from rianru.kernel.questions import look, piped
from rianru.kernel.questions.saying import said
from tests.kernel.questions.pieces import ANSWERED, EVERYTHING

ANSWERS = look(EVERYTHING, ANSWERED, date(2026, 11, 22)).answers


def test_answers_are_read_as_labels_days_in_their_era_and_numbers_with_their_unit():
    thai, english = said(EVERYTHING, ANSWERS, "th"), said(EVERYTHING, ANSWERS, "en")
    assert {name: thai[name] for name in ("ok", "age", "district", "topics", "when", "hour", "home", "pin", "picture", "near")} == {
        "ok": "ตกลง", "age": "34\u00a0ปี", "district": "แม่ริม", "topics": "ทำอาหาร, อื่น ๆ", "when": "1 ธ.ค. 2569", "hour": "09:30",
        "home": "500701 · 18.9, 98.9", "pin": "18.9, 98.9", "picture": "1", "near": "เห็นด้วย",
    }  # fmt: skip
    assert (english["age"], english["when"], english["district"]) == ("34\u00a0years", "1 Dec 2026", "แม่ริม")
    assert thai.keys() == ANSWERS.keys()


def test_what_was_answered_stands_in_the_words_of_later_questions():
    assert piped("คุณอายุ ${age} เพราะอะไร", said(EVERYTHING, ANSWERS, "th")) == "คุณอายุ 34\u00a0ปี เพราะอะไร"
