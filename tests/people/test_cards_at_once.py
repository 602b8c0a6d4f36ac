"""Many desks register at once: every card has a number of its own, one after another, also the first of a network."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rianru.kernel.cards import card_number, is_ours
from rianru.people import actions
from rianru.people.actions import Particulars, members
from rianru.people.models import Card, CardNumbering, Membership
from tests.factories import AT
from tests.people import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.trust]
DESKS, EACH = 8, 5


def register(space, desk: int) -> list[str]:
    try:
        return [
            actions.register_member(actor=making.MACHINE, at=AT, space_id=space.id, category="adult",
                                    who=Particulars(f"คน {desk} {turn}")).card
            for turn in range(EACH)
        ]
    finally:
        connection.close()


def test_forty_cards_made_at_once_are_forty_numbers_in_a_row():
    space = making.space("here", within=making.network("north"))
    with ThreadPoolExecutor(DESKS) as desks:
        made = [number for numbers in desks.map(lambda desk: register(space, desk), range(DESKS)) for number in numbers]
    assert sorted(made) == [card_number(100, count) for count in range(1, DESKS * EACH + 1)]
    assert all(map(is_ours, made))


def test_two_networks_that_begin_at_once_get_digits_of_their_own():
    spaces = [making.space(code, within=making.network(code)) for code in ("one", "two", "three")]
    with ThreadPoolExecutor(3) as desks:
        list(desks.map(register, spaces, range(3)))
    assert sorted(CardNumbering.objects.values_list("prefix", "last")) == [(100, EACH), (101, EACH), (102, EACH)]


def test_control_without_the_lock_two_desks_read_the_same_number_and_the_database_says_no(monkeypatch):
    space = making.space("here", within=making.network("north"))
    register(space, 0)
    both = Barrier(2)

    def unlocked(network_id):
        row = CardNumbering.objects.get(network=network_id)
        both.wait(60)
        return card_number(row.prefix, row.last + 1)

    monkeypatch.setattr(members, "_next_number", unlocked)

    def desk(turn):
        try:
            return actions.register_member(actor=making.MACHINE, at=AT, space_id=space.id, category="adult",
                                           who=Particulars(f"สอง {turn}")).card
        except actions.CardTaken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as desks:
        said = sorted(desks.map(desk, range(2)))
    assert said == [card_number(100, EACH + 1), "people.card_taken"]
    assert Card.objects.count() == Membership.objects.count() == EACH + 1
