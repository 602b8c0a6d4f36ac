"""Makers of one survey at the same moment: nothing of anybody's is lost, and a version is published once. The controls
take the lock away and see changes lost.
"""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, close_old_connections, connection

from rianru.kernel.questions import Text
from rianru.kernel.questions.editing import PutQuestion
from rianru.kernel.refusals import ChangedMeanwhile, Refused
from rianru.surveys import actions, queries
from rianru.surveys.actions import editing, reaching
from rianru.surveys.models import Survey, Version
from tests.factories import AT
from tests.kernel.questions.pieces import t
from tests.people import making as people
from tests.people.making import MACHINE

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
MAKERS = 6


def begun():
    network = people.network("north")
    return actions.make_survey(actor=MACHINE, at=AT, home_kind="network", home_id=network.id, title_th="ทำด้วยกัน")


def at_once(act: Callable[[int], object]) -> list[str]:
    """What became of each: "done", or the name of what it was refused with."""
    together, outcomes = threading.Barrier(MAKERS), []

    def one(number: int) -> None:
        try:
            together.wait()
            act(number)
            outcomes.append("done")
        except (Refused, IntegrityError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(MAKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return outcomes


def add(made, number):
    actions.edit_questionnaire(
        actor=MACHINE, at=AT, survey_id=made.id, change=PutQuestion(Text(name=f"q{number}", label=t(f"ข้อ {number}")))
    )


def names(made):
    form = queries.working_on(Survey.objects.get(id=made.id)).form
    return sorted(question.name for question in form.questions)


def test_questions_that_many_add_at_once_are_all_there():
    made = begun()
    assert at_once(lambda number: add(made, number)) == ["done"] * MAKERS
    assert names(made) == [f"q{number}" for number in range(MAKERS)]
    assert Survey.objects.get(id=made.id).revision == 1 + MAKERS


def test_control_without_the_lock_on_the_survey_changes_are_lost(monkeypatch):
    def unheld(survey_id, rule, *, actor, at):
        return Survey.objects.get(id=survey_id)

    slow = threading.Barrier(MAKERS)

    def read_together(survey):
        form = reaching.working(survey)
        slow.wait(30)
        return form

    monkeypatch.setattr(editing, "held", unheld)
    monkeypatch.setattr(editing, "working", read_together)
    made = begun()
    outcomes = at_once(lambda number: add(made, number))
    assert (outcomes.count("done"), len(names(made))) == (1, 1)  # the number of a revision lets one of them through


def test_a_version_that_many_publish_at_once_is_one():
    made = begun()
    add(made, 1)
    outcomes = at_once(lambda _: actions.publish_version(actor=MACHINE, at=AT, survey_id=made.id, revision=2))
    assert sorted(outcomes) == ["NothingNew"] * (MAKERS - 1) + ["done"]
    assert Version.objects.filter(survey=made.id).count() == 1


def test_one_of_many_who_change_the_same_question_at_once_is_kept_and_the_others_are_told():
    from rianru.kernel.questions.editing import mark_of

    made = begun()
    add(made, 1)
    seen = mark_of(queries.working_on(Survey.objects.get(id=made.id)).form, "q1")

    def change(number):
        question = Text(name="q1", label=t(f"ฉบับของ {number}"))
        actions.edit_questionnaire(
            actor=MACHINE, at=AT, survey_id=made.id, change=PutQuestion(question, was="q1"), seen=seen, of="q1"
        )

    assert sorted(at_once(change)) == [ChangedMeanwhile.__name__] * (MAKERS - 1) + ["done"]
