"""Who an account is at a provider: one account each, nobody else's, never the last way in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.models import Identity
from tests.people.making import acting, person

pytestmark = pytest.mark.django_db
HASH, OTHER = b"a" * 32, b"b" * 32


def link(joined, at, provider="line", subject=HASH, actor=None):
    return actions.link_identity(
        actor=actor or acting(joined, at), at=at, account_id=joined.account_id, provider=provider, subject_hash=subject
    )


def unlink(joined, at, provider="line", another_way=True, actor=None):
    actions.unlink_identity(
        actor=actor or acting(joined, at), at=at, account_id=joined.account_id, provider=provider, another_way=another_way
    )


def facts():
    return list(Fact.objects.filter(verb__startswith="people.identity").order_by("id").values_list("verb", "changed"))


def test_an_identity_is_linked_used_and_unlinked(at):
    joined = person(at)
    link(joined, at)
    later = at + timedelta(days=1)
    used = actions.use_identity(actor=acting(joined, at), at=later, provider="line", subject_hash=HASH)
    row = queries.identities_of(joined.account_id)["line"]
    assert (used, row.added_at, row.used_at) == (joined.account_id, at, later)
    unlink(joined, at)
    assert queries.identities_of(joined.account_id) == {}
    assert actions.use_identity(actor=acting(joined, at), at=at, provider="line", subject_hash=HASH) is None
    verbs = ("linked", "used", "unlinked")
    assert facts() == [(f"people.identity_{verb}", ["line"]) for verb in verbs]


def test_the_same_again_changes_nothing(at):
    joined = person(at)
    assert link(joined, at) == link(joined, at)
    assert len(facts()) == 1


def test_link_refuses_what_leads_to_another_account_and_leaves_no_trace(at):
    link(person(at), at)
    before = len(facts())
    with pytest.raises(actions.IdentityTaken):
        link(person(at), at)
    assert (Identity.objects.count(), len(facts())) == (1, before)


def test_link_refuses_a_second_of_the_same_provider_but_takes_another_provider(at):
    joined = person(at)
    link(joined, at)
    with pytest.raises(actions.IdentityLinkedAlready):
        link(joined, at, subject=OTHER)
    link(joined, at, provider="thaid")
    assert sorted(queries.identities_of(joined.account_id)) == ["line", "thaid"]


def test_nobody_links_or_unlinks_for_another(at):
    joined, other = person(at), person(at)
    link(joined, at)
    for act in (link, unlink):
        with pytest.raises(NotAllowed):
            act(joined, at, actor=acting(other, at))


def test_the_last_way_in_stays_and_one_of_two_may_go(at):
    joined = person(at)
    link(joined, at)
    with pytest.raises(actions.LastWayIn):
        unlink(joined, at, another_way=False)
    link(joined, at, provider="thaid")
    unlink(joined, at, another_way=False)
    assert list(queries.identities_of(joined.account_id)) == ["thaid"]


def test_unlinking_what_is_not_linked_is_said(at):
    with pytest.raises(NotFound):
        unlink(person(at), at)


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_link_the_same_at_once_one_wins(at):
    people = [person(at) for _ in range(4)]

    def one(joined):
        try:
            link(joined, at)
        except actions.IdentityTaken:
            return "taken"
        finally:
            connection.close()
        return "linked"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, people)) == ["linked", "taken", "taken", "taken"]
