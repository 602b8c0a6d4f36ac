"""Taking in files: what is no MARC, damage, the same file twice, a stop in the middle."""

import random
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import batches, storing
from rianru.catalogue.models import Edition, Import, Item, Outcome, Record, RecordVersion, Work
from rianru.catalogue.words import why
from rianru.core.beside import Beside
from rianru.core.models import Change, Fact
from rianru.kernel import reading
from rianru.kernel.formats.marc import Field, NotMarc
from rianru.kernel.formats.marc import Record as MarcRecord
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.formats.marc.write import write
from tests.catalogue.making import asked, counts, library, refusals, run, shelves, source, start, take, titles
from tests.factories.marc import LEADER, NO_MARC, copy, field, marc, raw_with

pytestmark = pytest.mark.django_db
THREE = [marc("a1", "พระอภัยมณี"), marc("a2", "สี่แผ่นดิน"), marc("a3", "ลิลิตพระลอ")]
BAD = [marc("b2", None), THREE[0], b"junk\x1d", marc("b2", "มีชื่อแล้ว")]
OTHER_FORMS = ("a table of numbers", "json", "json list")  # now a spreadsheet and two files of MARC-in-JSON


def kept_files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def everything():
    return [model.objects.count() for model in (Import, Outcome, Record, Work, Edition, Item, Fact, Change)]


class Killed(BaseException):
    """What a kill looks like from inside: nothing below may catch it."""


def killed_after(batches):
    """For `told`: dies when so many batches are committed."""
    left = iter(range(batches - 1, -1, -1))

    def told(_):
        if next(left) == 0:
            raise Killed

    return told


@pytest.mark.parametrize("many", [1, 3])
def test_one_record_makes_one_work_with_one_edition(many):
    home = source()
    done = take(THREE[:many], home)
    assert (done.state, counts(done), done.number, done.offset) == ("done", (many, 0, 0), many, done.size)
    assert [model.objects.count() for model in (Work, Edition, Record)] == [many] * 3
    assert set(titles(home).values()) == {"พระอภัยมณี", "สี่แผ่นดิน", "ลิลิตพระลอ"} & set(
        Work.objects.values_list("title", flat=True)
    )
    assert [bytes(raw) for raw in Record.objects.order_by("control_number").values_list("raw", flat=True)] == THREE[:many]


@pytest.mark.parametrize("name", [name for name in NO_MARC if name not in OTHER_FORMS])
def test_what_is_no_marc_is_refused_in_both_languages_and_nothing_is_kept(name, settings):
    home = source()
    before = everything()
    with pytest.raises(NotMarc) as refused:
        start(NO_MARC[name], home)
    assert all(refused.value.text(language) for language in ("th", "en"))
    assert (everything(), kept_files(settings)) == (before, [])


def test_control_marc_is_kept_as_it_came(settings):
    start(THREE[0], source())
    assert [path.read_bytes() for path in kept_files(settings)] == [THREE[0]]


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(settings):
    settings.UPLOAD_MAX_BYTES = len(THREE[0]) - 1
    with pytest.raises(actions.FileTooLarge):
        start(THREE[0], source())
    assert (Import.objects.count(), kept_files(settings)) == (0, [])
    settings.UPLOAD_MAX_BYTES += 1
    assert start(THREE[0], source())


def test_an_unknown_source_is_refused_with_the_codes_there_are():
    home = source("phayao-library")
    home.code = "payao"
    with pytest.raises(actions.SourceNotFound) as refused:
        start(THREE[0], home)
    assert refused.value.values == {"source": "payao", "known": "phayao-library"}


@pytest.mark.parametrize("kept", [1, 30])
def test_a_file_cut_in_its_last_record_gives_all_before_it_and_says_where_it_was_cut(kept):
    content = THREE[0] + THREE[1] + THREE[2][:kept]
    home = source()
    done = take(content, home)
    assert (done.state, counts(done), done.number) == ("done", (2, 0, 1), 3)
    assert [(number, offset) for number, offset, _ in refusals(done)] == [(3, len(THREE[0] + THREE[1]))]
    assert set(titles(home)) == {"a1", "a2"}


