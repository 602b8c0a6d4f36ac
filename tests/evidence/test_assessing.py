"""A round: answered by its keeper, visited by somebody else, decided by its levels; and how a place improves."""

from datetime import date, timedelta
from typing import Any

import pytest

from rianru.credentials.models import Credential
from rianru.evidence import actions, queries
from rianru.evidence.actions import Scored
from rianru.evidence.actions import refusals as no
from rianru.evidence.actions.standards import shipped
from rianru.evidence.models import Assessment, AssessmentScore
from rianru.kernel.questions import NotFinished
from rianru.kernel.refusals import NotAllowed
from rianru.surveys import actions as surveys
from rianru.surveys.actions import About
from tests.evidence.making import GOOD, LATER, SMALL, day, view
from tests.factories import AT, HOUSE

pytestmark = pytest.mark.django_db


def test_a_round_goes_from_the_keeper_by_the_visitor_to_a_certificate(house):
    id = house.handed_in(GOOD, opening_note="ป้ายใหม่หน้าประตู")
    assert view(id).assessment.state == "handed_in"
    assert [(line.criterion.name, line.own, line.note) for line in view(id).lines] == [
        ("opening", 3, "ป้ายใหม่หน้าประตู"), ("access", 3, ""), ("children", 4, "")]
    house.visited(id, GOOD | {"access": 2})
    assert [line.criterion.name for line in view(id).lines if line.differs] == ["access"]
    assert actions.decide_assessment(actor=house.leader, at=LATER, assessment_id=id) is True
    done = view(id).assessment
    assert (done.state, done.valid_until_on) == ("met", date(2029, 11, 24))
    credential = Credential.objects.select_related("definition").get(id=done.credential_id)
    assert credential.person_id == house.keeper_id
    assert credential.definition.name_th == "มาตรฐานเล็ก: ห้องสมุด here"
    assert credential.definition.ended_at is not None


def test_a_place_meets_it_by_what_the_visitor_found_alone(house):
    id = house.handed_in({"opening": 4, "access": 4, "children": 4})
    house.visited(id, {"opening": 4, "access": 4, "children": 0})
    assert actions.decide_assessment(actor=house.leader, at=LATER, assessment_id=id) is False
    assert view(id).assessment.state == "not_met"
    assert view(id).assessment.credential_id is None
    assert view(id).result.low == ("children",)


@pytest.mark.parametrize(("levels", "percent", "met"), [
    ({"opening": 3, "access": 3, "children": 3}, 75, True), ({"opening": 3, "access": 3, "children": 2}, 66, False),
    ({"opening": 4, "access": 4, "children": 0}, 66, False), ({"opening": 4, "access": 4, "children": 1}, 75, True),
])
def test_percent_and_the_least_level_decide_together(house, levels, percent, met):
    found = queries.result(queries.standard("small"), levels)
    assert (found.percent, found.met) == (percent, met)


def test_nothing_is_handed_in_with_a_criterion_missing_and_the_draft_stays(house):
    key = house.answered({"opening": 3})
    with pytest.raises(NotFinished):
        actions.hand_in_assessment(actor=house.keeper, at=AT, key=key)
    assert not AssessmentScore.objects.exists()
    surveys.keep_draft(actor=house.keeper, at=AT, key=key, answers={"access": "2", "children": "2"})
    actions.hand_in_assessment(actor=house.keeper, at=AT, key=key)


def test_begun_twice_is_one_round_and_one_that_waits_is_not_begun_anew(house):
    first, _ = actions.begin_assessment(actor=house.keeper, at=AT, space_id=house.here, standard_id=house.standard)
    again, _ = actions.begin_assessment(actor=house.keeper, at=AT, space_id=house.here, standard_id=house.standard)
    assert first == again
    assert Assessment.objects.count() == 1
    house.handed_in()
    with pytest.raises(no.RoundOpen):
        house.handed_in()
    actions.drop_assessment(actor=house.keeper, at=AT, assessment_id=first)
    assert view(house.handed_in()).assessment.round == 2


