"""Copies at spaces: by hand and by reload. What staff did outlives the next file; nothing is ever silently lost."""

from itertools import count
from typing import Any

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Edition, Item
from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Change, Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from tests.catalogue.making import edition_of, library, record_of, rematch, source, take, work_of
from tests.factories import AT, HOUSE, staff
from tests.factories.marc import book, copy, field, marc
from tests.people import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
NOW: dict[str, Any] = {"actor": HOUSE, "at": AT}


@pytest.fixture
def home():
    for code in ("phayao", "nan", "trang"):
        library(code)
    one = source()
    take([marc("a1", "กามนิต", copy("phayao", "B1"), copy("phayao", "B2")), marc("a2", "ปีศาจ")], one)
    return one


def item(barcode="B1") -> Item:
    return Item.objects.select_related("space", "listed_at").get(barcode=barcode)


def space(code):
    return library(code).id


def described(one, **values):
    own = {name: getattr(one, name) for name in ("barcode", "call_number", "copy", "shelf", "price", "note")}
    actions.describe_item(**NOW, item_id=one.id, **(own | values))


def again(home, *copies, title="กามนิต"):
    """The record with other copies, changed in any case."""
    take([marc("a1", title, *copies, field("500", "a", f"ครั้งที่ {next(TURNS)}"))], home)


TURNS = count(1)
BOTH = (copy("phayao", "B1"), copy("phayao", "B2"))


def test_a_copy_that_was_moved_by_hand_stays_there_until_its_source_names_another_branch(home):
    actions.move_item(**NOW, item_id=item().id, space_code="nan")
    assert (item().space.code, item().listed_at.code) == ("nan", "phayao")
    for then in (lambda: again(home, *BOTH), rematch, lambda: again(home, *BOTH[::-1])):
        then()
        assert (item().space.code, item().listed_at.code) == ("nan", "phayao")
    again(home, copy("trang", "B1"), BOTH[1])
    assert (item().space.code, item().listed_at.code) == ("trang", "trang")
    assert item("B2").space.code == "phayao"


def test_control_a_copy_that_nobody_moved_follows_its_source(home):
    again(home, copy("nan", "B1"), BOTH[1])
    assert item().space.code == "nan"


def test_a_withdrawn_copy_stays_withdrawn_through_every_reload_and_readers_do_not_see_it(home):
    actions.withdraw_item(**NOW, item_id=item().id)
    for then in (lambda: again(home, *BOTH), lambda: again(home, BOTH[1]), lambda: again(home, *BOTH), rematch):
        then()
        assert item().state == "withdrawn"
    view = queries.work(actor=ANONYMOUS, id=work_of("a1"))
    assert [one.barcode for branch in view.branches for one in branch.copies] == ["B2"]
    assert sorted(one.barcode for one in queries.items_of_work(work_id=work_of("a1"))) == ["B1", "B2"]
    actions.restore_item(**NOW, item_id=item().id)
    assert item().state == "available"


def test_a_copy_that_its_source_no_longer_lists_is_absent_and_comes_back_when_it_does(home):
    again(home, BOTH[1])
    assert item().state == "absent"
    actions.restore_item(**NOW, item_id=item().id)
    assert item().state == "available"
    again(home, BOTH[1])
    assert item().state == "absent"
    before = item().id
    again(home, *BOTH)
    assert (item().state, item().id) == ("available", before)


def test_a_price_and_a_note_of_staff_stay_where_the_source_has_none(home):
    described(item(), price=25_000, note="ปกขาด")
    again(home, *BOTH)
    assert (item().price, item().note) == (25_000, "ปกขาด")
    again(home, field("852", "b", "phayao", "p", "B1", "9", "300.00", "x", "จากระบบเดิม"), BOTH[1])
    assert (item().price, item().note) == (30_000, "จากระบบเดิม")


@pytest.mark.parametrize("price", [-1, 100_000_001])
def test_a_price_out_of_reason_is_refused_and_nothing_changes(home, price):
    with pytest.raises(actions.PriceWrong):
        described(item(), price=price, call_number="x")
    with pytest.raises(actions.PriceWrong):
        actions.add_item(**NOW, edition_id=edition_of("a1"), space_id=space("nan"), price=price)
    assert (item().price, item().call_number, Item.objects.count()) == (None, "", 2)


