"""Covers of editions: sent, chosen, removed; where they go when records are joined, parted, dropped and read again."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import cover_files
from rianru.catalogue.models import Cover, Edition, Record, cover_path
from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.catalogue.making import library, source, take
from tests.factories import AT, HOUSE
from tests.factories.actors import staff
from tests.factories.marc import copy, four, gone, marc
from tests.factories.pictures import SVG, bomb, picture, plain
from tests.people import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def edition(number: str = "a1") -> Edition:
    return Edition.objects.get(records__control_number=number)


def cover(of: Edition, data: bytes | None = None, at=AT):
    file = ContentFile(picture() if data is None else data, name="cover.png")
    return actions.upload_cover(actor=HOUSE, at=at, edition_id=of.id, file=file)


def shown(of: Edition):
    """The cover that an edition shows."""
    found = queries.covers_of_editions(ids=[of.id]).get(of.id)
    return found[0].id if found else None


@pytest.fixture
def book():
    take([marc("a1", "ผ้าทอเมืองน่าน", copy("lib-1", "X1"))], source("one", network="north", space="lib-1"))
    return edition()


def test_a_cover_that_is_sent_is_shown_with_its_edition_and_work_in_every_size(book):
    id = cover(book, picture(1000, 1500))
    [row] = queries.work_rows(actor=HOUSE, ids=[book.work_id])
    whole = queries.work(actor=HOUSE, id=book.work_id)
    assert (row.cover.id, whole.cover.id, shown(book)) == (id, id, id)
    assert (row.cover.widths, row.cover.width, row.cover.height) == ((120, 240, 480, 960), 960, 1440)
    sizes = [queries.cover_file(digest=row.cover.digest, width=width) for width in row.cover.widths]
    assert [size[8:12] for size in sizes] == [b"WEBP"] * 4
    assert Cover.objects.get(id=id).file.name == cover_path(row.cover.digest, 960)
    assert Fact.objects.filter(verb="catalogue.cover_added", object_id=book.id).count() == 1


def test_without_a_cover_there_is_none(book):
    [row] = queries.work_rows(actor=HOUSE, ids=[book.work_id])
    assert (row.cover, queries.cover_file(digest="0" * 40, width=120)) == (None, None)


def test_the_cover_chosen_last_is_shown_and_the_other_stays(book):
    first, second = cover(book), cover(book, picture(400, 600), AT + timedelta(minutes=1))
    assert shown(book) == second
    actions.choose_cover(actor=HOUSE, at=AT + timedelta(minutes=2), cover_id=first)
    assert [one.id for one in queries.covers_of_editions(ids=[book.id])[book.id]] == [first, second]


def test_the_same_picture_sent_again_is_chosen_again_and_not_kept_twice(book):
    first = cover(book)
    cover(book, picture(400, 600), AT + timedelta(minutes=1))
    assert (cover(book, at=AT + timedelta(minutes=2)), shown(book), Cover.objects.count()) == (first, first, 2)


def test_a_removed_cover_goes_with_its_files_unless_another_is_the_same_picture(book):
    take([marc("b1", "สี่แผ่นดิน")], source("two"))
    one, other = cover(book), cover(edition("b1"))
    digest = Cover.objects.get(id=one).digest
    for id, files in ((one, 0), (other, 3)):
        actions.remove_cover(actor=HOUSE, at=AT, cover_id=id)
        assert actions.drop_cover_files(actor=HOUSE, at=AT, digest=digest) == files
    assert (Cover.objects.count(), default_storage.exists(cover_path(digest, 300))) == (0, False)
    with pytest.raises(NotFound):
        actions.remove_cover(actor=HOUSE, at=AT, cover_id=one)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(SVG, pictures.PictureKindWrong), (bomb(10_000, 10_000), pictures.PictureTooManyPixels), (b"", pictures.PictureKindWrong)],
)
def test_what_is_refused_leaves_nothing(book, data, refusal):
    with pytest.raises(refusal):
        cover(book, data)
    assert (Cover.objects.count(), default_storage.exists("covers"), shown(book)) == (0, False, None)


def test_those_who_hold_a_copy_or_list_the_book_may_and_nobody_else(book):
    library("lib-2")
    library("far", network="south")
    making.network("south")
    who = {
        "its space": staff(scope_kind="space", scope_id=library("lib-1").id),
        "its network": staff(scope_kind="network", scope_id=making.network("north").id),
        "another space": staff(scope_kind="space", scope_id=library("lib-2").id),
        "another network": staff(scope_kind="network", scope_id=making.network("south").id),
        "a caretaker": staff(role=Role.CARETAKER, scope_kind="space", scope_id=library("lib-1").id),
    }
    may = {name: queries.may_cover(actor=actor, at=AT, edition_id=book.id) for name, actor in who.items()}
    assert may == {
        "its space": True, "its network": True, "another space": False, "another network": False, "a caretaker": False,
    }
    id = cover(book)
    for name in ("another space", "another network", "a caretaker"):
        file = ContentFile(picture(), name="x.png")
        with pytest.raises(NotAllowed):
            actions.upload_cover(actor=who[name], at=AT, edition_id=book.id, file=file)
        for act in (actions.choose_cover, actions.remove_cover):
            with pytest.raises(NotAllowed):
                act(actor=who[name], at=AT, cover_id=id)


def test_rows_ask_no_more_for_three_covers_than_for_one():
    take([marc(f"a{n}", title) for n, title in enumerate(("ขุนช้าง", "พระลอ", "อิเหนา"), 1)], source("one"))
    for n in (1, 2, 3):
        cover(edition(f"a{n}"), picture(300 + n, 450))
    ids = [edition(f"a{n}").work_id for n in (1, 2, 3)]
    counts = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as asked:
            rows = queries.work_rows(actor=HOUSE, ids=some)
        counts.append(len(asked))
        assert all(row.cover for row in rows)
    assert counts == [2, 2]


def test_a_work_shows_the_cover_of_its_newest_edition_that_has_one():
    take([four("a1"), four("a2", year=2560, isbn="9786161855321", pages=310), four("a3", year=2565, isbn="9789740212300", pages=333)],
         source("one"))
    old, middle, new = edition("a1"), edition("a2"), edition("a3")
    assert len({old.id, middle.id, new.id}) == 3
    assert {old.work_id, middle.work_id, new.work_id} == {old.work_id}
    first, second = cover(old), cover(middle, picture(310, 450))
    assert queries.covers_of_works(ids=[old.work_id])[old.work_id].id == second
    actions.remove_cover(actor=HOUSE, at=AT, cover_id=second)
    assert queries.covers_of_works(ids=[old.work_id])[old.work_id].id == first


def test_a_cover_goes_to_the_edition_that_takes_over_and_stays_where_its_record_stays():
    take([four("a1")], source("one", network="north"))
    take([marc("b1", "คนละเล่ม")], source("two", network="north"))
    left, right = edition("a1"), edition("b1")
    id = cover(right)
    actions.join_editions(actor=HOUSE, at=AT, left=left.id, right=right.id)
    assert (edition("a1").id, shown(edition("a1"))) == (edition("b1").id, id)
    actions.part_from_edition(actor=HOUSE, at=AT, edition=edition("b1").id, records=[Record.objects.get(control_number="a1").id])
    assert (shown(edition("a1")), shown(edition("b1"))) == (None, id)


def test_when_its_record_goes_the_cover_stays_with_the_others_of_its_edition():
    one, two = source("one"), source("two")
    take([four("a1")], one)
    take([four("b1")], two)
    both = edition("a1")
    assert edition("b1").id == both.id
    id = cover(both)
    take([gone("a1")], one)
    assert shown(edition("b1")) == id
    actions.rematch(actor=HOUSE, clock=lambda: AT)
    assert shown(edition("b1")) == id
    take([gone("b1")], two)
    assert shown(edition("b1")) == id  # nobody lists it, and nothing is lost
    take([four("a1")], one)
    assert shown(edition("a1")) == id


def test_a_cover_outlives_the_file_sent_again_and_an_import_rolled_back():
    one = source("one")
    take([four("a1")], one)
    id = cover(edition("a1"))
    changed = take([four("a1", publisher="ดอกหญ้า")], one)
    assert shown(edition("a1")) == id
    actions.undo_import(actor=HOUSE, at=AT, import_id=changed.id, queue=False)
    actions.run_undo(actor=HOUSE, clock=lambda: AT, import_id=changed.id)
    assert shown(edition("a1")) == id


STEPS = st.lists(st.sampled_from(["again", "gone", "back", "rematch", "join", "part", "twin"]), min_size=1, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_whatever_becomes_of_records_every_cover_is_shown_once(steps):
    with transaction.atomic():
        one, two = source(), source()
        take([four("a1")], one)
        take([marc("b1", "คนละเล่ม")], two)
        own = {cover(edition("a1")), cover(edition("b1"), picture(310, 450))}
        for step in steps:
            STEP[step](one, two)
            ids = list(Edition.objects.values_list("id", flat=True))
            seats = [found.id for covers in queries.covers_of_editions(ids=ids).values() for found in covers]
            assert (len(seats), set(seats)) == (2, own)
        transaction.set_rollback(True)


def _join(one, two):
    those = [edition("a1").id, edition("b1").id]
    listed = Record.objects.filter(edition__in=those, state="live").values("edition").distinct().count()
    if listed == 2:  # nobody joins an edition that no library lists
        actions.join_editions(actor=HOUSE, at=AT, left=edition("a1").id, right=edition("b1").id)


def _part(one, two):
    live = Record.objects.filter(edition=edition("b1"), state="live")
    if live.count() > 1:
        actions.part_from_edition(actor=HOUSE, at=AT, edition=edition("b1").id, records=[live.order_by("id")[0].id])


STEP = {
    "again": lambda one, two: take([four("a1", publisher="ดอกหญ้า")], one),
    "gone": lambda one, two: take([gone("a1")], one),
    "back": lambda one, two: take([four("a1")], one),
    "rematch": lambda one, two: actions.rematch(actor=HOUSE, clock=lambda: AT),
    "join": _join,
    "part": _part,
    "twin": lambda one, two: take([four("t1")], source()) if not Record.objects.filter(control_number="t1") else None,
}


def test_files_of_an_act_that_was_cut_off_are_swept_and_those_in_use_stay(book):
    kept = Cover.objects.get(id=cover(book)).digest
    drawn = pictures.redraw(plain(200, 300, (9, 9, 9)))
    loose = cover_files.digest_of(drawn)
    cover_files.keep(loose, drawn)
    written = default_storage.get_modified_time(cover_path(loose, 120))
    assert actions.sweep_covers(actor=HOUSE, at=written + timedelta(hours=1)) == 0  # it may be of an act that goes on
    assert actions.sweep_covers(actor=HOUSE, at=written + timedelta(days=2)) == 2
    assert (default_storage.exists(cover_path(loose, 120)), default_storage.exists(cover_path(kept, 120))) == (False, True)