def test_answers_that_somebody_else_smuggles_in_are_no_assessment(house):
    id, _ = actions.begin_assessment(actor=house.keeper, at=AT, space_id=house.here, standard_id=house.standard)
    survey = queries.standard("small").standard.survey_id
    asked: dict[str, Any] = {"actor": house.stranger, "at": AT}
    begun = surveys.begin_answer(**asked, survey_id=survey, about=About("assessment", id))
    surveys.keep_draft(**asked, key=begun.key, answers=dict.fromkeys(GOOD, "4"))
    with pytest.raises(NotAllowed):
        actions.hand_in_assessment(**asked, key=begun.key)
    loose = surveys.begin_answer(**asked, survey_id=survey)
    with pytest.raises(no.NotYours):
        actions.hand_in_assessment(**asked, key=loose.key)
    assert not AssessmentScore.objects.exists()


def test_nobody_assesses_visits_or_decides_where_they_may_not(house):
    for act in (house.stranger, house.leader):
        with pytest.raises(NotAllowed):
            actions.begin_assessment(actor=act, at=AT, space_id=house.here, standard_id=house.standard)
    id = house.handed_in()
    for act in (house.keeper, house.stranger):
        with pytest.raises(NotAllowed):
            actions.score_visit(actor=act, at=LATER, assessment_id=id, visited_on=day(LATER), scores={})
        with pytest.raises(NotAllowed):
            actions.decide_assessment(actor=act, at=LATER, assessment_id=id)


def test_who_assessed_a_place_is_never_its_visitor_nor_its_judge(house):
    key = house.answered(GOOD, actor=house.visitor)
    id = actions.hand_in_assessment(actor=house.visitor, at=AT, key=key)
    with pytest.raises(no.OwnVisit):
        actions.score_visit(actor=house.visitor, at=LATER, assessment_id=id, visited_on=day(LATER), scores={})
    actions.score_visit(actor=house.leader, at=LATER, assessment_id=id, visited_on=day(LATER),
                        scores={name: Scored(level) for name, level in GOOD.items()})
    actions.finish_visit(actor=house.leader, at=LATER, assessment_id=id)
    with pytest.raises(NotAllowed):
        actions.decide_assessment(actor=house.visitor, at=LATER, assessment_id=id)


def test_a_visit_is_whole_only_with_every_level_and_a_reason_for_each_difference(house):
    id = house.handed_in()
    asked: dict[str, Any] = {"actor": house.visitor, "at": LATER, "assessment_id": id}
    with pytest.raises(no.VisitTomorrow):
        actions.score_visit(**asked, visited_on=day(LATER) + timedelta(days=1), scores={})
    with pytest.raises(no.VisitTomorrow):
        actions.score_visit(**asked, visited_on=day(AT) - timedelta(days=1), scores={})
    for scores in ({"opening": Scored(5)}, {"nothing": Scored(1)}):
        with pytest.raises(no.LevelWrong):
            actions.score_visit(**asked, visited_on=day(LATER), scores=scores)
    actions.score_visit(**asked, visited_on=day(LATER), scores={"opening": Scored(1), "access": Scored(3)})
    with pytest.raises(no.ScoresMissing):
        actions.finish_visit(**asked)
    actions.score_visit(**asked, visited_on=day(LATER), scores={"children": Scored(4)})
    with pytest.raises(no.ReasonMissing):
        actions.finish_visit(**asked)
    actions.score_visit(**asked, visited_on=day(LATER), scores={"opening": Scored(1, "ปิดสองวันในสัปดาห์ที่ไป")})
    actions.finish_visit(**asked)
    assert view(id).seen.points == 8
    with pytest.raises(no.StateWrong):
        actions.finish_visit(**asked)


def test_nothing_is_decided_before_the_visit_is_whole(house):
    id = house.handed_in()
    with pytest.raises(no.StateWrong):
        actions.decide_assessment(actor=house.leader, at=LATER, assessment_id=id)


def test_the_next_round_is_compared_with_the_one_before(house):
    house.met({"opening": 3, "access": 2, "children": 4})
    year = AT + timedelta(days=365)
    second = view(house.handed_in({"opening": 4, "access": 2, "children": 3}, at=year))
    assert [line.change for line in second.lines] == [1, 0, -1]
    assert [(part.before, part.percent) for part in second.parts] == [(62, 75), (100, 75)]
    assert [one.assessment.round for one in queries.rounds_of(house.here, house.standard)] == [2, 1]


