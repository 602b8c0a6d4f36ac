"""Files of old Thai systems, imported: read, mended and said so; and not one byte of what came is lost."""

import pytest

from rianru.catalogue import queries
from rianru.catalogue.models import Edition, Outcome, Record
from rianru.kernel.formats.marc.write import write
from tests.catalogue.making import counts, editions, groups, library, source, take, titles, undo
from tests.catalogue.tables import everything
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, marc

pytestmark = pytest.mark.django_db
TITLES = ["สี่แผ่นดิน", "พระอภัยมณี", "ลูกอีสาน"]
SOUND = [write(book(f"a{n}", title, copy("phayao", f"B{n}"), author="คึกฤทธิ์ ปราโมช", year=2543)) for n, title in enumerate(TITLES)]


def twice_read(raw: bytes) -> bytes:
    """UTF-8 that somebody took for Latin-1 and saved as UTF-8 again."""
    return raw.decode("latin-1").encode()


BROKEN = {
    "Thai of one byte": lambda raw: raw.decode().encode("cp874"),
    "UTF-8 read as Latin-1 and saved again": twice_read,
    "leaders a byte short": lambda raw: raw[:20] + raw[21:],
    "lengths of nonsense": lambda raw: b"99999" + raw[5:12] + b"99999" + raw[17:],
}


@pytest.fixture
def home():
    library("phayao")
    return source()


@pytest.mark.parametrize("name", BROKEN)
def test_a_legacy_file_is_mended_and_says_how_and_keeps_every_byte(home, name):
    raws = [BROKEN[name](raw) for raw in SOUND]
    done = take(raws, home)
    assert (counts(done), done.repaired, done.damaged) == ((3, 0, 0), 3, 0)
    assert titles(home) == {f"a{n}": title for n, title in enumerate(TITLES)}
    assert {bytes(raw) for raw in Record.objects.values_list("raw", flat=True)} == set(raws)
    for one in queries.every_outcome(run_id=done.id, which="repaired"):
        assert one.repairs
        assert all(words.in_("th") != words.in_("en") for _, words in one.repairs)
    assert {count for _, _, count, _ in queries.repair_counts(run_id=done.id)} <= {3}
    assert counts(take(raws, home)) == (0, 3, 0)


def test_control_a_sound_file_needs_no_mending(home):
    done = take(SOUND, home)
    assert (counts(done), done.repaired, queries.repair_counts(run_id=done.id)) == ((3, 0, 0), 0, [])


@pytest.mark.parametrize("name", BROKEN)
def test_a_legacy_file_and_a_sound_one_of_another_library_are_the_same_books(home, name):
    take([BROKEN[name](raw) for raw in SOUND], home)
    take([write(book(f"z{n}", title, author="คึกฤทธิ์ ปราโมช", year=2543)) for n, title in enumerate(TITLES)], source())
    assert editions() == groups(*(f"a{n} z{n}" for n in range(3)))


@pytest.mark.parametrize("name", BROKEN)
def test_a_sound_file_that_follows_a_legacy_one_is_an_update_and_can_be_rolled_back(home, name):
    raws = [BROKEN[name](raw) for raw in SOUND]
    take(raws, home)
    before = everything(gone=False)
    done = take(SOUND, home)
    assert (counts(done), done.repaired, Edition.objects.count()) == ((3, 0, 0), 0, 3)
    undo(done)
    assert everything(gone=False) == before


def test_a_record_that_is_cut_behind_its_title_is_taken_and_counted_as_damaged(home):
    done = take(SOUND[0] + SOUND[1][:-12], home)
    assert (counts(done), done.repaired, done.damaged) == ((2, 0, 0), 1, 1)
    [one] = queries.every_outcome(run_id=done.id, which="damaged")
    assert (one.number, [code for code, _ in one.repairs][:1], [code for code, _ in one.losses]) == (2, ["cut"], ["fields_lost"])
    assert counts(take(SOUND[1], home)) == (1, 0, 0)  # the whole one replaces it
    assert list(Record.objects.filter(control_number="a1").values_list("repairs", "losses")) == [([], [])]


def test_one_file_may_be_broken_in_every_way_at_once_and_every_record_is_judged_by_itself(home):
    raws = [broken(write(book(f"b{n}", "สี่แผ่นดิน", year=2500 + n))) for n, broken in enumerate(BROKEN.values())]
    done = take([*SOUND, *raws, b"junk\x1d", marc("c1", None)], home)
    assert (counts(done), done.repaired) == ((3 + len(raws), 0, 2), len(raws))
    assert set(Outcome.objects.filter(run=done, kind="new").values_list("title", flat=True)) == set(TITLES)


def test_a_record_is_shown_as_it_came_beside_as_it_was_mended(home):
    raw = BROKEN["Thai of one byte"](SOUND[0])
    take(raw, home)
    view = queries.record(actor=HOUSE, at=AT, id=Record.objects.get().id)
    assert view is not None
    assert any("สี่แผ่นดิน" in line.text for line in view.repaired)
    assert not any("สี่แผ่นดิน" in line.text for line in view.received)
    assert any(line.differs for line in view.received)
    assert view.repairs
    assert queries.raw_of(actor=HOUSE, at=AT, id=Record.objects.get().id) == ("a0", raw)
