"""The waiting list: in turn, whole, answered in time; and what everybody may give back."""

from datetime import timedelta

import pytest

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning import actions, queries
from rianru.learning.actions import seat_refusals as refused
from rianru.learning.models import Party, Seat
from tests.factories import AT
from tests.learning.seats_making import SOON, family, guest, held, join, someone, state, states, tend

LATER = AT + timedelta(hours=25)


def give_back(session, taken, who, *, at=AT, **more):
    return actions.release(actor=who, at=at, party_id=taken.party_id, **more)


def answer(taken, who, *, yes=True, at=AT):
    return actions.answer_offer(actor=who, at=at, party_id=taken.party_id, yes=yes)


def test_a_seat_given_back_with_one_tap_is_offered_to_the_next_in_line(house):
    session = house.session(1)
    person, me = someone()
    mine = join(session, me, [person])
    first, second = join(session), join(session)
    assert give_back(session, mine, me) == 1
    assert [state(one) for one in (mine, first, second)] == ["released", "offered", "waiting"]
    assert Party.objects.get(id=first.party_id).offered_until_at == AT + timedelta(hours=24)
    assert held(session) == 1
    with pytest.raises(refused.PartyEnded):
        give_back(session, mine, me)


def test_an_offer_is_taken_or_left_and_left_goes_to_the_next(house):
    session = house.session(1)
    person, me = someone()
    mine = join(session, me, [person])
    people = [someone() for _ in range(3)]
    line = [join(session, actor, [id]) for id, actor in people]
    give_back(session, mine, me)
    assert answer(line[0], people[0][1], yes=False) == "declined"
    assert answer(line[1], people[1][1]) == answer(line[1], people[1][1]) == "joined"  # tapped twice
    assert [state(one) for one in line] == ["declined", "joined", "waiting"]
    with pytest.raises(refused.NoOffer):
        answer(line[2], people[2][1])


def test_an_offer_accepted_late_is_refused_by_name_and_the_job_gives_it_to_the_next(house):
    session = house.session(1)
    person, me = someone()
    mine = join(session, me, [person])
    slow, who = someone()
    late, next_ = join(session, who, [slow]), join(session)
    give_back(session, mine, me)
    with pytest.raises(refused.OfferOver, match="22 พ"):
        answer(late, who, at=LATER)
    assert state(late) == "offered"  # nothing half done
    assert tend(LATER) > 0
    assert [state(late), state(next_), held(session)] == ["lapsed", "offered", 1]
    with pytest.raises(refused.OfferOver):
        answer(late, who, at=LATER)
    assert tend(LATER) == 0  # once


def test_an_offer_made_in_the_evening_stands_until_the_morning(house):
    session = house.session(1, offer_hours=2)
    person, me = someone()
    mine, other = join(session, me, [person]), join(session)
    give_back(session, mine, me, at=AT.replace(hour=13))  # eight in the evening in Bangkok
    assert Party.objects.get(id=other.party_id).offered_until_at == AT.replace(hour=2) + timedelta(days=1)


def test_an_offer_ends_an_hour_before_the_beginning_but_stands_a_quarter_of_an_hour(house):
    session = house.session(2)
    people = [someone() for _ in range(2)]
    mine = [join(session, actor, [id]) for id, actor in people]
    line = [join(session) for _ in range(2)]
    for taken, (_, who), before in zip(mine, people, (3, 0.5), strict=True):
        give_back(session, taken, who, at=SOON - timedelta(hours=before))
    until = [Party.objects.get(id=one.party_id).offered_until_at for one in line]
    assert until == [SOON - timedelta(hours=1), SOON - timedelta(minutes=15)]


def test_a_family_on_the_list_is_promoted_together(house):
    session = house.session(4)
    singles = [someone() for _ in range(4)]
    seats = [join(session, actor, [id]) for id, actor in singles]
    mother, ids = family(house, children=2)
    line = join(session, mother, ids)
    for n, (taken, (_, who)) in enumerate(zip(seats[:3], singles, strict=False), 1):
        assert state(line) == "waiting"
        give_back(session, taken, who)
        assert held(session) == (4 if n == 3 else 4 - n)
    assert state(line) == "offered"
    assert answer(line, mother) == "joined"
    assert (held(session), Seat.objects.filter(party=line.party_id, ended_at=None).count()) == (4, 3)