@pytest.mark.parametrize("price", [None, 0, 100_000_000])
def test_control_a_price_at_the_border_is_kept(home, price):
    described(item(), price=price)
    assert item().price == price


def test_a_copy_is_added_by_hand_and_shown_and_outlives_every_reload(home):
    id = actions.add_item(
        **NOW, edition_id=edition_of("a1"), space_id=space("nan"), barcode=" H1 ", call_number="895.91 ก", copy="3",
        shelf="ชั้น 2", price=12_300, note="บริจาค",
    )
    for then in (lambda: again(home, *BOTH), rematch, lambda: again(home)):
        then()
        one = Item.objects.get(id=id)
        assert (one.barcode, one.call_number, one.copy, one.shelf, one.price, one.note, one.state, one.record_id) == (
            "H1", "895.91 ก", "3", "ชั้น 2", 12_300, "บริจาค", "available", None
        )
    view = queries.work(actor=ANONYMOUS, id=work_of("a1"))
    assert "nan" in [branch.code for branch in view.branches]


def test_a_copy_that_was_added_by_hand_goes_with_its_edition_when_that_is_merged_away(home):
    other = source()
    take([book("b1", "เรื่องอื่น", author="มานี")], other)
    id = actions.add_item(**NOW, edition_id=edition_of("b1"), space_id=space("nan"), barcode="H1")
    actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    assert edition_of("a1") == edition_of("b1") == Item.objects.get(id=id).edition_id


def test_a_copy_that_was_added_by_hand_is_with_its_book_again_when_the_merge_is_taken_back(home):
    other = source()
    take([book("b1", "เรื่องอื่น", author="มานี")], other)
    id = actions.add_item(**NOW, edition_id=edition_of("b1"), space_id=space("nan"), barcode="H1")
    group = actions.join_editions(**NOW, left=edition_of("a1"), right=edition_of("b1"))
    actions.take_back(**NOW, decision=group)
    assert work_of("a1") != work_of("b1")
    one = Item.objects.select_related("edition").get(id=id)
    assert (one.edition.work_id, one.edition.live) == (work_of("b1"), True)


def test_a_copy_that_was_added_by_hand_is_still_shown_when_the_record_of_its_edition_joins_another(home):
    other = source()
    isbn = "9789749906477"
    take([book("b1", "เรื่องอื่น", author="มานี ใจดี")], other)
    take([book("c1", "ข้างหลังภาพ", author="ศรีบูรพา", isbn=isbn, year=2540)], source())
    id = actions.add_item(**NOW, edition_id=edition_of("b1"), space_id=space("nan"), barcode="H1")
    take([book("b1", "ข้างหลังภาพ", author="ศรีบูรพา", isbn=isbn, year=2540)], other)
    assert edition_of("b1") == edition_of("c1")
    one = Item.objects.select_related("edition").get(id=id)
    assert (one.edition.work_id, one.state) == (work_of("c1"), "available")
    view = queries.work(actor=ANONYMOUS, id=work_of("c1"))
    assert [copied.barcode for branch in view.branches for copied in branch.copies] == ["H1"]


def test_a_barcode_that_is_on_another_copy_is_refused_with_its_title(home):
    for attempt in (
        lambda: actions.add_item(**NOW, edition_id=edition_of("a2"), space_id=space("nan"), barcode="B1"),
        lambda: actions.add_item(**NOW, edition_id=edition_of("a2"), space_id=space("nan"), barcode=" B1"),
        lambda: described(item("B2"), barcode="B1"),
    ):
        with pytest.raises(actions.BarcodeTaken) as refused:
            attempt()
        assert refused.value.values["title"] == "กามนิต"
    assert Item.objects.count() == 2


def test_control_the_barcode_of_a_withdrawn_copy_none_at_all_and_its_own_are_free(home):
    actions.withdraw_item(**NOW, item_id=item().id)
    described(item("B2"), barcode="B1")
    for _ in range(2):
        actions.add_item(**NOW, edition_id=edition_of("a2"), space_id=space("nan"), barcode="")
    described(Item.objects.filter(barcode="").first(), shelf="ใหม่")
    assert Item.objects.count() == 4


