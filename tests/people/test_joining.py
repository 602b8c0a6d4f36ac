import threading

import pytest
from django.db import IntegrityError, connection, transaction

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from rianru.people import actions
from rianru.people.models import Account, Person, Pseudonym
from tests.people.making import MACHINE, person

pytestmark = pytest.mark.django_db


def trace() -> tuple[int, int, int, int]:
    return Account.objects.count(), Person.objects.count(), Pseudonym.objects.count(), Fact.objects.count()


def test_joining_makes_an_account_a_person_and_a_key_and_the_fact_carries_only_the_key(at):
    joined = actions.join(
        actor=ANONYMOUS, at=at, email="  Manee@Example.ORG ", given_name=" มานี  ", family_name="ตัวอย่าง", password="ข้าวเหนียวมะม่วง"
    )
    account, made = Account.objects.get(), Person.objects.get()
    assert (account.id, account.email, account.language, account.joined_at) == (joined.account_id, "manee@example.org", "th", at)
    assert (account.check_password("ข้าวเหนียวมะม่วง"), account.check_password("อย่างอื่น")) == (True, False)
    assert (made.given_name, made.family_name, made.full_name, made.name) == ("มานี", "ตัวอย่าง", "มานี ตัวอย่าง", "มานี ตัวอย่าง")
    fact = Fact.objects.get()
    assert (fact.verb, fact.actor_key, fact.subject_key, fact.object_id) == ("people.joined", joined.key, joined.key, None)
    kept = {str(value) for name, value in vars(fact).items() if not name.startswith("_")}
    assert not any(str(secret) in one for one in kept for secret in (joined.person_id, joined.account_id, "มานี", "manee"))


def test_an_account_without_a_password_has_an_unusable_one(at):
    person(at, email="code@example.org")
    assert Account.objects.get().has_usable_password() is False


@pytest.mark.parametrize("again", ["manee@example.org", "MANEE@example.org", " Manee@EXAMPLE.org "])
def test_joining_refuses_an_address_that_is_taken_whatever_its_case_and_leaves_no_trace(at, again):
    person(at, email="manee@example.org")
    before = trace()
    with pytest.raises(actions.EmailTaken):
        person(at, email=again)
    assert trace() == before


def test_two_spellings_are_two_accounts_only_where_they_are_two_addresses(at):
    person(at, email="a@example.org")
    person(at, email="b@example.org")
    assert sorted(Account.objects.values_list("email", flat=True)) == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize("email", ["A@example.org", "no-at-sign", "two words@example.org"])
def test_the_database_itself_refuses_addresses_in_another_form(at, email):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email=email, joined_at=at)


@pytest.mark.parametrize("email", ["", "manee", "manee@", "มานี@example.org", "x@example.org\nBcc: y@example.org", "a" * 260 + "@example.org"])
def test_joining_refuses_what_is_no_address_and_leaves_no_trace(at, email):
    with pytest.raises(actions.EmailUnusable):
        person(at, email=email or " ")
    assert trace() == (0, 0, 0, 0)


@pytest.mark.parametrize(("name", "refusal"), [("", actions.NameMissing), ("\u200b ", actions.NameMissing), ("ก" * 201, actions.NameTooLong)])
def test_joining_refuses_names_that_cannot_be_kept_and_leaves_no_trace(at, name, refusal):
    with pytest.raises(refusal):
        person(at, name)
    assert trace() == (0, 0, 0, 0)


@pytest.mark.parametrize(("year", "alone"), [(2017, False), (2016, False), (2015, True), (None, True)])
def test_whoever_may_be_under_ten_does_not_join_alone(at, year, alone):
    def join_alone() -> bool:
        try:
            actions.join(actor=ANONYMOUS, at=at, email="child@example.org", given_name="ชูใจ", birth_year=year)
        except actions.GuardianNeeded:
            return False
        return True

    assert join_alone() is alone
    assert Account.objects.count() == int(alone)


def test_a_child_joins_through_the_installation_that_a_guardian_stands_beside(at):
    person(at, "ชูใจ", birth_year=2018)
    assert Person.objects.get().birth_year == 2018


def test_names_sort_in_dictionary_order(at):
    for name in ("เก่ง", "ขวัญ", "กานต์"):
        person(at, name)
    assert list(Person.objects.order_by("sort_key").values_list("given_name", flat=True)) == ["กานต์", "เก่ง", "ขวัญ"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_join_at_once_with_one_address_one_joins(at):
    outcomes: list[str] = []
    together = threading.Barrier(8)

    def join() -> None:
        try:
            together.wait()
            actions.join(actor=MACHINE, at=at, email="same@example.org", given_name="มานี")
            outcomes.append("joined")
        except actions.EmailTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=join) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined"] + ["taken"] * 7
    assert (Account.objects.count(), Person.objects.count(), Fact.objects.count()) == (1, 1, 1)