def test_a_file_of_one_cut_record_is_counted_once_and_said():
    done = take(THREE[0][:30] + b"\x1e", source())
    assert (sum(counts(done)), done.rejected, len(refusals(done)), Work.objects.count()) == (1, 1, 1, 0)


def test_each_rejection_has_its_number_offset_and_reason_in_words():
    home = source()
    content = [THREE[0], *BAD, THREE[1]]
    done = take(content, home)
    at = [sum(map(len, content[:n])) for n in range(len(content))]
    assert [found[:2] for found in refusals(done)] == [(2, at[1]), (3, at[2]), (4, at[3])]
    assert [reason for *_, reason in refusals(done)][:2] == ["no_title", "number_twice"]
    assert (counts(done), done.number) == ((3, 0, 3), 6)
    assert set(titles(home)) == {"a1", "a2", "b2"}
    for one, (_, _, reason) in zip(queries.outcomes(run_id=done.id, which="rejected"), refusals(done), strict=True):
        assert one.losses == ((reason, why(reason)),)
        assert why(reason).in_("th") != why(reason).in_("en")


@pytest.mark.parametrize(("kind", "reason"), [("y", "holdings_record"), ("z", "authority_record"), ("a", "no_title")])
def test_a_record_of_copies_or_of_a_name_is_told_from_a_book_without_a_title(kind, reason):
    raw = write(MarcRecord(LEADER[:6] + kind + LEADER[7:], (Field("001", data="h1"), field("852", "b", "x", "p", "B1"))))
    assert [found for *_, found in refusals(take([raw], source()))] == [reason]


@pytest.mark.parametrize("many", [1, 3])
def test_a_record_without_a_control_number_gets_one_from_its_bytes_and_the_same_one_again(many):
    home = source()
    records = [marc(" ", f"ไม่มีเลข {n}") for n in range(many)]
    done = take(records, home)
    assert (counts(done), done.repaired) == ((many, 0, 0), many)
    assert {row[0] for row in queries.repair_counts(run_id=done.id)} == {"control_number_made"}
    numbers = set(titles(home))
    assert len(numbers) == many
    assert counts(take(records, home)) == (0, many, 0)
    assert set(titles(home)) == numbers


def test_a_number_that_comes_twice_in_one_file_is_taken_the_first_time_only():
    home = source()
    done = take([marc("a1", "ครั้งแรก"), marc("a1", "ครั้งที่สอง"), marc("a1", "ครั้งแรก")], home)
    assert (counts(done), titles(home)) == ((1, 0, 2), {"a1": "ครั้งแรก"})


def test_the_same_file_twice_changes_nothing():
    home = source(space="phayao")
    take(THREE, home)
    touched, made = Change.objects.count(), everything()[1:6]
    facts = Counter(Fact.objects.values_list("verb", flat=True))
    again = take(THREE, home)
    assert (counts(again), everything()[1:6], Change.objects.count()) == ((0, 3, 0), made, touched)
    assert RecordVersion.objects.count() == 0
    assert Counter(Fact.objects.values_list("verb", flat=True)) - facts == {
        "catalogue.import_started": 1,
        "catalogue.import_ended": 1,
    }


def test_the_same_file_again_asks_the_same_few_queries_for_one_record_and_for_three_hundred():
    numbers = []
    for many in (1, 300):
        home, records = source(), [marc(f"q{many}-{n}", f"เล่มที่ {n}") for n in range(many)]
        take(records, home)
        with CaptureQueriesContext(connection) as seen:
            take(records, home)
        numbers.append(asked(seen))
    assert numbers[0] == numbers[1] < 30


