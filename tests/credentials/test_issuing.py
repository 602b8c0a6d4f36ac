"""Issuing: by hand, to a class, by the rules of whoever completed something."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rianru.core.actors import Role, system
from rianru.core.models import Fact
from rianru.credentials import actions
from rianru.credentials.actions import Proof
from rianru.credentials.actions import refusals as no
from rianru.credentials.models import AwardRule, Credential, Evidence, StatusList
from rianru.kernel.formats import badges
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.credentials.making import AT, GOOD, LEVELS, STORY, UNITS, document, row, verdict
from tests.factories import staff

SYSTEM = system("tests.learning")


def test_what_is_issued_is_signed_numbered_and_good_to_a_stranger(house):
    id = house.issue(house.define(units=UNITS))
    made = row(id)
    assert (made.year_be, made.number, made.hours, made.person_id) == (2569, 1, Decimal("6.00"), house.mani)
    assert made.valid_until_at == datetime(2028, 11, 21, 17, 0, tzinfo=UTC)
    assert verdict(id).reasons == verdict(id, what=made.token).reasons == GOOD
    fact = Fact.objects.get(verb="credentials.issued")
    assert (fact.object_kind, fact.object_id, fact.minutes) == ("achievement", made.definition_id, 360)


def test_a_badge_says_what_its_definition_says_and_names_nobody(house):
    id = house.issue(house.define(levels=LEVELS, units=UNITS), level=2)
    said = badges.credential_of(document(id))
    of = said.subject.achievement
    assert of.name == "นักเล่านิทานชุมชน (Community storyteller)"
    assert of.criteria.narrative == STORY.criteria_th
    assert [one.code for one in of.alignments] == ["ST-101", ""]
    assert [one.name for one in of.measures[1].levels] == ["เริ่มต้น (Beginner)", "ชำนาญ (Skilled)"]
    assert (said.subject.results[0].value, said.subject.results[1].level) == ("6", f"{of.address}#level-2")
    assert (said.subject.credits, said.subject.licence_number) == (0.5, "2569/000001")
    assert "มานี" not in row(id).document


def test_numbers_and_places_are_given_once(house):
    definition = house.define()
    made = actions.issue_to_many(
        actor=house.librarian, at=AT, definition_id=definition, person_ids=[house.mani, house.piti, house.child],
    )
    rows = [row(id) for id in made.ids.values()]
    assert [one.number for one in rows] == [1, 2, 3]
    assert len({one.status_index for one in rows}) == 3
    assert StatusList.objects.get().taken == 3


def test_a_class_list_with_somebody_who_holds_it_gives_the_others_theirs(house):
    definition = house.define()
    first = house.issue(definition)
    made = actions.issue_to_many(
        actor=house.librarian, at=AT, definition_id=definition, person_ids=[house.mani, house.piti, house.piti],
    )
    assert made.held == (house.mani,)
    assert made.ids[house.mani] == first
    assert Credential.objects.count() == 2


def test_the_same_by_hand_is_refused_while_it_is_in_force_and_leaves_no_trace(house):
    definition = house.define()
    house.issue(definition)
    facts = Fact.objects.count()
    with pytest.raises(no.AlreadyHeld):
        house.issue(definition)
    assert (Credential.objects.count(), StatusList.objects.get().taken, Fact.objects.count()) == (1, 1, facts)


def test_an_expired_one_makes_room_for_the_next(house):
    definition = house.define()
    first, later = house.issue(definition), AT + timedelta(days=800)
    second = house.issue(definition, at=later)
    assert (row(first).replaced_at, row(second).number) == (later, 1)
    assert verdict(first, at=later).of("dates").reason == "expired"
    assert verdict(second, at=later).outcome == "good"


def test_one_end_date_falls_on_the_last_day_of_a_shorter_month(house):
    from dataclasses import replace

    id = house.issue(house.define(replace(STORY, months=1)), at=datetime(2027, 1, 31, 3, tzinfo=UTC))
    assert row(id).valid_until_at == datetime(2027, 2, 28, 17, tzinfo=UTC)


@pytest.mark.parametrize(("level", "levels"), [(None, LEVELS), (3, LEVELS), (1, ())])
def test_a_level_that_is_none_of_its_own_is_refused(house, level, levels):
    with pytest.raises(no.LevelUnknown):
        house.issue(house.define(levels=levels), level=level)


def test_nobody_issues_for_an_issuer_that_is_not_theirs(house):
    definition = house.define()
    for actor in (house.caretaker, staff(role=Role.ANALYST)):
        with pytest.raises(NotAllowed):
            house.issue(definition, actor=actor)


def test_somebody_unknown_or_too_many_are_refused(house, monkeypatch):
    definition = house.define()
    with pytest.raises(NotFound):
        house.issue(definition, new_id())
    monkeypatch.setattr("rianru.credentials.actions.issuing.MOST", 1)
    with pytest.raises(no.TooManyAtOnce):
        actions.issue_to_many(actor=house.librarian, at=AT, definition_id=definition,
                              person_ids=[house.mani, house.piti])


def test_what_has_ended_is_not_issued(house):
    definition = house.define()
    actions.end_definition(actor=house.librarian, at=AT, definition_id=definition)
    with pytest.raises(no.DefinitionEnded):
        house.issue(definition)


def test_who_has_an_address_is_told_in_their_language_and_a_great_batch_is_not(house, monkeypatch):
    from rianru.core.models import Notice
    from rianru.people.models import Person

    Person.objects.filter(id=house.mani).update(email="mani@example.org")
    definition = house.define()
    house.issue(definition)
    house.issue(definition, house.piti)
    told = Notice.objects.get()
    assert (told.address, told.subject) == ("mani@example.org", "คุณได้รับ “นักเล่านิทานชุมชน”")
    assert "/me/credentials/" in told.body
    monkeypatch.setattr("rianru.credentials.actions.issuing.TOLD", 0)
    house.issue(house.define())
    assert Notice.objects.count() == 1


# By rules


def _rule(house, definition, thing, hours=0, level=None):
    return actions.set_award_rule(actor=house.librarian, at=AT, definition_id=definition, object_kind="programme",
                                  object_id=thing, hours=Decimal(hours), level=level)


def _award(person, thing, hours=6, at=AT, actor=SYSTEM, **more):
    return actions.award_by_rules(actor=actor, at=at, person_id=person, object_kind="programme", object_id=thing,
                                  hours=hours, **more)


def test_whoever_completes_with_enough_hours_is_given_what_the_rule_promises(house):
    thing, definition = new_id(), house.define()
    _rule(house, definition, thing, hours=6)
    assert _award(house.mani, thing, 5) == []
    [id] = _award(house.mani, thing, 6)
    assert (row(id).proof_kind, row(id).proof_id, row(id).hours) == ("programme", thing, Decimal(6))
    assert Evidence.objects.get().hours == Decimal(6)
    assert badges.credential_of(document(id)).evidence[0].address == thing.urn


def test_the_same_proof_twice_is_one_credential(house):
    thing, definition = new_id(), house.define()
    _rule(house, definition, thing)
    assert _award(house.mani, thing) == _award(house.mani, thing)
    assert Credential.objects.count() == 1


def test_what_was_revoked_is_not_given_again_by_the_same_proof(house):
    thing, definition = new_id(), house.define()
    _rule(house, definition, thing)
    [id] = _award(house.mani, thing)
    actions.revoke_credential(actor=house.librarian, at=AT, credential_id=id, reason="ออกผิดคน")
    assert _award(house.mani, thing) == [id]
    assert Credential.objects.count() == 1


def test_another_proof_of_what_is_held_gives_no_second_one(house):
    definition, things = house.define(), [new_id(), new_id()]
    for thing in things:
        _rule(house, definition, thing)
    assert _award(house.mani, things[0]) == _award(house.mani, things[1])


def test_two_levels_by_hours_are_two_credentials(house):
    definition, thing = house.define(levels=LEVELS), new_id()
    _rule(house, definition, thing, hours=6, level=1)
    _rule(house, definition, thing, hours=12, level=2)
    assert len(_award(house.mani, thing, 6)) == 1
    assert len(_award(house.mani, thing, 12)) == 2


def test_a_rule_that_ended_or_whose_definition_ended_gives_nothing(house):
    thing, definition = new_id(), house.define()
    rule = _rule(house, definition, thing)
    with pytest.raises(no.RuleAlreadySet):
        _rule(house, definition, thing, hours=3)
    actions.end_award_rule(actor=house.librarian, at=AT, rule_id=rule)
    assert (_award(house.mani, thing), AwardRule.objects.filter(ended_at=None).count()) == ([], 0)
    _rule(house, definition, thing)
    actions.end_definition(actor=house.librarian, at=AT, definition_id=definition)
    assert _award(house.mani, thing) == []


def test_who_serves_where_it_was_completed_may_award_what_another_promised(house):
    thing, definition = new_id(), house.define()
    _rule(house, definition, thing)
    with pytest.raises(NotAllowed):
        _award(house.mani, thing, actor=house.caretaker, space_id=house.there)
    assert len(_award(house.mani, thing, actor=house.caretaker, space_id=house.here)) == 1


def test_evidence_told_in_words_stands_in_the_badge(house):
    id = house.issue(house.define(), proofs=[Proof(told="เล่านิทานในงานวันเด็ก")])
    assert badges.credential_of(document(id)).evidence[0].narrative == "เล่านิทานในงานวันเด็ก"
