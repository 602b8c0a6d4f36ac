"""Taking in files: what is no MARC, damage, the same file twice, a kill in the middle, two at once, and who may."""

import random
import threading
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import importing
from rianru.catalogue.models import Edition, Import, Item, Record, RecordVersion, Rejection, Work
from rianru.catalogue.words import REASONS
from rianru.core import jobs
from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Change, Fact
from rianru.kernel.formats.marc import NotMarc
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.catalogue.making import counts, library, refusals, run, shelves, source, start, take, titles
from tests.factories import AT, HOUSE, grant, person, staff
from tests.factories.marc import NO_MARC, copy, field, marc, raw_with
from tests.people import making

pytestmark = pytest.mark.django_db
THREE = [marc("a1", "พระอภัยมณี"), marc("a2", "สี่แผ่นดิน"), marc("a3", "ลิลิตพระลอ")]
BAD = [
    raw_with(b"b1", b"00\x1fa\xa1\xc5"),
    marc("b2", None),
    marc(" ", "ไม่มีเลข"),
    THREE[0],
    b"junk\x1d",
    marc("b2", "มีชื่อแล้ว"),
]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def _kept_files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _everything():
    return [model.objects.count() for model in (Import, Rejection, Record, Work, Edition, Item, Fact, Change)]


class Killed(BaseException):
    """What a kill looks like from inside: nothing below may catch it."""


def _killed_after(batches):
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
    assert [bytes(raw) for raw in Record.objects.order_by("control_number").values_list("raw", flat=True)] == THREE[
        :many
    ]


@pytest.mark.parametrize("name", NO_MARC)
def test_what_is_no_marc_is_refused_in_both_languages_and_nothing_is_kept(name, settings):
    home = source()
    before = _everything()
    with pytest.raises(NotMarc) as refused:
        start(NO_MARC[name], home)
    assert all(refused.value.text(language) for language in ("th", "en"))
    assert (_everything(), _kept_files(settings)) == (before, [])


def test_control_marc_is_kept_as_it_came(settings):
    start(THREE[0], source())
    assert [path.read_bytes() for path in _kept_files(settings)] == [THREE[0]]


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(settings):
    settings.UPLOAD_MAX_BYTES = len(THREE[0]) - 1
    with pytest.raises(actions.FileTooLarge):
        start(THREE[0], source())
    assert (Import.objects.count(), _kept_files(settings)) == (0, [])
    settings.UPLOAD_MAX_BYTES += 1
    assert start(THREE[0], source())


def test_an_unknown_source_is_refused_with_the_codes_there_are():
    home = source("phayao-library")
    home.code = "payao"
    with pytest.raises(actions.SourceNotFound) as refused:
        start(THREE[0], home)
    assert refused.value.values == {"source": "payao", "known": "phayao-library"}


@pytest.mark.parametrize("kept", [1, 30, -1])
def test_a_file_cut_in_its_last_record_gives_all_before_it_and_says_where_it_was_cut(kept):
    content = THREE[0] + THREE[1] + THREE[2][:kept]
    home = source()
    done = take(content, home)
    assert (done.state, counts(done), done.number) == ("done", (2, 0, 1), 3)
    assert refusals(done) == [(3, len(THREE[0] + THREE[1]), "cut")]
    assert set(titles(home)) == {"a1", "a2"}


def test_a_file_of_one_cut_record_takes_nothing_and_says_so():
    done = take(THREE[0][:-1], source())
    assert (counts(done), refusals(done), Work.objects.count()) == ((0, 0, 1), [(1, 0, "cut")], 0)


def test_each_rejection_has_its_number_offset_and_reason_in_words():
    home = source()
    content = [THREE[0], *BAD, THREE[1]]
    done = take(content, home)
    at = [sum(map(len, content[:n])) for n in range(len(content))]
    assert refusals(done) == [
        (2, at[1], "encoding"),
        (3, at[2], "no_title"),
        (4, at[3], "no_control_number"),
        (5, at[4], "number_twice"),
        (6, at[5], "leader"),
    ]
    assert (counts(done), done.number) == ((3, 0, 5), 8)
    assert set(titles(home)) == {"a1", "a2", "b2"}
    said = [why for _, why in queries.rejections(run_id=done.id)]
    assert said == [REASONS[reason] for _, _, reason in refusals(done)]
    assert all(why.in_("th") != why.in_("en") for why in said)


def test_a_number_that_comes_twice_in_one_file_is_taken_the_first_time_only():
    home = source()
    done = take([marc("a1", "ครั้งแรก"), marc("a1", "ครั้งที่สอง"), marc("a1", "ครั้งแรก")], home)
    assert (counts(done), titles(home)) == ((1, 0, 2), {"a1": "ครั้งแรก"})


def test_the_same_file_twice_changes_nothing():
    home = source(space="phayao")
    take(THREE, home)
    touched, made = Change.objects.count(), _everything()[2:6]
    facts = Counter(Fact.objects.values_list("verb", flat=True))
    again = take(THREE, home)
    assert (counts(again), _everything()[2:6], Change.objects.count()) == ((0, 3, 0), made, touched)
    assert RecordVersion.objects.count() == 0
    assert Counter(Fact.objects.values_list("verb", flat=True)) - facts == {
        "catalogue.import_started": 1,
        "catalogue.import_ended": 1,
    }


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
    assert list(Change.objects.values_list("kind", "object_id")) == [("work", work)]