def test_a_changed_record_updates_its_edition_keeps_the_old_version_and_is_indexed_again():
    home = source()
    take(THREE, home)
    [(record, edition, work)] = Record.objects.filter(control_number="a2").values_list(
        "id", "edition_id", "edition__work_id"
    )
    Change.objects.all().delete()
    changed = marc("a2", "สี่แผ่นดิน ฉบับใหม่", field("100", "a", "คึกฤทธิ์ ปราโมช"))
    done = take([THREE[0], changed, THREE[2]], home)
    assert counts(done) == (1, 2, 0)
    assert list(Record.objects.filter(id=record).values_list("edition_id", "taken_by_id")) == [(edition, done.id)]
    assert list(Edition.objects.filter(id=edition).values_list("title", "people")) == [
        ("สี่แผ่นดิน ฉบับใหม่", ["คึกฤทธิ์ ปราโมช"])
    ]
    assert Work.objects.get(id=work).title == "สี่แผ่นดิน ฉบับใหม่"
    assert [(v.record_id, bytes(v.raw), v.replaced_by_id) for v in RecordVersion.objects.all()] == [
        (record, THREE[1], done.id)
    ]
    assert set(Change.objects.values_list("kind", "object_id")) == {("work", work)}


def test_the_same_number_in_another_source_is_another_record():
    one, two = source(), source()
    take(THREE, one)
    assert counts(take([marc("a1", "เรื่องอื่น")], two)) == (1, 0, 0)
    assert (titles(one)["a1"], titles(two)["a1"]) == ("พระอภัยมณี", "เรื่องอื่น")


@pytest.mark.parametrize(("size", "killed"), [(1, 1), (1, 4), (2, 1), (2, 3), (3, 2)])
def test_a_killed_import_goes_on_where_it_stopped_and_ends_as_if_it_had_not_been_killed(monkeypatch, size, killed):
    monkeypatch.setattr(batches, "BATCH_RECORDS", size)
    library("phayao")
    copies = [marc(f"c{n}", f"เล่มที่ {n}", copy("phayao", f"B{n}")) for n in range(2)]
    content = b"\r\n".join([THREE[0], *BAD[:3], copies[0], *BAD[3:], copies[1], THREE[1], copies[0], THREE[2][:40]])
    whole, broken = source(), source()
    expected = take(content, whole)
    id = start(content, broken)
    with pytest.raises(Killed):
        run(id, told=killed_after(killed))
    half = Import.objects.get(id=id)
    assert (half.state, half.number, half.number) == ("running", size * killed, sum(counts(half)))
    done = run(id)
    assert (done.state, counts(done), done.number) == ("done", counts(expected), expected.number)
    assert refusals(done) == refusals(expected)
    assert (titles(broken), shelves(broken)) == (titles(whole), shelves(whole))
    again = run(id)  # a retried job after the end
    assert (counts(again), Record.objects.filter(source=broken).count()) == (counts(done), len(titles(broken)))


def test_batches_begin_small_and_each_is_twice_the_one_before_until_they_are_large(monkeypatch):
    monkeypatch.setattr(batches, "FIRST_RECORDS", 1)
    monkeypatch.setattr(batches, "BATCH_RECORDS", 4)
    far: list[int] = []
    id = start(b"".join(marc(f"g{n}", f"เล่มที่ {n}") for n in range(13)), source())
    run(id, told=lambda now: far.append(now.number))
    assert far == [1, 3, 7, 11, 13]


def test_an_import_killed_after_every_single_batch_still_ends_complete(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 1)
    home = source()
    id = start(b"".join([*THREE, THREE[0]]), home)
    for _ in range(4):
        with pytest.raises(Killed):
            run(id, told=killed_after(1))
    assert (counts(run(id)), set(titles(home))) == ((3, 0, 1), {"a1", "a2", "a3"})


def test_a_file_read_in_a_process_beside_ends_as_one_read_here(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 2)
    library("phayao")
    content = b"".join([*THREE, *BAD, marc("c1", "เล่มที่ 1", copy("phayao", "B1")), THREE[0]])
    here, there = source(), source()
    expected = take(content, here)
    begun = []
    monkeypatch.setattr(batches, "BESIDE_BYTES", 0)
    monkeypatch.setattr(batches, "Beside", lambda work: begun.append(work) or Beside(work))
    id = start(content, there)
    with pytest.raises(Killed):
        run(id, told=killed_after(2))
    done = run(id)
    assert len(begun) == 2
    assert (counts(done), refusals(done)) == (counts(expected), refusals(expected))
    assert (titles(there), shelves(there)) == (titles(here), shelves(here))


