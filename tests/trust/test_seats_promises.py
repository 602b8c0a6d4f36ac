"""Never oversell, of seats: many clients released together, each on a connection of its own, with controls that fail.

The last seat goes to one of two hundred, a family is never split, and whoever is answered before another asks stands
before them in line. The controls leave out the lock, and the constraint which has the last word.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from time import perf_counter

import pytest
from django.db import IntegrityError, connection, connections, transaction

from rianru.core.again import again
from rianru.kernel.refusals import Refused
from rianru.learning.actions import seating
from rianru.learning.models import Party, Seat, Seating
from rianru.learning.queries.gatherings import gathering
from tests.factories.meeting import Meeting
from tests.learning import seats_making as making

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
CLIENTS = 20  # connections at once
ASKED = 200  # who want the last seat
ROUNDS, FEWER = 50, 3  # by `make trust`; when the file is run by itself


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return making.house()


def together(acts):
    """Runs these at once, each thread on a connection of its own: what came of each, with when it asked and heard."""
    gate = Barrier(min(CLIENTS, len(acts)))

    def run(share):
        gate.wait(60)
        try:
            return [told(act) for act in share]
        finally:
            connections.close_all()

    shares = [acts[n::gate.parties] for n in range(gate.parties)]
    with ThreadPoolExecutor(gate.parties) as pool:
        return [one for share in pool.map(run, shares) for one in share]


def told(act):
    asked = perf_counter()
    try:
        came = again(act)
    except Refused as refusal:
        return refusal.code, asked, perf_counter(), None
    except Exception as error:  # noqa: BLE001 - a fault is a result here, and must not be there
        return type(error).__name__, asked, perf_counter(), None
    return came.state, asked, perf_counter(), came


def states(came):
    return Counter(state for state, *_ in came)


def sitting(session):
    """By the seats themselves, not by the number that is kept of them."""
    return Seat.objects.filter(seating__session=session, ended_at=None, party__state__in=["joined", "offered"]).count()


@pytest.mark.timeout(900)
def test_the_last_seat_goes_to_one_of_two_hundred_and_the_others_hear_why(house, request):
    for _ in range(ROUNDS if request.config.option.markexpr == "trust" else FEWER):
        session = house.session(1, waiting_list=False)
        came = together([partial(making.guest, session)] * ASKED)
        assert states(came) == Counter({"learning.full": ASKED - 1, "joined": 1})
        assert (sitting(session), making.held(session)) == (1, 1)


def test_five_hundred_race_for_twenty_and_stand_in_line_in_the_order_in_which_they_came(house):
    session = house.session(20)
    came = together([lambda: making.guest(session)] * 500)
    assert states(came) == Counter({"waiting": 480, "joined": 20})
    assert sitting(session) == 20
    assert [list(Party.objects.filter(seating__session=session).order_by("place").values_list("place", "state"))] == [
        [(n, "joined" if n <= 20 else "waiting") for n in range(1, 501)]]
    assert out_of_turn(came) == 0


def out_of_turn(came):
    """How many stand behind somebody who only asked after they had been answered."""
    order = sorted(came, key=lambda one: one[3].place)
    latest, found = 0.0, 0
    for _, asked, heard, _ in order:
        found += heard < latest
        latest = max(latest, asked)
    return found


def test_control_a_line_that_was_shuffled_is_seen(house):
    session = house.session(1)
    came = together([lambda: making.guest(session)] * 60)
    assert out_of_turn(came) == 0
    swapped = [(state, asked, heard, type(one)(one.party_id, one.state, one.size, 61 - one.place))
               for state, asked, heard, one in came]
    assert out_of_turn(swapped) > 0


def test_a_hundred_families_of_four_race_for_fifty_seats_and_none_is_split(house):
    session = house.session(50)
    from rianru.learning.actions import Guest

    four = [Guest(f"คนที่ {n}") for n in range(1, 5)]
    came = together([lambda: making.guest(session, guests=four)] * 100)
    assert states(came) == Counter({"waiting": 88, "joined": 12})
    sizes = Counter(Seat.objects.filter(seating__session=session, ended_at=None).values_list("party", flat=True))
    assert set(sizes.values()) == {4}
    assert sitting(session) == 48


def test_joining_accepting_giving_back_and_tending_at_once_leave_one_truth(house):
    session = house.session(5)
    people = [making.someone(f"คนที่ {n}") for n in range(30)]

    def all_of(person, actor):
        def act():
            taken = making.join(session, actor, [person])
            from rianru.learning import actions

            if taken.state == "joined":
                actions.release(actor=actor, at=making.AT, party_id=taken.party_id)
            making.tend(making.AT)
            return taken
        return act

    came = together([all_of(*one) for one in people])
    assert set(states(came)) <= {"joined", "waiting"}
    assert making.held(session) == sitting(session) <= 5
    making.tend(making.AT)
    waiting = Party.objects.filter(seating__session=session, state="waiting").exists()
    assert sitting(session) == 5 or not waiting


def unlocked(seating_id):
    """Reads what is free without waiting for anybody."""
    row = Seating.objects.get(id=seating_id)
    found = gathering(row.activity_id, row.session_id)
    assert found is not None
    return found


def test_control_without_the_lock_the_constraint_alone_stops_it(house, monkeypatch):
    """Many then see the same free seat; the database refuses to hold one more than there is."""
    monkeypatch.setattr("rianru.learning.actions.joining.locked", Meeting().after(unlocked))
    session = house.session(1, waiting_list=False)
    making.guest(house.session(1))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO learning_seating (id, activity_id, session_id, seats, held, last_place) "
                       "VALUES (gen_random_uuid(), %s, %s, 1, 0, 0)", [session.activity_id, session.id])
    came = states(together([lambda: making.guest(session)] * 100))
    assert came["IntegrityError"] > 0
    assert sitting(session) == 1


def test_control_without_lock_and_constraint_there_are_more_people_than_seats(house, monkeypatch):
    monkeypatch.setattr("rianru.learning.actions.joining.locked", Meeting().after(unlocked))
    constraint = next(one for one in Seating._meta.constraints if one.name == "learning_never_oversold")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Seating, constraint)
    try:
        session = house.session(1, waiting_list=False)
        seating.seating_of(session.activity_id, session.id)
        together([partial(making.guest, session)] * 100)
        assert sitting(session) > 1
    finally:
        Seating.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Seating, constraint)


def test_the_database_itself_holds_no_more_seats_than_there_are(house):
    session = house.session(2)
    making.guest(session)
    row = Seating.objects.get(session=session)
    with pytest.raises(IntegrityError, match="learning_never_oversold"), transaction.atomic():
        Seating.objects.filter(id=row.id).update(held=3)
    Seating.objects.filter(id=row.id).update(held=2)  # the control
