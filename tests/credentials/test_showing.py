"""The learner decides who sees a credential; nobody else, and a child is never public."""

from datetime import timedelta

import pytest

from rianru.core.actors import ANONYMOUS
from rianru.credentials import actions, queries
from rianru.credentials.actions import Proof
from rianru.credentials.actions import refusals as no
from rianru.kernel.refusals import NotFound
from rianru.lending import actions as lending
from rianru.people import actions as people
from tests.credentials.making import AT, HOUSE, document, learner, membership, row, verdict
from tests.factories import person
from tests.people import making

SHOWN = {"sight": "link", "shows_name": True, "shows_evidence": False}


@pytest.fixture
def grown(house):
    """Somebody with an account, and what they were given."""
    joined = making.person(AT, "สมศรี", email="somsri@example.org")
    new = people.become_member(actor=HOUSE, at=AT, space_id=house.here, person_id=joined.person_id, birth_year=1980)
    id = house.issue(house.define(), joined.person_id, proofs=[Proof(told="งานวันเด็ก")])
    return making.acting(joined, AT), id, new.membership_id


def seen(id, actor=ANONYMOUS, code=""):
    return queries.seen_by(actor=actor, at=AT, id=id, code=code)


def show(actor, id, **more):
    actions.show_credential(**({"actor": actor, "at": AT, "credential_id": id, **SHOWN} | more))


def test_at_first_only_the_learner_their_issuer_and_the_holder_of_the_paper_see_it(house, grown):
    actor, id, _ = grown
    assert (seen(id), seen(id, person()), seen(id, code="00000000")) == (None, None, None)
    assert (seen(id, actor).own, seen(id, actor).evidence) == (True, True)
    assert seen(id, house.librarian).staff
    assert seen(id, house.caretaker) is None  # of a space: the network gave it
    by_paper = seen(id, code=row(id).code)
    assert (by_paper.name, by_paper.evidence, by_paper.own) == ("สมศรี", False, False)


def test_the_learner_shows_as_much_as_they_like_and_takes_it_back(grown):
    actor, id, _ = grown
    show(actor, id, shows_name=False)
    assert (seen(id).name, seen(id).evidence) == ("", False)
    show(actor, id, shows_evidence=True)
    assert (seen(id).name, seen(id).evidence) == ("สมศรี", True)
    show(actor, id, sight="public", shows_name=False)
    assert [one.id for one in queries.shown_holders(row(id).definition_id, at=AT)] == [id]
    show(actor, id, sight="private")
    assert (seen(id), queries.shown_holders(row(id).definition_id, at=AT)) == (None, [])


def test_nobody_else_decides_not_even_the_issuer(house, grown):
    _, id, _ = grown
    for actor in (house.librarian, person()):
        with pytest.raises(NotFound):
            show(actor, id)
        with pytest.raises(NotFound):
            actions.change_code(actor=actor, at=AT, credential_id=id)
    with pytest.raises(no.SightUnknown):
        show(grown[0], id, sight="friends")


def test_with_a_new_code_papers_of_before_lead_nowhere(grown):
    actor, id, _ = grown
    before = row(id).code
    after = actions.change_code(actor=actor, at=AT, credential_id=id)
    assert (seen(id, code=before), seen(id, code=after.upper()).by_paper) == (None, True)


@pytest.fixture
def childs(house, grown):
    """What a child of the one with the account was given."""
    actor, _, guardian = grown
    child = people.register_child(
        actor=HOUSE, at=AT, space_id=house.here, guardian_id=guardian,
        who=people.Particulars("ชูใจ", "ใจดี", birth_year=2015),
    )
    from rianru.people.models import Membership

    whose = Membership.objects.get(id=child.membership_id).person_id
    return actor, house.issue(house.define(), whose)


def test_a_child_is_never_public_nor_named_to_strangers(childs):
    guardian, id = childs
    for asked in ({"sight": "public"}, {"sight": "link", "shows_name": True}):
        with pytest.raises(no.TooYoungToShow):
            show(guardian, id, **asked)
    assert seen(id) is None
    show(guardian, id, shows_name=False)
    assert (seen(id).name, seen(id, code=row(id).code).name, seen(id, guardian).name) == ("", "", "ชูใจ ใจดี")


def test_what_an_age_is_unknown_of_is_not_named_either(house):
    whose = learner(house.librarian, house.here, "ใครสักคน", None)
    id = house.issue(house.define(), whose)
    from rianru.credentials.models import Credential

    Credential.objects.filter(id=id).update(sight="public", shows_name=True)  # as if a year of birth was taken out
    assert seen(id).name == ""
    assert queries.shown_holders(row(id).definition_id, at=AT) == []


# Erasure


def test_an_erased_person_is_named_nowhere_and_their_badge_verifies_as_revoked(house):
    id = house.issue(house.define(), proofs=[Proof(told="มานีเล่านิทาน")])
    held = document(id)
    lending.erase_member(actor=house.librarian, at=AT + timedelta(days=1), membership_id=membership(house.mani),
                         space_id=house.here)
    left = row(id)
    assert (left.person_id, left.document, left.token, left.evidence.count()) == (None, "", "", 0)
    assert seen(id, code=left.code).name == seen(id, house.librarian).name == ""
    assert seen(id, code=left.code).row.standing(AT) == "revoked"
    found = verdict(id, at=AT + timedelta(days=2), what=held)
    assert (found.of("proof").reason, found.of("status").reason) == ("signed", "revoked")
    assert queries.exported(id) is None


def test_erasing_does_not_wait_for_a_key_and_the_list_is_signed_when_it_is_back(house, keys_folder):
    id = house.issue(house.define())
    held, [file] = document(id), list(keys_folder.iterdir())
    hidden = file.rename(file.with_suffix(".away"))
    lending.erase_member(actor=house.librarian, at=AT + timedelta(days=1), membership_id=membership(house.mani),
                         space_id=house.here)
    assert row(id).revoked_at is not None
    assert actions.sign_waiting(actor=HOUSE, at=AT + timedelta(days=1)) == 0
    hidden.rename(file)
    assert actions.sign_waiting(actor=HOUSE, at=AT + timedelta(days=1)) == 1
    assert verdict(id, at=AT + timedelta(days=2), what=held).of("status").reason == "revoked"
