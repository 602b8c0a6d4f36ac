"""Numbers of lending: counted by hand, whole for those who keep a place, and safe for everyone."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from rianru.core import facts
from rianru.core.facts import NewFact, rollup
from rianru.core.models import Fact
from rianru.kernel.dates import fiscal_year_span, start_of_day
from rianru.kernel.refusals import NotAllowed
from rianru.lending import actions, queries
from rianru.lending.actions import counting
from rianru.lending.queries import Line, Table, Where
from rianru.people.models import Consent, Membership
from rianru.places.models import Space
from tests.factories import AT
from tests.lending.making import copies, member, work
from tests.people.making import area

pytestmark = pytest.mark.django_db
YEAR = fiscal_year_span(2570)  # 1 October 2026 to 30 September 2027; AT lies in it


def told(measure="loans", by="month", *, whole=True, period=YEAR, **where):
    while rollup.advance(limit=10_000):
        pass
    return queries.numbers(measure, by=by, where=Where(**where), period=period, whole=whole)


def lines(table):
    return {line.key: line.n for line in table.lines if line.n != 0}


def lent(space, *, count, on=date(2026, 11, 20), age="", format="book", verb="lending.lent"):
    """Loans of a space on a day, as facts tell of them."""
    return NewFact(verb, start_of_day(on) + timedelta(hours=11), space_id=space, age_band=age, format=format, count=count)


@pytest.fixture
def write(transactional_db):
    def record(*new):
        with transaction.atomic():
            facts.record_many(new)

    return record


@pytest.mark.django_db(transaction=True)
def test_a_day_at_the_desk_counted_by_hand(desk):
    first, second, third = copies(work(), desk.a, desk.a, desk.b)
    desk.out(first)
    undone = desk.out(second)
    actions.undo_check_out(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=undone.loan_id)
    again = desk.out(second, desk.piti)
    actions.renew(actor=desk.librarian, at=AT + timedelta(days=3), loan_id=again.loan_id)
    desk.out(third, desk.piti, space=desk.b)
    desk.back(first, space=desk.b, at=AT + timedelta(days=1))
    assert lines(told()) == {"2026-11": 3}
    assert lines(told(by="space")) == {str(desk.a): 2, str(desk.b): 1}
    assert lines(told(by="format")) == {"book": 3}
    assert lines(told("returns", "space")) == {str(desk.b): 1}
    assert lines(told("renewals", "space")) == {str(desk.a): 1}
    assert lines(told(space=desk.b)) == {"2026-11": 1}
    assert told(period=fiscal_year_span(2569)).total == 0


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_was_picked_up_is_counted_where_it_was(desk):
    barcode = copies(work(), desk.a)[0]
    desk.out(barcode)
    desk.hold(barcode, desk.piti)
    desk.back(barcode, at=AT + timedelta(days=1))
    desk.out(barcode, desk.piti, at=AT + timedelta(days=1))
    assert lines(told("holds", "format")) == {"book": 1}


@pytest.mark.django_db(transaction=True)
def test_age_bands_of_those_who_agreed_and_undone_loans_are_taken_back_in_theirs(desk):
    old = member(desk.librarian, desk.a, "ชูใจ", category="senior", born=1950)
    key = Membership.objects.get(id=old).person_id
    Consent.objects.create(person_id=key, purpose="statistics", given_at=AT)
    one, two = copies(work(), desk.a, desk.a)
    desk.out(one, old)
    wrong = desk.out(two, old)
    actions.undo_check_out(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=wrong.loan_id)
    desk.out(two)
    assert lines(told(by="age")) == {"60+": 1, "": 1}


@pytest.mark.django_db(transaction=True)
def test_turn_over_is_loans_of_a_copy_held(desk, write):
    copies(work(), desk.a, desk.a, desk.a, desk.a, desk.b)
    write(lent(desk.a, count=10))
    found = told("turnover", "space")
    assert {line.key: (line.n, line.held, line.turnover) for line in found.lines} == {
        str(desk.a): (10, 4, 2.5), str(desk.b): (0, 1, 0.0),
    }
    assert (found.total, found.held) == (10, 5)


@pytest.mark.django_db(transaction=True)
def test_the_fiscal_year_begins_on_the_first_of_october_in_bangkok(desk, write):
    write(lent(desk.a, count=7, on=date(2026, 9, 30)), lent(desk.a, count=20, on=date(2026, 10, 1)))
    assert (told().total, told(period=fiscal_year_span(2569)).total) == (20, 7)
    assert [line.key for line in told().lines][:2] == ["2026-10", "2026-11"]
    assert len(told().lines) == 12


@pytest.mark.django_db(transaction=True)
def test_visitors_are_told_once_a_day_and_corrected(desk):
    day = AT.date()
    seat = {"actor": desk.caretaker, "at": AT, "space_id": desk.a}
    for people_counted in (40, 40, 35):
        actions.record_visitors(**seat, day=day, people=people_counted)
    actions.record_visitors(**seat, day=day - timedelta(days=30), people=12)
    assert lines(told("visitors")) == {"2026-10": 12, "2026-11": 35}
    assert Fact.objects.filter(verb="lending.visitors_counted").count() == 3


@pytest.mark.parametrize(("day", "people"), [(0, -1), (0, 200_001), (1, 5), (-400, 5)])
def test_head_counts_that_cannot_be_are_refused(desk, day, people):
    with pytest.raises(counting.HeadCountWrong):
        actions.record_visitors(actor=desk.caretaker, at=AT, space_id=desk.a, day=AT.date() + timedelta(days=day),
                                people=people)
    with pytest.raises(NotAllowed):
        actions.record_visitors(actor=desk.caretaker, at=AT, space_id=desk.b, day=AT.date(), people=5)


@pytest.mark.django_db(transaction=True)
def test_everyone_sees_no_small_number_and_cannot_work_it_out(desk, write):
    write(
        lent(desk.a, count=3, age="0-5"), lent(desk.a, count=40, age="25-59"), lent(desk.a, count=30),
        lent(desk.b, count=4, age="25-59"),  # four people of b altogether
    )
    whole, safe = told(by="age"), told(by="age", whole=False)
    assert whole == Table((Line("0-5", 3), Line("25-59", 44), Line("", 30)), 77)
    assert safe == Table((Line("0-5", None, True), Line("25-59", 40, True), Line("", None, True)), 73, 33, True)
    assert lines(told(by="space", whole=False)) == {str(desk.a): 73, str(desk.b): None}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_parts_add_up_to_the_whole_however_they_are_cut_and_no_table_tells_what_another_hides(desk, write, seed):
    chance = random.Random(seed)
    write(*(
        lent(chance.choice([desk.a, desk.b, desk.c]), count=chance.randint(1, 9),
             on=date(2026, 10, 1) + timedelta(days=chance.randrange(90)),
             age=chance.choice(["", "0-5", "6-14", "60+"]), format=chance.choice(["book", "kit"]))
        for _ in range(60)
    ))
    total = told().total
    for by in queries.MEASURES_BY["loans"]:
        whole, safe = told(by=by), told(by=by, whole=False)
        assert sum(line.n or 0 for line in whole.lines) == whole.total == total
        assert sum(line.n or 0 for line in safe.lines) + safe.untold == safe.total
        assert safe.total == told(whole=False).total  # the same total in every table: no difference tells anything
    spaces = sum(told(space=one, whole=False, by="age").total for one in (desk.a, desk.b, desk.c))
    assert spaces == told(whole=False).total


@pytest.mark.django_db(transaction=True)
def test_a_larger_area_tells_only_what_its_months_and_spaces_tell(desk, write):
    """Control: telling the area its own way would give the cell of its one small space away."""
    write(*(lent(space, count=30, age="6-14") for space in (desk.a, desk.b)), lent(desk.a, count=30),
          lent(desk.b, count=30), lent(desk.b, count=2, age="0-5"))
    of_all = {line.key: line for line in told(by="age", whole=False).lines}
    assert of_all["0-5"].n is None
    assert sum(line.n for line in told(by="age", whole=True).lines if line.key == "0-5") == 2


@pytest.mark.django_db(transaction=True)
def test_a_country_is_split_by_province_and_a_province_by_district(desk, write):
    """An area is where the copy was lent: 5601 and 5602 are districts of Phayao, 9201 is one of Trang."""
    for space, code in ((desk.a, "5601"), (desk.b, "5602"), (desk.c, "9201")):
        Space.objects.filter(id=space).update(area=area(code))
    write(lent(desk.a, count=30), lent(desk.b, count=20), lent(desk.c, count=10))
    assert lines(told(by="area")) == {"56": 50, "92": 10}
    assert lines(told(by="area", area="56")) == {"5601": 30, "5602": 20}
    assert lines(told(by="space", area="92")) == {str(desk.c): 10}
    assert told(area="5602").total == 20


def test_what_cannot_be_split_so_is_an_error(desk):
    with pytest.raises(KeyError):
        queries.numbers("visitors", by="age", where=Where(), period=YEAR, whole=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("spaces", [1, 3])
def test_a_table_asks_once_however_many_spaces_there_are(desk, write, spaces, django_assert_num_queries):
    write(*(lent(space, count=30) for space in (desk.a, desk.b, desk.c)[:spaces]))
    told()
    with django_assert_num_queries(1):
        queries.numbers("loans", by="space", where=Where(), period=YEAR, whole=False)
