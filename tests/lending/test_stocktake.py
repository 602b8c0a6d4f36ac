"""Walking along the shelves: what is seen is seen once, what is elsewhere by the books is found, the rest is missing."""

from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.lending import actions, queries
from rianru.lending.actions import stocktaking
from rianru.lending.models import Hold, Loan, Sighting
from tests.factories import AT
from tests.lending.making import copies, item, state, work

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def begin(desk, space=None, **limits):
    return actions.open_stocktake(actor=desk.caretaker, at=AT, space_id=space or desk.a, **limits)


def see(desk, walk, barcode, *, at=LATER):
    return actions.see(actor=desk.caretaker, at=at, space_id=desk.a, stocktake_id=walk, barcode=barcode)


def close(desk, walk, agreed):
    return actions.close_stocktake(actor=desk.caretaker, at=LATER, space_id=desk.a, stocktake_id=walk, agreed=agreed)


def told(desk, walk):
    return queries.stocktake_counts(queries.stocktake(walk, space_id=desk.a))


def test_what_was_not_seen_is_missing_and_the_rest_is_where_it_was(desk):
    seen, unseen = copies(work(), desk.a, desk.a)
    elsewhere = copies(work("ปีศาจ"), desk.b)[0]
    walk = begin(desk)
    answer = see(desk, walk, seen)
    assert (answer.found, answer.goes, answer.again) == ("here", "", False)
    assert told(desk, walk) == queries.Counts(2, 1, 1, 0, 0)
    assert [row.barcode for row in queries.missing(queries.stocktake(walk, space_id=desk.a))] == [unseen]
    assert close(desk, walk, 1) == 1
    assert (state(seen), state(unseen), state(elsewhere)) == ("available", "missing", "available")
    assert told(desk, walk) == queries.Counts(2, 1, 1, 0, 0)
    assert Fact.objects.filter(verb="lending.missing", object_id=item(unseen).id).count() == 1


def test_a_double_scan_changes_nothing_and_says_the_same_again(desk):
    away = copies(work(), desk.b)[0]
    walk = begin(desk)
    first, second = see(desk, walk, away), see(desk, walk, away)
    assert (first.found, first.goes, first.to, first.again) == ("elsewhere", "home", desk.b, False)
    assert (second.found, second.goes, second.to, second.again) == ("elsewhere", "home", desk.b, True)
    assert (Sighting.objects.count(), state(away)) == (1, "in_transit")


def test_what_is_out_or_lost_by_the_books_is_found(desk):
    out, lost, gone = copies(work(), desk.a, desk.a, desk.a)
    desk.out(out)
    loan = desk.out(lost)
    actions.declare_lost(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=loan.loan_id, in_kind=True)
    actions.declare_missing(actor=desk.librarian, at=AT, space_id=desk.a, item_id=item(gone).id)
    walk = begin(desk)
    assert [see(desk, walk, one).found for one in (out, lost, gone)] == ["out", "gone", "gone"]
    assert [state(one) for one in (out, lost, gone)] == ["available"] * 3
    assert not Loan.objects.filter(returned_at=None).exists()
    assert told(desk, walk) == queries.Counts(0, 0, 3, 3, 0)


def test_a_number_that_nobody_knows_is_kept_and_harms_nothing(desk):
    walk = begin(desk)
    assert see(desk, walk, "ไม่มีเลขนี้").found == "unknown"
    assert told(desk, walk).unknown == 1
    with pytest.raises(stocktaking.NothingScanned):
        see(desk, walk, "  ")


def test_what_goes_out_or_comes_during_the_walk_is_not_missing(desk):
    lent, returned, unseen, seen = copies(work(), *[desk.a] * 4)
    desk.out(returned)
    walk = begin(desk)
    desk.out(lent, at=LATER)
    desk.back(returned, at=LATER)
    added = copies(work("มาใหม่"), desk.a)[0]
    see(desk, walk, seen)
    close(desk, walk, 1)
    assert [state(one) for one in (lent, returned, unseen, added)] == ["on_loan", "available", "missing", "available"]


def test_a_part_of_the_shelves_is_all_that_may_be_missing(desk):
    from rianru.catalogue import actions as catalogue
    from tests.factories import HOUSE

    edition, made = work(), []
    for shelf, number in (("เด็ก", "ก 100"), ("เด็ก", "ข 200"), ("ผู้ใหญ่", "ก 150")):
        made.append(f"S{len(made)}")
        catalogue.add_item(actor=HOUSE, at=AT - timedelta(days=1), edition_id=edition.id, space_id=desk.a,
                           barcode=made[-1], shelf=shelf, call_number=number)
    walk = begin(desk, shelf="เด็ก", call_from="ก", call_until="ก")
    assert told(desk, walk).expected == 1
    assert see(desk, walk, made[2]).found == "shelf"
    assert close(desk, walk, 1) == 1
    assert [state(one) for one in made] == ["missing", "available", "available"]
    with pytest.raises(stocktaking.RangeWrong):
        begin(desk, call_from="ข", call_until="ก")


def test_the_same_shelves_are_walked_once_at_a_time(desk):
    assert begin(desk) == begin(desk)
    assert begin(desk, shelf="เด็ก") != begin(desk)


def test_a_stocktake_in_which_nothing_was_scanned_makes_nothing_missing(desk):
    one = copies(work(), desk.a)[0]
    walk = begin(desk)
    with pytest.raises(stocktaking.NothingSeen):
        close(desk, walk, 1)
    actions.give_up_stocktake(actor=desk.caretaker, at=LATER, space_id=desk.a, stocktake_id=walk)
    assert state(one) == "available"
    with pytest.raises(stocktaking.StocktakeClosed):
        see(desk, walk, one)


def test_only_as_many_become_missing_as_were_agreed_to(desk):
    one, _two, _three = copies(work(), *[desk.a] * 3)
    walk = begin(desk)
    see(desk, walk, one)
    with pytest.raises(stocktaking.MissingChanged):
        close(desk, walk, 3)
    assert close(desk, walk, 2) == 2
    with pytest.raises(stocktaking.StocktakeClosed):
        close(desk, walk, 2)


def test_a_copy_that_is_being_pulled_is_not_missing_and_who_waits_keeps_it(desk):
    wanted, other = copies(work(), desk.a, desk.a)
    walk = begin(desk)
    desk.hold(wanted)
    pulled = Hold.objects.get().copy
    see(desk, walk, other if pulled.barcode == wanted else wanted)
    assert close(desk, walk, 0) == 0
    assert Hold.objects.get().copy == pulled


def test_another_space_has_its_own_stocktakes(desk):
    with pytest.raises(NotAllowed):
        begin(desk, desk.b)
    walk = actions.open_stocktake(actor=desk.librarian, at=AT, space_id=desk.b)
    with pytest.raises(NotFound):
        see(desk, walk, "X")


@pytest.mark.parametrize("many", [1, 3])
def test_closing_asks_as_often_however_many_are_missing(desk, many, django_assert_num_queries):
    seen, *_ = copies(work(), *[desk.a] * (many + 1))
    walk = begin(desk)
    see(desk, walk, seen)
    with django_assert_num_queries(13):
        close(desk, walk, many)
