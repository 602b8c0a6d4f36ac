"""Every state of a copy that somebody wants to lend or brings: the numbers are those of RERO ILS's tables of cases."""

import pytest

from rianru.lending.actions import refusals
from rianru.lending.models import Hold, Loan, Transit
from rianru.places.models import Space
from tests.factories import AT
from tests.lending.making import copies, item, member, state, work

pytestmark = pytest.mark.django_db


def holds():
    return list(Hold.objects.order_by("placed_at", "id").values_list("state", flat=True))


def ways():
    return sorted(Transit.objects.filter(received_at=None).values_list("sender__code", "receiver__code"))


@pytest.fixture
def sombat(desk):
    return member(desk.librarian, desk.a, "สมบัติ")


# CHECKOUT_1: on its shelf


def test_checkout_1_1_a_copy_on_its_shelf_that_nobody_waits_for_is_lent(desk, one):
    assert desk.out(one).out == 1
    assert state(one) == "on_loan"


def test_checkout_1_2_1_the_first_who_waits_gets_it_and_their_hold_is_filled(desk, one):
    desk.hold(one, desk.mani)
    desk.out(one, desk.mani)
    assert (holds(), state(one)) == (["filled"], "on_loan")


def test_checkout_1_2_2_nobody_else_gets_what_the_first_in_the_queue_waits_for(desk, one):
    desk.hold(one, desk.mani)
    with pytest.raises(refusals.CopyWaitsForAnother):
        desk.out(one, desk.piti)
    assert (holds(), state(one), Loan.objects.count()) == (["pulled"], "available", 0)


# CHECKOUT_2: on the hold shelf


def test_checkout_2_1_who_it_is_kept_for_gets_it(desk, one):
    desk.hold(one, desk.mani)
    assert desk.back(one).goes == "hold"
    desk.out(one, desk.mani)
    assert (holds(), state(one)) == (["filled"], "on_loan")


def test_checkout_2_2_nobody_else_gets_what_is_kept(desk, one):
    desk.hold(one, desk.mani)
    desk.back(one)
    with pytest.raises(refusals.CopyWaitsForAnother):
        desk.out(one, desk.piti)
    assert (holds(), state(one)) == (["ready"], "on_hold_shelf")


# CHECKOUT_3: out


def test_checkout_3_a_copy_that_is_out_goes_to_nobody_and_a_double_scan_says_so(desk, one):
    desk.out(one, desk.mani)
    with pytest.raises(refusals.AlreadyTheirs):
        desk.out(one, desk.mani)
    with pytest.raises(refusals.CopyAlreadyOut):
        desk.out(one, desk.piti)
    assert Loan.objects.count() == 1


# CHECKOUT_4: on its way to who waits for it


def test_checkout_4_1_who_it_travels_for_may_take_it_on_the_way(desk, one):
    desk.hold(one, desk.mani, pickup=desk.c)
    desk.back(one)
    assert (state(one), ways()) == ("in_transit", [("a", "c")])
    desk.out(one, desk.mani)
    assert (holds(), state(one), ways()) == (["filled"], "on_loan", [])


def test_checkout_4_2_nobody_else_may(desk, one):
    desk.hold(one, desk.mani, pickup=desk.c)
    desk.back(one)
    with pytest.raises(refusals.CopyWaitsForAnother):
        desk.out(one, desk.piti, space=desk.b)
    assert (holds(), ways()) == (["travelling"], [("a", "c")])


# CHECKOUT_5: on its way home


def test_checkout_5_1_a_copy_on_its_way_home_that_nobody_waits_for_is_lent(desk, one):
    desk.out(one, desk.mani)
    desk.back(one, space=desk.b)
    assert (state(one), ways()) == ("in_transit", [("b", "a")])
    desk.out(one, desk.piti, space=desk.b)
    assert (state(one), ways()) == ("on_loan", [])


def test_checkout_5_2_1_the_first_in_the_queue_gets_it_on_its_way_home(desk, one):
    desk.out(one, desk.mani)
    desk.back(one, space=desk.b)
    desk.hold(one, desk.piti)
    desk.out(one, desk.piti, space=desk.b)
    assert (holds(), state(one)) == (["filled"], "on_loan")


def test_checkout_5_2_2_nobody_else_does(desk, one, sombat):
    desk.out(one, desk.mani)
    desk.back(one, space=desk.b)
    desk.hold(one, desk.piti)
    with pytest.raises(refusals.CopyWaitsForAnother):
        desk.out(one, sombat, space=desk.b)
    assert (holds(), state(one), ways()) == (["waiting"], "in_transit", [("b", "a")])


