"""A librarian's shelf: made in one's own scope, filled, published, found, taken down."""

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Shelf
from rianru.core.actors import ANONYMOUS, Role
from rianru.core.search import follow
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.core.searching import add, found
from tests.factories import AT, HOUSE, person, staff
from tests.people import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"


@pytest.fixture
def north():
    return making.network("north")


def shelf(north, actor=HOUSE, **more):
    return actions.make_shelf(actor=actor, at=AT, title_th="อ่านแล้วอยากปลูกผัก", network_id=north.id, **more)


def put(id, work, actor=HOUSE, **more):
    return actions.put_on_shelf(actor=actor, at=AT, shelf_id=id, work_id=work, **more)


def seen(id, actor=ANONYMOUS):
    view = queries.shelf(actor=actor, at=AT, id=id)
    return None if view is None else [row.title for row in view.rows]


def test_readers_see_and_find_a_shelf_once_it_is_published_and_no_longer_when_it_is_taken_down(north):
    id = shelf(north, words_th="ผักสวนครัวรั้วกินได้", title_en="Kitchen gardens")
    with pytest.raises(actions.ShelfEmpty):
        actions.publish_shelf(actor=HOUSE, at=AT, shelf_id=id)
    put(id, add("ปลูกผักในกระถาง"), words_th="เริ่มจากเล่มนี้")
    follow.rebuild()
    assert (seen(id), found("ผักสวนครัว", kind="shelf")) == (None, set())
    actions.publish_shelf(actor=HOUSE, at=AT, shelf_id=id)
    follow.rebuild()
    assert (seen(id), found("ผักสวนครัว", kind="shelf"), found("kitchen", kind="shelf")) == (["ปลูกผักในกระถาง"], {id}, {id})
    assert found("เริ่มจากเล่มนี้", kind="shelf") == {id}
    actions.unpublish_shelf(actor=HOUSE, at=AT, shelf_id=id)
    follow.rebuild()
    assert (seen(id), found("ผักสวนครัว", kind="shelf")) == (None, set())


def test_works_stand_in_order_with_their_sentences_and_once(north):
    id, works = shelf(north), [add(f"เรื่องที่ {n}") for n in range(3)]
    entries = [put(id, work) for work in works]
    assert put(id, works[0], words_th="ดีมาก", words_en="Very good") == entries[0]
    actions.move_on_shelf(actor=HOUSE, at=AT, entry_id=entries[2], up=True)
    actions.move_on_shelf(actor=HOUSE, at=AT, entry_id=entries[0], up=True)  # the first one stays
    view = queries.shelf(actor=HOUSE, at=AT, id=id)
    assert [(row.title, row.words.in_("en")) for row in view.rows] == [
        ("เรื่องที่ 0", "Very good"), ("เรื่องที่ 2", ""), ("เรื่องที่ 1", ""),
    ]
    actions.publish_shelf(actor=HOUSE, at=AT, shelf_id=id)
    for entry in entries:
        actions.take_off_shelf(actor=HOUSE, at=AT, entry_id=entry)
    assert Shelf.objects.get(id=id).published_at is None  # an empty shelf is nothing to land on


def test_only_librarians_of_its_scope_make_and_change_a_shelf(north):
    south, own = making.network("south"), making.space("own-space", within=making.network("north"))
    id = shelf(north)
    put(id, add("พระอภัยมณี"))
    ours = staff(scope_kind="network", scope_id=north.id)
    for other in (
        ANONYMOUS, person(), staff(scope_kind="network", scope_id=south.id), staff(scope_kind="space", scope_id=own.id),
        staff(role=Role.CARETAKER, scope_kind="network", scope_id=north.id), staff(role=Role.ANALYST),
    ):
        for act in (
            lambda other=other: shelf(north, actor=other),
            lambda other=other: put(id, add("ใหม่"), actor=other),
            lambda other=other: actions.change_shelf(actor=other, at=AT, shelf_id=id, title_th="x"),
            lambda other=other: actions.publish_shelf(actor=other, at=AT, shelf_id=id),
            lambda other=other: actions.remove_shelf(actor=other, at=AT, shelf_id=id),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert seen(id, other) is None  # a draft is there for its keepers alone
    actions.publish_shelf(actor=ours, at=AT, shelf_id=id)  # the control
    assert seen(id) == ["พระอภัยมณี"]
    mine = actions.make_shelf(
        actor=staff(scope_kind="space", scope_id=own.id), at=AT, title_th="ของที่นี่", space_id=own.id
    )
    assert [view.shelf.id for view in queries.kept_shelves(actor=ours, at=AT)] == [mine, id]


def test_lists_of_shelves_ask_as_often_for_three_as_for_one(north, django_assert_max_num_queries):
    for n in range(3):
        id = shelf(north)
        put(id, add(f"เรื่องที่ {n}"))
        actions.publish_shelf(actor=HOUSE, at=AT, shelf_id=id)
    with django_assert_max_num_queries(4):
        assert len(queries.shelves(actor=ANONYMOUS, limit=9)) == 3
    [first, *_] = queries.shelves(actor=ANONYMOUS, limit=1)
    rest = queries.shelves(actor=ANONYMOUS, after=(first.shelf.published_at, first.shelf.id), limit=9)
    assert len(rest) == 2


def test_refusals_are_named(north, monkeypatch):
    with pytest.raises(actions.ShelfTitleMissing):
        actions.make_shelf(actor=HOUSE, at=AT, title_th=" ", network_id=north.id)
    with pytest.raises(NotFound):
        actions.make_shelf(actor=HOUSE, at=AT, title_th="ไม่มีเจ้าของ")
    id = shelf(north)
    monkeypatch.setattr("rianru.catalogue.actions.curating.MOST_ENTRIES", 1)
    put(id, add("ก"))
    with pytest.raises(actions.ShelfFull):
        put(id, add("ข"))
