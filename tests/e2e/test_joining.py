"""Gathering in real browsers: a workshop from plan to attendance; a family on the waiting list promoted together; one tap.

Each person has a browser of their own: the librarian at the desk, the demo's learner on a phone (guardian of a child),
and somebody without an account.
"""

import re
from datetime import datetime, timedelta
from itertools import count

import pytest

from rianru.kernel.dates import BANGKOK
from tests.e2e.conftest import sign_in, sit
from tests.e2e.test_every_page import violations

pytestmark = pytest.mark.browser
_number = count(1)


@pytest.fixture
def browsers(browser, house):
    """A new browser at each call: a phone, or a desk."""
    opened = []

    def new(*, desk=False):
        size = {"width": 1280, "height": 800} if desk else {"width": 390, "height": 844}
        context = browser.new_context(viewport=size, base_url=house.url, locale="th-TH")
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def librarian(browsers):
    page = browsers(desk=True)
    sign_in(page, "บรรณารักษ์")
    sit(page)
    return page


def planned(page, title, *, seats, begins, kind="เวิร์กช็อป") -> str:
    """A workshop, unless another kind is named, in the fewest steps that the form takes; its id."""
    page.goto("/desk/activities/new/")
    page.fill("[name=title_th]", title)
    page.locator("label[for]", has_text=kind).click()
    page.fill("[name=day]", f"{begins:%Y-%m-%d}")
    page.fill("[name=begins]", f"{begins:%H:%M}")
    page.fill("[name=ends]", f"{begins + timedelta(hours=1):%H:%M}")
    page.fill("[name=capacity]", str(seats))
    page.click("button[value=open]")
    if page.locator("[name=agreed]").count():  # outside opening hours
        page.check("[name=agreed]")
        page.click("button[value=open]")
    page.wait_for_url(re.compile(r"/desk/activities/[0-9a-f-]{36}/"))
    return page.url.rstrip("/").split("/")[-1]


def soon() -> datetime:
    """Within the hour before which people may be ticked off, on this day in Bangkok."""
    now = datetime.now(BANGKOK)
    return now + timedelta(minutes=5) if now.hour < 22 else now.replace(hour=9, minute=0) + timedelta(days=1)


def as_guest(page, activity, name="ป้าแดง ตัวอย่าง"):
    """Joins without an account; the page that the link leads to stays open. The phone they joined with."""
    page.goto(f"/activities/{activity}/join/")
    page.fill("[name=name]", name)
    phone = f"08770{next(_number):05}"
    page.fill("[name=phone]", phone)
    page.get_by_role("button", name="จองที่นั่ง").click()
    page.wait_for_url(re.compile("/seats/"))
    return phone


def issued_to_who_came(desk, what):
    """From the list of who came to credentials: the one with a card, looked over first."""
    desk.get_by_role("link", name="ออกให้คนที่มา").click()
    desk.select_option("[name=definition]", desk.locator("[name=definition] option", has_text=what).get_attribute("value"))
    desk.select_option("[name=level]", "1")
    desk.get_by_role("button", name="ดูรายชื่อก่อน").click()
    assert "มานี" in desk.inner_text("main")
    assert violations(desk) == []
    desk.get_by_role("button", name="ออกให้ 1 คน").click()
    desk.wait_for_url("**/desk/credentials/**definition=**")


