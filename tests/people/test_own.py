from datetime import timedelta

import pytest

from rianru.core.actors import ANONYMOUS, Role, system
from rianru.core.facts import first_in_period
from rianru.core.models import CountedPerson, Fact
from rianru.kernel.refusals import NotAllowed
from rianru.people import actions, queries
from rianru.people.models import Account, Consent, NameChange, Person, Pseudonym
from tests.people.making import acting, person, staff

pytestmark = pytest.mark.django_db


def test_renaming_keeps_the_old_name_in_a_history_that_goes_with_the_person(at):
    joined = person(at, "มานี", family_name="เดิม")
    changed = actions.rename(
        actor=acting(joined, at), at=at, person_id=joined.person_id, given_name=" มานี", family_name="ใหม่", display_name="แมว"
    )
    assert changed == ("display_name", "family_name")
    assert list(NameChange.objects.order_by("field").values_list("field", "old", "new", "changed_by")) == [
        ("display_name", "", "แมว", joined.key), ("family_name", "เดิม", "ใหม่", joined.key),
    ]
    fact = Fact.objects.get(verb="people.renamed")
    assert (fact.subject_key, fact.changed) == (joined.key, ["display_name", "family_name"])
    assert (queries.me(joined.account_id).name, queries.me(joined.account_id).full_name) == ("แมว", "มานี ใหม่")
    Pseudonym.objects.update(person=None, destroyed_at=at)
    Person.objects.all().delete()
    assert NameChange.objects.count() == 0


def test_renaming_to_the_same_name_records_nothing(at):
    joined = person(at, "มานี")
    assert actions.rename(actor=acting(joined, at), at=at, person_id=joined.person_id, given_name="มานี") == ()
    assert Fact.objects.filter(verb="people.renamed").count() == 0


def test_nobody_changes_what_belongs_to_someone_else_not_even_an_administrator(at):
    owner = person(at, "มานี")
    for actor in (ANONYMOUS, acting(person(at), at), acting(staff(at, Role.ADMINISTRATOR), at)):
        common = {"actor": actor, "at": at, "person_id": owner.person_id}
        for attempt in (
            lambda common=common: actions.rename(**common, given_name="ชื่ออื่น"),
            lambda common=common: actions.set_language(**common, language="en"),
            lambda common=common: actions.give_consent(**common, purpose="news"),
            lambda common=common: actions.withdraw_consent(**common, purpose="news"),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert (Person.objects.get(id=owner.person_id).given_name, Account.objects.get(id=owner.account_id).language) == ("มานี", "th")
    assert (Consent.objects.count(), NameChange.objects.count()) == (0, 0)


def test_the_language_of_letters_is_thai_or_english(at):
    joined = person(at)
    common = {"actor": acting(joined, at), "at": at, "person_id": joined.person_id}
    assert [actions.set_language(**common, language=one) for one in ("en", "en", "th")] == [True, False, True]
    with pytest.raises(actions.LanguageUnknown):
        actions.set_language(**common, language="fr")
    assert Fact.objects.filter(verb="people.language_set").count() == 2


def test_consent_is_for_one_purpose_and_as_easily_withdrawn_as_given(at):
    joined = person(at)
    common = {"actor": acting(joined, at), "person_id": joined.person_id}
    actions.give_consent(**common, at=at, purpose="news")
    with pytest.raises(actions.ConsentAlreadyGiven):
        actions.give_consent(**common, at=at, purpose="news")
    assert queries.consents(joined.person_id) == {"news": at}
    actions.withdraw_consent(**common, at=at + timedelta(days=1), purpose="news")
    with pytest.raises(actions.ConsentNotGiven):
        actions.withdraw_consent(**common, at=at + timedelta(days=1), purpose="news")
    assert queries.consents(joined.person_id) == {}
    actions.give_consent(**common, at=at + timedelta(days=2), purpose="news")
    assert queries.consents(joined.person_id) == {"news": at + timedelta(days=2)}
    assert Consent.objects.count() == 2


def test_consent_for_what_nobody_asks_is_refused(at):
    joined = person(at)
    with pytest.raises(actions.PurposeUnknown):
        actions.give_consent(actor=acting(joined, at), at=at, person_id=joined.person_id, purpose="everything")
    assert Consent.objects.count() == 0


def test_a_child_under_ten_cannot_consent_alone(at):
    child = person(at, "ชูใจ", birth_year=2018)
    with pytest.raises(actions.GuardianNeeded):
        actions.give_consent(actor=acting(child, at), at=at, person_id=child.person_id, purpose="news")
    actions.give_consent(actor=system("desk, with the guardian"), at=at, person_id=child.person_id, purpose="news")
    assert list(queries.consents(child.person_id)) == ["news"]


def test_destroying_a_key_cuts_the_tie_to_all_that_was_recorded_and_leaves_the_totals(at):
    joined = person(at)
    first_in_period("people.joined", key=joined.key, at=at)
    before = Fact.objects.count()
    new = actions.destroy_key(actor=acting(joined, at), at=at, key=joined.key)
    assert new != joined.key
    dead = Pseudonym.objects.get(key=joined.key)
    assert (dead.person_id, dead.destroyed_at) == (None, at)
    assert CountedPerson.objects.filter(key=joined.key).count() == 0
    assert Fact.objects.count() == before + 1
    assert acting(joined, at).key == new
    assert Fact.objects.filter(subject_key=new).count() + Fact.objects.filter(actor_key=new).count() == 0
    with pytest.raises(actions.KeyAlreadyDestroyed):
        actions.destroy_key(actor=system("t"), at=at, key=joined.key)


def test_nobody_destroys_the_key_of_someone_else(at):
    owner, other = person(at), staff(at, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.destroy_key(actor=acting(other, at), at=at, key=owner.key)
    assert Pseudonym.objects.get(key=owner.key).destroyed_at is None
