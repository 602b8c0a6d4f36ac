"""A caretaker's day, and what is on near Phayao: on a phone, without a script."""

import re

import pytest
import vobject

from tests.e2e.conftest import follow, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser, house):
    """A phone whose browser runs no script."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH", java_script_enabled=False)
    yield context.new_page()
    context.close()


def press(page, name, within="main"):
    follow(page.locator(within).get_by_role("button", name=name).first)


def go(page, name, within="main"):
    follow(page.locator(within).get_by_role("link", name=name).first)


def test_a_volunteer_sees_counts_and_finishes_the_day_on_an_old_phone(plain):
    sign_in(plain, "ผู้ดูแลสถานที่")
    plain.goto("/account/")
    go(plain, "ไปงานบริการ")
    assert plain.url.endswith("/desk/today/")
    day = plain.locator("main")
    assert "การบ้านเพื่อนช่วยเพื่อน" in day.inner_text()
    plain.get_by_label("วันนี้มีคนเข้าใช้กี่คน").fill("27")
    press(plain, "บันทึก")
    assert plain.get_by_label("วันนี้มีคนเข้าใช้กี่คน").input_value() == "27"
    waiting = day.get_by_role("link", name="ยังไม่ได้เช็กชื่อหรือนับหัว")
    name = re.sub(r"\s+", " ", waiting.first.inner_text())
    follow(waiting.first)
    plain.get_by_label("เด็ก 6-14 ปี หญิง").fill("6")
    press(plain, "บันทึก")
    plain.goto("/desk/today/")
    assert name not in re.sub(r"\s+", " ", day.inner_text())
    go(plain, "เช็กชื่อ การบ้าน")
    assert plain.get_by_role("heading", level=1).inner_text() == "การบ้านเพื่อนช่วยเพื่อน"
    plain.goto("/desk/today/")
    poster = plain.request.get(str(day.get_by_role("link", name="โปสเตอร์กิจกรรม").first.get_attribute("href")))
    assert poster.headers["content-type"] == "application/pdf"
    plain.emulate_media(media="print")
    assert [plain.locator(one).first.is_visible() for one in (".top", ".tabbar", "main h1")] == [False, False, True]


def test_something_to_join_near_phayao_is_found_followed_and_put_into_a_calendar(plain):
    plain.goto("/activities/")
    go(plain, "ใกล้ฉัน")
    plain.get_by_label("จังหวัด").select_option("พะเยา")
    press(plain, "เลือกจังหวัดนี้")
    press(plain, "เมืองพะเยา")
    assert "near=15" in plain.url
    go(plain, "ใน 7 วัน")
    go(plain, "เด็ก")
    assert plain.get_by_role("heading", level=1).inner_text().replace("\n", "") == "กิจกรรมใน 7 วัน สำหรับเด็ก ใกล้อำเภอเมืองพะเยา"
    assert "นิทานก่อนนอน" in plain.locator("main").inner_text()
    for view in ("สัปดาห์", "แผนที่", "ปฏิทิน"):
        go(plain, view)
        assert "นิทานก่อนนอน" in plain.locator("main").inner_text()
    calendar = plain.request.get(str(plain.get_by_role("link", name="ติดตามรายการนี้").get_attribute("href")))
    titles = {one.summary.value for one in vobject.readOne(calendar.body().decode()).contents["vevent"]}
    assert "นิทานก่อนนอน" in titles
    assert "ชมรมอ่านแล้วคุย" not in titles  # not for children
    sign_in(plain, "ผู้เรียน")
    plain.goto("/spaces/lib-56/")
    press(plain, "ติดตาม")
    assert plain.get_by_role("button", name="ติดตามอยู่").is_visible()
    plain.goto("/my/following/")
    followed = plain.locator("main h2").get_by_role("link", name="ห้องสมุดประชาชนจังหวัดพะเยา")
    assert followed.count() == 1
    press(plain, "เลิกติดตาม ห้องสมุดประชาชนจังหวัดพะเยา")
    assert followed.count() == 0