@pytest.mark.skipif(datetime.now(BANGKOK).hour >= 22, reason="a workshop that begins before midnight, in Bangkok")
def test_a_workshop_from_plan_to_attendance_to_certificate(browsers):
    desk, phone, guest, other = librarian(browsers), browsers(), browsers(), browsers()
    activity = planned(desk, "เวิร์กช็อปทอเสื่อ", seats=3, begins=soon())
    as_guest(guest, activity)
    assert violations(guest) == []
    number = as_guest(other, activity, "ลุงดำ ตัวอย่าง")
    sign_in(phone, "ผู้เรียน")
    phone.goto(f"/activities/{activity}/")
    phone.get_by_role("link", name="จองที่นั่ง").click()
    assert violations(phone) == []
    phone.get_by_role("button", name="จองที่นั่ง").click()
    phone.wait_for_url("**/me/learning/")
    desk.goto(f"/desk/activities/{activity}/people/")
    assert "ป้าแดง ตัวอย่าง" in desk.inner_text("main")
    desk.get_by_role("link", name="รหัสบนจอ").click()
    desk.get_by_role("button", name="เปิดรหัส").click()
    code = desk.locator(".codenum").inner_text()
    assert violations(desk) == []
    phone.goto("/attend/")
    phone.fill("[name=code]", "000000" if code != "000 000" else "111111")
    phone.get_by_role("button", name="เช็กชื่อ").click()
    assert "ไม่ตรงกับกิจกรรม" in phone.get_by_role("alert").inner_text()
    phone.fill("[name=code]", code)
    phone.get_by_role("button", name="เช็กชื่อ").click()
    phone.wait_for_url("**/me/learning/")
    assert "นับให้ 1 ชั่วโมง" in phone.inner_text("main")
    other.get_by_role("link", name="มาถึงแล้ว เช็กชื่อด้วยรหัส").click()  # without an account: the code and their phone
    other.fill("[name=code]", code)
    other.fill("[name=contact]", number)
    assert violations(other) == []
    other.get_by_role("button", name="เช็กชื่อ").click()
    other.get_by_text("นับให้ 1 ชั่วโมง").wait_for()
    assert violations(other) == []
    desk.get_by_role("link", name="เช็กชื่อ", exact=True).click()
    assert "มาแล้ว 2 คน" in desk.inner_text("main")
    desk.get_by_role("button", name="ป้าแดง").click()
    desk.wait_for_load_state()
    assert "มาแล้ว 3 คน" in desk.inner_text("main")
    assert violations(desk) == []
    desk.fill("[name=who]", "คุณยายข้างบ้าน")
    desk.get_by_role("button", name="เพิ่มและเช็กชื่อ").click()
    assert "มาแล้ว 4 คน" in desk.inner_text("main")
    issued_to_who_came(desk, "นักเล่านิทานชุมชน")
    phone.goto("/me/credentials/")
    phone.locator("article", has_text="นักเล่านิทานชุมชน").get_by_role("link").first.click()
    paper = phone.get_by_role("link", name="ใบประกาศ (PDF)").get_attribute("href")
    assert phone.context.request.get(paper).body()[:5] == b"%PDF-"
    assert violations(phone) == []


def test_a_family_on_the_waiting_list_is_promoted_together_by_one_tap_of_somebody_else(browsers):
    desk, phone, first, second = librarian(browsers), browsers(), browsers(), browsers()
    begins = (datetime.now(BANGKOK) + timedelta(days=9)).replace(hour=10)
    title = f"นิทานกับครอบครัว {begins:%M%S%f}"  # of its own, however often this runs
    activity = planned(desk, title, seats=2, begins=begins)
    as_guest(first, activity, "คนแรก ตัวอย่าง")
    as_guest(second, activity, "คนที่สอง ตัวอย่าง")
    sign_in(phone, "ผู้เรียน")
    phone.goto(f"/activities/{activity}/join/")
    assert "เต็มแล้ว แต่เข้าคิวได้" in phone.inner_text("main")
    phone.get_by_label(re.compile("แก้ว")).check()
    phone.get_by_role("button", name="เข้าคิว").click()
    phone.wait_for_url("**/me/learning/")
    mine = phone.locator("section.party", has_text=title).last
    assert "ลำดับที่ 1" in mine.inner_text()
    first.get_by_role("button", name="คืนที่นั่ง").click()
    assert "คืนที่นั่งแล้ว" in first.inner_text("main")
    phone.reload()
    assert "ลำดับที่ 1" in mine.inner_text()  # one seat is not enough for two
    second.get_by_role("button", name="คืนที่นั่ง").click()
    phone.goto("/account/")
    phone.get_by_role("link", name="รอคำตอบ").click()
    asked = phone.locator("section.party", has_text="ถึงตาคุณแล้ว มี 2 ที่ให้").filter(has_text=title)
    assert violations(phone) == []
    asked.get_by_role("button", name="ไป", exact=True).click()
    phone.wait_for_load_state()
    mine = phone.locator("section.party", has_text=title).last
    assert "มีที่นั่ง 2 ที่" in mine.inner_text()
    assert "แก้ว" in mine.inner_text()
    mine.get_by_role("button", name="คืนทั้ง 2 ที่").click()
    phone.wait_for_load_state()
    assert "คืนที่นั่งแล้ว คนถัดไปจะได้ไปแทน" in phone.inner_text("main")


def test_a_draw_is_computed_again_in_the_browser_and_one_that_was_altered_is_caught(browsers):
    page = browsers()
    page.goto("/activities/")
    page.get_by_role("link", name="เดินเมืองเก่ากับคนเฒ่า").first.click()
    page.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}/"))
    page.goto(f"{page.url}draw/")
    assert violations(page) == []
    said = page.locator("[data-repeat] [role=status]")
    page.get_by_role("button", name="คำนวณซ้ำในเครื่องนี้").click()
    said.filter(has_text="ตรงกันทุกลำดับ").wait_for()

    def altered(route):
        """As if the host had seated one party fewer."""
        told = route.fetch().json()
        route.fulfill(json=told | {"seats": told["seats"] - 3})

    page.route("**/draw.json*", altered)
    page.get_by_role("button", name="คำนวณซ้ำในเครื่องนี้").click()
    said.filter(has_text="ไม่ตรง").wait_for()
