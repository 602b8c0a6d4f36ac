"""Records into tables, a batch at a time: copies keep who they are, nothing vanishes, no query a record."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Edition, Import, Item, Outcome, Record, Work
from rianru.kernel.thai import sort_key
from tests.catalogue.making import asked, counts, library, shelves, source, take
from tests.factories.marc import copy, field, marc

pytestmark = pytest.mark.django_db
B1, B2, B3 = (copy("phayao", f"B{n}", call_number=f"895.{n}") for n in (1, 2, 3))


@pytest.fixture
def home():
    library("phayao")
    library("nan")
    return source()


def _ids():
    return dict(Item.objects.values_list("barcode", "id"))


def _states():
    return sorted(Item.objects.values_list("barcode", "state"))


def test_copies_come_from_the_fields_that_the_source_maps():
    library("phayao")
    home = source(
        holdings={
            "tag": "952",
            "branch": "b",
            "barcode": "p",
            "call_number": "o",
            "copy": "t",
            "shelf": "c",
            "branches": {"PYO": "phayao"},
        }
    )
    held = field("952", "b", "PYO", "p", "31", "o", "895.911 ก", "t", "1", "c", "ชั้น 2")
    take([marc("a1", "ก", held, copy("phayao", "not mapped"))], home)
    values = Item.objects.values_list("space__code", "barcode", "call_number", "copy", "shelf", "state")
    assert list(values) == [("phayao", "31", "895.911 ก", "1", "ชั้น 2", "available")]


def test_a_branch_that_nobody_knows_falls_to_the_sources_own_space_and_a_record_without_copies_is_one_there():
    home = source(space="phayao")
    take([marc("a1", "ก", copy("NOWHERE", "B1")), marc("a2", "ข")], home)
    assert shelves(home) == [("a1", "phayao", "B1", "available"), ("a2", "phayao", "", "available")]


def test_control_without_a_space_of_its_own_the_record_stands_without_copies(home):
    run = take([marc("a1", "ก", copy("NOWHERE", "B1")), marc("a2", "ข")], home)
    assert (shelves(home), Work.objects.count()) == ([], 2)
    assert Import.objects.get(id=run.id).unplaced == 1  # never without a word


def test_a_copy_whose_branch_is_no_longer_known_stays_where_it_was(home):
    take([marc("a1", "ก", B1)], home)
    before = shelves(home)
    take([marc("a1", "ก ปรับปรุง", copy("NOWHERE", "B1"))], home)
    assert shelves(home) == before


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_copy_no_longer_listed_becomes_absent_and_the_others_stay_who_they_were(home, gone):
    copies = [B1, B2, B3]
    take([marc("a1", "ก", *copies)], home)
    before = _ids()
    left = [one for n, one in enumerate(copies) if n != gone]
    assert counts(take([marc("a1", "ก", *left)], home)) == (1, 0, 0)
    assert _ids() == before
    assert _states() == [(f"B{n + 1}", "absent" if n == gone else "available") for n in range(3)]


def test_all_copies_gone_are_all_absent_and_none_is_deleted(home):
    take([marc("a1", "ก", B1, B2, B3)], home)
    before = _ids()
    take([marc("a1", "ก")], home)
    assert (_ids(), {state for _, state in _states()}) == (before, {"absent"})


def test_a_copy_that_comes_back_is_the_same_one_and_available_again(home):
    take([marc("a1", "ก", B1, B2)], home)
    before = _ids()
    take([marc("a1", "ก", B2)], home)
    take([marc("a1", "ก", B2, B3, B1)], home)
    assert {barcode: id for barcode, id in _ids().items() if barcode != "B3"} == before
    assert _states() == [("B1", "available"), ("B2", "available"), ("B3", "available")]


def test_copies_in_another_order_are_the_same_copies(home):
    take([marc("a1", "ก", B1, B2, B3)], home)
    before = _ids()
    take([marc("a1", "ก", B3, B1, B2)], home)
    assert (_ids(), {state for _, state in _states()}) == (before, {"available"})


def test_a_copy_that_moved_or_was_relabelled_keeps_its_barcode_and_changes_the_rest(home):
    take([marc("a1", "ก", B1, B2)], home)
    before = _ids()
    take([marc("a1", "ก", copy("nan", "B2", call_number="ใหม่"), B1)], home)
    assert _ids() == before
    assert list(Item.objects.filter(barcode="B2").values_list("space__code", "call_number", "state")) == [
        ("nan", "ใหม่", "available")
    ]


def test_copies_without_barcodes_and_with_the_same_one_are_counted_and_do_not_collide(home):
    bare, twin = copy("phayao", ""), copy("phayao", "T")
    take([marc("a1", "ก", bare, bare, twin, twin)], home)
    ids = set(Item.objects.values_list("id", flat=True))
    take([marc("a1", "ก", twin, bare, twin, bare, bare)], home)
    assert set(Item.objects.values_list("id", flat=True)) > ids
    assert _states() == [("", "available")] * 3 + [("T", "available")] * 2
    take([marc("a1", "ก", bare)], home)
    assert _states() == [("", "absent")] * 2 + [("", "available")] + [("T", "absent")] * 2


def test_histories_of_one_record_leave_every_copy_ever_listed_once(home):
    choice = random.Random(5)
    ever = set()
    for turn in range(25):
        listed = choice.sample(range(8), k=choice.randint(0, 8))
        take([marc("a1", f"ครั้งที่ {turn}", *(copy(choice.choice(["phayao", "nan"]), f"B{n}") for n in listed))], home)
        ever |= set(listed)
        assert _states() == [(f"B{n}", "available" if n in listed else "absent") for n in sorted(ever)]


def test_a_record_that_is_not_in_the_next_file_keeps_its_copies(home):
    take([marc("a1", "ก", B1), marc("a2", "ข", B2)], home)
    take([marc("a2", "ข", B2, B3)], home)
    assert shelves(home) == [
        ("a1", "phayao", "B1", "available"),
        ("a2", "phayao", "B2", "available"),
        ("a2", "phayao", "B3", "available"),
    ]


def test_an_edition_holds_what_the_record_says(home):
    take(
        [
            marc(
                "a1",
                "ผ้าทอเมืองน่าน /",
                field("020", "a", "978-616-123-456-0 (ปกแข็ง)"),
                field("020", "a", "978-616-123-456-7"),
                field("100", "a", "สมหญิง ใจดี,", "e", "ผู้แต่ง"),
                field("700", "a", "สมชาย ใจดี"),
                field("264", "a", "น่าน :", "b", "หอศิลป์,", "c", "พ.ศ. ๒๕๖๙.", ind=" 1"),
                field("300", "a", "200 p. ;"),
                field("490", "a", "ผ้าไทย ;", "v", "7"),
                field("520", "a", "เล่าเรื่องผ้า."),
                field("650", "a", "ผ้าทอ"),
                field("082", "a", "746.14"),
                field("250", "a", "พิมพ์ครั้งที่ 2."),
                field("246", "a", "Nan textiles"),
            )
        ],
        home,
    )
    values = Edition.objects.values().get()
    del values["id"], values["work_id"]
    assert values == {
        "title": "ผ้าทอเมืองน่าน", "title_sort": sort_key("ผ้าทอเมืองน่าน"), "title_main": "ผ้าทอเมืองน่าน", "part": "",
        "uniform_title": "", "other_titles": ["Nan textiles"], "statement": "", "people": ["สมหญิง ใจดี", "สมชาย ใจดี"],
        "roles": ["ผู้แต่ง", ""], "subjects": ["ผ้าทอ"], "genres": [], "edition": "พิมพ์ครั้งที่ 2", "publisher": "หอศิลป์",
        "place": "น่าน", "year": 2026, "year_text": "พ.ศ. ๒๕๖๙", "language": "tha", "languages": ["tha"],
        "original_language": "", "format": "book", "audience": "", "isbns": ["9786161234560"], "isbn_notes": ["ปกแข็ง"],
        "isbns_wrong": ["9786161234567"], "issns": [], "identifiers": [], "extent": "200 p.", "pages": 200,
        "series": ["ผ้าไทย"], "series_numbers": ["7"], "notes": [], "contents": "", "summary": "เล่าเรื่องผ้า", "links": [],
        "link_labels": [], "restricted": False, "call_number": "746.14", "live": True, "said_by": {}, "because": "first",
        "because_of": None,
    }  # fmt: skip


def test_signs_that_mean_something_to_copy_are_stored_as_they_stand(home):
    title, number, isbn = r"C:\n, \. และ \\ {a,\"b\"}", r"a\t1\N", field("020", "a", "9786161234560")
    run = take([marc(number, title, isbn, field("246", "a", r"\.b"), field("500", "a", r"\x41"))], home)
    record, edition = Record.objects.get(), Edition.objects.get()
    assert (counts(run), record.control_number, edition.title) == ((1, 0, 0), number, title)
    assert (edition.other_titles, edition.notes, Outcome.objects.get().title) == ([r"\.b"], [r"\x41"], title)
    take([marc(number, title, isbn, field("500", "a", r"\x41, \n และ \t"))], source())  # the best of two records
    edition = Edition.objects.get()
    assert (edition.records.count(), edition.title, edition.notes) == (2, title, [r"\x41, \n และ \t"])


def test_works_are_kept_with_the_key_of_the_thai_dictionary(home):
    take([marc(f"a{n}", title) for n, title in enumerate(["เกาะ", "กา", "ขา", "แก้ว"])], home)
    assert list(Work.objects.order_by("title_sort").values_list("title", flat=True)) == ["กา", "เกาะ", "แก้ว", "ขา"]
    assert all(work.title_sort == sort_key(work.title) for work in Work.objects.all())


def test_storing_one_three_and_three_hundred_records_takes_the_same_queries(home):
    take([marc(f"first-{n}", f"เล่มที่ {n}") for n in range(300)], home)  # so that each batch finds something like it
    numbers = []
    for many in (1, 3, 300):
        batch = [marc(f"q{many}-{n}", f"เล่มที่ {n}", B1, B2) for n in range(many)]
        with CaptureQueriesContext(connection) as seen:
            take(batch, home)
        numbers.append(asked(seen))
    assert numbers == numbers[:1] * 3


def test_control_three_files_take_more_queries_than_one(home):
    with CaptureQueriesContext(connection) as one:
        take([marc("x1", "ก")], home)
    with CaptureQueriesContext(connection) as three:
        for n in range(3):
            take([marc(f"y{n}", "ก")], home)
    assert len(three) >= 2 * len(one)
