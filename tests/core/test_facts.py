from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from rianru.core import facts, requests
from rianru.core.actors import Actor, system
from rianru.core.facts import rollup
from rianru.core.models import CountedPerson, Fact, OneOffKey
from rianru.kernel.ids import new_id

AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # 21 November in Bangkok
pytestmark = pytest.mark.django_db


def test_record_writes_one_fact_with_everything_it_was_given():
    key, subject, thing, space, request = (new_id() for _ in range(5))
    with requests.request(request):
        facts.record(
            "tests.happened", actor=Actor(kind="person", key=key), at=AT, subject=subject, object_kind="work",
            object_id=thing, space_id=space, area="560111", home_area="5601", programme="reading", age_band="15-24",
            sex="f", format="book", count=2, minutes=30, satang=1500, changed=["phone", "email"],
        )
    fact = Fact.objects.get(object_id=thing)
    assert (fact.verb, fact.actor_key, fact.subject_key, fact.space_id) == ("tests.happened", key, subject, space)
    assert (fact.area, fact.home_area, fact.age_band, fact.sex) == ("560111", "5601", "15-24", "f")
    assert (fact.count, fact.minutes, fact.satang, fact.changed) == (2, 30, 1500, ["email", "phone"])
    assert (fact.occurred_at, fact.request) == (AT, request)
    assert fact.recorded_at > AT


def test_record_refuses_a_verb_that_nobody_registered():
    with pytest.raises(KeyError, match="no verb"):
        facts.record("tests.never_said", actor=system("t"), at=AT)
    assert Fact.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_a_defect():
    with pytest.raises(RuntimeError, match="transaction of its action"):
        facts.record("tests.happened", actor=system("t"), at=AT)


def test_a_fact_can_be_neither_changed_nor_deleted():
    facts.record("tests.happened", actor=system("t"), at=AT)
    for statement in ("UPDATE core_fact SET count = 9", "DELETE FROM core_fact"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [fact.count for fact in Fact.objects.all()] == [1]


def test_record_many_writes_all_of_them_at_one_moment():
    assert facts.record_many(facts.NewFact("tests.happened", AT, count=n) for n in range(1, 4)) == 3
    assert sorted(Fact.objects.values_list("count", flat=True)) == [1, 2, 3]
    assert Fact.objects.values("recorded_at").distinct().count() == 1


def test_the_roll_up_counts_by_the_bangkok_day_and_counts_each_fact_once():
    for _ in range(3):
        facts.record("tests.happened", actor=system("t"), at=AT, minutes=10, area="5601")
    # The facts of this test's own open transaction lie above the horizon: nothing may be counted yet.
    assert rollup.advance(limit=10) == 0


@pytest.mark.django_db(transaction=True)
def test_the_roll_up_adds_late_facts_to_the_day_they_occurred_on():
    for at, n in ((AT, 2), (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), 5)):
        with transaction.atomic():
            facts.record("tests.happened", actor=system("t"), at=at, count=n, minutes=n)
    while rollup.advance(limit=1):
        pass
    with transaction.atomic():
        facts.record("tests.happened", actor=system("t"), at=AT, count=1)
    assert rollup.differences() == 0
    assert rollup.advance(limit=100) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT day_on::text, facts, count, minutes FROM core_factdaily ORDER BY day_on")
        assert cursor.fetchall() == [("2026-11-20", 1, 5, 5), ("2026-11-21", 2, 3, 2)]
    assert rollup.differences() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_factdaily SET count = count + 1 WHERE day_on = '2026-11-21'")
    assert rollup.differences() == 1


def test_a_one_off_key_is_the_same_until_it_is_destroyed_and_another_afterwards():
    loan = new_id()
    key = facts.one_off(object_kind="loan", object_id=loan)
    assert facts.one_off(object_kind="loan", object_id=loan) == key
    assert facts.destroy_one_off(object_kind="loan", object_id=loan) is True
    assert OneOffKey.objects.filter(key=key).exists() is False
    assert facts.one_off(object_kind="loan", object_id=loan) != key


def test_the_first_and_the_last_fact_of_a_loan_make_and_destroy_its_key():
    kept, gone = ("loan", new_id()), ("loan", new_id())
    for own in (kept, gone):
        facts.record("tests.happened", actor=system("t"), at=AT, begins=own, object_kind="item", object_id=own[1])
    for own, keeps in ((kept, True), (gone, False)):
        facts.record("tests.happened", actor=system("t"), at=AT, ends=own, keeps=keeps, object_kind="item",
                     object_id=own[1], changed=["b", "a"])
    for own in (kept, gone):
        first, last = Fact.objects.filter(object_id=own[1]).order_by("id")
        assert (first.subject_key, first.changed, last.changed) == (last.subject_key, [], ["a", "b"])
        assert first.subject_key is not None
    assert list(OneOffKey.objects.values_list("object_id", flat=True)) == [kept[1]]
    facts.record("tests.happened", actor=system("t"), at=AT, ends=gone)  # it has none any more: nobody is meant
    assert Fact.objects.filter(subject_key=None).count() == 1


def test_the_first_time_in_a_month_and_fiscal_year_is_a_fact_without_key_or_object():
    person: UUID = new_id()
    assert facts.first_in_period("tests.came_first", key=person, at=AT, area="5601") == ("2026-11", "FY2570")
    assert facts.first_in_period("tests.came_first", key=person, at=AT) == ()
    later = datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert facts.first_in_period("tests.came_first", key=person, at=later) == ("2026-12",)
    found = Fact.objects.filter(verb="tests.came_first")
    assert sorted(found.values_list("programme", flat=True)) == ["fiscal_year", "month", "month"]
    assert {(fact.actor_key, fact.subject_key, fact.object_id) for fact in found} == {(None, None, None)}
    assert facts.forget_counts(key=person) == 3
    assert CountedPerson.objects.count() == 0
