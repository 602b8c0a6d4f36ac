"""Lending and taking back at the desk: what is allowed, what is refused and leaves no trace, what is forgotten."""

from datetime import date, timedelta

import pytest

from rianru.catalogue import actions as catalogue
from rianru.catalogue.actions.items import CopyIsOut
from rianru.core.models import Fact, OneOffKey
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.lending import actions
from rianru.lending.actions import losing, placing, refusals
from rianru.lending.models import Hold, Loan, Transit
from rianru.people import actions as people
from rianru.people.models import Membership
from rianru.places.models import Space
from rianru.treasury import queries as money
from tests.factories import AT, HOUSE, person
from tests.lending import making
from tests.lending.making import bangkok, copies, item, member, rule, state, work

pytestmark = pytest.mark.django_db


def agree(membership, purpose="history"):
    from rianru.people.models import Consent

    Consent.objects.create(person_id=Membership.objects.get(id=membership).person_id, purpose=purpose, given_at=AT)


def test_a_copy_is_lent_until_an_open_day_and_its_member_is_known_only_while_it_is_out(desk, one):
    lent = desk.out(one)
    assert (lent.due_on, lent.out, lent.most, state(one)) == (date(2026, 12, 5), 1, 10, "on_loan")
    back = desk.back(one)
    assert (back.goes, back.to, back.loan_id, back.fine, state(one)) == ("shelf", desk.a, lent.loan_id, 0, "available")
    assert list(Loan.objects.values_list("membership", "ended_as", "returned_to")) == [(None, "returned", desk.a)]
    assert OneOffKey.objects.count() == 0
    told = Fact.objects.filter(verb__in=["lending.lent", "lending.returned"])
    assert len(set(told.values_list("subject_key", flat=True))) == 1


def test_who_agreed_to_keep_their_history_keeps_it(desk, one):
    agree(desk.mani)
    desk.out(one)
    desk.back(one)
    assert Loan.objects.get().membership_id == desk.mani
    assert OneOffKey.objects.count() == 1


def test_who_no_longer_agrees_is_forgotten_in_past_loans_and_keeps_those_that_are_out(desk):
    from rianru.people.models import Consent

    agree(desk.mani)
    past, out = copies(work(), desk.a, desk.a)
    desk.out(past)
    desk.back(past)
    desk.out(out)
    assert actions.forget_loans(actor=HOUSE, at=AT) == 0
    Consent.objects.update(withdrawn_at=AT)
    assert actions.forget_loans(actor=HOUSE, at=AT) == 1
    assert list(Loan.objects.order_by("id").values_list("membership", flat=True)) == [None, desk.mani]
    assert OneOffKey.objects.count() == 1


def test_a_borrower_is_counted_once_a_month_and_once_a_fiscal_year(desk):
    for one in copies(work(), desk.a, desk.a):
        desk.out(one)
    counted = Fact.objects.filter(verb="lending.borrower_counted").values_list("programme", "subject_key", "object_id")
    assert sorted(counted) == [("fiscal_year", None, None), ("month", None, None)]


def refused(refusal, act, **said):
    """Nothing is half done."""
    before = (Loan.objects.count(), Fact.objects.count(), Transit.objects.count())
    with pytest.raises(refusal, **said):
        act()
    assert (Loan.objects.count(), Fact.objects.count(), Transit.objects.count()) == before


@pytest.mark.parametrize("barcode", ["", "   ", "nobody's", "B\x00", "9" * 500])
def test_an_unknown_barcode(desk, barcode):
    refused(refusals.BarcodeUnknown, lambda: desk.out(barcode))
    refused(refusals.BarcodeUnknown, lambda: desk.back(barcode))


def test_a_copy_of_another_network_and_a_card_of_another_network(desk, one):
    from tests.people import making as places

    elsewhere = places.space("d", within=places.network("south"))
    [theirs] = copies(work(), elsewhere.id)
    stranger = member(HOUSE, elsewhere.id)
    refused(refusals.CopyOfAnotherNetwork, lambda: desk.out(theirs))
    refused(refusals.CopyOfAnotherNetwork, lambda: desk.back(theirs))
    refused(refusals.MemberOfAnotherNetwork, lambda: desk.out(one, stranger))


def test_a_blocked_card_and_one_that_is_over(desk, one):
    block = people.block_member(
        actor=desk.librarian, at=AT, membership_id=desk.mani, space_id=desk.a, reason="card_lost"
    )
    refused(refusals.MemberBlocked, lambda: desk.out(one), match="แจ้งบัตรหาย")
    people.unblock_member(actor=desk.librarian, at=AT, block_id=block, space_id=desk.a)
    late = AT + timedelta(days=400)
    refused(refusals.MembershipExpired, lambda: desk.out(one, at=late))


def test_somebody_who_may_not(desk, one):
    for nobody in (person(), desk.caretaker):
        refused(NotAllowed, lambda actor=nobody: desk.out(one, space=desk.b, actor=actor))
    refused(NotFound, lambda: desk.out(one, making.HOUSE.key or desk.a))
    desk.out(one, actor=desk.caretaker)


