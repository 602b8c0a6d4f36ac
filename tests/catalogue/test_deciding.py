"""A librarian's word goes before every rule, outlives whatever arrives, and can be taken back."""

from typing import Any

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Decision, Doubt, Item
from rianru.core.models import Fact
from rianru.kernel.formats import marc
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from tests.catalogue.making import (
    edition_of,
    editions,
    groups,
    library,
    record_of,
    rematch,
    source,
    standing,
    take,
    undo,
    work_of,
    works,
)
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, field, four

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"actor": HOUSE, "at": AT}
A = {"a1": book("a1", "กามนิต วาสิฏฐี", author="เสฐียรโกเศศ", year=2540)}
B = {"b1": book("b1", "The pilgrim Kamanita", author="Gjellerup, Karl", year=2540)}


@pytest.fixture
def strangers():
    """Two records that no rule would join."""
    one, other = source("one"), source("two")
    take(list(A.values()), one)
    take(list(B.values()), other)
    return one, other


@pytest.fixture
def twins():
    """Two records that the rules joined."""
    one, other = source("one"), source("two")
    take([four("a1")], one)
    take([four("b1")], other)
    return one, other


def _again(one, other):
    """What may come after a decision, by name, with the records that it found."""
    kept = {number: record_of(number) for number in ("a1", "b1")}
    known = {number: bytes(record.raw) for number, record in kept.items()}
    read = {number: marc.read(raw) for number, raw in known.items()}

    def changed(number):
        more = field("500", "a", f"หมายเหตุใหม่ {number}")
        return marc.Record(read[number].leader, (*read[number].fields, more))

    third = [marc.Record(read["a1"].leader, (marc.Field("001", data="c1"), *read["a1"].fields[1:]))]
    return {
        "the same files": lambda: (take(known["a1"], one), take(known["b1"], other)),
        "a changed record": lambda: take([changed("b1")], other),
        "the other changed too": lambda: take([changed("a1")], one),
        "everything matched anew": rematch,
        "a third source": lambda: take(third, source("three")),
        "everything matched anew once more": rematch,
    }


def test_works_that_are_joined_by_hand_stay_one_work_of_two_editions(strangers):
    assert works() == groups("a1", "b1")
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"), note="ฉบับแปล")
    assert (works(), editions()) == (groups("a1 b1"), groups("a1", "b1"))
    for what, then in _again(*strangers).items():
        then()
        assert any({"a1", "b1"} <= group for group in works()), what
        assert not any({"a1", "b1"} <= group for group in editions()), what


def test_editions_that_are_joined_by_hand_stay_one_edition(strangers):
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    assert (works(), editions()) == (groups("a1 b1"), groups("a1 b1"))
    for what, then in _again(*strangers).items():
        then()
        assert any({"a1", "b1"} <= group for group in editions()), what


def test_an_edition_that_is_parted_from_its_work_by_hand_stays_apart():
    one, other = source("one"), source("two")
    take([four("a1")], one)
    take([four("b1", isbn="", year=2550, pages=400)], other)
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1 b1"))
    actions.part_from_work(**NOW, work=work_of("a1"), editions=[edition_of("b1")])
    assert works() == groups("a1", "b1")
    take([four("b1", field("500", "a", "ใหม่"), isbn="", year=2550, pages=400)], other)
    rematch()
    take([four("c1")], source("three"))
    assert not any({"a1", "b1"} <= group for group in works())


def test_records_that_are_parted_from_their_edition_by_hand_stay_apart(twins):
    assert editions() == groups("a1 b1")
    actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("b1").id])
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1 b1"))
    for what, then in _again(*twins).items():
        then()
        assert not any({"a1", "b1"} <= group for group in editions()), what


def test_control_without_a_word_the_rules_say_the_same_again(strangers):
    for what, then in _again(*strangers).items():
        then()
        assert not any({"a1", "b1"} <= group for group in works()), what


def test_a_decision_outlives_that_a_record_goes_and_comes_back(strangers):
    _, other = strangers
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"))
    gone_for_now = take([book("b1", "เรื่องอื่น", author="มานี ใจดี")], other)
    assert works() == groups("a1 b1")
    undo(gone_for_now)
    assert works() == groups("a1 b1")


