"""Rolling an import back: every table as it was before, what came is gone, what went is there again; and the file again."""

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import batches, undoing
from rianru.catalogue.models import Import, Item, Record, RecordVersion, Source
from rianru.core import jobs
from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from tests.catalogue.making import change, counts, library, run, source, start, take, titles, undo
from tests.catalogue.tables import everything
from tests.catalogue.test_importing import Killed, killed_after
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, field, gone, marc, record

pytestmark = pytest.mark.django_db
ISBN, OTHER = "9789749906477", "9786161234560"


def held(number, title, *more, **values):
    return book(number, title, copy("phayao", f"{number}-1"), *more, **({"author": "มานี ใจดี", "year": 2540} | values))


FIRST = [held("a1", "กามนิต", isbn=ISBN), held("a2", "ปีศาจ"), held("a3", "ลูกอีสาน"), held("a4", "คำพิพากษา"), marc("a5", "แม่เบี้ย")]
THEN = [
    held("a1", "กามนิต ฉบับแก้ไข", field("520", "a", "เรื่องย่อ"), isbn=OTHER),  # changed, and of another edition
    gone("a2"),  # deleted
    held("a3", "ลูกอีสาน", copy("nan", "new")),  # one copy more
    book("a4", "คำพิพากษา", copy("nan", "a4-1"), author="มานี ใจดี", year=2540),  # its copy stands elsewhere
    marc("a5", "แม่เบี้ย"),  # unchanged
    held("n1", "เรื่องใหม่"), held("n2", "กามนิต", isbn=ISBN), marc("n3", "ใหม่อีกเรื่อง"),  # new, one of an edition that is there
]


@pytest.fixture
def home():
    library("phayao")
    library("nan")
    one, other = source("one"), source("two")
    take([held("b1", "กามนิต", isbn=ISBN), held("b2", "ปีศาจ")], other)
    take(FIRST, one)
    return one


def seen():
    """What readers may see of every table, and how the works stand."""
    return everything(gone=False)


@pytest.mark.parametrize("size", [1, 3, 500])
def test_after_a_rollback_every_table_is_as_it_was(home, monkeypatch, size):
    monkeypatch.setattr(undoing, "BATCH", size)
    before = seen()
    done = take(THEN, home)
    assert (counts(done), done.deleted) == ((7, 1, 0), 1)
    assert seen() != before
    undone = undo(done)
    assert (undone.state, undone.undone_at) == ("undone", AT)
    now = seen()
    for part in before:
        assert now[part] == before[part], part


def test_a_rollback_of_the_first_import_leaves_only_what_others_have(home):
    undo(Import.objects.get(source=home))
    assert {number for _, number in seen()["records"]} == {"b1", "b2"}
    assert set(Item.objects.filter(record__source=home).values_list("state", flat=True)) == {"absent"}
    assert Record.objects.filter(source=home).count() == 5  # kept with their bytes
    for view in queries.work_rows(actor=ANONYMOUS, ids=[edition.work_id for edition in {r.edition for r in Record.objects.all()}]):
        assert view.editions == 1


def test_what_was_rolled_back_can_be_imported_again_and_rolled_back_again(home):
    before = seen()
    done = take(THEN, home)
    after = seen()
    undo(done)
    again = take(THEN, home)
    assert (counts(again), again.deleted) == (counts(done), done.deleted)
    now = seen()
    for part in after:
        assert now[part] == after[part], part
    undo(again)
    assert seen() == before
    assert RecordVersion.objects.count() == 0


@pytest.mark.parametrize("stops", [1, 2, 3])
def test_a_rollback_that_stops_goes_on_where_it_stopped(home, monkeypatch, stops):
    monkeypatch.setattr(undoing, "BATCH", 2)
    before = seen()
    done = take(THEN, home)
    with pytest.raises(Killed):
        undo(done, told=killed_after(stops))
    assert Import.objects.get(id=done.id).state == "undoing"
    jobs.app.tasks["catalogue.run_undo"].func(import_id=str(done.id))
    assert (Import.objects.get(id=done.id).state, seen()) == ("undone", before)


@pytest.mark.parametrize("stops", [1, 2])
def test_an_import_that_was_refused_in_its_middle_is_rolled_back_too(home, monkeypatch, stops):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 2)
    before = seen()
    id = start(b"".join(one if isinstance(one, bytes) else b"" for one in THEN) + marc("n9", "ใหม่") + marc("n8", "ใหม่ 8"), home)
    with pytest.raises(Killed):
        run(id, told=killed_after(stops))
    actions.refuse_import(actor=HOUSE, at=AT, import_id=id, refusal=actions.ColumnsMissing())
    undo(Import.objects.get(id=id))
    assert seen() == before


def test_a_rollback_under_a_later_import_is_refused_and_names_it(home):
    first = take([held("n1", "เรื่องใหม่")], home, name="first.mrc")
    later = take([held("n1", "เรื่องใหม่ แก้ไข")], home, name="later.mrc")
    before = everything()
    with pytest.raises(actions.LaterImport) as refused:
        undo(first)
    assert refused.value.values == {"later": "later.mrc"}
    assert everything() == before
    undo(later)
    assert titles(home)["n1"] == "เรื่องใหม่"
    undo(first)
    assert "n1" not in {number for _, number in seen()["records"]}


