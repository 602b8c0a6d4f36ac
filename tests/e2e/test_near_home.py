"""Learning near home in a real browser: the closest place is found, on a list and on a map; its page is read, something
on it is wrong, somebody says so, and its keeper puts it right.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import follow, sign_in, sit
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser
NUMBER = "054 431 999"


def test_a_space_near_phayao_is_found_read_corrected_and_put_right(phone, desktop):
    # Where one is, said once; the nearest come first
    phone.goto("/near/?province=56&next=/spaces/")
    follow(phone.get_by_role("button", name="เมืองพะเยา", exact=True))
    phone.wait_for_url(re.compile(r"/spaces/$"))
    first = phone.locator(".row").first
    assert "ราว" in first.inner_text()
    assert re.search("เปิดอยู่|ปิดอยู่", first.inner_text())
    # The same on a map, which loads only when it is opened, and without a fault
    phone.get_by_text("ดูบนแผนที่").click()
    phone.locator(".map-mark, .map-many").first.wait_for()
    expect(phone.locator(".map-land")).to_have_count(77)
    # Its buttons stand under it, where they cover nothing; what is touched is as wide as a thumb
    below = phone.locator(".map-view").bounding_box()
    buttons = phone.locator(".leaflet-bar a")
    assert [one.bounding_box()["y"] >= below["y"] + below["height"] for one in buttons.all()] == [True, True]
    assert {one.bounding_box()["width"] for one in phone.locator(".map-many").all()} == {44}
    buttons.first.click()
    phone.locator(".map-mark").first.wait_for()
    assert violations(phone) == []
    # By the words of an address; and by what is there, without JavaScript's help
    phone.goto("/spaces/?q=ห้องสมุด จ.พะเยา&kind=provincial_library")
    follow(phone.get_by_role("link", name="ห้องสมุดประชาชนจังหวัดพะเยา").first)
    phone.wait_for_url(re.compile(r"/spaces/lib-56/$"))
    assert phone.locator("h1").inner_text() == "ห้องสมุดประชาชนจังหวัดพะเยา"
    assert phone.get_by_role("heading", name="เวลาเปิด").is_visible()
    phone.locator("[data-map]").scroll_into_view_if_needed()
    phone.locator(".map-mark.here").wait_for()
    # What is wrong, told by somebody without an account
    follow(phone.get_by_role("link", name="ข้อมูลไม่ตรง บอกเรา"))
    phone.get_by_label("เรื่องอะไร").select_option("phone")
    phone.get_by_label("ที่ถูกควรเป็นอย่างไร").fill(NUMBER)
    follow(phone.get_by_role("button", name="ส่งให้คนดูแล"))
    phone.wait_for_url(re.compile(r"/spaces/lib-56/$"))
    assert "ขอบคุณที่บอก" in phone.locator("main").inner_text()
    assert NUMBER not in phone.locator("main").inner_text()
    # The keeper takes it over, and everyone sees it
    sign_in(desktop, "บรรณารักษ์")
    sit(desktop)
    desktop.goto("/desk/corrections/")
    follow(desktop.locator(".row", has_text=NUMBER).get_by_role("link"))
    follow(desktop.get_by_role("button", name="ใช้ตามที่เขาบอก"))
    desktop.wait_for_url(re.compile(r"/desk/corrections/$"))
    phone.reload()
    assert NUMBER in phone.locator("main").inner_text()


def test_hours_are_corrected_day_by_day_and_put_right_at_one_tap(phone, desktop):
    phone.goto("/spaces/centre-560106/")
    follow(phone.get_by_role("link", name="ข้อมูลไม่ตรง บอกเรา"))
    tuesday = phone.get_by_label("อังคาร เปิดเวลา")
    assert tuesday.input_value() == "09:00-17:00"
    phone.get_by_label("เรื่องอะไร").select_option("phone")
    assert not tuesday.is_visible()
    phone.get_by_label("เรื่องอะไร").select_option("hours")
    tuesday.fill("๙.๐๐-๑๒.๐๐, ๑๓.๐๐-๑๖.๐๐")
    assert violations(phone) == []
    follow(phone.get_by_role("button", name="ส่งให้คนดูแล"))
    phone.wait_for_url(re.compile(r"/spaces/centre-560106/$"))
    sign_in(desktop, "บรรณารักษ์")
    desktop.goto("/desk/corrections/")
    follow(desktop.locator(".row", has_text="อ. 09:00-12:00,13:00-16:00").get_by_role("link"))
    assert "09:00-12:00, 13:00-16:00" in desktop.get_by_role("row", name=re.compile("อังคาร")).inner_text()
    assert violations(desktop) == []
    follow(desktop.get_by_role("button", name="ใช้ตามที่เขาบอก"))
    desktop.wait_for_url(re.compile(r"/desk/corrections/$"))
    phone.reload()
    assert "09:00–12:00, 13:00–16:00 น." in phone.locator("main").inner_text()


def test_a_pin_is_moved_by_a_visitor_and_the_position_put_right_at_one_tap(phone, desktop):
    phone.goto("/spaces/centre-560106/correct/")
    lat, pin = phone.get_by_label("ละติจูด"), phone.locator(".map-pin")
    assert not lat.is_visible()
    phone.get_by_label("เรื่องอะไร").select_option("position")
    known = lat.input_value()
    pin.wait_for()  # drawn once it is to be seen, at its full width
    assert phone.locator(".leaflet-container").bounding_box()["width"] > 250
    pin.focus()
    phone.keyboard.press("ArrowUp")
    moved = lat.input_value()
    assert float(moved) > float(known)
    assert violations(phone) == []
    follow(phone.get_by_role("button", name="ส่งให้คนดูแล"))
    phone.wait_for_url(re.compile(r"/spaces/centre-560106/$"))
    sign_in(desktop, "บรรณารักษ์")
    desktop.goto("/desk/corrections/")
    follow(desktop.locator(".row", has_text=moved).get_by_role("link"))
    desktop.locator(".map-mark.here").wait_for()
    assert [desktop.locator(one).count() for one in (".map-mark", ".map-line")] == [1, 1]  # too near for two marks
    assert violations(desktop) == []
    follow(desktop.get_by_role("button", name="ใช้ตามที่เขาบอก"))
    desktop.wait_for_url(re.compile(r"/desk/corrections/$"))
    phone.goto("/spaces/centre-560106/correct/?field=position")
    assert lat.input_value() == moved
