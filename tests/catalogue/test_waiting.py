"""Two imports at once, with real connections: into one source they wait for each other, into two they do not.

And the lock under which records are settled: without it, two sources that bring one book at the same moment make two
editions of it.
"""

import threading

import pytest
from django.db import connection

from rianru.catalogue.actions import batches, importing, settling, storing
from rianru.catalogue.models import Edition, Import, Record, Work
from rianru.core import jobs
from tests.catalogue.making import content_of, counts, run, source, start, titles
from tests.factories.marc import book, marc

pytestmark = pytest.mark.django_db(transaction=True)
THREE = [marc("a1", "พระอภัยมณี"), marc("a2", "สี่แผ่นดิน"), marc("a3", "ลิลิตพระลอ")]


def _at_once(ids, meet=lambda so_far: None):
    """Runs imports in a thread each; in which order their batches came, what became of them, and what was raised."""
    order, done, ready = [], [], threading.Barrier(len(ids), timeout=20)

    def go(id, mark):
        try:
            ready.wait()
            done.append(run(id, told=lambda so_far: (order.append(mark), meet(so_far))))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=one) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return order, done


def _two_files(home):
    contents = [[marc(f"{letter}{n}", "ก") for n in range(6)] + THREE for letter in "xy"]
    return [(start(b"".join(content), home), mark) for mark, content in enumerate(contents)]


def test_two_imports_into_one_source_at_the_same_time_wait_for_each_other(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 1)
    home = source()
    order, done = _at_once(_two_files(home))
    assert order in ([0] * 9 + [1] * 9, [1] * 9 + [0] * 9)
    assert sorted(counts(one) for one in done) == [(6, 3, 0), (9, 0, 0)]
    assert len(titles(home)) == 15


class _Nobody:
    """Stands where the lock stood."""

    def __init__(self, source_id):
        pass

    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


def test_control_without_the_lock_they_run_into_each_other(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 1)
    monkeypatch.setattr(importing, "Alone", _Nobody)
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    both = threading.Barrier(2, timeout=10)
    order, _ = _at_once(_two_files(source()), meet=lambda so_far: both.wait() if so_far.number == 1 else None)
    assert order not in ([0] * 9 + [1] * 9, [1] * 9 + [0] * 9)


def test_control_imports_into_two_sources_run_beside_each_other(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 1)
    both = threading.Barrier(2, timeout=60)
    ids = [(start(b"".join(THREE), source()), n) for n in range(2)]
    _, done = _at_once(ids, meet=lambda so_far: both.wait() if so_far.number == 2 else None)
    assert [counts(one) for one in done] == [(3, 0, 0)] * 2


def _same_books(many=12):
    """Two sources of the same books in opposite orders."""
    books = ["พระอภัยมณี", "สี่แผ่นดิน", "ลิลิตพระลอ", "แม่เบี้ย", "ขุนช้างขุนแผน", "กามนิต", "หลายชีวิต", "ข้างหลังภาพ", "เขาชื่อกานต์",
             "ลูกอีสาน", "คำพิพากษา", "ปีศาจ"][:many]
    return [
        (start(content_of([
            book(f"{letter}{n}", title, author="มานี ใจดี", year=2540, isbn="") for n, title in order
        ]), source()), mark)
        for mark, (letter, order) in enumerate((("x", list(enumerate(books))), ("y", list(enumerate(books))[::-1])))
    ]


def test_two_sources_that_bring_the_same_books_at_the_same_moment_make_one_edition_of_each(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 2)
    _, done = _at_once(_same_books())
    assert [counts(one) for one in done] == [(12, 0, 0)] * 2
    assert (Record.objects.count(), Edition.objects.count(), Work.objects.count()) == (24, 12, 12)


def test_control_without_the_lock_of_settling_there_are_two(monkeypatch):
    """Both have looked for twins before either has stored: made sure of by a meeting behind the look."""
    both = threading.Barrier(2, timeout=60)
    looked = settling.find

    def find(*args, **more):
        found = looked(*args, **more)
        both.wait()
        return found

    monkeypatch.setattr(storing, "alone", lambda cursor: None)
    monkeypatch.setattr(storing, "find", find)
    _, done = _at_once(_same_books(1))
    assert [counts(one) for one in done] == [(1, 0, 0)] * 2
    assert (Record.objects.count(), Edition.objects.count()) == (2, 2)


def test_an_import_that_is_queued_is_one_job_that_waits_for_others_of_its_source():
    home = source()
    id = start(THREE[0], home, queue=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock, args ->> 'import_id' FROM procrastinate_jobs WHERE lock <> task_name")
        rows = cursor.fetchall()
    assert rows == [("catalogue.run_import", f"source:{home.id}", str(id))]
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(id))
    assert counts(Import.objects.get(id=id)) == (1, 0, 0)
