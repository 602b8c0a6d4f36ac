"""Whose turn it is, and an honest day: reckoned by hand from due days, past returns and past ways."""

from datetime import date, timedelta

import pytest

from rianru.lending import actions, queries
from rianru.lending.queries.queue import Past, expected
from tests.factories import AT, HOUSE
from tests.lending.making import copies, member, work

pytestmark = pytest.mark.django_db
DAY = AT.date()


def row(**more):
    from uuid import UUID

    said = {
        "id": UUID(int=1), "work_id": UUID(int=2), "title": "กามนิต", "state": "waiting", "reach": "work", "placed_at": AT,
        "pickup_id": UUID(int=3), "pickup_th": "ก", "pickup_en": "a", "suspended_until_on": None, "ready_until_on": None,
        "member": UUID(int=4), "place": 1, "copies": 2, "dues": [date(2026, 11, 25), date(2026, 12, 1)],
    }
    return queries.HoldRow(**(said | more))


@pytest.mark.parametrize(("asked", "past", "on"), [
    ({}, Past(0, 10, 0), date(2026, 11, 25)),
    ({"place": 2}, Past(0, 10, 0), date(2026, 12, 1)),
    ({"place": 3}, Past(0, 10, 0), date(2026, 12, 5)),  # the first copy again, a loan of ten days later
    ({}, Past(2, 10, 3), date(2026, 11, 30)),  # two days late, three on the way
    ({}, Past(-9, 10, 0), date(2026, 11, 22)),  # never today: it has not come back yet
    ({"state": "suspended", "suspended_until_on": date(2027, 1, 5)}, Past(0, 10, 0), date(2027, 1, 5)),
    ({"dues": []}, Past(0, 10, 0), None),
    ({}, Past(None, None, None), None),
    ({"state": "travelling"}, Past(0, 10, 2), date(2026, 11, 23)),
    ({"state": "ready"}, Past(0, 10, 2), None),
])
def test_the_day_that_is_told(asked, past, on):
    assert expected(row(**asked), past, day=DAY) == on


def test_each_knows_their_place_and_the_copies_that_could_answer(desk):
    first, second = copies(work(), desk.a, desk.b)
    people = [member(desk.librarian, desk.a, f"คนที่ {n}") for n in range(4)]
    desk.out(first, people[0])
    desk.out(second, people[1], space=desk.b)
    for n, one in enumerate((people[2], people[3])):
        desk.hold(first, one, at=AT + timedelta(minutes=n))
    [mine] = queries.holds_of(people[3], day=DAY)
    assert (mine.place, mine.copies, list(mine.dues)) == (2, 2, [date(2026, 12, 5)] * 2)
    assert mine.expected_on is None  # nothing has come back yet: nobody can know


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_of_holds_asks_as_often_however_many_there_are(desk, many, django_assert_num_queries):
    for _ in range(many):
        [one] = copies(work(), desk.a)
        desk.hold(one)
    with django_assert_num_queries(2):
        assert len(queries.holds_of(desk.mani, day=DAY)) == many


@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_of_the_day_ask_once_however_long_they_are(desk, many, django_assert_num_queries):
    for _ in range(many):
        [one] = copies(work(), desk.b)
        desk.back(one)
    with django_assert_num_queries(2):
        assert queries.counts(space_id=desk.a, day=DAY)["send"] == many
        assert len(queries.rows("send", space_id=desk.a, day=DAY)) == many


def test_every_list_of_the_day_holds_what_it_says(desk):
    pull, send, shelve, late = (copies(work(), desk.a)[0] for _ in range(4))
    arriving = copies(work(), desk.b)[0]
    desk.hold(pull)
    desk.out(send, desk.piti, at=AT)
    desk.back(send, space=desk.b)
    desk.out(shelve)
    desk.back(shelve)
    desk.back(arriving)
    desk.out(late)
    later = (AT + timedelta(days=30)).date()
    found = {name: [one.barcode for one in queries.rows(name, space_id=desk.a, day=DAY)] for name in queries.LISTS}
    assert found == {"pull": [pull], "send": [arriving], "arriving": [send], "ready": [], "off-shelf": [],
                     "shelve": [shelve], "overdue": [], "due": []}
    assert [one.barcode for one in queries.rows("overdue", space_id=desk.a, day=later)] == [late]
    assert queries.counts(space_id=desk.a, day=DAY) == {name: len(rows) for name, rows in found.items()}
    assert actions.tend_holds(actor=HOUSE, at=AT) == 0
