"""Fair seats: quotas, a draw that anybody repeats, and the line behind it."""

from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.kernel import draws
from rianru.kernel.refusals import NotAllowed
from rianru.learning import actions, queries
from rianru.learning.actions import Kept, seat_refusals, sharing
from rianru.learning.models import Draw, Party, Seating
from rianru.people.models import Person
from tests.factories import AT
from tests.learning.seats_making import family, guest, held, join, someone, state, tend

CLOSES = AT + timedelta(days=3)


def shared(house, session, *quotas, by="lot", closes=CLOSES, actor=None, at=AT):
    return actions.share_seats(actor=actor or house.librarian, at=at, activity_id=session.activity_id,
                               session_id=session.id, by=by, closes_at=closes, quotas=quotas)


def outcome(session):
    return queries.entries(queries.draw_of(Seating.objects.get(session=session).id))


def test_names_are_taken_until_the_list_closes_and_seats_given_once_after_that(house):
    session = house.session(2)
    draw = shared(house, session)
    line = [join(session) for _ in range(4)]
    assert [one.state for one in line] == ["entered"] * 4
    with pytest.raises(sharing.DrawNotDue):
        actions.draw_seats(actor=house.librarian, at=CLOSES - timedelta(seconds=1), draw_id=draw)
    with pytest.raises(seat_refusals.JoiningClosed):
        join(session, at=CLOSES)
    assert tend(CLOSES) > 0  # the job does it by itself
    assert sorted(state(one) for one in line) == ["joined", "joined", "waiting", "waiting"]
    assert held(session) == 2
    with pytest.raises(sharing.DrawnAlready):
        actions.draw_seats(actor=house.librarian, at=CLOSES, draw_id=draw)


def test_what_is_published_is_enough_to_repeat_it_and_says_nobodys_name(house):
    session = house.session(5)
    shared(house, session, Kept("elder", 2))
    seed = Draw.objects.get().seed
    before = queries.published(queries.draw_of(Seating.objects.get().id))
    assert (before["seed"], before["commitment"]) == ("", draws.commitment(seed))
    for n in range(6):
        person, me = someone(f"ผู้ร่วม {n}", born=1950 if n % 2 else 1990)
        join(session, me, [person])
    mother, ids = family(house)
    join(session, mother, ids)
    tend(CLOSES)
    told = queries.published(queries.draw_of(Seating.objects.get().id))
    assert draws.commitment(told["seed"]) == before["commitment"]
    again = draws.repeated(told)
    assert [[one.rank, one.code, one.ticket, one.why] for one in again] == [
        [one["rank"], one["code"], one["ticket"], one["why"]] for one in told["outcome"]]
    assert not any(name in str(told) for name in Person.objects.values_list("given_name", flat=True))
    altered = told | {"entries": told["entries"][1:]}
    assert [one.ticket for one in draws.repeated(altered)] != [one.ticket for one in again]  # the control


def test_seats_that_are_kept_go_first_to_those_for_whom_they_are_in_the_order_of_arrival(house):
    session = house.session(3)
    shared(house, session, Kept("first_time", 1), Kept("elder", 1), Kept("district", 1, "5601"), by="arrival")
    young = [guest(session) for _ in range(3)]  # without an account nobody can be known to come for the first time
    old, elder = someone(born=1950)
    join(session, elder, [old])
    here, neighbour = someone()
    Person.objects.filter(id=here).update(lives_in="560103")
    join(session, neighbour, [here])
    tend(CLOSES)
    said = {Party.objects.get(code=one.code).by_id: one.why for one in outcome(session) if one.seated}
    assert said == {old: "first_time", here: "district:5601", None: "open"}
    assert [state(one) for one in young] == ["joined", "waiting", "waiting"]


def test_who_waits_after_the_draw_stands_in_the_drawn_order_before_whoever_comes_later(house):
    session = house.session(1)
    shared(house, session)
    line = {join(session).party_id: n for n in range(4)}
    tend(CLOSES)
    late = join(session, at=CLOSES + timedelta(hours=1))
    drawn = [Party.objects.get(code=one.code).id for one in outcome(session)]
    assert sorted(drawn) == sorted(line)
    assert list(Party.objects.order_by("place").values_list("id", flat=True)) == [*drawn, late.party_id]


def test_a_family_draws_one_ticket_and_sits_together(house):
    session = house.session(3)
    shared(house, session)
    mother, ids = family(house)
    taken, *singles = join(session, mother, ids), join(session), join(session)
    tend(CLOSES)
    seated = {state(one) for one in singles}
    assert held(session) == 3 if state(taken) == "joined" else 2
    assert seated == ({"waiting"} if state(taken) == "joined" else {"joined"})


def test_a_host_cannot_draw_another_seed_once_somebody_has_entered(house):
    session = house.session(2)
    shared(house, session)
    first = Draw.objects.get().commitment
    shared(house, session, Kept("elder", 1))
    second = Draw.objects.get().commitment
    join(session)
    shared(house, session, Kept("elder", 2), closes=CLOSES + timedelta(hours=1))
    assert (first != second, Draw.objects.get().commitment) == (True, second)


@pytest.mark.parametrize("wrong", [
    {"by": "favour"}, {"closes": AT}, {"closes": AT + timedelta(days=8)}, {"quotas": [Kept("elder", 21)]},
    {"quotas": [Kept("friends", 1)]}, {"quotas": [Kept("elder", 1), Kept("elder", 2)]}, {"quotas": [Kept("district", 1)]},
    {"quotas": [Kept("elder", 0)]},
])
def test_what_is_no_way_to_share_seats_is_refused(house, wrong):
    session = house.session(20)
    quotas = wrong.pop("quotas", [])
    with pytest.raises(sharing.DrawWrong):
        shared(house, session, *quotas, **wrong)
    assert Draw.objects.count() == 0


def test_seats_are_shared_by_their_host_alone_and_not_after_some_were_given(house):
    session, other = house.session(2), house.session(None)
    with pytest.raises(NotAllowed):
        shared(house, session, actor=house.stranger)
    with pytest.raises(sharing.DrawWrong):
        shared(house, other)  # without a number of seats there is nothing to share
    join(session)
    with pytest.raises(sharing.JoinedAlready):
        shared(house, session)
    assert not Fact.objects.filter(verb="learning.fair_seats_set").exists()
