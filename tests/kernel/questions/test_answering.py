"""What is asked, what is wrong, what is missing: for one questionnaire with everything in it, and for any other."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.kernel.questions import (
    NotFinished,
    Questionnaire,
    Section,
    Single,
    Text,
    begin,
    check,
    finish,
    from_text,
    look,
    next_page,
    open_page,
    pages,
    piped,
)
from rianru.kernel.questions.answers import blank
from rianru.kernel.words import T, speaking
from tests.kernel.questions.generated import ANSWERS, questionnaires
from tests.kernel.questions.pieces import ANSWERED, EVERYTHING, t

TODAY = date(2026, 11, 22)


def seen(**answers):
    return look(EVERYTHING, answers, TODAY)


def test_a_whole_response_is_finished_in_the_order_of_the_questionnaire_with_what_is_worked_out():
    done = finish(EVERYTHING, dict(reversed(ANSWERED.items())), TODAY)
    assert done == ANSWERED | {"adult": "yes"}
    assert list(done)[:4] == ["ok", "age", "province", "district"]


def test_a_draft_may_have_gaps_and_says_what_is_missing():
    found = seen(age=34, topics=["weave"])
    assert (found.wrong, found.missing) == ({}, ("ok", "near", "cheap"))
    assert not found.finished


def test_a_response_with_gaps_is_refused_with_each_of_them_by_name():
    with pytest.raises(NotFinished) as refused:
        finish(EVERYTHING, {**ANSWERED, "near": None, "mobile": "12"}, TODAY)
    assert list(refused.value.wrong) == ["mobile", "near"]
    assert refused.value.as_dict() == {
        "code": "questions.not_finished", "th": "ยังส่งไม่ได้ เหลืออีก 2 ข้อที่ต้องดู เริ่มที่ “ที่เรียนอยู่ใกล้บ้าน”",
        "en": "It cannot be sent yet. Questions that need a look: 2, “It is near” first.",
    }


def test_answers_to_what_is_no_longer_asked_count_as_none_and_are_left_out():
    young = finish(EVERYTHING, {**ANSWERED, "age": 5}, TODAY)
    assert "topics" not in young
    assert "adult" not in young
    assert young["skill"] == "able"
    assert look(EVERYTHING, {**ANSWERED, "topics": ["cook"]}, TODAY).answers.keys() & {"order", "topics_other"} == set()


@pytest.mark.parametrize(("name", "answer", "said"), [
    ("age", 130, "ต้องไม่มากกว่า 120"), ("age", -1, "ต้องไม่น้อยกว่า 0"), ("age", 13, "สิบสามปีให้ผู้ปกครองตอบ"),
    ("age", "34", "ใส่เป็นตัวเลขจำนวนเต็ม เช่น 12"), ("age", True, "ใส่เป็นตัวเลขจำนวนเต็ม เช่น 12"),
    ("ok", False, "ถ้าตกลง ทำเครื่องหมายตรงนี้แล้วไปต่อได้เลย"), ("ok", "yes", "เลือกว่าตกลงหรือไม่ตกลง"),
    ("province", "99", "เลือกหนึ่งข้อจากที่มีให้"), ("district", "5701", "ตัวเลือกนี้ไม่เข้ากับคำตอบก่อนหน้า เลือกใหม่อีกครั้ง"),
    ("topics", ["cook", "cook"], "เลือกจากที่มีให้ ข้อละครั้ง"), ("order", ["cook"], "เรียงให้ครบทุกข้อ ข้อที่ชอบที่สุดอยู่บนสุด"),
    ("near", "maybe", "เลือกหนึ่งข้อจากที่มีให้"), ("why", "ก" * 501, "ยาวเกิน 500 ตัวอักษร ตัดให้สั้นลงหน่อย"),
    ("mobile", "12", "คำตอบนี้ยังไม่ตรงเงื่อนไข ดูอีกครั้ง"), ("when", "2026-02-30", "ใส่วันที่แบบ วัน/เดือน/ปี เช่น 21/11/2569"),
    ("hour", "25:00", "ใส่เวลาเป็นชั่วโมงกับนาที เช่น 09:30"), ("home", {"area": "5"}, "เลือกพื้นที่จากรายชื่อ หรือปักหมุดบนแผนที่"),
    ("home", {"latitude": 91, "longitude": 0}, "เลือกพื้นที่จากรายชื่อ หรือปักหมุดบนแผนที่"),
    ("village", {"latitude": 1, "longitude": 1}, "เลือกพื้นที่จากรายชื่อ"), ("pin", {"area": "50"}, "ปักหมุดบนแผนที่"),
    ("picture", ["a", "b", "c", "d"], "แนบได้ไม่เกิน 3 ไฟล์"), ("paper", ["../x y"], "แนบไฟล์ไม่สำเร็จ ลองแนบใหม่อีกครั้ง"),
    ("hours", 9.5, "ต้องไม่มากกว่า 8"), ("hours", float("nan"), "ใส่เป็นตัวเลข เช่น 12.5"), ("skill", "master", "เลือกหนึ่งข้อจากที่มีให้"),
    ("topics_other", 5, "ข้อความยาวเกินไป ตัดให้สั้นลงหน่อย"),
])
def test_a_wrong_answer_is_named_with_its_reason_and_stays_alone(name, answer, said):
    wrong = look(EVERYTHING, {**ANSWERED, name: answer}, TODAY).wrong
    with speaking("th"):
        assert {key: str(why) for key, why in wrong.items() if key == name} == {name: said}


def test_names_that_no_question_has_are_told_and_left_out():
    assert seen(gone=1, adult="no").unknown == ("gone",)
    assert "gone" not in finish(EVERYTHING, {**ANSWERED, "gone": 1}, TODAY)


def test_pages_follow_one_another_without_those_that_are_not_asked():
    grown, child = seen(age=30), seen(age=3)
    assert [page.name for page in pages(EVERYTHING, grown)] == ["start", "about", "end"]
    assert [page.name for page in pages(EVERYTHING, child)] == ["start", "end"]
    names = [page and page.name for page in (next_page(EVERYTHING, child, after) for after in ("", "start", "about", "end"))]
    assert names == ["start", "end", "end", None]
    page = open_page(EVERYTHING, seen(ok=True, age=30))
    assert page is not None
    assert page.name == "about"
    assert open_page(EVERYTHING, look(EVERYTHING, ANSWERED, TODAY)) is None


def test_what_is_given_beforehand_is_right():
    assert begin(EVERYTHING, TODAY) == {"province": "50", "when": "2026-11-22"}


def test_a_calculation_that_is_made_once_stays():
    from rianru.kernel.questions import Calculation

    form = Questionnaire("f", sections=(Section("s", questions=(
        Calculation(name="day", works="once(today())"), Text(name="x", label=t("x")))),))
    check(form)
    assert look(form, {"day": "2026-01-01"}, TODAY).answers == {"day": "2026-01-01"}
    assert look(form, {}, TODAY).answers == {"day": "2026-11-22"}


def test_a_calculation_that_waits_for_an_answer_is_blank():
    from rianru.kernel.questions import Calculation, Number

    form = Questionnaire("f", sections=(Section("s", questions=(
        Number(name="x", label=t("x")), Calculation(name="twice", works="${x} * 2"))),))
    assert look(form, {}, TODAY).answers == {}
    assert look(form, {"x": 3}, TODAY).answers == {"x": 3, "twice": "6"}


def test_a_rule_that_takes_too_much_is_said_of_its_question_and_nothing_falls():
    form = Questionnaire("f", sections=(Section("s", questions=(
        Text(name="x", label=t("x"), most=10_000, constraint="regex(., '(a?){60}')"),)),))
    assert str(look(form, {"x": "a" * 9_000}, TODAY).wrong["x"]) == "กฎข้อนี้ต้องคิดมากเกินไปสำหรับคำตอบนี้ ลองตอบให้สั้นลง"
    assert look(form, {"x": "a" * 50}, TODAY).wrong == {}


@pytest.mark.parametrize(("name", "typed", "answer"), [
    ("age", "๓๔", 34), ("age", "1,200", 1200), ("age", "3.5", "3.5"), ("age", "1_0", "1_0"), ("hours", "2.5", 2.5), ("hours", "nan", "nan"),
    ("when", "21/11/2569", "2026-11-21"), ("when", "1-2-2026", "2026-02-01"), ("when", "31/2/2569", "31/2/2569"), ("hour", "9.30", "09:30"),
    ("topics", "cook  weave", ["cook", "weave"]), ("ok", "Yes", True), ("ok", "no", False), ("province", " 50 ", "50"),
    ("home", "500701", {"area": "500701"}), ("pin", "18.5, 98", {"latitude": 18.5, "longitude": 98.0}), ("pin", "x", "x"),
    ("why", " ๑ ", "๑"),
])  # fmt: skip
def test_what_is_typed_from_paper_is_understood(name, typed, answer):
    question = next(each for each in EVERYTHING.questions if each.name == name)
    assert from_text(question, question.columns[0], typed) == answer


def test_words_of_a_question_hold_what_was_answered_before():
    assert piped("คุณ ${ name } อายุ ${age} ปี", {"name": "<b>", "age": ""}) == "คุณ <b> อายุ … ปี"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires(), st.data())
def test_for_any_questionnaire_and_answers_looking_ends_and_the_order_of_answers_changes_nothing(form, data):
    check(form)
    names = [column.name for question in form.questions for column in question.columns]
    answers = data.draw(st.dictionaries(st.sampled_from([*names, "gone"]), ANSWERS)) if names else {}
    found = look(form, answers, TODAY)
    shuffled = data.draw(st.permutations(list(answers.items())))
    again = look(form, dict(shuffled), TODAY)
    assert repr(found) == repr(again)
    for why in found.wrong.values():
        assert isinstance(why, T)
        assert why.in_("th")
    if found.finished:
        done = finish(form, answers, TODAY)
        assert look(form, done, TODAY).answers == done
        assert not any(blank(answer) for answer in done.values())


def test_other_must_be_written_out_only_where_the_question_must_be_answered():
    single = Single(name="q", label=t("q"), choices="agree", other=True)
    form = replace(EVERYTHING, sections=(Section("s", questions=(single,)),))
    assert look(form, {"q": "other"}, TODAY).missing == ()
    must = replace(form, sections=(Section("s", questions=(replace(single, required=True),)),))
    assert look(must, {"q": "other"}, TODAY).missing == ("q_other",)
    assert look(must, {"q": "no"}, TODAY).missing == ()
