"""Searching Thai as it is typed, and an index that says what the database says, whatever happens in between."""

import json
import subprocess
import sys
import threading
import time
from datetime import timedelta
from itertools import count

import psycopg
import pytest
import tantivy
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rianru.catalogue.actions.columns import BLANK
from rianru.catalogue.models import Edition, Work
from rianru.core import changes
from rianru.core.models import Change
from rianru.core.search import ask, follow, schema, store, wording
from rianru.kernel.ids import new_id
from rianru.kernel.thai import index_tokens
from tests.core.searching import add, change, found, remove

_folder = count(1)
own_database = pytest.mark.django_db(transaction=True)


def indexed():
    """Every document of the current generation by its key, read past all of our own reading."""
    searcher = store.current().open().searcher()
    hits = searcher.search(tantivy.Query.all_query(), limit=10_000).hits
    return sorted(searcher.doc(address)["key"][0] for _, address in hits)


def stored():
    return sorted(schema.key("work", id) for id in Work.objects.values_list("id", flat=True))


def caught_up(seconds=20):
    """Follows until nothing is left: a transaction of anybody else on the server may hold the log back for a moment."""
    deadline = time.monotonic() + seconds
    follow.catch_up()
    while changes.lag(store.current().position())[0]:
        assert time.monotonic() < deadline, "the follower does not come to the end of the log"
        time.sleep(0.02)
        follow.catch_up()


def elsewhere():
    """A session of its own on the test database."""
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        params.pop(name, None)
    return psycopg.connect(**params)


# Words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("ย้อมผ้า", "ย้อม"),
        ("การย้อมผ้าด้วยคราม", "ย้อมผ้า"),
        ("ย้อมผ้า", "ผ้า"),
        ("บ้านสีแดง", "แดง"),
        ("สีแดง", "แดง"),
        ("เรื่องเล่า ๑๐๐ เรื่อง", "100"),
        ("เรื่องเล่า 100 เรื่อง", "๑๐๐"),
        ("แม่นํ้า", "แม่น้ำ"),
        ("แม่น้ำโขง", "เเม่น้ำ"),
        ("Phayā Nāk", "phaya nak"),
        ("PYTHON", "python"),
        ("ประวัติศาสตร์เมืองพะเยา", "พะเยา"),
        ("ฤๅษี", "ฤาษี"),
        ("ไฟฟ้า พ.ศ. 2569", "พ.ศ."),
    ],
)
def test_a_reader_finds_a_title_by_the_word_they_type(title, query):
    wanted = add(title)
    add("เรื่องที่ไม่เกี่ยวข้องกัน")
    follow.rebuild()
    assert (found(query), ask.search(query).relaxed) == ({wanted}, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("title", "query"), [("การบ้าน", "กา"), ("สีแดง", "ดำ"), ("100", "1000"), ("ย้อมผ้า", "ทอ")])
def test_control_other_words_do_not_find_it(title, query):
    add(title)
    follow.rebuild()
    assert found(query) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "9786161234567",
        "978-616-123-456-7",
        "978 616 123 456 7",
        "๙๗๘-๖๑๖-๑๒๓-๔๕๖-๗",
        "ISBN 9786161234567",
        "978–616–123–456–7",
    ],
)
def test_an_isbn_is_found_with_and_without_hyphens(query):
    wanted = add("ผ้าทอ", isbns=["9786161234567"])
    add("ผ้าทออื่น", isbns=["9786161234574"])
    follow.rebuild()
    assert found(query) == {wanted}


@pytest.mark.django_db
def test_names_subjects_and_summaries_are_found_and_titles_come_first():
    titled = add("สุนทรภู่")
    by = add("พระอภัยมณี", people=["สุนทรภู่"])
    about = add("กวีไทย", subjects=["สุนทรภู่"])
    told = add("บทเรียน", summary="เล่าชีวิตของสุนทรภู่")
    follow.rebuild()
    assert [hit.id for hit in ask.search("สุนทรภู่").hits] == [titled, by, about, told]


@pytest.mark.django_db
def test_all_words_come_first_and_only_where_nothing_has_all_some_are_let_go_and_said():
    both, cloth, nan = add("ผ้าทอเมืองน่าน"), add("ผ้าทอ"), add("เที่ยวเมืองน่าน")
    follow.rebuild()
    strict = ask.search("ผ้าทอ น่าน")
    assert ({hit.id for hit in strict.hits}, strict.total, strict.relaxed) == ({both}, 1, False)
    loose = ask.search("ผ้าทอ จักรวาล")
    assert ({hit.id for hit in loose.hits}, loose.total, loose.relaxed) == ({both, cloth}, 2, True)
    assert nan not in {hit.id for hit in loose.hits}


