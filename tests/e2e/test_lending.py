"""A day at the desks in a real browser: borrowed at one place, returned at another, sent home; a hold that travels.

Everything is done by keys and scans alone, as at a desk; a phone's member sees the same.
"""

import re

import pytest

from tests.e2e.conftest import enter, follow, sign_in, sit
from tests.e2e.test_every_page import violations
from tests.e2e.test_members import register

pytestmark = pytest.mark.browser
LIBRARY, PARK = "lib-56", "park-56"


@pytest.fixture
def desk(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sign_in(page, "บรรณารักษ์")
    yield page
    context.close()


def at(page, code: str) -> None:
    sit(page, code)
    page.goto("/desk/")


def scan(page, text: str) -> str:
    """What the desk says after a scan: typed into whatever has the focus, as a scanner does."""
    before = page.locator("#scanning input[name=key]").get_attribute("value")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_function("key => document.querySelector('#scanning input[name=key]')?.value !== key", arg=before)
    said = page.locator(".said .lead")
    return said.inner_text() if said.count() else ""


def card_of(page, name: str) -> str:
    """The card of a member of the demo, by their name."""
    scan(page, name)
    return page.locator(".member .num").first.inner_text().replace(" ", "")


def free_copy(page) -> str:
    """The barcode of a Thai book that stands at this desk's own shelves."""
    page.goto(f"/items/?space={LIBRARY}&state=available")
    found = [row for row in page.locator("table.copies tbody tr td:first-child").all_inner_texts() if row.isdigit()]
    return found[-1]


def done(page) -> None:
    """With the member who is there: what is scanned now is taken back."""
    page.keyboard.press("Escape")
    page.locator(".member").wait_for(state="detached")


def put_down(page, baht: str) -> None:
    """On a member's page of money: a deposit, as their receipt says."""
    page.locator("#take_deposit_satang").fill(baht)
    follow(page.get_by_role("button", name="รับเงินประกัน"))
    assert f"{baht}.00" in page.locator(".receipt .sum").inner_text()


def test_registered_borrowed_here_returned_there_and_sent_home(desk):
    copy = free_copy(desk)
    at(desk, LIBRARY)
    card = register(desk, "ทองใบ", "2530")
    follow(desk.get_by_role("link", name="รับ คืน ยกเว้น"))
    put_down(desk, "300")
    at(desk, LIBRARY)
    scan(desk, card)
    assert "ให้ยืมแล้ว" in scan(desk, copy)
    assert "ยืมไปแล้ว" in scan(desk, copy)  # a double scan
    assert desk.locator(".loans").get_by_text(copy).count() == 1
    done(desk)
    at(desk, PARK)
    assert "รับคืนแล้ว" in scan(desk, copy)
    assert "ห้องสมุดประชาชนจังหวัดพะเยา" in desk.locator(".said").inner_text()
    desk.goto("/desk/bags/")
    row = desk.get_by_role("row", name=re.compile("ห้องสมุดประชาชนจังหวัดพะเยา"))
    follow(row.get_by_role("button"))
    desk.get_by_placeholder("สแกนหนังสือใส่ถุง").fill(copy)
    enter(desk)
    desk.get_by_text("ใส่ถุงแล้ว").wait_for()
    assert violations(desk) == []
    address = desk.url
    follow(desk.get_by_role("button", name="ส่งถุงนี้"))
    desk.get_by_text("ส่งถุงออกแล้ว").wait_for()
    at(desk, LIBRARY)
    desk.goto(address)
    follow(desk.get_by_role("button", name="รับทั้งถุง"))
    desk.get_by_text("รับถุงแล้ว").wait_for()
    at(desk, LIBRARY)
    scan(desk, card)
    assert desk.locator(".loans").get_by_text(copy).count() == 0


def test_a_hold_from_one_place_is_picked_up_at_another(desk):
    at(desk, LIBRARY)
    card = card_of(desk, "ครูอำนวย")
    copy = free_copy(desk)
    desk.goto(f"/items/?q={copy}")
    follow(desk.locator("h1 a"))
    work = desk.url
    desk.goto(f"{work}hold/?card={card}")
    desk.get_by_label("รับที่ไหน").fill(PARK)
    follow(desk.get_by_role("button", name="จอง", exact=True))
    desk.get_by_text("จองแล้ว").wait_for()
    at(desk, LIBRARY)
    desk.goto("/desk/lists/pull/")
    pulled = desk.locator("tbody tr", has_text="อุทยานการเรียนรู้พะเยา").first.locator(".num").first.inner_text()
    at(desk, LIBRARY)
    scan(desk, pulled)
    assert "อุทยานการเรียนรู้พะเยา" in desk.locator(".said").inner_text()
    at(desk, PARK)
    scan(desk, pulled)
    assert "ชั้นรอรับ" in desk.locator(".said").inner_text()
    desk.goto(str(desk.locator(".said a[href*='/desk/slips/']").get_attribute("href")))  # it opens beside the desk
    assert re.sub(r"\s+", " ", desk.locator("h1").inner_text()) == f"ครูอำนวย …{card[-4:]}"  # no more than a shelf needs
    assert violations(desk) == []
    at(desk, PARK)
    scan(desk, card)
    assert desk.get_by_text("มีของจองรอรับที่นี่").count() == 1
    assert "ให้ยืมแล้ว" in scan(desk, pulled)


def test_a_late_return_is_fined_what_is_owed_is_paid_and_the_deposit_goes_back(desk):
    """The demo's learner: a book seven days late, two that are lost, and then everything settled."""
    at(desk, LIBRARY)
    scan(desk, "10000000016")
    late = desk.locator(".loans tr", has_text="เกิน").locator(".num .nowrap").inner_text()
    done(desk)
    scan(desk, late)
    assert "ค่าปรับ" in desk.locator(".said").inner_text()
    scan(desk, "10000000016")
    while "ไม่มียอดค้าง" in desk.locator(".member .sums").inner_text():
        desk.locator(".loans .menu summary").first.click()
        desk.locator(".loans").get_by_role("button", name="หาย ซื้อเล่มใหม่มาแทน").first.click()
        desk.get_by_text("แจ้งหายแล้ว").wait_for()
        scan(desk, "10000000016")
    desk.goto(str(desk.locator(".member .sums a").first.get_attribute("href")))
    money = desk.url
    follow(desk.get_by_role("button", name="รับเงิน", exact=True))
    assert desk.locator(".receipt h1").inner_text() == "รับชำระ"
    desk.goto(money)
    put_down(desk, "300")
    at(desk, LIBRARY)
    scan(desk, "10000000016")
    out = desk.locator(".loans .num .nowrap").all_inner_texts()
    done(desk)
    for copy in out:
        assert "รับคืนแล้ว" in scan(desk, copy)
    desk.goto(money)
    follow(desk.get_by_role("button", name="คืนเงิน"))
    assert desk.locator(".receipt h1").inner_text() == "คืนเงินประกัน"
    desk.goto(money)
    put_down(desk, "300")
    at(desk, LIBRARY)
    scan(desk, "10000000016")
    assert "ให้ยืมแล้ว" in scan(desk, late)


def test_a_scan_is_undone_by_one_key_and_a_lost_line_loses_nothing(desk, house):
    copy = free_copy(desk)
    at(desk, LIBRARY)
    card_of(desk, "สมหมาย")
    assert "ให้ยืมแล้ว" in scan(desk, copy)
    desk.keyboard.press("Control+z")
    desk.get_by_text("ย้อนแล้ว").wait_for()
    assert desk.locator(".loans").get_by_text(copy).count() == 0
    desk.context.set_offline(True)
    desk.keyboard.type(copy)
    desk.keyboard.press("Enter")
    desk.locator("#desk-cut").wait_for(state="visible")
    desk.context.set_offline(False)
    desk.get_by_text("ให้ยืมแล้ว").wait_for(timeout=20_000)
    assert desk.locator(".loans").get_by_text(copy).count() == 1
    assert desk.locator("#desk-cut").is_hidden()


def test_the_desk_works_without_a_script(browser, house):
    context = browser.new_context(base_url=house.url, locale="th-TH")
    page = context.new_page()
    sign_in(page, "บรรณารักษ์")
    copy = free_copy(page)
    at(page, LIBRARY)
    plain = browser.new_context(
        base_url=house.url, locale="th-TH", java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto("/desk/")
    for text in ("สมหมาย", copy):
        page.locator("#s").fill(text)
        enter(page)
    assert "ให้ยืมแล้ว" in page.locator(".said .lead").inner_text()
    follow(page.get_by_role("button", name="ย้อน"))
    assert "ย้อนแล้ว" in page.locator(".said .lead").inner_text()
    plain.close()
    context.close()
