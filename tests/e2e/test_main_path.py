"""The main job: a librarian imports a MARC file, a reader finds the book in Thai with the branch that holds it."""

import re
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import enter, follow, imported, sign_in

pytestmark = pytest.mark.browser
FILE = Path(__file__).resolve().parent.parent.parent / "rianru" / "catalogue" / "samples" / "try-me.mrc"


def _first_title() -> str:
    from rianru.kernel.formats import marc

    with FILE.open("rb") as stream:
        return marc.describe(marc.read(next(marc.split(stream)).raw)).title


def test_a_librarian_uploads_a_marc_file_and_a_reader_finds_the_book_in_thai(desktop, phone):
    sign_in(desktop, "บรรณารักษ์")
    desktop.goto("/imports/new/")
    desktop.get_by_label("ไฟล์ระเบียน").set_input_files(FILE)
    follow(desktop.get_by_role("button", name="ส่งและเริ่มนำเข้า"))
    desktop.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))
    imported(desktop)
    assert desktop.get_by_text("รับครบทุกระเบียน").count() == 1

    title = _first_title()
    for _ in range(20):  # the index follows within seconds
        phone.goto("/")
        phone.locator("input[name=q]").first.fill(title)
        enter(phone)
        found = phone.get_by_role("link", name=title)
        if found.count():
            break
        time.sleep(0.5)
    follow(found.first)
    phone.wait_for_url(re.compile(r"/works/"))
    assert phone.get_by_role("heading", level=1).inner_text().replace("\u200b", "") == title
    assert phone.locator("#where").get_by_text("ว่าง").count() >= 1


def test_search_works_without_javascript_in_both_languages(browser, house):
    context = browser.new_context(java_script_enabled=False, base_url=house.url)
    page = context.new_page()
    for prefix, words in (("", "พบ"), ("/en", "found")):
        page.goto(f"{prefix}/search/?q=พระอภัยมณี")
        assert words in page.get_by_role("heading", level=1).inner_text()
        assert page.get_by_role("link", name="พระอภัยมณี").count() >= 1
    context.close()


def test_the_language_is_switched_in_place(phone):
    phone.goto("/search/?q=พระอภัยมณี")
    follow(phone.get_by_role("link", name="English"))
    phone.wait_for_url(re.compile(r"/en/search/\?q="))
    assert phone.locator("html").get_attribute("lang") == "en"
    follow(phone.get_by_role("link", name="ภาษาไทย"))
    phone.wait_for_url(re.compile(r"://[^/]+/search/\?q="))
    assert phone.locator("html").get_attribute("lang") == "th"


def test_part_of_a_compound_finds_it(phone):
    phone.goto("/search/?q=ย้อม")
    titles = phone.locator("article .title").all_inner_texts()
    assert any("ย้อม" in title for title in titles)
