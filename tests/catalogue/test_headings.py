"""Authors, subjects and series follow what editions say: by sets, whole after a kill, and as if made anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import jobs as work
from rianru.catalogue import queries
from rianru.catalogue.actions import headings
from rianru.catalogue.actions.headings import follow
from rianru.catalogue.models import Edition, Heading, HeadingForm, HeadingWalk, HeadingWork, Work
from rianru.core import changes, jobs, kinds
from rianru.core.actors import ANONYMOUS
from rianru.kernel.ids import new_id
from tests.catalogue.making import source, take
from tests.core.working import rows
from tests.factories.marc import field, gone, marc

pytestmark = pytest.mark.django_db(transaction=True)
KUKRIT = "ม.ร.ว. คึกฤทธิ์ ปราโมช"


@pytest.fixture
def home():
    made = source()
    headings.catch_up()
    return made


def _book(number, title="สี่แผ่นดิน", *more, author="คึกฤทธิ์ ปราโมช", subject="", series=("", "")):
    return marc(
        number, title, field("100", "a", author, ind="0 "), *([field("650", "a", *subject.split("|"))] if subject else ()),
        *([field("490", "a", series[0], *(("v", series[1]) if series[1] else ()))] if series[0] else ()), *more,
    )


def _kept():
    """The projection as plain values."""
    return (
        sorted(Heading.objects.values_list("kind", "key", "name", "works")),
        sorted(HeadingForm.objects.values_list("heading__key", "form", "works")),
        sorted(HeadingWork.objects.values_list(
            "heading__kind", "heading__key", "work_id", "form", "year", "roles", "number", "position")),
    )


def _anew():
    """The projection made from nothing; what is kept must be the same."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalogue_heading CASCADE")
        cursor.execute("DELETE FROM core_follower WHERE name = 'headings'")
    headings.catch_up()
    return _kept()


def _one(kind, key):
    return queries.heading(actor=ANONYMOUS, kind=kind, key=key)


def _told(after):
    return {(one.kind, one.object_id) for one in changes.read(after, limit=1_000) if one.kind != "work"}


def test_an_import_brings_authors_subjects_and_series(home):
    take([
        _book("1", "สี่แผ่นดิน", subject="นวนิยายไทย", series=("ชุดคลาสสิก", "เล่ม ๒")),
        _book("2", "หลายชีวิต", author=KUKRIT, subject="นวนิยายไทย|x|ประวัติและวิจารณ์"),
        _book("3", "ไผ่แดง", author=KUKRIT),
    ], home)
    headings.catch_up()
    author = _one("author", "คึกฤทธิ์-ปราโมช")
    assert (author.name, author.works) == (KUKRIT, 3)
    assert queries.heading_facts(actor=ANONYMOUS, heading=author).forms == ("คึกฤทธิ์ ปราโมช",)
    assert list(Heading.objects.order_by("kind", "key").values_list("kind", "key", "works")) == [
        ("author", "คึกฤทธิ์-ปราโมช", 3), ("series", "ชุดคลาสสิก", 1), ("subject", "นวนิยายไทย", 2),
        ("subject", "นวนิยายไทย--ประวัติและวิจารณ์", 1),
    ]
    series = HeadingWork.objects.get(heading__kind="series")
    assert (series.number, series.position, series.year) == ("เล่ม ๒", 2, 2026)


def test_a_changed_record_moves_its_work_and_a_heading_without_works_goes(home):
    take([_book("1", subject="วัง"), _book("2", "ไผ่แดง", subject="วัง")], home)
    headings.catch_up()
    take([_book("1", subject="ราชสำนัก")], home)
    headings.catch_up()
    assert sorted(Heading.objects.filter(kind="subject").values_list("name", "works")) == [("ราชสำนัก", 1), ("วัง", 1)]
    before = changes.horizon()
    dead = _one("subject", "วัง")
    take([gone("2")], home)
    headings.catch_up()
    assert _one("subject", "วัง") is None
    assert ("subject", dead.id) in _told(before)
    assert _kept() == _anew()


def test_a_heading_is_told_to_the_index_only_where_its_names_change(home):
    take([_book("1")], home)
    headings.catch_up()
    before = changes.horizon()
    take([_book("2", "ไผ่แดง")], home)
    headings.catch_up()
    assert _told(before) == set()
    take([_book("3", "หลายชีวิต", author=KUKRIT)], home)
    headings.catch_up()
    assert _told(before) == {("author", _one("author", "คึกฤทธิ์-ปราโมช").id)}


