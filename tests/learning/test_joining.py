"""Joining: together or not at all, in order, and with a reason where it cannot be."""

from datetime import timedelta

import pytest

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact, OneOffKey
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.learning import actions, queries
from rianru.learning.actions import seat_refusals as refused
from rianru.learning.actions.seat_refusals import SeatTaken
from rianru.learning.models import Party, Seat
from rianru.people.actions import PhoneUnusable
from tests.factories import AT
from tests.learning.seats_making import SOON, activity, family, guest, held, join, someone, states


def test_join_gives_a_seat_and_tells_it_under_a_key_of_its_own(house):
    session = house.session()
    person, me = someone()
    taken = join(session, me, [person])
    assert (taken.state, taken.size, taken.place, held(session)) == ("joined", 1, 1, 1)
    fact = Fact.objects.get(verb="learning.joined")
    assert (fact.count, fact.object_id, fact.space_id, fact.actor_key) == (1, session.activity_id, house.space, None)
    assert fact.subject_key == OneOffKey.objects.get(object_kind="party", object_id=taken.party_id).key != me.key


def test_a_family_joins_in_one_step_all_of_it_or_none_of_it(house):
    session = house.session(5)
    mother, ids = family(house, children=3)
    assert join(session, mother, ids).state == "joined"
    other, others = family(house, children=1)
    taken = join(session, other, others)
    assert (taken.state, held(session), states(session)) == ("waiting", 4, [(4, "joined"), (2, "waiting")])


def test_nobody_has_two_seats_not_even_as_somebody_elses_family(house):
    session = house.session()
    mother, ids = family(house)
    join(session, mother, [ids[1]])
    with pytest.raises(SeatTaken):
        join(session, mother, ids)
    assert states(session) == [(1, "joined")]
    assert held(session) == 1


def test_strangers_are_joined_by_nobody(house):
    session, (_, me) = house.session(), someone()
    _, ids = family(house)
    with pytest.raises(NotAllowed):
        join(session, me, [ids[1]])
    with pytest.raises(refused.AccountNeeded):
        join(session, ANONYMOUS, [ids[1]])
    with pytest.raises(refused.NobodyChosen):
        join(session, me, [])


def test_a_child_does_not_join_alone_and_its_guardian_joins_for_it(house):
    session = house.session()
    person, child = someone("ปิ่น", born=AT.year - 13)
    with pytest.raises(refused.GuardianJoins):
        join(session, child, [person])
    grown, teenager = someone("ก้อง", born=AT.year - 15)
    assert join(session, teenager, [grown]).state == "joined"


@pytest.mark.parametrize(("born", "fits"), [(2012, True), (2011, True), (2010, False), (1990, False), (None, True)])
def test_ages_are_looked_at_as_far_as_a_year_of_birth_tells(house, born, fits):
    session = house.session(ages=["6-14"])  # 21 November 2026: of 2011 some are still fourteen
    person, me = someone(born=1990)
    asked = {"actor": ANONYMOUS, "at": AT, "activity_id": session.activity_id, "session_id": session.id, "guardian": True,
             "contact": actions.Contact("แม่", "0811111111"), "guests": [actions.Guest("ลูก", born)]}
    if fits:
        assert actions.join_as_guest(**asked).state == "joined"
    else:
        with pytest.raises(refused.NotForTheirAge, match="ลูก"):
            actions.join_as_guest(**asked)
    with pytest.raises(refused.NotForTheirAge):
        join(session, me, [person])


def test_a_household_with_somebody_too_old_for_it_is_refused_whole(house):
    session = house.session(ages=["6-14"])
    mother, ids = family(house)
    with pytest.raises(refused.NotForTheirAge, match="แม่"):
        join(session, mother, ids)
    assert Party.objects.count() == Seat.objects.count() == 0
    assert join(session, mother, ids[1:]).size == 2


def test_without_an_account_a_name_and_a_phone_are_enough_and_a_link_leads_back(house):
    session = house.session()
    taken = guest(session, phone="081-234-5678")
    row = queries.party(taken.party_id)
    assert (row.name, row.phone, row.email, row.names) == ("ป้าแดง", "0812345678", "", "ป้าแดง")
    token = queries.token_of(taken.party_id)
    assert queries.party_behind(token) == taken.party_id
    assert [queries.party_behind(wrong) for wrong in ("", token[:-1], token[1:], "x" * 500)] == [None] * 4


