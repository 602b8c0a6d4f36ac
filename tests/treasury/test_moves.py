"""Money that moves: deposits, fines, payments, waivers, refunds; each with a receipt, each summing to nought."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rianru.core.models import Fact
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.treasury import actions, queries
from rianru.treasury.actions import About
from rianru.treasury.models import Account, Entry, Transaction
from tests.factories import AT
from tests.people import making

pytestmark = pytest.mark.django_db


def act(house, name, satang, **more):
    asked = {"actor": house.librarian, "at": AT, "membership_id": house.member, "space_id": house.here} | more
    return getattr(actions, name)(satang=satang, **asked)


def stands(house):
    found = queries.standing(house.member)
    return found.deposit, found.owed


def test_a_fine_is_taken_from_the_deposit_as_far_as_it_goes_and_the_rest_is_owed(house):
    act(house, "take_deposit", 30_000)
    act(house, "fine", 4_000)
    assert stands(house) == (26_000, 0)
    act(house, "fine", 30_000)
    assert stands(house) == (0, 4_000)
    act(house, "pay", 1_000, way="transfer")
    act(house, "waive", 3_000, reason="ป่วย มาคืนไม่ได้")
    assert stands(house) == (0, 0)
    assert queries.unbalanced() == []


def test_every_move_has_a_receipt_numbered_within_its_space_and_fiscal_year(house):
    first = act(house, "take_deposit", 100)
    second = act(house, "fine", 50)  # with what settles it
    elsewhere = act(house, "take_deposit", 100, space_id=house.there)
    next_year = act(house, "take_deposit", 100, at=AT + timedelta(days=365))
    assert [first.receipt, second.receipt, elsewhere.receipt, next_year.receipt] == [
        "HERE 2570/000001", "HERE 2570/000002", "THERE 2570/000001", "HERE 2571/000001",
    ]
    assert [move.receipt for move in queries.moves_of(house.member)] == [
        "HERE 2571/000001", "THERE 2570/000001", "HERE 2570/000003", "HERE 2570/000002", "HERE 2570/000001",
    ]


def test_a_deposit_goes_back_only_when_nothing_is_owed_and_never_more_than_it_is(house):
    act(house, "take_deposit", 10_000)
    act(house, "fine", 12_000)
    with pytest.raises(actions.StillOwes, match=r"20\.00"):
        act(house, "refund_deposit", 1)
    act(house, "pay", 2_000)
    act(house, "take_deposit", 5_000)
    with pytest.raises(actions.DepositTooSmall, match=r"50\.00"):
        act(house, "refund_deposit", 5_001)
    act(house, "refund_deposit", 5_000)
    assert stands(house) == (0, 0)


@pytest.mark.parametrize("satang", [0, -1, actions.MOST + 1])
@pytest.mark.parametrize("name", ["take_deposit", "fine", "charge"])
def test_an_amount_that_is_none_leaves_no_trace(house, name, satang):
    before = Fact.objects.count(), Transaction.objects.count()
    with pytest.raises(actions.AmountWrong):
        act(house, name, satang)
    assert (Fact.objects.count(), Transaction.objects.count()) == before
    assert stands(house) == (0, 0)


def test_nobody_pays_or_is_forgiven_more_than_they_owe(house):
    act(house, "fine", 500)
    for name, more in (("pay", {}), ("waive", {"reason": "ใจดี"})):
        with pytest.raises(actions.MoreThanOwed, match=r"5\.00"):
            act(house, name, 501, **more)
    with pytest.raises(actions.ReasonMissing):
        act(house, "waive", 100, reason="  ")
    with pytest.raises(actions.WayUnknown):
        act(house, "pay", 100, way="shells")
    assert stands(house) == (0, 500)


def test_taking_back_mirrors_a_move_once(house):
    act(house, "fine", 700)
    paid = act(house, "pay", 700)
    back = actions.reverse(actor=house.librarian, at=AT, transaction_id=paid.id, reason="กดผิดคน")
    assert stands(house) == (0, 700)
    assert queries.move(paid.id).reversed
    assert queries.move(back.id).reverses == paid.id
    for again in (paid.id, back.id):
        with pytest.raises(actions.AlreadyReversed):
            actions.reverse(actor=house.librarian, at=AT, transaction_id=again, reason="อีกครั้ง")
    assert queries.unbalanced() == []


def test_what_was_used_since_cannot_be_taken_back(house):
    put_down = act(house, "take_deposit", 1_000)
    act(house, "fine", 400)
    with pytest.raises(actions.CannotReverse):
        actions.reverse(actor=house.librarian, at=AT, transaction_id=put_down.id, reason="คิดใหม่")
    assert stands(house) == (600, 0)


def test_the_drawer_of_a_day(house):
    act(house, "take_deposit", 30_000)
    act(house, "fine", 1_000)
    act(house, "take_deposit", 5_000, way="transfer")
    act(house, "refund_deposit", 10_000)
    act(house, "take_deposit", 99, at=AT + timedelta(days=1))
    asked = {"actor": house.librarian, "at": AT, "space_id": house.here, "day": day_of(AT)}
    assert queries.totals(**asked) == {"cash": 20_000, "fines": -1_000, "transfer": 5_000}
    assert [move.kind for move in queries.day_of_space(**asked)] == ["deposit", "fine", "settlement", "deposit", "refund"]


def test_a_caretaker_takes_money_at_their_own_desk_and_forgives_none(house):
    act(house, "fine", 500, actor=house.caretaker)
    act(house, "pay", 100, actor=house.caretaker)
    for name, more in (("waive", {"reason": "ใจดี"}), ("pay", {"space_id": house.there})):
        with pytest.raises(NotAllowed):
            act(house, name, 100, actor=house.caretaker, **more)
    stranger = making.acting(making.person(AT), AT)
    with pytest.raises(NotAllowed):
        act(house, "pay", 100, actor=stranger)
    assert stands(house) == (0, 400)


def test_money_about_a_loan_is_found_by_it(house):
    loan = house.there  # any id
    act(house, "fine", 300, about=About("loan", loan), reason="ช้า 3 วัน")
    assert [(move.kind, move.satang, move.reason) for move in queries.moves_about([loan])[loan]] == [("fine", 300, "ช้า 3 วัน")]
    with pytest.raises(NotFound):
        act(house, "fine", 300, membership_id=house.network)


def test_the_database_itself_keeps_the_ledger(house):
    """What the code could get wrong: one side alone, a changed line, a deleted one, a deposit below nought."""
    act(house, "take_deposit", 1_000)
    entry = Entry.objects.order_by("id").first()
    for wrong in (
        lambda: Entry.objects.filter(id=entry.id).update(satang=5),
        lambda: Entry.objects.filter(id=entry.id).delete(),
        lambda: Transaction.objects.update(satang=5),
        lambda: _alone(entry, 7),
        lambda: Account.objects.filter(kind="deposit").update(balance=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    assert queries.unbalanced() == []


def _alone(entry, satang):
    from django.db import connection

    Entry.objects.create(
        transaction=entry.transaction, account=Account.objects.exclude(entries__transaction=entry.transaction).first()
        or Account.objects.create(kind="fines", network_id=entry.account.network_id, space_id=entry.transaction.space_id),
        satang=satang,
    )
    connection.check_constraints()