@pytest.mark.django_db
def test_what_has_all_words_but_one_goes_before_what_has_one_rare_word_in_its_title():
    rare = add("จักรวาล")
    both = add("ตำรา", summary="ผ้าทอจากเมืองน่าน")
    for _ in range(30):
        add("ผ้าทอ")
        add("น่าน")
    follow.rebuild()
    found = ask.search("ผ้าทอ จักรวาล น่าน")
    assert (found.hits[0].id, found.relaxed) == (both, True)
    assert rare in {hit.id for hit in found.hits}
    two = ask.search("จักรวาล แมว")  # the control: of two words nothing is nearly all
    assert [hit.id for hit in two.hits] == [rare]


@pytest.fixture
def cakes(db):
    """A long title with a compound (ขนมไทย), a short one with the short word beside it (ทำ), and others."""
    works = [add("ขนมไทยไม่ยาก: สามสิบขนมที่หาวัตถุดิบได้ทุกตลาด"), add("ลูกประคบทำเอง")]
    for name in ("ผ้าทอเมืองน่าน", "แมวกับหนู", "ดอกชบา"):
        add(name)
    follow.rebuild()
    return works


@pytest.mark.parametrize("query", ["ทำขนมไทย", "สอนทำขนมไทย"])
def test_where_words_are_let_go_a_compound_counts_as_the_words_in_it(cakes, query):
    answer = ask.search(query)
    assert ([hit.id for hit in answer.hits], answer.relaxed) == (cakes, True)


def test_control_as_one_word_among_others_it_comes_last(cakes, monkeypatch):
    monkeypatch.setattr(wording, "words_in", lambda word: 1)
    assert [hit.id for hit in ask.search("ทำขนมไทย").hits] == cakes[::-1]


@pytest.mark.parametrize(("word", "many"), [("ขนมไทย", 2), ("ทำ", 1), ("สอน", 1), ("รายงานประจำปี", 2), ("garden", 1), ("ก", 1)])
def test_a_compound_is_made_of_the_fewest_words_that_fill_it(word, many):
    assert wording.words_in(word) == many


@pytest.mark.django_db
def test_one_word_that_nobody_has_is_not_said_to_be_relaxed():
    add("ผ้าทอ")
    follow.rebuild()
    assert ask.search("จักรวาล") == ask.Found(0, (), False, tuple(index_tokens("จักรวาล")))


@pytest.mark.django_db
def test_pages_follow_each_other_without_gap_or_repetition_and_end():
    ids = {add(f"นิทานเล่ม {n}") for n in range(7)}
    follow.rebuild()
    pages = [[hit.id for hit in ask.search("นิทาน", offset=offset, limit=3).hits] for offset in (0, 3, 6, 9)]
    assert ([len(page) for page in pages], {id for page in pages for id in page}) == ([3, 3, 1, 0], ids)
    assert ask.search("นิทาน", offset=ask.LAST_OFFSET + 1).hits == ()


@pytest.mark.django_db
def test_only_the_kind_that_is_asked_for_is_found():
    wanted = add("ผ้าทอ")
    follow.rebuild()
    assert (found("ผ้าทอ", kind="work"), found("ผ้าทอ", kind="space"), found("ผ้าทอ")) == ({wanted}, set(), {wanted})


ODD = [
    '"',
    "ผ้า AND OR NOT",
    "+ผ้า -ทอ",
    "(((",
    "title:ผ้า",
    "a" * 10_000,
    "ก" * 10_000,
    "ก็" * 3000,
    "์" * 500,
    "\x00\x01\x1f",
    "\ud800ผ้า\udfff",
    "ผ้า~2^9",
    "[a TO z]",
    "\\",
    "*",
    "?",
    "{!x}",
    "/.*/",
    "ๆ ฯ ๏",
    "\u200b\u200d\ufeff",
    "🧵" * 300,
    "َ" * 300,
    " ".join("abcdefghij" * 40),
]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """An index of three works that every question of a module may be put to."""
    folder = tmp_path_factory.mktemp("index")
    from django.test import override_settings

    with override_settings(INDEX_DIR=folder), django_db_blocker.unblock(), transaction.atomic():
        for title in ("ผ้าทอเมืองน่าน", "a b c d e f", "เรื่อง 100"):
            add(title, isbns=["9786161234567"])
        follow.rebuild()
        transaction.set_rollback(True)
    return folder


