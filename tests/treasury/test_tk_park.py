"""TK Park's published rules of money, as a table with answers written by hand: what a deposit covers, what fines take from
it, and what it takes to be whole again. Which deposit an item needs, lending's own table says (tests/lending).
"""

import pytest

from rianru.treasury import actions, queries
from tests.factories import AT

pytestmark = pytest.mark.django_db
BAHT = 100

CASES = [  # deposit put down, then (what happened, baht) …; deposit and debt afterwards, in baht
    ("Thai items: 300 put down, nothing late", 300, [], (300, 0)),
    ("three open days late, Thai: 10 a day", 300, [("fine", 30)], (270, 0)),
    ("two open days late, foreign: 30 a day", 1_000, [("fine", 60)], (940, 0)),
    ("two items late, each by itself", 300, [("fine", 30), ("fine", 10)], (260, 0)),
    ("topped up again, so that renewing goes on", 300, [("fine", 30), ("take_deposit", 30)], (300, 0)),
    ("a fine above the deposit leaves a debt", 300, [("fine", 310)], (0, 10)),
    ("the debt is paid, the deposit put down anew", 300, [("fine", 310), ("pay", 10), ("take_deposit", 300)], (300, 0)),
    ("lost, replaced in kind: 100 for handling", 300, [("charge", 100)], (200, 0)),
    ("lost, paid: its price of 250 and 100", 300, [("charge", 350)], (0, 50)),
    ("from Thai to foreign items: 700 more", 300, [("take_deposit", 700)], (1_000, 0)),
    ("gone for good: all of it back", 1_000, [("refund_deposit", 1_000)], (0, 0)),
    ("gone for good after a fine: what is left", 300, [("fine", 20), ("refund_deposit", 280)], (0, 0)),
]


@pytest.mark.parametrize(("what", "put_down", "moves", "expected"), CASES, ids=[case[0] for case in CASES])
def test_deposits_and_fines_as_published(house, what, put_down, moves, expected):
    asked = {"actor": house.librarian, "at": AT, "membership_id": house.member, "space_id": house.here}
    actions.take_deposit(**asked, satang=put_down * BAHT)
    for name, baht in moves:
        getattr(actions, name)(**asked, satang=baht * BAHT)
    found = queries.standing(house.member)
    assert (found.deposit, found.owed) == (expected[0] * BAHT, expected[1] * BAHT)
    assert queries.unbalanced() == []


def test_a_debt_stands_in_the_way_of_the_refund(house):
    asked = {"actor": house.librarian, "at": AT, "membership_id": house.member, "space_id": house.here}
    actions.take_deposit(**asked, satang=300 * BAHT)
    actions.fine(**asked, satang=310 * BAHT)
    with pytest.raises(actions.StillOwes, match=r"10\.00"):
        actions.refund_deposit(**asked, satang=1)
