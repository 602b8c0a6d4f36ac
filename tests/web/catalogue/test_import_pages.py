"""Staff pages of imports: who gets in, a file sent twice, bad files, and progress. The report is in test_import_report."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions
from rianru.catalogue.models import Import
from rianru.core import jobs
from rianru.core.actors import Role
from rianru.kernel.ids import new_id
from tests.catalogue.making import run, source, start, take
from tests.factories import AT, HOUSE
from tests.factories.marc import NO_MARC, marc
from tests.web.catalogue.staff import librarian as _librarian
from tests.web.catalogue.staff import seen as _seen

pytestmark = pytest.mark.django_db
GOOD = marc("a1") + marc("a2", "สี่แผ่นดิน")
BAD = b"junk\x1d"


def _form(to, content=GOOD, *, key=None, name="books.mrc"):
    return {"source": to.code, "key": str(key or new_id()), "file": SimpleUploadedFile(name, content)}


REFUSED = {name: content for name, content in NO_MARC.items() if name not in ("json", "json list", "a table of numbers")}


def _addresses(id):
    own = ("", "live/", "rejected.csv", "undo/", "missing/", "missing/list.csv", "file/")
    return ["/imports/", "/imports/new/", *(f"/imports/{id}/{page}" for page in own)]


@pytest.fixture
def home():
    return source("north-library", network="north")


# Who gets in


def test_nobody_and_members_and_other_roles_see_no_page_of_imports(home, signed_in):
    id = take(GOOD + BAD, home).id
    strangers = {"nobody": Client(), "member": signed_in(None), "analyst": signed_in(Role.ANALYST)}
    for who, browser in strangers.items():
        assert [browser.get(address).status_code for address in _addresses(id)] == [403] * 9, who
        assert browser.post("/imports/new/", _form(home)).status_code == 403, who
    assert Import.objects.count() == 1


def test_a_librarian_who_did_not_show_the_second_factor_gets_nothing(home, signed_in):
    id = take(GOOD + BAD, home).id
    browser = _librarian(signed_in, "north", shown=False)
    assert {browser.get(address).status_code for address in _addresses(id)} <= {302, 403}
    assert browser.post("/imports/new/", _form(home)).status_code in (302, 403)
    assert Import.objects.count() == 1


def test_a_librarian_of_another_network_neither_sees_nor_makes_an_import_of_mine(home, signed_in):
    source("south-library", network="south")
    id = take(GOOD + BAD, home).id
    browser = _librarian(signed_in, "south")
    assert [browser.get(address).status_code for address in _addresses(id)] == [200, 200, *[404] * 7]
    assert "books.mrc" not in _seen(browser.get("/imports/"))
    assert "north-library" not in browser.get("/imports/new/").content.decode()
    refused = browser.post("/imports/new/", _form(home))
    assert (refused.status_code, Import.objects.count()) == (422, 1)


def test_control_a_librarian_of_mine_sees_them_all(home, signed_in):
    id = take(GOOD + BAD, home).id
    browser = _librarian(signed_in, "north")
    answers = [browser.get(address) for address in _addresses(id)]
    assert [answer.status_code for answer in answers] == [200] * 9
    assert b"".join(answers[-1].streaming_content) == GOOD + BAD  # to its end, where the file is closed
    assert "books.mrc" in _seen(browser.get("/imports/"))
    assert 'value="north-library"' in browser.get("/imports/new/").content.decode()


def test_the_menu_shows_imports_to_staff_alone(home, signed_in):
    link, desk = 'href="/imports/"', 'href="/desk/"'
    browser = _librarian(signed_in, "north")
    assert desk in browser.get("/about/").content.decode()  # one way from pages for everyone to those of staff
    assert link in browser.get("/items/").content.decode()
    for browser in (Client(), signed_in(None)):
        assert [one in browser.get("/about/").content.decode() for one in (link, desk)] == [False, False]


def test_an_unknown_import_is_not_found(home, signed_in):
    browser = signed_in()
    assert [browser.get(address).status_code for address in _addresses(new_id())[2:]] == [404] * 7


# Sending a file


def test_a_file_is_kept_and_queued_and_its_page_watches_it(home, signed_in):
    browser = _librarian(signed_in, "north")
    sent = browser.post("/imports/new/", _form(home))
    kept = Import.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/imports/{kept.id}/")
    assert (kept.state, kept.file_name, kept.size, kept.source_id) == ("queued", "books.mrc", len(GOOD), home.id)
    assert Path(kept.file.path).read_bytes() == GOOD
    watching = browser.get(sent.url)
    assert f'hx-get="/imports/{kept.id}/live/"' in watching.content.decode()
    assert "HX-Refresh" not in browser.get(f"{sent.url}live/").headers
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(kept.id))
    assert browser.get(f"{sent.url}live/").headers["HX-Refresh"] == "true"
    over = browser.get(sent.url)
    assert "hx-get" not in over.content.decode()
    assert "รับครบทุกระเบียน" in _seen(over)


def test_sending_the_form_twice_is_one_import_and_both_lead_to_it(home, signed_in):
    browser, key = _librarian(signed_in, "north"), new_id()
    answers = [browser.post("/imports/new/", _form(home, key=key)) for _ in range(3)]
    assert {answer.url for answer in answers} == {f"/imports/{Import.objects.get().id}/"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'catalogue.run_import'")
        assert cursor.fetchone() == (1,)


def test_control_two_forms_are_two_imports(home, signed_in):
    browser = _librarian(signed_in, "north")
    assert len({browser.post("/imports/new/", _form(home)).url for _ in range(2)}) == 2


def test_the_same_key_with_another_file_is_refused(home, signed_in):
    browser, key = _librarian(signed_in, "north"), new_id()
    browser.post("/imports/new/", _form(home, key=key))
    again = browser.post("/imports/new/", _form(home, GOOD + GOOD, key=key))
    assert (again.status_code, "คำขอนี้ใช้รหัสซ้ำ" in _seen(again), Import.objects.count()) == (422, True, 1)


def test_the_same_key_with_another_file_of_the_same_name_and_size_is_refused_too(home, signed_in):
    browser, key = _librarian(signed_in, "north"), new_id()
    browser.post("/imports/new/", _form(home, GOOD, key=key))
    again = browser.post("/imports/new/", _form(home, GOOD.replace(b"a1", b"b1"), key=key))
    assert (again.status_code, Import.objects.count()) == (422, 1)


def test_the_key_of_one_librarian_is_not_that_of_another(home, signed_in):
    key = new_id()
    urls = {_librarian(signed_in, "north").post("/imports/new/", _form(home, key=key)).url for _ in range(2)}
    assert (len(urls), Import.objects.count()) == (2, 2)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_file_that_is_no_marc_is_refused_beside_the_field_and_nothing_is_kept(
    home, signed_in, settings, prefix, name
):
    refused = _librarian(signed_in, "north").post(f"{prefix}/imports/new/", _form(home, REFUSED[name]))
    said = {"": ("ไฟล์นี้ไม่ใช่รายการหนังสือ", "ไฟล์นี้ว่าง"), "/en": ("not in a form that we take", "The file is empty")}[prefix]
    assert refused.status_code == 422
    assert any(text in _seen(refused) for text in said)
    assert (Import.objects.count(), list(settings.MEDIA_ROOT.rglob("*.mrc"))) == (0, [])


def test_after_a_refusal_the_same_form_may_be_sent_again_with_the_right_file(home, signed_in):
    browser, key = _librarian(signed_in, "north"), new_id()
    assert browser.post("/imports/new/", _form(home, NO_MARC["png"], key=key)).status_code == 422
    assert browser.post("/imports/new/", _form(home, key=key)).status_code == 302


@pytest.mark.parametrize("missing", ["file", "source", "key"])
def test_a_form_that_lacks_something_says_so(home, signed_in, missing):
    values = _form(home)
    del values[missing]
    answer = _librarian(signed_in, "north").post("/imports/new/", values)
    assert (answer.status_code, Import.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"source": "nowhere"},
        {"key": "x"},
        {"key": ""},
        {"source": "\x00"},
        {"key": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_a_form_with_a_wrong_value_says_so(home, signed_in, values):
    answer = _librarian(signed_in, "north").post("/imports/new/", _form(home) | values)
    assert (answer.status_code, Import.objects.count()) == (422, 0)


def test_a_file_over_the_limit_is_refused(home, signed_in, settings):
    settings.UPLOAD_MAX_BYTES = 100
    answer = _librarian(signed_in, "north").post("/imports/new/", _form(home))
    assert (answer.status_code, "ไฟล์ใหญ่เกิน" in _seen(answer), Import.objects.count()) == (422, True, 0)


def test_without_the_token_of_the_form_nothing_is_taken(home, signed_in):
    browser = _librarian(signed_in, "north")
    browser.handler.enforce_csrf_checks = True
    assert (browser.post("/imports/new/", _form(home)).status_code, Import.objects.count()) == (403, 0)


def test_every_form_has_a_key_of_its_own(home, signed_in):
    browser = _librarian(signed_in, "north")
    keys = [
        re.search(r'name="key" value="([^"]+)"', browser.get("/imports/new/").content.decode())[1] for _ in range(2)
    ]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.mrc",
        "<script>alert(1)</script>.mrc",
        "ก" * 250 + ".mrc",
        "a\x00b.mrc",
        "=cmd|' /C calc'!A0.mrc",
    ],
)
def test_no_file_name_does_harm(home, signed_in, settings, name):
    browser = _librarian(signed_in, "north")
    sent = browser.post("/imports/new/", _form(home, name=name))
    assert sent.status_code == 302
    for address in ("/imports/", sent.url):
        assert "<script>alert" not in browser.get(address).content.decode()
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [f"{Import.objects.get().id}.mrc"]


def test_an_import_that_stopped_says_why_in_the_readers_language(home, signed_in):
    id = start(GOOD, home)
    actions.refuse_import(actor=HOUSE, at=AT, import_id=id, refusal=actions.FileTooLarge(limit=7))
    browser = _librarian(signed_in, "north")
    assert "ไฟล์ใหญ่เกิน 7 MB" in _seen(browser.get(f"/imports/{id}/"))
    assert "The file is larger than 7 MB" in _seen(browser.get(f"/en/imports/{id}/"))
    assert browser.get(f"/imports/{id}/live/").headers["HX-Refresh"] == "true"


def test_what_waits_in_the_queue_says_so(home, signed_in):
    id = start(GOOD, home)
    assert "รอคิว" in _seen(_librarian(signed_in, "north").get(f"/imports/{id}/"))


def test_progress_is_told_while_it_runs(home, signed_in):
    id = start(GOOD, home)
    Import.objects.filter(id=id).update(state="running", offset=len(GOOD) // 2, number=1, accepted=1)
    page = _librarian(signed_in, "north").get(f"/imports/{id}/")
    assert "กำลังนำเข้า" in _seen(page)
    assert "<noscript>" in page.content.decode()
    refreshing = _librarian(signed_in, "north").get(f"/imports/{id}/?refresh=1").content.decode()
    assert '<meta http-equiv="refresh" content="5">' in refreshing


def test_what_the_page_asks_for_again_renews_its_state_too(home, signed_in):
    id = start(GOOD, home)
    browser = _librarian(signed_in, "north")
    Import.objects.filter(id=id).update(state="running", number=1, accepted=1)
    again, whole = (browser.get(f"/imports/{id}/{page}").content.decode() for page in ("live/", ""))
    assert ('<span id="state" hx-swap-oob="true">' in again, "กำลังนำเข้า" in again) == (True, True)
    assert (whole.count('id="state"'), "hx-swap-oob" in whole) == (1, False)


def test_lists_are_paged_by_key(home, signed_in):
    ids = [start(marc("a1"), home) for _ in range(35)]
    browser = _librarian(signed_in, "north")
    first = browser.get("/imports/").content.decode()
    second = browser.get(re.search(r'href="([^"]+)" rel="next"', first)[1]).content.decode()
    found = re.findall(r'href="/imports/([0-9a-f-]{36})/"', first + second)
    assert found == [str(id) for id in reversed(ids)]


def test_a_list_and_a_report_of_one_and_of_three_take_the_same_queries(home, signed_in):
    browser, found = _librarian(signed_in, "north"), []
    for many in (1, 2):  # one import, then three
        for _ in range(many):
            id = take(GOOD + BAD * (many * 2 - 1), home).id
        counted = []
        for address in ("/imports/", f"/imports/{id}/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as seen:
                browser.get(address)
            counted.append(len(seen))
        found.append(counted)
    assert found[0] == found[1]


def test_nothing_of_imports_is_kept_by_caches(home, signed_in):
    id = take(GOOD + BAD, home).id
    browser = _librarian(signed_in, "north")
    for address in _addresses(id):
        assert "private" in browser.get(address).headers["Cache-Control"], address


def test_running_a_queued_import_by_hand_is_the_same_import(home):
    id = start(GOOD, home, queue=True)
    assert run(id).accepted == 2