def test_a_clock_that_is_wrong_by_a_day(desk, one):
    desk.out(one, at=AT + timedelta(days=1))
    refused(refusals.ClockWrong, lambda: desk.back(one, at=AT))
    assert state(one) == "on_loan"


def test_two_copies_with_one_barcode(desk):
    edition = work()
    [first, second] = copies(edition, desk.a, desk.b)
    item_two = item(second)
    item_two.barcode = first
    item_two.save()
    assert desk.out(first).item_id != item_two.id  # the one of this space
    desk.back(first)
    refused(refusals.BarcodeTwice, lambda: desk.out(first, space=desk.c))


def test_a_copy_that_was_withdrawn_or_is_lost_missing_or_damaged(desk, one):
    actions.take_for_mending(actor=desk.librarian, at=AT, space_id=desk.a, item_id=item(one).id)
    refused(refusals.CopyNotOnShelf, lambda: desk.out(one), match="ชำรุด")
    assert (desk.back(one).goes, state(one)) == ("repair", "damaged")
    actions.declare_mended(actor=desk.librarian, at=AT, space_id=desk.a, item_id=item(one).id)
    catalogue.withdraw_item(actor=HOUSE, at=AT, item_id=item(one).id)
    refused(refusals.CopyWithdrawn, lambda: desk.out(one))
    refused(refusals.CopyWithdrawn, lambda: desk.back(one))


def test_what_is_out_is_neither_withdrawn_nor_moved(desk, one):
    desk.out(one)
    refused(CopyIsOut, lambda: catalogue.withdraw_item(actor=HOUSE, at=AT, item_id=item(one).id))
    refused(CopyIsOut, lambda: catalogue.move_item(actor=HOUSE, at=AT, item_id=item(one).id, space_code="b"))


def test_an_adults_title_is_neither_lent_to_a_child_nor_held_for_one(desk, one):
    rule({"age_at_least": 18}, network_id=desk.network)
    child = member(desk.librarian, desk.a, "ชูใจ", category="child", born=2014)
    refused(refusals.TooYoung, lambda: desk.out(one, child))
    refused(refusals.TooYoung, lambda: desk.hold(one, child))
    unknown = member(desk.librarian, desk.a, "วีระ", born=None)
    desk.out(one, unknown)


def test_what_stays_in_the_library_and_as_many_of_a_kind_as_the_rules_allow(desk):
    rule({"lends": False}, item_type="reference")
    rule({"items_of_kind": 1}, item_type="toy")
    here, toy, other = (copies(work(), desk.a, type=kind)[0] for kind in ("reference", "toy", "toy"))
    refused(refusals.NotLent, lambda: desk.out(here))
    refused(refusals.NotLent, lambda: desk.hold(here))
    desk.out(toy)
    refused(refusals.TooManyOfKind, lambda: desk.out(other))


def test_holds_that_are_not_placed(desk, one):
    desk.hold(one)
    refused(placing.HoldTwice, lambda: desk.hold(one))
    refused(placing.ReachUnknown, lambda: desk.hold(one, desk.piti, reach="shelf"))
    Space.objects.filter(id=desk.b).update(closed_on=AT.date())
    refused(placing.PickupClosed, lambda: desk.hold(one, desk.piti, pickup=desk.b))
    rule({"holds_at_once": 1}, network_id=desk.network)
    [other] = copies(work(), desk.a)
    refused(placing.TooManyHolds, lambda: desk.hold(other))
    loan = copies(work(), desk.a)[0]
    desk.out(loan, desk.piti)
    refused(refusals.AlreadyTheirs, lambda: desk.hold(loan, desk.piti))


def test_a_member_places_and_cancels_their_own_holds_and_nobody_elses(desk, one):
    from rianru.people.models import Pseudonym

    own = person(key=Pseudonym.objects.get(person__memberships=desk.mani).key)
    hold = desk.hold(one, actor=own)
    other = person(key=Pseudonym.objects.get(person__memberships=desk.piti).key)
    with pytest.raises(NotAllowed):
        actions.cancel_hold(actor=other, at=AT, hold_id=hold.hold_id)
    actions.cancel_hold(actor=own, at=AT, hold_id=hold.hold_id)
    assert Hold.objects.get().state == "cancelled"
    assert Fact.objects.filter(actor_key=own.key).count() == 0  # facts know them by the key of this one hold
    with pytest.raises(placing.HoldEnded):
        actions.cancel_hold(actor=own, at=AT, hold_id=hold.hold_id)


