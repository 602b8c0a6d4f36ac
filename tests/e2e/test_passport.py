"""A family's passports in real browsers: storytelling with two children, in by the QR, stamps, bingo, a badge, a reward."""

import re
from datetime import datetime

import pytest

from rianru.kernel.dates import BANGKOK
from tests.e2e.conftest import follow, sign_in
from tests.e2e.test_every_page import violations
from tests.e2e.test_joining import browsers, librarian, planned, soon

pytestmark = pytest.mark.browser
CHILDREN = ("แก้ว", "ต้นกล้า")
__all__ = ["browsers"]  # a fixture of theirs


def a_second_child(phone) -> None:
    phone.goto("/me/household/")
    if CHILDREN[1] in phone.inner_text("main"):
        return
    phone.fill("[name=given_name]", CHILDREN[1])
    phone.fill("[name=birth_year]", str(datetime.now(BANGKOK).year + 543 - 7))
    phone.check("[name=agreed]")
    follow(phone.locator("button[value=child]"))
    phone.locator("main", has_text=CHILDREN[1]).wait_for()


def a_board(desk, title) -> str:
    """The board that is laid out, with one activity for its middle column, a badge and five bags; its address."""
    desk.goto("/desk/challenges/new/")
    desk.fill("[name=title_th]", title)
    desk.fill("[name=goal_7_needs]", "1")
    desk.fill("[name=reward_0_title_th]", "ถุงผ้า")
    desk.fill("[name=reward_0_stock]", "5")
    badge = desk.locator("[name=badge] option", has_text="นักเดินทางการเรียนรู้").get_attribute("value")
    desk.select_option("[name=badge]", badge)
    assert violations(desk) == []
    follow(desk.locator("button[value=keep]"))
    desk.wait_for_url(re.compile(r"/desk/challenges/[0-9a-f-]{36}/"))
    follow(desk.locator("button[value=open]"))
    desk.get_by_role("link", name="ดูอย่างที่คนเห็น").wait_for()
    return desk.url.rstrip("/").split("/")[-1]


def until(page, path, text) -> None:
    """Looks again until the work that follows a stamp is done."""
    for _ in range(60):
        page.goto(path)
        if text in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{text} never stood on {path}")


def test_storytelling_with_two_children_stamps_their_passports_and_fills_a_line(browsers):
    desk, phone = librarian(browsers), browsers()
    mark = f"{datetime.now(BANGKOK):%M%S%f}"  # of its own, however often this runs
    title = f"นิทานริมกว๊าน {mark}"
    activity = planned(desk, title, seats=6, begins=soon(), kind="เล่านิทาน")
    board = a_board(desk, f"บิงโก {title}")
    sign_in(phone, "ผู้เรียน")
    a_second_child(phone)
    phone.goto(f"/challenges/{board}/")
    follow(phone.get_by_role("link", name="ร่วมภารกิจนี้"))
    follow(phone.get_by_role("button", name="ร่วม", exact=True))
    phone.wait_for_url(re.compile(r"/me/challenges/"))
    phone.goto(f"/activities/{activity}/join/")
    for child in CHILDREN:
        phone.get_by_label(re.compile(child)).check()
    follow(phone.get_by_role("button", name="จองที่นั่ง"))
    phone.wait_for_url("**/me/learning/")
    desk.goto(f"/desk/activities/{activity}/people/")
    follow(desk.get_by_role("link", name="รหัสบนจอ"))
    follow(desk.get_by_role("button", name="เปิดรหัส"))
    phone.goto(f"/attend/?code={desk.locator('.codenum').inner_text().replace(' ', '')}")  # what the QR holds
    follow(phone.get_by_role("button", name="เช็กชื่อ"))
    phone.wait_for_url("**/me/learning/")
    phone.goto("/me/passport/")
    assert violations(phone) == []
    for child in CHILDREN:
        follow(phone.get_by_role("navigation", name="สมุดของใคร").get_by_role("link", name=re.compile(child)))
        assert mark in phone.locator(".seals").first.inner_text()
    until(phone, f"/me/challenges/{board}/", "สำเร็จแล้ว")
    assert "1 จาก 1 แถว" in phone.inner_text("main")
    follow(phone.locator("ol.board a", has_text="กิจกรรม").first)
    assert phone.locator("#why li:not(.out)").count() >= 3
    assert violations(phone) == []
    until(phone, "/me/credentials/", "นักเดินทางการเรียนรู้")
    phone.goto("/me/card/")
    card = re.search(r"\d{3} ?\d{4} ?\d{4}", phone.inner_text("main")).group().replace(" ", "")
    desk.goto(f"/desk/rewards/?card={card}")
    bag = desk.locator(".note", has_text=mark)
    follow(bag.get_by_role("button", name="ให้แล้ว"))
    desk.locator("main", has_text="ตัดจากจำนวนที่เหลือให้").wait_for()
    assert violations(desk) == []