# CHECKIN_1: on its shelf


def test_checkin_1_1_a_copy_on_its_shelf_stays_there_and_one_found_elsewhere_goes_home(desk, one):
    assert (desk.back(one).goes, desk.back(one).changed) == ("shelf", False)
    away = desk.back(one, space=desk.b)
    assert (away.goes, away.to, state(one), ways()) == ("home", desk.a, "in_transit", [("b", "a")])


@pytest.mark.parametrize(("pickup", "goes", "becomes"), [("a", "hold", "on_hold_shelf"), ("c", "away", "in_transit")])
def test_checkin_1_2_a_copy_that_somebody_waits_for_goes_to_them(desk, one, pickup, goes, becomes):
    desk.hold(one, desk.mani, pickup=getattr(desk, pickup))
    back = desk.back(one)
    assert (back.goes, back.to, state(one)) == (goes, getattr(desk, pickup), becomes)


# CHECKIN_2: on the hold shelf


def test_checkin_2_a_copy_that_is_kept_here_stays_and_one_found_elsewhere_travels_on(desk, one):
    desk.hold(one, desk.mani)
    desk.back(one)
    assert (desk.back(one).goes, desk.back(one).changed, holds()) == ("hold", False, ["ready"])
    away = desk.back(one, space=desk.b)
    assert (away.goes, away.to, holds(), state(one)) == ("away", desk.a, ["travelling"], "in_transit")


# CHECKIN_3: out


def test_checkin_3_1_a_return_that_nobody_waits_for_goes_on_its_shelf_or_home(desk, one):
    desk.out(one)
    assert desk.back(one).goes == "shelf"
    desk.out(one)
    assert (desk.back(one, space=desk.c).goes, ways()) == ("home", [("c", "a")])


@pytest.mark.parametrize(("pickup", "goes"), [("b", "hold"), ("c", "away")])
def test_checkin_3_2_a_return_that_somebody_waits_for_is_kept_or_sent(desk, one, pickup, goes):
    desk.out(one, desk.mani)
    desk.hold(one, desk.piti, pickup=getattr(desk, pickup))
    back = desk.back(one, space=desk.b)
    assert (back.goes, back.to, Loan.objects.filter(returned_at=None).count()) == (goes, getattr(desk, pickup), 0)


# CHECKIN_4: on its way to who waits for it


def test_checkin_4_1_it_arrives_where_it_is_picked_up(desk, one):
    desk.hold(one, desk.mani, pickup=desk.c)
    desk.back(one)
    back = desk.back(one, space=desk.c)
    assert (back.goes, holds(), state(one), ways()) == ("hold", ["ready"], "on_hold_shelf", [])
    assert Transit.objects.get().given_up is False


def test_checkin_4_2_anywhere_else_it_goes_on(desk, one):
    desk.hold(one, desk.mani, pickup=desk.c)
    desk.back(one)
    back = desk.back(one, space=desk.b)
    assert (back.goes, back.to, back.changed, holds()) == ("away", desk.c, False, ["travelling"])


# CHECKIN_5: on its way home


def test_checkin_5_1_it_arrives_at_home_or_goes_on(desk, one):
    desk.out(one)
    desk.back(one, space=desk.b)
    assert (desk.back(one, space=desk.c).goes, ways()) == ("home", [("b", "a")])
    assert (desk.back(one).goes, state(one), ways()) == ("shelf", "available", [])


@pytest.mark.parametrize(("pickup", "goes"), [("b", "hold"), ("c", "away")])
def test_checkin_5_2_somebody_began_to_wait_meanwhile(desk, one, pickup, goes):
    desk.out(one, desk.mani)
    desk.back(one, space=desk.b)
    desk.hold(one, desk.piti, pickup=getattr(desk, pickup))
    back = desk.back(one, space=desk.b)
    assert (back.goes, back.to) == (goes, getattr(desk, pickup))
    assert Hold.objects.get().copy_id == item(one).id


# Which copy answers


def test_a_hold_is_answered_here_first_and_never_from_a_closed_space(desk):
    here, there = copies(work(), desk.a, desk.b)
    assert desk.hold(here, desk.mani, pickup=desk.b).copy_id == item(there).id
    Space.objects.filter(id=desk.a).update(closed_on=AT.date())
    assert desk.hold(here, desk.piti, pickup=desk.b).copy_id is None
    assert holds() == ["pulled", "waiting"]
