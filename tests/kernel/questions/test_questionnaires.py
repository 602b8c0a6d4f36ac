"""Questionnaires as JSON, their digest, and everything that can be wrong with them."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.kernel.questions import (
    Calculation,
    Choice,
    ChoiceList,
    Faulty,
    Level,
    Matrix,
    Multiple,
    Note,
    Number,
    Questionnaire,
    Row,
    Rubric,
    Section,
    Single,
    Text,
    check,
    digest,
    find_faults,
    read,
    written,
)
from rianru.kernel.questions.faults import ShapeUnknown, ShapeWrong, TooLarge
from rianru.kernel.words import T, speaking
from tests.kernel.questions.generated import questionnaires
from tests.kernel.questions.pieces import EVERYTHING, t

KEPT = orjson.loads(written(EVERYTHING))


def of(*questions, lists=EVERYTHING.lists):
    return Questionnaire("f", sections=(Section("s", questions=questions),), lists=lists)


def codes(form):
    return [(fault.question, fault.part, fault.why.code.removeprefix("questions.")) for fault in find_faults(form)]


def test_everything_is_in_order_and_comes_back_the_same():
    assert codes(EVERYTHING) == []
    assert read(written(EVERYTHING)) == EVERYTHING


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_any_questionnaire_comes_back_the_same(form):
    assert read(written(form)) == form
    assert digest(read(written(form))) == digest(form)


def test_the_digest_names_the_content_whatever_the_order_of_keys():
    mixed = orjson.dumps(dict(reversed(KEPT.items())))
    assert digest(read(mixed)) == digest(EVERYTHING)
    other = replace(EVERYTHING, title=t("อยากเรียนอะไร", "What would you like to learn"))
    assert digest(other) != digest(EVERYTHING)


def changed(path, value):
    """What is kept, with another value somewhere; None takes the key out."""
    kept = orjson.loads(written(EVERYTHING))
    at = kept
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return orjson.dumps(kept)


@pytest.mark.parametrize(("path", "value", "where", "question"), [
    (["name"], 5, "name", ""), (["name"], None, "name", ""), (["extra"], 1, "extra", ""), (["title"], "x", "title", ""),
    (["title", "fr"], "x", "title", ""), (["sections"], {}, "sections", ""), (["sections", 0, "name"], [], "sections[0].name", ""),
    (["sections", 0, "questions", 2, "kind"], "magic", "sections[0].questions[2].kind", ""),
    (["sections", 0, "questions", 2, "kind"], None, "sections[0].questions[2].kind", ""),
    (["sections", 0, "questions", 2, "least"], "0", "sections[0].questions[2].least", "age"),
    (["sections", 0, "questions", 2, "least"], True, "sections[0].questions[2].least", "age"),
    (["sections", 0, "questions", 2, "required"], 1, "sections[0].questions[2].required", "age"),
    (["sections", 0, "questions", 2, "rows"], [], "sections[0].questions[2].rows", "age"),
    (["sections", 0, "questions", 2, "label", "th"], 3, "sections[0].questions[2].label.th", "age"),
    (["lists", 2, "choices", 0, "facts", "province"], 50, "lists[2].choices[0].facts.province", ""),
    (["version"], None, "version", ""),
])  # fmt: skip
def test_data_that_is_no_questionnaire_is_refused_where_it_is_wrong(path, value, where, question):
    with pytest.raises(ShapeWrong) as refused:
        read(changed(path, value))
    assert refused.value.values == {"path": where, "question": question}


@pytest.mark.parametrize(("kept", "refused"), [
    (b"", ShapeWrong), (b"[]", ShapeWrong), (b"{", ShapeWrong), (b"null", ShapeWrong), (b'{"version": 2}', ShapeUnknown),
    (b'{"version": true, "name": "x"}', ShapeUnknown), (b" " * (4 << 20) + b"{}", TooLarge), (b"\xff", ShapeWrong),
])
def test_what_is_no_json_of_ours_is_refused(kept, refused):
    with pytest.raises(refused):
        read(kept)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(st.data(), JSON)
def test_any_change_is_read_or_refused(data, value):
    kept = orjson.loads(written(EVERYTHING))
    at = kept
    for _ in range(data.draw(st.integers(0, 6))):
        key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key]:
            break
        at = at[key]
    key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
    at[key] = value
    try:
        form = read(orjson.dumps(kept, option=orjson.OPT_PASSTHROUGH_SUBCLASS))
    except (ShapeWrong, ShapeUnknown, orjson.JSONEncodeError):
        return
    list(find_faults(form))


TEXT = Text(name="a", label=t("ก"))


@pytest.mark.parametrize(("form", "faults"), [
    (Questionnaire("f"), [("", "", "none")]),
    (of(Calculation(name="c", works="1")), [("", "", "none")]),
    (of(*(replace(TEXT, name=f"q{n}") for n in range(1_001))), [("", "", "too_large")]),
    (of(TEXT, TEXT), [("a", "name", "name_twice")]),
    (of(TEXT, replace(TEXT, name="s")), [("s", "name", "name_twice")]),
    (of(replace(TEXT, name="q_other"), Single(name="q", label=t("ก"), choices="agree", other=True)), [("q_other", "name", "name_twice")]),
    (of(replace(TEXT, name="1a")), [("1a", "name", "name_bad")]),
    (of(replace(TEXT, label=T("", ""))), [("a", "label", "label_missing")]),
    (of(Note(name="n")), [("n", "label", "label_missing")]),
    (of(Single(name="q", label=t("ก"), choices="gone")), [("q", "choices", "list_unknown")]),
    (of(Multiple(name="q", label=t("ก"), choices="l", other=True), lists=(ChoiceList("l", (Choice("other"),)),)), [("q", "choices", "name_twice")]),
    (of(TEXT, lists=(ChoiceList("l", ()),)), [("", "choices", "nothing_to_choose")]),
    (of(TEXT, lists=(ChoiceList("l", (Choice("x"), Choice("x"), Choice("a b"))),)), [("", "choices", "name_twice"), ("", "choices", "code_bad")]),
    (of(TEXT, lists=(ChoiceList("l", (Choice("x", facts=(("name", "1"),)),)),)), [("", "choices", "name_bad")]),
    (of(TEXT, lists=(ChoiceList("l", (Choice("x"),)), ChoiceList("l", (Choice("x"),)))), [("", "", "name_twice")]),
    (of(Matrix(name="m", label=t("ก"), choices="agree", rows=())), [("m", "choices", "nothing_to_choose")]),
    (of(Matrix(name="m", label=t("ก"), choices="agree", rows=(Row("2"),))), [("m", "name", "name_bad"), ("m", "label", "label_missing")]),
    (of(Rubric(name="r", label=t("ก"), levels=(Level("x"), Level("x")))), [("r", "choices", "name_twice")]),
    (of(Number(name="n", label=t("ก"), least=2, most=1)), [("n", "bounds", "bounds_crossed")]),
    (of(Number(name="n", label=t("ก"), default="many")), [("n", "default", "default_unfit")]),
    (of(replace(TEXT, relevant="${b} = 1")), [("a", "relevant", "name_unknown")]),
    (of(replace(TEXT, relevant="${a} = 1")), [("a", "relevant", "rules_circular")]),
    (of(replace(TEXT, relevant=". = 1")), [("a", "relevant", "rules_circular")]),
    (of(replace(TEXT, constraint="${a} = . and today() > '2020-01-01'")), []),
    (of(replace(TEXT, constraint="big = 1")), [("a", "constraint", "fact_unknown")]),
    (of(replace(TEXT, required_if="1 +")), [("a", "required_if", "rule_unclear")]),
    (of(replace(TEXT, label=t("${gone}"))), [("a", "label", "name_unknown")]),
    (of(Calculation(name="c", works="")), [("", "", "none"), ("c", "works", "works_missing")]),
    (of(TEXT, Calculation(name="c", works="${d}"), Calculation(name="d", works="${c}")), [("c", "relevant", "rules_circular")]),
])  # fmt: skip
def test_what_makes_no_sense_is_named_with_its_question(form, faults):
    assert codes(form) == faults


def test_a_circle_over_a_page_names_everyone_on_it():
    form = Questionnaire("f", sections=(
        Section("s", relevant="${b} = 'x'", questions=(TEXT,)),
        Section("z", questions=(Text(name="b", label=t("ข"), relevant="${a} != ''"),)),
    ))
    with pytest.raises(Faulty) as refused, speaking("th"):
        check(form)
    assert [fault.why.values["names"] for fault in refused.value.faults] in (["a → b → a"], ["b → a → b"])
    assert "กฎวนกลับมาหากันเอง" in refused.value.text("th")


def test_all_faults_are_told_at_once_with_their_places_in_both_languages():
    with pytest.raises(Faulty) as refused:
        check(of(replace(TEXT, relevant="1 +", constraint="big = 1")))
    assert refused.value.values["count"] == 2
    assert [fault.says.in_("th") for fault in refused.value.faults] == [
        "คำถาม “a” เงื่อนไขที่จะถาม: อ่านกฎไม่เข้าใจตรงอักษรที่ 3 แถว “…” ดูวงเล็บ เครื่องหมายคำพูด และเครื่องหมายตรงนั้นอีกครั้ง",
        "คำถาม “a” เงื่อนไขของคำตอบ: ไม่รู้จัก “big” ถ้าหมายถึงคำถาม เขียนเป็น ${big} ถ้าหมายถึงข้อความ ใส่เครื่องหมายคำพูด",
    ]
    assert refused.value.faults[1].says.in_("en") == (
        "Question “a”, constraint: “big” is not known. Write a question as ${big}, and put quotes around a text.")
