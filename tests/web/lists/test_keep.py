"""The tap that keeps a work, from the page to the list: signed in, signed out, without JavaScript, with it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from rianru.catalogue.models import ListEntry, ReadingList
from tests.core.searching import add
from tests.factories import AT
from tests.people import making
from tests.web.catalogue.staff import seen

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def work():
    return add("พระอภัยมณี")


def member(signed_in):
    return signed_in(None, shown=False)


def test_a_tap_keeps_and_another_lets_go(signed_in, work):
    browser = member(signed_in)
    page = browser.get(f"/works/{work}/")
    assert f'value="keep:{work}"' in page.content.decode()
    answer = browser.post("/keep/", {"work": f"keep:{work}", "next": f"/works/{work}/"})
    assert (answer.status_code, answer.url) == (302, f"/works/{work}/")
    page = browser.get(f"/works/{work}/")
    assert "เก็บไว้แล้ว" in seen(page)
    assert f'value="let_go:{work}"' in page.content.decode()
    browser.post("/keep/", {"work": f"let_go:{work}"})
    assert ListEntry.objects.filter(removed_at=None).count() == 0


def test_with_javascript_the_answer_is_the_button_alone(signed_in, work):
    browser = member(signed_in)
    answer = browser.post("/keep/", {"work": f"keep:{work}"}, headers={"X-Part": "button"}).content.decode()
    assert answer.startswith("<button")or answer.lstrip().startswith("<button")
    assert f'value="let_go:{work}"' in answer


def test_whoever_is_not_signed_in_signs_in_and_finds_it_kept(work):
    browser = Client()
    answer = browser.post("/keep/", {"work": f"keep:{work}", "next": f"/works/{work}/"})
    assert answer.url == "/accounts/login/?next=%2Fkeep%2F"
    joined = making.person(AT)
    browser.force_login(get_user_model().objects.get(pk=joined.account_id), backend=BACKEND)
    answer = browser.get("/keep/")
    assert answer.url == f"/works/{work}/"
    assert ListEntry.objects.get().work_id == work


def test_a_link_from_elsewhere_keeps_nothing(signed_in, work):
    browser = member(signed_in)
    assert browser.get("/keep/", {"work": f"keep:{work}"}).url == "/my/lists/"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/keep/", {"work": f"keep:{work}"}).status_code == 403
    assert ReadingList.objects.count() == 0
    assert browser.post("/keep/", {"work": f"keep:{work}"}).status_code == 302  # the control


@pytest.mark.parametrize("sent", ["", "keep", "keep:x", "keep:../..", "keep::::", "let_go:01900000"])
def test_nonsense_is_not_found_and_never_breaks(signed_in, sent):
    assert member(signed_in).post("/keep/", {"work": sent}).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_one_is_never_led_elsewhere(signed_in, work, back):
    answer = member(signed_in).post("/keep/", {"work": f"keep:{work}", "next": back})
    assert answer.url == f"/works/{work}/"


def test_a_list_from_its_making_to_its_removal(signed_in, work):
    browser = member(signed_in)
    page = browser.post("/my/lists/", {"name": "อ่านกับลูก"})
    own = page.url
    id = ReadingList.objects.get(name="อ่านกับลูก").id
    browser.post("/keep/", {"work": f"keep:{work}:{id}"})
    entry = ListEntry.objects.get().id
    browser.post(own, {"do": "note", "entry": entry, "note": "<script>alert(1)</script>"})
    html = browser.get(own).content.decode()
    assert "พระอภัยมณี" in html
    assert "<script>alert" not in html
    assert "เอาออกแล้ว" in seen(browser.post(own, {"do": "let_go", "entry": entry}, follow=True))
    assert "พระอภัยมณี" in seen(browser.post(own, {"do": "bring_back", "entry": entry}, follow=True))
    browser.post(own, {"do": "share", "sharing": "link"})
    link = re.search(r"/lists/by-link/[\w-]+/", browser.get(own).content.decode())[0]
    shared = Client().get(link)
    assert "พระอภัยมณี" in seen(shared)
    assert "alert" not in shared.content.decode()  # notes are for nobody else
    assert "noindex" in shared.headers["X-Robots-Tag"]
    assert "เอากลับมาได้ภายใน 7 วัน" in seen(browser.post(own, {"do": "remove"}))
    assert (browser.get(own).status_code, Client().get(link).status_code) == (404, 404)
    assert browser.post("/my/lists/", {"do": "restore", "list": id}).url == own


def test_refusals_say_why_on_the_page(signed_in):
    browser = member(signed_in)
    own = browser.post("/my/lists/", {"name": "ของฉัน"}).url
    assert "ตั้งชื่อที่อยากให้เรียก" in seen(browser.post(own, {"do": "share", "sharing": "public"}, follow=True))
    assert "ตั้งชื่อรายการก่อน" in seen(browser.post("/my/lists/", {"name": " "}, follow=True))
    for bad in ({"do": "share", "sharing": "x"}, {"do": "x"}, {"do": "up", "entry": "x"}):
        assert browser.post(own, bad).status_code == 404


def test_a_search_is_saved_by_one_tap_after_signing_in_and_stopped_by_the_link_of_a_letter(reindex):
    from rianru.people.models import SavedSearch
    from rianru.people.queries.searches import stop_token

    reindex()
    browser = Client()
    answer = browser.post("/my/searches/", {"do": "save", "address": "q=%E0%B8%84%E0%B8%A3%E0%B8%B2%E0%B8%A1&format=book"})
    assert answer.url.startswith("/accounts/login/")
    joined = making.person(AT)
    browser.force_login(get_user_model().objects.get(pk=joined.account_id), backend=BACKEND)
    page = browser.get("/my/searches/", follow=True)
    assert "คราม" in seen(page)
    saved = SavedSearch.objects.get()
    assert (saved.text, saved.chosen) == ("คราม", ["format=book"])
    for do, told in (("weekly", "ทุกสัปดาห์"), ("pause", "พักอยู่"), ("resume", "แจ้ง")):
        assert told in seen(browser.post("/my/searches/", {"do": do, "search": saved.id}, follow=True))
    stop = f"/stop-search/{stop_token(saved.id)}/"
    assert "คราม" in seen(Client().get(stop))
    assert SavedSearch.objects.get().paused_at is None  # looking at the link stops nothing
    assert "หยุดแล้ว" in seen(Client().post(stop, {"do": "one"}))
    assert SavedSearch.objects.get().paused_at is not None
    assert Client().get("/stop-search/made-up/").status_code == 410
    assert browser.post("/my/searches/", {"do": "remove", "search": saved.id}, follow=True).status_code == 200


def test_home_greets_shows_what_was_kept_and_what_is_new(signed_in, work, reindex):
    browser = member(signed_in)
    assert "ต่อจากที่เก็บไว้" not in seen(Client().get("/"))
    browser.post("/keep/", {"work": f"keep:{work}"})
    page = browser.get("/")
    assert "ต่อจากที่เก็บไว้" in seen(page)
    assert "สวัสดี คุณมานี" in seen(page)
    assert len(page.content) <= 40_000
    assert browser.get("/place/?to=99&next=//evil.example").url == "/"


@pytest.mark.parametrize("after", ["x", "1-x", "-", "9999999999999-x", "01900000-0000-7000-8000-000000000001", "2026-01-01~x"])
def test_a_key_that_is_none_begins_the_list(after):
    for path in ("/new/", "/loved/", "/shelves/"):
        assert Client().get(path, {"after": after, "province": "๙๙"}).status_code == 200