def test_following_twice_writes_nothing(home):
    take([_book("1", subject="วัง", series=("ชุด", "1"))], home)
    headings.catch_up()
    kept, before = _kept(), changes.horizon()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_follower SET xid = '0', row = 0 WHERE name = 'headings'")
    assert headings.catch_up() > 0
    assert (_kept(), _told(before)) == (kept, set())


def test_works_are_followed_in_bounded_batches_and_end_as_if_made_at_once(home):
    take([
        _book(str(n), f"เรื่องที่ {n}", author=f"ผู้แต่ง ที่{n % 7}", subject=f"หมวด {n % 5}|x|ส่วน {n % 3}", series=("ชุด", str(n)))
        for n in range(60)
    ], home)
    most = []
    told, follow.told = follow.told, lambda cursor, works: most.append(len(works)) or told(cursor, works)
    try:
        while headings.advance(limit=7):
            pass
    finally:
        follow.told = told
    assert max(most) <= 7
    kept = _kept()
    assert len(kept[2]) == 60 * 4
    assert kept == _anew()


@pytest.mark.parametrize("loose", [False, True], ids=["whole", "control: the place moves on its own"])
def test_a_death_between_rows_and_place_loses_nothing(home, monkeypatch, loose):
    take([_book(str(n), f"เรื่องที่ {n}", subject=f"หมวด {n}") for n in range(9)], home)

    def dies(cursor, works, said):
        if loose:  # the fault that is planted: how far it is, is kept before what is read is stored
            last = changes.read(changes.Position(), limit=1_000)[-1].position
            connection.connection.commit()
            cursor.execute("UPDATE core_follower SET xid = %s, row = %s WHERE name = 'headings'", [str(last.xid), last.row])
            connection.connection.commit()
        raise ConnectionError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(follow, "write", dies)
        with pytest.raises(ConnectionError):
            headings.advance()
    headings.catch_up()
    assert Heading.objects.filter(kind="subject").count() == (0 if loose else 9)


def test_an_existing_database_is_walked_over_once_from_where_a_kill_left_it(home):
    take([_book(str(n), f"เรื่องที่ {n}", subject=f"หมวด {n}") for n in range(9)], home)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_follower WHERE name = 'headings'")
    assert headings.advance(limit=4) == 4
    assert HeadingWalk.objects.get().after == sorted(Work.objects.values_list("id", flat=True))[3]
    take([_book("10", "ระหว่างทาง", subject="มาทีหลัง")], home)
    headings.catch_up()
    assert not HeadingWalk.objects.exists()
    assert Heading.objects.filter(kind="subject").count() == 10
    assert _kept() == _anew()


def test_entries_that_were_pruned_unread_are_made_good_by_a_walk_that_drops_what_is_gone(home):
    take([_book("1", subject="วัง"), _book("2", "ไผ่แดง", subject="หมู่บ้าน")], home)
    headings.catch_up()
    HeadingWork.objects.filter(heading__key="วัง").update(work_id=new_id())  # as if its work had gone unseen
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_follower SET xid = '0', row = 0 WHERE name = 'headings'")
        cursor.execute("INSERT INTO core_follower (name, xid, row) VALUES ('pruned', '1', 1)")
    headings.catch_up()
    assert _kept() == _anew()