def test_a_place_stands_by_its_certificate_until_the_day_it_ends(house):
    id = house.met()
    until = view(id).assessment.valid_until_on
    assert [one.assessment.id for one in queries.standing_of(house.here, on=until - timedelta(days=1))] == [id]
    assert queries.standing_of(house.here, on=until) == []


def test_a_target_has_measures_and_says_a_day_ahead(house):
    asked: dict[str, Any] = {"actor": house.keeper, "at": AT}
    aim = asked | {"space_id": house.here, "standard_id": house.standard, "criterion": "access", "level": 4}
    for due in (day(AT), day(AT) + timedelta(days=3000)):
        with pytest.raises(no.DueWrong):
            actions.set_target(**aim, due_on=due)
    target = actions.set_target(**aim, due_on=day(AT) + timedelta(days=90))
    assert actions.set_target(**aim, due_on=day(AT) + timedelta(days=60)) == target
    measure = actions.keep_measure(**asked, target_id=target, what="ขออบต. ทำทางลาด")
    actions.finish_measure(**asked, measure_id=measure)
    [line] = [line for line in view(house.handed_in()).lines if line.target]
    assert [(one.what, one.done_at) for one in line.target.measures.all()] == [("ขออบต. ทำทางลาด", AT)]
    with pytest.raises(no.WordsWrong):
        actions.keep_measure(**asked, target_id=target, what=" ")
    with pytest.raises(NotAllowed):
        actions.leave_target(actor=house.stranger, at=AT, target_id=target)
    actions.leave_target(**asked, target_id=target)


def test_other_words_are_a_new_version_and_what_was_assessed_keeps_its_own(house):
    id = house.handed_in()
    before = view(id).standard.number
    renamed = SMALL | {"groups": [SMALL["groups"][1]]}
    assert actions.lay_standard(actor=HOUSE, at=LATER, said=renamed) == house.standard
    assert actions.lay_standard(actor=HOUSE, at=LATER, said=renamed) == house.standard
    assert queries.standard("small").number == before + 1
    assert (view(id).standard.number, len(view(id).lines)) == (before, 3)
    house.visited(id)


@pytest.mark.parametrize(("wrong", "refusal"), [
    ({"passes": 0}, no.BoundsWrong), ({"least": 5}, no.BoundsWrong), ({"years": "3"}, no.BoundsWrong),
    ({"groups": []}, no.StandardUnreadable), ({"groups": [{"name": "a"}]}, no.StandardUnreadable),
    ({"levels": SMALL["levels"][:3]}, no.StandardUnreadable), ({"name": "x"}, no.StandardUnreadable),
    ({"code": "ก ข"}, no.StandardUnreadable),
])
def test_data_that_is_no_standard_is_refused_by_name(house, wrong, refusal):
    with pytest.raises(refusal):
        actions.lay_standard(actor=HOUSE, at=AT, said=SMALL | wrong)


def test_the_standard_that_is_shipped_can_be_laid_and_speaks_both_languages(house):
    actions.lay_standard(actor=HOUSE, at=AT, said=shipped("living-library"))
    found = queries.standard("living-library")
    assert (len(found.groups), len(found.criteria)) == (7, 21)
    for one in found.criteria.values():
        assert all(level.meaning.th and level.meaning.en for level in one.levels)
        assert [level.points for level in one.levels] == [0, 1, 2, 3, 4]


def test_only_those_who_lead_the_house_change_a_standard(house):
    with pytest.raises(NotAllowed):
        actions.lay_standard(actor=house.leader, at=AT, said=SMALL)
    with pytest.raises(NotAllowed):
        actions.change_standard(actor=house.leader, at=AT, standard_id=house.standard, passes=1, least=0, years=1)
    actions.change_standard(actor=HOUSE, at=AT, standard_id=house.standard, passes=90, least=2, years=1)
    assert queries.standard("small").standard.passes == 90


def test_what_waits_is_shown_to_those_who_may_go_there(house):
    id = house.handed_in()
    assert [one.assessment.id for one in queries.waiting(actor=house.visitor, at=AT)] == [id]
    assert queries.waiting(actor=house.keeper, at=AT) == []
