"""Records into editions and works: two sources, one book; printings, volumes, changes, merges; no query a record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import batches
from rianru.catalogue.actions.settling import load
from rianru.catalogue.models import Doubt, Edition, Item, MatchKey, Merged, Reading, Record, Source, Work
from rianru.core.actors import ANONYMOUS
from rianru.core.models import Change
from tests.catalogue.making import (
    asked,
    edition_of,
    editions,
    groups,
    library,
    record_of,
    rematch,
    source,
    standing,
    take,
    work_of,
    works,
)
from tests.factories import AT, HOUSE
from tests.factories.marc import FOUR, book, copy, deleted, field, four, marc

pytestmark = pytest.mark.django_db
ISBN, KUKRIT, OTHER = FOUR["isbn"], FOUR["author"], "9786161234560"


@pytest.fixture
def two():
    library("phayao")
    library("nan")
    return source("one"), source("two")


def test_two_sources_of_one_book_give_one_edition_with_the_copies_of_both(two):
    one, other = two
    take([four("a1", copy("phayao", "A"))], one)
    take([four("b1", copy("nan", "B"))], other)
    assert (editions(), works()) == (groups("a1 b1"), groups("a1 b1"))
    assert (Edition.objects.count(), Work.objects.count()) == (1, 1)
    view = queries.work(actor=ANONYMOUS, id=work_of("a1"))
    assert sorted(branch.code for branch in view.branches) == ["nan", "phayao"]
    assert (view.copies, view.main.copies) == (2, 2)
    [row] = queries.work_rows(actor=ANONYMOUS, ids=[work_of("b1")])
    assert (row.editions, row.copies, row.branches) == (1, 2, 2)


@pytest.mark.parametrize("many", [1, 3, 12])
def test_every_source_that_has_the_book_is_one_more_record_of_its_edition(many):
    for n in range(many):
        take([four(f"s{n}")], source())
    assert (editions(), Work.objects.count()) == (groups(" ".join(f"s{n}" for n in range(many))), 1)


def test_a_book_that_every_library_of_the_country_has_is_still_one_edition():
    """More sources than a key may be shared by before it counts as telling nothing."""
    many = load.TOO_COMMON + 15
    for n in range(many):
        take([four(f"s{n:03}")], source(f"library-{n:03}"))
    all_one = groups(" ".join(f"s{n:03}" for n in range(many)))
    assert editions() == all_one
    before = standing()
    for n in (0, 1, many - 1):  # one that changes, the first of them too, stays with the others
        take([four(f"s{n:03}", field("500", "a", "หมายเหตุ"))], Source.objects.get(code=f"library-{n:03}"))
    assert (editions(), standing()) == (all_one, before)
    rematch()
    assert (editions(), standing()) == (all_one, before)


def test_two_printings_are_two_editions_of_one_work(two):
    take([four("a1"), four("a2", year=2550, pages=340, isbn=OTHER, edition="พิมพ์ครั้งที่ 2")], two[0])
    take([four("b1"), four("b2", year=2550, pages=340, isbn=OTHER, edition="พิมพ์ครั้งที่ 2")], two[1])
    assert (editions(), works()) == (groups("a1 b1", "a2 b2"), groups("a1 b1 a2 b2"))


def test_one_source_that_has_a_title_twice_has_two_editions_of_it(two):
    take([four("a1", isbn=""), four("a2", isbn="")], two[0])
    assert (editions(), works()) == (groups("a1", "a2"), groups("a1 a2"))


def test_two_of_one_source_never_become_one_by_way_of_a_third(two):
    take([four("a1", isbn=""), four("a2", isbn="")], two[0])
    take([four("b1", isbn="")], two[1])
    assert len(editions()) == 2
    assert not any({"a1", "a2"} <= group for group in editions())
    assert works() == groups("a1 a2 b1")


def test_control_two_of_one_source_with_one_isbn_are_one_edition(two):
    take([four("a1"), four("a2")], two[0])
    assert editions() == groups("a1 a2")


def test_volumes_of_a_set_stay_apart_under_the_isbn_of_the_set(two):
    volumes = [[book(f"{letter}{n}", f"เพชรพระอุมา เล่ม {n}", author="พนมเทียน", isbn=ISBN) for n in (1, 2, 3)] for letter in "ab"]
    take(volumes[0], two[0])
    take(volumes[1], two[1])
    assert (editions(), works()) == (groups("a1 b1", "a2 b2", "a3 b3"), groups("a1 b1", "a2 b2", "a3 b3"))


def test_one_bad_isbn_on_many_titles_joins_none_of_them(two):
    titles = ["พระอภัยมณี", "หลายชีวิต", "แม่เบี้ย", "ข้างหลังภาพ", "เขาชื่อกานต์", "ลูกอีสาน"]
    take([book(f"a{n}", title, author=f"นักเขียนคนที่ {n} {title}", isbn=ISBN) for n, title in enumerate(titles)], two[0])
    take([book(f"b{n}", title, author=f"นักเขียนคนที่ {n} {title}", isbn=ISBN) for n, title in enumerate(titles)], two[1])
    pairs = groups(*(f"a{n} b{n}" for n in range(len(titles))))
    assert (editions(), works()) == (pairs, pairs)


def test_a_translation_and_its_original_are_two_editions_of_one_work(two):
    take([book("a1", "Voina i mir", author="Tolstoy, Leo", language="rus", year=1990)], two[0])
    take([book("b1", "War and peace", field("240", "a", "Voina i mir"), author="Tolstoy, Leo", language="eng", year=1990)], two[1])
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1 b1"))


def test_a_film_of_a_book_is_another_work(two):
    film = "00000ngm a2200000 a 4500"
    take([four("a1"), four("a2", leader=film)], two[0])
    assert works() == groups("a1", "a2")


def test_an_ebook_is_another_edition_of_the_work(two):
    take([four("a1"), four("a2", field("338", "b", "cr"), field("856", "u", "https://x.example/", ind="40"), isbn=OTHER)], two[0])
    assert (editions(), works()) == (groups("a1", "a2"), groups("a1 a2"))


def test_a_record_that_changes_leaves_its_edition_and_joins_another(two):
    one, other = two
    take([four("a1"), book("a2", "หลายชีวิต", author=KUKRIT, isbn=OTHER, year=2543)], one)
    take([four("b1", copy("nan", "B"))], other)
    assert editions() == groups("a1 b1", "a2")
    before = standing()
    take([book("b1", "หลายชีวิต", copy("nan", "B"), author=KUKRIT, isbn=OTHER, year=2543)], other)
    assert (editions(), works()) == (groups("a1", "a2 b1"), groups("a1", "a2 b1"))
    after = standing()
    assert (after["a1"], after["a2"], after["b1"]) == (before["a1"], before["a2"], before["a2"])
    item = Item.objects.get(barcode="B")
    assert item.edition_id == edition_of("a2")
    assert queries.work(actor=ANONYMOUS, id=work_of("a1")).copies == 0


def test_a_record_that_parts_takes_nobody_with_it_and_keys_follow_what_it_says_now(two):
    take([four("a1")], two[0])
    take([four("b1")], two[1])
    take([book("b1", "เรื่องใหม่เอี่ยม", author="มานี ใจดี", isbn=OTHER)], two[1])
    assert (editions(), works()) == (groups("a1", "b1"), groups("a1", "b1"))
    for number in ("a1", "b1"):
        record = record_of(number)
        reading = Reading.objects.get(record=record)
        assert set(MatchKey.objects.filter(record=record).values_list("key", flat=True)) == set(reading.keys)


def test_a_work_that_is_merged_away_leads_on_and_its_edition_too(two):
    one, other = two
    take([four("a1")], one)
    take([four("b1", isbn="", year=0, pages=0)], source())
    take([book("b2", "เรื่องอื่น", author="มานี ใจดี", isbn=OTHER)], other)
    old = work_of("b2")
    take([four("b2")], other)
    assert work_of("b2") == work_of("a1")
    assert (queries.where_to(id=old), Work.objects.filter(id=old).exists()) == (work_of("a1"), False)


def test_where_to_follows_every_step_and_ends_where_the_work_is(two):
    a, b, c = source(), source(), source()
    for n, home in enumerate((a, b, c)):
        take([book(f"r{n}", ["กามนิต", "ปีศาจ", "คำพิพากษา"][n], author=["มานี", "ปิติ", "วีระ"][n])], home)
    first, second, third = (work_of(f"r{n}") for n in range(3))
    actions.join_works(actor=HOUSE, at=AT, left=first, right=second)
    into = work_of("r0")
    actions.join_works(actor=HOUSE, at=AT, left=into, right=third)
    last = work_of("r0")
    assert works() == groups("r0 r1 r2")
    for old in {first, second, third} - {last}:
        assert queries.where_to(id=old) == last
    assert queries.where_to(id=last) is None


def test_control_a_work_that_never_went_anywhere_leads_nowhere(two):
    take([four("a1")], two[0])
    assert queries.where_to(id=work_of("a1")) is None
    assert Merged.objects.count() == 0


def test_nothing_lives_at_an_address_that_leads_on(two):
    """However often records go and come back: a work that is there is never hidden behind one it was part of."""
    home, other = two
    for turn in range(4):
        take([four("a1")] if turn % 2 else [book("a1", "เรื่องอื่นสิ้นเชิง", author="มานี ใจดี", isbn=OTHER)], home)
        take([four("b1")], other)
        for id in Work.objects.values_list("id", flat=True):
            assert queries.where_to(id=id) is None, turn


def test_a_deleted_record_leaves_the_edition_to_the_others(two):
    take([four("a1", copy("phayao", "A"))], two[0])
    take([four("b1", field("520", "a", "เรื่องย่อของ b"), copy("nan", "B"))], two[1])
    take([deleted(four("b1"))], two[1])
    edition = Edition.objects.get()
    assert (editions(), edition.live, edition.summary) == (groups("a1"), True, "")
    assert sorted(Item.objects.values_list("barcode", "state")) == [("A", "available"), ("B", "absent")]
    take([deleted(four("a1"))], two[0])
    assert (editions(), Edition.objects.get().live) == (set(), False)
    assert queries.work_rows(actor=ANONYMOUS, ids=list(Work.objects.values_list("id", flat=True))) == []


def test_each_record_says_why_it_is_where_it_is_and_by_whom(two):
    take([four("a1")], two[0])
    take([four("b1")], two[1])
    take([four("c1", isbn="", publisher="")], source())
    found = {one.control_number: (one.because, one.because_of) for one in Record.objects.all()}
    assert found["a1"] == ("first", None)
    assert found["b1"] == ("isbn", record_of("a1").id)
    assert found["c1"][0] == "title_author_year"
    assert found["c1"][1] in (record_of("a1").id, record_of("b1").id)
    assert queries.compare(left=record_of("a1").id, right=record_of("b1").id).same_edition is True


def test_a_pair_that_nearly_belongs_together_is_a_doubt_once(two):
    take([four("a1", isbn="", year=0, pages=0)], two[0])
    take([four("b1", isbn="", year=0, pages=0)], two[1])
    assert Doubt.objects.count() == queries.count_doubts(actor=HOUSE, at=AT) == len(queries.doubts(actor=HOUSE, at=AT)) == 1
    take([four("b1", field("500", "a", "หมายเหตุ"), isbn="", year=0, pages=0)], two[1])
    rematch()
    assert Doubt.objects.count() == 1


def test_a_doubt_that_a_changed_record_answered_is_none_any_more(two):
    take([four("a1", isbn="", year=0, pages=0)], two[0])
    take([four("b1", isbn="", year=0, pages=0)], two[1])
    take([four("a1")], two[0])
    take([four("b1")], two[1])
    assert (editions(), queries.doubts(actor=HOUSE, at=AT), queries.count_doubts(actor=HOUSE, at=AT)) == (groups("a1 b1"), [], 0)


@pytest.mark.parametrize("size", [1, 1000])
def test_matching_asks_the_same_queries_for_one_record_and_for_three_hundred(monkeypatch, two, size):
    titles = [f"{word} {end}" for word in ("พระอภัยมณี", "สี่แผ่นดิน", "ลิลิตพระลอ") for end in range(100)]
    take([book(f"a{n}", title, author=f"นักเขียน {title}", year=2543) for n, title in enumerate(titles)], two[0])
    seen = []
    for many in (1, 300):
        home = source()
        records = [book(f"{many}-{n}", title, author=f"นักเขียน {title}", year=2543) for n, title in enumerate(titles[:many])]
        if size == 1:
            monkeypatch.setattr(batches, "BATCH_RECORDS", many)
        with CaptureQueriesContext(connection) as captured:
            take(records, home)
        seen.append(asked(captured))
    assert seen[0] == seen[1]


def test_matching_asks_the_same_queries_beside_one_source_and_beside_ten():
    seen = []
    for n in range(10):
        home = source()
        with CaptureQueriesContext(connection) as captured:
            take([four(f"s{n}")], home)
        seen.append(asked(captured))
    assert len(set(seen[2:])) == 1
    assert len(editions()) == 1


def test_every_touched_work_is_told_to_the_index(two):
    take([four("a1")], two[0])
    Change.objects.all().delete()
    take([four("b1", field("520", "a", "เรื่องย่อ"))], two[1])
    assert set(Change.objects.values_list("object_id", flat=True)) == {work_of("a1")}


def test_control_a_record_of_its_own_touches_no_other_work(two):
    take([four("a1")], two[0])
    Change.objects.all().delete()
    take([marc("x1", "เรื่องอื่น")], two[1])
    assert set(Change.objects.values_list("object_id", flat=True)) == {work_of("x1")}
