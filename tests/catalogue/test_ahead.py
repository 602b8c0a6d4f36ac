"""A large file: each batch is decided while the one before it is written, and all stands as if each had waited."""

import threading

import pytest
from django.db import connection

from bench.libraries import build
from rianru.catalogue import actions
from rianru.catalogue.actions import ahead, batches, importing, settling
from rianru.catalogue.models import Edition, Import, Record, Work
from tests.catalogue.making import content_of, counts, run, source, start, take, undo
from tests.catalogue.tables import everything
from tests.factories import AT, HOUSE
from tests.factories.marc import book

pytestmark = pytest.mark.django_db(transaction=True)
_EMPTY = "TRUNCATE catalogue_source, catalogue_work, catalogue_merged CASCADE"
SERIAL, AHEAD = 1 << 40, 0  # bytes from which on a file is large


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 5)
    monkeypatch.setattr(batches, "BESIDE_BYTES", AHEAD)


@pytest.fixture
def waited(monkeypatch):
    """Batches that were decided ahead, while another was under way."""
    seen = []
    honest = ahead.Ahead._decided

    def decided(self, batch):
        found = honest(self, batch)
        seen.append((found is not None, self._under_way is not None))
        return found

    monkeypatch.setattr(ahead.Ahead, "_decided", decided)
    return seen


def _stands(monkeypatch, files, large):
    """Every table after taking in files, each as a source of its own, into an empty catalogue."""
    monkeypatch.setattr(batches, "BESIDE_BYTES", large)
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    for code, content in files:
        take(content, source(code), name=f"{code}.mrc")
    return everything()


def _libraries(folder, seed, records=120):
    build(folder, records=records, sources=4, seed=seed)
    return [(path.stem, path.read_bytes()) for path in sorted(folder.glob("*.mrc"))]


def _beside_each_other(many, letter="a", title="คู่มือเรียนรู้การอ่านสำหรับทุกคน"):
    """Records of one title; of ever other years, so that they share keys and make editions of one work."""
    return [book(f"{letter}{n}", title, author="มานี ใจดี", year=2500 + n % 50, isbn="") for n in range(many)]


@pytest.mark.parametrize("seed", [1, 2])
def test_everything_stands_as_if_each_batch_had_waited_for_the_one_before(monkeypatch, tmp_path, waited, seed):
    files = _libraries(tmp_path, seed)
    serial = _stands(monkeypatch, files, SERIAL)
    assert not waited
    assert _stands(monkeypatch, files, AHEAD) == serial
    assert waited.count((True, True)) > 10


def test_keys_that_many_share_are_thinned_alike(monkeypatch, waited):
    """More than 40 records of one work within few batches: by edition, and past 40 editions not at all."""
    files = [("one", content_of(_beside_each_other(120))), ("two", content_of(_beside_each_other(60, "b")))]
    serial = _stands(monkeypatch, files, SERIAL)
    assert _stands(monkeypatch, files, AHEAD) == serial
    assert (True, True) in waited


def test_control_a_batch_that_is_not_told_of_the_one_before_makes_works_twice(monkeypatch):
    files = [("one", content_of(_beside_each_other(15)))]
    serial = _stands(monkeypatch, files, SERIAL)
    monkeypatch.setattr(settling.Decided, "unwritten", lambda self: settling.Unwritten())
    writing = importing._advance
    looked = threading.Semaphore(0)
    decided = ahead.Ahead._decided

    def late(**more):  # nothing is written before the next batch has looked
        looked.acquire(timeout=2)
        writing(**more)

    def decide(self, batch):
        found = decided(self, batch)
        if self._under_way:
            looked.release()
        return found

    monkeypatch.setattr(importing, "_advance", late)
    monkeypatch.setattr(ahead.Ahead, "_decided", decide)
    assert _stands(monkeypatch, files, AHEAD) != serial


def test_known_records_go_alone_and_end_alike(monkeypatch, waited):
    first, second = _beside_each_other(30), _beside_each_other(40)
    second[3] = book("a3", "ชื่ออื่น", author="มานี ใจดี", year=2540, isbn="")

    def stands(large):
        monkeypatch.setattr(batches, "BESIDE_BYTES", large)
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)
        home = source("one")
        take(first, home, name="first.mrc")
        done = take(second, home, name="second.mrc")
        assert counts(done) == (11, 29, 0)
        before = everything()
        undo(done)
        return before, everything()

    assert stands(AHEAD) == stands(SERIAL)
    assert any(not decided for decided, _ in waited)


def test_a_writer_that_fails_leaves_whole_batches_and_no_lock(monkeypatch):
    honest, tries = importing._advance, []

    def advance(**more):
        tries.append(threading.current_thread().name.split("_")[0])
        if len(tries) == 4:
            raise RuntimeError("the disk is full")
        honest(**more)

    monkeypatch.setattr(importing, "_advance", advance)
    id = start(content_of(_beside_each_other(40)), source("one"))
    with pytest.raises(RuntimeError, match="the disk is full"):
        run(id)
    assert (Record.objects.count(), Import.objects.get(id=id).number) == (15, 15)
    assert tries == ["writing"] * 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)
    monkeypatch.setattr(importing, "_advance", honest)
    assert counts(run(id)) == (40, 0, 0)


def test_two_large_imports_at_once_take_turns_and_make_one_edition_of_each_book(waited):
    titles = [f"ตำราเล่มที่{'กขคงจฉชซญด'[n % 10]}{'มนรลวสหอยบ'[n // 10]} ของแผ่นดิน" for n in range(60)]
    ids = [
        start(content_of([book(f"{letter}{n}", title, author="มานี ใจดี", year=2540, isbn="") for n, title in order]),
              source(f"source-{letter}"))
        for letter, order in (("x", list(enumerate(titles))), ("y", list(enumerate(titles))[::-1]))
    ]
    done = []

    def go(id):
        try:
            done.append(counts(run(id)))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[id]) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [(60, 0, 0)] * 2
    assert (Record.objects.count(), Edition.objects.count()) == (120, 60)


def test_who_waits_for_the_turn_gets_it_between_two_batches(waited):
    """A librarian's word does not wait for the end of the file."""
    take([book("z1", "แม่เบี้ย", author="มานี ใจดี"), book("z2", "กามนิต", author="ปิติ พอใจ")], source("first"))
    left, right = Work.objects.values_list("id", flat=True)
    id = start(content_of(_beside_each_other(200)), source("large"))
    said, moments = threading.Event(), []

    def speak():
        try:
            actions.join_works(actor=HOUSE, at=AT, left=left, right=right)
        finally:
            said.set()
            connection.close()

    speaker = threading.Thread(target=speak)

    def told(so_far):
        if so_far.number == 10:
            speaker.start()
        moments.append((so_far.number, said.is_set()))

    run(id, told=told)
    speaker.join(20)
    assert moments[-1] == (200, True)