def test_a_batch_handed_over_and_weighed_in_parts_ends_as_one_that_is_not(monkeypatch):
    library("phayao")
    content = b"".join([*THREE, marc("c1", "เล่มที่ 1", copy("phayao", "B1")), marc("c2", "เล่มที่ 2")])
    homes = [(source(), source()) for _ in range(2)]
    ends = []
    for pair, size in zip(homes, (500, 1), strict=True):
        monkeypatch.setattr(storing, "AT_ONCE", size)
        monkeypatch.setattr(sys.modules["rianru.catalogue.actions.settling.write"], "AT_ONCE", size)
        for home in pair:
            take(content, home)
        shown = Edition.objects.filter(records__source=pair[1]).values_list("title", "statement", "people", "year")
        ends.append([titles(pair[0]), titles(pair[1]), sorted(map(str, shown))])
    assert ends[0] == ends[1]
    assert len(ends[0][2]) == 5


def test_a_batch_ends_with_its_bytes_too(monkeypatch):
    monkeypatch.setattr(batches, "BATCH_BYTES", 1)
    seen = []
    run(start(b"".join(THREE), source()), told=lambda so_far: seen.append(so_far.number))
    assert seen == [1, 2, 3]


@given(seed=st.integers(0, 2**32), size=st.integers(1, 4))
@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_accepted_unchanged_and_rejected_are_always_the_total(seed, size):
    choice = random.Random(seed)
    data = bytearray(b"".join(THREE + BAD))
    for _ in range(choice.randint(0, 12)):
        place = choice.randrange(24, len(data))
        data[place : place + choice.randint(0, 3)] = bytes(
            choice.choices([0, 0x1D, 0x1E, 0x1F, 0x20, 0x41, 0xE0], k=choice.randint(0, 3))
        )
    content = bytes(data)
    pieces = len([piece for piece in content.split(b"\x1d") if piece.strip(b"\x00\r\n \t\x1a")])
    total = sum(1 for _ in open_form(BytesIO(content)).split(BytesIO(content)))
    assert pieces <= total <= len(THREE + BAD) + pieces  # two records run together where the mark between them is lost
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH_RECORDS", size)
        home = source()
        first, second = take(content, home), take(content, home)
    assert (sum(counts(first)), first.number) == (total, total)
    assert Record.objects.filter(source=home).count() == first.accepted >= first.repaired
    assert counts(second) == (0, first.accepted, first.rejected)
    assert refusals(second) == refusals(first)
    assert all(content[offset : offset + 1].strip(b"\x00\r\n \t") for _, offset, _ in refusals(first))


def test_what_no_table_can_hold_is_rejected_or_shortened_and_the_rest_of_the_file_is_taken():
    far = "".join(random.Random(7).choices("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ", k=3000))
    library("phayao")
    home = source()
    done = take(
        [
            raw_with(b"n\x00ul", b"00\x1fa\xe0\xb8\x81\x00"),
            marc("long-title", far),
            marc("long-barcode", "ก", copy("phayao", far)),
            marc(far, "เลขยาว"),
            marc("nul", "ศูนย์ซ้ำ"),
            *THREE,
        ],
        home,
    )
    assert done.state == "done"
    assert [(number, reason) for number, _, reason in refusals(done)] == [(4, "number_long"), (5, "number_twice")]
    assert titles(home)["long-title"] == far
    assert {"nul", "long-title", "long-barcode", "a1", "a2", "a3"} == set(titles(home))


def test_a_record_with_more_copies_than_any_library_has_is_rejected(monkeypatch):
    monkeypatch.setattr(reading, "MOST_COPIES", 3)
    library("phayao")
    copies = [copy("phayao", f"B{n}") for n in range(4)]
    home = source()
    done = take([marc("a1", "มากไป", *copies), marc("a2", "พอดี", *copies[:3])], home)
    assert ([reason for _, _, reason in refusals(done)], len(shelves(home))) == (["too_many_copies"], 3)


def test_a_file_name_that_no_table_can_hold_is_cleaned():
    run_id = start(THREE[0], source(), name="หนังสือ\udcff\x00.mrc")
    assert Import.objects.get(id=run_id).file_name == "หนังสือ.mrc"