def test_a_file_that_is_rolled_back_and_imported_again_finds_the_decision_still_there(twins):
    _, other = twins
    actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("b1").id])
    [run] = {record_of("b1").taken_by}
    undo(run)
    assert editions() == groups("a1")
    take([four("b1")], other)
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1 b1"))


def test_a_decision_that_is_taken_back_leaves_it_to_the_rules(twins):
    before = standing()
    group = actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("b1").id])
    actions.take_back(**NOW, decision=group)
    assert (editions(), Decision.objects.count()) == (groups("a1 b1"), 0)
    assert standing()["a1"] == before["a1"]


def test_a_join_that_is_taken_back_parts_again_and_each_keeps_its_copies():
    for code in ("phayao", "nan"):
        library(code)
    one, other = source("one"), source("two")
    take([book("a1", "กามนิต", copy("phayao", "A"), author="เสฐียรโกเศศ")], one)
    take([book("b1", "The pilgrim", copy("nan", "B"), author="Gjellerup, Karl")], other)
    group = actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    assert Item.objects.filter(edition=edition_of("a1")).count() == 2
    actions.take_back(**NOW, decision=group)
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1", "b1"))
    assert {item.barcode: item.edition_id for item in Item.objects.all()} == {"A": edition_of("a1"), "B": edition_of("b1")}


def test_a_later_word_overrules_an_earlier_one(twins):
    first = actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("b1").id])
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    assert (editions(), Decision.objects.filter(group=first).count()) == (groups("a1 b1"), 0)
    actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("b1").id])
    assert (editions(), Decision.objects.count()) == (groups("a1", "b1"), 1)


def test_who_joins_two_editions_joins_works_that_were_parted(strangers):
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"))
    actions.part_from_work(**NOW, work=work_of("a1"), editions=[edition_of("b1")])
    assert works() == groups("a1", "b1")
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    assert (works(), editions()) == (groups("a1 b1"), groups("a1 b1"))


def test_who_parts_two_works_parts_their_editions(strangers):
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    take([book("c1", "กามนิต วาสิฏฐี", author="เสฐียรโกเศศ", year=2555)], source("three"))
    assert works() == groups("a1 b1 c1")
    actions.part_from_work(**NOW, work=work_of("a1"), editions=[edition_of("a1")])
    assert works() == groups("a1 b1", "c1")


@pytest.mark.parametrize(("join", "of", "found"), [
    (actions.join_works, work_of, works), (actions.join_editions, edition_of, editions),
])
def test_the_next_record_of_a_book_that_was_joined_by_hand_still_finds_it(strangers, join, of, found):
    join(**NOW, left=of("a1"), right=of("b1"))
    for number, like in (("c1", A["a1"]), ("d1", B["b1"]), ("e1", A["a1"])):
        take([marc.Record(like.leader, (marc.Field("001", data=number), *like.fields[1:]))], source())
    assert found() == groups("a1 b1 c1 d1 e1")
    rematch()
    assert found() == groups("a1 b1 c1 d1 e1")


def test_three_works_are_joined_one_after_another():
    titles = {"a1": ("กามนิต", "เสฐียรโกเศศ"), "b1": ("The pilgrim", "Gjellerup, Karl"), "c1": ("朝聖者", "葛勒魯普")}
    for number, (title, author) in titles.items():
        take([book(number, title, author=author)], source())
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"))
    actions.join_works(**NOW, left=work_of("b1"), right=work_of("c1"))
    assert works() == groups("a1 b1 c1")
    rematch()
    assert works() == groups("a1 b1 c1")


def test_three_editions_are_joined_one_after_another():
    titles = {"a1": ("กามนิต", "เสฐียรโกเศศ"), "b1": ("The pilgrim", "Gjellerup, Karl"), "c1": ("朝聖者", "葛勒魯普")}
    for number, (title, author) in titles.items():
        take([book(number, title, author=author)], source())
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    actions.join_editions(**NOW, left=edition_of("c1"), right=edition_of("a1"))
    assert editions() == groups("a1 b1 c1")
    rematch()
    assert editions() == groups("a1 b1 c1")