def test_a_batch_wakes_the_follower_once_and_the_job_ends_when_all_is_done(home, monkeypatch):
    monkeypatch.setattr(work, "LINGER", 0.0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    take([_book("1")], home)
    take([_book("2", "ไผ่แดง")], home)
    assert [row for row in rows() if row[0] == headings.JOB] == [(headings.JOB, "todo", 0)]
    work.follow_headings()
    assert _one("author", "คึกฤทธิ์-ปราโมช").works == 2
    assert not headings.waiting()
    assert headings.JOB in {name for name, _ in jobs.app.periodic_registry.periodic_tasks}


def test_a_job_that_does_not_come_to_an_end_gives_way_and_wakes_itself(home, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(work, "TURN", 0.05)
    monkeypatch.setattr(headings, "advance", lambda: 1)
    work.follow_headings()
    assert [row[:2] for row in rows()] == [(headings.JOB, "todo")]


def test_kinds_give_cards_pages_and_documents(home):
    take([_book("1"), _book("2", "ไผ่แดง", author=KUKRIT, subject="หมู่บ้าน|z|ไทย")], home)
    headings.catch_up()
    author = kinds.get("author")
    (id,) = author.pages(None, 10)
    assert author.pages(id, 10) == []
    card = author.cards([id])[id]
    assert (card.title_th, card.line.in_("en"), card.url_name, card.url_kwargs) == (
        "คึกฤทธิ์ ปราโมช", "2 works", "author", {"key": "คึกฤทธิ์-ปราโมช"})
    (document,) = author.documents([id, new_id()])
    assert (document.kind, document.title, document.people) == (
        "author", f"คึกฤทธิ์ ปราโมช ; {KUKRIT}", f"คึกฤทธิ์ ปราโมช ; {KUKRIT}")
    assert sorted(one.subjects for one in kinds.get("subject").documents(kinds.get("subject").pages(None, 9))) == [
        "หมู่บ้าน", "หมู่บ้าน -- ไทย"]


def test_a_name_leads_to_its_heading_with_or_without_rank_or_by_id(home):
    take([_book("1")], home)
    headings.catch_up()
    found = _one("author", "คึกฤทธิ์-ปราโมช")
    assert [_one("author", name) for name in (KUKRIT, "ปราโมช, คึกฤทธิ์", str(found.id))] == [found] * 3
    assert [_one("author", name) for name in ("ไม่มีใคร", "", str(new_id()), "\x01", "ก" * 5_000)] == [None] * 5
    assert _one("subject", str(found.id)) is None


def _series(home, numbers):
    take([
        _book(str(n), title, series=("ชุดคลาสสิก", number)) for n, (title, number) in enumerate(numbers)
    ], home)
    headings.catch_up()
    return _one("series", "ชุดคลาสสิก")


@pytest.mark.parametrize(("order", "titles"), [
    ("volume", ["ฉ", "ก", "ข", "ค", "ง"]), ("title", ["ก", "ข", "ค", "ง", "ฉ"]), ("newest", ["ฉ", "ง", "ค", "ข", "ก"]),
])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_works_come_in_order_by_key_whole_and_once(home, order, titles, limit):
    row = _series(home, [("ก", "2"), ("ข", "๑๐"), ("ค", "11"), ("ง", "พิเศษ"), ("ฉ", "เล่ม 1")])
    found, after = [], None
    while page := queries.heading_works(actor=ANONYMOUS, heading=row, order=order, after=after, limit=limit):
        found += [place.work_id for place in page]
        after = found[-1]
    named = dict(Work.objects.values_list("id", "title"))
    shown = [named[id] for id in found]
    assert (sorted(shown) if order == "newest" else shown) == (sorted(titles) if order == "newest" else titles)
    assert len(found) == 5


def test_a_place_that_is_gone_begins_the_list_anew(home):
    row = _series(home, [("ก", "1"), ("ข", "2")])
    whole = queries.heading_works(actor=ANONYMOUS, heading=row, order="volume", limit=5)
    assert queries.heading_works(actor=ANONYMOUS, heading=row, order="volume", after=new_id(), limit=5) == whole


def test_works_are_narrowed_and_counted(home):
    take([
        _book("1", "ก", field("700", "a", "มานี ใจดี", "e", "ผู้แปล", ind="0 ")),
        _book("2", "ข", field("700", "a", "มานี ใจดี", "e", "ผู้วาดภาพ", ind="0 ")),
        _book("3", "ค", field("700", "a", "มานี ใจดี", "e", "ผู้แปล", ind="0 ")),
    ], home)
    Edition.objects.filter(title="ค").update(format="ebook", year=2011)
    changes.touch("work", Work.objects.values_list("id", flat=True))
    headings.catch_up()
    row = _one("author", "มานี-ใจดี")
    assert queries.heading_facts(actor=ANONYMOUS, heading=row).roles == (("ผู้แปล", 2), ("ผู้วาดภาพ", 1))
    narrowed = queries.Narrowed(role="ผู้แปล", format="ebook", decade=2010)
    assert queries.heading_counts(actor=ANONYMOUS, heading=row, narrowed=narrowed) == (
        1, {"format": {"ebook": 1}, "language": {"tha": 1}, "decade": {"2010": 1}})
    assert len(queries.heading_works(actor=ANONYMOUS, heading=row, narrowed=narrowed, limit=9)) == 1
    total, counted = queries.heading_counts(actor=ANONYMOUS, heading=row)
    assert (total, counted["format"]) == (3, {"book": 2, "ebook": 1})
    near = queries.heading_near(actor=ANONYMOUS, heading=row)
    assert [[one.name for one in near[kind]] for kind in ("author", "subject", "series")] == [["คึกฤทธิ์ ปราโมช"], [], []]


def test_a_subject_knows_what_is_wider_and_narrower_and_who_bears_its_name(home):
    take([
        _book("1", "ก", subject="ผ้าทอ|z|น่าน|x|ประวัติ"), _book("2", "ข", subject="ผ้าทอ|z|แพร่"),
        _book("3", "ค", subject="คึกฤทธิ์ ปราโมช"), _book("4", "ง", subject="ผ้าทอมือ"),
    ], home)
    headings.catch_up()
    cloth = queries.heading_facts(actor=ANONYMOUS, heading=_one("subject", "ผ้าทอ"))
    assert [one.key for one in cloth.narrower] == ["ผ้าทอ--น่าน", "ผ้าทอ--แพร่"]
    deep = queries.heading_facts(actor=ANONYMOUS, heading=_one("subject", "ผ้าทอ--น่าน--ประวัติ"))
    assert [one.key for one in deep.wider] == ["ผ้าทอ", "ผ้าทอ--น่าน"]
    about = queries.heading_facts(actor=ANONYMOUS, heading=_one("subject", "คึกฤทธิ์-ปราโมช")).about
    assert about == _one("author", "คึกฤทธิ์-ปราโมช")
    assert queries.heading_facts(actor=ANONYMOUS, heading=about).about == _one("subject", "คึกฤทธิ์-ปราโมช")


def test_lists_go_by_thai_dictionary_order_by_key_and_from_a_letter(home):
    names = ["เก่ง", "กาญจนา", "ขวัญ", "Zola", "แก้ว", "2475"]
    take([_book(str(n), f"ที่ {n}", subject=name) for n, name in enumerate(names)], home)
    headings.catch_up()
    ordered = ["2475", "Zola", "กาญจนา", "เก่ง", "แก้ว", "ขวัญ"]
    found, after = [], None
    while page := queries.heading_page(actor=ANONYMOUS, kind="subject", after=after, limit=2):
        found += [row.name for row in page]
        after = page[-1].id
    assert sorted(found) == sorted(ordered)
    assert found == ordered
    assert [row.name for row in queries.heading_page(actor=ANONYMOUS, kind="subject", beginning="ก", limit=9)] == ordered[2:]
    assert queries.initials(actor=ANONYMOUS, kind="subject") == ["4", "z", "ก", "ข"]
    assert queries.initials(actor=ANONYMOUS, kind="series") == []


def test_every_read_takes_the_same_queries_for_one_work_and_for_three(home):
    def count():
        row = _one("author", "คึกฤทธิ์-ปราโมช")
        with CaptureQueriesContext(connection) as seen:
            queries.heading_facts(actor=ANONYMOUS, heading=row)
            queries.heading_near(actor=ANONYMOUS, heading=row)
            queries.heading_counts(actor=ANONYMOUS, heading=row)
            queries.heading_works(actor=ANONYMOUS, heading=row, limit=9)
            queries.heading_page(actor=ANONYMOUS, kind="author", limit=9)
        return len(seen)

    take([_book("1", subject="วัง")], home)
    headings.catch_up()
    one = count()
    take([_book("2", "ไผ่แดง", author=KUKRIT, subject="หมู่บ้าน"), _book("3", "หลายชีวิต", subject="ชีวิต")], home)
    headings.catch_up()
    assert count() == one


def test_following_takes_the_same_queries_for_one_work_and_for_three(home):
    def count(*books):
        take(books, home)
        with CaptureQueriesContext(connection) as seen:
            assert headings.advance() > 0
        return len(seen)

    one = count(_book("1", subject="วัง"))
    assert count(*(_book(str(n), f"เรื่อง {n}", subject=f"หมวด {n}") for n in (2, 3, 4))) == one
