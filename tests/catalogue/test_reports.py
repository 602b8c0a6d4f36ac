"""The report of an import: every record is in one list, every list adds up, and what was mended is named and counted."""

import random

import pytest

from rianru.catalogue import queries
from rianru.catalogue.actions import batches
from rianru.catalogue.models import Outcome
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, gone, marc

pytestmark = pytest.mark.django_db


def told(done, which):
    return [(one.number, one.kind) for one in queries.every_outcome(run_id=done.id, which=which)]


@pytest.mark.parametrize("seed", range(6))
def test_every_record_of_a_file_is_in_one_list_of_its_report_and_the_lists_add_up(seed, monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 3)
    chance = random.Random(seed)
    home = source()
    take([marc(f"k{n}", f"รู้จัก {n}") for n in range(6)], home)
    pool = [
        *(marc(f"k{n}", f"รู้จัก {n}") for n in range(3)), marc("k3", "เปลี่ยนแล้ว"), gone("k4"), gone("ไม่เคยมี"), marc("n1", "ใหม่"),
        marc("", "ไม่มีเลข"), marc("n2", None), b"junk\x1d", marc("n1", "ซ้ำ"), marc("k0", "ซ้ำของที่เหมือนเดิม"),
    ]
    content = chance.choices(pool, k=20)
    done = take(content, home)
    lists = {which: told(done, which) for which in ("accepted", "unchanged", "rejected")}
    numbers = sorted(number for found in lists.values() for number, _ in found)
    assert numbers == list(range(1, 21)) == list(range(1, done.number + 1))
    assert {which: len(found) for which, found in lists.items()} == {
        "accepted": done.accepted, "unchanged": done.unchanged, "rejected": done.rejected,
    }
    assert done.accepted + done.unchanged + done.rejected == done.number == 20
    for which in ("repaired", "damaged", "deleted"):
        part = told(done, which)
        assert set(part) <= set(lists["accepted"])
        assert len(part) == getattr(done, which) <= done.accepted
    offsets = [sum(map(len, content[:n])) for n in range(20)]
    for which in lists:
        for one in queries.every_outcome(run_id=done.id, which=which):
            assert one.offset == offsets[one.number - 1]


def test_control_a_report_that_lost_a_record_is_seen():
    done = take([marc(f"n{n}", f"ใหม่ {n}") for n in range(3)], source())
    Outcome.objects.filter(run_id=done.id, number=2).delete()
    assert len(told(done, "accepted")) != done.accepted


def test_what_was_mended_is_counted_by_its_code_the_most_frequent_first():
    done = take([*(marc("", f"ไม่มีเลข {n}") for n in range(3)), marc("a1", "มีเลข")], source())
    [(code, words, count, lost)] = queries.repair_counts(run_id=done.id)
    assert (code, count, lost) == ("control_number_made", 3, False)
    assert words.in_("th") != words.in_("en")


def test_the_unchanged_are_told_with_number_place_control_number_and_title():
    home = source()
    records = [marc("a1", "หนึ่ง"), marc("a2", "สอง")]
    take(records, home)
    done = take(records, home)
    found = [(one.number, one.offset, one.control_number, one.title) for one in queries.every_outcome(run_id=done.id, which="unchanged")]
    assert found == [(1, 0, "a1", "หนึ่ง"), (2, len(records[0]), "a2", "สอง")]


def test_copies_whose_branch_nobody_knows_are_counted():
    library("phayao")
    done = take([marc("a1", "ก", copy("phayao", "1"), copy("NOWHERE", "2"), copy("ELSEWHERE", "3"))], source())
    assert done.unplaced == 2
