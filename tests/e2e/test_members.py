"""One card from registering to giving the deposit back; a child with a guardian; one's own card on a phone."""

import re

import pytest
import zxingcpp
from PIL import Image

from tests.e2e.conftest import enter, follow, sign_in, sit
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(desktop):
    """A librarian who sits at the provincial library."""
    sign_in(desktop, "บรรณารักษ์")
    sit(desktop)
    return desktop


def register(page, given: str, born: str, *, guardian: str = "") -> str:
    """By the keyboard alone; the number of the new card."""
    page.goto("/members/")
    page.locator("body").press("Tab")
    page.goto("/new-member/")
    page.get_by_label("ชื่อ", exact=True).fill(given)
    page.get_by_label("นามสกุล").fill("จากเบราว์เซอร์")
    page.get_by_label("ปีเกิด").fill(born)
    page.get_by_label("บัตรของผู้ปกครอง").fill(guardian)
    enter(page)
    page.wait_for_url(re.compile("/members/[0-9a-f-]{36}/"))
    return "".join(page.locator(".membercard .number").inner_text().split())


def test_a_fine_is_paid_and_the_deposit_goes_back(desk):
    register(desk, "คำปัน", "2530")
    follow(desk.get_by_role("link", name="รับ คืน ยกเว้น"))
    desk.locator("#take_deposit_satang").fill("300")
    follow(desk.get_by_role("button", name="รับเงินประกัน"))
    assert "300.00" in desk.locator(".receipt .sum").inner_text()
    follow(desk.get_by_role("link", name="กลับ", exact=False).first)
    desk.locator("#refund_deposit_satang").fill("300.01")
    follow(desk.get_by_role("button", name="คืนเงิน"))
    assert "เงินประกันเหลือ 300.00" in desk.get_by_role("alert").inner_text().replace("\u00a0", " ")
    desk.locator("#refund_deposit_satang").fill("300")
    follow(desk.get_by_role("button", name="คืนเงิน"))
    assert desk.locator(".receipt h1").inner_text() == "คืนเงินประกัน"
    desk.goto("/money/day/")
    assert "คืนเงินประกัน" in desk.locator("main").inner_text()


def test_a_child_borrows_once_a_guardian_agrees(desk):
    mother = register(desk, "สายฝน", "2528")
    register(desk, "หนูนา", "2562", guardian=mother)
    assert desk.get_by_text("รอความยินยอมจากผู้ปกครอง").count() == 0
    assert desk.get_by_role("link", name="สายฝน จากเบราว์เซอร์").count() == 1
    register(desk, "หนูดี", "2563")
    assert desk.get_by_text("รอความยินยอมจากผู้ปกครอง").count() > 0
    follow(desk.get_by_role("link", name="ให้ผู้ปกครองยินยอม"))
    desk.get_by_label("บัตรของคนที่จะเพิ่ม").fill(mother)
    desk.get_by_label("ผู้ปกครอง (ของเด็ก)", exact=False).check()
    follow(desk.get_by_role("button", name="เพิ่ม", exact=True))
    follow(desk.get_by_role("link", name="หนูดี จากเบราว์เซอร์").first)
    assert desk.get_by_text("รอความยินยอมจากผู้ปกครอง").count() == 0


def test_the_same_person_gets_no_second_card_by_chance(desk):
    register(desk, "ซ้ำกัน", "2531")
    desk.goto("/new-member/")
    desk.get_by_label("ชื่อ", exact=True).fill("ซ้ำกัน")
    desk.get_by_label("นามสกุล").fill("จากเบราว์เซอร์")
    enter(desk)
    desk.get_by_text("น่าจะเป็นสมาชิกอยู่แล้ว").wait_for()
    follow(desk.locator(".same a").first)
    assert desk.locator("h1").inner_text() == "ซ้ำกัน จากเบราว์เซอร์"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ones_own_card_is_read_from_the_screen_by_a_scanner(browser, house, tmp_path, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH", color_scheme=scheme,
                                  device_scale_factor=2)
    page = context.new_page()
    sign_in(page, "ผู้เรียน")
    page.goto("/me/card/")
    number = "".join(page.locator(".membercard .number").inner_text().split())
    page.screenshot(path=tmp_path / "card.png")  # what is on the screen without scrolling
    found = zxingcpp.read_barcodes(Image.open(tmp_path / "card.png"))
    assert {(str(one.format), one.text) for one in found} == {("QR Code", number), ("Code 128", number)}
    assert violations(page) == []
    context.close()
