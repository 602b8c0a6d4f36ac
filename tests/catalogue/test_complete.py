"""Updates and deletions follow the source; a file that is said to be complete withdraws what it leaves out, but not when
so much is missing that it may be half a file."""

import pytest

from rianru.catalogue import actions, jobs, queries
from rianru.catalogue.actions import batches, missing
from rianru.catalogue.models import Import, Item, Record, RecordVersion, Work
from rianru.core.actors import ANONYMOUS
from tests.catalogue.making import change, counts, library, refusals, rematch, run, shelves, source, start, take, titles
from tests.catalogue.tables import everything
from tests.catalogue.test_importing import Killed, killed_after
from tests.factories import AT, HOUSE
from tests.factories.marc import copy, deleted, gone, marc, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    library("phayao")
    return source()


def many(count, *, without=()):
    return [marc(f"m{n:03}", f"หนังสือ {n}") for n in range(count) if n not in without]


def live(of):
    return set(Record.objects.filter(source=of, state="live").values_list("control_number", flat=True))


def withdraw(done: Import) -> Import:
    """A person confirms, the job runs."""
    actions.confirm_missing(actor=HOUSE, at=AT, import_id=done.id)
    jobs.withdraw_missing(import_id=str(done.id))
    return Import.objects.get(id=done.id)


@pytest.mark.parametrize("word", [lambda: gone("a1"), lambda: deleted(record("a1", "ก"))])
def test_a_record_that_its_source_deletes_goes_with_its_copies_and_nothing_is_lost(home, word):
    take([marc("a1", "ก", copy("phayao", "B1")), marc("a2", "ข")], home)
    raw = bytes(Record.objects.get(control_number="a1").raw)
    done = take([word()], home)
    assert (counts(done), done.deleted) == ((1, 0, 0), 1)
    assert (live(home), shelves(home)) == ({"a2"}, [("a1", "phayao", "B1", "absent")])
    assert [bytes(version.raw) for version in RecordVersion.objects.all()] == [raw]
    assert [one.kind for one in queries.outcomes(run_id=done.id, which="deleted")] == ["deleted"]
    assert len(queries.work_rows(actor=ANONYMOUS, ids=list(Work.objects.values_list("id", flat=True)))) == 1


def test_deleting_what_is_gone_or_was_never_there_changes_nothing(home):
    take([marc("a1", "ก")], home)
    take([gone("a1")], home)
    before = everything(gone=False)
    done = take([gone("a1"), gone("never")], home)
    assert (counts(done), done.deleted, everything(gone=False)) == ((0, 2, 0), 0, before)


def test_a_deleted_record_comes_back_when_its_source_lists_it_again(home):
    first = marc("a1", "ก", copy("phayao", "B1"))
    take([first], home)
    before = everything(gone=False), {item.id for item in Item.objects.all()}
    take([gone("a1")], home)
    done = take([first], home)
    assert counts(done) == (1, 0, 0)
    now = everything(gone=False), {item.id for item in Item.objects.all()}
    assert {part: now[0][part] for part in ("readings", "editions", "works", "items", "keys")} == {
        part: before[0][part] for part in ("readings", "editions", "works", "items", "keys")
    }
    assert now[1] == before[1]
    assert counts(take([first], home)) == (0, 1, 0)


@pytest.mark.parametrize("out", [0, 1, 3])
def test_a_complete_file_withdraws_what_it_leaves_out(home, out):
    take(many(30), home)
    done = take(many(30, without=range(out)), home, complete=True)
    assert (counts(done), done.missing, done.withdrawn) == ((0, 30 - out, 0), out, out)
    assert len(live(home)) == 30 - out
    assert queries.ImportView(done).waiting_missing == 0


def test_control_a_file_that_is_not_said_to_be_complete_withdraws_nothing(home):
    take(many(30), home)
    done = take(many(30, without=(1, 2)), home)
    assert (done.missing, done.withdrawn, len(live(home))) == (0, 0, 30)


