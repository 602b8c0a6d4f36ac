"""Who came: the code on the wall, the list at the desk, heads without names; and what facts count of it."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from rianru.kernel.changing_codes import PAPER, code_of, window_of
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning import actions, queries
from rianru.learning.actions import attending, counting
from rianru.learning.models import Attendance, Facilitator, Seat, SessionCode, WrongCode
from tests.learning.seats_making import SOON, family, guest, join, someone

MINUTES = timedelta(minutes=1)


def opened(house, session, **more):
    actions.open_code(actor=house.librarian, at=SOON, session_id=session.id, **more)
    return bytes(SessionCode.objects.get(session=session).secret)


def come(me, code, *, at=SOON, **more):
    return actions.come_by_code(actor=me, at=at, code=code, **more)


def counted(session):
    came, undone = (Fact.objects.filter(verb=verb, object_id=session.activity_id).aggregate(
        count=Sum("count", default=0), minutes=Sum("minutes", default=0))
        for verb in ("learning.attended", "learning.attendance_undone"))
    return came["count"] - undone["count"], came["minutes"] - undone["minutes"]


def test_the_code_on_the_wall_notes_everyone_of_the_family_who_has_a_seat(house):
    session = house.session()
    mother, ids = family(house)
    join(session, mother, ids[:2])
    code = code_of(opened(house, session), window_of(SOON))
    came = come(mother, f" {code[:3]} {code[3:]} ")
    assert (came.minutes, came.again, counted(session)) == (120, False, (2, 240))
    assert come(mother, code).again
    assert counted(session) == (2, 240)
    assert Attendance.objects.filter(person__in=ids).count() == 2


def test_thai_digits_are_digits(house):
    session, (person, me) = house.session(), someone()
    join(session, me, [person])
    code = code_of(opened(house, session), window_of(SOON))
    come(me, code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
    assert counted(session) == (1, 120)


def test_an_old_code_one_of_another_room_and_a_guess_are_refused_each_by_its_name(house):
    session, other, (person, me) = house.session(), house.session(), someone()
    join(session, me, [person])
    mine, theirs, now = opened(house, session), opened(house, other), window_of(SOON)
    assert come(me, code_of(mine, now - 1)).again is False  # typed slowly: still good
    with pytest.raises(attending.CodeOld):
        come(me, code_of(mine, now - 2))
    with pytest.raises(attending.CodeOfAnother, match="ย้อมคราม"):
        come(me, code_of(theirs, now))
    for guess in ("", "12345", "abcdef", "0" * 500):
        WrongCode.objects.all().delete()
        with pytest.raises(attending.CodeWrong):
            come(me, guess)


def test_guessing_ends_after_five_and_begins_anew_after_a_quarter_of_an_hour(house):
    session, (person, me), (_, other) = house.session(), someone(), someone()
    join(session, me, [person])
    code = code_of(opened(house, session), window_of(SOON))
    for _ in range(5):
        with pytest.raises(attending.CodeWrong):
            come(me, "000000" if code != "000000" else "111111", who="1.2.3.4")
    with pytest.raises(attending.TooManyCodes):
        come(me, code)  # the right one, too late
    with pytest.raises(attending.CodeWrong):
        come(other, "000000" if code != "000000" else "111111")  # somebody else may still type
    later = SOON + 16 * MINUTES
    assert come(me, code_of(opened(house, session), window_of(later)), at=later).again is False


def test_the_code_of_a_printed_sheet_counts_where_the_host_wants_it(house):
    session, (person, me) = house.session(), someone()
    join(session, me, [person])
    paper = code_of(opened(house, session), PAPER)
    opened(house, session, paper=False)
    with pytest.raises(attending.CodeWrong):
        come(me, paper)
    assert bytes(SessionCode.objects.get().secret) == opened(house, session, paper=True)  # one secret a session
    come(me, paper)
    with pytest.raises(attending.CodeWrong):
        come(me, paper, at=SOON + timedelta(days=1))  # a photograph of it is worth nothing tomorrow
    assert counted(session) == (1, 120)


@pytest.mark.parametrize(("late", "minutes"), [(0, 120), (15, 120), (16, 105), (46, 75), (119, 15), (120, 0)])
def test_hours_are_counted_from_when_somebody_came(house, late, minutes):
    session, (person, me) = house.session(), someone()
    join(session, me, [person])
    secret, at = opened(house, session), SOON + late * MINUTES
    assert come(me, code_of(secret, window_of(at)), at=at).minutes == minutes
    assert (counted(session), queries.hours_of([person])) == ((1, minutes), {person: (minutes, 1)})


def test_the_desk_ticks_and_takes_back_and_facts_end_at_what_is_so(house):
    session, (person, me) = house.session(), someone()
    taken = join(session, me, [person])
    seat = Seat.objects.get(party=taken.party_id)
    asked = {"actor": house.librarian, "at": SOON, "session_id": session.id, "seat_id": seat.id}
    for came, so in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        actions.mark_seat(**asked, came=came)
        assert counted(session) == (so, so * 120)
    [row] = queries.roster(session.id)
    assert (row.name, row.came_id is not None, row.minutes) == ("มานี ใจดี" if " " in row.name else row.name, True, 120)


def test_only_the_host_and_who_leads_tick_and_only_then(house):
    session, (person, teacher) = house.session(), someone("ครู")
    seat = Seat.objects.get(party=guest(session).party_id)
    asked = {"at": SOON, "session_id": session.id, "seat_id": seat.id, "came": True}
    for who in (teacher, house.stranger, ANONYMOUS):
        with pytest.raises(NotAllowed):
            actions.mark_seat(actor=who, **asked)
    Facilitator.objects.create(activity_id=session.activity_id, person_id=person, part="teacher", added_at=SOON)
    actions.mark_seat(actor=teacher, **asked)
    with pytest.raises(attending.NotYetThere):
        actions.mark_seat(actor=teacher, **asked | {"at": SOON - timedelta(hours=2)})
    with pytest.raises(NotFound):
        actions.mark_seat(actor=teacher, **asked | {"seat_id": Seat.objects.get(party=guest(house.session()).party_id).id})
    type(session).objects.filter(id=session.id).update(state="cancelled")
    with pytest.raises(attending.NotComing):
        actions.mark_seat(actor=teacher, **asked)


def test_who_just_walked_in_goes_on_the_list_even_when_it_is_full(house):
    session, (person, me) = house.session(1), someone()
    join(session, me, [person])
    asked = {"actor": house.librarian, "at": SOON + 5 * MINUTES, "session_id": session.id}
    actions.walk_in(**asked, name="ลุงข้างบ้าน")
    other, _ = someone()
    actions.walk_in(**asked | {"at": SOON + timedelta(days=1)}, person_id=other)
    assert counted(session) == (2, 240)
    assert sorted((row.source, row.came_id is not None) for row in queries.roster(session.id)) == [
        ("self", False), ("walk_in", True), ("walk_in", True)]


def test_where_nothing_is_booked_people_come_by_the_code_alone(house):
    session, (_, me) = house.session(joining="free"), someone()
    come(me, code_of(opened(house, session), window_of(SOON)))
    actions.walk_in(actor=house.librarian, at=SOON, session_id=session.id, name="ป้า")
    assert counted(session) == (2, 240)
    assert [row.name for row in queries.others(session.id)][1] == "ป้า"


def test_heads_are_counted_by_band_and_sex_and_corrected(house):
    session = house.session()
    asked = {"actor": house.librarian, "at": SOON, "session_id": session.id}
    assert actions.count_heads(**asked, people={("6-14", "female"): 7, ("60+", "unsaid"): 2}) == 9
    assert actions.count_heads(**asked, people={("6-14", "female"): 5}) == 7
    told = Fact.objects.filter(verb="learning.heads_counted").values_list("age_band", "sex").annotate(
        Sum("count"), Sum("minutes")).order_by("age_band")
    assert list(told) == [("6-14", "female", 7, 840), ("60+", "", 2, 240)]
    less = Fact.objects.get(verb="learning.heads_uncounted")
    assert (less.age_band, less.sex, less.count, less.minutes) == ("6-14", "female", 2, 240)
    for wrong in ({("6-14", "female"): -1}, {("6-14", "other"): 1}, {("old", "male"): 1}, {("60+", "male"): 10_001}):
        with pytest.raises(counting.HeadsWrong):
            actions.count_heads(**asked, people=wrong)


def test_published_heads_tell_of_no_few(house):
    session = house.session()
    asked = {"actor": house.librarian, "at": SOON, "session_id": session.id}
    actions.count_heads(**asked, people={("6-14", "female"): 3, ("25-59", "male"): 12, ("60+", "female"): 9})
    told = queries.heads_published(session.id)
    assert told.cells["6-14"] is None
    assert told.total is None or sum(1 for count in told.cells.values() if count is None) > 1  # not by subtraction either
    actions.count_heads(**asked, people={("6-14", "female"): 8})
    assert queries.heads_published(session.id).total == 29  # the control


def test_ages_are_facts_only_of_those_who_agreed(house):
    from rianru.people import actions as people

    session, (person, me), (other, them) = house.session(), someone(born=1980), someone(born=1980)
    people.give_consent(actor=me, at=SOON, person_id=person, purpose="statistics")
    join(session, me, [person])
    join(session, them, [other])
    code = code_of(opened(house, session), window_of(SOON))
    come(me, code)
    come(them, code)
    told = Fact.objects.filter(verb="learning.attended").order_by("id").values_list("age_band", "subject_key")
    assert list(told) == [("25-59", me.key), ("", them.key)]


def test_whoever_joined_without_an_account_types_the_code_and_their_phone_and_their_whole_party_came(house):
    session, other = house.session(), house.session()
    taken = guest(session, phone="081-234-5678", guests=[actions.Guest("ป้าแดง"), actions.Guest("ลุงดำ")])
    guest(other, phone="0899999999")
    mine, theirs, now = opened(house, session), opened(house, other), window_of(SOON)
    code, away = code_of(mine, now), code_of(theirs, now)

    def arrive(code, contact, **more):
        return actions.come_as_guest(actor=ANONYMOUS, at=SOON, code=code, contact=contact, **more)

    for wrong in ("0812345679", "", "x", "someone@example.org", "0899999999", "' OR 1=1"):
        with pytest.raises(attending.CodeOfAnother):
            arrive(code, wrong)
    with pytest.raises(attending.CodeOfAnother):
        arrive(away, "0812345678")
    with pytest.raises(attending.CodeOld):
        arrive(code_of(mine, now - 3), "0812345678")
    assert Attendance.objects.count() == 0
    came = arrive(f" {code} ", "+66 81 234 5678")
    assert (came.session_id, came.minutes, came.again) == (session.id, 120, False)
    assert arrive(code, "0812345678").again
    assert list(Attendance.objects.values_list("seat__party", "person", "by").distinct()) == [(taken.party_id, None, "code")]
    assert counted(session) == (2, 240)


def test_a_guest_guesses_no_code_and_no_contact(house):
    session = house.session()
    guest(session, phone="0812345678")
    code = code_of(opened(house, session), window_of(SOON))

    def arrive(code, contact):
        return actions.come_as_guest(actor=ANONYMOUS, at=SOON, code=code, contact=contact, who="1.2.3.4")

    for _ in range(5):
        with pytest.raises(attending.CodeWrong):
            arrive("000000" if code != "000000" else "111111", "0812345678")
    with pytest.raises(attending.TooManyCodes):
        arrive(code, "0812345678")
    for number in range(45):  # other phones from the same place
        with pytest.raises(attending.CodeOfAnother):
            arrive(code, f"08000000{number:02}")
    with pytest.raises(attending.TooManyCodes):
        arrive(code, "0800000099")


def test_a_seat_that_was_given_back_or_waits_is_ticked_off_by_no_code(house):
    session = house.session(1)
    first, second = guest(session, phone="0811111111"), guest(session, phone="0822222222")
    code = code_of(opened(house, session), window_of(SOON))
    assert second.state == "waiting"
    with pytest.raises(attending.CodeOfAnother):
        actions.come_as_guest(actor=ANONYMOUS, at=SOON, code=code, contact="0822222222")
    actions.release(actor=ANONYMOUS, at=SOON - 60 * MINUTES, party_id=first.party_id, token=queries.token_of(first.party_id))
    with pytest.raises(attending.CodeOfAnother):
        actions.come_as_guest(actor=ANONYMOUS, at=SOON, code=code, contact="0811111111")
