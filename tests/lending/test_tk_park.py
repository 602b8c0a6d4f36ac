"""TK Park's published rules, case by case. What is expected was worked out by hand from what TK Park publishes.

Ten items for fourteen days; two renewals of fourteen days, refused while anything is overdue, held by another or owed.
A deposit of 300 baht covers items in Thai, 1,000 baht covers others, kits and toys. A fine of 10 baht a day and item in
Thai, 30 baht otherwise, closed days not counted, taken from the deposit, which is topped up before renewing. Lost:
replaced in kind with 100 baht, or its price with 100 baht. Closed on Mondays. Older branches: six items.
"""

from datetime import date

import pytest

from rianru.lending import actions
from rianru.lending.actions import refusals
from rianru.lending.sample import tk_park
from rianru.treasury import actions as treasury
from rianru.treasury import queries as money
from tests.factories import AT
from tests.lending.making import bangkok, copies, item, member, rule, work

pytestmark = pytest.mark.django_db
BAHT = 100

# language, kind, deposit in baht → lent, or what is missing
DEPOSITS = [
    ("tha", "", 300, None),
    ("tha", "", 299, "1.00"),
    ("tha", "", 0, "300.00"),
    ("eng", "", 300, "700.00"),
    ("eng", "", 1_000, None),
    ("jpn", "", 999, "1.00"),
    ("tha", "kit", 300, "700.00"),
    ("tha", "kit", 1_000, None),
    ("tha", "toy", 300, "700.00"),
    ("eng", "toy", 1_000, None),
]
# lent on → due; Monday is closed, so a fourteenth day on a Monday is a Tuesday
DUE = [
    (date(2026, 11, 24), date(2026, 12, 8)),  # Tuesday to Tuesday
    (date(2026, 11, 21), date(2026, 12, 5)),  # Saturday to Saturday
    (date(2026, 11, 29), date(2026, 12, 13)),  # Sunday to Sunday
    (date(2026, 11, 23), date(2026, 12, 8)),  # Monday (a desk at a fair): Monday 7 is closed, Tuesday 8
]
# language, kind, returned on (due Saturday 5 December) → baht
FINES = [
    ("tha", "", date(2026, 12, 5), 0),  # on the day
    ("tha", "", date(2026, 12, 6), 10),  # Sunday: one open day
    ("tha", "", date(2026, 12, 7), 10),  # Monday, closed: Sunday alone
    ("tha", "", date(2026, 12, 8), 20),  # Sunday and Tuesday
    ("tha", "", date(2026, 12, 15), 80),  # 6, 8 to 13, 15: eight open days
    ("eng", "", date(2026, 12, 8), 60),
    ("eng", "", date(2026, 12, 15), 240),
    ("tha", "toy", date(2026, 12, 8), 60),
    ("tha", "kit", date(2026, 12, 6), 30),
]


@pytest.fixture
def tk(desk):
    tk_park(desk.network, at=AT)
    return desk


def put_down(desk, baht, who=None):
    if baht:
        treasury.take_deposit(actor=desk.librarian, at=AT, membership_id=who or desk.mani, space_id=desk.a,
                              satang=baht * BAHT)


@pytest.mark.parametrize(("language", "kind", "baht", "missing"), DEPOSITS)
def test_deposits(tk, language, kind, baht, missing):
    [one] = copies(work(language=language), tk.a, type=kind)
    put_down(tk, baht)
    if missing is None:
        assert tk.out(one).out == 1
        return
    with pytest.raises(refusals.DepositNeeded, match=missing):
        tk.out(one)


@pytest.mark.parametrize(("lent_on", "due_on"), DUE)
def test_due_days(tk, lent_on, due_on):
    [one] = copies(work(), tk.a)
    put_down(tk, 300)
    assert tk.out(one, at=bangkok(lent_on)).due_on == due_on


@pytest.mark.parametrize(("language", "kind", "back_on", "baht"), FINES)
def test_fines(tk, language, kind, back_on, baht):
    [one] = copies(work(language=language), tk.a, type=kind)
    put_down(tk, 1_000)
    assert tk.out(one).due_on == date(2026, 12, 5)
    assert tk.back(one, at=bangkok(back_on)).fine == baht * BAHT
    assert money.standing(tk.mani) == money.Standing((1_000 - baht) * BAHT, 0)
    assert money.unbalanced() == []