def test_the_same_number_in_another_source_is_another_record():
    one, two = source(), source()
    take(THREE, one)
    assert counts(take([marc("a1", "เรื่องอื่น")], two)) == (1, 0, 0)
    assert (titles(one)["a1"], titles(two)["a1"]) == ("พระอภัยมณี", "เรื่องอื่น")


@pytest.mark.parametrize(("size", "killed"), [(1, 1), (1, 4), (2, 1), (2, 3), (3, 2)])
def test_a_killed_import_goes_on_where_it_stopped_and_ends_as_if_it_had_not_been_killed(monkeypatch, size, killed):
    monkeypatch.setattr(importing, "BATCH_RECORDS", size)
    library("phayao")
    copies = [marc(f"c{n}", f"เล่มที่ {n}", copy("phayao", f"B{n}")) for n in range(2)]
    content = b"\r\n".join([THREE[0], *BAD[:3], copies[0], *BAD[3:], copies[1], THREE[1], copies[0], THREE[2][:40]])
    whole, broken = source(), source()
    expected = take(content, whole)
    id = start(content, broken)
    with pytest.raises(Killed):
        run(id, told=_killed_after(killed))
    half = Import.objects.get(id=id)
    assert (half.state, half.number, half.number) == ("running", size * killed, sum(counts(half)))
    done = run(id)
    assert (done.state, counts(done), done.number) == ("done", counts(expected), expected.number)
    assert refusals(done) == refusals(expected)
    assert (titles(broken), shelves(broken)) == (titles(whole), shelves(whole))
    again = run(id)  # a retried job after the end
    assert (counts(again), Record.objects.filter(source=broken).count()) == (counts(done), len(titles(broken)))


