"""Searches that a person would try: on a phone, with and without scripts, in Thai and in English."""

import pytest
from playwright.sync_api import expect

from rianru.kernel.thai.keyboard import other_layout
from tests.e2e.conftest import enter, follow, sign_in

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
TRIED = [
    ("พระอภัยมณี", "พระอภัยมณี"), ("pra apai manee", "พระอภัยมณี"), ("sunthorn phu", "สุนทรภู่"), (other_layout("สามก๊ก"), "สามก๊ก"),
    ("พระอภัยมะณี", "พระอภัยมณี"), ("ผู้แต่ง:สุนทรภู่ นิราศ", "นิราศ"), ("๙๗๘-๖๑๖-๐๐-๐๒๗๗-๑", "กฎหมายที่ดิน"), ("pride prejudice", "Pride and prejudice"),
]


@pytest.fixture(scope="module", params=["scripts", "no scripts"])
def phone(request, browser, house):
    context = browser.new_context(viewport=PHONE, base_url=house.url, java_script_enabled=request.param == "scripts")
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize(("typed", "found", "language"), [(*each, "/en" if n % 2 else "") for n, each in enumerate(TRIED)])
def test_what_a_person_types_is_among_the_first(phone, typed, found, language):
    phone.goto(f"{language}/search/")
    phone.locator("input[name=q]").first.fill(typed)
    enter(phone)
    expect(phone.locator("main .row").first).to_be_visible()
    assert found in phone.locator("main").inner_text()


def test_narrowing_to_a_province_and_back(phone):
    phone.goto("/search/?q=นิทาน")
    total = phone.get_by_role("heading", level=1).inner_text()
    phone.locator("details", has_text="จังหวัดที่มี").locator("summary").click()
    follow(phone.locator("a.tick[href*='province=']").first)
    assert phone.get_by_role("heading", level=1).inner_text() != total
    follow(phone.get_by_role("link", name="ล้างทั้งหมด"))
    assert phone.get_by_role("heading", level=1).inner_text() == total


def test_places_and_people_are_found_beside_books(phone):
    phone.goto("/search/?q=สุนทรภู่")
    expect(phone.locator(".also a[href^='/authors/']").first).to_be_visible()
    phone.goto("/search/?q=พะเยา")
    follow(phone.locator(".scopes").get_by_role("link", name="สถานที่"))
    expect(phone.locator("main a[href='/areas/56/']")).to_be_visible()


def test_in_the_order_of_titles_the_pages_go_on(phone):
    phone.goto("/search/?q=นิทาน&sort=title")
    first = phone.locator("main .row .title").all_inner_texts()
    follow(phone.get_by_role("link", name="ดูต่อ"))
    second = phone.locator("main .row .title").all_inner_texts()
    assert first
    assert second
    assert not set(first) & set(second)


def test_nothing_found_says_what_to_try(phone):
    phone.goto("/search/?q=ฃฅฃฅฃฅ")
    expect(phone.get_by_text("ยังไม่พบ")).to_be_visible()
    expect(phone.get_by_text("ถามบรรณารักษ์ใกล้บ้าน", exact=False).first).to_be_visible()


def test_suggestions_come_while_one_types_and_the_arrows_choose(browser, house):
    context = browser.new_context(viewport=PHONE, base_url=house.url)
    page = context.new_page()
    page.goto("/search/")
    box = page.get_by_role("combobox").first
    box.fill("พระอ")  # at once: between two keys a slow browser asks, and its answer takes the choice away
    expect(page.get_by_role("option").first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "suggest-1"
    box.press("Enter")
    page.wait_for_url("**/works/**")
    page.goto("/search/")
    box.fill("พระอ")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.fill("พระ")
    expect(page.get_by_role("option").first).to_be_visible()
    box.fill("พร")
    expect(page.get_by_role("listbox")).to_be_hidden()
    context.close()


def test_a_librarian_asks_why_and_a_visitor_cannot(browser, house):
    context = browser.new_context(viewport=PHONE, base_url=house.url)
    page = context.new_page()
    page.goto("/search/?q=ผ้าทอ&why=1")
    assert page.get_by_text("ทำไมอยู่ลำดับนี้").count() == 0
    sign_in(page, "บรรณารักษ์")
    page.goto("/search/?q=ผ้าทอ")
    follow(page.get_by_role("link", name="ทำไมเรียงแบบนี้"))
    expect(page.get_by_text("อยู่ในชื่อเรื่อง").first).to_be_visible()
    context.close()