@given(
    st.one_of(
        st.sampled_from(ODD),
        st.text(max_size=60),
        st.text(st.characters(codec=None), max_size=30),
        st.text('ก้ำเแ์ๆฯ+-"():\x00 ๑ab', max_size=600),
    )
)
@examples(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all_is_a_question(filled, settings, query):
    settings.INDEX_DIR = filled
    answer = ask.search(query, kind="work", limit=20)
    assert 0 <= len(answer.hits) <= 3
    assert len(answer.words) <= ask.MOST_WORDS


@pytest.mark.parametrize("query", ODD)
def test_every_odd_question_is_answered_within_seconds(filled, settings, query):
    settings.INDEX_DIR = filled
    began = time.process_time()  # its own work, not that of whatever else runs here
    ask.search(query, kind="work")
    assert time.process_time() - began < 5


def test_before_there_is_an_index_the_refusal_says_to_try_again():
    with pytest.raises(ask.IndexNotReady) as refused:
        ask.search("ผ้า")
    assert (refused.value.status, bool(refused.value.text("th")), bool(refused.value.text("en"))) == (503, True, True)


# Following


@own_database
def test_the_index_follows_what_is_added_changed_and_deleted_and_readers_see_it_without_a_restart():
    one, two = add("ครั้งแรก"), add("อีกเล่ม")
    caught_up()
    assert found("ครั้งแรก") == {one}
    change(one, "เปลี่ยนชื่อ")
    remove(two)
    caught_up()
    assert (found("ครั้งแรก"), found("เปลี่ยนชื่อ"), found("อีกเล่ม"), indexed()) == (set(), {one}, set(), stored())


@own_database
def test_readers_see_every_commit_also_when_many_come_in_a_moment():
    caught_up()
    follower = follow.Follower(store.current())
    missing = []
    for n in range(40):
        id = add(f"word{n}")
        while not follower.advance():
            time.sleep(0.001)
        if found(f"word{n}") != {id}:
            missing.append(n)
    follower.close()
    assert missing == []


steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "add",
                "add",
                "change",
                "change",
                "remove",
                "several",
                "advance",
                "advance",
                "crash",
                "restart",
                "rebuild",
            ]
        ),
        st.integers(0, 9),
    ),
    min_size=5,
    max_size=25,
)


