"""Changes of a questionnaire, one at a time."""

from dataclasses import replace

import pytest

from rianru.kernel.questions import Choice, ChoiceList, Questionnaire, Section, Single, Text, check, digest, find_faults
from rianru.kernel.questions.editing import (
    CopyQuestion,
    Gone,
    MovePage,
    MoveQuestion,
    PutPage,
    PutQuestion,
    RemovePage,
    RemoveQuestion,
    changed,
    find,
    free_name,
    mark_of,
    page_of,
)
from rianru.kernel.questions.faults import NameBad, NameTwice
from tests.kernel.questions.pieces import EVERYTHING, t


def names(form):
    return [question.name for question in form.questions]


def test_a_first_question_brings_its_page():
    form = changed(Questionnaire("new"), PutQuestion(Text(name="q1", label=t("ชื่อเล่น"))))
    assert [(page.name, [each.name for each in page.questions]) for page in form.sections] == [("page1", ["q1"])]
    assert list(find_faults(form)) == []


def test_a_question_goes_where_it_was_asked_to():
    form = changed(EVERYTHING, PutQuestion(Text(name="new", label=t("ใหม่")), after="age"))
    assert names(form)[:4] == ["hello", "ok", "age", "new"]
    form = changed(EVERYTHING, PutQuestion(Text(name="new", label=t("ใหม่")), page="about"))
    assert page_of(form, "new").questions[-1].name == "new"


def test_a_new_name_is_followed_by_every_rule_and_text():
    age = replace(find(EVERYTHING, "age"), name="years")
    topics = replace(find(EVERYTHING, "topics"), name="wishes")
    form = changed(changed(EVERYTHING, PutQuestion(age, was="age")), PutQuestion(topics, was="topics"))
    check(form)
    assert form.sections[1].relevant == "${years} >= 7"
    assert find(form, "adult").works == "if(${years} >= 20, 'yes', 'no')"
    assert find(form, "why").label == t("คุณอายุ ${years} เพราะอะไรจึงสนใจ", "You are ${years}. Why?")
    assert find(form, "order").relevant == "count-selected(${wishes}) > 1"


def test_a_name_that_is_taken_or_bad_changes_nothing():
    with pytest.raises(NameTwice):
        changed(EVERYTHING, PutQuestion(Text(name="near", label=t("ใกล้"))))  # a row of a table
    with pytest.raises(NameTwice):
        changed(EVERYTHING, PutQuestion(Text(name="topics_other", label=t("อื่น"))))
    with pytest.raises(NameBad):
        changed(EVERYTHING, PutQuestion(Text(name="ชื่อ", label=t("ชื่อ"))))


def test_half_done_is_kept_for_later():
    form = changed(EVERYTHING, PutQuestion(Single(name="q1", label=t(""), choices="q1")))
    assert [fault.question for fault in find_faults(form)] == ["q1", "q1"]


def test_choices_come_and_go_with_their_question():
    own = ChoiceList("q1", (Choice("1", t("ก")),))
    form = changed(EVERYTHING, PutQuestion(Single(name="q1", label=t("ข้อ"), choices="q1"), listed=own))
    assert form.lists[-1] == own
    assert [each.name for each in changed(form, RemoveQuestion("q1")).lists] == [each.name for each in EVERYTHING.lists]
    kept = changed(form, RemoveQuestion("topics"))
    assert "topics" in {each.name for each in kept.lists}  # the ranking still uses them
    copied = changed(form, CopyQuestion("q1"))
    assert (copied.lists[-1].name, find(copied, "q1_1").choices) == ("q1_1", "q1_1")
    assert names(copied)[names(copied).index("q1") + 1] == "q1_1"


def test_a_copied_table_has_rows_of_its_own():
    form = changed(EVERYTHING, CopyQuestion("views"))
    assert [row.name for row in find(form, "views_1").rows] == ["views_1_1", "views_1_2"]
    check(form)


def test_moving_goes_over_the_edge_of_a_page_and_back():
    form = changed(EVERYTHING, MoveQuestion("age", 1))
    assert (page_of(form, "age").name, page_of(form, "age").questions[0].name) == ("about", "age")
    assert digest(changed(form, MoveQuestion("age", -1))) == digest(EVERYTHING)
    assert changed(EVERYTHING, MoveQuestion("hello", -1)) == EVERYTHING
    assert names(changed(EVERYTHING, MoveQuestion("hello", 1)))[:2] == ["ok", "hello"]


def test_pages_are_put_moved_and_removed():
    form = changed(EVERYTHING, PutPage(Section("more", t("อีก")), after="start"))
    assert [page.name for page in form.sections] == ["start", "more", "about", "end"]
    assert [page.name for page in changed(form, MovePage("more", 1)).sections] == ["start", "about", "more", "end"]
    again = changed(form, PutPage(Section("begin", t("เริ่มใหม่")), was="start"))
    assert [each.name for each in again.sections[0].questions] == ["hello", "ok", "age"]
    gone = changed(form, RemovePage("about"))
    assert [each.name for each in gone.lists] == []


@pytest.mark.parametrize("change", [
    PutQuestion(Text(name="x", label=t("ก")), was="gone"), RemoveQuestion("gone"), MoveQuestion("gone", 1),
    CopyQuestion("gone"), PutPage(Section("x"), was="gone"), MovePage("gone", 1), RemovePage("gone"),
])
def test_what_is_gone_is_said_to_be(change):
    with pytest.raises(Gone):
        changed(EVERYTHING, change)


def test_a_mark_tells_one_state_from_another():
    age = replace(find(EVERYTHING, "age"), hint=t("เต็มปี"))
    form = changed(EVERYTHING, PutQuestion(age, was="age"))
    assert mark_of(form, "age") != mark_of(EVERYTHING, "age")
    assert mark_of(form, "topics") == mark_of(EVERYTHING, "topics")
    assert mark_of(form, "start") == mark_of(EVERYTHING, "start")  # a page's words are its own
    more = changed(form, PutQuestion(
        find(form, "topics"), was="topics", listed=ChoiceList("topics", (Choice("1", t("ก")),))
    ))
    assert mark_of(more, "topics") != mark_of(form, "topics")
    assert mark_of(form, "gone") == ""


def test_free_names_avoid_every_column_page_and_list():
    assert free_name(EVERYTHING, "q") == "q1"
    form = changed(EVERYTHING, PutQuestion(Text(name="q1", label=t("ก"))))
    assert free_name(form, "q") == "q2"
