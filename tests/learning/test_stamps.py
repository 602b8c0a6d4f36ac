"""Stamps: by the code on the wall once a day, of activities, of loans for whoever asked, from paper, of one's reading."""

from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning import actions, queries
from rianru.learning.actions import guessing
from rianru.learning.actions import stamp_refusals as refusals
from rianru.learning.models import CodeFlag, EntryMember, Seat, Stamp, Tally
from rianru.people import actions as registered
from rianru.people import queries as people
from rianru.places import actions as places
from rianru.places.models import Space
from tests.factories import AT, HOUSE
from tests.learning import passports_making as making
from tests.learning import seats_making as seats
from tests.people import making as persons

DAY = timedelta(days=1)


def test_the_code_on_the_wall_stamps_whoever_is_there_once_a_day(house):
    mother, ids = seats.family(house)
    first = making.stamp(house, mother, persons=ids)
    assert (first.people, first.again) == (3, False)
    again = making.stamp(house, mother, persons=ids, at=AT + timedelta(hours=1))
    assert (again.people, again.again) == (0, True)
    assert [making.stamps(one) for one in ids] == [[("visit", 0, 0)]] * 3
    assert making.stamp(house, mother, at=AT + DAY).people == 1  # oneself alone, where nobody is named
    assert [len(making.stamps(one)) for one in ids] == [2, 1, 1]


def test_a_stamp_is_counted_for_its_place(house):
    _person, actor = seats.someone()
    making.stamp(house, actor)
    fact = Fact.objects.get(verb="learning.stamped")
    assert (fact.space_id, fact.format, fact.subject_key, fact.count) == (house.space, "visit", actor.key, 1)


def test_a_guess_is_refused_by_name_and_waits_after_five(house):
    person, actor = seats.someone()
    typed = making.code(house)
    wrong = making.written(1, b"x" * 32, 5)
    for _ in range(5):
        with pytest.raises(refusals.StampCodeWrong):
            actions.stamp_by_code(actor=actor, at=AT, code=wrong)
    with pytest.raises(guessing.TooManyCodes):
        actions.stamp_by_code(actor=actor, at=AT, code=typed)
    assert actions.stamp_by_code(actor=actor, at=AT + timedelta(minutes=16), code=typed).people == 1
    assert making.stamps(person) == [("visit", 0, 0)]


def test_a_guess_at_the_number_of_a_space_is_told_to_its_caretaker_who_settles_it(house):
    _person, actor = seats.someone()
    making.code(house)
    number = queries.code_of_space(house.space)
    for _ in range(3):
        with pytest.raises(refusals.StampCodeWrong):
            actions.stamp_by_code(actor=actor, at=AT, code=making.written(number.number, b"x" * 32, 5))
    [told] = queries.flags(actor=house.librarian, at=AT, space_id=house.space)
    assert (told.reason, told.times) == ("guessed", 3)
    settle = {"actor": house.librarian, "at": AT, "space_id": house.space, "flag_id": told.id}
    actions.settle_flag(**settle)
    with pytest.raises(refusals.FlagGone):
        actions.settle_flag(**settle)
    assert queries.flags(actor=house.librarian, at=AT, space_id=house.space) == []
    with pytest.raises(NotAllowed):
        queries.flags(actor=house.stranger, at=AT, space_id=house.space)


def test_a_slip_of_the_hand_is_no_guess(house):
    _person, actor = seats.someone()
    typed = making.code(house)
    slipped = typed[:-1] + str((int(typed[-1]) + 1) % 10)
    for _ in range(9):
        with pytest.raises(refusals.StampCodeMistyped):
            actions.stamp_by_code(actor=actor, at=AT, code=slipped)
    assert actions.stamp_by_code(actor=actor, at=AT, code=typed).people == 1


def test_the_sheet_of_last_month_is_old_and_a_new_secret_ends_every_sheet(house):
    _person, actor = seats.someone()
    old = making.code(house, on=making.TODAY.replace(day=1) - DAY)
    with pytest.raises(refusals.StampCodeOld):
        actions.stamp_by_code(actor=actor, at=AT, code=old)
    typed = making.code(house)
    actions.keep_paper_code(actor=HOUSE, at=AT, space_id=house.space, anew=True)
    with pytest.raises(refusals.StampCodeWrong):
        actions.stamp_by_code(actor=actor, at=AT, code=typed)
    assert making.stamp(house, actor).people == 1


