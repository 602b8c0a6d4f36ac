"""TRUST row *money balances*: whatever happens, in whatever order and however much at once, the ledger sums to nought; the
controls show that without the lock the database still says no, and that a ledger changed by hand is found.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.kernel.refusals import Refused
from rianru.treasury import actions, queries
from rianru.treasury.models import Account, Transaction
from tests.factories import AT
from tests.treasury.conftest import build, house

__all__ = ["house"]

NAMES = ("take_deposit", "refund_deposit", "fine", "charge", "pay", "waive", "reverse")
MOVES = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-5, 40_000), st.integers(0, 30)), max_size=25)


def _do(house, name, satang, which):
    asked = {"actor": house.librarian, "at": AT}
    if name == "reverse":
        done = list(Transaction.objects.order_by("id").values_list("id", flat=True))
        if done:
            actions.reverse(**asked, transaction_id=done[which % len(done)], reason="ผิด")
        return
    more = {"reason": "ยกให้"} if name == "waive" else {}
    getattr(actions, name)(**asked, membership_id=house.member, space_id=house.here, satang=satang, **more)


@pytest.mark.trust
@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_random_histories_balance_and_nobody_owes_or_owns_less_than_nothing(house, moves):
    from django.db import transaction

    with transaction.atomic():
        for move in moves:
            try:
                with transaction.atomic():
                    _do(house, *move)
            except Refused:
                continue
        assert queries.unbalanced() == []
        found = queries.standing(house.member)
        assert found.deposit >= 0
        assert found.owed >= 0
        assert sum(Account.objects.values_list("balance", flat=True)) == 0
        transaction.set_rollback(True)


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_money_balances_when_forty_desks_move_it_at_once():
    house = build()
    actions.take_deposit(actor=house.librarian, at=AT, membership_id=house.member, space_id=house.here, satang=20_000)

    def desk(turn):
        try:
            _do(house, NAMES[turn % len(NAMES)], 700 + turn, turn)
            return None
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as desks:
        said = list(desks.map(desk, range(120)))
    assert queries.unbalanced() == []
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    written = Transaction.objects.count()
    numbers = list(Transaction.objects.filter(space=house.here).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, written + 1))
    assert {code for code in said if code} <= {
        "treasury.more_than_owed", "treasury.deposit_too_small", "treasury.still_owes", "treasury.already_reversed",
        "treasury.cannot_reverse",
    }


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_deposit_is_given_back_twice(monkeypatch):
    """Both read the same deposit; only the database's last word, the check on the balance, then stands in the way."""
    from threading import Barrier

    house = build()
    asked = {"actor": house.librarian, "at": AT, "membership_id": house.member, "space_id": house.here}
    actions.take_deposit(**asked, satang=1_100)
    actions.fine(**asked, satang=100)  # every account is there: nobody waits for one to be opened
    both = Barrier(2)

    def unlocked(ids):
        found = {account.id: account for account in Account.objects.filter(id__in=list(ids))}
        both.wait(60)
        return found

    monkeypatch.setattr(actions, "_locked", unlocked)

    def desk(_):
        try:
            actions.refund_deposit(**asked, satang=1_000)
            return "given"
        except Exception as error:  # noqa: BLE001
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as desks:
        said = sorted(desks.map(desk, range(2)))
    assert said == ["IntegrityError", "given"]
    assert queries.standing(house.member).deposit == 0


@pytest.mark.trust
@pytest.mark.django_db
def test_control_a_ledger_that_was_changed_by_hand_is_found(house):
    asked = {"actor": house.librarian, "at": AT, "membership_id": house.member, "space_id": house.here}
    taken = actions.take_deposit(**asked, satang=1_000)
    assert queries.unbalanced() == []
    cash = Account.objects.get(kind="cash")
    Account.objects.filter(id=cash.id).update(balance=900)
    assert queries.unbalanced() == [("account", cash.id, -100)]
    with connection.cursor() as cursor:  # whoever may alter tables may also alter rows
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE treasury_entry DISABLE TRIGGER treasury_entry_stays")
        cursor.execute("UPDATE treasury_entry SET satang = 900 WHERE account_id = %s", [cash.id])
        cursor.execute("ALTER TABLE treasury_entry ENABLE TRIGGER treasury_entry_stays")
    assert queries.unbalanced() == [("transaction", taken.id, -100)]
