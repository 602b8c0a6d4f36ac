"""What readers and staff are shown, in a number of queries that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import queries
from rianru.catalogue.models import Edition, Import, Item, Record, Work
from rianru.core.actors import ANONYMOUS
from rianru.kernel.ids import new_id
from rianru.kernel.words import T
from tests.catalogue.making import library, source, start, take
from tests.factories import AT, HOUSE
from tests.factories.marc import copy, field, gone, marc

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    for code in ("phayao", "nan", "trang"):
        library(code)
    return source()


def _works():
    return dict(Record.objects.values_list("control_number", "edition__work_id"))


def _many(home, many):
    copies = [copy("phayao", "1"), copy("nan", "2")]
    take([marc(f"m{n}", f"เล่มที่ {n}", field("100", "a", "มานี"), *copies) for n in range(many)], home)
    return list(_works().values())


@pytest.mark.parametrize(
    "read",
    [
        lambda ids: queries.work_rows(actor=ANONYMOUS, ids=ids),
        lambda ids: queries.newest(actor=ANONYMOUS, limit=10),
    ],
    ids=["rows", "newest"],
)
def test_a_list_of_one_and_of_three_works_takes_the_same_queries(home, read):
    found = []
    for many in (1, 3):
        ids = _many(home, many)
        with CaptureQueriesContext(connection) as seen:
            read(ids)
        found.append(len(seen))
    assert found[0] == found[1]


def test_rows_come_in_the_order_of_the_ids_and_works_that_are_gone_are_left_out(home):
    ids = _many(home, 3)
    asked = [ids[2], new_id(), ids[0], ids[1]]
    assert [row.id for row in queries.work_rows(actor=ANONYMOUS, ids=asked)] == [ids[2], ids[0], ids[1]]
    assert queries.work_rows(actor=ANONYMOUS, ids=[]) == []


def test_a_row_counts_copies_and_branches_without_those_that_are_absent(home):
    take(
        [
            marc(
                "a1",
                "ก",
                field("100", "a", "มานี"),
                field("700", "a", "ชูใจ"),
                copy("nan", "1"),
                copy("nan", "2"),
                copy("trang", "3"),
            )
        ],
        home,
    )
    Item.objects.filter(barcode="3").update(state="absent")
    [row] = queries.work_rows(actor=ANONYMOUS, ids=_works().values())
    assert (row.title, row.people, row.year, row.formats, row.languages) == (
        "ก",
        ("มานี", "ชูใจ"),
        2026,
        ("book",),
        ("tha",),
    )
    assert (row.editions, row.copies, row.available, row.branches) == (1, 2, 2, 1)
    assert (row.branch, row.branch_code) == (T.verbatim("ห้องสมุด nan", "Library nan"), "nan")
    assert (row.format_labels, row.language_labels) == ([T("หนังสือ", "Book")], [T("ภาษาไทย", "Thai")])


def test_a_work_that_nobody_holds_is_a_row_too(home):
    take([marc("a1", "ก")], home)
    [row] = queries.work_rows(actor=ANONYMOUS, ids=_works().values())
    assert (row.people, row.copies, row.available, row.branches, row.branch, row.branch_code) == ((), 0, 0, 0, None, "")


def test_a_row_of_two_editions_tells_the_newest_year_and_both_formats(home):
    take([marc("a1", "ก"), marc("a2", "ก")], home)
    works = _works()
    Edition.objects.filter(work=works["a2"]).update(
        work=works["a1"], year=1999, format="audio", people=["ชูใจ"], roles=[""]
    )
    [row] = queries.work_rows(actor=ANONYMOUS, ids=[works["a1"]])
    assert (row.editions, row.year, sorted(row.formats), row.people) == (2, 2026, ["audio", "book"], ())


def test_the_newest_are_those_added_last_with_how_many_there_are(home):
    take([marc(f"m{n}", f"เล่มที่ {n}") for n in range(3)], home)
    take([marc("last", "ล่าสุด")], home)
    found = queries.newest(actor=ANONYMOUS, limit=2)
    assert (found.rows[0].title, len(found.rows), found.total) == ("ล่าสุด", 2, 4)


def test_a_work_page_takes_the_same_queries_for_one_copy_and_for_many(home):
    take(
        [
            marc("a1", "ก", copy("nan", "1")),
            marc("a2", "ข", *(copy(code, f"{code}{n}") for code in ("nan", "phayao", "trang") for n in range(3))),
        ],
        home,
    )
    found = []
    for id in _works().values():
        with CaptureQueriesContext(connection) as seen:
            queries.work(actor=ANONYMOUS, id=id)
        found.append(len(seen))
    assert found == [4, 4]


def test_a_work_shows_its_branches_those_with_a_free_copy_first_and_no_absent_copy(home):
    take([marc("a1", "ก", copy("nan", "1"), copy("trang", "2"), copy("trang", "3"), copy("phayao", "4"))], home)
    Item.objects.filter(barcode__in=["3", "4"]).update(state="absent")
    view = queries.work(actor=ANONYMOUS, id=_works()["a1"])
    assert [(branch.code, branch.available, len(branch.copies)) for branch in view.branches] == [
        ("nan", 1, 1),
        ("trang", 1, 1),
    ]
    assert (view.copies, view.available, view.main.copies) == (2, 2, 2)
    assert queries.items_at(view.branches[0].space_id) == 1


def test_an_unknown_work_is_none():
    assert queries.work(actor=ANONYMOUS, id=new_id()) is None


def test_editions_are_shown_newest_first_and_those_without_a_year_last(home):
    take([marc(f"a{n}", "ก") for n in range(3)], home)
    work = _works()["a0"]
    for number, year in (("a0", None), ("a1", 1999), ("a2", 2026)):
        Edition.objects.filter(records__control_number=number).update(work=work, year=year)
    view = queries.work(actor=ANONYMOUS, id=work)
    assert [one.edition.year for one in view.editions] == [2026, 1999, None]


def test_imports_are_paged_by_key_newest_first(home):
    ids = [start(marc("a1"), home) for _ in range(5)]
    first = queries.imports(actor=HOUSE, at=AT, limit=2)
    second = queries.imports(actor=HOUSE, at=AT, before=first[-1].run.id, limit=10)
    assert [view.run.id for view in [*first, *second]] == ids[::-1]


def test_imports_of_one_and_of_three_take_the_same_queries(home):
    found = []
    for _ in range(3):
        start(marc("a1"), home)
        with CaptureQueriesContext(connection) as seen:
            assert all(view.run.source.name_th for view in queries.imports(actor=HOUSE, at=AT))
        found.append(len(seen))
    assert found == found[:1] * 3


@pytest.mark.parametrize("which", ["rejected", "accepted", "unchanged", "repaired", "damaged", "deleted"])
def test_the_lists_of_a_report_are_paged_by_number(home, which):
    take(b"".join([marc(f"u{n}") for n in range(5)]), home)
    bad = [b"junk\x1d"] * 5 if which == "rejected" else []
    new = [marc(f"a{n}", f"ใหม่ {n}") for n in range(5)] if which == "accepted" else []
    made = [marc("", f"ไม่มีเลข {n}") for n in range(5)] if which == "repaired" else []
    went = [gone(f"u{n}") for n in range(5)] if which == "deleted" else [marc(f"u{n}") for n in range(5)]
    done = take(b"".join([*went, *bad, *new, *made]), home)
    every = list(queries.every_outcome(run_id=done.id, which=which))
    first = queries.outcomes(run_id=done.id, which=which, limit=3)
    rest = queries.outcomes(run_id=done.id, which=which, after=first[-1].number if first else 0, limit=3)
    assert [one.number for one in [*first, *rest]] == [one.number for one in every]
    assert len(every) == (0 if which == "damaged" else 5)
    assert len(every) == getattr(done, which)


@pytest.mark.parametrize(("offset", "size", "percent"), [(0, 10, 0), (5, 10, 50), (11, 10, 100), (0, 0, 0)])
def test_an_import_tells_how_far_it_is(offset, size, percent):
    assert queries.ImportView(Import(offset=offset, size=size)).percent == percent


def test_control_all_works_are_visible_to_everyone(home):
    _many(home, 3)
    assert queries.visible_to(ANONYMOUS).count() == Work.objects.count() == 3