def test_a_photograph_of_the_code_gives_nothing_while_it_is_closed(house):
    person, actor = seats.someone()
    places.set_weekly_hours(actor=HOUSE, at=AT, space_id=house.space, hours=((7, 0, 1),))
    with pytest.raises(refusals.StampWhileClosed):
        making.stamp(house, actor)
    assert [one.reason for one in CodeFlag.objects.all()] == ["closed"]
    assert making.stamps(person) == []


def test_a_shared_code_gives_nothing_to_who_was_far_away_just_now(house):
    _person, actor = seats.someone()
    near, far = (persons.space(code, within=persons.network("north")).id for code in ("near-one", "far-one"))
    for space, lat, lon in ((near, 19.17, 99.90), (far, 7.00, 100.47)):
        Space.objects.filter(id=space).update(lat=lat, lon=lon)
    making.stamp(house, actor, space=near)
    with pytest.raises(refusals.StampTooFar):
        making.stamp(house, actor, space=far, at=AT + timedelta(hours=1))
    assert making.stamp(house, actor, space=far, at=AT + DAY).people == 1  # the control: a day is enough
    assert [one.reason for one in CodeFlag.objects.all()] == ["far"]


def test_an_unusual_number_of_stamps_is_told_and_nobody_is_refused(house):
    actions.keep_paper_code(actor=HOUSE, at=AT, space_id=house.space, most_a_day=2)
    for _ in range(4):
        assert making.stamp(house, seats.someone()[1]).people == 1
    [told] = queries.flags(actor=house.librarian, at=AT, space_id=house.space)
    assert (told.reason, told.times) == ("crowd", 2)


def test_a_code_that_was_passed_on_gives_no_more_than_its_caretaker_lets_it(house):
    code = {"actor": HOUSE, "at": AT, "space_id": house.space}
    actions.keep_paper_code(**code, most_a_day=3, stops=True)
    mother, ids = seats.family(house)  # three of them
    assert making.stamp(house, mother, persons=ids).people == 3
    late = seats.someone()[1]
    with pytest.raises(refusals.StampsFull):
        making.stamp(house, late)
    assert making.stamp(house, mother, persons=ids).again  # who had theirs hears so
    [told] = queries.flags(actor=house.librarian, at=AT, space_id=house.space)
    assert (told.reason, told.times, Stamp.objects.count()) == ("crowd", 1, 3)
    assert making.stamp(house, late, at=AT + DAY).people == 1
    actions.keep_paper_code(**code, most_a_day=3)  # the control: without it nobody is refused
    assert making.stamp(house, seats.someone()[1]).people == 1


def test_nobody_stamps_persons_of_others(house):
    _mother, ids = seats.family(house)
    with pytest.raises(NotAllowed):
        making.stamp(house, seats.someone()[1], persons=ids)
    with pytest.raises(NotAllowed):
        actions.log_reading(actor=seats.someone()[1], at=AT, person_id=ids[1], on=making.TODAY, minutes=5)


def test_attendance_is_a_stamp_and_goes_with_a_slip(house):
    session = house.session()
    person, actor = seats.someone()
    taken = seats.join(session, actor, [person])
    seat = Seat.objects.get(party=taken.party_id)
    mark = {"actor": house.librarian, "at": session.starts_at, "session_id": session.id, "seat_id": seat.id}
    actions.mark_seat(**mark, came=True)
    actions.mark_seat(**mark, came=True)
    assert making.stamps(person) == [("activity", 120, 0)]
    actions.mark_seat(**mark, came=False)
    assert making.stamps(person) == []


def test_loans_give_stamps_to_whoever_asked_and_never_lead_to_a_loan(house):
    person, actor = seats.someone()
    lend = {"actor": HOUSE, "at": AT, "space_id": house.space, "person_id": person, "key": actor.key}
    assert not actions.stamp_loan(**lend, title="พระอภัยมณี")
    actions.set_passport(actor=actor, at=AT, person_id=person, borrowing=True)
    assert actions.stamp_loan(**lend, title="พระอภัยมณี")
    actions.stamp_loan(**lend, title="สี่แผ่นดิน")
    [one] = Stamp.objects.filter(person=person)
    assert (one.books, one.title, one.occurred_at, one.made_by) == (2, "", None, None)
    [fact] = Fact.objects.filter(verb="learning.stamped")
    assert (fact.subject_key, fact.actor_key) == (None, None)
    actions.set_passport(actor=actor, at=AT, person_id=person, borrowing=True, titles=True)
    actions.stamp_loan(**lend, title="คู่กรรม")
    assert making.stamps(person) == [("borrowing", 0, 3)]
    assert Stamp.objects.get(person=person).title == "คู่กรรม"
    actions.unstamp_loan(**lend, title="คู่กรรม", on=making.TODAY)
    assert list(Stamp.objects.filter(person=person).values_list("books", "title")) == [(2, "")]
    actions.set_passport(actor=actor, at=AT, person_id=person, borrowing=False)
    assert making.stamps(person) == []


