"""Conditions that people choose, as rules and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.questions.conditions import Condition, NumberMissing, rule_of, understood
from rianru.kernel.questions.faults import CodeBad
from rianru.kernel.questions.logic import Around, Budget, holds

CODES = st.text("abเห็น1-._'\"", min_size=1, max_size=8).filter(lambda code: not ("'" in code and '"' in code) and code != "OK")
NAMES = st.sampled_from(["q1", "age", "topics_other", "a.b-c"])
CONDITIONS = st.one_of(
    st.builds(Condition, NAMES, st.sampled_from(["is", "is_not", "has", "lacks"]), CODES),
    st.builds(Condition, NAMES, st.sampled_from(["least", "most", "equals"]), st.sampled_from(["0", "7", "-3", "2.5"])),
    st.builds(Condition, NAMES, st.sampled_from(["agreed", "not_agreed", "answered", "blank"])),
)


@given(st.lists(CONDITIONS, max_size=6), st.sampled_from(["and", "or"]))
def test_conditions_are_read_back_from_the_rule_that_they_make(conditions, joint):
    found = understood(rule_of(conditions, joint))
    assert found == (tuple(conditions), joint if len(conditions) > 1 else "and")


@pytest.mark.parametrize("rule", [
    "${a} > 3", "${a} = ${b}", "${a} = 'x' and (${b} = 'y' or ${c} = 'z')", "count-selected(${a}) > 1", "not(${a} = 'x')",
    "1 = 1", "${a}", "(((", "regex(${a}, 'x')", "today() > '2026-01-01'",
])
def test_a_rule_that_says_more_stays_a_rule(rule):
    assert understood(rule) is None


def test_what_is_chosen_holds_as_it_reads():
    values = {"topics": "cook weave", "age": 12.0, "ok": "OK", "place": ""}
    said = [
        (Condition("topics", "has", "cook"), True), (Condition("topics", "lacks", "cook"), False),
        (Condition("age", "least", "12"), True), (Condition("age", "most", "11.5"), False),
        (Condition("age", "equals", "12"), True), (Condition("ok", "agreed"), True), (Condition("ok", "not_agreed"), False),
        (Condition("place", "blank"), True), (Condition("topics", "answered"), True),
        (Condition("place", "is", "x"), False), (Condition("place", "is_not", "x"), True),
    ]
    assert [holds(rule_of([one]), Around(values, date(2026, 11, 22)), Budget()) for one, _ in said] == [so for _, so in said]


@pytest.mark.parametrize(("one", "refusal"), [
    (Condition("age", "least", ""), NumberMissing), (Condition("age", "least", "หก"), NumberMissing),
    (Condition("age", "most", "1e999"), NumberMissing), (Condition("a", "is", ""), CodeBad), (Condition("a", "has", "'\""), CodeBad),
])
def test_half_a_condition_is_refused(one, refusal):
    with pytest.raises(refusal):
        rule_of([one])
