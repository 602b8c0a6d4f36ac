"""Results that everyone may see, and what can be compared between versions."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.questions import Choice, ChoiceList, Number, Questionnaire, Section, Single, Text, look, meets
from rianru.kernel.questions.results import Amounts, amounts, bars, edges, several, shares
from rianru.kernel.questions.trends import Pair, carried, pairs
from tests.kernel.questions.pieces import ANSWERED, EVERYTHING, t

AGE = Number(name="age", label=t("อายุ"))


@pytest.mark.trust
def test_shares_and_choices_of_fewer_than_five_are_not_told():
    assert shares(["a", "b", "c"], {"b": 40, "a": 3}).cells == {"a": None, "b": None, "c": 0}
    assert several(["a", "b", "c"], {"a": 3, "b": 40}, 60) == {"a": None, "b": 40, "c": 0}
    assert several(["a", "b"], {"a": 58, "b": 60}, 60) == {"a": None, "b": 60}  # two did not choose it
    assert (amounts(4, 80.0), amounts(5, 80.0), amounts(0, 0.0)) == (Amounts(None, None), Amounts(5, 16.0), Amounts(0, None))


@pytest.mark.parametrize(("question", "least", "most", "told"), [
    (replace(AGE, least=0, most=120), 18, 61, (0, 20, 40, 60, 80, 100, 120, 140)),
    (AGE, 18, 61, (15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65)), (AGE, 3, 3, (3, 4)), (AGE, 1, 3, (1, 2, 3, 4)),
    (replace(AGE, decimal=True), 0.1, 0.35, (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)),
])
def test_bars_begin_at_round_numbers(question, least, most, told):
    assert edges(question, least, most) == told


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.booleans())
def test_every_answer_has_its_bar_and_there_are_not_too_many(least, wide, decimal):
    bounds = edges(replace(AGE, decimal=decimal), least, least + wide)
    near = 1e-6 + (bounds[1] - bounds[0]) * 1e-8
    assert bounds[0] <= least + near
    assert bounds[-1] > least + wide - near
    assert len(bounds) <= 13


@pytest.mark.trust
def test_small_bars_are_not_told():
    assert bars([0, 10, 20, 30], [2, 30, 30]).cells == {(0, 10): None, (10, 20): None, (20, 30): 30}


def of(*questions, lists=()):
    return Questionnaire("f", sections=(Section("s", questions=questions),), lists=lists)


OLD = of(
    Text(name="why", label=t("ก")), replace(AGE, unit=t("ปี")), Single(name="topic", label=t("ก"), choices="l", bank="b1", other=True),
    Text(name="same", label=t("ก")), lists=(ChoiceList("l", (Choice("a"), Choice("b"))),))
NEW = of(
    Single(name="subject", label=t("ข"), choices="m", bank="b1", other=True), replace(AGE, unit=t("เดือน")),
    Text(name="same", label=t("ข")), AGE.__class__(name="why", label=t("ก")), lists=(ChoiceList("m", (Choice("b"), Choice("c"))),))


def test_the_same_question_is_found_by_its_bank_or_name_where_its_answers_mean_the_same():
    assert pairs(OLD, NEW) == (
        Pair("topic", "subject", codes=("b", "other"), gone=("a",), new=("c",)), Pair("topic_other", "subject_other"), Pair("same", "same"))


def test_a_draft_goes_over_to_a_new_version_with_what_still_fits():
    draft = {"why": "x", "age": 3, "topic": "other", "topic_other": "ดนตรี", "same": "ก", "gone": 1}
    assert carried(OLD, NEW, draft) == {"subject": "other", "subject_other": "ดนตรี", "same": "ก"}
    assert carried(OLD, NEW, draft | {"topic": "a"}) == {"subject_other": "ดนตรี", "same": "ก"}


def test_a_questionnaire_compared_with_itself_keeps_everything():
    assert carried(EVERYTHING, EVERYTHING, ANSWERED) == ANSWERED
    assert not any(pair.gone or pair.new for pair in pairs(EVERYTHING, EVERYTHING))


def test_a_quota_is_a_rule_about_a_whole_response():
    today = date(2026, 11, 22)
    found = look(EVERYTHING, ANSWERED, today)
    assert meets("${age} >= 30 and selected(${topics}, 'cook')", found.answers, today)
    assert not meets("${age} < 30", found.answers, today)
    assert meets("", found.answers, today)
