"""An edition shows the best of what its records say, field by field, by trust and completeness, each value knowing its
source."""

import re
from uuid import UUID

import pytest
from django.db import connection

from rianru.catalogue import actions
from rianru.catalogue.actions import columns
from rianru.catalogue.actions.headings import told
from rianru.catalogue.kinds import works
from rianru.catalogue.models import Edition, Work
from rianru.core import jobs
from rianru.core.models import Change
from tests.catalogue.making import change, edition_of, editions, groups, record_of, source, take
from tests.factories import AT, HOUSE
from tests.factories.marc import book, deleted, field

pytestmark = pytest.mark.django_db
ISBN, OTHER = "9789749906477", "9786161234560"


def four(number, *more, **values):
    return book(number, values.pop("title", "สี่แผ่นดิน"), *more, **({"author": "คึกฤทธิ์ ปราโมช", "isbn": ISBN} | values))


def said_by(name: str) -> str:
    """The control number of the record that the edition shows `name` of."""
    edition = Edition.objects.get()
    return next(
        (number for number, id in edition.records.values_list("control_number", "id") if str(id) == edition.said_by.get(name)), ""
    )


def retell(home):
    """What the job that a changed trust queues would do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'source_id' FROM procrastinate_jobs WHERE task_name = 'catalogue.retell'")
        [(id,)] = cursor.fetchall()
    assert UUID(id) == home.id
    jobs.app.tasks["catalogue.retell"].func(source_id=id)


def test_the_word_of_the_source_that_is_trusted_most_is_shown():
    take([four("low", field("520", "a", "ยาวกว่ามาก ๆ แต่ไม่น่าเชื่อ"), publisher="ดอกหญ้า")], source(trust=10))
    take([four("high", field("520", "a", "สั้น"), publisher="สำนักพิมพ์ดอกหญ้า")], source(trust=90))
    take([four("mid", field("520", "a", "ปานกลาง"))], source(trust=50))
    edition = Edition.objects.get()
    assert (edition.summary, edition.publisher) == ("สั้น", "สำนักพิมพ์ดอกหญ้า")
    assert (said_by("summary"), said_by("publisher")) == ("high", "high")


def test_what_the_trusted_source_does_not_say_is_shown_from_another():
    take([four("low", field("520", "a", "เรื่องย่อ"), pages=300)], source(trust=10))
    take([four("high", publisher="ดอกหญ้า")], source(trust=90))
    edition = Edition.objects.get()
    assert (edition.summary, edition.pages, edition.publisher) == ("เรื่องย่อ", 300, "ดอกหญ้า")
    assert [said_by(name) for name in ("summary", "pages", "publisher", "title")] == ["low", "low", "high", "high"]


def test_among_equals_the_value_that_says_most_is_shown():
    take([four("short", field("520", "a", "สั้น"), field("650", "a", "ข้าว"))], source())
    take([four("long", field("520", "a", "ยาวกว่ากันมาก"))], source())
    edition = Edition.objects.get()
    assert (edition.summary, edition.subjects) == ("ยาวกว่ากันมาก", ["ข้าว"])
    assert (said_by("summary"), said_by("subjects")) == ("long", "short")


def test_values_that_belong_together_come_from_one_record():
    take([four("a", field("700", "a", "ผู้แปลคนหนึ่ง", "e", "ผู้แปล"), year=2543)], source(trust=10))
    take([four("b", year="[2543]")], source(trust=90))
    edition = Edition.objects.get()
    assert (edition.people, edition.roles) == (["คึกฤทธิ์ ปราโมช"], [""])
    assert (said_by("people"), edition.year, said_by("year")) == ("b", 2000, "b")


def test_an_edition_has_the_numbers_of_all_its_records():
    take([four("a", field("022", "a", "1253-6541"), field("035", "a", "(OCoLC)1"))], source(trust=90))
    take([four("b", field("020", "a", f"{OTHER} (ปกแข็ง)"))], source(trust=10))
    edition = Edition.objects.get()
    assert sorted(edition.isbns) == sorted([ISBN, OTHER])
    assert len(edition.isbn_notes) == len(edition.isbns)
    assert dict(zip(edition.isbns, edition.isbn_notes, strict=True))[OTHER] == "ปกแข็ง"


def test_titles_of_the_other_records_are_other_titles_and_a_thai_one_is_shown():
    take([book("latin", "Si phaendin", author="Kukrit Pramoj", isbn=ISBN, year=2543)], source(trust=90))
    take([book("thai", "สี่แผ่นดิน", field("246", "a", "Si phaendin"), author="คึกฤทธิ์ ปราโมช", isbn=ISBN, year=2543)], source(trust=10))
    actions.join_editions(actor=HOUSE, at=AT, left=edition_of("latin"), right=edition_of("thai"))
    edition = Edition.objects.get()
    assert (edition.title, said_by("title"), edition.other_titles) == ("สี่แผ่นดิน", "thai", ["Si phaendin"])
    assert Work.objects.get().title == "สี่แผ่นดิน"


def test_a_title_that_differs_in_signs_or_digits_alone_is_no_other_title():
    for number, title in enumerate(("สี่แผ่นดิน เล่ม 2", "[สี่แผ่นดิน เล่ม ๒]", "“สี่แผ่นดิน” เล่ม 2", "สี่แผ่นดินฯ")):
        take([four(f"a{number}", title=title)], source())
    first, second = Edition.objects.order_by("id")
    assert (first.records.count(), first.title, first.other_titles) == (3, "สี่แผ่นดิน เล่ม 2", [])
    assert second.title == "สี่แผ่นดินฯ"


@pytest.mark.parametrize("many", [1, 3])
def test_one_record_alone_is_shown_as_it_is_and_names_nobody(many):
    for n in range(many):
        take([book(f"a{n}", ["กามนิต", "ปีศาจ", "คำพิพากษา"][n], field("520", "a", "ย่อ"))], source())
    assert list(Edition.objects.values_list("summary", "said_by")) == [("ย่อ", {})] * many


def test_every_shown_value_is_one_that_a_record_of_the_edition_says():
    homes = [source(trust=trust) for trust in (10, 50, 90)]
    take([four("a", field("520", "a", "ก" * 9), pages=300)], homes[0])
    take([four("b", field("500", "a", "หมายเหตุ"), year=2543)], homes[1])
    take([four("c", publisher="ดอกหญ้า", edition="พิมพ์ครั้งที่ 2")], homes[2])
    edition = Edition.objects.get()
    assert editions() == groups("a b c")
    for name, record in edition.said_by.items():
        told = edition.records.get(id=record).reading.said
        assert getattr(edition, name) == told[name], name


def test_a_changed_trust_is_shown_when_the_job_has_run_and_told_to_the_index():
    one, other = source(trust=50), source(trust=60)
    take([four("a", publisher="ดอกหญ้า", year=2543)], one)
    take([four("b", publisher="สำนักพิมพ์ดอกหญ้า", year=2543)], other)
    assert said_by("publisher") == "b"
    Change.objects.all().delete()
    change(one, trust=70)
    assert said_by("publisher") == "b"
    retell(one)
    assert (said_by("publisher"), Edition.objects.get().publisher) == ("a", "ดอกหญ้า")
    assert Change.objects.count() == 1


def test_a_work_is_called_as_its_edition_when_a_trust_has_changed():
    one, other = source(trust=50), source(trust=60)
    take([four("a", title="สี่แผ่นดิน : นวนิยาย", year=2543)], one)
    take([four("b", year=2543)], other)
    assert Work.objects.get().title == "สี่แผ่นดิน"
    change(one, trust=70)
    retell(one)
    assert Work.objects.get().title == Edition.objects.get().title == "สี่แผ่นดิน: นวนิยาย"


def test_a_trust_that_is_changed_twice_before_the_worker_looks_is_one_job():
    home = source(trust=50)
    take([four("a")], home)
    change(home, trust=60)
    change(home, trust=70)
    home.refresh_from_db()
    assert home.trust == 70
    retell(home)


def test_control_another_name_of_a_source_needs_no_retelling():
    home = source(trust=50)
    change(home, name_th="ชื่อใหม่")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'catalogue.retell'")
        assert cursor.fetchone() == (0,)


def test_what_a_record_no_longer_says_is_shown_no_more():
    one, other = source(trust=90), source(trust=10)
    take([four("a", field("520", "a", "จาก a"))], one)
    take([four("b", field("520", "a", "จาก b"))], other)
    take([four("a")], one)
    assert (Edition.objects.get().summary, said_by("summary")) == ("จาก b", "b")
    take([deleted(four("b"))], other)
    edition = Edition.objects.get()
    assert (edition.summary, edition.said_by) == ("", {})
    assert record_of("a").edition_id == edition.id


def told_by(*records):
    """How often the index is told of the work when another source hands these over."""
    take([four("one", pages=300)], source())
    before = Change.objects.count()
    take(list(records), source())
    assert Edition.objects.count() == 1
    return Change.objects.count() - before


def test_the_index_is_not_told_of_what_it_does_not_follow():
    assert told_by(four("two", field("500", "a", "มีดรรชนี"), pages=300)) == 0
    assert Edition.objects.get().notes == ["มีดรรชนี"]


def test_control_the_index_is_told_of_what_it_follows():
    assert told_by(four("two", field("650", "a", "นวนิยายไทย"), pages=300)) == 1


def test_whatever_documents_and_headings_are_made_of_is_followed():
    named = set(re.findall(r"edition\.(\w+)", works._DOCUMENTS)) | set(re.findall(r"\w+", told._SAID))
    asked = named & {*columns.NAMES}
    assert {"title", "subjects", "roles", "series_numbers"} <= asked <= {*columns.FOLLOWED}