def test_a_copy_moves_to_a_space_that_there_is_and_to_its_own_without_a_trace(home):
    with pytest.raises(actions.SpaceUnknown):
        actions.move_item(**NOW, item_id=item().id, space_code="nowhere")
    before = Fact.objects.count()
    actions.move_item(**NOW, item_id=item().id, space_code="phayao")
    actions.restore_item(**NOW, item_id=item().id)
    assert (Fact.objects.count(), item().changed_at) == (before, None)


@pytest.mark.parametrize("attempt", [
    lambda id: actions.move_item(**NOW, item_id=id, space_code="nan"),
    lambda id: actions.withdraw_item(**NOW, item_id=id),
    lambda id: actions.restore_item(**NOW, item_id=id),
    lambda id: actions.describe_item(**NOW, item_id=id, barcode="", call_number="", copy="", shelf="", price=None, note=""),
    lambda id: actions.add_item(**NOW, edition_id=id, space_id=space("nan")),
])
def test_what_is_not_there_is_not_found(home, attempt):
    with pytest.raises(NotFound):
        attempt(new_id())
    assert Item.objects.count() == 2


def test_every_change_of_a_copy_is_a_fact_at_its_space_and_told_to_the_index(home):
    before = Fact.objects.order_by("id").last().id
    Change.objects.all().delete()
    one = item()
    described(one, note="x")
    actions.move_item(**NOW, item_id=one.id, space_code="nan")
    actions.withdraw_item(**NOW, item_id=one.id)
    actions.restore_item(**NOW, item_id=one.id)
    facts = Fact.objects.filter(id__gt=before).order_by("id").values_list("verb", "object_id", "space_id")
    assert list(facts) == [
        ("catalogue.item_described", one.id, space("phayao")), ("catalogue.item_moved", one.id, space("nan")),
        ("catalogue.item_withdrawn", one.id, space("nan")), ("catalogue.item_restored", one.id, space("nan")),
    ]
    assert set(Change.objects.values_list("object_id", flat=True)) == {work_of("a1")}


def test_items_are_found_by_space_barcode_call_number_and_state_and_paged_by_id(home):
    take([marc("a3", "แม่เบี้ย", *(copy("nan", f"N{n}", call_number=f"895.{n}") for n in range(5)))], home)
    asked = {"actor": HOUSE, "at": AT}
    assert {one.barcode for one in queries.items(**asked, space_code="phayao")} == {"B1", "B2"}
    assert [one.barcode for one in queries.items(**asked, text="N3")] == ["N3"]
    assert len(queries.items(**asked, text="895.")) == 5
    actions.withdraw_item(**NOW, item_id=item().id)
    assert [one.barcode for one in queries.items(**asked, state="withdrawn")] == ["B1"]
    first = queries.items(**asked, limit=3)
    rest = queries.items(**asked, after=first[-1].id, limit=10)
    assert [one.id for one in [*first, *rest]] == list(Item.objects.order_by("id").values_list("id", flat=True))


def test_only_those_who_keep_a_space_may_change_its_copies(home):
    library("songkhla", network="south")
    spaces = {code: space(code) for code in ("phayao", "nan")} | {"songkhla": library("songkhla", network="south").id}
    north = staff(role=Role.LIBRARIAN, scope_kind="network", scope_id=making.network("north").id)
    assert queries.may_keep(actor=north, at=AT, space_ids=list(spaces.values())) == {spaces["phayao"], spaces["nan"]}
    assert queries.may_keep(actor=ANONYMOUS, at=AT, space_ids=list(spaces.values())) == set()
    assert queries.may_keep(actor=staff(), at=AT, space_ids=list(spaces.values())) == set(spaces.values())


def test_an_edition_whose_copies_were_all_added_by_hand_outlives_its_record(home):
    id = actions.add_item(**NOW, edition_id=edition_of("a2"), space_id=space("nan"), barcode="H2")
    edition = edition_of("a2")
    take([marc("a2", "ชื่ออื่นสิ้นเชิง")], home)
    assert Edition.objects.filter(id=edition).exists()
    assert Item.objects.get(id=id).edition_id == edition == record_of("a2").edition_id
