"""Which records a complete file left out: listed while a person is asked, gone from the list when it is settled."""

import pytest

from rianru.catalogue import actions, jobs, queries
from rianru.catalogue.actions import importing, missing
from rianru.catalogue.models import Import, Item, Missing, Record
from rianru.core.models import Fact
from tests.catalogue.making import library, rematch, run, source, start, take, undo
from tests.catalogue.test_complete import live, many, withdraw
from tests.catalogue.test_importing import Killed
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, gone, marc

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    library("phayao")
    return source()


def half(home):
    """A whole catalogue of 60, and a file that is said to be whole and lacks the first 25."""
    take(many(60), home)
    return take(many(60, without=range(25)), home, complete=True)


def listed(done: Import, **more) -> list[str]:
    return [one.control_number for one in queries.missing_records(run_id=done.id, **more)]


def view(done: Import) -> queries.ImportView:
    found = queries.import_view(actor=HOUSE, at=AT, id=done.id)
    assert found is not None
    return found


FIRST = [f"m{n:03}" for n in range(25)]


def test_what_a_complete_file_leaves_out_is_listed_with_title_and_copies_and_nothing_else_is(home):
    kept, left = marc("k1", "อยู่ในไฟล์", copy("phayao", "B1")), book("g1", "ไม่อยู่", copy("phayao", "B2"), copy("phayao", "B3"))
    take([kept, left, gone("g2"), *many(60)], home)
    Item.objects.filter(barcode="B3").update(state="withdrawn")
    done = take([kept, marc("m030", "หนังสือ 30 แก้ไขแล้ว"), *many(60, without=[*range(25), 30])], home, complete=True)
    assert (done.missing, done.withdrawn, view(done).waiting_missing) == (26, 0, 26)
    found = queries.missing_records(run_id=done.id)
    assert [(one.control_number, one.title, one.copies) for one in found][:2] == [("g1", "ไม่อยู่", 1), ("m000", "หนังสือ 0", 0)]
    assert [one.control_number for one in found] == ["g1", *FIRST]
    assert listed(done, withdrawn=True) == []


def test_the_list_is_paged_behind_a_record_and_whole_in_a_download(home, monkeypatch):
    done = half(home)
    after, found = None, []
    while page := queries.missing_records(run_id=done.id, after=after, limit=10):
        found += [one.control_number for one in page]
        after = page[-1].record_id
    assert found == FIRST
    assert [one.control_number for one in queries.every_missing(run_id=done.id)] == FIRST


def test_what_was_withdrawn_leaves_the_list_of_what_waits_and_can_still_be_told(home):
    done = withdraw(half(home))
    assert (listed(done), listed(done, withdrawn=True)) == ([], FIRST)
    take(many(3), home)
    assert listed(done, withdrawn=True) == FIRST[3:]
    undo(Import.objects.latest("id"))
    undo(done)
    assert (view(done).waiting_missing, listed(done, withdrawn=True), len(live(home))) == (0, [], 60)


def test_the_little_that_is_withdrawn_at_once_can_be_told_too(home):
    take([marc("k1", "หาย", copy("phayao", "B1")), *many(30)], home)
    done = take(many(30), home, complete=True)
    assert (done.withdrawn, view(done).waiting_missing) == (1, 0)
    [told] = queries.missing_records(run_id=done.id, withdrawn=True)
    assert (told.control_number, told.title, told.copies) == ("k1", "หาย", 1)


def test_a_file_that_is_not_said_to_be_complete_lists_nothing(home):
    take(many(60), home)
    take(many(60, without=range(25)), home)
    assert Missing.objects.count() == 0


def test_records_that_went_otherwise_since_are_on_the_list_no_more(home):
    first = take(many(30), home)
    take([marc("x1", "เล่มอื่น"), *many(60)[30:]], home)
    done = take(many(60)[50:], home, complete=True)
    undo(first)
    assert listed(done) == ["x1", *(f"m{n:03}" for n in range(30, 50))]
    withdraw(done)
    done.refresh_from_db()
    assert (done.missing, done.withdrawn) == (21, 21)


def test_a_rematching_between_the_file_and_the_word_leaves_the_list_as_it_is(home):
    done = half(home)
    rematch(home)
    assert listed(done) == FIRST


# A later file of the same source


LATER = {
    "listed unchanged": lambda home: take(many(5), home, name="later.mrc"),
    "listed changed": lambda home: take([marc("m001", "แก้ไขแล้ว")], home, name="later.mrc"),
    "another record": lambda home: take([marc("new", "มาใหม่")], home, name="later.mrc"),
    "waits in the queue": lambda home: start(marc("m001"), home, name="later.mrc"),
}


