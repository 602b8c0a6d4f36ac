"""What to take off the shelves, what to move, what to buy."""

from datetime import timedelta

import pytest

from rianru.catalogue.models import Work
from rianru.core.models import Fact, Notice
from rianru.kernel.refusals import NotAllowed
from rianru.lending import actions, queries
from rianru.lending.actions import suggesting
from rianru.lending.models import Suggestion
from rianru.people.models import Membership
from rianru.places.models import Network
from tests.factories import AT
from tests.lending.making import copies, member, work
from tests.people import making

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=4 * 365)


def weed(desk, why, *, at=LATER, **more):
    return [row.barcode for row in queries.weeding(why, space_id=desk.a, day=at.date(), **more)]


def test_what_nobody_borrowed_for_years_is_looked_at_and_what_was_is_not(desk):
    idle, lent, away = (copies(work(), space)[0] for space in (desk.a, desk.a, desk.b))
    Work.objects.update(created_at=AT - timedelta(days=1))
    desk.out(lent, at=AT)
    desk.back(lent, at=AT + timedelta(days=2))
    assert weed(desk, "idle", at=AT + timedelta(days=30)) == []  # it is not known for long enough
    assert weed(desk, "idle", years=3) == [idle, lent]
    Membership.objects.update(until_on=LATER.date())
    desk.out(lent, at=LATER - timedelta(days=20))
    desk.back(lent, at=LATER - timedelta(days=10))
    assert weed(desk, "idle", years=3) == [idle]
    [row] = queries.weeding("idle", space_id=desk.a, day=LATER.date())
    assert (row.here, row.network, row.loans, row.last_lent_at) == (1, 1, 0, None)
    assert away not in weed(desk, "idle")


def test_more_copies_than_are_borrowed_are_named_and_one_stays(desk):
    edition = work()
    first, second, third = copies(edition, *[desk.a] * 3)
    copies(work("ปีศาจ"), desk.a)
    Work.objects.update(created_at=AT - timedelta(days=1))
    assert weed(desk, "surplus") == [second, third]
    assert weed(desk, "surplus", after=None, limit=1) == [second]
    assert first not in weed(desk, "surplus")


def test_a_damaged_copy_is_worn(desk):
    one = copies(work(), desk.a)[0]
    assert weed(desk, "worn") == []
    loan = desk.out(one)
    actions.declare_damaged(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=loan.loan_id)
    assert weed(desk, "worn") == [one]


def test_what_stands_idle_here_and_is_asked_for_there_could_move(desk):
    edition = work()
    here, there = copies(edition, desk.a, desk.b)
    desk.out(there, space=desk.b)
    held = desk.hold(there, desk.piti, pickup=desk.b, reach="item")
    [row] = queries.moves(space_id=desk.a, day=AT.date())
    assert (row.barcode, row.to, row.asked, row.waiting) == (here, desk.b, 1, 1)
    actions.cancel_hold(actor=desk.librarian, at=AT, hold_id=held.hold_id)
    assert queries.moves(space_id=desk.a, day=AT.date()) == []


def test_a_queue_that_is_too_long_for_its_copies_is_named(desk):
    one = copies(work(), desk.a)[0]
    desk.out(one)
    waiting = [desk.piti, *(member(desk.librarian, desk.a, f"คนที่ {n}") for n in range(2))]
    for who in waiting[:2]:
        desk.hold(one, who)
    assert queries.queues(network_id=desk.network) == []
    desk.hold(one, waiting[2])
    [row] = queries.queues(network_id=desk.network)
    assert (row.waiting, row.copies) == (3, 1)


def suggest(actor, desk, title="ข้างหลังภาพ", **more):
    return actions.suggest(actor=actor, at=AT, network_id=desk.network, title=title, **more)


def test_a_reader_suggests_and_is_told_what_became_of_it_and_facts_say_nothing_of_who(desk):
    reader = making.acting(making.person(AT), AT)
    made = suggest(reader, desk, author="ศรีบูรพา", isbn="9789741402182")
    assert [one.title for one in queries.suggestions(network_id=desk.network)] == ["ข้างหลังภาพ"]
    with pytest.raises(suggesting.ReasonNeeded):
        decide(desk.librarian, made, "not_now", reason=" ")
    decide(desk.librarian, made, "not_now", reason="มีฉบับเสียงแล้ว ฟังได้เลย")
    assert "มีฉบับเสียงแล้ว" in Notice.objects.get(kind="lending.suggestion_decided").body
    assert queries.suggestions(network_id=desk.network) == []
    [mine] = queries.suggestions_of(key=reader.key)
    assert (mine.decision, mine.reason) == ("not_now", "มีฉบับเสียงแล้ว ฟังได้เลย")
    assert Fact.objects.get(verb="lending.suggested").actor_key is None
    with pytest.raises(suggesting.SuggestionDecided):
        decide(desk.librarian, made, "bought")


def decide(actor, made, decision, **more):
    actions.decide_suggestion(actor=actor, at=AT, suggestion_id=made, decision=decision, **more)


def test_a_visitor_may_suggest_too_and_nobody_without_end(desk):
    from rianru.core.actors import ANONYMOUS

    suggest(ANONYMOUS, desk)
    reader = making.acting(making.person(AT), AT)
    for _ in range(5):
        suggest(reader, desk)
    with pytest.raises(suggesting.SuggestedEnough):
        suggest(reader, desk)
    with pytest.raises(suggesting.TitleNeeded):
        suggest(ANONYMOUS, desk, title=" \x00 ")
    assert Suggestion.objects.count() == 6


def test_who_goes_leaves_their_suggestion_as_nobodys(desk):
    from rianru.core.actors import Actor
    from rianru.people.models import Pseudonym

    person = Membership.objects.get(id=desk.mani).person
    suggest(Actor("person", Pseudonym.objects.get(person=person).key), desk, why="เพราะฉันคือมานี")
    assert Suggestion.objects.get().person == person
    actions.erase_member(actor=desk.librarian, at=AT, membership_id=desk.mani, space_id=desk.a)
    assert Suggestion.objects.values_list("person", "why", "title").get() == (None, "", "ข้างหลังภาพ")


def test_a_librarian_elsewhere_does_not_decide(desk):
    made = suggest(desk.librarian, desk)
    with pytest.raises(NotAllowed):
        decide(desk.caretaker, made, "bought")
    assert Network.objects.count() == 1
