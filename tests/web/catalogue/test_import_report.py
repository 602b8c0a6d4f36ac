"""The report of an import: its lists, what was mended, what can be taken away; columns, rolling back."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from rianru.catalogue.models import Import, Outcome, Record
from rianru.catalogue.words import why
from rianru.core import jobs
from rianru.kernel.formats.marc import form_words, repairs
from rianru.kernel.ids import new_id
from rianru.web.catalogue import import_rows
from rianru.web.spreadsheets import safe_cell
from tests.catalogue.making import source, take
from tests.factories.marc import marc
from tests.web.catalogue.staff import keyed, librarian, links, seen

pytestmark = pytest.mark.django_db
GOOD = marc("a1") + marc("a2", "สี่แผ่นดิน")
BAD = marc("a9", None)  # no title
TABLE = "ชื่อหนังสือ,ผู้แต่ง,ปีพิมพ์\nครามในมือแม่,คำแปง,2560\nกับข้าวเมือง,ยายคำ,2561\n".encode()


@pytest.fixture
def home():
    return source("north-library", network="north")


@pytest.fixture
def desk(home, signed_in):
    return librarian(signed_in)


def rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# Lists


def test_what_a_person_should_look_at_is_shown_first(home, desk):
    page = desk.get(f"/imports/{take(GOOD + BAD * 2, home).id}/")
    for text in (why("no_title").in_("th"), f"{len(GOOD):,}", f"{len(GOOD) + len(BAD):,}", "ไม่รับ 2", "รับแล้ว 2"):
        assert text in seen(page), text
    assert 'aria-current="page">ไม่รับ' in page.content.decode()


def test_the_reason_is_said_in_english_too(home, desk):
    assert why("no_title").in_("en") in seen(desk.get(f"/en/imports/{take(GOOD + BAD, home).id}/"))


@pytest.mark.parametrize(
    ("which", "titles"),
    [("accepted", ["พระอภัยมณี", "สี่แผ่นดิน"]), ("unchanged", []), ("rejected", []), ("deleted", []), ("x", [])],
)
def test_every_list_has_a_tab_and_shows_its_own(home, desk, which, titles):
    id = take(GOOD + BAD, home).id
    page = desk.get(f"/imports/{id}/?list={which}")
    table = page.content.decode().split('id="report"')[1]
    assert [title for title in ("พระอภัยมณี", "สี่แผ่นดิน") if title in table] == titles
    assert len(links(page, rf"^/imports/{id}/\?list=")) == 6


def test_what_was_unchanged_is_read_from_the_file_itself(home, desk):
    take(GOOD, home)
    again = take(GOOD, home)
    assert (again.accepted, again.unchanged) == (0, 2)
    page = seen(desk.get(f"/imports/{again.id}/"))
    assert ("เหมือนเดิม 2" in page, "สี่แผ่นดิน" in page) == (True, True)


def test_a_list_is_paged_by_number_to_its_end(home, desk):
    done = take(GOOD + BAD * 65, home)
    address, numbers, pages = f"/imports/{done.id}/", [], 0
    while address:
        page = desk.get(address)
        numbers += [int(number) for number in re.findall(r'<td class="n" data-th="ที่">(\d+)</td>', page.content.decode())]
        address, pages = next(iter(re.findall(r'href="([^"]+)" rel="next"', page.content.decode())), ""), pages + 1
        address = address.replace("&amp;", "&")
    assert (pages, numbers) == (3, list(range(3, 68)))


@pytest.mark.parametrize("after", ["x", "-1", "99999999999", "๑", "2147483648", "999999999"])
@pytest.mark.parametrize("which", ["rejected", "unchanged"])
def test_a_page_that_makes_no_sense_is_no_error(home, desk, after, which):
    done = take(GOOD + BAD, home)
    assert desk.get(f"/imports/{done.id}/", {"after": after, "list": which}).status_code == 200


def test_what_was_mended_is_counted_in_words_and_losses_stand_apart(home, desk):
    done = take(GOOD + BAD, home)
    Outcome.objects.filter(run=done, number=1).update(repairs=["thai_bytes", "lengths"], losses=["vowels_lost"])
    Outcome.objects.filter(run=done, number=2).update(repairs=["thai_bytes"])
    Import.objects.filter(id=done.id).update(repaired=2, damaged=1)
    html = desk.get(f"/imports/{done.id}/").content.decode()
    mended, lost, refused = (html.split(f"<h2>{head}</h2>")[1].split("</section>")[0] for head in (
        "ซ่อมอะไรไป", "ที่ซ่อมไม่ได้", "ทำไมไม่รับ"
    ))
    counts = [re.findall(r"<span>([^<]+)</span><b>(\d+)</b>", part) for part in (mended, lost, refused)]
    assert counts == [
        [(why("thai_bytes").th, "2"), (why("lengths").th, "1")], [(why("vowels_lost").th, "1")], [(why("no_title").th, "1")],
    ]
    repaired = seen(desk.get(f"/imports/{done.id}/?list=repaired"))
    assert ("สี่แผ่นดิน" in repaired, why("thai_bytes").th in repaired) == (True, True)


def test_a_reason_stands_with_what_to_do_about_it(home, desk):
    page = seen(desk.get(f"/imports/{take(GOOD + BAD, home).id}/"))
    assert f"{why('no_title').th} 1 {import_rows.ADVICE['no_title'].th}" in page


def test_every_reason_of_a_rejection_has_its_advice():
    reasons = {*repairs.ERRORS, *form_words.ERRORS}
    assert sorted(reasons - set(import_rows.ADVICE)) == ["heading_again", "xml_unsafe"]  # nothing is to be done there


def test_a_file_of_which_nothing_was_taken_says_so_and_leads_on(home, desk):
    page = desk.get(f"/imports/{take(BAD * 2, home).id}/")
    assert ("รับไม่ได้เลย" in seen(page), "เสร็จแล้ว" in seen(page)) == (True, False)
    assert "/imports/new/?source=north-library" in links(page, "^/imports/new/")
    assert "รับไม่ได้เลย" in seen(desk.get("/imports/"))


def test_a_file_that_changed_nothing_does_not_say_that_its_records_were_taken(home, desk):
    first, again = take(GOOD, home), take(GOOD, home)
    said = [("รับครบทุกระเบียน" in text, "ทุกระเบียนเหมือนที่มีอยู่แล้ว" in text) for text in (
        seen(desk.get(f"/imports/{run.id}/")) for run in (first, again)
    )]
    assert said == [(True, False), (False, True)]


@pytest.mark.parametrize("which", ["accepted", "unchanged"])
def test_every_line_of_what_was_taken_leads_to_its_record(home, desk, which):
    first = take(GOOD + BAD, home)
    done = first if which == "accepted" else take(GOOD, home)
    records = Record.objects.filter(source=home).order_by("control_number").values_list("id", flat=True)
    assert links(desk.get(f"/imports/{done.id}/?list={which}"), "^/records/") == [f"/records/{id}/" for id in records]


# Taken away


def test_a_list_is_downloaded_whole_with_what_was_done_in_both_languages(home, desk):
    done = take(GOOD + BAD * 40, home)
    answer = desk.get(f"/imports/{done.id}/rejected.csv")
    head, *lines = rows(answer)
    assert (answer.headers["Content-Type"], "attachment" in answer.headers["Content-Disposition"]) == (
        "text/csv; charset=utf-8", True,
    )
    assert head == [
        "number", "offset", "control_number", "title", "kind", "encoding", "repairs", "losses", "why_th", "why_en"
    ]
    said = why("no_title")
    assert lines == [
        [str(n + 3), str(len(GOOD) + len(BAD) * n), lines[0][2], "", "rejected", lines[0][5], "", "no_title", said.th, said.en]
        for n in range(40)
    ]


@pytest.mark.parametrize(("which", "many"), [("accepted", 2), ("repaired", 0), ("damaged", 0), ("deleted", 0),
                                             ("unchanged", 0), ("rejected", 1)])
def test_each_list_has_a_file(home, desk, which, many):
    id = take(GOOD + BAD, home).id
    assert len(rows(desk.get(f"/imports/{id}/{which}.csv"))) == 1 + many


def test_a_list_that_nobody_keeps_is_not_found(home, desk):
    assert desk.get(f"/imports/{take(GOOD, home).id}/people.csv").status_code == 404


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "-cmd|' /C calc'!A0"]


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised_in_the_report(home, desk):
    done = take(GOOD, home)
    for n, formula in enumerate(FORMULAS, 10):
        Outcome.objects.create(run=done, number=n, offset=n, kind="new", control_number=formula, title=formula, encoding="")
    cells = [cell for line in rows(desk.get(f"/imports/{done.id}/accepted.csv")) for cell in line]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert [cell for cell in cells if cell.startswith("'")] == [f"'{formula}" for formula in FORMULAS for _ in range(2)]


def test_control_the_same_check_sees_a_formula_that_is_left_as_it_is():
    assert [text for text in FORMULAS if text[:1] in tuple("=+-@\t\r")] == FORMULAS


@pytest.mark.parametrize(("value", "cell"), [(-5, "-5"), ("-12", "-12"), (7, "7"), ("ก", "ก"), ("a=b", "a=b"), ("", "")])
def test_numbers_and_plain_texts_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell


def test_the_original_file_comes_back_byte_for_byte_under_its_own_name(home, desk):
    id = take(GOOD + BAD, home).id
    answer = desk.get(f"/imports/{id}/file/")
    assert b"".join(answer.streaming_content) == GOOD + BAD
    assert answer.headers["Content-Disposition"] == 'attachment; filename="books.mrc"'
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "application/octet-stream", "nosniff",
    )


# A table


def _sent_table(desk, home, content=TABLE):
    file = SimpleUploadedFile("books.csv", content)
    return desk.post("/imports/new/", {"source": home.code, "key": str(new_id()), "file": file})


def test_a_table_is_asked_about_before_anything_is_taken(home, desk):
    sent = _sent_table(desk, home)
    run = Import.objects.get()
    assert (sent.url, run.state) == (f"/imports/{run.id}/columns/", "columns")
    page = desk.get(sent.url).content.decode()
    chosen = re.findall(r'<option value="([^"]+)" selected>', page)
    assert chosen == ["title", "author", "year"]
    assert ("<span>ครามในมือแม่</span><span>กับข้าวเมือง</span>" in page, "ยังไม่มีคอลัมน์ชื่อเรื่อง" in page) == (True, False)
    assert desk.get(f"/imports/{run.id}/").url == sent.url


def test_confirmed_columns_start_the_import_and_are_remembered(home, desk):
    address = _sent_table(desk, home).url
    answer = desk.post(address, keyed(column_0="title", column_1="publisher", column_2="ignore"))
    run = Import.objects.get()
    assert (answer.url, run.state, run.columns) == (f"/imports/{run.id}/", "queued", ["title", "publisher", "ignore"])
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(run.id))
    assert Record.objects.filter(source=home).count() == 2
    again = desk.get(_sent_table(desk, home, TABLE + "อีกเล่ม,ใคร,2562\n".encode()).url).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', again) == ["title", "publisher", "ignore"]
    assert "ครั้งก่อน" in again


def test_a_table_without_a_title_is_refused_in_place(home, desk):
    address = _sent_table(desk, home).url
    answer = desk.post(address, keyed(column_0="ignore", column_1="author", column_2="year"))
    assert (answer.status_code, Import.objects.get().state) == (422, "columns")
    assert ("ไม่มีคอลัมน์ชื่อเรื่อง" in seen(answer), "ยังไม่มีคอลัมน์ชื่อเรื่อง" in seen(answer)) == (True, True)


def test_a_word_that_is_no_column_is_refused(home, desk):
    address = _sent_table(desk, home).url
    assert desk.post(address, keyed(column_0="title", column_1="x", column_2="year")).status_code == 422


def test_a_confirmed_table_is_not_asked_about_again(home, desk):
    address = _sent_table(desk, home).url
    desk.post(address, keyed(column_0="title", column_1="author", column_2="year"))
    assert desk.get(address).url == f"/imports/{Import.objects.get().id}/"


def test_a_table_that_was_sent_by_mistake_is_let_go_before_anybody_names_its_columns(home, desk):
    address = _sent_table(desk, home).url
    id = Import.objects.get().id
    assert f'href="/imports/{id}/undo/"' in desk.get(address).content.decode()
    assert desk.post(f"/imports/{id}/undo/", keyed()).url == f"/imports/{id}/"
    jobs.app.tasks["catalogue.run_undo"].func(import_id=str(id))
    assert (Import.objects.get().state, Record.objects.filter(source=home).count()) == ("undone", 0)
    desk.post(address, keyed(column_0="title", column_1="author", column_2="year"))
    assert Import.objects.get().state == "undone"


# Rolling back


def _jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return cursor.fetchone()[0]


def test_rolling_back_says_what_will_happen_and_waits_for_a_word(home, desk):
    id = take(GOOD, home).id
    page = seen(desk.get(f"/imports/{id}/undo/"))
    assert ("2 ระเบียน" in page, "ไม่มีอะไรถูกลบ" in page, Import.objects.get().state) == (True, True, "done")


def test_a_rolled_back_import_says_so_all_along(home, desk):
    id = take(GOOD, home).id
    assert desk.post(f"/imports/{id}/undo/", keyed()).url == f"/imports/{id}/"
    assert _jobs("catalogue.run_undo") == 1
    undoing = desk.get(f"/imports/{id}/")
    assert ("กำลังย้อนกลับ" in seen(undoing), f'hx-get="/imports/{id}/live/"' in undoing.content.decode()) == (True, True)
    jobs.app.tasks["catalogue.run_undo"].func(import_id=str(id))
    assert desk.get(f"/imports/{id}/live/").headers["HX-Refresh"] == "true"
    over = seen(desk.get(f"/imports/{id}/"))
    assert ("ย้อนกลับแล้ว" in over, Record.objects.filter(state="live").count()) == (True, 0)


def test_sending_the_word_twice_rolls_back_once(home, desk):
    id, word = take(GOOD, home).id, keyed()
    for _ in range(2):
        desk.post(f"/imports/{id}/undo/", word)
    assert _jobs("catalogue.run_undo") == 1


def test_an_import_under_a_later_one_is_refused_in_place_and_the_later_one_named(home, desk):
    first = take(marc("a1"), home)
    take(marc("a1", "ชื่อใหม่"), home)
    answer = desk.post(f"/imports/{first.id}/undo/", keyed())
    assert (answer.status_code, "ย้อนครั้งนั้นก่อน: books.mrc" in seen(answer)) == (409, True)


def test_an_import_that_is_not_over_cannot_be_rolled_back_yet(home, desk):
    id = take(GOOD, home).id
    Import.objects.filter(id=id).update(state="running")
    assert "ยังไม่จบ" in seen(desk.get(f"/imports/{id}/undo/"))
    assert desk.post(f"/imports/{id}/undo/", keyed()).status_code == 409


def test_the_form_passes_on_that_a_file_is_whole(home, desk):
    file = SimpleUploadedFile("whole.mrc", GOOD)
    desk.post("/imports/new/", {"source": home.code, "key": str(new_id()), "file": file, "complete": "on"})
    assert Import.objects.get().complete is True
