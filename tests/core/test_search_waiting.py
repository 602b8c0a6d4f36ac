"""What a person changed is indexed at once; what an import changed is gathered, and nothing is ever passed over."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rianru.core import changes
from rianru.core.changes import Changed, Position
from rianru.core.search import follow, store, waiting
from rianru.core.search.waiting import GATHERED, LONGEST, MANY, QUIET, SETTLED, SHARE, SLICE, Waiting
from tests.core.searching import add, change, found, remove


def entries(xid, objects, *, row=0, kind="work"):
    return [Changed(Position(xid, row + place), kind, UUID(int=number)) for place, number in enumerate(objects)]


@pytest.fixture(scope="module")
def small_slices():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "SLICE", 40)
        yield


def given_out(due):
    return {kind: {id.int for id in ids} for kind, ids in due.items()}


def test_what_a_person_changed_is_due_at_once_and_its_place_is_reached():
    one = Waiting(Position())
    one.add(entries(7, [1, 2, 1]), at=0)
    assert given_out(one.due(at=0)) == {"work": {1, 2}}
    assert (one.reached, len(one)) == (Position(7, 2), 0)


def test_what_an_import_changed_waits_until_nothing_more_comes_and_each_object_is_given_once():
    one = Waiting(Position())
    for xid, at in ((7, 0.0), (8, 0.5), (9, 1.0)):
        one.add(entries(xid, range(MANY)), at=at)
        assert one.due(at=at) == {}
        assert one.reached == Position()
    assert one.due(at=QUIET - 0.1) == {}
    assert given_out(one.due(at=1.0 + QUIET)) == {"work": set(range(MANY))}
    assert one.reached == Position(9, MANY - 1)


def test_an_import_without_end_waits_half_of_its_time_and_no_longer_than_the_longest():
    one, waits, last = Waiting(Position()), [], 0
    for second in range(12 * LONGEST):
        one.add(entries(second, range(MANY)), at=second)
        if one.due(at=second):
            waits.append(second - last)
            last = second
    assert (waits[:5], waits[-1]) == ([3, 5, 10, 20, 40], LONGEST + 1)
    assert all(wait <= sum(waits[: place + 1]) / SHARE + QUIET for place, wait in enumerate(waits))


def test_a_second_import_after_a_while_begins_anew():
    one = Waiting(Position())
    for second in range(300):
        one.add(entries(second, range(MANY)), at=second)
        one.due(at=second)
    assert len(one.due(at=300 + QUIET)["work"]) == MANY
    found = []
    for second in range(400, 404):
        one.add(entries(second, range(MANY)), at=second)
        found.append(bool(one.due(at=second)))
    assert found == [False, False, False, True]


def test_so_many_objects_do_not_wait():
    one = Waiting(Position())
    one.add(entries(7, range(GATHERED)), at=0)
    assert len(one.due(at=0)["work"]) == SLICE


def test_a_person_is_not_kept_waiting_by_an_import_and_the_place_stays_before_what_waits():
    one = Waiting(Position())
    one.add(entries(5, [900_001]), at=0)
    one.due(at=0)
    one.add(entries(7, range(MANY)), at=0)
    one.add(entries(8, [900_002], kind="space"), at=0)
    assert given_out(one.due(at=0)) == {"space": {900_002}}
    assert (one.reached, one.read) == (Position(5, 0), Position(8, 0))
    one.add(entries(9, range(SLICE)), at=QUIET - 0.5)
    one.due(at=LONGEST)  # a slice of what waited: the rest of it waits still
    one.add(entries(10, range(MANY)), at=LONGEST)
    one.add(entries(11, [900_003]), at=LONGEST)
    assert given_out(one.due(at=LONGEST)) == {"work": {900_003}}
    assert one.reached == Position(9, SLICE - 1)


@given(st.lists(st.tuples(st.sampled_from([1, 2, MANY, MANY + 3]), st.integers(0, 4), st.booleans()), max_size=30))
@examples(max_examples=300, deadline=None)
def test_whatever_lies_below_the_place_has_been_given_out_after_it_changed(small_slices, steps):
    one, at, log = Waiting(Position()), 0.0, {}
    for xid, (size, seconds, look) in enumerate(steps, start=1):
        fresh = entries(xid, range(xid % 3, xid % 3 + size))
        one.add(fresh, at=at)
        log |= {entry.position: entry for entry in fresh}
        at += seconds
        if look:
            out = given_out(one.due(at=at)).get("work", set())
            log = {place: entry for place, entry in log.items() if entry.object_id.int not in out}
            again = {entry.object_id for place, entry in log.items() if place > one.reached}  # is read anew after a kill
            assert [entry for place, entry in log.items() if place <= one.reached and entry.object_id not in again] == []
    for later in (at, at + QUIET):
        while due := given_out(one.due(at=later)):
            log = {place: entry for place, entry in log.items() if entry.object_id.int not in due["work"]}
    assert (len(one), one.reached, log) == (0, one.read, {})


def test_what_changes_again_while_its_slice_is_awaited_is_put_off_once(small_slices):
    one = Waiting(Position())
    one.add(entries(7, range(MANY)), at=0)
    assert given_out(one.due(at=QUIET)) == {"work": set(range(waiting.SLICE))}
    again = range(waiting.SLICE, waiting.SLICE + MANY)
    one.add(entries(8, again), at=QUIET)
    assert one.due(at=QUIET) == {}
    assert one.reached == Position(7, MANY - 1)
    first = given_out(one.due(at=2 * QUIET))["work"]
    assert first == set(again[: waiting.SLICE])
    one.add(entries(9, again), at=2 * QUIET)
    given = [given_out(one.due(at=2 * QUIET)).get("work", set()) for _ in range(2)]
    assert set().union(*given) == set(range(waiting.SLICE * 2, MANY)), "put off before: it does not wait a second time"


@pytest.mark.django_db(transaction=True)
def test_a_turn_indexes_what_a_person_changed_while_an_import_waits(settings, tmp_path, monkeypatch):
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(waiting, "MANY", 3)
    follower = follow.ready()
    start = store.current().position()
    with transaction.atomic():
        many = {add(f"ชุดใหญ่{n}") for n in range(4)}
    person = add("เล่มเดียว")
    while not follower.turn(at=0):
        pass
    assert (found("เล่มเดียว"), found("ชุดใหญ่1")) == ({person}, set())
    assert store.current().position() == start
    while follower.turn(at=QUIET):
        pass
    follower.close()
    assert {id for n in range(4) for id in found(f"ชุดใหญ่{n}")} == many
    assert store.current().position() > start


def test_what_was_gathered_is_due_soon_after_nobody_says_any_longer_that_more_is_coming():
    one = Waiting(Position())
    one.told(more=True, at=0.0)
    one.add(entries(7, range(MANY)), at=0.0)
    one.told(more=False, at=0.25)
    assert one.due(at=0.25) == {}
    one.told(more=True, at=0.5)  # the next import
    assert one.due(at=0.25 + SETTLED) == {}
    one.told(more=False, at=1.5)
    one.told(more=False, at=1.5 + SETTLED)
    while one.due(at=1.5 + SETTLED):
        pass
    assert (len(one), one.reached) == (0, Position(7, MANY - 1))
    one.add(entries(8, range(MANY)), at=2.5)
    one.told(more=False, at=2.5)  # of these nobody said anything: they wait for silence
    assert (one.due(at=2.5 + SETTLED), len(one)) == ({}, MANY)


def test_what_came_while_a_slice_is_given_out_is_due_behind_it(small_slices):
    one = Waiting(Position())
    one.told(more=True, at=0.0)
    one.add(entries(7, range(MANY)), at=0.0)
    one.told(more=False, at=0.0)
    one.due(at=SETTLED)
    one.told(more=True, at=1.0)
    one.add(entries(8, range(MANY, 2 * MANY)), at=1.0)
    one.told(more=False, at=1.0)
    given = set()
    while due := given_out(one.due(at=1.0 + SETTLED)):
        given |= due["work"]
        one.told(more=False, at=1.0 + SETTLED)
    assert (len(one), given) == (0, set(range(waiting.SLICE, 2 * MANY)))


@pytest.mark.django_db(transaction=True)
def test_who_brings_many_changes_says_so_until_the_end_and_the_index_waits_no_longer(settings, tmp_path, monkeypatch):
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(waiting, "MANY", 3)
    follower = follow.ready()
    assert not changes.more_coming()
    with changes.coming(), changes.coming():
        with transaction.atomic():
            many = {add(f"ชุดใหญ่{n}") for n in range(4)}
        assert changes.more_coming()
        follower.turn(at=0)
        assert found("ชุดใหญ่1") == set()
    assert not changes.more_coming()
    follower.turn(at=0.5)
    assert found("ชุดใหญ่1") == set()
    while follower.turn(at=0.5 + SETTLED):
        pass
    follower.close()
    assert {id for n in range(4) for id in found(f"ชุดใหญ่{n}")} == many


def test_one_change_is_indexed_at_once_and_where_they_come_without_end_they_are_gathered():
    few = {"work": [UUID(int=n) for n in range(3)], "author": [UUID(int=9)]}
    assert [waiting.rest(few, took=took) for took in (0.001, 0.01, 1)] == [0.01, 0.1, waiting.REST]
    assert waiting.rest({}, took=1) == 0
    assert waiting.rest({"work": [UUID(int=n) for n in range(waiting.FEW)]}, took=1) == 0


@pytest.mark.django_db(transaction=True)
def test_a_document_that_says_what_it_said_is_not_written_again_and_one_that_changed_is(settings, tmp_path, monkeypatch):
    settings.INDEX_DIR = tmp_path / "index"
    written = []
    row = follow.schema.row
    monkeypatch.setattr(follow.schema, "row", lambda document: written.append(document.title) or row(document))
    with store.writing():
        follower = follow.ready()
        one, other = add("นกเขา"), add("ปลากด")
        follower.advance()
        with transaction.atomic():
            changes.touch("work", [one])
            change(other, "ปลากดคัง")
        follower.advance()
        remove(one)
        follower.advance()
        follower.close()
    assert (sorted(written), found("นกเขา"), found("ปลากดคัง")) == (["นกเขา", "ปลากด", "ปลากดคัง"], set(), {other})


def turned_to_the_end(follower):
    while follower.turn(at=QUIET):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_is_told_and_its_place_is_not_noted(settings, tmp_path, monkeypatch):
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(waiting, "MANY", 3)
    monkeypatch.setattr(waiting, "SLICE", 2)
    monkeypatch.setattr(follow, "TOGETHER", 2)
    follower = follow.ready()
    start = store.current().position()
    with transaction.atomic():
        many = {add(f"ชุดใหญ่{n}") for n in range(6)}
    follower.turn(at=0)
    with monkeypatch.context() as broken:
        broken.setattr(store.Generation, "note", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            turned_to_the_end(follower)
    follower.close()
    assert store.current().position() == start
    again = follow.ready()  # as the process that is started after it
    again.turn(at=0)
    turned_to_the_end(again)
    again.close()
    assert {id for n in range(6) for id in found(f"ชุดใหญ่{n}")} == many
