"""Never oversell · safe retry, of surveys: an answer handed in twice, one answer a person, a quota raced by many, a sheet typed in
twice, a survey that closes meanwhile. Each has a control with the guard left out, which must break the promise.
"""

import pytest
from django.db import connection

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from rianru.kernel.questions import Single
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.surveys import actions
from rianru.surveys.actions import handing_in, taking
from rianru.surveys.models import Draft, Fresh, Once, Paper, Quota, Response
from tests.factories import AT, HOUSE, member
from tests.factories.actors import person
from tests.factories.meeting import Meeting
from tests.surveys.answered import form, survey
from tests.trust.test_lending_promises import together

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
DYE = Single(name="dye", label=T("สี", "Dye"), choices="colours", required=True)


def begun(of, actor=ANONYMOUS):
    key = actions.begin_answer(actor=actor, at=AT, survey_id=of.id).key
    actions.keep_draft(actor=actor, at=AT, key=key, answers={"dye": "lac"})
    return key


def someone():
    joined = member()
    return person(key=people.key_of(joined.person_id))


def test_a_draft_that_is_handed_in_from_many_sockets_is_one_response():
    key = begun(survey(form(DYE)))
    came = together([lambda: actions.hand_in_draft(actor=ANONYMOUS, at=AT, key=key)] * 36)
    assert came == {"ok": 1, "surveys.draft_gone": 35}
    assert (Response.objects.count(), Fresh.objects.count(), Draft.objects.count()) == (1, 1, 0)
    assert Fact.objects.filter(verb="surveys.answered").count() == 1


def test_control_without_the_lock_on_the_draft_it_is_several(monkeypatch):
    key = begun(survey(form(DYE)))
    unlocked = Meeting().after(lambda key: Draft.objects.select_related("version__survey").get())
    monkeypatch.setattr(handing_in, "locked_draft", unlocked)
    together([lambda: actions.hand_in_draft(actor=ANONYMOUS, at=AT, key=key)] * 36)
    assert Response.objects.count() > 1


@pytest.mark.parametrize("asking", ["anonymous", "identified"])
def test_one_person_on_many_sockets_answers_once(asking):
    of, who = survey(form(DYE), once=True, asking=asking), someone()
    came = together([lambda: actions.hand_in(actor=who, at=AT, survey_id=of.id, answers={"dye": "lac"})] * 36)
    assert came == {"ok": 1, "surveys.already_answered": 35}
    assert (Response.objects.count(), Once.objects.count()) == (1, 1)
    assert Response.objects.filter(person=None).exists() == (asking == "anonymous")
    actions.hand_in(actor=someone(), at=AT, survey_id=of.id, answers={"dye": "lac"})  # somebody else still may


def test_control_without_the_row_that_says_so_one_person_answers_often(monkeypatch):
    of, who = survey(form(DYE), once=True), someone()
    monkeypatch.setattr(taking, "_once", lambda taken: None)
    together([lambda: actions.hand_in(actor=who, at=AT, survey_id=of.id, answers={"dye": "lac"})] * 12)
    assert Response.objects.count() == 12


def raced(most):
    of = survey(form(DYE))
    Quota.objects.create(survey=of, name_th="คนชอบครั่ง", rule="${dye} = 'lac'", most=most)
    Quota.objects.create(survey=of, name_th="ทุกคน", rule="", most=500)
    acts = [lambda dye=dye: actions.hand_in(actor=ANONYMOUS, at=AT, survey_id=of.id, answers={"dye": dye})
            for dye in ["lac"] * 60 + ["leaf"] * 12]
    return together(acts)


def test_a_quota_that_many_race_for_is_filled_exactly():
    assert raced(20) == {"ok": 32, "surveys.quota_full": 40}
    assert Response.objects.filter(answers__dye="lac").count() == 20
    assert sorted(Quota.objects.values_list("count", flat=True)) == [20, 32]  # who was refused is in no other quota either


def test_control_without_the_guard_a_quota_is_passed(monkeypatch):
    monkeypatch.setattr(taking, "_fill_quotas", lambda survey_id, answers, at: None)
    raced(20)
    assert Response.objects.filter(answers__dye="lac").count() == 60


def printed(of):
    batch = actions.print_papers(actor=HOUSE, at=AT, survey_id=of.id, copies=1, language="th")
    return Paper.objects.get(batch=batch)


def test_a_sheet_that_many_type_in_is_one_response_under_its_own_id():
    sheet = printed(survey(form(DYE)))
    came = together([lambda: actions.type_in(actor=HOUSE, at=AT, paper_id=sheet.id, answers={"dye": "lac"})] * 24)
    assert came == {"ok": 1, "surveys.sheet_typed_in": 23}
    assert (Response.objects.get().id, Response.objects.get().way) == (sheet.id, "paper")


def test_an_answer_comes_in_before_a_survey_closes_or_not_at_all():
    of = survey(form(DYE))
    acts = [lambda: actions.hand_in(actor=ANONYMOUS, at=AT, survey_id=of.id, answers={"dye": "lac"})] * 30
    acts.insert(10, lambda: actions.close_survey(actor=HOUSE, at=AT, survey_id=of.id))
    came = together(acts)
    assert came["ok"] + came["surveys.closed"] == 31
    assert Response.objects.count() == came["ok"] - 1


def test_adding_up_while_answers_come_in_loses_none_and_counts_none_twice():
    from rianru.surveys.queries.results import results_of

    of = survey(form(DYE))
    acts = [lambda: actions.hand_in(actor=ANONYMOUS, at=AT, survey_id=of.id, answers={"dye": "lac"})] * 60
    acts += [lambda: actions.add_up(actor=HOUSE, at=AT)] * 24
    assert together(acts) == {"ok": 84}
    found = results_of(of, whole=True)
    assert (found.responses, found.questions[0].columns[0].lines[1].count) == (60, 60)
    while actions.add_up(actor=HOUSE, at=AT):
        pass
    assert (results_of(of, whole=True), Fresh.objects.count()) == (found, 0)


def test_an_anonymous_answer_leads_to_nobody():
    """Neither the response, nor its fact, nor what keeps it from being given twice names who gave it."""
    of, who = survey(form(DYE), once=True), someone()
    key = begun(of, who)
    actions.hand_in_draft(actor=who, at=AT, key=key)
    response = Response.objects.get()
    assert (response.person_id, response.entered_by, response.id.version, response.handed_in_at.minute) == (None, None, 4, 0)
    with connection.cursor() as cursor:
        for table in ("surveys_response", "surveys_once", "surveys_fresh", "core_answeronce"):
            cursor.execute(f"SELECT count(*) FROM {table} AS one WHERE row_to_json(one)::text LIKE %s", [f"%{who.key}%"])
            assert (table, cursor.fetchone()[0]) == (table, 0)
        cursor.execute("SELECT count(*) FROM core_fact WHERE verb LIKE 'surveys.%%' AND (actor_key = %s OR subject_key = %s)", [who.key] * 2)
        assert cursor.fetchone()[0] == 0