def test_of_three_that_are_joined_by_hand_one_is_parted_and_two_stay():
    titles = {"a1": ("กามนิต", "เสฐียรโกเศศ"), "b1": ("The pilgrim", "Gjellerup, Karl"), "c1": ("朝聖者", "葛勒魯普")}
    for number, (title, author) in titles.items():
        take([book(number, title, author=author)], source())
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"))
    actions.join_works(**NOW, left=work_of("a1"), right=work_of("c1"))
    actions.part_from_work(**NOW, work=work_of("a1"), editions=[edition_of("c1")])
    assert works() == groups("a1 b1", "c1")


@pytest.mark.parametrize("same", [True, False])
def test_a_doubt_is_settled_either_way_and_asked_no_more(same):
    take([four("a1", isbn="", year=0, pages=0)], source("one"))
    other = source("two")
    take([four("b1", isbn="", year=0, pages=0)], other)
    [view] = queries.doubts(actor=HOUSE, at=AT)
    group = actions.settle_doubt(**NOW, doubt_id=view.doubt.id, same=same, note="ดูเล่มจริงแล้ว")
    expected = groups("a1 b1") if same else groups("a1", "b1")
    assert (editions(), queries.doubts(actor=HOUSE, at=AT), queries.count_doubts(actor=HOUSE, at=AT)) == (expected, [], 0)
    take([four("b1", field("500", "a", "ใหม่"), isbn="", year=0, pages=0)], other)
    rematch()
    assert (editions(), queries.doubts(actor=HOUSE, at=AT)) == (expected, [])
    [decision] = queries.decisions_on(record_ids=[record_of("a1").id])
    assert (decision.group, decision.same, decision.note) == (group, same, "ดูเล่มจริงแล้ว")
    actions.take_back(**NOW, decision=group)
    assert [one.doubt.id for one in queries.doubts(actor=HOUSE, at=AT)] == [view.doubt.id]


@pytest.mark.parametrize("attempt", [
    lambda: actions.join_works(**NOW, left=work_of("a1"), right=work_of("a1")),
    lambda: actions.join_works(**NOW, left=work_of("a1"), right=new_id()),
    lambda: actions.join_works(**NOW, left=new_id(), right=new_id()),
    lambda: actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1")),
    lambda: actions.join_editions(**NOW, left=edition_of("a1"), right=new_id()),
    lambda: actions.part_from_work(**NOW, work=work_of("a1"), editions=[]),
    lambda: actions.part_from_work(**NOW, work=work_of("a1"), editions=[edition_of("a1")]),
    lambda: actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[]),
    lambda: actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[record_of("a1").id, record_of("b1").id]),
    lambda: actions.part_from_edition(**NOW, edition=edition_of("a1"), records=[new_id()]),
])
def test_where_there_is_nothing_to_decide_it_says_so_and_nothing_changes(twins, attempt):
    before = standing(), Decision.objects.count(), Fact.objects.count()
    with pytest.raises(actions.NothingToDecide):
        attempt()
    assert (standing(), Decision.objects.count(), Fact.objects.count()) == before


def test_what_is_not_there_is_not_found(twins):
    with pytest.raises(NotFound):
        actions.settle_doubt(**NOW, doubt_id=new_id(), same=True)
    with pytest.raises(NotFound):
        actions.take_back(**NOW, decision=new_id())


def test_more_pairs_than_one_decision_holds_are_refused(twins, monkeypatch):
    from rianru.catalogue.actions import deciding

    take([book("c1", "เรื่องอื่น", author="มานี")], source())
    monkeypatch.setattr(deciding, "MOST_PAIRS", 1)
    with pytest.raises(actions.TooManyRecords):
        actions.join_works(**NOW, left=work_of("a1"), right=work_of("c1"))
    assert Decision.objects.count() == 0


def test_each_decision_is_a_fact_with_its_size_and_no_words_of_its_note(strangers):
    before = Fact.objects.order_by("id").last().id
    group = actions.join_works(**NOW, left=work_of("a1"), right=work_of("b1"), note="ลับมาก")
    actions.take_back(**NOW, decision=group)
    assert list(Fact.objects.filter(id__gt=before).order_by("id").values_list("verb", "object_id", "count")) == [
        ("catalogue.decided", group, 1), ("catalogue.decision_withdrawn", group, 1),
    ]
    assert not any("ลับ" in str(fact) for fact in Fact.objects.values())
    assert Doubt.objects.count() == 0
