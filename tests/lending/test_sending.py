"""Bags between spaces: scanned in, sent, scanned out; and which shelf answers a hold."""

from datetime import timedelta

import pytest

from rianru.lending import actions, queries
from rianru.lending.actions import sending
from rianru.lending.models import Hold, Transit
from tests.factories import AT, HOUSE
from tests.lending.making import copies, item, member, state, work

pytestmark = pytest.mark.django_db


def seat(desk, space):
    return {"actor": desk.librarian, "at": AT, "space_id": space}


def test_a_bag_takes_what_goes_its_way_and_nothing_else_and_is_emptied_where_it_arrives(desk):
    home, other = copies(work(), desk.a)[0], copies(work("ปีศาจ"), desk.c)[0]
    for one in (home, other):
        desk.back(one, space=desk.b)
    bag = actions.open_bag(**seat(desk, desk.b), receiver_id=desk.a)
    assert actions.open_bag(**seat(desk, desk.b), receiver_id=desk.a).id == bag.id
    with pytest.raises(sending.BagEmpty):
        actions.send_bag(**seat(desk, desk.b), bag_id=bag.id)
    with pytest.raises(sending.NotForThisBag):
        actions.put_in_bag(**seat(desk, desk.b), bag_id=bag.id, barcode=other)
    for _ in range(2):  # a double scan
        actions.put_in_bag(**seat(desk, desk.b), bag_id=bag.id, barcode=home)
    assert actions.send_bag(**seat(desk, desk.b), bag_id=bag.id) == 1
    with pytest.raises(sending.BagNotOpen):
        actions.put_in_bag(**seat(desk, desk.b), bag_id=bag.id, barcode=home)
    assert [row.barcode for row in queries.rows("arriving", space_id=desk.a, day=AT.date())] == [home]
    assert [one.goes for one in actions.receive_bag(**seat(desk, desk.a), bag_id=bag.id)] == ["shelf"]
    assert (state(home), state(other)) == ("available", "in_transit")
    assert Transit.objects.filter(received_at=None).count() == 1
    assert actions.receive_bag(**seat(desk, desk.a), bag_id=bag.id) == []


def test_a_bag_leads_to_another_space_of_the_network(desk):
    with pytest.raises(sending.BagSameSpace):
        actions.open_bag(**seat(desk, desk.a), receiver_id=desk.a)


def test_the_cheapest_route_answers_a_hold_when_there_is_none_at_the_pick_up_space(desk):
    actions.set_route(actor=HOUSE, at=AT, sender_id=desk.b, receiver_id=desk.a, satang=500, days=1)
    actions.set_route(actor=HOUSE, at=AT, sender_id=desk.c, receiver_id=desk.a, satang=300, days=3)
    near, cheap = copies(work(), desk.b, desk.c)
    assert desk.hold(near).copy_at == desk.c
    assert item(cheap).id == Hold.objects.get().copy_id


def test_spaces_that_cost_the_same_share_the_work(desk):
    for sender in (desk.b, desk.c):
        actions.set_route(actor=HOUSE, at=AT, sender_id=sender, receiver_id=desk.a, satang=300, days=1)
    every = copies(work(), *[desk.b] * 5, *[desk.c] * 5)
    people = [member(desk.librarian, desk.a, f"คนที่ {n}") for n in range(6)]
    asked = [desk.hold(every[0], one).copy_at for one in people]
    assert (asked.count(desk.b), asked.count(desk.c)) == (3, 3)


def test_one_copy_answers_one_hold(desk, one):
    first, second = desk.hold(one, desk.mani), desk.hold(one, desk.piti)
    assert (first.place, second.place, second.copy_id) == (0, 1, None)
    actions.cancel_hold(actor=desk.librarian, at=AT, hold_id=first.hold_id)
    assert Hold.objects.get(id=second.hold_id).copy_id == item(one).id


def test_a_copy_that_is_not_found_is_looked_for_elsewhere(desk):
    here, there = copies(work(), desk.a, desk.b)
    hold = desk.hold(here)
    actions.declare_missing(**seat(desk, desk.a), item_id=item(here).id)
    assert (Hold.objects.get(id=hold.hold_id).copy_id, state(here)) == (item(there).id, "missing")
    back = desk.back(here)
    assert (back.found, back.goes, state(here)) == (True, "shelf", "available")


def test_a_hold_that_is_not_picked_up_goes_to_the_next_when_its_copy_is_scanned(desk, one):
    first, second = desk.hold(one, desk.mani), desk.hold(one, desk.piti)
    until = desk.back(one).ready_until
    assert until is not None
    late = AT + timedelta(days=(until - AT.date()).days + 1)
    assert actions.tend_holds(actor=HOUSE, at=late) == 1
    assert [row.barcode for row in queries.rows("off-shelf", space_id=desk.a, day=late.date())] == [one]
    back = desk.back(one, at=late)
    assert (back.goes, back.hold_id) == ("hold", second.hold_id)
    assert list(Hold.objects.order_by("id").values_list("id", "state")) == [
        (first.hold_id, "expired"), (second.hold_id, "ready")]


def test_who_suspends_keeps_their_place_and_is_passed_over_until_the_day(desk, one):
    desk.out(one, member(desk.librarian, desk.a, "สมบัติ"))
    first, second = desk.hold(one, desk.mani), desk.hold(one, desk.piti, at=AT + timedelta(minutes=1))
    later = (AT + timedelta(days=10)).date()
    actions.suspend_hold(actor=desk.librarian, at=AT, hold_id=first.hold_id, until=later)
    assert desk.back(one).hold_id == second.hold_id
    desk.out(one, desk.piti)
    back = desk.back(one, at=AT + timedelta(days=10))
    assert back.hold_id == first.hold_id


def test_every_waiting_hold_gets_the_best_copy_at_once_and_the_longest_waiting_goes_first(desk):
    first, second = work(), work("ปีศาจ")
    [one] = copies(first, desk.b)
    [other] = copies(second, desk.b)
    people = [member(desk.librarian, desk.a, f"คนที่ {n}") for n in range(4)]
    for who, barcode in ((people[0], one), (people[1], other)):
        desk.out(barcode, who, space=desk.b)
    waiting = [desk.hold(one, people[2]), desk.hold(one, people[3], at=AT + timedelta(minutes=1)),
               desk.hold(other, people[3])]
    near, far = copies(first, desk.a, desk.c)
    [answer] = copies(second, desk.c)
    asked = {"actor": HOUSE, "at": AT, "network_id": desk.network}
    assert actions.answer_holds(**asked) == 3
    found = dict(Hold.objects.values_list("id", "copy__barcode"))
    assert [found[one.hold_id] for one in waiting] == [near, far, answer]
    assert actions.answer_holds(**asked) == 0
    assert actions.answer_holds(**asked, anew=True) == 3