def test_a_later_import_of_other_records_does_not_stand_in_the_way(home):
    before = {part: value for part, value in seen().items() if part == "records"}
    done = take([held("n1", "เรื่องใหม่")], home)
    take([held("n2", "เรื่องใหม่กว่า")], home)
    undo(done)
    assert {number for _, number in seen()["records"]} == {number for _, number in before["records"]} | {"n2"}


@pytest.mark.parametrize("state", ["queued", "running"])
def test_an_import_that_is_not_over_is_not_rolled_back(home, state):
    id = start(marc("n1"), home)
    Import.objects.filter(id=id).update(state=state)
    with pytest.raises(actions.NotOver):
        undo(Import.objects.get(id=id))
    assert Import.objects.get(id=id).state == state


def test_rolling_back_twice_is_rolling_back_once(home):
    done = take(THEN, home)
    undo(done)
    before = everything()
    undo(done)
    assert everything() == before


def test_the_begin_and_the_end_of_a_rollback_are_a_fact_each(home):
    done = take(THEN, home)
    before = Fact.objects.order_by("-id").values_list("id", flat=True)[0]
    undo(done)
    facts = Fact.objects.filter(id__gt=before).order_by("id").values_list("verb", "object_id", "count")
    assert list(facts) == [("catalogue.undo_started", done.id, 1), ("catalogue.import_undone", done.id, done.accepted)]


def test_a_complete_import_brings_back_what_it_withdrew(home):
    before = seen()
    done = take(FIRST[:2], home, complete=True)
    assert done.withdrawn == 3
    undo(done)
    assert seen() == before


def test_a_record_that_came_back_from_the_dead_goes_back_there(home):
    take([gone("a2")], home)
    before = seen()
    done = take([FIRST[1]], home)
    assert titles(home)["a2"] == "ปีศาจ"
    undo(done)
    assert seen() == before
    assert Record.objects.get(control_number="a2", source=home).state == "gone"


def test_a_rollback_brings_back_the_bytes_of_a_record_that_todays_reader_refuses(home, monkeypatch):
    """The mapping changed in between: every byte comes back all the same."""
    raw = bytes(Record.objects.get(control_number="a1").raw)
    done = take(THEN, home)
    change(home, holdings={"tag": "952"})
    undo(done)
    kept = Record.objects.get(control_number="a1")
    assert (bytes(kept.raw), kept.state) == (raw, "live")


def test_the_bytes_of_every_version_are_kept_until_they_are_put_back(home):
    raws = {number: bytes(raw) for number, raw in Record.objects.filter(source=home).values_list("control_number", "raw")}
    take(THEN, home)
    kept = {version.record.control_number: bytes(version.raw) for version in RecordVersion.objects.select_related("record")}
    assert kept == {number: raw for number, raw in raws.items() if number != "a5"}


def test_a_copy_that_was_moved_by_hand_before_an_import_stands_there_again_after_its_rollback(home):
    library("trang")
    item = Item.objects.get(barcode="a4-1")
    actions.move_item(actor=HOUSE, at=AT, item_id=item.id, space_code="trang")
    done = take(THEN, home)  # its source names another branch: it stands there
    assert Item.objects.get(id=item.id).space.code == "nan"
    undo(done)
    item.refresh_from_db()
    assert (item.listed_at.code, item.space.code) == ("phayao", "trang")


def test_a_price_that_an_import_brought_goes_with_it(home):
    priced = field("852", "b", "phayao", "p", "a2-1", "9", "250")
    done = take([book("a2", "ปีศาจ", priced, author="มานี ใจดี", year=2540)], home)
    assert Item.objects.get(record__control_number="a2").price == 25_000
    undo(done)
    assert Item.objects.get(record__control_number="a2").price is None


def test_rolling_back_in_reverse_order_comes_back_to_nothing():
    library("phayao")
    home = source()
    runs = [take([held("r1", f"ฉบับที่ {word}"), held(f"r{n + 2}", f"เรื่อง {word}")], home, name=f"{n}.mrc")
            for n, word in enumerate("กขค")]
    states = []
    for done in reversed(runs):
        undo(done)
        states.append({number: title for number, title in titles(home).items() if record_is_live(number)})
    assert states == [{"r1": "ฉบับที่ ข", "r2": "เรื่อง ก", "r3": "เรื่อง ข"}, {"r1": "ฉบับที่ ก", "r2": "เรื่อง ก"}, {}]
    assert Source.objects.count() == 1


def record_is_live(number):
    return Record.objects.get(control_number=number).state == "live"


def test_control_a_table_that_differs_is_seen(home):
    before = seen()
    for spoil in (
        lambda: Item.objects.filter(barcode="a1-1").update(call_number="x"),
        lambda: Record.objects.filter(control_number="a1").update(raw=b"x"),
        lambda: Record.objects.filter(control_number="a3").update(state="gone"),
    ):
        spoil()
        assert seen() != before
        before = seen()
    assert record("x").control("001") == "x"