def test_a_family_is_passed_over_twice_at_most_and_then_seats_are_kept_for_it(house):
    session = house.session(4)
    singles = [someone() for _ in range(4)]
    seats = [join(session, actor, [id]) for id, actor in singles]
    mother, ids = family(house, children=1)
    line, *behind = join(session, mother, ids), join(session), join(session), join(session)
    for taken, (_, who) in zip(seats, singles, strict=True):
        give_back(session, taken, who)
    assert [state(one) for one in (line, *behind)] == ["offered", "offered", "offered", "waiting"]
    assert Party.objects.get(id=line.party_id).passed == 2
    newcomer = join(session)
    assert newcomer.state == "waiting"


def test_whoever_comes_last_fills_what_a_family_cannot_use_yet(house):
    session = house.session(3)
    join(session), join(session)
    mother, ids = family(house, children=2)
    assert join(session, mother, ids).state == "waiting"
    assert [join(session).state, join(session).state] == ["joined", "waiting"]


def test_one_of_a_family_stays_at_home_and_the_others_keep_their_seats(house):
    session = house.session(3)
    mother, ids = family(house)
    taken, waits = join(session, mother, ids), join(session)
    sick = Seat.objects.get(party=taken.party_id, person=ids[2])
    assert give_back(session, taken, mother, seats=[sick.id]) == 1
    assert [state(taken), state(waits), held(session)] == ["joined", "offered", 3]
    assert queries.party(taken.party_id).size == 2
    assert join(session, mother, [ids[2]]).state == "waiting"  # may come back, at the end of the line


def test_only_its_own_people_its_link_and_its_host_touch_a_party(house):
    session = house.session(2)
    taken, (_, stranger) = guest(session), someone()
    for who in (stranger, ANONYMOUS, house.stranger):
        with pytest.raises(NotFound):
            give_back(session, taken, who)
    with pytest.raises(NotAllowed):
        actions.remove_party(actor=house.stranger, at=AT, party_id=taken.party_id)
    other = guest(session)
    with pytest.raises(NotFound):
        give_back(session, taken, ANONYMOUS, token=queries.token_of(other.party_id))
    assert give_back(session, taken, ANONYMOUS, token=queries.token_of(taken.party_id)) == 1
    assert actions.remove_party(actor=house.librarian, at=AT, party_id=other.party_id) == 1
    assert held(session) == 0


def test_what_has_begun_is_not_given_back_and_who_waited_hears_that_it_was_in_vain(house):
    session = house.session(1)
    person, me = someone()
    mine, waits = join(session, me, [person]), join(session)
    with pytest.raises(refused.AlreadyBegun):
        give_back(session, mine, me, at=SOON)
    tend(SOON)
    assert [state(mine), state(waits)] == ["joined", "missed"]


def test_a_called_off_session_offers_nothing_and_is_not_accepted(house):
    session = house.session(1)
    person, me = someone()
    slow, who = someone()
    mine, waits = join(session, me, [person]), join(session, who, [slow])
    give_back(session, mine, me)
    type(session).objects.filter(id=session.id).update(state="cancelled")
    with pytest.raises(refused.ActivityCalledOff):
        answer(waits, who)
    tend(AT)
    assert [state(waits), held(session)] == ["missed", 0]


def test_more_seats_are_offered_to_the_line_within_the_minute_and_fewer_take_none_away(house):
    session = house.session(1)
    taken, *line = [join(session) for _ in range(4)]
    type(session.activity).objects.filter(id=session.activity_id).update(capacity=3)
    tend(AT)
    assert [state(one) for one in line] == ["offered", "offered", "waiting"]
    type(session.activity).objects.filter(id=session.activity_id).update(capacity=1)
    tend(AT)
    assert [state(one) for one in (taken, *line)] == ["joined", "offered", "offered", "waiting"]
    assert states(session)[0] == (1, "joined")
    assert held(session) == 3


def test_every_step_is_a_fact_and_none_names_anybody(house):
    session = house.session(1)
    person, me = someone()
    mine, waits = join(session, me, [person]), join(session)
    give_back(session, mine, me)
    told = list(Fact.objects.filter(verb__startswith="learning.").order_by("id").values_list("verb", "count"))
    assert told == [("learning.joined", 1), ("learning.waited", 1), ("learning.released", 1), ("learning.offered", 1)]
    assert not Fact.objects.filter(actor_key=me.key, verb__startswith="learning.").exists()
    assert state(waits) == "offered"