def test_a_complete_file_of_one_source_leaves_every_other_source_alone(home):
    other = source()
    take(many(5), other)
    take(many(5), home)
    take(many(5, without=(0,)), home, complete=True)
    assert (len(live(home)), len(live(other))) == (4, 5)


def test_a_complete_file_that_leaves_out_too_much_withdraws_nothing_until_a_person_says_so(home):
    take(many(40), home)
    done = take(many(40, without=range(25)), home, complete=True)
    assert (done.state, done.missing, done.withdrawn, len(live(home))) == ("done", 25, 0, 40)
    assert queries.ImportView(done).waiting_missing == 25
    done = withdraw(done)
    assert (done.missing, done.withdrawn, len(live(home))) == (25, 25, 15)
    assert withdraw(done).withdrawn == 25


def test_a_complete_file_with_many_rejected_records_withdraws_nothing_by_itself(home):
    take(many(100), home)
    broken = [b"junk\x1d"] * 30
    done = take([*many(100, without=(0,)), *broken], home, complete=True)
    assert (done.rejected, done.missing, done.withdrawn) == (30, 1, 0)


def test_a_rematching_between_the_file_and_the_word_changes_nothing_of_it(home):
    take(many(60), home)
    done = take(many(60, without=range(25)), home, complete=True)
    change(home, holdings={"tag": "952"})
    rematch(home)
    withdraw(done)
    assert live(home) == {f"m{n:03}" for n in range(25, 60)}


def test_a_cut_record_never_replaces_a_whole_one_and_is_not_missing_either(home):
    whole = marc("a1", "ชื่อเรื่องที่ยาวพอจะถูกตัด", copy("phayao", "B1"))
    take([whole, *many(3)], home)
    before = everything(gone=False)
    done = take(b"".join([*many(3), whole[: len(whole) - 12]]), home, complete=True)
    assert (counts(done), done.missing) == ((0, 3, 1), 0)
    assert everything(gone=False) == before
    assert bytes(Record.objects.get(control_number="a1").raw) == whole


def test_a_cut_record_in_the_file_is_not_withdrawn_when_a_person_confirms_the_missing(home):
    whole = marc("a1", "ชื่อเรื่องที่ยาวพอจะถูกตัด", copy("phayao", "B1"))
    take([whole, *many(60)], home)
    done = take(b"".join([*many(60, without=range(30)), whole[: len(whole) - 12]]), home, complete=True)
    withdraw(done)
    assert "a1" in live(home)


@pytest.mark.parametrize("stops", range(1, 7))
def test_a_complete_import_that_stops_anywhere_ends_as_if_it_had_not(home, monkeypatch, stops):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 2)
    other = source("unbroken")
    first, then = many(12), [*many(12, without=(0, 5, 11)), gone("m005"), marc("m005", "ซ้ำหลังลบ"), marc("m001", "ซ้ำ")]
    for where in (home, other):
        take(first, where)
    expected = take(then, other, complete=True)
    id = start(b"".join(then), home, complete=True)
    with pytest.raises(Killed):
        run(id, told=killed_after(stops))
    done = run(id)
    assert (counts(done), done.deleted, done.missing, done.withdrawn) == (
        counts(expected), expected.deleted, expected.missing, expected.withdrawn
    )
    assert (live(home), titles(home), refusals(done)) == (live(other), titles(other), refusals(expected))


def test_a_stop_in_the_middle_of_withdrawing_loses_no_count(home, monkeypatch):
    monkeypatch.setattr(missing, "BATCH", 2)
    take(many(30), home)
    id = start(b"".join(many(30, without=range(7))), home, complete=True)
    dropped = missing.drop
    left = iter(range(2))

    def drop(*args, **more):
        if next(left, None) is None:
            raise Killed
        return dropped(*args, **more)

    monkeypatch.setattr(missing, "drop", drop)
    with pytest.raises(Killed):
        run(id)
    monkeypatch.setattr(missing, "drop", dropped)
    done = run(id)
    assert (done.missing, done.withdrawn, len(live(home))) == (7, 7, 23)
