"""Making, changing, undoing, publishing and opening a survey."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rianru.core.models import Fact
from rianru.kernel.questions import (
    Choice,
    ChoiceList,
    Faulty,
    Number,
    Questionnaire,
    Section,
    Single,
    Text,
    digest,
    from_said,
)
from rianru.kernel.questions.editing import MoveQuestion, PutPage, PutQuestion, RemoveQuestion, find, mark_of
from rianru.kernel.questions.faults import NameTwice
from rianru.kernel.refusals import ChangedMeanwhile, NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.actions import Settings, reaching
from rianru.surveys.actions.fitting import FeedbackUnfit
from rianru.surveys.models import Paper, Quota, Response, Revision, Survey, Version
from tests.factories import AT
from tests.kernel.questions.pieces import ANSWERED, EVERYTHING, t
from tests.surveys.making import published, survey

LATER = AT + timedelta(hours=1)


def working(made):
    return queries.working_on(Survey.objects.get(id=made.id))


def put(house, made, question, **more):
    return actions.edit_questionnaire(
        actor=house.caretaker, at=LATER, survey_id=made.id, change=PutQuestion(question, **more)
    )


def test_a_survey_begins_with_its_title_and_no_questions(house):
    made = survey(house, None)
    found = working(made)
    assert (found.form.title, found.form.questions, found.published, found.undoes) == (t("อยากเรียนอะไร"), (), None, None)
    assert [str(fault.why.code) for fault in found.faults] == ["questions.none"]


def test_only_those_in_charge_of_a_home_build_there(house):
    for actor in (house.stranger, house.analyst):
        with pytest.raises(NotAllowed):
            actions.make_survey(
                actor=actor, at=AT, home_kind="space", home_id=house.here.id, title_th="ไม่ได้"
            )
    with pytest.raises(NotAllowed):
        actions.make_survey(actor=house.caretaker, at=AT, home_kind="network", home_id=house.network, title_th="ไม่ได้")
    with pytest.raises(NotFound):
        actions.make_survey(actor=house.caretaker, at=AT, home_kind="space", home_id=house.network, title_th="ไม่มี")
    made = survey(house)
    with pytest.raises(NotAllowed):
        actions.edit_questionnaire(actor=house.stranger, at=AT, survey_id=made.id, change=RemoveQuestion("age"))
    assert [row.code for row in queries.survey_rows(actor=house.analyst, at=AT)] == [made.code]
    assert queries.survey_rows(actor=house.stranger, at=AT) == []
    with pytest.raises(NotFound):
        queries.survey_to_see(made.code, actor=house.stranger, at=AT)


def test_a_change_is_kept_told_and_undone_step_by_step(house):
    made = survey(house)
    put(house, made, Text(name="q1", label=t("ชื่อเล่น")))
    actions.edit_questionnaire(actor=house.caretaker, at=LATER, survey_id=made.id, change=RemoveQuestion("q1"))
    found = working(made)
    assert (found.revision, found.undoes.in_("th")) == (3, "ลบข้อ q1")
    back = actions.undo_edit(actor=house.caretaker, at=LATER, survey_id=made.id, revision=3)
    assert find(working(made).form, "q1") is not None
    actions.undo_edit(actor=house.caretaker, at=LATER, survey_id=made.id, revision=back)
    assert digest(working(made).form) == digest(replace(EVERYTHING, title=t("อยากเรียนอะไร")))
    with pytest.raises(actions.NothingToUndo):
        actions.undo_edit(actor=house.caretaker, at=LATER, survey_id=made.id, revision=5)
    assert Fact.objects.filter(verb="surveys.edited").count() == 4


def test_undoing_what_somebody_else_went_on_from_is_refused(house):
    made = survey(house)
    seen = put(house, made, Text(name="q1", label=t("หนึ่ง")))
    put(house, made, Text(name="q2", label=t("สอง")))
    with pytest.raises(ChangedMeanwhile):
        actions.undo_edit(actor=house.caretaker, at=LATER, survey_id=made.id, revision=seen)


def test_two_makers_of_different_questions_both_keep_their_work(house):
    made = survey(house)
    form = working(made).form
    age, why = (replace(find(form, name), hint=t("ใหม่")) for name in ("age", "why"))
    for actor, question in ((house.caretaker, age), (house.librarian, why)):
        actions.edit_questionnaire(
            actor=actor, at=LATER, survey_id=made.id, change=PutQuestion(question, was=question.name),
            seen=mark_of(form, question.name), of=question.name,
        )
    after = working(made).form
    assert (find(after, "age").hint, find(after, "why").hint) == (t("ใหม่"), t("ใหม่"))


def test_two_makers_of_one_question_are_told_and_nothing_is_lost(house):
    made = survey(house)
    form = working(made).form
    first, second = (replace(find(form, "age"), hint=t(word)) for word in ("เต็มปี", "ปีเกิด"))
    seen = mark_of(form, "age")
    change = {"at": LATER, "survey_id": made.id, "seen": seen, "of": "age"}
    actions.edit_questionnaire(actor=house.caretaker, change=PutQuestion(first, was="age"), **change)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_questionnaire(actor=house.librarian, change=PutQuestion(second, was="age"), **change)
    assert find(working(made).form, "age").hint == t("เต็มปี")


def test_a_name_that_is_taken_leaves_no_trace(house):
    made = survey(house)
    with pytest.raises(NameTwice):
        put(house, made, Text(name="near", label=t("ใกล้")))
    assert (working(made).revision, Revision.objects.count()) == (1, 1)


def test_what_changes_nothing_is_no_revision(house):
    made = survey(house)
    assert actions.edit_questionnaire(
        actor=house.caretaker, at=LATER, survey_id=made.id, change=MoveQuestion("hello", -1)
    ) == 1


def test_only_the_last_changes_are_kept(house, monkeypatch):
    monkeypatch.setattr(reaching, "KEPT_REVISIONS", 3)
    made = survey(house)
    for number in range(1, 6):
        put(house, made, Text(name=f"q{number}", label=t("ข้อ")))
    assert [row.number for row in queries.revisions(Survey.objects.get(id=made.id))] == [6, 5, 4]


def test_an_earlier_state_is_brought_back_as_a_new_one(house):
    made = survey(house)
    put(house, made, Text(name="q1", label=t("หนึ่ง")))
    actions.edit_questionnaire(actor=house.caretaker, at=LATER, survey_id=made.id, change=RemoveQuestion("age"))
    assert actions.bring_back(actor=house.caretaker, at=LATER, survey_id=made.id, number=2) == 4
    assert find(working(made).form, "age") is not None
    with pytest.raises(actions.NothingToUndo):
        actions.bring_back(actor=house.caretaker, at=LATER, survey_id=made.id, number=99)


def test_what_makes_no_sense_is_not_published_and_every_fault_is_said(house):
    made = survey(house, None)
    put(house, made, Single(name="q1", label=t(""), choices="q1"))
    with pytest.raises(Faulty) as refused:
        actions.publish_version(actor=house.caretaker, at=AT, survey_id=made.id, revision=2)
    assert [fault.why.code for fault in refused.value.faults] == ["questions.label_missing", "questions.list_unknown"]
    assert Version.objects.count() == 0


def test_a_published_version_is_never_changed_by_what_follows(house):
    made = published(house)
    put(house, made, Text(name="q1", label=t("เพิ่มทีหลัง")))
    first = Version.objects.get(survey=made.id)
    assert digest(from_said(first.questionnaire)) == first.digest == digest(replace(EVERYTHING, title=t("อยากเรียนอะไร")))
    assert actions.publish_version(actor=house.caretaker, at=LATER, survey_id=made.id, revision=2, note="เพิ่มหนึ่งข้อ") == 2
    newest, oldest = queries.versions(Survey.objects.get(id=made.id))
    assert [(each.what, each.name) for each in newest.differences] == [("new", "q1")]
    assert (newest.note, oldest.differences, newest.by) == ("เพิ่มหนึ่งข้อ", (), "ปิติ")
    for change in (first.delete, lambda: Version.objects.filter(id=first.id).update(digest="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_same_questionnaire_is_not_published_twice_running(house):
    made = published(house)
    with pytest.raises(actions.NothingNew):
        actions.publish_version(actor=house.caretaker, at=LATER, survey_id=made.id, revision=1)


def test_publishing_something_newer_than_one_saw_is_refused(house):
    made = survey(house)
    put(house, made, Text(name="q1", label=t("หนึ่ง")))
    with pytest.raises(ChangedMeanwhile):
        actions.publish_version(actor=house.caretaker, at=LATER, survey_id=made.id, revision=1)


def test_a_survey_opens_and_closes_by_the_clock(house):
    made = survey(house)
    with pytest.raises(actions.NotPublished):
        actions.open_survey(actor=house.caretaker, at=AT, survey_id=made.id)
    actions.publish_version(actor=house.caretaker, at=AT, survey_id=made.id, revision=1)
    with pytest.raises(actions.PeriodWrong):
        actions.open_survey(actor=house.caretaker, at=LATER, survey_id=made.id, closes_at=AT)
    ends = LATER + timedelta(days=1)
    actions.open_survey(actor=house.caretaker, at=AT, survey_id=made.id, opens_at=LATER, closes_at=ends)
    found = Survey.objects.get(id=made.id)
    moments = [AT, LATER, ends - timedelta(seconds=1), ends]
    assert [queries.is_open(found, at) for at in moments] == [False, True, True, False]
    assert [queries.state_of(found, published=True, at=at) for at in moments] == ["waiting", "open", "open", "closed"]


def test_closing_ends_answers_at_once_and_only_once(house):
    made = published(house)
    actions.close_survey(actor=house.caretaker, at=LATER, survey_id=made.id)
    assert not queries.is_open(Survey.objects.get(id=made.id), LATER)
    with pytest.raises(actions.ClosedAlready):
        actions.close_survey(actor=house.caretaker, at=LATER, survey_id=made.id)
    actions.open_survey(actor=house.caretaker, at=LATER, survey_id=made.id)
    assert queries.is_open(Survey.objects.get(id=made.id), LATER)


def test_a_promise_about_names_stands_once_somebody_answered(house):
    made = published(house)
    version = Version.objects.get(survey=made.id)
    Response.objects.create(survey_id=made.id, version=version, answers=ANSWERED, handed_in_at=AT)
    wanted = actions.Settings(title_th="ชื่อใหม่", asking="identified")
    with pytest.raises(actions.AskingFixed):
        actions.settle_survey(actor=house.caretaker, at=LATER, survey_id=made.id, settings=wanted)
    actions.settle_survey(
        actor=house.caretaker, at=LATER, survey_id=made.id, settings=replace(wanted, asking="anonymous", once=True)
    )
    found = Survey.objects.get(id=made.id)
    assert (found.title_th, found.once, found.asking) == ("ชื่อใหม่", True, "anonymous")


def test_answers_by_name_need_somebody_signed_in(house):
    made = survey(house)
    actions.settle_survey(
        actor=house.caretaker, at=LATER, survey_id=made.id, settings=actions.Settings(title_en="By name", asking="identified")
    )
    assert Survey.objects.get(id=made.id).members_only is True


@pytest.mark.parametrize(("wanted", "refusal"), [
    (actions.Settings(), actions.TitleMissing), (actions.Settings(title_th="ก" * 201), actions.WordsTooLong),
    (actions.Settings(title_th="ก", purpose_en="x" * 2_001), actions.WordsTooLong),
    (actions.Settings(title_th="ก", languages=()), actions.LanguageMissing),
])
def test_settings_that_nobody_could_use_are_refused(house, wanted, refusal):
    made = survey(house)
    with pytest.raises(refusal):
        actions.settle_survey(actor=house.caretaker, at=LATER, survey_id=made.id, settings=wanted)


def test_a_copy_has_questions_settings_and_quotas_but_no_answers(house):
    made = published(house)
    actions.set_quota(actor=house.caretaker, at=AT, survey_id=made.id, most=5, name_th="ผู้ใหญ่", rule="${age} >= 20")
    copy = actions.copy_survey(actor=house.caretaker, at=LATER, survey_id=made.id)
    found = Survey.objects.get(id=copy.id)
    assert (found.title_th, found.opens_at, Version.objects.filter(survey=copy.id).count()) == ("อยากเรียนอะไร (สำเนา)", None, 0)
    assert [quota.rule for quota in queries.quotas(found)] == ["${age} >= 20"]
    assert working(copy).form.questions == EVERYTHING.questions


def test_quotas_are_set_changed_and_removed(house):
    made = published(house)
    quota = actions.set_quota(actor=house.caretaker, at=AT, survey_id=made.id, most=5, name_th="ทุกคน")
    for _ in range(3):
        Response.objects.create(
            survey_id=made.id, version=Version.objects.get(survey=made.id), answers=ANSWERED, handed_in_at=AT)
    with pytest.raises(actions.QuotaBelow):
        actions.set_quota(actor=house.caretaker, at=AT, survey_id=made.id, most=2, name_th="ทุกคน", quota_id=quota)
    for wrong in ({"most": 0, "name_th": "ก"}, {"most": 5, "name_th": " "}, {"most": 5, "name_th": "ก", "rule": "${gone} = 1"}):
        with pytest.raises(actions.QuotaWrong):
            actions.set_quota(actor=house.caretaker, at=AT, survey_id=made.id, **wrong)
    actions.remove_quota(actor=house.caretaker, at=AT, survey_id=made.id, quota_id=quota)
    with pytest.raises(NotFound):
        actions.remove_quota(actor=house.caretaker, at=AT, survey_id=made.id, quota_id=quota)


def test_a_quota_that_is_set_late_counts_the_answers_of_before(house):
    made = published(house)
    version = Version.objects.get(survey=made.id)
    for age in (20, 34, 34, 61):
        Response.objects.create(survey_id=made.id, version=version, answers=ANSWERED | {"age": age}, handed_in_at=AT)
    Response.objects.create(survey_id=made.id, version=version, answers={"ok": True}, handed_in_at=AT)  # no age
    asked = {"actor": house.caretaker, "at": AT, "survey_id": made.id, "name_th": "ก"}
    everyone, same, elders = (
        actions.set_quota(**asked, most=9, rule=rule) for rule in ("", "${age} = 34", "${age} >= 60"))
    assert [Quota.objects.get(id=id).count for id in (everyone, same, elders)] == [5, 2, 1]
    actions.set_quota(**asked, most=9, rule="${age} >= 30", quota_id=elders)  # another rule: counted anew
    assert Quota.objects.get(id=elders).count == 3
    with pytest.raises(actions.QuotaBelow, match="3"):
        actions.set_quota(**asked, most=2, rule="${age} >= 30")
    assert Quota.objects.count() == 3


def test_putting_away_hides_and_closes_and_loses_nothing(house):
    made = published(house)
    actions.put_survey_away(actor=house.caretaker, at=LATER, survey_id=made.id)
    assert queries.survey_rows(actor=house.caretaker, at=LATER) == []
    assert not queries.is_open(Survey.objects.get(id=made.id), LATER)
    with pytest.raises(NotFound):
        queries.survey_to_answer(made.code)
    actions.put_survey_away(actor=house.caretaker, at=LATER, survey_id=made.id, away=False)
    assert queries.survey_to_answer(made.code.upper()).id == made.id


def test_a_question_of_the_bank_is_found_taken_and_the_same_one_again(house):
    made = survey(house)
    home = {"home_kind": "network", "home_id": house.network}
    kept = actions.keep_question(actor=house.librarian, at=AT, survey_id=made.id, name="province", **home)
    assert find(working(made).form, "province").bank == str(kept)
    again = actions.keep_question(actor=house.librarian, at=AT, survey_id=made.id, name="province", **home)
    assert again == kept
    row = queries.bank_question(kept, actor=house.caretaker, at=AT)
    assert (row.form.questions[0].label, [each.code for each in row.form.lists[0].choices]) == (t("จังหวัด", "Province"), ["50", "57"])
    assert [each.id for each in queries.bank_rows(actor=house.caretaker, at=AT, text="เชียงใหม่")] == [kept]
    assert queries.bank_rows(actor=house.caretaker, at=AT, text="ภูเก็ต") == []
    assert queries.bank_rows(actor=house.stranger, at=AT) == []
    with pytest.raises(NotAllowed):
        actions.retire_question(actor=house.caretaker, at=AT, question_id=kept)
    actions.retire_question(actor=house.librarian, at=AT, question_id=kept)
    assert queries.bank_rows(actor=house.caretaker, at=AT) == []


def test_what_points_elsewhere_does_not_go_into_the_bank(house):
    made = survey(house)
    kept = actions.keep_question(
        actor=house.caretaker, at=AT, survey_id=made.id, name="district", home_kind="space", home_id=house.here.id
    )
    question = queries.bank_question(kept, actor=house.caretaker, at=AT).form.questions[0]
    assert (question.relevant, question.choice_filter, question.name) == ("", "", "question")


def test_sheets_are_numbered_on_and_bound_to_the_version(house):
    made = published(house)
    wanted = {"actor": house.caretaker, "at": LATER, "survey_id": made.id, "language": "th"}
    batches = [actions.print_papers(copies=copies, **wanted) for copies in (2, 3)]
    found = Survey.objects.get(id=made.id)
    assert [sheet.number for sheet in queries.papers_printed(found, batches[1])] == [3, 4, 5]
    assert [(row.first, row.last, row.typed) for row in queries.batches(found)] == [(3, 5, 0), (1, 2, 0)]
    assert {sheet.version.number for sheet in Paper.objects.select_related("version")} == {1}
    for copies in (0, 201):
        with pytest.raises(actions.SheetsWrong):
            actions.print_papers(copies=copies, **wanted)


def test_pages_and_choices_go_through_the_same_door(house):
    made = survey(house)
    actions.edit_questionnaire(
        actor=house.caretaker, at=LATER, survey_id=made.id, change=PutPage(Section("more", t("อีกหน้า")), after="start")
    )
    put(house, made, Single(name="q1", label=t("ข้อ"), choices="q1"), page="more", listed=ChoiceList("q1", (Choice("1", t("ใช่")),)))
    assert working(made).faults == ()


def test_lists_ask_as_often_for_three_as_for_one(house, django_assert_num_queries):
    published(house)
    with django_assert_num_queries(2):
        assert len(queries.survey_rows(actor=house.librarian, at=AT)) == 1
    published(house)
    published(house)
    with django_assert_num_queries(2):
        assert len(queries.survey_rows(actor=house.librarian, at=AT)) == 3


def test_feedback_is_laid_once_and_the_nearest_one_is_found(house):
    from rianru.core.actors import NATIONAL, system

    machine = system("tests")
    laid = [actions.lay_standing(actor=machine, at=AT, use="feedback") for _ in range(2)]
    assert laid[0] == laid[1]
    found = queries.standing("feedback", homes=NATIONAL, at=AT)
    assert (found.id, queries.is_open(found, AT), found.once, found.asking) == (laid[0], True, True, "anonymous")
    own = taps(house)
    actions.stand(actor=house.caretaker, at=AT, survey_id=own.id, use="feedback")
    scope = NATIONAL | {("space", house.here.id), ("network", house.network)}
    assert queries.standing("feedback", homes=scope, at=AT).id == own.id
    other = taps(house)
    actions.stand(actor=house.caretaker, at=AT, survey_id=other.id, use="feedback")  # in place of the first
    assert [one.id for one in queries.standings("feedback", homes=scope)] == [other.id, laid[0]]
    actions.close_survey(actor=house.caretaker, at=AT, survey_id=other.id)
    assert queries.standing("feedback", homes=scope, at=AT).id == laid[0]
    actions.stand(actor=house.caretaker, at=AT, survey_id=other.id, use="")
    assert [one.id for one in queries.standings("feedback", homes=scope)] == [laid[0]]
    with pytest.raises(NotAllowed):
        actions.stand(actor=house.stranger, at=AT, survey_id=own.id, use="feedback")
    with pytest.raises(NotAllowed):
        actions.lay_standing(actor=house.librarian, at=AT, use="feedback")


LIKED = Single(name="liked", label=T("เป็นอย่างไร", "How was it?"), choices="liked", required=True)
FACES = ChoiceList("liked", (Choice("good", T("ดี", "Good")), Choice("poor", T("ไม่ดี", "Poor"))))


def taps(house, *more, once=True, opened=True):
    form = Questionnaire("after", T("หลังกิจกรรม", "Afterwards"), (Section("p1", questions=(LIKED, *more)),), (FACES,))
    made = published(house, form, opened=opened)
    actions.settle_survey(actor=house.caretaker, at=AT, survey_id=made.id,
                          settings=Settings(title_th="หลังกิจกรรม", once=once))
    return made


@pytest.mark.parametrize(("more", "settings", "why"), [
    ((Text(name="words", label=T("บอกอะไร", ""), required=True),), {}, "words"),
    ((Text(name="a", label=T("ก", "")), Text(name="b", label=T("ข", ""))), {}, "แก้ข้อ b"),
    ((replace(LIKED, name="again", relevant="${liked} = 'good'"),), {}, "เงื่อนไขของข้อ again"),
    ((Number(name="age", label=T("อายุ", "")),), {}, "แก้ข้อ age"),
    (tuple(replace(LIKED, name=f"q{n}") for n in range(6)), {}, "1 ถึง 6 ข้อ"),
    ((), {"once": False}, "คนละหนึ่งคำตอบ"),
    ((), {"opened": False}, "เปิดก่อน"),
])
def test_what_cannot_be_answered_by_a_few_taps_is_not_asked_after_activities(house, more, settings, why):
    made = taps(house, *more, **settings)
    with pytest.raises(FeedbackUnfit, match=why):
        actions.stand(actor=house.caretaker, at=AT, survey_id=made.id, use="feedback")
    assert Survey.objects.get(id=made.id).standing == ""


def test_what_is_asked_after_activities_stays_so_through_settings_and_versions(house):
    made = taps(house)
    actions.stand(actor=house.caretaker, at=AT, survey_id=made.id, use="feedback")
    with pytest.raises(FeedbackUnfit):
        actions.settle_survey(actor=house.caretaker, at=AT, survey_id=made.id, settings=Settings(title_th="ก", once=False))
    actions.edit_questionnaire(
        actor=house.caretaker, at=AT, survey_id=made.id, change=PutQuestion(Number(name="age", label=T("อายุ", "Age")), page="p1"))
    row = Survey.objects.get(id=made.id)
    with pytest.raises(FeedbackUnfit, match="age"):
        actions.publish_version(actor=house.caretaker, at=AT, survey_id=made.id, revision=row.revision)
