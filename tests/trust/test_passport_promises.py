"""Never oversell, of rewards; one stamp a person, code and day. Clients released together, each on a connection of its own,
with controls that fail.
"""

from collections import Counter
from functools import partial

import pytest

from rianru.kernel.refusals import Refused
from rianru.learning import actions
from rianru.learning.actions import RewardSaid, rewarding, stamping
from rianru.learning.models import Reward, RewardClaim, Stamp
from tests.factories import AT
from tests.learning import passports_making as making
from tests.learning import seats_making as seats
from tests.trust.test_seats_promises import together

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
ASKED, STOCK = 50, 5


class Came:
    """What `together` asks of an answer."""

    def __init__(self, state: str) -> None:
        self.state = state


def came(act):
    """What came of an action as a state."""
    def do():
        act()
        return Came("done")
    return do


def states(found):
    return Counter(state for state, *_ in found)


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return seats.house()


@pytest.fixture
def earned(house):
    """A reward of which there are five, and fifty people who have earned it."""
    made = making.challenge(house, [actions.GoalSaid("stamps", 1)], rewards=[RewardSaid("ถุงผ้า", house.space, stock=STOCK)])
    people = [seats.someone() for _ in range(ASKED)]
    for person, actor in people:
        making.join(made, actor, [person])
        Stamp.objects.create(person_id=person, kind="visit", space_id=house.space, source="desk", occurred_on=making.TODAY)
    actions.recount(actor=making.HOUSE, at=AT, challenge_id=made)
    return Reward.objects.get(challenge=made), [person for person, _ in people]


def claims(house, reward, people):
    return [came(partial(actions.claim_reward, actor=house.librarian, at=AT, space_id=house.space, reward_id=reward.id,
                         person_id=person)) for person in people]


def test_of_five_rewards_five_are_given_to_fifty_at_once_and_the_others_hear_why(house, earned):
    reward, people = earned
    assert states(together(claims(house, reward, people))) == Counter({"learning.reward_gone": ASKED - STOCK, "done": STOCK})
    assert (RewardClaim.objects.count(), Reward.objects.get().claimed) == (STOCK, STOCK)


def test_one_reward_goes_to_one_who_asks_fifty_times_at_once(house, earned):
    reward, people = earned
    assert states(together(claims(house, reward, people[:1] * ASKED))) == Counter({"learning.reward_given": ASKED - 1, "done": 1})
    assert (RewardClaim.objects.count(), Reward.objects.get().claimed) == (1, 1)


def test_control_without_guard_and_constraint_more_rewards_are_given_than_there_are(house, earned, monkeypatch):
    from django.db import connection
    from django.db.models import Q

    reward, people = earned
    constraint = next(one for one in Reward._meta.constraints if one.name == "learning_reward_never_oversold")
    monkeypatch.setattr(rewarding, "left", Q())
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reward, constraint)
    try:
        assert states(together(claims(house, reward, people)))["done"] > STOCK
    finally:
        Reward.objects.all().update(claimed=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Reward, constraint)


def test_control_without_the_guard_the_constraint_alone_stops_it(house, earned, monkeypatch):
    from django.db.models import Q

    reward, people = earned
    monkeypatch.setattr(rewarding, "left", Q())
    found = states(together(claims(house, reward, people)))
    assert (found["done"], found["IntegrityError"]) == (STOCK, ASKED - STOCK)


def scans(house, actor):
    typed = making.code(house)
    return [came(partial(actions.stamp_by_code, actor=actor, at=AT, code=typed))] * ASKED


def test_fifty_scans_of_one_code_at_once_are_one_stamp(house):
    person, actor = seats.someone()
    assert states(together(scans(house, actor))) == Counter({"done": ASKED})
    assert making.stamps(person) == [("visit", 0, 0)]


def test_control_without_the_constraint_they_are_more_than_one(house):
    from django.db import connection

    person, actor = seats.someone()
    constraint = next(one for one in Stamp._meta.constraints if one.name == "learning_stamp_visit_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Stamp, constraint)
    try:
        together(scans(house, actor))
        assert len(making.stamps(person)) > 1
    finally:
        Stamp.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Stamp, constraint)


def shared(house):
    """A code that stops at five, passed on to fifty people at once."""
    typed = making.code(house, most_a_day=STOCK, stops=True)
    return [came(partial(actions.stamp_by_code, actor=actor, at=AT, code=typed))
            for _, actor in (seats.someone() for _ in range(ASKED))]


def test_a_code_that_was_passed_on_to_fifty_gives_as_many_as_it_may(house):
    assert states(together(shared(house))) == Counter({"learning.stamps_full": ASKED - STOCK, "done": STOCK})
    assert Stamp.objects.count() == STOCK


def test_control_without_the_guard_it_gives_fifty(house, monkeypatch):
    monkeypatch.setattr(stamping, "_room", lambda *_: True)
    assert states(together(shared(house))) == Counter({"done": ASKED})


def test_fifty_guesses_at_once_are_refused_and_none_gives_a_stamp(house):
    person, actor = seats.someone()
    making.code(house)
    guess = partial(actions.stamp_by_code, actor=actor, at=AT, code=making.written(1, b"x" * 32, 5))
    assert set(states(together([came(guess)] * ASKED))) <= {"learning.stamp_code_wrong", "learning.too_many_codes"}
    with pytest.raises(Refused):
        guess()
    assert making.stamps(person) == []
