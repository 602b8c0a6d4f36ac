"""How it was: three taps, once, of nobody by name."""

from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.kernel.refusals import NotFound, Refused
from rianru.learning import actions, queries
from rianru.learning.actions import feedback
from rianru.learning.models import Attendance
from rianru.places.models import Space
from rianru.surveys.models import Response
from tests.factories import AT
from tests.learning.seats_making import SOON, activity, family, someone

GOOD = {"liked": "good", "learned": "yes", "again": "yes"}


def came(house, session, person):
    actions.walk_in(actor=house.librarian, at=SOON, session_id=session.id, person_id=person)
    return Attendance.objects.get(session=session, person=person)


def tell(me, row, answers=GOOD, *, at=SOON + timedelta(hours=3)):
    return actions.tell_how_it_was(actor=me, at=at, attendance_id=row.id, answers=answers)


def test_three_taps_are_an_answer_about_the_activity_that_names_nobody(house):
    session, (person, me) = house.session(), someone()
    row = came(house, session, person)
    response = Response.objects.get(id=tell(me, row))
    assert (response.about_kind, response.about_id, response.person_id) == ("activity", session.activity_id, None)
    with pytest.raises(feedback.ToldAlready):
        tell(me, row)
    assert Fact.objects.get(verb="learning.feedback_given").actor_key is None


def test_a_series_is_told_of_once_and_no_longer_asked_for(house):
    series = activity(house.space, joining="free", sessions=2)
    (person, me), (first, second) = someone(), series.sessions.order_by("starts_at")
    rows = [came(house, first, person)]
    tell(me, rows[0])
    actions.walk_in(actor=house.librarian, at=second.starts_at, session_id=second.id, person_id=person)
    assert [one.told_at is not None for one in queries.attended([person], limit=9)] == [True, True]


def test_strangers_tell_nothing_guardians_do_and_one_may_rather_not(house):
    session, (_, stranger) = house.session(), someone()
    mother, ids = family(house)
    row = came(house, session, ids[1])
    with pytest.raises(NotFound):
        tell(stranger, row)
    tell(mother, row)
    other = came(house, session, ids[0])
    assert tell(mother, other, None) is None
    assert Response.objects.count() == 1


def test_a_month_later_and_half_an_answer_are_refused_and_nothing_is_noted(house):
    session, (person, me) = house.session(), someone()
    row = came(house, session, person)
    with pytest.raises(feedback.FeedbackOver):
        tell(me, row, at=SOON + timedelta(days=31))
    with pytest.raises(Refused):
        tell(me, row, {"liked": "good"})
    row.refresh_from_db()
    assert (row.told_at, Response.objects.count()) == (None, 0)


def test_the_host_reads_it_from_five_answers_on(house):
    session = house.session()
    people = [someone(f"คนที่ {n}") for n in range(6)]
    for n, (person, me) in enumerate(people):
        tell(me, came(house, session, person))
        responses, told = queries.told(session.activity_id, house.space)
        assert bool(told) == (n >= 4)
    assert [count for _, count in told[0].counts] == [6, 0, 0]
    assert responses == 6


def test_a_home_asks_what_it_chose_and_its_host_sees_that(house):
    from rianru.surveys import actions as surveys
    from rianru.surveys.models import Survey
    from tests.surveys.test_building import taps

    session, (person, me), (second, other) = house.session(), someone(), someone("ปิติ")
    tell(me, came(house, session, person))  # by the common one, before
    made = taps(Builder(house))
    surveys.stand(actor=house.librarian, at=AT, survey_id=made.id, use="feedback")
    asked, words = queries.asked(house.space, SOON)
    assert ([tap.name for tap in asked], words) == (["liked"], "")
    row = came(house, session, second)
    tell(other, row, {"liked": "poor"})
    assert Response.objects.get(survey=made.id).about_id == session.activity_id
    surveys.close_survey(actor=house.librarian, at=AT, survey_id=made.id)
    later = SOON + timedelta(hours=4)
    assert [tap.name for tap in queries.asked(house.space, later)[0]] == ["liked", "learned", "again"]
    assert Survey.objects.filter(standing="feedback").count() == 2


class Builder:
    """The librarian of the house as who makes surveys of its space."""

    def __init__(self, house):
        self.caretaker, self.here = house.librarian, Space.objects.get(id=house.space)