def test_ten_items_at_a_time_and_six_at_an_older_branch(tk):
    put_down(tk, 300)
    every = copies(work(), *[tk.a] * 11)
    for one in every[:10]:
        tk.out(one)
    with pytest.raises(refusals.TooManyOut, match="10 จาก 10"):
        tk.out(every[10])
    rule({"items_at_once": 6}, network_id=tk.network, space_id=tk.b)
    put_down(tk, 300, tk.piti)
    older = copies(work(), *[tk.b] * 7)
    for one in older[:6]:
        tk.out(one, tk.piti, space=tk.b)
    with pytest.raises(refusals.TooManyOut, match="6 จาก 6"):
        tk.out(older[6], tk.piti, space=tk.b)


def test_two_renewals_of_fourteen_days_each(tk):
    put_down(tk, 300)
    [one] = copies(work(), tk.a)
    loan = tk.out(one).loan_id
    renewed = [actions.renew(actor=tk.librarian, at=bangkok(day), loan_id=loan).due_on
               for day in (date(2026, 12, 5), date(2026, 12, 19))]
    assert renewed == [date(2026, 12, 19), date(2027, 1, 2)]
    with pytest.raises(refusals.RenewedEnough):
        actions.renew(actor=tk.librarian, at=bangkok(date(2027, 1, 2)), loan_id=loan)


def test_no_renewal_while_anything_is_overdue_held_by_another_or_owed(tk):
    put_down(tk, 300)
    late, other = (copies(work(), tk.a)[0] for _ in range(2))
    tk.out(late)
    loan = tk.out(other, at=bangkok(date(2026, 11, 29))).loan_id
    with pytest.raises(refusals.RenewWhileOverdue):
        actions.renew(actor=tk.librarian, at=bangkok(date(2026, 12, 9)), loan_id=loan)
    tk.back(late, at=bangkok(date(2026, 12, 6)))  # ten baht, from the deposit
    with pytest.raises(refusals.DepositNeeded, match=r"10\.00"):
        actions.renew(actor=tk.librarian, at=bangkok(date(2026, 12, 9)), loan_id=loan)
    put_down(tk, 10)
    put_down(tk, 300, tk.piti)
    hold = tk.hold(other, tk.piti, at=bangkok(date(2026, 12, 8)))
    with pytest.raises(refusals.RenewWhileHeld):
        actions.renew(actor=tk.librarian, at=bangkok(date(2026, 12, 9)), loan_id=loan)
    actions.cancel_hold(actor=tk.librarian, at=bangkok(date(2026, 12, 9)), hold_id=hold.hold_id)
    treasury.charge(actor=tk.librarian, at=AT, membership_id=tk.mani, space_id=tk.a, satang=301 * BAHT)
    with pytest.raises(refusals.OwesTooMuch):
        actions.renew(actor=tk.librarian, at=bangkok(date(2026, 12, 9)), loan_id=loan)


@pytest.mark.parametrize(("in_kind", "price", "baht"), [(True, 250, 100), (False, 250, 350), (False, 0, None)])
def test_a_lost_item_is_replaced_in_kind_or_paid_each_with_a_hundred_baht(tk, in_kind, price, baht):
    put_down(tk, 300)
    [one] = copies(work(), tk.a, price=price * BAHT or None)
    loan = tk.out(one).loan_id
    lose = {"actor": tk.librarian, "at": AT, "space_id": tk.a, "loan_id": loan, "in_kind": in_kind}
    if baht is None:
        from rianru.lending.actions.losing import PriceNeeded

        with pytest.raises(PriceNeeded):
            actions.declare_lost(**lose)
        return
    assert actions.declare_lost(**lose).satang == baht * BAHT
    assert (item(one).state, money.standing(tk.mani)) == ("lost", money.Standing(max(300 - baht, 0) * BAHT,
                                                                                 max(baht - 300, 0) * BAHT))


def test_a_child_under_the_same_rules_has_its_own_limit_where_a_row_says_so(tk):
    rule({"items_at_once": 1}, network_id=tk.network, category="child")
    child = member(tk.librarian, tk.a, "ชูใจ", category="child", born=2014)
    put_down(tk, 300, child)
    first, second = copies(work(), tk.a, tk.a)
    tk.out(first, child)
    with pytest.raises(refusals.TooManyOut):
        tk.out(second, child)
