"""What came out: exact, the same before and after it is added up, by part, by version, across one another, weighted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rianru.core.actors import ANONYMOUS
from rianru.kernel.ids import new_id
from rianru.kernel.questions import Choice, ChoiceList, Number, Single, Text
from rianru.kernel.refusals import NotAllowed
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.models import Fresh, Response, Sum
from rianru.surveys.queries import reading
from rianru.surveys.queries.counting import Part
from rianru.surveys.queries.crosses import cross, trends
from rianru.surveys.queries.results import results, results_of
from tests.factories import AT, HOUSE, person, space
from tests.surveys.answered import COLOURS, EVERYTHING, YES_NO, answered, form, survey, version

pytestmark = pytest.mark.django_db
DYE = Single(name="dye", label=T("สี", "Dye"), choices="colours")
NEAR = Single(name="near", label=T("ใกล้", "Near"), choices="yes_no")


def counted(found, name):
    """What is said of each choice, and of how many."""
    column = next(one for asked in found.questions for one in asked.columns if one.column == name)
    return {line.code: line.count for line in column.lines} | {"": column.answered}


def add_up():
    while actions.add_up(actor=HOUSE, at=AT, limit=7):
        pass


@pytest.fixture
def filled(db):
    of = survey(form(*EVERYTHING))
    answered(of, times=21, dye="indigo", dyes=["lac", "leaf"], order=["leaf", "lac", "indigo"], near="yes", age=30, came="2026-11-02",
             home={"area": "560101"}, why="x", agreed=True)
    answered(of, times=9, dye="lac", order=["lac", "leaf", "indigo"], age=41, agreed=False)
    return of


def test_results_are_the_same_before_while_and_after_they_are_added_up(filled):
    before = results_of(filled, whole=True)
    actions.add_up(actor=HOUSE, at=AT, limit=7)
    assert (results_of(filled, whole=True), Fresh.objects.count()) == (before, 23)
    add_up()
    assert (results_of(filled, whole=True), Fresh.objects.count()) == (before, 0)
    assert counted(before, "dye") == {"indigo": 21, "lac": 9, "leaf": 0, "other": 0, "": 30}
    assert counted(before, "dyes") == {"indigo": 0, "lac": 21, "leaf": 21, "": 21}
    assert counted(before, "order") == {"indigo": 0, "lac": 9, "leaf": 21, "": 30}
    assert counted(before, "came") == {"2026-11": 21, "": 21}
    assert counted(before, "home") == {"56": 21, "": 21}
    assert counted(before, "agreed") == {"true": 21, "false": 9, "": 30}
    age = next(one for asked in before.questions for one in asked.columns if one.column == "age")
    assert (age.answered, age.mean, age.least, age.most) == (30, 33.3, 30, 41)


def test_how_many_statements_results_take_does_not_grow_with_answers(filled, django_assert_num_queries):
    with django_assert_num_queries(2):
        results_of(filled, whole=True)
    answered(filled, times=3, dye="leaf")
    with django_assert_num_queries(2):
        results_of(filled, whole=True)


def test_a_part_by_month_space_and_what_it_is_about(db):
    of, here, thing = survey(form(DYE), at=AT - timedelta(days=90)), space(), new_id()
    early = AT - timedelta(days=60)
    actions.hand_in(actor=ANONYMOUS, at=early, survey_id=of.id, answers={"dye": "lac"}, space_id=here)
    answered(of, times=2, dye="leaf", about=actions.About("activity", thing))
    for _ in range(2):  # once from what is fresh, once from sums
        assert counted(results_of(of, part=Part(month_on=date(2026, 9, 1)), whole=True), "dye")["lac"] == 1
        assert counted(results_of(of, part=Part(space_id=here), whole=True), "dye") == {"indigo": 0, "lac": 1, "leaf": 0, "": 1}
        assert counted(results(survey_id=of.id, about=("activity", thing), whole=True), "dye") == {"indigo": 0, "lac": 0, "leaf": 2, "": 2}
        found = reading.splits(of)
        assert (found.versions, found.spaces, found.abouts) == (((1, 3),), ((here, 1),), ((f"activity {thing}", 2),))
        add_up()


def test_versions_are_added_where_they_compare_and_set_beside_each_other(db):
    of = survey(form(DYE, Number(name="age", label=T("อายุ", "Age"))))
    answered(of, times=10, dye="lac", age=20)
    more = ChoiceList("colours", (*COLOURS.choices, Choice("gold", T("ทอง", "Gold"))))
    version(of, form(DYE, Number(name="age", label=T("อายุ", "Age")), Text(name="new", label=T("ใหม่", "New")), lists=(YES_NO, more)))
    answered(of, times=30, dye="gold", age=40)
    assert counted(results_of(of, whole=True), "dye") == {"indigo": 0, "lac": 10, "leaf": 0, "gold": 30, "": 40}
    newest = queries.current_version(of.id)
    assert counted(results_of(of, version=newest, whole=True), "dye")["lac"] == 0
    dye, age = trends(of, whole=True)
    assert [(number, {line.code: line.share for line in summed.lines}.get("lac")) for number, summed in dye.points] == [(1, 1.0), (2, 0.0)]
    assert [summed.mean for _, summed in age.points] == [20.0, 40.0]


def test_two_questions_across_one_another_guarded_and_whole(db):
    of = survey(form(DYE, NEAR))
    for dye, near, times in (("indigo", "yes", 20), ("indigo", "no", 3), ("lac", "yes", 15), ("lac", "no", 12), ("leaf", "yes", 9)):
        answered(of, times=times, dye=dye, near=near)
    newest = queries.current_version(of.id)
    whole = cross(of, newest, down="dye", across="near", part=Part(), whole=True)
    assert [cells for _, cells in whole.rows] == [(20, 3), (15, 12), (9, 0)]
    told = cross(of, newest, down="dye", across="near", part=Part(), whole=False)
    assert [cells for _, cells in told.rows] == [(None, None), (None, None), (9, 0)]
    assert cross(of, newest, down="dye", across="dye", part=Part(), whole=True) is None
    assert cross(of, newest, down="dye'; --", across="near", part=Part(), whole=True) is None


def test_weights_make_a_group_of_whom_too_few_answered_count_for_its_share(db):
    of = survey(form(DYE, NEAR))
    answered(of, times=30, dye="indigo", near="yes")
    answered(of, times=10, dye="lac", near="no")
    assert actions.set_weights(actor=HOUSE, at=AT, survey_id=of.id, column="dye", shares={"indigo": Decimal(50), "lac": Decimal(50)}) == 40
    near = next(asked for asked in results_of(of, whole=True, weighted=True).questions if asked.name == "near").columns[0]
    assert [(line.count, round(line.share, 3)) for line in near.lines] == [(30, 0.5), (10, 0.5)]
    with pytest.raises(actions.WeightsWrong):
        actions.set_weights(actor=HOUSE, at=AT, survey_id=of.id, column="dye", shares={"indigo": Decimal(50), "lac": Decimal(49)})
    with pytest.raises(NotAllowed):
        actions.set_weights(actor=person(), at=AT, survey_id=of.id)
    actions.set_weights(actor=HOUSE, at=AT, survey_id=of.id)
    assert set(Response.objects.values_list("weight", flat=True)) == {1}
    assert sum(Sum.objects.filter(column="").values_list("count", flat=True)) == 40