@own_database
@given(steps)
@examples(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_index_is_the_database_after_any_interleaving(tmp_path, settings, steps):
    settings.INDEX_DIR = tmp_path / f"index-{next(_folder)}"
    Edition.objects.all().delete()
    Work.objects.all().delete()
    _play(steps)
    caught_up()
    assert indexed() == stored()
    titles = dict(Work.objects.values_list("id", "title"))
    for n in range(60):
        assert found(f"title{n}x") == {id for id, title in titles.items() if title == f"title{n}x"}


def _play(steps):
    """Works come and go while a follower advances, dies between commit and note, starts again or rebuilds."""
    ids, number, follower = [], count(), follow.ready()
    for step, pick in steps:
        if step == "add" or not ids:
            ids.append(add(f"title{next(number)}x"))
        elif step == "change":
            change(ids[pick % len(ids)], f"title{next(number)}x")
        elif step == "remove":
            remove(ids.pop(pick % len(ids)))
        elif step == "several":
            with transaction.atomic():
                for id in ids[:pick]:
                    change(id, f"title{next(number)}x")
        elif step == "advance":
            follower.advance(limit=1 + pick)
        elif step == "crash":
            noted = follower.generation.position()
            follower.advance(limit=1 + pick)
            follower.generation.note(noted)  # the commit is on disk, the note is not
            follower.close()
            follower = follow.ready()
        else:
            follower.close()
            if step == "rebuild":
                follow.rebuild()
            follower = follow.ready()
    follower.close()


@own_database
def test_a_crash_between_the_commit_and_its_note_repeats_the_work_and_changes_nothing():
    follow.catch_up()
    before = store.current().position()
    one = add("สามครั้ง")
    caught_up()
    whole = indexed()
    for _ in range(2):
        store.current().note(before)
        assert store.current().position() == before
        caught_up()
    assert (indexed(), found("สามครั้ง")) == (whole, {one})
    assert ask.search("สามครั้ง").total == 1


@own_database
def test_a_row_that_commits_late_is_indexed_and_waits_for_nobody_after_it():
    caught_up()
    late = new_id()
    with elsewhere() as session:
        session.execute(
            "INSERT INTO catalogue_work (id, title, title_sort, created_at) VALUES (%s, 'สายแล้ว', 'ส', now())", [late]
        )
        session.execute(
            "INSERT INTO catalogue_edition SELECT (jsonb_populate_record(NULL::catalogue_edition, %s::jsonb)).*",
            [json.dumps(BLANK | {
                "id": str(new_id()), "work_id": str(late), "title": "สายแล้ว", "live": True, "said_by": {}, "because": "first",
            })],
        )
        session.execute(
            "INSERT INTO core_change (kind, object_id, touched_at) VALUES ('work', %s, clock_timestamp())", [late]
        )
        short = add("ทันเวลา")
        follow.catch_up()
        assert indexed() == []
        session.commit()
    caught_up()
    assert indexed() == sorted(schema.key("work", id) for id in (late, short))


@own_database
def test_an_index_of_another_database_is_built_anew():
    one = add("ของที่นี่")
    caught_up()
    old = store.current()
    old.note(changes.Position(changes.horizon().xid + 1_000_000, 5))
    assert follow.catch_up() == 0
    assert (store.current().folder != old.folder, indexed()) == (True, [schema.key("work", one)])
    assert store.current().position() <= changes.horizon()


@own_database
def test_a_follower_that_missed_pruned_changes_builds_anew_and_one_that_did_not_goes_on():
    caught_up()
    before, old = store.current().position(), store.current().folder
    add("ก่อนล้าง")
    caught_up()
    deadline = time.monotonic() + 20
    while Change.objects.exists() and time.monotonic() < deadline:
        changes.prune(before=timezone.now() + timedelta(minutes=1))
    follow.catch_up()
    assert store.current().folder == old  # it had read everything that was pruned
    store.current().note(before)
    follow.catch_up()
    assert (store.current().folder != old, indexed()) == (True, stored())


@own_database
def test_an_index_of_another_version_is_built_anew_and_readers_wait_meanwhile():
    add("รุ่นเก่า")
    caught_up()
    noted = store.root() / "current"
    noted.write_text(json.dumps(json.loads(noted.read_text()) | {"version": schema.VERSION + 1}))
    with pytest.raises(ask.IndexNotReady):
        ask.search("รุ่นเก่า")
    follow.catch_up()
    assert (len(found("รุ่นเก่า")), len(list(store.root().glob("g*")))) == (1, 1)


@own_database
@pytest.mark.parametrize("damage", ["", "{", "null", '{"folder": "g99", "version": 1}', "[]", "{}"])
def test_a_damaged_note_of_the_generation_is_no_index_and_is_built_anew(damage):
    add("เขียนครึ่งเดียว")
    caught_up()
    (store.root() / "current").write_text(damage)
    assert store.current() is None
    follow.catch_up()
    assert len(found("เขียนครึ่งเดียว")) == 1


@own_database
@pytest.mark.parametrize("damage", ["", "{", "[]", '{"xid": 1}'])
def test_a_damaged_note_of_the_position_means_the_beginning(damage):
    one = add("เริ่มใหม่")
    caught_up()
    (store.current().folder / "position.json").write_text(damage)
    assert store.current().position() == changes.Position()
    caught_up()
    assert indexed() == [schema.key("work", one)]


@own_database
def test_a_rebuild_keeps_the_index_that_a_reader_may_be_opening_until_the_next_one():
    add("เปิดอยู่")
    folders = []
    for _ in range(3):
        follow.rebuild()
        folders.append(store.current().folder)
    assert [folder.exists() for folder in folders] == [False, True, True]
    assert store.Generation(folders[1]).open().searcher().num_docs == 1


def test_a_second_writer_is_refused_while_the_first_writes(settings):
    program = (
        "import sys, django; django.setup(); from django.conf import settings; from pathlib import Path\n"
        "settings.INDEX_DIR = Path(sys.argv[1])\nfrom rianru.core.search import store\n"
        "try:\n    with store.writing(): print('written')\nexcept store.IndexBusy as busy: print(busy.code)"
    )

    def other_process():
        done = subprocess.run(
            [sys.executable, "-c", program, str(settings.INDEX_DIR)], capture_output=True, text=True, timeout=60
        )
        return done.stdout.strip(), done.stderr

    with store.writing():
        with pytest.raises(store.IndexBusy) as refused, store.writing():
            pass
        assert other_process() == ("core.index_busy", "")
    assert str(settings.INDEX_DIR) in refused.value.text("th")
    assert other_process() == ("written", "")


@own_database
def test_rebuilding_while_works_come_and_go_and_readers_search_loses_nothing():
    stop, errors = threading.Event(), []
    keeper = add("อยู่ตลอด")
    follow.catch_up()

    def live(work):
        try:
            while not stop.is_set():
                work()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test must tell it
            errors.append(error)
        finally:
            connection.close()

    def read():
        if found("อยู่ตลอด") != {keeper}:
            errors.append("a reader lost sight of a work")

    followers = [
        threading.Thread(target=live, args=(lambda: follow.follow(stopped=stop.is_set, pause=0.01),)),
        threading.Thread(target=live, args=(read,)),
    ]
    for thread in followers:
        thread.start()
    ids, generations, n = [], set(), -1
    while n < 60 or (len(generations) < 4 and n < 1_000):  # a busy machine builds fewer in the same time
        n += 1
        ids.append(add(f"คลื่น{n}"))
        if n % 3 == 0:
            remove(ids.pop(0))
        if n % 6 == 0:
            store.ask_for_rebuild()
        generations.add(store.current().folder)
        time.sleep(0.02)
    stop.set()
    for thread in followers:
        thread.join(20)
    caught_up()
    assert (errors, indexed()) == ([], stored())
    assert len(generations) > 3