def test_an_import_killed_after_every_single_batch_still_ends_complete(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_RECORDS", 1)
    home = source()
    id = start(b"".join([*THREE, THREE[0]]), home)
    for _ in range(4):
        with pytest.raises(Killed):
            run(id, told=_killed_after(1))
    assert (counts(run(id)), set(titles(home))) == ((3, 0, 1), {"a1", "a2", "a3"})


def test_a_batch_ends_after_its_time_too(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_SECONDS", -1.0)
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
    total = len([piece for piece in content.split(b"\x1d") if piece.strip(b"\x00\r\n \t\x1a")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "BATCH_RECORDS", size)
        home = source()
        first, second = take(content, home), take(content, home)
    assert (sum(counts(first)), first.number, Record.objects.filter(source=home).count()) == (
        total,
        total,
        first.accepted,
    )
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
    monkeypatch.setattr(importing, "MOST_COPIES", 3)
    library("phayao")
    copies = [copy("phayao", f"B{n}") for n in range(4)]
    home = source()
    done = take([marc("a1", "มากไป", *copies), marc("a2", "พอดี", *copies[:3])], home)
    assert ([reason for _, _, reason in refusals(done)], len(shelves(home))) == (["too_many_copies"], 3)


def test_a_file_name_that_no_table_can_hold_is_cleaned():
    run_id = start(THREE[0], source(), name="หนังสือ\udcff\x00.mrc")
    assert Import.objects.get(id=run_id).file_name == "หนังสือ.mrc"


@pytest.mark.django_db(transaction=True)
def test_two_imports_into_one_source_at_the_same_time_wait_for_each_other(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_RECORDS", 1)
    home = source()
    contents = [[marc(f"{letter}{n}", "ก") for n in range(6)] + THREE for letter in "xy"]
    order, done = _at_once([(start(b"".join(content), home), order_of) for order_of, content in enumerate(contents)])
    assert order in ([0] * 9 + [1] * 9, [1] * 9 + [0] * 9)
    assert sorted(counts(one) for one in done) == [(6, 3, 0), (9, 0, 0)]
    assert len(titles(home)) == 15


@pytest.mark.django_db(transaction=True)
def test_control_imports_into_two_sources_run_beside_each_other(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_RECORDS", 1)
    both = threading.Barrier(2, timeout=20)
    ids = [(start(b"".join(THREE), source()), n) for n in range(2)]
    _, done = _at_once(ids, meet=lambda so_far: both.wait() if so_far.number == 2 else None)
    assert [counts(one) for one in done] == [(3, 0, 0)] * 2


def _at_once(ids, meet=lambda so_far: None):
    """Runs imports in a thread each; in which order their batches came, and what became of them."""
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


def _librarian(network, **more):
    return staff(role=Role.LIBRARIAN, scope_kind="network", scope_id=making.network(network).id, **more)


def _strangers():
    mine = grant(scope_kind="network", scope_id=making.network("north").id)
    return {
        "nobody": ANONYMOUS,
        "somebody": person(),
        "librarian of another network": _librarian("south"),
        "without the second factor": person(grants=(mine,)),
        "analyst": staff(role=Role.ANALYST),
        "librarian whose grant is over": person(
            grants=(
                grant(scope_kind="network", scope_id=making.network("north").id, since=AT.replace(year=2025), until=AT),
            ),
            secure=True,
        ),
    }


def test_strangers_cannot_start_or_run_an_import_and_leave_no_trace(settings):
    home = source(network="north")
    id = start(THREE[0], home)
    before = _everything(), _kept_files(settings)
    for who, stranger in _strangers().items():
        for attempt in (lambda who=stranger: start(THREE[0], home, actor=who), lambda who=stranger: run(id, actor=who)):
            with pytest.raises(NotAllowed):
                attempt()
        assert (_everything(), _kept_files(settings)) == before, who


def test_strangers_see_no_import_and_no_source():
    take(THREE, home := source(network="north"))
    for who, stranger in _strangers().items():
        seen = queries.imports(actor=stranger, at=AT), queries.sources(actor=stranger, at=AT)
        assert seen == ([], []), who
        assert queries.import_view(actor=stranger, at=AT, id=Import.objects.get(source=home).id) is None, who


@pytest.mark.parametrize("who", ["network", "national", "house"])
def test_control_those_in_charge_may(who):
    home = source(network="north")
    source(network="south")
    actor = {"network": _librarian("north"), "national": staff(role=Role.ADMINISTRATOR), "house": HOUSE}[who]
    id = start(THREE[0], home, actor=actor)
    assert counts(run(id, actor=actor)) == (1, 0, 0)
    assert [view.run.id for view in queries.imports(actor=actor, at=AT)] == [id]
    assert len(queries.sources(actor=actor, at=AT)) == (1 if who == "network" else 2)


def test_a_librarian_of_a_network_cannot_import_into_a_source_of_the_whole_country():
    with pytest.raises(NotAllowed):
        start(THREE[0], source(), actor=_librarian("north"))


def test_a_source_is_added_within_ones_own_network_only():
    values = {"at": AT, "name_th": "ใหม่", "network_id": making.network("north").id}
    with pytest.raises(NotAllowed):
        actions.add_source(actor=_librarian("south"), code="new", **values)
    assert actions.add_source(actor=_librarian("north"), code="new", **values)
    with pytest.raises(actions.SourceCodeTaken):
        actions.add_source(actor=_librarian("north"), code="new", **values)


@pytest.mark.parametrize("code", ["", "a", "A1", "-ab", "ab_c", "ก" * 5, "a" * 41, "ab\n"])
def test_a_code_of_another_shape_is_refused(code):
    with pytest.raises(actions.SourceCodeWrong):
        actions.add_source(actor=HOUSE, at=AT, code=code, name_th="ใหม่")


def test_an_unknown_import_is_not_found():
    with pytest.raises(NotFound):
        run(making.network().id)


def test_the_job_refuses_an_import_whose_mapping_became_wrong_and_says_why_in_both_languages():
    home = source()
    id = start(THREE[0], home, queue=True)
    home.holdings = {"tag": "x"}
    home.save()
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(id))
    done = Import.objects.get(id=id)
    assert (done.state, done.accepted, bool(done.ended_at)) == ("refused", 0, True)
    assert "tag" in done.refusal_th
    assert "tag" in done.refusal_en
    assert done.refusal_th != done.refusal_en


def test_an_import_that_is_queued_is_one_job_that_waits_for_others_of_its_source():
    home = source()
    id = start(THREE[0], home, queue=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock, args ->> 'import_id' FROM procrastinate_jobs")
        rows = cursor.fetchall()
    assert rows == [("catalogue.run_import", f"source:{home.id}", str(id))]
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(id))
    assert counts(Import.objects.get(id=id)) == (3 - 2, 0, 0)


def test_the_command_takes_files_and_tells_what_became_of_them(tmp_path, capsys):
    import json

    library("phayao")
    path, damaged = tmp_path / "books.mrc", tmp_path / "damaged.mrc"
    path.write_bytes(b"".join(THREE))
    damaged.write_bytes(THREE[0] + THREE[1][:-1])
    call_command("import_marc", path, damaged, source="cli", new="ห้องสมุดพะเยา", space="phayao", json=True)
    out, err = capsys.readouterr()
    told = json.loads(out.splitlines()[-1])
    assert {name: told[name] for name in ("accepted", "repaired", "unchanged", "rejected")} == {
        "accepted": 3,
        "repaired": 0,
        "unchanged": 1,
        "rejected": 1,
    }
    assert f"#2 @{len(THREE[0])}: {REASONS['cut'].in_('th')} · {REASONS['cut'].in_('en')}" in err
    assert Item.objects.count() == 3


def test_the_command_refuses_a_missing_file_by_name(tmp_path):
    from rianru.catalogue.management.commands.import_marc import FileMissing

    source("cli")
    with pytest.raises(FileMissing) as refused:
        call_command("import_marc", tmp_path / "none.mrc", source="cli")
    assert str(tmp_path / "none.mrc") in refused.value.text("en")