def test_a_loan_undone_at_once_is_as_if_it_had_not_been(desk, one):
    lent = desk.out(one)
    actions.undo_check_out(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=lent.loan_id)
    assert (state(one), Loan.objects.get().membership_id, OneOffKey.objects.count()) == ("available", None, 0)
    refused(refusals.CannotUndo, lambda: actions.undo_check_out(
        actor=desk.librarian, at=AT, space_id=desk.a, loan_id=lent.loan_id))
    again = desk.out(one)
    refused(refusals.CannotUndo, lambda: actions.undo_check_out(
        actor=desk.librarian, at=AT + timedelta(minutes=16), space_id=desk.a, loan_id=again.loan_id))


def test_a_return_undone_gives_the_loan_back_with_its_fine_and_its_hold(desk, one):
    rule({"fine_a_day": 1_000}, network_id=desk.network)
    desk.out(one)
    hold = desk.hold(one, desk.piti)
    late = bangkok(date(2026, 12, 8))
    back = desk.back(one, at=late)
    assert (back.goes, back.fine, money.standing(desk.mani).owed) == ("hold", 2_000, 2_000)
    undo = {"actor": desk.librarian, "at": late, "space_id": desk.a, "loan_id": back.loan_id,
            "membership_id": desk.mani, "home_id": desk.a, "moneys": back.moneys}
    actions.undo_check_in(**undo)
    assert (state(one), money.standing(desk.mani).owed) == ("on_loan", 0)
    assert Loan.objects.get(returned_at=None).membership_id == desk.mani
    assert Hold.objects.get(id=hold.hold_id).state == "waiting"
    refused(NotFound, lambda: actions.undo_check_in(**undo))


def test_a_claim_stops_the_fine_and_a_lost_copy_ends_the_loan(desk, one):
    rule({"fine_a_day": 1_000, "fine_cap": 1_500}, network_id=desk.network)
    loan = desk.out(one).loan_id
    actions.claim_returned(actor=desk.librarian, at=bangkok(date(2026, 12, 6)), space_id=desk.a, loan_id=loan)
    assert desk.back(one, at=bangkok(date(2026, 12, 30))).fine == 1_000
    loan = desk.out(one, desk.piti, at=bangkok(date(2026, 12, 30))).loan_id
    actions.declare_lost(actor=desk.librarian, at=bangkok(date(2026, 12, 31)), space_id=desk.a, loan_id=loan,
                         in_kind=False, price=20_000)
    assert (state(one), money.standing(desk.piti).owed) == ("lost", 30_000)
    refused(refusals.NotOut, lambda: actions.declare_damaged(
        actor=desk.librarian, at=bangkok(date(2026, 12, 31)), space_id=desk.a, loan_id=loan))
    desk.back(one, at=bangkok(date(2026, 12, 31)))
    again = desk.out(one, member(desk.librarian, desk.a, "วีระ"), at=bangkok(date(2027, 1, 2)))
    refused(losing.StillOut, lambda: actions.declare_missing(
        actor=desk.librarian, at=bangkok(date(2027, 1, 2)), space_id=desk.a, item_id=again.item_id))


def test_a_fine_has_a_cap_and_days_of_grace(desk, one):
    rule({"fine_a_day": 1_000, "fine_cap": 2_500, "grace_days": 2}, network_id=desk.network)
    desk.out(one)
    assert desk.back(one, at=bangkok(date(2026, 12, 6))).fine == 0
    desk.out(one, at=bangkok(date(2026, 12, 8)))  # due on Tuesday 22
    assert desk.back(one, at=bangkok(date(2026, 12, 31))).fine == 2_500


def test_a_fixed_day_and_a_floating_copy(desk, one):
    rule({"fixed_due_on": "2026-11-29", "returned": "floats"}, network_id=desk.network)
    assert desk.out(one).due_on == date(2026, 11, 29)
    back = desk.back(one, space=desk.b)
    assert (back.goes, item(one).space_id, state(one), Transit.objects.count()) == ("shelf", desk.b, "available", 0)


def test_renewing_all_renews_what_may_be_and_says_why_not(desk):
    first, second = copies(work(), desk.a)[0], copies(work(), desk.a)[0]
    desk.out(first)
    desk.out(second)
    desk.hold(second, desk.piti)
    later = bangkok(date(2026, 12, 1))
    done = actions.renew_all(actor=desk.librarian, at=later, membership_id=desk.mani, space_id=desk.a)
    assert [(one.due_on, one.refused is None) for one in done] == [
        (date(2026, 12, 15), True), (date(2026, 12, 5), False)]


def test_reading_in_the_library_is_counted_as_nobodys(desk, one):
    assert actions.use_in_house(actor=desk.librarian, at=AT, space_id=desk.a, barcode=one).goes == "shelf"
    assert list(Fact.objects.filter(verb="lending.used_in_house").values_list("subject_key", "format")) == [(None, "book")]


@pytest.mark.parametrize("out", [1, 3])
def test_a_scan_asks_the_database_as_often_however_much_is_out(desk, out, django_assert_max_num_queries):
    every = copies(work(), *[desk.a] * (out + 1))
    for one in every[:out]:
        desk.out(one)
    with django_assert_max_num_queries(22):
        desk.out(every[out])