@pytest.mark.parametrize("what", LATER)
def test_what_an_old_file_left_out_is_not_withdrawn_once_a_later_one_has_come(home, what):
    done = half(home)
    assert view(done).waiting_missing == 25
    LATER[what](home)
    before = live(home)
    with pytest.raises(actions.LaterFile) as refusal:
        actions.confirm_missing(actor=HOUSE, at=AT, import_id=done.id)
    assert ["later.mrc" in refusal.value.text(language) for language in ("th", "en")] == [True, True]
    assert (view(done).waiting_missing, view(done).later, live(home)) == (0, "later.mrc", before)


def test_what_a_later_file_brought_is_not_on_the_list(home):
    done = half(home)
    take([marc("m001", "แก้ไขแล้ว"), marc("new", "มาใหม่")], home)
    assert listed(done) == [number for number in FIRST if number != "m001"]


def test_control_without_the_refusal_a_record_that_a_later_file_listed_would_go(home, monkeypatch):
    done = half(home)
    take(many(5), home)
    monkeypatch.setattr(missing, "later_imports", lambda *_: Import.objects.none())
    withdraw(done)
    assert live(home) == {f"m{n:03}" for n in range(25, 60)}


def test_a_file_that_came_between_the_word_and_the_job_stops_the_job(home):
    done = half(home)
    actions.confirm_missing(actor=HOUSE, at=AT, import_id=done.id)
    take(many(5), home)
    jobs.withdraw_missing(import_id=str(done.id))
    assert len(live(home)) == 60


def test_a_file_that_waits_in_the_queue_behind_the_word_does_not_stop_the_job(home):
    done = half(home)
    actions.confirm_missing(actor=HOUSE, at=AT, import_id=done.id)
    start(marc("m001", "หนังสือ 1"), home)
    jobs.withdraw_missing(import_id=str(done.id))
    assert len(live(home)) == 35


@pytest.mark.parametrize("what", ["rolled back", "refused before it listed any", "waits for its columns", "other source"])
def test_a_file_that_changed_nothing_of_it_does_not_stand_in_the_way(home, what):
    done = half(home)
    if what == "rolled back":
        undo(take([marc("m001", "แก้ไขแล้ว")], home))
    elif what == "other source":
        take(many(5), source())
    elif what == "waits for its columns":
        start("ชื่อเรื่อง,ปีพิมพ์\nกามนิต,2550\n".encode(), home, name="books.csv")
    else:
        id = start(marc("m001"), home)
        actions.refuse_import(actor=HOUSE, at=AT, import_id=id, refusal=actions.FileTooLarge(limit=1))
    assert (view(done).waiting_missing, listed(done)) == (25, FIRST)
    assert withdraw(done).withdrawn == 25


def test_the_newest_complete_file_asks_anew(home):
    old = half(home)
    take(many(5), home)
    new = take(many(60, without=range(25)), home, complete=True)
    assert (view(old).waiting_missing, view(new).waiting_missing, listed(new)) == (0, 25, FIRST)
    assert (withdraw(new).withdrawn, len(live(home))) == (25, 35)


def test_a_complete_file_that_is_taken_in_after_a_later_one_withdraws_nothing_by_itself(home):
    take(many(30), home)
    first = start(b"".join(many(30, without=(0, 1))), home, complete=True)
    take(many(30), home)
    done = run(first)
    assert (done.missing, done.withdrawn, len(live(home))) == (2, 0, 30)


# The word and what it leaves behind


def test_a_word_where_nothing_waits_is_no_fact_and_no_job(home):
    done = take(many(3), home, complete=True)
    before = Fact.objects.count()
    actions.confirm_missing(actor=HOUSE, at=AT, import_id=done.id)
    assert Fact.objects.count() == before


def test_the_word_and_its_job_are_a_fact_each(home):
    done = half(home)
    before = Fact.objects.order_by("-id").values_list("id", flat=True)[0]
    withdraw(done)
    facts = Fact.objects.filter(id__gt=before).order_by("id").values_list("verb", "object_id", "count")
    assert list(facts) == [("catalogue.missing_confirmed", done.id, 1), ("catalogue.missing_withdrawn", done.id, 25)]


def test_an_import_that_stops_behind_its_list_and_goes_on_lists_the_same(home, monkeypatch):
    take(many(60), home)
    id = start(b"".join(many(60, without=range(25))), home, complete=True)
    ended = importing._end

    def stop(**_):
        raise Killed

    monkeypatch.setattr(importing, "_end", stop)
    with pytest.raises(Killed):
        run(id)
    Missing.objects.filter(record__control_number="m003").delete()
    Missing.objects.create(run_id=id, record=Record.objects.get(control_number="m040"))
    monkeypatch.setattr(importing, "_end", ended)
    done = run(id)
    assert (done.missing, done.withdrawn, sorted(listed(done))) == (25, 0, FIRST)