def test_paper_passports_are_entered_afterwards_by_card(house):
    _mother, ids = seats.family(house, children=1)
    cards = [one.card for one in people.memberships_of_persons(ids)]
    enter = {"actor": house.librarian, "at": AT, "space_id": house.space, "on": making.TODAY - 3 * DAY}
    assert actions.stamp_by_hand(**enter, cards=[*cards, "99999999999"]) == actions.Entered(2, 0, ("99999999999",))
    assert actions.stamp_by_hand(**enter, cards=cards) == actions.Entered(0, 2, ())
    actions.stamp_by_hand(**enter, cards=cards[:1], kind="reading", books=2)
    with pytest.raises(refusals.CardsUnknown):
        actions.stamp_by_hand(**enter, cards=["99999999999"])
    with pytest.raises(refusals.StampDayWrong):
        actions.stamp_by_hand(**enter | {"on": making.TODAY + DAY}, cards=cards)
    with pytest.raises(NotAllowed):
        actions.stamp_by_hand(**enter | {"actor": house.stranger}, cards=cards)


def test_ones_own_reading_is_at_most_a_day_long_and_can_be_taken_back(house):
    person, actor = seats.someone()
    read = {"actor": actor, "at": AT, "person_id": person, "on": making.TODAY}
    actions.log_reading(**read, minutes=30, title="นิทานก่อนนอน")
    actions.log_reading(**read, minutes=20, books=1)
    assert sorted(making.stamps(person)) == [("reading", 20, 1), ("reading", 30, 0)]
    for wrong in ({"minutes": 1_400}, {}, {"books": -1}, {"books": 101}):
        with pytest.raises(refusals.ReadingWrong):
            actions.log_reading(**read, **wrong)
    mine = Stamp.objects.get(minutes=30)
    with pytest.raises(NotFound):
        actions.drop_reading(actor=seats.someone()[1], at=AT, stamp_id=mine.id)
    actions.drop_reading(actor=actor, at=AT, stamp_id=mine.id)
    assert making.stamps(person) == [("reading", 20, 1)]


def test_who_is_erased_leaves_no_stamp(house):
    mother, ids = seats.family(house, children=1)
    making.stamp(house, mother, persons=ids)
    actions.forget_passport(actor=HOUSE, at=AT, person_id=ids[1])
    assert [making.stamps(one) for one in ids] == [[("visit", 0, 0)], []]


def test_a_passport_is_read_in_pages_and_in_one_query_however_many(house, django_assert_num_queries):
    person, actor = seats.someone()
    for days in range(3):
        actions.log_reading(actor=actor, at=AT, person_id=person, on=making.TODAY - days * DAY, minutes=10 + days)
    with django_assert_num_queries(1):
        first = queries.stamps_of(person, limit=2)
    rest = queries.stamps_of(person, limit=2, after=(first[-1].occurred_on, first[-1].id))
    assert [one.minutes for one in (*first, *rest)] == [10, 11, 12]
    assert (queries.totals_of(person).minutes, queries.totals_of(person).stamps) == (33, 3)


def test_erasing_a_member_takes_their_passport_along_and_leaves_the_family_its_own(house):
    mother, ids = seats.family(house, children=1)
    made = making.challenge(house, unit="household")
    [entry] = making.join(made, mother, ids)
    making.stamp(house, mother, persons=ids)
    making.advance(mother)
    [child] = [one for one in people.memberships_of_persons(ids) if one.person_id == ids[1]]
    registered.erase_member(actor=HOUSE, at=AT, membership_id=child.id, space_id=house.space)
    making.advance(mother)
    assert list(Stamp.objects.values_list("person", flat=True)) == ids[:1]
    assert list(Tally.objects.filter(entry=entry).values_list("done", flat=True)) == [1]
    assert list(EntryMember.objects.values_list("person", flat=True)) == ids[:1]