def test_a_guest_says_how_to_be_told_and_joins_once(house):
    session = house.session()
    for contact in (actions.Contact("ป้าแดง"), actions.Contact("", "0812345678")):
        with pytest.raises(refused.ContactNeeded):
            actions.join_as_guest(actor=ANONYMOUS, at=AT, activity_id=session.activity_id, session_id=session.id,
                                  contact=contact, guests=[actions.Guest("ป้าแดง")])
    with pytest.raises(PhoneUnusable):
        guest(session, phone="1234")
    guest(session, phone="0812345678")
    with pytest.raises(refused.ContactTaken):
        guest(session, "ป้าแดงอีกที", phone="0812345678")
    assert held(session) == 1


def test_children_without_accounts_come_with_a_grown_up_who_says_so(house):
    session = house.session()
    child = actions.Guest("น้องต้น", AT.year - 9)
    with pytest.raises(refused.GuardianJoins):
        guest(session, "แม่น้องต้น", guests=[child])
    with pytest.raises(refused.GuardianJoins):
        guest(session, "น้องต้น", guests=[child], guardian=True)
    assert guest(session, "แม่น้องต้น", guests=[child], guardian=True).state == "joined"


@pytest.mark.parametrize(("said", "at", "code"), [
    ({"state": "draft"}, AT, "house.not_found"),
    ({"state": "cancelled"}, AT, "learning.called_off"),
    ({"state": "over"}, AT, "learning.too_late"),
    ({"joining": "free"}, AT, "learning.nothing_to_book"),
    ({"joining": "whole"}, AT, "learning.join_the_series"),
    ({"joining_opens_at": AT + timedelta(hours=1)}, AT, "learning.joining_not_yet"),
    ({"joining_closes_at": AT}, AT, "learning.joining_closed"),
    ({}, SOON, "learning.too_late"),
    ({"accounts_only": True}, AT, "learning.account_needed"),
    ({"party_most": 1}, AT, "learning.party_too_large"),
])
def test_what_cannot_be_joined_says_why_and_leaves_nothing(house, said, at, code):
    session = house.session(**said)
    with pytest.raises(Refused) as caught:
        actions.join_as_guest(
            actor=ANONYMOUS, at=at, activity_id=session.activity_id, session_id=session.id,
            contact=actions.Contact("ป้าแดง", "0812345678"), guests=[actions.Guest("ป้าแดง"), actions.Guest("ลุงดำ")])
    assert (caught.value.code, Party.objects.count(), Fact.objects.filter(verb__startswith="learning.").count()) == (code, 0, 0)


def test_what_is_cancelled_this_time_alone_is_refused_and_what_is_nowhere_is_not_found(house):
    session = house.session()
    type(session).objects.filter(id=session.id).update(state="cancelled")
    with pytest.raises(refused.ActivityCalledOff):
        join(session)
    other = house.session()
    person, me = someone()
    with pytest.raises(NotFound):
        actions.join(actor=me, at=AT, activity_id=other.activity_id, session_id=session.id, persons=[person])


def test_full_without_a_waiting_list_is_refused_and_with_one_waits(house):
    alone = house.session(1, waiting_list=False)
    join(alone)
    with pytest.raises(refused.ActivityFull):
        join(alone)
    assert states(alone) == [(1, "joined")]
    line = house.session(1)
    assert [join(line).state for _ in range(3)] == ["joined", "waiting", "waiting"]


def test_a_series_is_joined_once_for_all_of_its_sessions(house):
    series = activity(house.space, capacity=2, joining="whole", sessions=3)
    person, me = someone()
    asked = {"actor": me, "at": AT, "activity_id": series.id}
    assert actions.join(**asked, persons=[person]).state == "joined"
    with pytest.raises(refused.JoinTheSeries):
        actions.join(**asked, session_id=series.sessions.first().id, persons=[person])
    [row] = queries.seats_of([series.id])[series.id]
    assert (row.session_id, row.capacity, row.held, row.free) == (None, 2, 1, 1)


def test_the_desk_adds_whom_it_wants_beyond_the_number_or_into_the_line(house):
    session = house.session(1)
    join(session)
    asked = {"actor": house.librarian, "at": SOON + timedelta(minutes=5), "activity_id": session.activity_id,
             "session_id": session.id, "contact": actions.Contact("ลุงมี"), "guests": [actions.Guest("ลุงมี")]}
    with pytest.raises(refused.NotEnoughSeats):
        actions.add_at_desk(**asked)
    assert actions.add_at_desk(**asked, beyond=True).state == "joined"
    assert held(session) == 2
    assert actions.add_at_desk(**asked | {"at": AT}, wait=True).state == "waiting"
    with pytest.raises(NotAllowed):
        actions.add_at_desk(**asked | {"actor": house.stranger}, beyond=True)
    assert join(session).state == "waiting"  # nobody else got in by that
