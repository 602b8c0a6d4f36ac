"""A stocktake in a real browser, on a phone: everything is typed by a scanner, into whatever has the focus."""

import pytest

from tests.e2e.conftest import follow, sign_in, sit

pytestmark = pytest.mark.browser
LIBRARY = "lib-56"


@pytest.fixture
def walker(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH", viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, "ผู้ดูแลระบบ")
    sit(page, LIBRARY)
    yield page
    context.close()


def scan(page, text: str) -> str:
    """What the screen says after a scan."""
    before = page.locator("#scanning input[name=key]").get_attribute("value")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_function("key => document.querySelector('#scanning input[name=key]')?.value !== key", arg=before)
    return str(page.locator(".said").inner_text())


def left(page) -> int:
    return int(page.locator(".soft", has_text="เหลือ").inner_text().split()[-1].replace(",", ""))


def test_a_walk_along_the_shelves_with_a_scanner(walker):
    page = walker
    page.goto("/desk/stocktakes/")
    follow(page.locator("main a[href^='/desk/stocktakes/']").first)  # the one that is going on
    walk = page.url
    page.goto(f"{walk}missing/")
    first, second = page.locator("td .num.fine").all_inner_texts()[:2]
    page.goto(walk)
    before = left(page)
    assert "อยู่ถูกที่" in scan(page, first)
    assert "(สแกนไปแล้ว)" in scan(page, first)  # a double scan
    assert left(page) == before - 1
    assert "แยกไว้ให้บรรณารักษ์ดู" in scan(page, "0000-nobody")
    page.context.set_offline(True)  # between the shelves
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    page.locator("#desk-cut").wait_for()
    page.context.set_offline(False)
    page.get_by_text("เพิ่งสแกน").wait_for()
    page.locator(".said", has_text="อยู่ถูกที่").wait_for(timeout=15_000)
    assert left(page) == before - 2
    page.goto(f"{walk}close/")
    follow(page.get_by_role("button", name="แจ้งหาไม่พบ"))
    page.wait_for_url(walk)
    assert page.get_by_role("heading", name="ผลตรวจนับ").is_visible()
    follow(page.get_by_role("link", name="เล่มของที่นี่ที่ยังหาไม่พบ"))
    assert page.locator("table.copies tbody tr").count() > 0
    for seen in (first, second):  # what was found stands where it stood
        page.goto(f"/items/?q={seen}&space={LIBRARY}")
        assert page.locator("main .avail").inner_text() == "อยู่บนชั้น"
